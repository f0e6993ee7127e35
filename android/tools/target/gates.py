"""What a libarna.so for Android has to be, seen from its file alone: gates.py FILE ARCHITECTURE [FOLDER OF THIS MACHINE ...]

Every symbol that it needs is there on Android 7.0 (symbols.txt), nothing is in it that Android's linker cannot read there, it
starts on phones with pages of 16 KiB, exports the bindings alone, and is no larger than is meant. It says each fault, and is
silent about the rest; exit code 1 if there is any.
"""

import dataclasses
import gzip
import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
LEVEL = 24
PAGE = 0x4000
# Where tables for unwinding are: without them a panic ends the app instead of a test.
UNWINDING = {"arm": "EXIDX", "arm64": "GNU_EH_FRAME", "x86_64": "GNU_EH_FRAME"}
NEEDED = {"libc.so", "libm.so", "libdl.so", "liblog.so", "libandroid.so"}
EXPORTED = ("uniffi_", "ffi_", "UNIFFI_META_")
# Bytes, by a plain deflate (zopfli makes 3 % less). Measured: 3.67 million for arm64, 3.42 for arm; what is above this is to be looked
# at, not waved through.
MOST = {"arm64": 3_750_000, "arm": 3_520_000, "x86_64": 4_900_000}


@dataclasses.dataclass(frozen=True)
class Since:
    level: int
    library: str


@dataclasses.dataclass
class Told:
    """What the headers of a file say."""

    loads: list[int]
    segments: set[str]
    tags: dict[str, list[str]]
    needs: dict[str, bool]  # name of a symbol, and whether it has to be there
    exports: list[str]


def symbols(architecture):
    """What Android has, and since when."""
    found = {}
    for line in (HERE / "symbols.txt").read_text().splitlines():
        if line.startswith("#"):
            continue
        name, level, library, *only = line.split()
        if not only or architecture in only[0].split(","):
            found[name] = Since(int(level), library)
    return found


def readelf(file, *options):
    said = subprocess.run(["readelf", "--wide", *options, file], capture_output=True, text=True, check=False)
    if said.returncode:
        sys.exit(f"gates.py: readelf cannot read {file}: {said.stderr.strip()}")
    return said.stdout


def told(file):
    loads, segments = [], set()
    for line in readelf(file, "--program-headers").splitlines():
        if found := re.match(r"\s+([A-Z_]+)\s+0x[0-9a-f]+ .*\s(0x[0-9a-f]+)$", line):
            segments.add(found[1])
            if found[1] == "LOAD":
                loads.append(int(found[2], 16))
    tags = {}
    for line in readelf(file, "--dynamic").splitlines():
        if found := re.match(r"\s*0x[0-9a-f]+ \((\w+)\)\s+(.*)", line):
            tags.setdefault(found[1], []).append(found[2].strip())
    needs, exports = {}, []
    for line in readelf(file, "--dyn-syms").splitlines():
        parts = line.split()
        if len(parts) < 8 or not parts[0].rstrip(":").isdigit():
            continue
        binding, place, name = parts[4], parts[6], parts[7].split("@")[0]
        if place == "UND":
            needs[name] = binding != "WEAK"
        elif binding in ("GLOBAL", "WEAK"):
            exports.append(name)
    return Told(loads, segments, tags, needs, exports)


def faults(told, architecture):
    """What is wrong with it, a sentence each."""
    known = symbols(architecture)
    for name, is_wanted in sorted(told.needs.items()):
        since = known.get(name)
        if is_wanted and since is None:
            yield f"needs {name}, which Android does not have"
        elif is_wanted and since.level > LEVEL:
            yield f"needs {name}, which is there since API {since.level}"
    if not told.loads:
        yield "has nothing to load"
    for align in told.loads:
        if align < PAGE:
            yield f"is aligned to {align:#x}: phones with pages of {PAGE:#x} do not load it"
    if UNWINDING[architecture] not in told.segments:
        yield f"has no {UNWINDING[architecture]}: a panic would end the app"
    if "TLS" in told.segments:
        yield "has a TLS segment, which is read since API 29"
    for tag in told.tags:
        if "RELR" in tag and not tag.startswith("ANDROID"):
            yield f"has {tag}, which is read since API 30"
    if "TEXTREL" in told.tags or any("TEXTREL" in flags for flags in told.tags.get("FLAGS", [])):
        yield "has relocations in its code, which are refused since API 23"
    if not any(tag.startswith(("REL", "ANDROID_REL")) for tag in told.tags):
        yield "has no relocations that this reads: it sees nothing any more"
    for library in (re.search(r"\[(.*)]", text)[1] for text in told.tags.get("NEEDED", [])):
        if library not in NEEDED:
            yield f"needs {library}, which apps may not use"
    if told.tags.get("SONAME") != ["Library soname: [libarna.so]"]:
        yield f"is not called libarna.so: {told.tags.get('SONAME')}"
    if not told.exports:
        yield "exports nothing"
    for name in told.exports:
        if not name.startswith(EXPORTED):
            yield f"exports {name}"


def faults_of_bytes(data, architecture, folders):
    size = len(gzip.compress(data, 9))
    if size > MOST[architecture]:
        yield f"has {size} bytes compressed, {MOST[architecture]} at most are meant"
    for folder in folders:
        if folder.encode() in data:
            yield f"holds the path {folder} of this machine"


def main():
    file, architecture, *folders = sys.argv[1:]
    data = pathlib.Path(file).read_bytes()
    found = [*faults(told(file), architecture), *faults_of_bytes(data, architecture, folders)]
    for fault in found:
        print(f"{file} {fault}", file=sys.stderr)
    print(f"{architecture}: {len(data)} bytes, {len(gzip.compress(data, 9))} compressed, {len(found)} faults")
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
