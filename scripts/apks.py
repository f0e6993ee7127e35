"""How large the APKs are, by part as they lie in the file, and how many methods the code has.

They are those that `scripts/android apk` made. A method more is no harm in itself: the number shows what a library drags in.
"""

import json
import pathlib
import re
import struct
import sys
import zipfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
APKS = ROOT / "android/target/apks"
# Bytes of one for a single ABI: what is sent from hand to hand over prepaid data. DECISIONS.md says what the next 100 kB would cost.
AIM = 4_000_000
PARTS = (("libarna", r"lib/.*/libarna\.so"), ("jna", r"lib/.*"), ("code", r"classes\d*\.dex"), ("resources", r"res/.*|resources\.arsc"))


def part(name):
    return next((part for part, pattern in PARTS if re.fullmatch(pattern, name)), "rest")


def methods(dex):
    """The number of methods that it names (`method_ids_size` of the header)."""
    return struct.unpack_from("<I", dex, 0x58)[0]


def of(file):
    sizes, named = {}, 0
    with zipfile.ZipFile(file) as archive:
        for entry in archive.infolist():
            key = part(entry.filename)
            sizes[key] = sizes.get(key, 0) + entry.compress_size
            if key == "code":
                named += methods(archive.read(entry))
    whole = file.stat().st_size
    # Names, alignment and the signature.
    return {"apk": file.name, "bytes": whole, **sizes, "around": whole - sum(sizes.values()), "methods": named}


def android(options):
    files = [file for file in sorted(APKS.glob("*.apk")) if not file.name.endswith("-unsigned.apk")]
    if not files:
        sys.exit("scripts/bench: there is no APK; make some: scripts/android apk")
    found = [of(file) for file in files]
    missed = [one["apk"] for one in found if "universal" not in one["apk"] and one["bytes"] > AIM]
    if options.json:
        print(json.dumps({"apks": found, "missed": missed}))
        return 1 if missed else 0
    for one in found:
        print(f"{one['apk']}{'  (aim: at most ' + str(AIM) + ', MISSED)' if one['apk'] in missed else ''}")
        for name, value in one.items():
            if name != "apk":
                print(f"  {name:12} {value:>12,}")
    return 1 if missed else 0
