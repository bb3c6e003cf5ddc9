"""Text as data of typst: every character of a student's text that reaches typst stands in one of these literals."""

import re

_LONGEST_RUN = 36
_PIECE = 120


def literal(text: str) -> str:
    """A string literal; nothing in it can end it."""
    text = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{re.sub(_UNPRINTABLE, _escaped, text)}"'


_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\xa0\xad\u061c\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufe00-\ufe0f\ufeff]")


def _escaped(found: re.Match[str]) -> str:
    return f"\\u{{{ord(found[0]):x}}}"


def strings(text: str) -> str:
    """A text as markup: string literals one after the other, a line each, so that no line of the source is long."""
    pieces = [text[at : at + _PIECE] for at in range(0, len(text), _PIECE)]
    return "#{" + "\n".join(map(literal, pieces)) + "};" if pieces else ""


def breakable(text: str) -> str:
    """A text whose long words may break: zero-width spaces in runs that are too long for any line to be filled well."""
    return re.sub(rf"[!-~]{{{_LONGEST_RUN},}}", _broken, text)


def _broken(found: re.Match[str]) -> str:
    pieces = re.sub(r"([/._?&=#,:;@+-]+)(?=[^/._?&=#,:;@+-])", "\\1\u200b", found[0]).split("\u200b")
    short = [piece[at : at + 24] for piece in pieces for at in range(0, len(piece), 24)]
    return "\u200b".join(short)
