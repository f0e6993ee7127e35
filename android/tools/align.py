"""Aligns an APK for pages of 16 KiB, which Debian's zipalign does not know: align.py IN OUT

Stored libraries begin at 16384, other stored entries at 4 (in the extra field that Android's own tools use, 0xd935).
"""

import struct
import sys
import zipfile

source, result = sys.argv[1:]
archive = zipfile.ZipFile(source)
with open(source, "rb") as file:
    raw = file.read()
out, directory, entries = bytearray(), bytearray(), 0
for entry in archive.infolist():
    name_length, extra_length = struct.unpack_from("<HH", raw, entry.header_offset + 26)
    begin = entry.header_offset + 30 + name_length + extra_length
    data = raw[begin : begin + entry.compress_size]
    name, extra = entry.filename.encode(), b""
    if entry.compress_type == zipfile.ZIP_STORED:
        page = 16384 if entry.filename.endswith(".so") else 4
        padding = -(len(out) + 30 + len(name) + 6) % page
        extra = struct.pack("<HHH", 0xD935, 2 + padding, page) + bytes(padding)
    head = struct.pack("<HHHHHIIIHH", 20, 0x800, entry.compress_type, 0, 0x21, entry.CRC, entry.compress_size,
                       entry.file_size, len(name), len(extra))
    directory += b"PK\1\2" + struct.pack("<H", 20) + head[:-2] + struct.pack("<HHHHII", 0, 0, 0, 0, 0, len(out)) + name
    out += b"PK\3\4" + head + name + extra + data
    entries += 1
end = b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, entries, entries, len(directory), len(out), 0)
with open(result, "wb") as file:
    file.write(out + directory + end)
