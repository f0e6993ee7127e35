"""Packs the APKs: apk.py LIBRARIES [--check]; after compiling.

LIBRARIES has a folder of .so for each ABI. There is an APK for each ABI that is there, and one for all of them. --check: the
libraries were built to be looked at (scripts/android target), and the names of the files say so. Everything is packed twice and
compared: the unsigned APKs have to be the same to the byte.
"""

import argparse
import hashlib
import os
import pathlib
import re
import shutil
import subprocess
import sys
import zipfile

import align
from build import ANDROID, MIN, R8, RES, RULES, TARGET, fail, framework, jars, java_home, need, of_pom, put, run, tool

ABIS = ("arm64-v8a", "armeabi-v7a", "x86_64")
APKS = TARGET / "apks"


def shrunk_code(work):
    """The code as R8 leaves it: files of DEX."""
    with zipfile.ZipFile(need("net.java.dev.jna", "jna", of_pom("jna.version"), "aar")) as aar:
        (work / "jna.jar").write_bytes(aar.read("classes.jar"))
    with zipfile.ZipFile(work / "app.jar", "w") as archive:
        for file in sorted((TARGET / "classes").rglob("*.class")):
            put(archive, str(file.relative_to(TARGET / "classes")), file.read_bytes())
    run("java", "-Xmx2g", "-cp", need("com.android.tools", "r8", R8), "com.android.tools.r8.R8", "--release",
        "--min-api", MIN, "--lib", java_home(), "--lib", framework(), "--pg-conf", RES / "keep.pro", "--pg-conf", RULES,
        "--pg-conf", ANDROID / "app/proguard-rules.pro", "--pg-map-output", work / "mapping.txt",
        "--output", work, work / "app.jar", work / "jna.jar", *jars())
    nothing_lost((work / "mapping.txt").read_text())
    return sorted(work.glob("classes*.dex"))


def nothing_lost(mapping):
    """Fails if R8 took or renamed a class of JNA that JNA's own libraries for phones look up by name: seen on a phone alone, else."""
    kept = set(re.findall(r"^(\S+) -> \1:$", mapping, re.MULTILINE))
    with zipfile.ZipFile(need("net.java.dev.jna", "jna", of_pom("jna.version"), "aar")) as aar:
        for abi in ABIS:
            named = set(re.findall(rb"com/sun/jna/[A-Za-z_$]+", aar.read(f"jni/{abi}/libjnidispatch.so")))
            lost = {name.decode().replace("/", ".") for name in named} - kept
            if lost or not named:
                fail(f"JNA's library for {abi} does not find {', '.join(sorted(lost)) or 'anything'}: {RULES.name} has to keep it")


def native(libraries):
    """The libraries of each ABI that libarna is there for."""
    found = {}
    with zipfile.ZipFile(need("net.java.dev.jna", "jna", of_pom("jna.version"), "aar")) as aar:
        for abi in ABIS:
            file = pathlib.Path(libraries, abi, "libarna.so")
            if file.exists():
                jna = aar.read(f"jni/{abi}/libjnidispatch.so")
                found[abi] = {f"lib/{abi}/libarna.so": file.read_bytes(), f"lib/{abi}/libjnidispatch.so": jna}
    return found


def packed(libraries, work):
    """The unsigned APKs by what they are for."""
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    code = shrunk_code(work)
    by_abi = native(libraries)
    every = {name: data for of_one in by_abi.values() for name, data in of_one.items()}
    made = {}
    for what, files in [*by_abi.items(), ("universal", every)]:
        loose, aligned = work / f"{what}-loose.apk", work / f"{what}.apk"
        shutil.copy(RES / "res.apk", loose)
        with zipfile.ZipFile(loose, "a") as archive:
            for file in code:
                put(archive, file.name, file.read_bytes())
            # Compressed: an APK travels over prepaid data, and from hand to hand.
            for name in sorted(files):
                put(archive, name, files[name])
        align.aligned(loose, aligned)
        made[what] = aligned
    return made


def apks(libraries, is_check):
    tool("apksigner")
    tool("zopfli")
    first = packed(libraries, TARGET / "apk")
    # Nothing of the first time is taken for the second.
    align.deflated.cache_clear()
    second = packed(libraries, TARGET / "apk-again")
    for what, file in first.items():
        if file.read_bytes() != second[what].read_bytes():
            fail(f"the APK for {what} is not the same when it is packed again: {file}, {second[what]}")
    shutil.rmtree(TARGET / "apk-again")
    shutil.copy(TARGET / "apk/mapping.txt", TARGET / "mapping.txt")
    shutil.rmtree(APKS, ignore_errors=True)
    APKS.mkdir(parents=True)
    is_whole = len(first) == len(ABIS) + 1
    end = "" if is_whole and not is_check else "-not-for-phones"
    for what, file in first.items():
        unsigned = APKS / f"arna-{of_pom('version')}-{what}{end}-unsigned.apk"
        signed = APKS / f"arna-{of_pom('version')}-{what}{end}.apk"
        shutil.copy(file, unsigned)
        sign(unsigned, signed)
        print(f"{signed.relative_to(ANDROID)}: {signed.stat().st_size} bytes; unsigned SHA-256 {hashlib.sha256(unsigned.read_bytes()).hexdigest()}")
    print(f"signed with the certificate of SHA-256 {fingerprint(signed)}")
    if end:
        missing = ", ".join(abi for abi in ABIS if abi not in first)
        print("NOT FOR PHONES: " + (f"there is no libarna for {missing}; " if missing else "") +
              ("its libarna was built to be looked at, without an NDK" if is_check else "scripts/android apk says what is missing"))


def sign(unsigned, signed):
    """By the key that ARNA_KEYSTORE names (its password in ARNA_KEYSTORE_PASS), else by one made here, for trying out."""
    store, word = os.environ.get("ARNA_KEYSTORE"), os.environ.get("ARNA_KEYSTORE_PASS", "")
    if not store:
        store, word = TARGET / "trial.p12", "android"
        if not store.exists():
            run("keytool", "-genkeypair", "-keystore", store, "-storetype", "PKCS12", "-storepass", word, "-alias", "trial",
                "-keyalg", "RSA", "-keysize", "3072", "-validity", "10000", "-dname", "CN=Arna on trial")
    os.environ["ARNA_SIGNING_PASS"] = word
    run("apksigner", "sign", "--ks", store, "--ks-pass", "env:ARNA_SIGNING_PASS", "--min-sdk-version", MIN,
        "--v1-signing-enabled", "false", "--v2-signing-enabled", "true", "--v3-signing-enabled", "true", "--out", signed, unsigned)
    pathlib.Path(f"{signed}.idsig").unlink(missing_ok=True)
    said = verified(signed, "--verbose")
    for scheme in ("v2", "v3"):
        if not re.search(rf"Verified using {scheme} scheme [^:]*: true", said):
            fail(f"{signed.name} is not signed by the scheme {scheme}: {said}")


def fingerprint(signed):
    return re.search(r"certificate SHA-256 digest: ([0-9a-f]{64})", verified(signed, "--print-certs"))[1]


def verified(signed, option):
    said = subprocess.run(["apksigner", "verify", option, "--min-sdk-version", MIN, signed], capture_output=True, text=True, check=False)
    if said.returncode:
        fail(f"the signature of {signed.name} does not hold: {said.stdout}{said.stderr}")
    return said.stdout


def main():
    parser = argparse.ArgumentParser(prog="apk.py", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("libraries")
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    libraries = pathlib.Path(options.libraries).resolve()
    os.chdir(ANDROID)
    apks(libraries, options.check)


if __name__ == "__main__":
    main()
