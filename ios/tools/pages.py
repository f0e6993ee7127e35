"""Whether each declaration of the stand-ins names the page of Apple's documentation that it was compared with. Run by scripts/ios.

  ios/tools/pages.py [FOLDER]

At the end of a declaration's line stands one of

  // swiftui/view/padding(_:_:)   the page, below developer.apple.com/documentation; its last part has to be the declaration's name,
                                  for what is awaited with the label of what calls back
  // header netinet/in.h          Apple's open headers, for what has no page
  // unread swiftui/path/init()   the page that it has to have, which nobody compared it with yet; these are counted
  // unchecked: REASON            it has no page to be compared with, and why; counted as well

A page of a type covers its cases, its properties and what the compiler asks of every such type (`==`, `RawValue`, ...), never a
function or an initializer. A page of an extension, which has to be that of a protocol, and `unchecked` cover all that is inside.
"""

import collections
import dataclasses
import pathlib
import re
import sys

STUBS = pathlib.Path(__file__).resolve().parent / "stubs"
TYPES = ("struct", "class", "enum", "protocol")
KEYWORDS = (*TYPES, "extension", "func", "init", "subscript", "var", "let", "case", "typealias", "associatedtype")
ATTRIBUTE = re.compile(r"@\w+(\([^()]*\))?\s*")
MODIFIER = re.compile(r"(public|open|final|nonisolated|static|override|mutating|nonmutating|convenience|weak|prefix|class(?= (func|var|let|subscript)))\s+")
# What the compiler asks for, whatever a type's page lists.
ASKED = {"==(_:_:)", "<(_:_:)", "hash(into:)", "hashvalue", "rawvalue", "init(rawvalue:)", "body", "element", "arrayliteralelement"}
ASKED |= {f"{kind}literaltype" for kind in ("string", "extendedgraphemecluster", "unicodescalar", "integer", "float")}
SUFFIX = re.compile(r"-([0-9a-z]{4,5}|swift\.[a-z.]+)$")


@dataclasses.dataclass
class Declaration:
    line: int
    keyword: str
    name: str
    source: str
    note: str


def inner(text, opening, closing):
    """What stands between the first opening sign and the closing one that belongs to it, and what follows."""
    depth, start = 0, text.index(opening) + 1
    for at in range(start - 1, len(text)):
        before = text[at - 1] if at else ""
        if text[at] == opening:
            depth += 1
        elif text[at] == closing and not (closing == ">" and before == "-"):
            depth -= 1
            if depth == 0:
                return text[start:at], text[at + 1 :]
    raise ValueError(f"{text} has no end")


def parts(text):
    """What commas part, but those inside of brackets."""
    depth, part = 0, ""
    for at, sign in enumerate(text):
        if sign in "([{<":
            depth += 1
        elif sign in ")]}" or (sign == ">" and text[at - 1] != "-"):
            depth -= 1
        if sign == "," and depth == 0:
            yield part
            part = ""
        else:
            part += sign
    if part.strip():
        yield part


def labels(text, one_is_a_label=True):
    """What a caller writes before each value. Of a subscript one name alone is no label."""
    names = [ATTRIBUTE.sub("", part).split(":")[0].split() for part in parts(text)]
    return "".join((name[0] if one_is_a_label or len(name) > 1 else "_") + ":" for name in names)


def bare(source):
    """A declaration without its attributes and modifiers."""
    left = source.strip()
    while found := ATTRIBUTE.match(left) or MODIFIER.match(left):
        left = left[found.end() :]
    return left


def named(keyword, rest):
    """The last part of a page's address, as Apple makes it of a declaration."""
    if keyword in (*TYPES, "extension", "var", "let", "typealias", "associatedtype"):
        return re.match(r"`?([\w.]+)", rest)[1].lower()
    if keyword == "case":
        name = re.match(r"`?(\w+)", rest)[1]
        held = rest[rest.index(name) + len(name) :].lstrip("`")
        if not held.startswith("("):
            return name.lower()
        values = "".join((part.split(":")[0].strip() if ":" in part else "_") + ":" for part in parts(inner(held, "(", ")")[0]))
        return f"{name}({values})".lower()
    name = "" if keyword == "init" else re.match(r"`?([\w]+|[^\w\s(<]+|<)", rest)[1] if keyword == "func" else ""
    after = rest[rest.index(name) + len(name) :].lstrip("`?!") if name else rest.lstrip("?!")
    if after.startswith("<"):
        after = inner(after, "<", ">")[1]
    operands = inner(after, "(", ")")[0]
    told = "_:_:" if name and not name[0].isalnum() and name[0] != "_" else labels(operands, keyword != "subscript")
    return f"{name or keyword}({told})".lower()


def declaration(number, line):
    source, _, note = line.partition(" // ")
    left = bare(source)
    found = re.match(rf"({'|'.join(KEYWORDS)})\b", left)
    if not found or line.lstrip().startswith("//"):
        return None
    return Declaration(number, found[1], named(found[1], left[found.end() :].strip()), source, note.strip())


def covered(one, around):
    """Why a declaration needs no note of its own; nothing: it needs one."""
    for outer in reversed(around):
        if outer.note.startswith("unchecked:"):
            return outer.note
        if outer.keyword == "extension" and outer.note:
            return outer.note
    nearest = around[-1] if around else None
    if one.keyword in ("extension", "typealias", "associatedtype") and not one.note:
        return "asked"
    if nearest and nearest.note and one.name in ASKED:
        return nearest.note
    if nearest and nearest.note and nearest.keyword in TYPES and one.keyword in ("case", "var", "let"):
        return nearest.note
    return None


def faults(text):
    """What is wrong with the notes of an interface; and each note that holds, once for each declaration."""
    around, wrong, held = [], [], []
    for number, line in enumerate(text.splitlines(), 1):
        one = declaration(number, line)
        code = line.partition(" // ")[0]
        if one:
            note = one.note or covered(one, around)
            if note is None:
                wrong.append((number, f"{one.name} names no page"))
            elif one.note and (fault := misfit(one)):
                wrong.append((number, fault))
            elif one.keyword != "extension" and note != "asked":
                held.append(note)
        if line.lstrip().startswith("//"):
            continue
        for _ in range(code.count("{") - code.count("}")):
            around.append(one)
        for _ in range(code.count("}") - code.count("{")):
            around.pop()
    return wrong, held


def misfit(one):
    """What is wrong with a declaration's own note."""
    if one.note.startswith("unchecked:"):
        return None if one.note.removeprefix("unchecked:").strip() else f"{one.name} does not say why it is unchecked"
    if re.fullmatch(r"header [\w./]+\.h", one.note):
        return None
    if not re.fullmatch(r"(unread )?[a-z0-9]+(/[^\s/]+)+", one.note):
        return f"{one.name} names no page: {one.note}"
    last = SUFFIX.sub("", one.note.rpartition("/")[2])
    if one.keyword == "extension":
        told = {part.strip().rpartition(".")[2].lower() for part in one.source.partition(":")[2].split("where")[0].strip(" {").split(",")}
        return None if last in told else f"{one.name} is extended by no {last}"
    name = one.name.rpartition(".")[2]
    # What is awaited in Swift stands on the page of the method that calls back.
    awaited = ") async" in one.source and re.fullmatch(re.escape(name[:-1]) + r"\w+:\)", last)
    return None if last == name or awaited else f"{one.name} names the page of {last}"


def kind(note):
    return note.split()[0].rstrip(":") if note.startswith(("header ", "unread ", "unchecked:")) else "page"


def main():
    folder = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else STUBS
    kinds, unread, reasons, broken = collections.Counter(), collections.Counter(), collections.Counter(), False
    for file in sorted(folder.glob("*.swiftinterface")):
        wrong, held = faults(file.read_text())
        for number, fault in wrong:
            print(f"{file.name}:{number}: {fault}", file=sys.stderr)
            broken = True
        for note in held:
            kinds[kind(note)] += 1
            if kind(note) == "unread":
                unread[file.stem] += 1
            elif kind(note) == "unchecked":
                reasons[note.removeprefix("unchecked:").strip()] += 1
    if broken:
        sys.exit(1)
    print(f"{kinds['page']} declarations of the stand-ins were compared with Apple's pages, {kinds['header']} with its open headers.")
    if unread:
        print(f"{kinds['unread']} name a page that nobody read for them: {told(unread)}")
    if reasons:
        print(f"{kinds['unchecked']} have no page: {told(reasons)}")


def told(counts):
    return ", ".join(f"{name} {count}" for name, count in counts.most_common())


if __name__ == "__main__":
    main()
