"""Sheets to PDF: one on its own, or many bound into one."""

import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from papertrail.typesetting import template
from papertrail.typesetting.characters import one_line, presentable
from papertrail.typesetting.manuscript import is_wide, manuscript, right_to_left
from papertrail.typesetting.setting import Setter
from papertrail.typesetting.sheet import Complaint, Printed, Sheet
from papertrail.typesetting.typesetter import GlyphsMissingError, SetDocument, families, missing, set_document

_HEIGHT = {"a4": (841.89, 62.36), "us-letter": (792.0, 64.8)}
"""Height of a page and of each of its upper and lower margins, in points; `template.MARGIN` in other units."""
_CLEARANCE = 9.9
"""Points between the text and the rule above the footnotes."""


class _Text(NamedTuple):
    """What is looked through for characters that no font has."""

    text: str
    lines: tuple[int, ...]
    prefix: str


def printed(sheet: Sheet) -> Printed:
    """A sheet as PDF, and how much of its pages it fills.

    Raises:
        TypesetterMissingError: typst is not installed.
        TypesettingError: typst cannot set it.
    """
    sheet = presentable(sheet)
    setter = Setter(manuscript(sheet.body, sheet.first_line))
    source = (
        template.style(sheet.paper, families())
        + template.document(f"{sheet.name}: {sheet.reference}", sheet.author)
        + template.heading(sheet)
        + _language(sheet.body)
        + setter.body()
        + template.END
    )
    texts = [_Text(setter.manuscript.text, setter.manuscript.lines, ""), _above(sheet)]
    return _printed(source, sheet.date, sheet.paper, texts, list(setter.complaints))


def bound(title: str, author: str, sheets: Sequence[Sheet], on: date) -> Printed:
    """All sheets as one PDF: a page of contents first, then each on a page of its own.

    The size of the page is the first sheet's. A complaint begins with its sheet's name; its line is that of its file.
    """
    title, author, sheets = one_line(title), one_line(author), [presentable(sheet) for sheet in sheets]
    paper = sheets[0].paper if sheets else "a4"
    head = template.style(paper, families(), above=1) + template.document(title, author)
    parts = [head + template.contents(title, author, sheets, on)]
    texts = [_Text(f"{title}{author}", (), "")]
    complaints: list[Complaint] = []
    for number, sheet in enumerate(sheets):
        prefix = f"{sheet.name}: "
        setter = Setter(manuscript(sheet.body, sheet.first_line), prefix, above=1)
        body = _language(sheet.body) + setter.body()
        parts.append(f"{template.opened(sheet, number)}#[\n{body}\n];\n")
        texts += [_Text(setter.manuscript.text, setter.manuscript.lines, prefix), _above(sheet, prefix)]
        complaints += [Complaint(line, prefix + sentence) for line, sentence in setter.complaints]
    return _printed("".join(parts) + template.END, on, paper, texts, complaints)


def _above(sheet: Sheet, prefix: str = "") -> _Text:
    return _Text(f"{sheet.course}{sheet.piece}{sheet.author}{sheet.reference}", (), prefix)


def _printed(source: str, on: date, paper: str, texts: Sequence[_Text], complaints: Sequence[Complaint]) -> Printed:
    lacking = missing("".join(text.text for text in texts))
    found = [complaint for text in texts for complaint in _missing_in(text, lacking)]
    try:
        document = set_document(source, on, archive=not lacking)
    except (
        GlyphsMissingError
    ) as error:  # of a character written as &#…;, or of a letter with marks no font has together
        document = set_document(source, on, archive=False)
        found += [
            Complaint(_line(texts, text), f"no font here has all of {text}, as it is written") for text in error.texts
        ]
    for mark in document.wide:
        line, _, prefix = mark.partition(":")
        found.append(Complaint(int(line), f"{prefix}what stands here is wider than the page, and is set smaller"))
    every = tuple(sorted(dict.fromkeys((*complaints, *found))))
    return Printed(document.pdf, document.pages, _filled(document, paper), every)


def _line(texts: Sequence[_Text], wanted: str) -> int:
    """The first line on which something stands, or else the first of all."""
    for text in texts:
        at = text.text.find(wanted)
        if at >= 0 and text.lines:
            return text.lines[text.text.count("\n", 0, at)]
    return next((text.lines[0] for text in texts if text.lines), 1)


def _missing_in(text: _Text, characters: Sequence[str]) -> list[Complaint]:
    """A complaint for each of the characters that a text has, at the line where it first does."""
    found = []
    for character in characters:
        at = text.text.find(character)
        if at >= 0:
            line = text.lines[text.text.count("\n", 0, at)] if text.lines else 1
            sentence = f"{text.prefix}no font here has the character {character} (U+{ord(character):04X})"
            found.append(Complaint(line, sentence))
    return found


def _filled(document: SetDocument, paper: str) -> float:
    """How much is used, in pages: the text and the footnotes of the last page, and the pages before it."""
    height, margin = _HEIGHT[paper]
    room = height - 2 * margin
    text = document.end - margin if document.end_page == document.pages else 0.0
    used = text + _height_of_notes(document, height - margin, room)
    return document.pages - 1 + min(max(used / room, 0.001), 1.0)


def _height_of_notes(document: SetDocument, bottom: float, room: float) -> float:
    """How much of the last page is taken by footnotes, those that go on from the page before included."""
    if not document.notes:
        return 0.0
    page = max(note.page for note in document.notes)
    notes = [note for note in document.notes if note.page == page]
    top = min(note.top for note in notes)
    if page == document.pages:
        return bottom - top + _CLEARANCE
    rest = sum(note.height for note in notes) - (bottom - top) - (document.pages - page - 1) * room
    return max(rest, 0.0) + _CLEARANCE if document.end_page < document.pages else 0.0


def _language(body: str) -> str:
    """The language that a body is set in, told by its script: for quotation marks, direction and line breaks."""
    letters = sum(map(str.isalpha, body))
    if right_to_left(body) * 2 > letters:
        language = "he" if re.search("[\u05d0-\u05ea]", body) else "ar"
        return f'#set text(lang: "{language}");\n'
    wide = sum(map(is_wide, body))
    if re.search("[\uac00-\ud7a3]", body) and wide < letters // 2:
        return '#set text(lang: "ko");\n'
    if wide * 3 < letters or not wide:
        return ""
    language = "ja" if re.search("[\u3041-\u30ff]", body) else "zh"
    return f'#set text(lang: "{language}");\n'
