"""What no phone needs is emptied, and nothing else."""

import struct
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


FRAMES = "  GNU_EH_FRAME   0x000008 0x0000000000000008 0x0000000000000008 0x00001c 0x00001c R   0x4\n"


def record(parent, body):
    return struct.pack("<II", 4 + len(body), parent) + body


def library(tables, count=2):
    """Eight bytes, the index of two functions, and the tables."""
    pairs = struct.pack("<iiii", 0x100, 0x40, 0x200, 0x50)
    return b"\x7fELF...." + struct.pack("<4BiI", 1, 0x1B, 0x03, 0x3B, 24, count) + pairs + tables + bytes(4) + b"code"


SHARED, FIRST, SECOND = record(0, b"zPLR"), record(16, b"first..."), record(36, b"second")


class Unindexed(unittest.TestCase):
    def test_an_index_is_left_out_as_the_format_says(self):
        before = library(SHARED + FIRST + SECOND)
        after, whole = hollow.unindexed(before, FRAMES)
        self.assertEqual(whole, 20)
        # Where the tables are stays, the rest says that there is nothing.
        self.assertEqual(after[8:36], struct.pack("<4Bi", 1, 0x1B, 0xFF, 0xFF, 24) + bytes(20))
        self.assertEqual((after[:8], after[36:]), (before[:8], before[36:]))

    def test_what_could_not_be_found_without_it_keeps_it(self):
        for why, data in (
            ("a function less", library(SHARED + FIRST)),
            ("an end too early", library(SHARED + FIRST + bytes(4) + SECOND)),
            ("another number", library(SHARED + FIRST + SECOND, 3)),
            ("no end", library(SHARED + FIRST + record(36, b"second")[:4] + b"\xff" * 8)),
        ):
            self.assertIsNone(hollow.unindexed(data, FRAMES), why)

    def test_what_is_no_index_stays(self):
        data = library(SHARED + FIRST + SECOND)
        self.assertIsNone(hollow.unindexed(data, HEADERS))
        # Twice is a mistake of whoever calls, and is told.
        self.assertIsNone(hollow.unindexed(hollow.unindexed(data, FRAMES)[0], FRAMES))


if __name__ == "__main__":
    unittest.main()
