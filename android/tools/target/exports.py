"""Says what libraries do not export alike: exports.py FILE FILE..; exit code 1 if there is any.

One Kotlin package binds the library of every ABI: what one of them lacks is missed when an app of that ABI begins.
"""

import sys

from gates import told


def faults(exports):
    """What a file does not export and another one does, a sentence each; of the names by file."""
    for name in sorted(set().union(*exports.values())):
        for file, names in exports.items():
            if name not in names:
                yield f"{file} does not export {name}"


def main():
    exports = {file: set(told(file).exports) for file in sys.argv[1:]}
    found = list(faults(exports))
    for fault in found:
        print(fault, file=sys.stderr)
    print(f"{len(exports)} libraries, {len(set().union(*exports.values()))} exports, {len(found)} that not all have")
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
