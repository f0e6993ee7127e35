"""Rewrites a framework's table of resources for Debian's aapt2: flatten_arsc.py IN.jar OUT.apk

Since Android 14 the framework's table has compact entries and offsets of 16 bits (ResourceTypes.h: FLAG_COMPACT,
FLAG_OFFSET16, FLAG_SPARSE), which aapt2 2.19 does not read. What is written has the same entries in the older form.
"""

import struct
import sys
import zipfile

NONE = 0xFFFFFFFF
TABLE, PACKAGE, TYPE, SPEC = 0x2, 0x200, 0x201, 0x202
SPARSE, OFFSET16 = 1, 2
COMPLEX, COMPACT = 1, 8


def chunk(data, at):
    return struct.unpack_from("<HHI", data, at)


def offsets(data, at, flags, count, width):
    """Index and offset of each entry."""
    first = at + width
    if flags & SPARSE:
        pairs = (struct.unpack_from("<HH", data, first + 4 * k) for k in range(count))
        return [(index, offset * 4) for index, offset in pairs]
    if flags & OFFSET16:
        return [(k, offset * 4) for k, offset in enumerate(struct.unpack_from(f"<{count}H", data, first)) if offset != 0xFFFF]
    return [(k, offset) for k, offset in enumerate(struct.unpack_from(f"<{count}I", data, first)) if offset != NONE]


def entry(data, at):
    size, flags = struct.unpack_from("<HH", data, at)
    if flags & COMPACT:
        value = struct.unpack_from("<I", data, at + 4)[0]
        return struct.pack("<HHIHBBI", 8, flags & 0xFF & ~COMPACT, size, 8, 0, flags >> 8, value)
    if flags & COMPLEX:
        count = struct.unpack_from("<I", data, at + 12)[0]
        return data[at : at + 16 + 12 * count]
    return data[at : at + 16]


def flat_type(data, at, width, totals):
    kind, flags, _, count, start = struct.unpack_from("<BBHII", data, at + 8)
    listed = offsets(data, at, flags, count, width)
    if flags & SPARSE:
        count = max(max((index for index, _ in listed), default=-1) + 1, totals[kind])
    table, body = [NONE] * count, bytearray()
    for index, offset in listed:
        table[index] = len(body)
        body += entry(data, at + start + offset)
    head = bytearray(data[at : at + width])
    head[9], head[10:12] = 0, b"\0\0"
    struct.pack_into("<II", head, 12, count, width + 4 * count)
    out = head + struct.pack(f"<{count}I", *table) + body
    struct.pack_into("<I", out, 4, len(out))
    return bytes(out)


def flat_package(data, at, width, size):
    out, moved, totals, here = bytearray(data[at : at + width]), {}, {}, at + width
    while here < at + size:
        kind, head, length = chunk(data, here)
        moved[here - at] = len(out)
        if kind == SPEC:
            totals[data[here + 8]] = struct.unpack_from("<I", data, here + 12)[0]
        out += flat_type(data, here, head, totals) if kind == TYPE else data[here : here + length]
        here += length
    for field in (268, 276):  # where the names of types and of keys are
        place = struct.unpack_from("<I", out, field)[0]
        if place in moved:
            struct.pack_into("<I", out, field, moved[place])
    struct.pack_into("<I", out, 4, len(out))
    return bytes(out)


def flat_table(data):
    kind, width, size = chunk(data, 0)
    assert kind == TABLE, "no table of resources"
    out, here, packages = bytearray(data[:width]), width, 0
    while here < size:
        kind, head, length = chunk(data, here)
        if kind != PACKAGE:
            out += data[here : here + length]
        elif data[here + 8] == 1 and not packages:  # the framework's own
            out += flat_package(data, here, head, length)
            packages += 1
        here += length
    struct.pack_into("<II", out, 4, len(out), packages)
    return bytes(out)


source, result = sys.argv[1:]
with zipfile.ZipFile(source) as archive, zipfile.ZipFile(result, "w") as made:
    parts = {"AndroidManifest.xml": archive.read("AndroidManifest.xml"), "resources.arsc": flat_table(archive.read("resources.arsc"))}
    for name, part in parts.items():
        made.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), part)
