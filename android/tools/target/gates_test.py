"""Each gate sees what it is for: python3 -m unittest discover android/tools/target -p '*_test.py'"""

import copy
import random
import unittest

import gates

GOOD = gates.Told(
    loads=[0x4000, 0x4000],
    segments={"LOAD", "DYNAMIC", "GNU_EH_FRAME"},
    tags={
        "NEEDED": ["Shared library: [libc.so]", "Shared library: [liblog.so]"],
        "SONAME": ["Library soname: [libarna.so]"],
        "ANDROID_RELA": ["0x1000"],
        "FLAGS": ["BIND_NOW"],
    },
    needs={"malloc": True, "__android_log_write": True, "getrandom": False},
    exports=["uniffi_arna_fn_constructor_engine_open", "ffi_arna_rustbuffer_alloc"],
)


def faults(**changed):
    told = copy.deepcopy(GOOD)
    for name, value in changed.items():
        setattr(told, name, value)
    return list(gates.faults(told, "arm64"))


class Gates(unittest.TestCase):
    def test_what_is_well_has_no_fault(self):
        self.assertEqual(faults(), [])

    def test_a_symbol_that_is_younger_than_android_7_is_named_with_its_level(self):
        self.assertEqual(faults(needs={"getentropy": True}), ["needs getentropy, which is there since API 28"])
        self.assertEqual(faults(needs={"__emutls_get_address": True}), ["needs __emutls_get_address, which Android does not have"])
        self.assertEqual(faults(needs={"getentropy": False}), [], "what is weak may be missing")

    def test_a_symbol_of_another_architecture_is_none(self):
        self.assertIn("__aeabi_memcpy", gates.symbols("arm"))
        self.assertNotIn("__aeabi_memcpy", gates.symbols("arm64"))

    def test_pages_of_16_kib(self):
        self.assertIn("aligned to 0x1000", faults(loads=[0x4000, 0x1000])[0])
        self.assertEqual(faults(loads=[]), ["has nothing to load"])

    def test_what_the_linker_of_android_7_cannot_read(self):
        self.assertIn("TLS", faults(segments=GOOD.segments | {"TLS"})[0])
        self.assertIn("RELR", faults(tags=GOOD.tags | {"RELRSZ": ["8"]})[0])
        self.assertIn("in its code", faults(tags=GOOD.tags | {"TEXTREL": ["0x0"]})[0])
        self.assertIn("in its code", faults(tags=GOOD.tags | {"FLAGS": ["TEXTREL BIND_NOW"]})[0])

    def test_a_panic_can_be_unwound_by_the_tables_of_each_architecture(self):
        self.assertIn("no GNU_EH_FRAME", faults(segments={"LOAD"})[0])
        on_arm = copy.deepcopy(GOOD)
        self.assertIn("no EXIDX", next(gates.faults(on_arm, "arm")))
        on_arm.segments = {"LOAD", "EXIDX"}
        self.assertEqual(list(gates.faults(on_arm, "arm")), [])

    def test_names(self):
        self.assertIn("libssl.so", faults(tags=GOOD.tags | {"NEEDED": ["Shared library: [libssl.so]"]})[0])
        self.assertIn("not called", faults(tags={key: value for key, value in GOOD.tags.items() if key != "SONAME"})[0])
        self.assertEqual(faults(exports=["sqlite3_open"]), ["exports sqlite3_open"])
        self.assertEqual(faults(exports=[]), ["exports nothing"])

    def test_size_and_paths(self):
        self.assertEqual(list(gates.faults_of_bytes(b"a/home/me/b", "arm64", ["/home/me/"])), ["holds the path /home/me/ of this machine"])
        noise = random.Random(1).randbytes(gates.MOST["arm64"] + 1)
        self.assertIn("compressed", next(gates.faults_of_bytes(noise, "arm64", [])))


if __name__ == "__main__":
    unittest.main()
