"""CSL-JSON for Zotero, pandoc and whatever else has a citation processor.

What CSL has no word for, the arXiv id of a published paper above all, is in the object `custom`, which the schema
keeps for such things; `importing.csl` reads it again.
Source: https://docs.citationstyles.org/en/stable/specification.html, appendices III and IV.
"""

import html
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from papertrail import cleaning
from papertrail.exports import editions, facts
from papertrail.exports.addresses import doi
from papertrail.exports.people import people
from papertrail.exports.spoken import spoken
from papertrail.references import Reference

_OF_ENTRY = {
    "article": "article-journal", "book": "book", "booklet": "book", "inbook": "chapter", "incollection": "chapter",
    "inproceedings": "paper-conference", "manual": "report", "mastersthesis": "thesis", "phdthesis": "thesis",
    "proceedings": "book", "techreport": "report",
}  # fmt: skip
_OF_KIND = {
    "blog": "post-weblog", "book": "book", "chapter": "chapter", "code": "software", "course": "webpage",
    "news": "article-newspaper", "slides": "speech", "video": "motion_picture", "website": "webpage",
}  # fmt: skip
_PUBLISHED_BY = frozenset(("book", "report", "software", "thesis"))
"""The types whose place of appearance is a publisher."""

_TOLD = {
    "article": ("misc", "paper"), "article-journal": ("article", "paper"), "article-newspaper": ("article", "news"),
    "book": ("book", "book"), "chapter": ("incollection", "chapter"), "document": ("misc", "paper"),
    "motion_picture": ("misc", "video"), "paper-conference": ("inproceedings", "paper"),
    "post-weblog": ("misc", "blog"), "report": ("techreport", "paper"), "software": ("misc", "code"),
    "speech": ("misc", "slides"), "thesis": ("phdthesis", "paper"), "webpage": ("misc", "website"),
}  # fmt: skip
"""The entry and the kind of work that a type tells by itself."""

_GENRES = {"phdthesis": "PhD thesis", "mastersthesis": "Master’s thesis"}
_FIELDS = {
    "volume": "volume", "series": "collection-title", "chapter": "chapter-number",
    "address": "publisher-place", "location": "publisher-place", "eventtitle": "event-title", "isbn": "ISBN",
    "issn": "ISSN", "language": "language", "version": "version", "pagetotal": "number-of-pages",
    "volumes": "number-of-volumes", "type": "genre", "shorttitle": "title-short", "keywords": "keyword",
}  # fmt: skip
_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)", re.ASCII)
_TAG = re.compile(r"<(?=[/A-Za-z])")
_DASH = re.compile(r"\s*[-–—]+\s*")
_BLOG = re.compile(r"(?<=\w) \(blog\)$")
_CAPITALS = re.compile(r"(?<![\w-])(?:[A-Z]+\d[A-Z\d]*|\d+[A-Z]+)(?!\w)", re.ASCII)
"""Words that a style which changes the case of titles would spoil: "CASP14", "3D"."""

_LONGEST = 20_000
_APART = "\N{WORD JOINER}"
"""Unseen and dropped by those who read: what stands around it is no markup."""


def csl(references: Iterable[Reference]) -> Iterator[str]:
    """References as CSL-JSON: one list, each reference on a line of its own."""
    before = "[\n"
    for found in items(references):
        yield before + json.dumps(found, ensure_ascii=False)
        before = ",\n"
    yield "\n]\n" if before == ",\n" else "[]\n"


def items(references: Iterable[Reference]) -> Iterator[dict[str, Any]]:
    """References as the objects of CSL-JSON."""
    for key, reference in facts.keyed(references):
        yield item(reference, key)


def item(reference: Reference, key: str | None = None) -> dict[str, Any]:
    """One reference as an object of CSL-JSON; what is not known is not there."""
    kind = csl_type(reference)
    values = {
        "id": key or reference.key,
        "type": kind,
        "title": _CAPITALS.sub(r'<span class="nocase">\g<0></span>', _text(reference.title)),
        "author": _authors(reference),
        "editor": [_name(name) for name in people(reference.fields.get("editor", ""))],
        "issued": _issued(reference),
        **_place(reference, kind),
        **{
            name: _text(spoken(reference.fields[field])) for field, name in _FIELDS.items() if field in reference.fields
        },
        "edition": _edition(reference.fields.get("edition", "")),
        **_number(reference, kind),
        "page": _DASH.sub("-", _text(spoken(reference.fields.get("pages", "")))),
        "accessed": _day(reference.fields.get("urldate", "")),
        "DOI": doi(reference.doi),
        "URL": facts.url(reference),
        "abstract": _apart(cleaning.text(reference.abstract or "")),
        "custom": _custom(reference, kind),
    }
    if kind == "thesis" and "genre" not in values:
        values["genre"] = _GENRES.get(reference.entry, "")
    return {name: value for name, value in values.items() if value}


def csl_type(reference: Reference) -> str:
    """What CSL calls a work of this sort."""
    entry = facts.entry_type(reference)
    if facts.is_preprint(reference):
        return "article"
    if facts.has_title_of_book(reference):
        return "book"
    if entry in _OF_ENTRY:
        newspaper = entry == "article" and reference.kind == "news"
        return "article-newspaper" if newspaper else _OF_ENTRY[entry]
    return _OF_KIND.get(reference.kind, "document")


def _authors(reference: Reference) -> list[dict[str, str]]:
    """The authors; that there are more is said as pandoc says it."""
    names = [_name(name) for name in reference.names]
    return names if reference.complete or not names else [*names, {"literal": "others"}]


def _name(name: dict[str, str]) -> dict[str, str]:
    parts = {"non-dropping-particle" if part == "particle" else part: _text(text) for part, text in name.items()}
    return {part: text for part, text in parts.items() if text}


def _issued(reference: Reference) -> dict[str, list[list[int]]] | None:
    if not reference.year:
        return None
    month, day = facts.day(reference)
    return {"date-parts": [[part for part in (reference.year, month, month and day) if part]]}


def _day(written: str) -> dict[str, list[list[int]]] | None:
    found = _DATE.fullmatch(written)
    return {"date-parts": [[int(part) for part in found.groups()]]} if found else None


def _place(reference: Reference, kind: str) -> dict[str, str]:
    """Where it appeared, and who published it."""
    venue = _text(reference.venue or "")
    publisher = _text(spoken(reference.fields.get("publisher") or reference.fields.get("organization") or ""))
    if kind == "article" and (archive := facts.archive(reference)):
        return {"publisher": archive.name}
    if kind in _PUBLISHED_BY:
        return {"publisher": publisher or venue}
    return {"container-title": _BLOG.sub("", venue) if kind == "post-weblog" else venue, "publisher": publisher}


def _number(reference: Reference, kind: str) -> dict[str, str]:
    number = _text(spoken(reference.fields.get("number") or reference.fields.get("issue") or ""))
    if kind == "article" and (archive := facts.archive(reference)):
        return {"number": f"{archive.name}:{archive.id}"}
    if kind in {"article-journal", "article-newspaper"}:
        return {"issue": _DASH.sub("-", number)}
    return {"collection-number" if "series" in reference.fields else "number": number}


def _edition(source: str) -> str:
    """Its number, which a style puts into words; what has none as it is."""
    text = _text(spoken(source))
    return editions.number(text) or text


def _custom(reference: Reference, kind: str) -> dict[str, str]:
    """What the rest cannot say."""
    archive, entry = facts.archive(reference), facts.entry_type(reference)
    told_entry, told_kind = _TOLD[kind]
    said = _place(reference, kind)
    values = {
        "eprint": archive.id if archive else "",
        "eprinttype": archive.name.lower() if archive else "",
        "eprintclass": archive.category or "" if archive else "",
        "entry": entry if entry != told_entry else "",
        "kind": reference.kind if reference.kind != told_kind else "",
    }
    venue = _text(reference.venue or "")
    if venue and venue != (said.get("container-title") or said["publisher"]):
        values["venue"] = venue
    return {name: value for name, value in values.items() if value}


def _text(text: str) -> str:
    """One line of text in which nothing is markup, or a command to a terminal."""
    return _apart(cleaning.line(text, longest=_LONGEST))


def _apart(text: str) -> str:
    """Text in which nothing is markup."""
    if "<" in text:
        text = _TAG.sub(f"<{_APART}", text)
    return text.replace("&", f"&{_APART}") if "&" in text and html.unescape(text) != text else text
