"""What a static libarna for iOS has to be, seen from the file and from a program that it is linked into:

    gates.py TOOLS TARGET LINKER [FOLDER OF THIS MACHINE ...]

TOOLS holds libarna.a and what `toolchain` made; what the phone's library adds to an app is written into TOOLS/adds.json. It says each fault, and
is silent about the rest; exit code 1 if there is any.
"""

import dataclasses
import gzip
import json
import pathlib
import plistlib
import re
import subprocess
import sys
import tempfile

import lief

MANIFEST = pathlib.Path(__file__).resolve().parents[2] / "Arna/PrivacyInfo.xcprivacy"
PHONE = "aarch64-apple-ios"
PLATFORMS = {PHONE: ("ios", "IOS"), "aarch64-apple-ios-sim": ("ios-simulator", "IOS_SIMULATOR")}
LEAST = "15.0"
EXPORTED = ("_uniffi_arna_", "_ffi_arna_")
# Bytes that an app downloads for it, compressed. What is above this is to be looked at, not waved through.
MOST = 5_000_000
# Apple's functions whose use needs a reason, by its categories; what Swift alone has is the app's own matter (ios/tools/project).
ATTRIBUTES = {"getattrlist", "fgetattrlist", "getattrlistat"}
REASONED = {
    "FileTimestamp": {"stat", "fstat", "fstatat", "lstat", "getattrlistbulk"} | ATTRIBUTES,
    "DiskSpace": {"statfs", "statvfs", "fstatfs", "fstatvfs"} | ATTRIBUTES,
    "SystemBootTime": {"mach_absolute_time"},
}
# Without what nobody calls, and without names, as apps are shipped.
LEAN = ("-dead_strip", "-x", "-S", "-no_exported_symbols")
MAIN = b"int main(void) { return 0; }\n"


@dataclasses.dataclass(frozen=True)
class Member:
    """What an object in the archive says of itself."""

    name: str
    kind: str
    platform: str = ""
    least: str = ""
    exports: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True)
class Linked:
    size: int
    compressed: int
    libraries: tuple[str, ...]
    needs: tuple[str, ...]


# A member of a whole program has more relocations than it reads, and none is looked at.
lief.logging.disable()


def run(*command):
    return subprocess.run([str(word) for word in command], capture_output=True, text=True, check=False)


def member(file):
    parsed = lief.MachO.parse(str(file))
    if parsed is None or parsed.size != 1:
        return Member(file.name, "no Mach-O of one architecture")
    one = parsed.at(0)
    kind = f"{one.header.cpu_type.name} {one.header.file_type.name}"
    version = one.build_version
    if version is None:
        return Member(file.name, kind)
    exports = tuple(str(symbol.name) for symbol in one.symbols if symbol.raw_type & 0x1F == 0x0F)
    return Member(file.name, kind, version.platform.name, ".".join(str(part) for part in version.minos[:2]), exports)


def members(tools, archive):
    """All of them; two of one name would hide each other."""
    names = run(tools / "ar", "t", archive).stdout.split()
    with tempfile.TemporaryDirectory() as folder:
        unpacked = subprocess.run([tools / "ar", "x", archive.resolve()], cwd=folder, check=False, capture_output=True, text=True)
        files = sorted(pathlib.Path(folder).iterdir())
        if unpacked.returncode or len(files) != len(names):
            sys.exit(f"gates.py: {archive} holds {len(names)} members, and {len(files)} can be read: {unpacked.stderr.strip()}")
        return [member(file) for file in files]


def link(tools, target, linker, into, *more):
    """A program. What the linker minds, line by line."""
    platform = ("-platform_version", PLATFORMS[target][0], LEAST, "18.0")
    said = run(linker, "-arch", "arm64", *platform, "-syslibroot", tools / "sdk", "--error-limit=0", tools / "main.o", *more, "-lSystem", "-o", into)
    return said.returncode, said.stderr.splitlines()


def unknown(lines):
    """Symbols that nothing there has."""
    return sorted({found[1] for line in lines if (found := re.search(r"undefined symbol: (\S+)", line))})


def linked(file):
    one = lief.MachO.parse(str(file)).at(0)
    data = file.read_bytes()
    needs = tuple(sorted(str(symbol.name) for symbol in one.imported_symbols))
    return Linked(len(data), len(gzip.compress(data, 9)), tuple(library.name for library in one.libraries), needs)


def categories(needs):
    """What Apple wants a reason for, of these symbols."""
    names = {name.removeprefix("_").removesuffix("$INODE64") for name in needs}
    return {category for category, functions in REASONED.items() if names & functions}


def declared(manifest):
    prefix = "NSPrivacyAccessedAPICategory"
    told = {one["NSPrivacyAccessedAPIType"].removeprefix(prefix) for one in plistlib.loads(manifest)["NSPrivacyAccessedAPITypes"]}
    return told & set(REASONED)


def faults_of_members(all_of_them, target):
    platform = PLATFORMS[target][1]
    for one in all_of_them:
        if one.kind != "ARM64 OBJECT":
            yield f"holds {one.name}, which is {one.kind}"
        elif (one.platform, one.least) != (platform, LEAST):
            yield f"holds {one.name}, which is for {one.platform or 'no platform'} {one.least}"
    if not any(name.startswith(EXPORTED) for one in all_of_them for name in one.exports):
        yield "exports nothing"


def faults_of_program(program, without, manifest):
    adds = program.compressed - without.compressed
    if adds > MOST:
        yield f"adds {adds} bytes compressed to an app, {MOST} at most are meant"
    if program.size - without.size < 100_000:
        yield "adds next to nothing: this sees nothing any more"
    for library in program.libraries:
        if library != "/usr/lib/libSystem.B.dylib":
            yield f"needs {library}"
    needed, told = categories(program.needs), declared(manifest)
    for category in sorted(needed - told):
        yield f"needs a reason of the category {category}, which PrivacyInfo.xcprivacy does not have"
    for category in sorted(told - needed):
        yield f"needs no reason of the category {category}, which PrivacyInfo.xcprivacy has"


def faults_of_bytes(data, folders):
    for folder in folders:
        if folder.encode() in data:
            yield f"holds the path {folder} of this machine"


def app(tools, target, linker, all_of_them):
    """What is wrong with a program that has every function of the bindings; and the figures, kept."""
    entries = sorted(name for one in all_of_them for name in one.exports if name.startswith(EXPORTED))
    wanted = [word for name in entries for word in ("-u", name)]
    for into, more in (("app", [tools / "libarna.a", *wanted]), ("without", [])):
        code, lines = link(tools, target, linker, tools / into, *LEAN, *more)
        if code:
            yield f"is refused by the linker: {lines}"
            return
    program, without = linked(tools / "app"), linked(tools / "without")
    yield from faults_of_program(program, without, MANIFEST.read_bytes())
    adds = {
        "archive": (tools / "libarna.a").stat().st_size,
        "functions": len(entries),
        "symbols": len(program.needs),
        "adds": program.size - without.size,
        "adds_compressed": program.compressed - without.compressed,
        "most_compressed": MOST,
    }
    (tools / "adds.json").write_text(json.dumps(adds))


def faults(tools, target, linker, folders):
    archive = tools / "libarna.a"
    all_of_them = members(tools, archive)
    print(f"{target}: {archive.stat().st_size} bytes, {len(all_of_them)} members")
    yield from faults_of_members(all_of_them, target)
    yield from faults_of_bytes(archive.read_bytes(), folders)

    (tools / "main.c").write_bytes(MAIN)
    if (made := run(tools / "cc", "-c", tools / "main.c", "-o", tools / "main.o")).returncode:
        sys.exit(f"gates.py: no main.c: {made.stderr}")
    # Every member, called or not.
    code, lines = link(tools, target, linker, tools / "whole", "-force_load", archive)
    for name in unknown(lines):
        yield f"needs {name}, which the system does not have"
    if code:
        yield from ([] if unknown(lines) else [f"is refused by the linker: {line}" for line in lines])
    elif target == PHONE:  # the simulator's is built without optimising
        yield from app(tools, target, linker, all_of_them)


def main():
    tools, target, linker, *folders = sys.argv[1:]
    tools = pathlib.Path(tools).resolve()
    (tools / "adds.json").unlink(missing_ok=True)
    found = list(faults(tools, target, linker, folders))
    for fault in found:
        print(f"{tools / 'libarna.a'} {fault}", file=sys.stderr)
    if (tools / "adds.json").exists():
        adds = json.loads((tools / "adds.json").read_text())
        print(f"{target}: adds {adds['adds']} bytes to an app, {adds['adds_compressed']} compressed")
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
