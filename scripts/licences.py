"""The texts of licences, each once: what scripts/parts writes down of every part beside its name."""

import difflib
import pathlib
import re

ROOT = pathlib.Path(__file__).resolve().parent.parent

# What a text has to say to be one of these. It may say more.
SAYS = {
    "0BSD": ["with or without fee is hereby granted the software is provided as is"],
    "Apache-2.0": ["terms and conditions for use reproduction and distribution 1 definitions license shall mean"],
    "BSD-2-Clause": ["redistributions in binary form must reproduce the above copyright notice"],
    "BSD-3-Clause": ["redistributions in binary form must reproduce the above copyright notice", "to endorse or promote products derived"],
    "BSL-1.0": ["permission is hereby granted free of charge to any person or organization obtaining a copy of the software"],
    "CDLA-Permissive-2.0": ["community data license agreement permissive version 2 0"],
    "ISC": ["with or without fee is hereby granted provided that the above copyright notice"],
    "LLVM-exception": ["llvm exceptions to the apache 2 0 license"],
    "MIT": ["permission is hereby granted free of charge to any person obtaining a copy of this software and associated documentation"],
    "MPL-2.0": ["covered software is provided under this license on an as is basis"],
    "Unicode-3.0": ["notice to user carefully read the following legal agreement"],
    "Unlicense": ["this is free and unencumbered software released into the public domain"],
    "Zlib": ["this software is provided as is without any express or implied warranty in no event will the authors"],
}
# Those that want to be told where the source can be had.
WANT_SOURCE = {"MPL-2.0"}
# So many words may differ at one place of two copies of a long licence: a typing mistake, https for http. Thrice as many in all.
MAY_DIFFER = 3
NAMES = re.compile(r"(?i)(licen[cs]e|copying|notice|copyright|unlicense)")
COPYRIGHT = re.compile(r"(?i)^\W*((\w+ - )?copyright|\(c\)|©)(?!.*licen[sc]e)")
TEMPLATE = re.compile(r"(?i)[\[{<](yyyy|year)")
TITLE = re.compile(r"(?i)^\W*(([\w.\-() ]+ )?licen[sc]e\b.{0,40}|copyright and permission notice)$")
RULE = re.compile(r"^[=\-~*#_]{3,}$")
ITEM = re.compile(r"(?i)^([-*•]|\(?[a-z\d]{1,3}[.)])\s")


class Missing(Exception):
    """A licence's text that nobody has."""


def words(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", text.lower()))


def ids(text: str) -> set[str]:
    """Which licences a text has."""
    said = words(text)
    found = {name for name, phrases in SAYS.items() if all(phrase in said for phrase in phrases)}
    return found - {"BSD-2-Clause"} if "BSD-3-Clause" in found else found


def satisfies(found: set[str], expression: str) -> bool:
    """Whether these licences are enough for what SPDX's expression asks: one of those with OR, all of those with AND."""
    tokens = re.findall(r"[()]|[^\s()]+", expression.replace("/", " OR ").replace(" WITH ", " AND "))

    def one() -> bool:
        token = tokens.pop(0)
        if token != "(":
            return token in found
        inner = any_of()
        tokens.pop(0)
        return inner

    def all_of() -> bool:
        is_met = one()
        while tokens[:1] == ["AND"]:
            tokens.pop(0)
            is_met = one() and is_met
        return is_met

    def any_of() -> bool:
        is_met = all_of()
        while tokens[:1] == ["OR"]:
            tokens.pop(0)
            is_met = all_of() or is_met
        return is_met

    return any_of()


def paragraphs(text: str) -> str:
    """The same with a line for each paragraph: phones break lines elsewhere. Only white space and drawn lines go."""
    blocks = []
    for block in re.split(r"\n\s*\n", text):
        lines: list[str] = []
        is_short = True
        for line in (" ".join(line.split()) for line in block.splitlines()):
            if not line or RULE.match(line):
                continue
            if is_short or ITEM.match(line):
                lines.append(line)
            else:
                lines[-1] += " " + line
            # A short line in the middle was meant to end there.
            is_short = len(line) < 40
        if lines:
            blocks.append("\n".join(lines))
    return "\n\n".join(blocks)


def plain(text: str) -> str:
    """A text out of its file: without marks of a comment."""
    text = text.replace("\r", "").replace("\ufeff", "")
    is_comment = all(line.startswith("//") for line in text.splitlines() if line)
    return re.sub(r"(?m)^//+ ?", "", text) if is_comment else text


def head(text: str) -> tuple[list[str], list[str], str]:
    """The lines of copyright above a licence, its title, and the licence."""
    lines = text.splitlines()
    copyright: list[str] = []
    title: list[str] = []
    for at, line in enumerate(lines):
        line = line.strip()
        if TITLE.match(line):
            title.append(line)
        elif COPYRIGHT.match(line) or re.match(r"(?i)^\W*all rights reserved\W*$", line):
            copyright.append(line)
        elif line and not RULE.match(line):
            return copyright, title, "\n".join(lines[at:])
    return copyright, title, ""


def without_appendix(text: str) -> tuple[list[str], str]:
    """An Apache licence without what tells how to apply it, where nothing else is there, and the copyright filled in there."""
    body, end, tail = text.partition("END OF TERMS AND CONDITIONS")
    lines = [line.strip() for line in tail.splitlines()]
    copyright = [line for line in lines if COPYRIGHT.match(line)]
    rest = words("\n".join(line for line in lines if line not in copyright))
    if rest and not rest.startswith(("appendix how to apply the apache license", "licensed under the apache license version 2 0")):
        return [], text
    return [line for line in copyright if not TEMPLATE.search(line)], body + end


class Texts:
    """Every text that some part has, once."""

    def __init__(self) -> None:
        self.all: list[dict[str, str]] = []
        self._known: dict[str, int] = {}
        self._named: dict[str, int] = {}
        for name, file in [("MIT", "LICENSE-MIT"), ("Apache-2.0", "LICENSE-APACHE"), ("MPL-2.0", "scripts/licences/MPL-2.0.txt")]:
            self.add(file, (ROOT / file).read_text())
            assert self.all[-1]["name"] == name, f"{file} is no {name}"

    def named(self, name: str) -> int:
        """The usual text of a licence."""
        if name not in self._named:
            raise Missing(f"no part has the text of {name}")
        return self._named[name]

    def add(self, file: str, text: str) -> tuple[int, list[str]]:
        """A text from a file: its number, and the lines of copyright above it."""
        text = plain(text)
        found = ids(text)
        if len(found) != 1:
            # Several in one, or a notice: whole, as it is.
            return self._put(file, text), []
        (name,) = found
        copyright, title, body = head(text)
        if name == "Apache-2.0":
            more, body = without_appendix(body)
            copyright += more
        number = self._put(name, body, "\n".join(title), is_usual=True)
        return number, [" ".join(line.strip("/*#; \t").split()) for line in copyright]

    def _put(self, name: str, text: str, title: str = "", is_usual: bool = False) -> int:
        """Keeps it, unless it is there: under another title it is the same."""
        key = words(text)
        if key not in self._known:
            self._known[key] = self._as_usual(name, key) if is_usual and name in self._named else None
        if self._known[key] is None:
            self._known[key] = len(self.all)
            self.all.append({"name": name, "text": paragraphs(f"{title}\n\n{text}")})
            if is_usual:
                self._named.setdefault(name, self._known[key])
        return self._known[key]

    def _as_usual(self, name: str, key: str) -> int | None:
        """The usual text of a licence, if this is no other one. Short ones have to be the same to the word."""
        usual = self._named[name]
        one, other = key.split(), words(self.all[usual]["text"]).split()
        if len(one) < 1000:
            return None
        changes = [run for run in difflib.SequenceMatcher(None, one, other, autojunk=False).get_opcodes() if run[0] != "equal"]
        lengths = [max(to - begin, other_to - other_begin) for _, begin, to, other_begin, other_to in changes]
        return usual if max(lengths, default=0) <= MAY_DIFFER and sum(lengths) <= MAY_DIFFER * 3 else None


def of_folder(folder: pathlib.Path, texts: Texts) -> tuple[list[int], list[str]]:
    """The texts that a package has, and its lines of copyright."""
    numbers: list[int] = []
    copyright: list[str] = []
    for file in sorted(file for file in folder.iterdir() if file.is_file() and NAMES.search(file.name) and file.suffix not in (".rs", ".py")):
        text = file.read_text(errors="replace")
        # One that only says which licences there are.
        if len(text) < 40:
            continue
        number, lines = texts.add(file.name, text)
        numbers += [number] if number not in numbers else []
        copyright += [line for line in lines if line not in copyright]
    return numbers, copyright


def fits(numbers: list[int], expression: str, texts: Texts) -> bool:
    found = set().union(*(ids(texts.all[number]["text"]) | {texts.all[number]["name"]} for number in numbers))
    return satisfies(found, expression)
