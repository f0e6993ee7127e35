"""Writes the design as Swift, and what iOS draws before the app does.

Colours and lengths are plain numbers without any import: what stands where in a picture is worked out and tested on Linux.
"""

import json

from design_names import MADE, camel, sentence

FOLDER = "bindings/swift/Sources/ArnaScreens/Look/"
ASSETS = "ios/Arna/Assets.xcassets/"


def number(value):
    return f"{value:g}"


def hexed(colour):
    return "0x" + colour[1:].lower()


def colours(tokens):
    names, families = list(tokens["colour"]["light"]), list(tokens["family"]["light"])
    yield "/// The colours of a theme, as 0xRRGGBB.\npublic struct Palette: Equatable, Sendable {"
    yield from (f"  public let {camel(name)}: UInt32" for name in names)
    yield "  private let strong: [UInt32]\n  private let soft: [UInt32]\n"
    yield "  /// A family's colour, for text, icons and lines.\n  public func of(_ family: Family) -> UInt32 { strong[family.rawValue] }\n"
    yield "  /// A family's colour, for grounds.\n  public func softOf(_ family: Family) -> UInt32 { soft[family.rawValue] }"
    for theme in ("light", "dark"):
        told = [f"    {camel(name)}: {hexed(tokens['colour'][theme][name])}" for name in names]
        for part, table in (("strong", theme), ("soft", "soft_" + theme)):
            told.append(f"    {part}: [{', '.join(hexed(tokens['family'][table][name]) for name in families)}]")
        yield f"\n  /// The {theme} theme.\n  public static let {theme} = Palette(\n" + ",\n".join(told) + ")"
    yield "}\n\n/// What a colour says: only ever what the network does.\npublic enum Family: Int, CaseIterable, Sendable {"
    yield from (f"  /// {sentence(tokens['family']['meaning'][name])}.\n  case {name}" for name in families)
    yield "}\n"


def letters(tokens):
    kinds = {camel(name): kind for name, kind in tokens["type"].items() if "face" in kind}
    yield "/// The kinds of text."
    yield f"public enum Letters: CaseIterable, Sendable {{\n  case {', '.join(kinds)}\n"
    tables = (
        ("Whether it is set in the serif.", "isSerif", "Bool", lambda kind: str(kind["face"] == "serif").lower()),
        ("Its size in points, before Dynamic Type.", "size", "Double", lambda kind: number(kind["size"])),
        ("The height of its lines at that size.", "line", "Double", lambda kind: number(kind["line"])),
        ("Its weight, as fonts count it.", "weight", "Int", lambda kind: str(kind["weight"])),
        ("How many times as large it gets at most.", "most", "Double", lambda kind: number(kind.get("max_scale", 0)) if "max_scale" in kind else ".infinity"),
        ("Whether its figures stand below each other.", "isTabular", "Bool", lambda kind: str(kind.get("tabular", False)).lower()),
    )
    for note, name, of, value in tables:
        yield f"  /// {note}\n  public var {name}: {of} {{\n    switch self {{"
        yield from (f"    case .{case}: {value(kind)}" for case, kind in kinds.items())
        yield "    }\n  }\n"
    yield "}\n"


def sizes(tokens):
    for title, unit, table in (("Space", "points", tokens["space"]), ("Motion", "milliseconds", tokens["motion"])):
        yield f"/// {title}, in {unit}.\npublic enum {title} {{"
        yield from (f"  public static let {camel(name)}: Double = {number(value)}" for name, value in table.items() if isinstance(value, (int, float)))
        if title == "Motion":
            yield f"  /// Control points of the curve.\n  public static let curve: [Double] = [{', '.join(map(number, table['flow_curve']))}]"
        yield "}\n"
    yield "/// Corners of a meander in points: top start, top end, bottom end, bottom start.\npublic enum Corners: CaseIterable, Sendable {"
    shapes = {{"switch": "toggle"}.get(name, camel(name)): value for name, value in tokens["shape"].items() if isinstance(value, list)}
    yield f"  case {', '.join(shapes)}\n\n  /// Their radii.\n  public var radii: [Double] {{\n    switch self {{"
    yield from (f"    case .{name}: [{', '.join(map(number, value))}]" for name, value in shapes.items())
    yield "    }\n  }\n}\n\n/// Lines, in points.\npublic enum Lines {"
    yield from (f"  public static let {name}: Double = {number(tokens['shape'][key])}" for name, key in (("hairline", "hairline"), ("control", "control_line"), ("selected", "selected_line")))
    yield "}\n"


def picture(tokens):
    table = tokens["picture"]
    yield "/// The picture of the way, in points.\npublic enum Picture {"
    told = {name: table[name] for name in ("spring_x", "spring_r", "gate_x", "gate_width", "straight_before_gate", "pad", "ribbon_below_gap")}
    for part in ("gap", "stroke", "cap", "height"):
        told |= {f"{part}_{name.replace('.', '_')}": value for name, value in table[part].items() if isinstance(value, (int, float))}
    yield from (f"  public static let {camel(name)}: Double = {number(value)}" for name, value in told.items())
    yield "}\n"


def switch(note, of, name, gives, cases):
    yield f"extension {of} {{\n  /// {note}\n  public var {name}: {gives} {{\n    switch self {{"
    yield from (f"    case .{camel(case)}: .{camel(value)}" for case, value in cases)
    yield "    }\n  }\n}\n"


def verdicts(tokens):
    looks = tokens["verdict"].items()
    states = tokens["network_state"].items()
    yield "import ArnaKit\n"
    yield from switch("What a verdict's colour says.", "Code", "family", "Family", [(name, look["family"]) for name, look in looks])
    yield from switch("A verdict's icon.", "Code", "glyph", "Glyph", [(name, look["icon"]) for name, look in looks])
    yield from switch(
        "What the colour of a network's state says.", "NetworkState", "family", "Family", [(name, look["family"]) for name, look in states if "family" in look]
    )


def glyphs(icons):
    yield "/// An icon: shapes in a square of ``view`` units. A shape is filled (`f`) or a line as wide as its number says.\npublic enum Glyph: CaseIterable, Sendable {"
    yield from (f"  case {camel(name)}" for name in icons["icons"])
    mirrored = ", ".join("." + camel(name) for name in icons["mirror_right_to_left"])
    yield f"\n  /// Length of a side.\n  public static let view: Double = {number(icons['viewport'])}\n"
    yield f"  /// Whether it turns with the direction of reading.\n  public var isMirrored: Bool {{\n    switch self {{\n    case {mirrored}: true\n    default: false\n    }}\n  }}\n"
    yield "  /// What it is made of.\n  public var shapes: [String] {\n    switch self {"
    for name, shapes in icons["icons"].items():
        told = [("f" if shape.get("fill") else number(shape["stroke"])) + " " + shape["d"] for shape in shapes]
        yield f"    case .{camel(name)}:\n      [\n" + "\n".join(f'        "{one}",' for one in told) + "\n      ]"
    yield "    }\n  }\n}\n"


def coloured(light, dark):
    def colour(value, **how):
        parts = {name: f"0x{value[at:at + 2]}" for name, at in (("red", 1), ("green", 3), ("blue", 5))}
        return {**how, "color": {"color-space": "srgb", "components": {**parts, "alpha": "1.000"}}, "idiom": "universal"}

    night = {"appearances": [{"appearance": "luminosity", "value": "dark"}]}
    return catalogue({"colors": [colour(light), colour(dark, **night)]})


def catalogue(content):
    return json.dumps({**content, "info": {"author": "scripts/design", "version": 1}}, indent=2, sort_keys=True) + "\n"


def swift(tokens, icons):
    head = f"// swift-format-ignore-file\n// {MADE}\n\n"
    tell = lambda parts: head + "\n".join(parts).replace("\n\n\n", "\n\n").replace("\n\n}", "\n}").rstrip() + "\n"
    yield FOLDER + "Tokens.swift", tell([*colours(tokens), *letters(tokens), *sizes(tokens), *picture(tokens)])
    yield FOLDER + "Verdicts.swift", tell(verdicts(tokens))
    yield FOLDER + "Glyph.swift", tell(glyphs(icons))
    # The launch screen's ground, and what the system tints.
    yield ASSETS + "Contents.json", catalogue({})
    for name, key in (("Ground", "bg"), ("AccentColor", "water")):
        yield f"{ASSETS}{name}.colorset/Contents.json", coloured(*(tokens["colour"][theme][key] for theme in ("light", "dark")))
