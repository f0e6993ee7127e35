"""What one library lacks is told, and of which it is."""

import unittest

import exports


class Exports(unittest.TestCase):
    def test_alike(self):
        self.assertEqual(list(exports.faults({"arm": {"ffi_a", "ffi_b"}, "arm64": {"ffi_b", "ffi_a"}})), [])

    def test_what_one_lacks_is_told_with_its_file(self):
        found = list(exports.faults({"arm": {"ffi_a"}, "arm64": {"ffi_a", "ffi_b"}, "x86_64": {"ffi_b"}}))
        self.assertEqual(found, ["x86_64 does not export ffi_a", "arm does not export ffi_b"])


if __name__ == "__main__":
    unittest.main()
