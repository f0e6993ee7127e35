"""Empties what of a libarna.so no phone needs: hollow.py FILE, in place; after stripping. What is emptied stays where it is, and holds
zeros, which an APK compresses to nothing.

uniffi describes every function and record in a constant of its own, with its whole doc comment, and exports it, so that no linker leaves it
out: 0.1 MB, which only the generator of the bindings reads.

The linker sorts the tables for unwinding into an index, 0.1 MB that compresses badly. The format has a sign for one that is left out, and
whoever unwinds then reads the tables from their beginning: some tens of milliseconds more for a panic, which is rare.
"""

import pathlib
import re
import struct
import sys

from gates import readelf

DESCRIPTION = "UNIFFI_META_"
# What linkers write: version 1, a relative address of the tables, how many there are, pairs of relative addresses.
INDEXED = bytes((1, 0x1B, 0x03, 0x3B))
NOT_INDEXED = bytes((1, 0x1B, 0xFF, 0xFF))


def segments(headers, kind="LOAD"):
    """What of the file lies where in memory: address, offset, bytes."""
    for line in headers.splitlines():
        if found := re.match(rf"\s+{kind}\s+(0x[0-9a-f]+) (0x[0-9a-f]+) 0x[0-9a-f]+ (0x[0-9a-f]+) ", line):
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
    """The same file with zeros in place of the descriptions, and how many bytes that were."""
    out, whole, places = bytearray(data), 0, list(segments(headers))
    for address, size in descriptions(symbols):
        offset = next(offset + address - start for start, offset, bytes in places if start <= address and address + size <= start + bytes)
        out[offset : offset + size] = bytes(size)
        whole += size
    return bytes(out), whole


def tables(data, at):
    """How many functions have a table for unwinding, read as they are without an index: up to a length of nothing, if there is one."""
    found = 0
    while at + 8 <= len(data):
        length, parent = struct.unpack_from("<II", data, at)
        if not length:
            return found
        # Those with a parent are of functions, the others are what many have in common.
        found += bool(parent)
        at += 4 + length
    return 0


def unindexed(data, headers):
    """The same file without the index of its tables, and how many bytes that were; None where there is no such index to empty."""
    index = next(segments(headers, "GNU_EH_FRAME"), None)
    if index is None or data[index[1] : index[1] + 4] != INDEXED:
        return None
    address, offset, size = index
    # Both segments lie in the first that is loaded, so that distances in the file are those in memory.
    there, count = struct.unpack_from("<iI", data, offset + 4)
    # What is left out has to be found without it.
    if count == 0 or size != 12 + 8 * count or tables(data, offset + 4 + there) < count:
        return None
    out = bytearray(data)
    out[offset : offset + size] = NOT_INDEXED + data[offset + 4 : offset + 8] + bytes(size - 8)
    return bytes(out), size - 8


def main():
    file = pathlib.Path(sys.argv[1])
    headers = readelf(file, "--program-headers")
    data, whole = emptied(file.read_bytes(), headers, readelf(file, "--dyn-syms"))
    if not whole:
        sys.exit(f"hollow.py: nothing in {file} describes bindings: this sees nothing any more")
    # 32-bit ARM unwinds by tables of its own, which are their index.
    if "EXIDX" not in headers:
        without = unindexed(data, headers)
        if without is None:
            sys.exit(f"hollow.py: {file} has no index of its tables for unwinding that this can read")
        data, _ = without
    file.write_bytes(data)


if __name__ == "__main__":
    main()
