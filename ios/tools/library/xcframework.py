"""Packs the two libraries for Xcode: xcframework.py INTO HEADERS PHONE.a SIMULATOR.a

INTO is the framework's folder, HEADERS that of the generated header and module map. What is built without Apple's SDK says so in a file beside
the libraries, and is for looking at.
"""

import pathlib
import plistlib
import re
import shutil
import sys

import gates

KINDS = {"aarch64-apple-ios": ("ios-arm64", None), "aarch64-apple-ios-sim": ("ios-arm64-simulator", "simulator")}
MARK = "NOT-FOR-RELEASE.txt"
SAID = """These libraries were built without Apple's SDK, to see that they can be. A release is built on a Mac, with Xcode: ios/README.md.
"""


def library(identifier, variant):
    told = {
        "BinaryPath": "libarna.a",
        "HeadersPath": "Headers",
        "LibraryIdentifier": identifier,
        "LibraryPath": "libarna.a",
        "SupportedArchitectures": ["arm64"],
        "SupportedPlatform": "ios",
    }
    return told | ({"SupportedPlatformVariant": variant} if variant else {})


def plist():
    return {
        "AvailableLibraries": [library(*kind) for kind in KINDS.values()],
        "CFBundlePackageType": "XFWK",
        "XCFrameworkFormatVersion": "1.0",
    }


def functions(header):
    """What Swift calls."""
    return set(re.findall(r"\b((?:uniffi|ffi)_arna_\w+)\s*\(", header))


def missing(header, exports):
    """Functions that the header has and the library does not: it is of another commit."""
    return sorted(functions(header) - {name.removeprefix("_") for name in exports})


def write(into, headers, archives):
    shutil.rmtree(into, ignore_errors=True)
    for (identifier, _), archive in zip(KINDS.values(), archives, strict=True):
        folder = into / identifier
        (folder / "Headers").mkdir(parents=True)
        shutil.copyfile(archive, folder / "libarna.a")
        for name in ("arnaFFI.h", "module.modulemap"):
            shutil.copyfile(headers / name, folder / "Headers" / name)
    (into / "Info.plist").write_bytes(plistlib.dumps(plist()))
    (into / MARK).write_text(SAID)


def main():
    into, headers, *archives = (pathlib.Path(word).resolve() for word in sys.argv[1:])
    header = (headers / "arnaFFI.h").read_text()
    if not functions(header):
        sys.exit(f"xcframework.py: {headers / 'arnaFFI.h'} has no function of libarna: this sees nothing any more")
    if "module arnaFFI {" not in (headers / "module.modulemap").read_text():
        sys.exit(f"xcframework.py: {headers / 'module.modulemap'} is of another module than Swift imports")
    for archive in archives:
        exports = [name for one in gates.members(archive.parent, archive) for name in one.exports]
        if lacks := missing(header, exports):
            sys.exit(f"xcframework.py: {archive} is of other sources than the header: it lacks {', '.join(lacks[:3])}")
    write(into, headers, archives)
    print(f"{into}: {', '.join(identifier for identifier, _ in KINDS.values())}, not for a release")


if __name__ == "__main__":
    main()
