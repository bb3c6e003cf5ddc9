"""RIS for reference managers: a two-letter tag, two blanks, a hyphen and a value on each line, CR LF at its end."""

import re
from collections.abc import Iterable, Iterator

from papertrail.bibliography.mapping import ris as mapping
from papertrail.bibliography.mapping.months import season_name
from papertrail.bibliography.record import UNTOLD, Date, Record
from papertrail.bibliography.writing.addresses import address, arxiv_page, doi, eprint
from papertrail.bibliography.writing.keys import keyed
from papertrail.people import to_inverted

_PAGES = re.compile(r"(\w+)\s*(?:-{1,3}|[–—])\s*(\w+)")
_RANGE = re.compile(r"^(\d+)-(\d+)$", re.ASCII)
_FIRST = ("VL", "IS", "T3", "SE", "ET", "CY")
_BEFORE_PAGES = (*((tag, mapping.TAGS.get(tag, "")) for tag in _FIRST), ("SN", "ISBN"), ("SN", "ISSN"))
_AT_END = tuple((tag, variable) for tag, variable in mapping.TAGS.items() if tag not in {*_FIRST, "PB"})
_PLACES = frozenset((*mapping.OTHER_CONTAINERS, *(tag for tags in mapping.CONTAINERS.values() for tag in tags), "PB"))


def ris(records: Iterable[Record]) -> Iterator[str]:
    """Records as RIS, record by record."""
    for key, record in keyed(records):
        lines = [f"{tag}  - {text}" for tag, text in _values(record, key) if text]
        if record.kept and "ris" in record.kept:
            lines += _kept(record, {line[:2] for line in lines})
        yield "\r\n".join((*lines, "ER  - ", "", ""))


def _values(record: Record, key: str) -> Iterator[tuple[str, str]]:
    yield "TY", _type(record)
    yield "ID", key
    yield "TI", _text(record, "title")
    yield from _names(record)
    if issued := record.dates.get("issued"):
        yield from _issued(issued)
    publisher, container = _text(record, "publisher"), _container_title(record)
    if record.type in mapping.PUBLISHED:
        publisher = publisher or container
    elif container != publisher:
        yield from _container(record, container)
    first, *others = _numbers(record)
    for tag, variable in _BEFORE_PAGES:
        if tag == "IS":
            yield first
        elif variable in record.texts and (tag != "T3" or _text(record, variable) != container):
            yield tag, _text(record, variable)
    yield from _pages(record)
    yield "PB", publisher
    yield from _addresses(record)
    yield from others
    yield from ((tag, _text(record, variable)) for tag, variable in _at_end(record))
    if accessed := record.dates.get("accessed"):
        yield "Y2", _day(accessed)


def _at_end(record: Record) -> Iterator[tuple[str, str]]:
    """The tags that need no thought; an abbreviation only beside the whole name."""
    for tag, variable in _AT_END:
        if variable in record.texts and (tag != "J2" or "container-title" in record.texts):
            yield tag, variable


def _addresses(record: Record) -> Iterator[tuple[str, str]]:
    yield "DO", doi(record.doi) or ""
    if record.arxiv and eprint(record.arxiv):
        yield "AN", f"arXiv:{record.arxiv}"
    yield "UR", address(record.url) or (_is_preprint(record) and arxiv_page(record)) or ""


def _is_preprint(record: Record) -> bool:
    """True for a preprint, and for what every reader of RIS takes for one: RIS cannot say that it is none."""
    if record.is_preprint or not record.arxiv or record.venue or _container_title(record):
        return record.is_preprint
    return mapping.TYPES.get(mapping.OF_CSL[record.type], "document") in UNTOLD


def _type(record: Record) -> str:
    own = record.kept["ris"].get("@type") if record.kept and "ris" in record.kept else None
    if own and mapping.TYPES.get(own, "document") == record.type:
        return own
    if _is_preprint(record):
        return mapping.OF_KIND.get(record.kind) or mapping.OF_CSL["article"]
    return mapping.OF_CSL[record.type]


def _text(record: Record, variable: str) -> str:
    """A variable as plain text, in which readers who know HTML find none."""
    text = record.texts.get(variable, "")
    return _apart(text if isinstance(text, str) else record.text(variable))


def _apart(text: str) -> str:
    if "<" not in text and "&" not in text:
        return text
    from papertrail.text.html import write_csl  # noqa: PLC0415 - few texts have signs that look like markup

    return write_csl(text)


def _names(record: Record) -> Iterator[tuple[str, str]]:
    for role, tag in mapping.TAGS_OF_NAMES.items():
        if role in record.names:
            people = record.names[role]
            yield from ((tag, _apart(to_inverted(name))) for name in people.names)
            if not people.complete:
                yield tag, "et al."


def _container(record: Record, container: str) -> Iterator[tuple[str, str]]:
    """What it appeared in; of a conference that has another name than its proceedings, both."""
    if record.type in mapping.JOURNALS:
        yield "JO", container
    elif record.type == "paper-conference" and (event := _text(record, "event-title")) and container:
        yield "C3", container
        yield "T2", event
    else:
        yield "T2", container


def _container_title(record: Record) -> str:
    """What it appeared in; where only its abbreviation or its series is known, readers of RIS take that for it."""
    others = ("container-title-short", "collection-title" if record.type == "paper-conference" else "")
    return next(filter(None, (_text(record, name) for name in ("container-title", *others))), "")


def _numbers(record: Record) -> list[tuple[str, str]]:
    """Its numbers with their tags; the first stands before the others."""
    number = _text(record, "number")
    if record.type in mapping.ARTICLES:
        return [("IS", _RANGE.sub("\\1–\\2", _text(record, "issue"))), ("C7", number)]
    if in_series := _text(record, "collection-number"):
        return [("IS", in_series), ("M1", number)]
    return [("IS", number or _text(record, "issue"))]


def _issued(date: Date) -> Iterator[tuple[str, str]]:
    """The year, and what else is known of the day."""
    words = season_name(date.season) or date.literal
    if not date.begin or date.begin[0] <= 0:
        yield "PY", words
        return
    yield "PY", f"{date.begin[0]:04}"
    if len(date.begin) > 1 or words:
        yield "DA", f"{_day(date)}/{words}" if words else _day(date)


def _day(date: Date) -> str:
    """A day as ``2017/06/12``; what is not known is empty."""
    if not date.begin:
        return date.literal
    year, *rest = (*(f"{part:02}" for part in date.begin), "", "")[:3]
    return "/".join((year.zfill(4), *rest))


def _pages(record: Record) -> Iterator[tuple[str, str]]:
    text = _text(record, "page")
    if span := _PAGES.fullmatch(text):
        yield "SP", span[1]
        yield "EP", span[2]
    else:
        yield "SP", text or (_text(record, "number-of-pages") if record.type in mapping.PAGED else "")


def _kept(record: Record, written: set[str]) -> Iterator[str]:
    """The lines of tags that nobody knows; the names of an archive only while it is still a preprint."""
    for tag, text in record.kept["ris"].items():
        if tag.startswith("@") or tag in written or (tag in _PLACES and record.type != "article"):
            continue
        yield from (f"{tag}  - {line}" for line in text.split("\n"))
