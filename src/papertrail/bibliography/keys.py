"""Citation keys: the one of a work that brings none, and those that other programs make, for one export."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from papertrail.bibliography.record import Record
from papertrail.identifiers import FILLERS, citation_key, folded
from papertrail.people import Name
from papertrail.text.marked import Mark, Text

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
OWN_KEYS = "papertrail"
"""The pattern that leaves the library's own keys as they are."""

_TITLE_WORDS = 3
_LABEL_NAMES = 4
"""Up to so many authors have a letter each in a label; of more, the first three."""

_DBLP_NAMES = 10
"""So many authors beside the first have a letter each in DBLP's keys."""


def coined_key(record: Record) -> str:
    """A key of the first author, the year and a word of the title; it may be another work's already."""
    first = next(iter(record.people.names), None)
    family = (first.family or next(iter(first.literal.split()), "")) if first else ""
    return citation_key(family, record.year, record.text("title"))


def renamed(records: Sequence[Record], pattern: str) -> Sequence[Record]:
    """Records with the keys of a pattern, in their order.

    Where several works would have one key, whatever its case, all but the first get b, c, … by the order of the keys
    that they have in the library, so that the same works have the same keys in every export.
    """
    if pattern == OWN_KEYS:
        return records
    make = PATTERNS[pattern]
    keys: dict[str, str] = {}
    taken: set[str] = set()
    for record in sorted(records, key=lambda one: one.key):
        wanted = make(record) or record.key
        key = next(free for free in _candidates(wanted) if free.lower() not in taken)
        taken.add(key.lower())
        keys[record.key] = key
    return [replace(record, key=keys[record.key]) for record in records]


def scholar(record: Record) -> str:
    """As Google Scholar: family name, year, first word of the title (``vaswani2017attention``)."""
    words = _significant(record.title)
    return f"{_family(record)}{record.year or ''}{''.join(words[:1])}".lower()


def better_bibtex(record: Record) -> str:
    """As Better BibTeX for Zotero: family name, title words in capitals, year (``vaswaniAttentionAllYou2017``)."""
    family = _family(record)
    words = [f"{word[0].upper()}{word[1:]}" for word in _significant(record.title)[:_TITLE_WORDS]]
    key = f"{family}{''.join(words)}{record.year or ''}"
    return f"{key[:1].lower()}{key[1:]}"


def author_year(record: Record) -> str:
    """Family name and year (``Vaswani2017``)."""
    family = _family(record) or "".join(word.capitalize() for word in _significant(record.title)[:1])
    return f"{family[:1].upper()}{family[1:]}{record.year or ''}"


def alpha(record: Record) -> str:
    """As the labels of BibTeX's style alpha, and many papers of cryptography (``VSPU17``)."""
    names = list(filter(None, map(_ascii, map(_last, record.authors.names))))
    year = f"{record.year % 100:02}" if record.year else ""
    if not names:
        return f"{''.join(word.capitalize() for word in _significant(record.title)[:1])[:3]}{year}"
    if len(names) == 1 and record.authors.complete:
        return f"{names[0][:3]}{year}"
    shown = names if len(names) <= _LABEL_NAMES and record.authors.complete else names[: _LABEL_NAMES - 1]
    return f"{''.join(name[0].upper() for name in shown)}{'' if shown is names else '+'}{year}"


def dblp(record: Record) -> str:
    """As the last part of DBLP's keys: first family name, the others' first letters, year (``VaswaniSPUJGKP17``)."""
    letters = [name[0].upper() for name in map(_ascii, map(_last, record.authors.names[1 : _DBLP_NAMES + 1])) if name]
    year = f"{record.year % 100:02}" if record.year else ""
    family = _family(record) or "".join(word.capitalize() for word in _significant(record.title)[:1])
    return f"{family[:1].upper()}{family[1:]}{''.join(letters)}{year}"


PATTERNS: dict[str, Callable[[Record], str]] = {
    OWN_KEYS: lambda record: record.key,
    "scholar": scholar,
    "better-bibtex": better_bibtex,
    "authoryear": author_year,
    "alpha": alpha,
    "dblp": dblp,
}
"""What stands before the last part of DBLP's keys (``DBLP:conf/nips/``) only DBLP knows, so it cannot be made here."""


def _candidates(key: str) -> Iterable[str]:
    """The key, then with b, c, … and at last with numbers."""
    yield key
    yield from (f"{key}{letter}" for letter in _LETTERS[1:])
    yield from (f"{key}-{number}" for number in range(2, 1_000_000))


def _last(name: Name) -> str:
    """What a name is sorted by: a team's whole name, a person's family name without its particle."""
    return name.literal or name.family


def _family(record: Record) -> str:
    """The first author's family name without its particle, in ASCII letters; of a team, its first word."""
    if not record.authors.names:
        return ""
    name = record.authors.names[0]
    if name.literal:
        return next((word for word in map(_ascii, name.literal.split()) if word), "")
    return _ascii(name.family) or _ascii(name.given)


def _significant(title: Text) -> list[str]:
    """The words of a title in ASCII, their case kept, without articles and the like where there are others."""
    words = list(filter(None, map(_ascii, _without_formulae(title).split())))
    return [word for word in words if word.lower() not in FILLERS] or words


def _without_formulae(text: Text) -> str:
    """The text without its marks; where a formula stands, a space."""
    if isinstance(text, str):
        return text
    return "".join(
        piece if isinstance(piece, str) else " " if piece.mark is Mark.MATH else _without_formulae(piece.pieces)
        for piece in text
    )


def _ascii(text: str) -> str:
    """The letters and digits of a text, in ASCII, their case kept."""
    if text.isascii():
        return "".join(filter(str.isalnum, text))
    return "".join(
        plain.capitalize() if char.isupper() else plain
        for char in text
        for plain in ["".join(filter(str.isalnum, folded(char).encode("ascii", "ignore").decode()))]
    )
