"""A record as citeproc-py takes it: the one place where it is adapted to what the processor cannot do.

Marks become characters of the private use area, a formula travels in Unicode with its TeX beside it, and a list of
names that goes on ends with a sign for the others.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from citeproc import DATES, NAMES, VARIABLES

from papertrail import cleaning
from papertrail.bibliography.mapping.csl import CASED, civil, name_of_blog
from papertrail.bibliography.record import Date, Record
from papertrail.bibliography.styles import output
from papertrail.bibliography.writing import addresses, editions
from papertrail.people import Name, People
from papertrail.text.marked import Mark, Run, Text
from papertrail.text.plain import plain

_TEXTS, _NAMES, _DATES = (
    frozenset(name.replace("_", "-") if name != "archive_location" else name for name in names)
    for names in (
        {*VARIABLES} - {*NAMES, *DATES, "abstract", "annote", "citation_label", "keyword", "language"},
        NAMES,
        DATES,
    )
)
"""The variables that the processor knows, but for those that belong into no reference."""

_PRINTED_AS = {
    "article-magazine": "article-journal", "classic": "book", "collection": "book", "entry": "chapter",
    "entry-dictionary": "chapter", "entry-encyclopedia": "chapter", "pamphlet": "book", "periodical": "book",
    "post": "webpage", "review": "article-journal", "review-book": "article-journal", "standard": "report",
}  # fmt: skip
"""The types that our own styles do not name, as those that they are printed like."""

_PUBLISHED_BY = frozenset(("book", "pamphlet", "report", "software", "thesis"))
"""The types that appear in nothing else, but at a publisher."""

OTHERS = "\ue010"
"""Stands for the authors that a list does not name."""

_KEPT, _KEPT_END = "\ue011", "\ue012"
"""Stand around what keeps its case."""

_RANGE = re.compile(r"^(\d+)-(\d+)$", re.ASCII)
"""A double issue, which the processor prints as it stands; ranges of pages it knows."""
_TAG = re.compile(r"<(?=[/A-Za-z])")
APART = "\N{WORD JOINER}"
"""Keeps a literal ``<span`` from being a tag to the processor; it is taken out of what the processor prints."""


class Way(NamedTuple):
    """What a style of ours wants beside what its CSL file says."""

    title: Callable[[Text], Text]
    initials: Callable[[str], str] | None = None
    quoted: bool = False
    """Whether titles stand in quotation marks."""
    dotted: bool = False
    """Whether three full stops stand for authors left out, before the last."""
    et_al: str = "et al."


def as_is(title: Text) -> Text:
    """A title in its own case."""
    return title


def _kept(given: str) -> str:
    return given


FOREIGN = Way(as_is, _kept)
"""A style of somebody else's says itself what it wants."""


def item(record: Record, way: Way) -> dict[str, Any]:
    """A record as the processor takes it: the variables that it knows, with the marks of `output` in them."""
    kind = record.type if way is FOREIGN else _PRINTED_AS.get(record.type, record.type)
    if kind == "chapter" and "container-title" not in record.texts:
        kind = "book"  # a part that goes by the title of its book
    values: dict[str, Any] = {"type": kind}
    values |= {name: _marked(text) for name, text in _texts(record) if text and name in _TEXTS}
    title = re.sub(r"(?<=[^\s.])\.$", "", _marked(way.title(record.title)))
    values["title"] = _requoted(title) if way.quoted and kind not in {"book", "report", "thesis"} else title
    values |= {name: _people(people, way) for name, people in record.names.items() if people.names and name in _NAMES}
    values |= {name: _date(date) for name, date in record.dates.items() if name in _DATES}
    return {name: _tagged(value) if isinstance(value, str) else value for name, value in values.items() if value}


def _texts(record: Record) -> Iterator[tuple[str, Text]]:
    """The texts of a record, its identifiers safe in addresses; where a preprint lies stands as its publisher."""
    texts = addresses.archive_place(record) | record.texts
    if record.type == "post-weblog":
        texts["container-title"] = name_of_blog(record.text("container-title"))
    if record.type in _PUBLISHED_BY and (place := texts.pop("container-title", "")):
        texts.setdefault("publisher", place)
    if edition := record.text("edition"):
        texts["edition"] = editions.shown(edition)
    if issue := record.text("issue"):
        texts["issue"] = _RANGE.sub("\\1–\\2", issue)
    texts["event"] = texts.get("event-title", "")
    texts["DOI"] = addresses.doi(record.doi) or ""
    texts["URL"] = addresses.own_address(record) or ""
    yield from texts.items()


def _people(people: People, way: Way) -> list[dict[str, str]]:
    """Names as the processor takes them; a list that goes on ends with a sign for the others."""
    found = [{part: text for part, text in _name(name, way).items() if text} for name in people.names]
    return found if people.complete else [*found, {"literal": OTHERS}]


def _name(name: Name, way: Way) -> dict[str, str]:
    """A name with the initials that a style wants; one whose parts the processor would spoil is left whole."""
    name = Name._make(output.plain(cleaning.line(part)) if isinstance(part, str) else part for part in name)
    whole = {"literal": name.full}
    if not name.family or name.static_ordering:
        return whole
    given = name.given
    if given and way.initials is _kept:  # the processor makes its own initials, of capitals only
        if not all(word[0].isupper() for word in given.replace("-", " ").replace(".", " ").split()):
            return whole
    elif given and way.initials:
        given = way.initials(given)
    return {
        "family": name.family,
        "given": given,
        "non-dropping-particle": name.particle,
        "dropping-particle": name.dropping,
        "suffix": name.suffix,
    }


def _date(date: Date) -> dict[str, Any] | None:
    """A date as the processor takes it. Ranges it can only print of whole years; of any other, its beginning."""
    if not date.begin:
        return {"literal": output.plain(date.literal)} if date.literal else None
    begin = civil(date.begin)
    if date.end and date.end[0] != date.begin[0]:
        return {"date-parts": [begin[:1], civil(date.end)[:1]]}
    season = {"season": date.season} if date.season.isdecimal() else {}
    return {"date-parts": [begin], "circa": int(date.circa), **season}


def _marked(text: Text, *, is_kept: bool = False) -> str:
    """A text with the marks of `output`, and `_KEPT` around what keeps its case; its formulae are Unicode."""
    if isinstance(text, str):
        text = _TAG.sub(f"<{APART}", output.plain(cleaning.piece(text)))
        return text if is_kept else CASED.sub(rf"{_KEPT}\g<0>{_KEPT_END}", text)
    return "".join(_run(piece, is_kept=is_kept) if isinstance(piece, Run) else _marked(piece, is_kept=is_kept)
                   for piece in text)  # fmt: skip


def _run(run: Run, *, is_kept: bool) -> str:
    if run.mark in {Mark.CASE, Mark.MATH}:
        inner = _formula(run) if run.mark is Mark.MATH else _marked(run.pieces, is_kept=True)
        return inner if is_kept else f"{_KEPT}{inner}{_KEPT_END}"
    inner = _marked(run.pieces, is_kept=is_kept)
    mark = output.MARKS.get(run.mark)
    return f"{mark}{inner}{output.END}" if mark else inner


def _formula(run: Run) -> str:
    """A formula in Unicode, and as TeX for the formats that can have it."""
    return output.formula(_marked(plain((run,)), is_kept=True), cleaning.line(run.tex))


def _tagged(text: str) -> str:
    """Marked text with CSL's tag around what keeps its case, by which the processor knows it."""
    return text.replace(_KEPT, '<span class="nocase">').replace(_KEPT_END, "</span>")


def _requoted(title: str) -> str:
    """A title for quotation marks: those inside it become single."""
    return re.sub(r"[“\"]([^“”\"]*)[”\"]", r"‘\1’", title)
