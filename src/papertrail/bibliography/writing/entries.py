"""What BibTeX and BibLaTeX say of a record alike: keys, pages, numbers, archives, and what CSL has no variable for."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from papertrail import people
from papertrail.bibliography.mapping import bibtex as table
from papertrail.bibliography.record import Record
from papertrail.bibliography.writing.addresses import eprint, verbatim
from papertrail.text import latex
from papertrail.text.latex import Encoding
from papertrail.text.marked import Text

Marks = Mapping[str, Mapping[str, str]]
"""Fields that a reader wants beside what all the world may know, by citation key."""

_NUMBERS = re.compile(r"[0-9]+(?:-[0-9]+)?")
_RANGE = re.compile(r"\s*(?:[–—]|-{2,})\s*")
_HYPHEN = re.compile(r"(?<=\d)\s*-\s*(?=\w*\d)")
_ROMAN = re.compile(r"(?<![\w-])([ivxlcdm]+)\s*-\s*([ivxlcdm]+)(?![\w-])", re.IGNORECASE)
_ARCHIVE = re.compile(r"[A-Za-z0-9.-]+")
_NOT_AS_IS = re.compile(r"[\\{}%#$~^\"&]")
_ADDRESS = re.compile(r"://|\\url\b|\\href\b")

FIRST_NAMES = frozenset(("author", "editor"))
"""The people whom every entry names first."""

NOTHING: dict[str, str] = {}


class Archive(NamedTuple):
    """Where a preprint lies."""

    name: str
    id: str
    category: str | None


def archive(record: Record) -> Archive | None:
    """Where the preprint lies: arXiv, or the archive that the record names."""
    if record.arxiv:
        return Archive("arXiv", record.arxiv, record.arxiv_class) if eprint(record.arxiv) else None
    if "archive_location" not in record.texts or "archive" not in record.texts:
        return None
    name, own = record.text("archive"), record.text("archive_location")
    name = name if _ARCHIVE.fullmatch(name) else _ARCHIVE_KEYS.get(name, name)
    return Archive(name, own, None) if eprint(own) and _ARCHIVE.fullmatch(name) else None


_ARCHIVE_KEYS = {name: key for key, name in table.ARCHIVES.items()}


def kept(record: Record) -> dict[str, str]:
    """The fields of the record for which CSL has no variable."""
    return record.kept.get("bibtex", NOTHING)


def pages(text: str, encoding: Encoding) -> str:
    """Pages, a range with two hyphens."""
    if _NUMBERS.fullmatch(text):
        return text.replace("-", "--")
    if "–" not in text and "—" not in text:
        text = _ROMAN.sub(r"\1–\2", _HYPHEN.sub("–", text))
    return "--".join(map(encoding.words, _RANGE.split(text)))


def numbers(text: Text, encoding: Encoding) -> str:
    """A number, or a range of them with two hyphens."""
    if isinstance(text, str) and text.isalnum() and text.isascii():
        return text
    return encoding.text(text).replace("–", "--")


def issue_or_number(record: Record, spec: table.EntryType, encoding: Encoding) -> str:
    """The number of an issue, of a volume in its series, or of a report, as the field has it."""
    found = _number(record, spec)
    if spec.number == "issue" and isinstance(found, str) and _NUMBERS.fullmatch(found):
        return found.replace("-", "--")
    return numbers(found, encoding) if found else ""


def _number(record: Record, spec: table.EntryType) -> Text:
    """The number of an issue, of a volume in its series, or of a report."""
    texts = record.texts
    if spec.number == "issue":
        return texts.get("issue", "")
    names = (spec.number, "number", "collection-number", "issue")
    return next((texts[name] for name in names if texts.get(name)), "")


def eid(record: Record, spec: table.EntryType, encoding: Encoding) -> str:
    """The number of an article, which stands in for its pages."""
    if spec.number == "issue" and "number" in record.texts:
        return numbers(record.texts["number"], encoding)
    return encoding.source(kept(record).get("eid", "")) if record.kept else ""


def is_address(source: str) -> bool:
    """True for LaTeX that shows a web address."""
    return bool(_ADDRESS.search(source))


def is_own_address(source: str, record: Record) -> bool:
    """True for LaTeX that shows the address of the record, and nothing else."""
    return record.url is not None and is_address(source) and latex.address(source) == record.url


@lru_cache(maxsize=10_000)
def place(text: Text, encoding: Encoding) -> str:
    """The name of a journal or publisher as LaTeX; the same ones come again and again."""
    return encoding.text(text)


@lru_cache(maxsize=1_000)
def kept_value(name: str, source: str, encoding: Encoding) -> str:
    """A field that was kept as LaTeX, as harmless LaTeX."""
    if name in table.OTHER_NAMES:
        return people.to_bibtex(people.from_bibtex(source).people, encoding)
    if name in table.VERBATIM:
        return verbatim(source)
    if name in table.KEYS and not _NOT_AS_IS.search(source):
        return source
    return encoding.source(source)


def carried(record: Record) -> Iterator[tuple[str, str]]:
    """The kept fields that BibTeX or BibLaTeX know, by BibLaTeX's names."""
    for name, source in kept(record).items():
        if name in table.CARRIED or name in table.SECOND:
            yield name, source
