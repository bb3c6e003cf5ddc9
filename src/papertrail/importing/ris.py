"""RIS as publishers, Zotero, Mendeley and EndNote write it: lines of "TY  - value" from TY to ER.

Source: the RIS specification of Research Information Systems as kept at
https://web.archive.org/web/20120526103719/http://refman.com/support/risformat_intro.asp.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from papertrail import cleaning, identifiers
from papertrail.importing.draft import MONTHS, Draft, Name, inverted, person
from papertrail.importing.outcome import Import, Reader
from papertrail.importing.texts import unmarked
from papertrail.mistakes import quoted

_TAG = re.compile(r"\s*(?:([A-Z][A-Z0-9])  -|(TY|ER|AU|TI|T1|PY|UR|DO) -)(?:\s(.*)|)$", re.DOTALL)
_TYPES = {
    "ABST": "article", "BILL": "misc", "BLOG": "misc", "BOOK": "book", "CASE": "misc", "CHAP": "incollection",
    "COMP": "misc", "CONF": "inproceedings", "CPAPER": "inproceedings", "CTLG": "misc", "DATA": "misc", "DBASE": "misc",
    "DICT": "incollection", "EBOOK": "book", "ECHAP": "incollection", "EDBOOK": "book", "EJOUR": "article",
    "ELEC": "misc", "ENCYC": "incollection", "GEN": "misc", "GOVDOC": "techreport", "GRNT": "misc", "HEAR": "misc",
    "ICOMM": "misc", "INPR": "article", "JFULL": "article", "JOUR": "article", "MANSCPT": "misc", "MAP": "misc",
    "MGZN": "article", "MPCT": "misc", "MULTI": "misc", "MUSIC": "misc", "NEWS": "article", "PAMP": "misc",
    "PAT": "misc", "PCOMM": "misc", "PREPRINT": "misc", "RPRT": "techreport", "SER": "book", "SLIDE": "misc",
    "SOUND": "misc", "STAND": "techreport", "STAT": "misc", "THES": "phdthesis", "UNBILL": "misc", "UNPB": "misc",
    "VIDEO": "misc", "WEB": "misc",
}  # fmt: skip
_KINDS = {
    "BLOG": "blog", "BOOK": "book", "CHAP": "chapter", "COMP": "code", "DICT": "chapter", "EBOOK": "book",
    "ECHAP": "chapter", "EDBOOK": "book", "ELEC": "website", "ENCYC": "chapter", "MPCT": "video", "MULTI": "video",
    "NEWS": "news", "SER": "book", "SLIDE": "slides", "SOUND": "video", "VIDEO": "video", "WEB": "website",
}  # fmt: skip
_TITLES = ("TI", "T1", "CT")
_VENUES = {
    "article": ("JF", "T2", "JO", "JA", "J2", "J1", "BT"),
    "inproceedings": ("C3", "T2", "BT", "JF", "JO", "T3"),
    "incollection": ("T2", "BT", "JF", "JO"),
}
_OTHER_VENUES = ("T2", "JF", "JO", "JA", "J2")
_AUTHORS = ("AU", "A1")
_FIELDS = {
    "AB": "abstract", "C1": "annote", "CY": "address", "ET": "edition", "IS": "number", "J2": "shortjournal",
    "JA": "shortjournal", "LA": "language", "M3": "type", "N1": "note", "N2": "abstract", "PP": "address",
    "RN": "annote", "SE": "chapter", "ST": "shorttitle", "T3": "series", "VL": "volume", "VO": "volume",
}  # fmt: skip
_ROLES = {"A2": "editor", "ED": "editor", "A3": "editora", "A4": "translator"}
_LINKS = ("UR", "LK", "L2", "L1", "L3")
_DOI_TAGS = ("DO", "DI", "M3")
_ARXIV_TAGS = ("AN", "M1", "C7", "N1", "VL", "SP")
_DATES = ("PY", "Y1", "DA", "YR")
_HANDLED = frozenset(
    (*_TITLES, *_AUTHORS, *_FIELDS, *_ROLES, *_LINKS, *_DATES, "BT", "C3", "DI", "DO", "EP", "ID", "JF", "JO", "KW",
     "PB", "SN", "SP", "T2", "TY", "Y2")
)  # fmt: skip
_ISSN = re.compile(r"\d{4}-?\d{3}[\dXx]")
_INITIALS = re.compile(r"((?:[^\W\d_]\.[ -]?){1,4})([^\W\d_][\w'’-]+)")
_OTHERS = frozenset(("et al", "et al.", "others"))


@dataclass
class Record:
    """The lines from TY to ER: every tag with its values in order."""

    line: int
    values: dict[str, list[str]] = field(default_factory=dict)
    ended: bool = False

    def first(self, *tags: str) -> str:
        """The first value under the first of these tags that has one."""
        return next((value for tag in tags for value in self.values.get(tag, ()) if value), "")

    def every(self, *tags: str) -> list[str]:
        """All values under these tags."""
        return [value for tag in tags for value in self.values.get(tag, ()) if value]


def read_text(text: str, path: Path) -> Import:
    """The entries of a RIS text."""
    reader = Reader(path)
    for record in _records(text, reader):
        if not record.ended:
            reader.mistake(record.line, f"{_called(record)} has no ER line at its end")
        _draft(reader, record).keep()
    return reader.outcome()


def _records(text: str, reader: Reader) -> Iterator[Record]:
    record: Record | None = None
    values: list[str] = []
    strays = 0
    for number, line in enumerate(re.split(r"\r\n|\n|\r", text), start=1):
        match = _TAG.match(line)
        tag = (match[1] or match[2]) if match else None
        value = (match[3] or "").strip() if match else line.strip()
        if tag == "TY":
            if record:
                yield record
            values = [value]
            record = Record(number, {"TY": values})
        elif record and tag == "ER":
            record.ended = True
            yield record
            record = None
        elif record and tag:
            values = record.values.setdefault(tag, [])
            values.append(value)
        elif record:
            values[-1] += f"\n{value}"
        elif tag:
            strays += 1
            if strays == 1:
                reader.mistake(number, f"{quoted(line.strip())} stands before any TY line and was left out")
    if record:
        yield record


def _called(record: Record) -> str:
    name = unmarked(record.first("ID") or record.first(*_TITLES))
    return f"record {quoted(name)}" if name else "this record"


def _draft(reader: Reader, record: Record) -> Draft:
    draft = Draft(reader, record.line, _called(record))
    written = record.first("TY").upper()
    draft.entry_type, draft.kind = _TYPES.get(written, "misc"), _KINDS.get(written, "paper")
    if written not in _TYPES:
        draft.changed(f"the type {quoted(written)} is taken as a paper" if written else "it has no type")
    draft.set_key(record.first("ID"))
    draft.title = unmarked(record.first(*_TITLES) or (record.first("BT") if draft.entry_type == "book" else ""))
    draft.names, draft.complete = _people(record.every(*_AUTHORS))
    draft.publisher = record.first("PB")
    draft.venue = record.first(*_VENUES.get(draft.entry_type, _OTHER_VENUES))
    _set_date(draft, record)
    _set_identifiers(draft, record)
    _set_fields(draft, record)
    return draft


def _people(written: list[str]) -> tuple[list[Name], bool]:
    people: list[Name] = []
    complete = True
    for value in written:
        for name in re.split(r"\s*[;\n]\s*", unmarked(value) if "\n" not in value else value):
            if name.lower() in _OTHERS:
                complete = False
            elif match := _INITIALS.fullmatch(name):
                people.append(person(match[2], match[1]))
            elif found := inverted(name):
                people.append(found)
    return people, complete


def _set_date(draft: Draft, record: Record) -> None:
    dates = record.every(*_DATES)
    written = next((date for date in dates if re.match(r"\s*\d{3,4}(?!\d)", date)), dates[0] if dates else "")
    draft.set_year(written)
    for date in dates:
        match = re.match(r"\s*\d{4}[/-](\d{1,2})(?:[/-]|\s*$)", date)
        if match and 1 <= int(match[1]) <= len(MONTHS):
            draft.put("month", MONTHS[int(match[1]) - 1])


def _set_identifiers(draft: Draft, record: Record) -> None:
    for value in record.every(*_DOI_TAGS):
        if value not in record.values.get("M3", ()) or value.lower().startswith(("10.", "doi:", "http")):
            draft.set_doi(value)
    for tag in _LINKS:
        for value in record.values.get(tag, ()):
            if tag in {"L1", "L2", "L3"} and "://" not in value:
                draft.put("file", value)
            else:
                draft.set_url(re.split(r"[\n;]\s*(?=https?:)", value)[0].replace("\n", ""))
    for tag in _ARXIV_TAGS:
        found = draft.look_for_arxiv(record.first(tag))
        if found and tag == "AN":
            del record.values["AN"]
            if identifiers.arxiv_id(draft.url or "") == draft.arxiv:
                draft.url = None  # the page of the preprint, which needs no telling


def _set_fields(draft: Draft, record: Record) -> None:
    first, last = record.first("SP"), record.first("EP")
    draft.put_pages(f"{first}--{last}" if first and last and last not in first else first or last)
    draft.put("keywords", ", ".join(", ".join(value.split("\n")) for value in record.every("KW")))
    for value in record.every("SN"):
        draft.put("issn" if _ISSN.match(value) and not _is_isbn(value) else "isbn", value)
    for tag, name in _ROLES.items():
        draft.put_names(name, _people(record.every(tag))[0])
    for tag, name in _FIELDS.items():
        draft.put(name, "\n\n".join(record.every(tag)))
    if visited := re.match(r"(\d{4})[/-](\d{1,2})[/-](\d{1,2})", record.first("Y2")):
        draft.put("urldate", f"{visited[1]}-{visited[2]:0>2}-{visited[3]:0>2}")
    for tag in record.values:
        if tag not in _HANDLED:
            draft.put(f"ris-{tag.lower()}", "; ".join(record.every(tag)))


def _is_isbn(value: str) -> bool:
    digits = re.findall(r"[\dXx]", cleaning.line(value).split(" ")[0])
    return len(digits) in {10, 13}
