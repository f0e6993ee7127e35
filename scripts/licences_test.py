"""What scripts/parts makes of the licences that crates have: python3 -m unittest discover scripts -p '*_test.py'"""

import pathlib
import tempfile
import unittest

import licences

ROOT = licences.ROOT
MIT = (ROOT / "LICENSE-MIT").read_text()
APACHE = (ROOT / "LICENSE-APACHE").read_text()
APPENDIX = "\n\nAPPENDIX: How to apply the Apache License to your work.\n\nTo apply it, attach this.\n\n"


class LicencesTest(unittest.TestCase):
    def setUp(self) -> None:
        self.texts = licences.Texts()

    def test_what_an_expression_asks_for(self) -> None:
        for found, expression, is_met in [
            ({"MIT"}, "MIT OR Apache-2.0", True),
            ({"ISC"}, "MIT OR Apache-2.0", False),
            ({"MIT"}, "(MIT OR Apache-2.0) AND Unicode-3.0", False),
            ({"MIT", "Unicode-3.0"}, "(MIT OR Apache-2.0) AND Unicode-3.0", True),
            ({"Apache-2.0"}, "Apache-2.0 WITH LLVM-exception", False),
            ({"MIT"}, "Apache-2.0 WITH LLVM-exception OR MIT", True),
            ({"MIT"}, "BSD-3-Clause/MIT", True),
            ({"BSD-3-Clause"}, "BSD-2-Clause", False),
        ]:
            self.assertEqual(licences.satisfies(found, expression), is_met, f"{found} for {expression}")

    def test_one_text_however_its_lines_are_broken_and_whoever_holds_the_copyright(self) -> None:
        body = " ".join(MIT.split("\n\n", 1)[1].split())
        number, copyright = self.texts.add("LICENSE", f"The MIT License (MIT)\n\nCopyright (c) 2020 Ayan\nCopyright (c) 2021 Dana\n\n{body}\n")
        self.assertEqual(number, self.texts.named("MIT"))
        self.assertEqual(copyright, ["Copyright (c) 2020 Ayan", "Copyright (c) 2021 Dana"])

    def test_another_text_of_the_same_licence_is_kept_apart(self) -> None:
        number, _ = self.texts.add("LICENSE", MIT.replace("substantial portions", "essential portions"))
        self.assertNotEqual(number, self.texts.named("MIT"))
        self.assertEqual(self.texts.all[number]["name"], "MIT")

    def test_apache_is_one_text_with_its_appendix_filled_in_or_not(self) -> None:
        for tail, told in [("", []), (f"{APPENDIX}Copyright [yyyy] [name of copyright owner]\n", []), (f"{APPENDIX}Copyright 2020 Ayan\n", ["Copyright 2020 Ayan"])]:
            number, copyright = self.texts.add("LICENSE-APACHE", APACHE.rstrip() + tail)
            self.assertEqual((number, copyright), (self.texts.named("Apache-2.0"), told))

    def test_apache_with_something_behind_it_is_another_text(self) -> None:
        number, _ = self.texts.add("LICENSE", f"{APACHE}\n\nThe files in fonts/ may not be sold.\n")
        self.assertNotEqual(number, self.texts.named("Apache-2.0"))
        self.assertIn("may not be sold", self.texts.all[number]["text"])

    def test_several_licences_in_one_file_stay_together_with_their_copyrights(self) -> None:
        number, copyright = self.texts.add("LICENSE.txt", f"{MIT}\n\n{APACHE}")
        self.assertEqual((self.texts.all[number]["name"], copyright), ("LICENSE.txt", []))
        self.assertIn("Copyright (c) 2026 The Arna developers", self.texts.all[number]["text"])

    def test_paragraphs_are_lines_and_no_word_is_lost(self) -> None:
        for text in [MIT, APACHE, (ROOT / "scripts/licences/MPL-2.0.txt").read_text()]:
            self.assertEqual(licences.words(licences.paragraphs(text)), licences.words(text))
        self.assertEqual(licences.paragraphs("A line that is long enough to be\nbroken: where a phone wants\n\n  1. One\n  2. Two\n"), "A line that is long enough to be\nbroken: where a phone wants\n\n1. One\n2. Two")

    def test_a_package_without_its_text_does_not_fit(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            pathlib.Path(folder, "README.md").write_text("MIT")
            numbers, copyright = licences.of_folder(pathlib.Path(folder), self.texts)
            self.assertEqual((numbers, copyright), ([], []))
            self.assertFalse(licences.fits(numbers, "MIT", self.texts))
            pathlib.Path(folder, "LICENSE-MIT").write_text(MIT)
            numbers, copyright = licences.of_folder(pathlib.Path(folder), self.texts)
            self.assertTrue(licences.fits(numbers, "MIT OR Apache-2.0", self.texts))
            self.assertEqual(copyright, ["Copyright (c) 2026 The Arna developers"])


if __name__ == "__main__":
    unittest.main()
