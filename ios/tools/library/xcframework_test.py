"""What Xcode is told of is there, and a header of other sources is refused."""

import pathlib
import plistlib
import tempfile
import unittest

import xcframework

HEADER = "void uniffi_arna_fn_free_engine(uint64_t handle\n);\nRustBuffer ffi_arna_rustbuffer_alloc(uint64_t size\n);\n"


class Framework(unittest.TestCase):
    def test_everything_that_its_list_names_is_there(self):
        with tempfile.TemporaryDirectory() as folder:
            folder = pathlib.Path(folder)
            (folder / "arnaFFI.h").write_text(HEADER)
            (folder / "module.modulemap").write_text("module arnaFFI {\n}\n")
            archives = [folder / "phone.a", folder / "simulator.a"]
            for archive in archives:
                archive.write_text(archive.stem)
            into = folder / "arnaFFI.xcframework"
            (into / "ios-armv7").mkdir(parents=True)
            xcframework.write(into, folder, archives)

            told = plistlib.loads((into / "Info.plist").read_bytes())
            self.assertEqual(told["CFBundlePackageType"], "XFWK")
            kinds = {one.get("SupportedPlatformVariant", "phone"): into / one["LibraryIdentifier"] for one in told["AvailableLibraries"]}
            self.assertEqual(sorted(kinds), ["phone", "simulator"])
            for kind, place in kinds.items():
                self.assertEqual((place / "libarna.a").read_text(), kind)
                self.assertEqual((place / "Headers/arnaFFI.h").read_text(), HEADER)
            self.assertEqual(
                {one.name for one in into.iterdir()},
                {"Info.plist", "ios-arm64", "ios-arm64-simulator", xcframework.MARK},
                "nothing of an older one stays, and what it is not for stands in it",
            )

    def test_a_header_of_other_sources(self):
        exports = ["_ffi_arna_rustbuffer_alloc", "_uniffi_arna_fn_free_engine", "_uniffi_arna_fn_free_other"]
        self.assertEqual(xcframework.missing(HEADER, exports), [])
        self.assertEqual(xcframework.missing(HEADER, exports[:1]), ["uniffi_arna_fn_free_engine"])
