"""What only the generator of the bindings reads is emptied, and nothing else."""

import unittest

import hollow

HEADERS = """
  Type           Offset   VirtAddr           PhysAddr           FileSiz  MemSiz   Flg Align
  LOAD           0x000000 0x0000000000001000 0x0000000000001000 0x000008 0x000008 R   0x4000
  LOAD           0x000008 0x0000000000005000 0x0000000000005000 0x000008 0x000010 RW  0x4000
"""
SYMBOLS = """
   1: 0000000000005002     3 OBJECT  GLOBAL DEFAULT    7 UNIFFI_META_ARNA_FUNC_FRAME
   2: 0000000000005006     2 FUNC    GLOBAL DEFAULT    7 uniffi_arna_fn_func_frame
   3: 0000000000001000   0x1 OBJECT  GLOBAL DEFAULT    7 UNIFFI_META_NAMESPACE_ARNA
"""


class Hollow(unittest.TestCase):
    def test_descriptions_become_zeros_where_they_lie_in_the_file(self):
        data, whole = hollow.emptied(b"abcdefghijklmnop", HEADERS, SYMBOLS)
        self.assertEqual(data, b"\0bcdefghij\0\0\0no" + b"p")
        self.assertEqual(whole, 4)

    def test_what_describes_nothing_stays(self):
        self.assertEqual(hollow.emptied(b"abcdefghijklmnop", HEADERS, ""), (b"abcdefghijklmnop", 0))


if __name__ == "__main__":
    unittest.main()
