"""Stub libraries to link against, of the list of symbols: stubs.py ARCHITECTURE LEVEL OUT writes an assembler file a library."""

import pathlib
import sys

import gates


def main():
    architecture, level, out = sys.argv[1], int(sys.argv[2]), pathlib.Path(sys.argv[3])
    libraries = {}
    for name, since in gates.symbols(architecture).items():
        if since.level <= level:
            libraries.setdefault(since.library, []).append(name)
    for library, names in libraries.items():
        body = "".join(f".globl {name}\n.type {name}, %function\n{name}: .long 0\n" for name in names)
        (out / f"{library}.s").write_text(".text\n" + body)


main()
