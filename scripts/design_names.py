"""Names and notes that the writers of scripts/design share."""

MADE = "Made by scripts/design of design/*.json: change those."


def sentence(text):
    return text[0].upper() + text[1:]


def camel(name):
    first, *rest = name.split("_")
    return first + "".join(part.capitalize() for part in rest)
