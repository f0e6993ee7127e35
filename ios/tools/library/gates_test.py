"""Each gate sees what it is for. Run by `build`, which names in ARNA_TOOLS and ARNA_LINKER the toolchain of the phone and its linker."""

import contextlib
import dataclasses
import io
import os
import pathlib
import plistlib
import shutil
import subprocess
import tempfile
import unittest

import gates

TARGET = "aarch64-apple-ios"
GOOD = gates.Member("arna.o", "ARM64 OBJECT", "IOS", "15.0", ("_uniffi_arna_ffi_fn_open",))
PROGRAM = gates.Linked(8_000_000, 3_000_000, ("/usr/lib/libSystem.B.dylib",), ("_stat", "_fstatfs", "_malloc"))
WITHOUT = gates.Linked(50_000, 1_000, ("/usr/lib/libSystem.B.dylib",), ())


def manifest(*names):
    types = [{"NSPrivacyAccessedAPIType": f"NSPrivacyAccessedAPICategory{name}"} for name in names]
    return plistlib.dumps({"NSPrivacyAccessedAPITypes": types})


def of_program(program=PROGRAM, told=("FileTimestamp", "DiskSpace", "UserDefaults"), **changed):
    return list(gates.faults_of_program(dataclasses.replace(program, **changed), WITHOUT, manifest(*told)))


class Gates(unittest.TestCase):
    def of_members(self, **changed):
        return list(gates.faults_of_members([dataclasses.replace(GOOD, **changed)], TARGET))

    def test_what_is_well_has_no_fault(self):
        self.assertEqual(self.of_members(), [])
        self.assertEqual(of_program(), [])
        self.assertEqual(list(gates.faults_of_bytes(b"arna/core", ["/home/me/"])), [])

    def test_members(self):
        self.assertIn("X86_64", self.of_members(kind="X86_64 OBJECT")[0])
        self.assertEqual(self.of_members(platform="MACOS"), ["holds arna.o, which is for MACOS 15.0"])
        self.assertEqual(self.of_members(least="17.0"), ["holds arna.o, which is for IOS 17.0"])
        self.assertIn("no platform", self.of_members(platform="", least="")[0])
        self.assertEqual(self.of_members(exports=("_sqlite3_open",)), ["exports nothing"])

    def test_size_libraries_and_paths(self):
        self.assertIn("6000000 bytes", of_program(compressed=6_001_000)[0])
        self.assertIn("sees nothing", of_program(size=60_000)[0])
        self.assertEqual(of_program(libraries=("/usr/lib/libiconv.2.dylib",)), ["needs /usr/lib/libiconv.2.dylib"])
        self.assertEqual(list(gates.faults_of_bytes(b"a/home/me/b", ["/home/me/"])), ["holds the path /home/me/ of this machine"])

    def test_reasons_are_those_of_the_manifest(self):
        self.assertIn("SystemBootTime", of_program(needs=(*PROGRAM.needs, "_mach_absolute_time"))[0])
        self.assertIn("DiskSpace, which PrivacyInfo.xcprivacy does not have", of_program(told=("FileTimestamp",))[0])
        self.assertIn("needs no reason of the category DiskSpace", of_program(needs=("_fstat$INODE64",))[0])


class Built(unittest.TestCase):
    """The same of files that a compiler made, so that what reads them is seen to read."""

    def archive(self, tools, source):
        (tools / "one.c").write_text(source)
        subprocess.run([tools / "cc", "-gfull", "-c", tools / "one.c", "-o", tools / "one.o"], check=True)
        (tools / "libarna.a").unlink(missing_ok=True)
        subprocess.run([tools / "ar", "rcs", tools / "libarna.a", tools / "one.o"], check=True)

    def faults(self, source, target=TARGET):
        with tempfile.TemporaryDirectory() as folder:
            tools = pathlib.Path(folder) / "tools"
            shutil.copytree(os.environ["ARNA_TOOLS"], tools, ignore=shutil.ignore_patterns("libarna.a", "app", "whole"))
            self.archive(tools, source)
            with contextlib.redirect_stdout(io.StringIO()):
                return list(gates.faults(tools, target, os.environ["ARNA_LINKER"], ["/home/me/", folder]))

    def test_a_symbol_that_no_system_has(self):
        self.assertEqual(
            self.faults("int no_such_thing(void); int uniffi_arna_a(void) { return no_such_thing(); }"),
            ["needs _no_such_thing, which the system does not have"],
        )

    def test_what_is_called_is_read_from_the_program(self):
        found = self.faults(
            "#include <mach/mach_time.h>\n#include <sys/stat.h>\n"
            "char big[200000] = {1};"
            'int uniffi_arna_a(void) { struct stat s; return stat("/home/me/", &s) + big[mach_absolute_time() % 9]; }'
        )
        self.assertEqual(
            found,
            [
                "holds the path /home/me/ of this machine",
                "needs a reason of the category SystemBootTime, which PrivacyInfo.xcprivacy does not have",
                "needs no reason of the category DiskSpace, which PrivacyInfo.xcprivacy has",
            ],
        )

    def test_a_member_for_another_system(self):
        found = self.faults("int uniffi_arna_a(void) { return 1; }", "aarch64-apple-ios-sim")
        self.assertEqual(found[0], "holds one.o, which is for IOS 15.0")

    def test_what_is_no_object(self):
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder) / "rust.rmeta"
            file.write_text("something else")
            found = list(gates.faults_of_members([gates.member(file), GOOD], TARGET))
        self.assertEqual(found, ["holds rust.rmeta, which is no Mach-O of one architecture"])
