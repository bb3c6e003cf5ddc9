"""RIS as publishers, Zotero, Mendeley and EndNote write it: lines of "TY  - value" from TY to ER."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from papertrail import cleaning
from papertrail.bibliography import dates
from papertrail.bibliography.mapping import csl, ris
from papertrail.bibliography.mapping.months import season_number
from papertrail.bibliography.reading.draft import Draft
from papertrail.bibliography.reading.outcome import Import, Reader
from papertrail.bibliography.record import Date, Record
from papertrail.bibliography.writing import editions
from papertrail.bibliography.writing.addresses import arxiv_page
from papertrail.mistakes import quoted
from papertrail.people import People, from_inverted, listed
from papertrail.text import html
from papertrail.text.plain import plain

_TAG = re.compile(r"\s*(?:([A-Z][A-Z0-9])  -|(TY|ER|AU|TI|T1|PY|UR|DO) -)(?:\s(.*)|)$", re.DOTALL)
_AUTHORS = ("AU", "A1")
_DOI_TAGS = ("DO", "DI", "M3")
_RANGE = re.compile(r"^(\d+)–(\d+)$", re.ASCII)
_IN_PARTS = re.compile(r"\s*[;\n]\s*")
_ISSN = re.compile(r"\d{4}-?\d{3}[\dXx]")
_DAY = re.compile(r"(?P<year>\d{3,4})(?:[/-](?P<month>\d{0,2}))?(?:[/-](?P<day>\d{0,2}))?(?:/(?P<words>.*))?", re.ASCII)
_HANDLED = frozenset(
    (
        *ris.TITLES, *ris.TAGS, *ris.SYNONYMS, *ris.NAMES, *ris.NAME_SYNONYMS, *ris.LINKS, *ris.DATES, *ris.PRIVATE,
        *_AUTHORS, "AB", "BT", "C3", "C7", "DI", "DO", "EP", "ID", "IS", "J1", "JF", "JO", "M1", "N2", "SN", "SP",
        "T2", "TY", "Y2",
    )
)  # fmt: skip


@dataclass
class Lines:
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
    """The records of a RIS text."""
    reader = Reader(path)
    for lines in _records(text, reader):
        if not lines.ended:
            reader.mistake(lines.line, f"{_called(lines)} has no ER line at its end")
        _draft(reader, lines).keep()
    return reader.outcome()


def _records(text: str, reader: Reader) -> Iterator[Lines]:
    found: Lines | None = None
    values: list[str] = []
    strays = 0
    for number, line in enumerate(re.split(r"\r\n|\n|\r", text), start=1):
        match = _TAG.match(line)
        tag = (match[1] or match[2]) if match else None
        value = (match[3] or "").strip() if match else line.strip()
        if tag == "TY":
            if found:
                yield found
            values = [value]
            found = Lines(number, {"TY": values})
        elif found and tag == "ER":
            found.ended = True
            yield found
            found = None
        elif found and tag:
            values = found.values.setdefault(tag, [])
            values.append(value)
        elif found:
            values[-1] += f"\n{value}"
        elif tag:
            strays += 1
            if strays == 1:
                reader.mistake(number, f"{quoted(line.strip())} stands before any TY line and was left out")
    if found:
        yield found


def _called(lines: Lines) -> str:
    name = _words(lines.first("ID") or lines.first(*ris.TITLES))
    return f"record {quoted(name)}" if name else "this record"


def _draft(reader: Reader, lines: Lines) -> Draft:
    draft = Draft(reader, _called(lines), Record(line=lines.line))
    _take_type(draft, cleaning.line(lines.first("TY")).upper())
    draft.set_key(lines.first("ID"))
    _take_titles(draft, lines)
    _take_names(draft, lines)
    _take_dates(draft, lines)
    _take_addresses(draft, lines)
    _take_arxiv(draft, lines)
    _take_numbers(draft, lines)
    _take_texts(draft, lines)
    _take_others(draft, lines)
    draft.settle_type()
    _keep_type(draft, cleaning.line(lines.first("TY")).upper())
    _leave_out_derived(draft.record)
    return draft


def _take_type(draft: Draft, written: str) -> None:
    record = draft.record
    record.type = ris.TYPES.get(written, "document")
    record.kind = ris.KINDS.get(written) or csl.kind(record.type)
    if written not in ris.TYPES:
        draft.changed(f"the type {quoted(written)} is taken as a paper" if written else "it has no type")


def _keep_type(draft: Draft, written: str) -> None:
    """Keep a type that is not the one by which such a work leaves."""
    if written and written != ris.OF_CSL[draft.record.type] and ris.TYPES.get(written, "document") == draft.record.type:
        draft.hold("ris", "@type", written)


def _take_titles(draft: Draft, lines: Lines) -> None:
    record = draft.record
    titles = ("BT",) if record.type == "book" else ("JF", "JO", "T2") if record.type == "periodical" else ()
    draft.put("title", lines.first(*ris.TITLES, *titles))
    tag = next((tag for tag in _containers(record.type) if lines.first(tag)), "")
    place = lines.first(tag)
    if draft.is_arxiv(_words(place)):
        draft.hold("ris", tag, cleaning.line(place))
    elif record.type in ris.PUBLISHED:
        draft.put("collection-title", lines.first("T3") or place)
    elif record.type != "periodical" or lines.first(*ris.TITLES):
        draft.put("container-title", place)
    if tag == "C3":
        draft.put("event-title", lines.first("T2"))
    short = (lines.first(tag) for tag in ris.ABBREVIATIONS)
    draft.put("container-title-short", next((name for name in short if name and name != place), ""))


def _containers(csl_type: str) -> tuple[str, ...]:
    like = "article-journal" if csl_type in ris.ARTICLES else "chapter" if csl_type.startswith("entry") else csl_type
    return ris.CONTAINERS.get(like, ris.OTHER_CONTAINERS)


def _take_names(draft: Draft, lines: Lines) -> None:
    roles = {"author": _AUTHORS} | {
        role: (tag, *(other for other, same in ris.NAME_SYNONYMS.items() if same == role))
        for tag, role in ris.NAMES.items()
    }
    for role, tags in roles.items():
        if people := _people(lines.every(*tags)):
            draft.record.names[role] = people


def _people(written: Iterable[str]) -> People:
    """The names; where somebody put several into one line, each of them."""
    names = (name for value in written for name in _IN_PARTS.split(_words(value) if "\n" not in value else value))
    return listed(filter(None, names), from_inverted)


def _take_dates(draft: Draft, lines: Lines) -> None:
    """The date that tells most; a year is a date too."""
    found = [_date(written) for written in lines.every(*ris.DATES)]
    best = max((date for date in found if date.begin), key=lambda date: len(date.begin), default=None)
    if best is None and found:
        best = found[0]
        draft.changed(f"{quoted(best.literal)} does not begin with a year", "write it as 2017 or 2017-06-12")
    if best:
        words = next((date for date in found if date.literal or date.season), best)
        draft.put_date("issued", best._replace(literal=words.literal, season=words.season))
    if visited := lines.first("Y2"):
        draft.put_date("accessed", _date(visited))


def _date(written: str) -> Date:
    """A date as ``2017/06/12/words``, or in words."""
    match = _DAY.fullmatch(written.strip())
    if not match:
        return dates.parsed(written) or dates.in_words(written)
    date = dates.of_parts([int(match[name] or 0) for name in ("year", "month", "day")])
    words = cleaning.line(match["words"] or "").strip("/")
    if season := season_number(words):
        return date._replace(season=str(season))
    return date._replace(literal=words)


def _take_addresses(draft: Draft, lines: Lines) -> None:
    for value in lines.every(*_DOI_TAGS):
        if value not in lines.values.get("M3", ()):
            draft.set_doi(value)
        elif value.lower().startswith(("10.", "doi:", "http")):
            draft.set_doi(value)
            lines.values["M3"].remove(value)
    for tag in ris.LINKS:
        for value in lines.values.get(tag, ()):
            if tag in ris.FILES and "://" not in value:
                draft.put_private("file", value)
            else:
                draft.set_url(re.split(r"[\n;]\s*(?=https?:)", value)[0].replace("\n", ""))


def _take_arxiv(draft: Draft, lines: Lines) -> None:
    for tag in ris.ARXIV:
        if draft.look_for_arxiv(lines.first(tag)) and tag == "AN":
            del lines.values["AN"]


def _take_numbers(draft: Draft, lines: Lines) -> None:
    csl_type = draft.record.type
    first, last = lines.first("SP"), lines.first("EP")
    if csl_type in ris.PAGED and first.isdecimal() and not last:
        draft.put("number-of-pages", first)
    else:
        draft.put("page", f"{first}-{last}" if first and last and last not in first else first or last)
    if csl_type in ris.ARTICLES:
        draft.put("issue", _RANGE.sub(r"\1-\2", lines.first("IS")))
        draft.put("number", lines.first("C7"))
    else:
        draft.put(
            "collection-number" if "collection-title" in draft.record.texts or lines.first("T3", "M1") else "number",
            lines.first("IS"),
        )
        draft.put("number", lines.first("M1"))
    for value in lines.every("SN"):
        is_issn = _ISSN.match(value) and not _is_isbn(value)
        draft.put("ISSN" if is_issn else "ISBN", value, is_marked=False)


def _take_texts(draft: Draft, lines: Lines) -> None:
    publisher = lines.first("PB")
    if draft.is_arxiv(publisher):
        draft.hold("ris", "PB", cleaning.line(publisher))
        lines.values["PB"].clear()
    edition = lines.first("ET")
    draft.put("edition", editions.number(edition) or edition)
    draft.put_abstract("\n\n".join(lines.every("AB", "N2")))
    is_in_series = lines.first("T3") != draft.record.text("container-title")
    for tag, variable in ris.TAGS.items():
        if tag != "T3" or is_in_series:
            others = (other for other, same in ris.SYNONYMS.items() if same == tag)
            draft.put(variable, lines.first(tag, *others))


def _take_others(draft: Draft, lines: Lines) -> None:
    """What is the reader's own, and the tags that nobody knows."""
    for name in dict.fromkeys(ris.PRIVATE.values()):
        values = lines.every(*(tag for tag, own in ris.PRIVATE.items() if own == name))
        between = ", " if name == "keywords" else "\n\n"
        draft.put_private(
            name, between.join(value.replace("\n", between) if name == "keywords" else value for value in values)
        )
    for tag in lines.values:
        if tag not in _HANDLED and (values := lines.every(tag)):
            draft.hold("ris", tag, "\n".join(map(cleaning.line, values)))


def _leave_out_derived(record: Record) -> None:
    """Leave out the page that `writing.ris` gives every preprint."""
    if record.type == "article" and record.arxiv and record.url == arxiv_page(record):
        del record.texts["URL"]


def _words(value: str) -> str:
    """A value as one line of plain text."""
    return plain(html.read(value)) if "<" in value or "&" in value else cleaning.line(value)


def _is_isbn(value: str) -> bool:
    digits = re.findall(r"[\dXx]", cleaning.line(value).split(" ")[0])
    return len(digits) in {10, 13}
