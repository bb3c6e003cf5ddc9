"""RIS for reference managers: a two-letter tag, two blanks, a hyphen and a value on each line, CR LF at its end."""

import re
from collections.abc import Iterable, Iterator

from papertrail import cleaning
from papertrail.exports import facts
from papertrail.exports.addresses import doi
from papertrail.exports.people import people
from papertrail.exports.spoken import spoken
from papertrail.records import full_name
from papertrail.references import Reference

_TYPES = {
    "article": "JOUR", "inproceedings": "CPAPER", "incollection": "CHAP", "inbook": "CHAP", "book": "BOOK",
    "proceedings": "CONF", "booklet": "PAMP", "phdthesis": "THES", "mastersthesis": "THES", "techreport": "RPRT",
    "manual": "BOOK", "misc": "GEN",
}  # fmt: skip
_KINDS = {
    "blog": "BLOG", "website": "ELEC", "news": "NEWS", "video": "VIDEO", "slides": "SLIDE", "code": "COMP",
    "course": "ELEC",
}  # fmt: skip
"""The types of what is no publication, by kind."""

_TAGS = {
    "volume": "VL",
    "number": "IS",
    "series": "T3",
    "chapter": "SE",
    "edition": "ET",
    "address": "CY",
    "isbn": "SN",
    "issn": "SN",
}
_PUBLISHED = frozenset(("book", "booklet", "manual", "mastersthesis", "phdthesis", "proceedings", "techreport"))
"""What appears in nothing else, but at a publisher: another title would be read as that of a series."""

_PUBLISHERS = ("publisher", "institution", "school", "organization")
_COMMA = re.compile(r"\s*,\s*")
_PAGES = re.compile(r"(\w+)\s*(?:-{1,3}|[–—])\s*(\w+)")


def ris(references: Iterable[Reference]) -> Iterator[str]:
    """References as RIS, record by record."""
    for key, reference in facts.keyed(references):
        lines = (f"{tag}  - {cleaning.line(text)}" for tag, text in _values(reference, key) if text)
        yield "\r\n".join((*lines, "ER  - ", "", ""))


def _values(reference: Reference, key: str) -> Iterator[tuple[str, str]]:
    entry = facts.entry_type(reference)
    yield "TY", _type(reference, entry)
    yield "ID", key
    yield "TI", reference.title
    yield from (("AU", _name(name)) for name in reference.names)
    if not reference.complete:
        yield "AU", "et al."
    yield from (("A2", _name(name)) for name in people(reference.fields.get("editor", "")))
    yield from _dates(reference)
    publisher = spoken(next((reference.fields[name] for name in _PUBLISHERS if name in reference.fields), ""))
    if entry in _PUBLISHED:
        publisher = publisher or reference.venue or ""
    elif reference.venue and reference.venue != publisher:
        yield "JO" if entry == "article" else "T2", reference.venue
    yield from ((tag, spoken(reference.fields.get(name, ""))) for name, tag in _TAGS.items())
    yield from _pages(spoken(reference.fields.get("pages", "")))
    yield "PB", publisher
    yield "DO", doi(reference.doi) or ""
    yield "AN", f"arXiv:{reference.arxiv}" if reference.arxiv else ""
    yield "UR", facts.url(reference) or ""


def _type(reference: Reference, entry: str) -> str:
    if facts.is_preprint(reference):
        return _KINDS.get(reference.kind, "UNPB")  # of GEN some readers make an article of a journal
    if facts.has_title_of_book(reference):
        return "BOOK"
    return _KINDS.get(reference.kind, "GEN") if entry == "misc" else _TYPES[entry]


def _dates(reference: Reference) -> Iterator[tuple[str, str]]:
    if not reference.year:
        return
    yield "PY", f"{reference.year:04}"
    month, day = facts.day(reference)
    if month:
        yield "DA", f"{reference.year:04}/{month:02}/{f'{day:02}' if day else ''}"


def _pages(text: str) -> Iterator[tuple[str, str]]:
    if span := _PAGES.fullmatch(text):
        yield "SP", span[1]
        yield "EP", span[2]
    else:
        yield "SP", text


def _name(name: dict[str, str]) -> str:
    """A name as "van den Oord, Aäron" or "King, Martin Luther, Jr."; a team has no comma, which would part it."""
    if "literal" in name or not name.get("family"):
        return _COMMA.sub(" – ", full_name(name))
    last = " ".join(filter(None, (name.get("particle"), name["family"])))
    if not name.get("suffix"):
        return ", ".join(filter(None, (last, name.get("given"))))
    return f"{last}, {name.get('given', '')}, {name['suffix']}"
