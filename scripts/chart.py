"""The figures of scripts/accuracy as one picture: a dot for each rate, a line for its bounds, a tick for its aim."""

from xml.sax.saxutils import escape

LEFT, WIDTH, ROW = 190, 420, 18
INK, FAINT, MISSED, GOOD = "#222", "#ddd", "#c0392b", "#2471a3"


def write(path, figures):
    rows = []
    for profile, kinds in figures["innocent"].items():
        for kind, row in kinds.items():
            if row["decisions"]:
                count = f"{row['accused']} accused of {row['decisions']}"
                cap = (row["abstentions"], row["abstentions"], row["abstentions"], row["aim"])
                rows.append((f"{profile}, {kind}", "abstentions", cap, row["is_missed"], count))
    for profile, cells in figures["censored"].items():
        for cell, row in cells.items():
            bounds = (row["power"], row["power_at_least"], row["power_at_most"], row["aim"])
            rows.append((f"{profile}, {cell}", "power", bounds, row["is_missed"], f"{row['right']} of {row['sittings']}"))
    lines, top = [], 20
    for heading, kind in (("Innocent sites: abstentions", "abstentions"), ("Censored sites: power", "power")):
        lines.append(text(10, top, heading, weight="bold"))
        top += ROW
        scale = 0.3 if kind == "abstentions" else 1.0
        for label, of, bounds, is_missed, note in rows:
            if of == kind:
                lines += row_of(label, [value / scale for value in bounds], is_missed, note, top)
                top += ROW
        lines.append(text(LEFT, top, "0 %"))
        lines.append(text(LEFT + WIDTH - 20, top, f"{scale:.0%}"))
        top += 2 * ROW
    size = f'width="{LEFT + WIDTH + 190}" height="{top}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="sans-serif" font-size="12">'
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join([head, '<rect width="100%" height="100%" fill="white"/>', *lines, "</svg>"]) + "\n")


def row_of(label, bounds, is_missed, note, top):
    at, least, most, aim = (LEFT + WIDTH * min(value, 1.0) for value in bounds)
    colour, middle = (MISSED if is_missed else GOOD), top - 4
    return [
        text(10, top, label),
        line(LEFT, middle, LEFT + WIDTH, middle, FAINT),
        line(aim, top - 10, aim, top + 2, INK),
        line(least, middle, most, middle, colour, 3),
        f'<circle cx="{at:.1f}" cy="{middle}" r="4" fill="{colour}"/>',
        text(LEFT + WIDTH + 10, top, note),
    ]


def line(x1, y1, x2, y2, colour, width=1):
    return f'<line x1="{x1:.1f}" y1="{y1}" x2="{x2:.1f}" y2="{y2}" stroke="{colour}" stroke-width="{width}"/>'


def text(x, y, words, weight="normal"):
    return f'<text x="{x}" y="{y}" fill="{INK}" font-weight="{weight}">{escape(words)}</text>'
