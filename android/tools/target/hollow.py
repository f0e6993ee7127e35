"""Empties what in a libarna.so only the generator of the bindings reads: hollow.py FILE, in place; after stripping.

uniffi describes every function and record in a constant of its own, with its whole doc comment, and exports it, so that no linker leaves it
out: 0.1 MB, which no phone reads. The constants stay where they are, and hold zeros, which an APK compresses to nothing.
"""

import pathlib
import re
import sys

from gates import readelf

DESCRIPTION = "UNIFFI_META_"


def segments(headers):
    """What of the file lies where in memory: address, offset, bytes."""
    for line in headers.splitlines():
        if found := re.match(r"\s+LOAD\s+(0x[0-9a-f]+) (0x[0-9a-f]+) 0x[0-9a-f]+ (0x[0-9a-f]+) ", line):
            offset, address, size = (int(number, 16) for number in found.groups())
            yield address, offset, size


def descriptions(symbols):
    """Their addresses and sizes."""
    for line in symbols.splitlines():
        parts = line.split()
        if len(parts) == 8 and parts[3] == "OBJECT" and parts[7].startswith(DESCRIPTION):
            # readelf writes large sizes in hexadecimal.
            yield int(parts[1], 16), int(parts[2], 0)


def emptied(data, headers, symbols):
    """The same file with zeros in their place, and how many bytes that were."""
    out, whole, places = bytearray(data), 0, list(segments(headers))
    for address, size in descriptions(symbols):
        offset = next(offset + address - start for start, offset, bytes in places if start <= address and address + size <= start + bytes)
        out[offset : offset + size] = bytes(size)
        whole += size
    return bytes(out), whole


def main():
    file = pathlib.Path(sys.argv[1])
    data, whole = emptied(file.read_bytes(), readelf(file, "--program-headers"), readelf(file, "--dyn-syms"))
    if not whole:
        sys.exit(f"hollow.py: nothing in {file} describes bindings: this sees nothing any more")
    file.write_bytes(data)


if __name__ == "__main__":
    main()
