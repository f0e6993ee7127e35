#!/usr/bin/env python3
"""What libarna exports, one line each, from the generated Kotlin code in the folder given: names, signatures, fields.

scripts/bindings compares it with bindings/surface.txt, so that every change of the surface is seen in review.
"""

import pathlib
import re
import sys


def text(folder):
    files = sorted(pathlib.Path(folder).rglob("*.kt"))
    if not files:
        sys.exit(f"scripts/surface.py: there is no Kotlin code in {folder}; scripts/bindings makes it")
    return "\n".join(file.read_text() for file in files)


def without_comments(source):
    return re.sub(r"/\*.*?\*/|//[^\n]*", "", source, flags=re.S)


def body(source, start):
    """What is between the braces (or brackets) that open at or after `start`, and where it ends."""
    opening = min(at for at in (source.find("{", start), source.find("(", start)) if at >= 0)
    pairs = {"{": "}", "(": ")"}
    depth, stack = opening, []
    for at in range(opening, len(source)):
        if source[at] in pairs:
            stack.append(pairs[source[at]])
        elif stack and source[at] == stack[-1]:
            stack.pop()
            if not stack:
                return source[opening + 1 : at], at + 1
    return source[depth + 1 :], len(source)


def one_line(code):
    return re.sub(r"\s+", " ", code).replace("kotlin.", "").replace("`", "").strip(" ,")


def parts(code):
    """Splits at commas that stand in no bracket."""
    depth, part = 0, ""
    for letter in code:
        depth += letter in "(<{"
        depth -= letter in ")>}"
        if letter == "," and depth == 0:
            yield part
            part = ""
        else:
            part += letter
    if part.strip():
        yield part


def surface(source):
    source = without_comments(source)
    for found in re.finditer(r"public interface (\w+) ", source):
        inner, _ = body(source, found.end())
        functions = re.findall(r"((?:suspend )?fun [^\n{]+)", inner)
        for function in functions:
            yield f"{found[1].removesuffix('Interface')}: {one_line(function)}"
    for found in re.finditer(r"\ndata class (\w+)\s*\(", source):
        inner, _ = body(source, found.end() - 1)
        for field in parts(inner):
            yield f"{found[1]}: {one_line(field)}"
    for found in re.finditer(r"\nenum class (\w+) ", source):
        inner, _ = body(source, found.end())
        for value in re.findall(r"\b([A-Z][A-Z0-9_]*)\b", inner.split("companion")[0].split(";")[0]):
            yield f"{found[1]}: {value}"
    for found in re.finditer(r"\nsealed class (\w+)\s*(?:\([^)]*\))?(?::[^{]*)?{", source):
        inner, _ = body(source, found.end() - 1)
        for variant in re.finditer(r"\b(?:data )?(?:class|object) (\w+)\s*(\([^)]*\))?", inner):
            if variant[1] not in ("ErrorHandler", "UniffiNullPointer"):
                yield f"{found[1]}.{variant[1]}{one_line(variant[2] or '')}"
    constructor = r"\n\s*(?:@Throws\([^)]*\)\s*)?fun `?(open)`?(\([^\n{]*)"
    for found in re.finditer(constructor, source):
        yield f"Engine.{found[1]}{one_line(found[2])}"
    # Functions of no object have a body where those of interfaces have none, and override nothing.
    for found in re.finditer(r"\n\s*fun `(\w+)`(\([^\n{]*\)(?:: [^\n{]*)?){", source):
        if found[1] != "open":
            yield f"fun {found[1]}{one_line(found[2])}"
    # And where they give nothing, the call itself stands for a body.
    for found in re.finditer(r"\n\s*(?:@Throws\([^)]*\)\s*)?fun `(\w+)`(\([^\n]*\))\s*\n\s*=\s", source):
        yield f"fun {found[1]}{one_line(found[2])}"


print("\n".join(sorted(set(surface(text(sys.argv[1]))))))
