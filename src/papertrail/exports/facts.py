"""What formats say of a reference alike: its type, its title, its place, its day, its address, its key."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from papertrail.exports.addresses import address, eprint
from papertrail.exports.latex import Encoder
from papertrail.exports.spoken import spoken
from papertrail.identifiers import folded
from papertrail.references import Reference

Marks = Mapping[str, Mapping[str, str]]
"""Fields that a reader wants beside what all the world may know, by citation key."""

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
TYPES = {
    "conference": "inproceedings", "online": "misc", "electronic": "misc", "www": "misc", "webpage": "misc",
    "report": "techreport", "thesis": "phdthesis", "mathesis": "mastersthesis", "collection": "book",
    "mvbook": "book", "mvcollection": "book", "mvproceedings": "proceedings", "suppbook": "inbook",
    "inreference": "incollection", "reference": "book", "periodical": "misc", "suppperiodical": "article",
    "unpublished": "misc", "software": "misc", "dataset": "misc", "video": "misc", "movie": "misc", "patent": "misc",
}  # fmt: skip
"""BibLaTeX's types as BibTeX's."""

PLACES = {
    "article": ("journal", "journaltitle"), "inproceedings": ("booktitle",), "incollection": ("booktitle",),
    "inbook": ("booktitle",), "book": ("publisher",), "proceedings": ("publisher",), "booklet": ("howpublished",),
    "phdthesis": ("school", "institution"), "mastersthesis": ("school", "institution"),
    "techreport": ("institution",), "manual": ("organization",), "misc": ("howpublished",),
}  # fmt: skip
"""The field for where a work of each type appeared, and its other name. The types are all that BibTeX has."""

_SHOWN = frozenset(("article", "inproceedings", "incollection", "misc"))
"""The types whose place is what a record shows as its venue; a reader may have corrected it there."""

_GROUP = re.compile(r"(?:^|[^A-Za-z])\{[^\\}]")
_BAD_IN_KEY = re.compile(r"[^\w:.+/&'-]|[&']")
_DATE = re.compile(r"\d{4}-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?", re.ASCII)
_PAGES = re.compile(r"[0-9]++(?:--[0-9]++)?")
_RANGE = re.compile(r"(?<=\w)\s*(?:[–—]|-+)\s*(?=\w)")


class Archive(NamedTuple):
    """Where a preprint lies."""

    name: str
    id: str
    category: str | None


def entry_type(reference: Reference) -> str:
    """The type of an entry in BibTeX's words, as its bibliography has it."""
    entry = TYPES.get(reference.entry, reference.entry)
    if entry == "inbook" and "booktitle" in reference.fields:
        return "incollection"
    return entry if entry in PLACES else "misc"


def has_title_of_book(reference: Reference) -> bool:
    """True for a part of a book as BibTeX has it: its title is the book's, and else only the publisher is known."""
    return entry_type(reference) == "inbook" and reference.venue in {
        None,
        spoken(reference.fields.get("publisher", "")),
    }


def title(reference: Reference, encoder: Encoder) -> str:
    """The title, its braces those of the bibliography where it has any."""
    source = reference.fields.get("title")
    if source and _GROUP.search(source) and not _is_wholly_braced(source) and spoken(source) == reference.title:
        return encoder.source(source)
    return encoder.title(reference.title)


def place(reference: Reference, entry: str, encoder: Encoder) -> str:
    """Where a work of this type appeared; empty where that is not known."""
    for name in PLACES[entry]:
        if written := reference.fields.get(name):
            shown = reference.venue if entry in _SHOWN else None
            found = _place(written, shown, encoder)
            if found is not None:
                return found
    # A venue is the journal of an article, the school of a thesis; who published a collection it does not tell.
    own = entry_type(reference)
    if (
        reference.venue
        and not has_title_of_book(reference)
        and (entry == own or entry in {"misc", "booklet", "inproceedings"})
    ):
        return encoder.text(reference.venue)
    return ""


@lru_cache(maxsize=10_000)
def _place(source: str, shown: str | None, encoder: Encoder) -> str | None:
    """A place as the bibliography has it; None where the reader has another one for it."""
    if shown and spoken(source) != shown:
        return None
    return "" if _is_address(source) else encoder.source(source)


def pages(reference: Reference, encoder: Encoder) -> str:
    """Pages, a range with two hyphens."""
    source = reference.fields.get("pages")
    if not source or _PAGES.fullmatch(source):
        return source or ""
    return encoder.source(_RANGE.sub("--", source))


def day(reference: Reference) -> tuple[int | None, int | None]:
    """Month and day of publication, as far as they are known."""
    if reference.date and (match := _DATE.fullmatch(reference.date)):
        return int(match[1]), int(match[2]) if match[2] else None
    written = folded(reference.fields.get("month", "")).strip('{}" .')
    if written.isdecimal():
        return (int(written), None) if 1 <= int(written) <= len(MONTHS) else (None, None)
    return (MONTHS.index(written[:3]) + 1, None) if _is_month(written) else (None, None)


def archive(reference: Reference) -> Archive | None:
    """Where the preprint lies: arXiv, or what the bibliography names."""
    if reference.arxiv:
        return Archive("arXiv", reference.arxiv, reference.primary_class) if eprint(reference.arxiv) else None
    if "eprint" not in reference.fields:
        return None
    own = reference.fields.get("eprint", "")
    name = reference.fields.get("eprinttype") or reference.fields.get("archiveprefix") or ""
    return Archive(name, own, None) if own and eprint(own) and re.fullmatch(r"[A-Za-z0-9.-]+", name) else None


def is_preprint(reference: Reference) -> bool:
    """True for what lies in an archive, and is not known to have appeared anywhere else."""
    return bool(archive(reference)) and not reference.venue and entry_type(reference) in {"misc", "article"}


def url(reference: Reference) -> str | None:
    """Its address; for a preprint without one, its page at arXiv."""
    own = address(reference.url)
    if own or not is_preprint(reference):
        return own
    lies_in = archive(reference)
    return f"https://arxiv.org/abs/{lies_in.id}" if lies_in and lies_in.name == "arXiv" else None


def keyed(references: Iterable[Reference]) -> Iterator[tuple[str, Reference]]:
    """Each reference with its key: its own, unless that would break a file or another has it already."""
    taken: set[str] = set()
    for reference in references:
        key = reference.key
        if not key.isalnum():
            key = _BAD_IN_KEY.sub("-", key)
        if (small := key.lower()) in taken:
            key = next(f"{key}-{number}" for number in range(2, 1_000_000) if f"{small}-{number}" not in taken)
            small = key.lower()
        taken.add(small)
        yield key, reference


def _is_month(written: str) -> bool:
    names = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
             "november", "december")  # fmt: skip
    return len(written) >= 3 and (written == "sept" or any(name.startswith(written) for name in names))  # noqa: PLR2004


def _is_address(source: str) -> bool:
    return "://" in source or "\\url" in source or "\\href" in source


def _is_wholly_braced(source: str) -> bool:
    """True where one pair of braces holds everything, which is no protection of words: ``{A} and {B}`` is."""
    if not (source.startswith("{") and source.endswith("}")):
        return False
    depth = 0
    for index, char in enumerate(source):
        depth += {"{": 1, "}": -1}.get(char, 0)
        if depth == 0:
            return index == len(source) - 1
    return False
