"""Lays an APK out as phones want it, and as small as any phone can read it: align.py IN OUT

Stored libraries begin at 16384, for pages of 16 KiB, which Debian's zipalign does not know, other stored entries at 4 (in the extra
field that Android's own tools use, 0xd935). What is compressed is compressed again by zopfli, which looks longer for the same format.
"""

import functools
import struct
import subprocess
import sys
import tempfile
import zipfile
import zlib


@functools.cache
def deflated(data):
    """Raw deflate, and the same bytes each time."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(data)
        file.flush()
        found = subprocess.run(["zopfli", "--deflate", "-c", file.name], capture_output=True, check=True).stdout
    # A library that does not unpack would be seen on a phone alone.
    if zlib.decompress(found, -zlib.MAX_WBITS) != data:
        sys.exit("android/tools/align.py: zopfli's bytes do not unpack to what they were")
    return found


def aligned(source, result):
    out, directory, entries = bytearray(), bytearray(), 0
    with zipfile.ZipFile(source) as archive:
        for entry in archive.infolist():
            data = archive.read(entry)
            name, extra = entry.filename.encode(), b""
            if entry.compress_type == zipfile.ZIP_STORED:
                page = 16384 if entry.filename.endswith(".so") else 4
                padding = -(len(out) + 30 + len(name) + 6) % page
                extra = struct.pack("<HHH", 0xD935, 2 + padding, page) + bytes(padding)
            else:
                data = deflated(data)
            head = struct.pack("<HHHHHIIIHH", 20, 0x800, entry.compress_type, 0, 0x21, entry.CRC, len(data),
                               entry.file_size, len(name), len(extra))
            directory += b"PK\1\2" + struct.pack("<H", 20) + head[:-2] + struct.pack("<HHHHII", 0, 0, 0, 0, 0, len(out)) + name
            out += b"PK\3\4" + head + name + extra + data
            entries += 1
    end = b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, entries, entries, len(directory), len(out), 0)
    with open(result, "wb") as file:
        file.write(out + directory + end)


if __name__ == "__main__":
    aligned(*sys.argv[1:])
