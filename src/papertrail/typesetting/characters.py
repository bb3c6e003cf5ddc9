"""Which characters of a text are set: those that are text, and no endless heaps of marks."""

import re
import unicodedata

from papertrail.typesetting.sheet import Complaint, Sheet

_MOST_MARKS = 16
"""Marks and invisible characters on one letter that are set; the cost of a heap of them grows with its square."""

_BREAKS = re.compile("[\x0b\x0c\x85\u2028\u2029]")
_NO_TEXT = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_MAYBE_MARKS = re.compile(f"[\xad\u0300-\U0010ffff]{{{_MOST_MARKS + 1},}}")


def one_line(text: str) -> str:
    """A fact that stands above the text, on one line."""
    return _MAYBE_MARKS.sub(_few_marks, _NO_TEXT.sub("", " ".join(_BREAKS.sub(" ", text).split())))


def presentable(sheet: Sheet) -> Sheet:
    """A sheet whose facts can be set; its body is `printable`'s."""
    return sheet._replace(
        course=one_line(sheet.course),
        piece=one_line(sheet.piece),
        author=one_line(sheet.author),
        reference=one_line(sheet.reference),
    )


def printable(body: str, first_line: int) -> tuple[str, list[Complaint]]:
    """The body without characters that are no text, each named once, and without endless heaps of marks."""
    body = re.sub(r"\r\n?", "\n", body).removeprefix("\ufeff")
    body = _BREAKS.sub(" ", body)
    complaints: dict[str, Complaint] = {}
    for found in _NO_TEXT.finditer(body):
        if found[0] not in complaints:
            line = first_line + body.count("\n", 0, found.start())
            complaints[found[0]] = Complaint(line, f"the character U+{ord(found[0]):04X} is no text and is left out")
    body = _NO_TEXT.sub("", body)
    kept = _MAYBE_MARKS.sub(_few_marks, body)
    if kept != body:
        same = next(at for at, (left, right) in enumerate(zip(body, kept + "\n", strict=False)) if left != right)
        line = first_line + body.count("\n", 0, same)
        complaints["marks"] = Complaint(
            line, f"more than {_MOST_MARKS} marks or invisible characters follow one letter; the others are left out"
        )
    return kept, list(complaints.values())


def _few_marks(found: re.Match[str]) -> str:
    """A run of characters with at most `_MOST_MARKS` marks one after the other."""
    kept: list[str] = []
    marks = 0
    for character in found[0]:
        marks = marks + 1 if unicodedata.category(character) in {"Mn", "Me", "Cf"} else 0
        if marks <= _MOST_MARKS:
            kept.append(character)
    return "".join(kept)
