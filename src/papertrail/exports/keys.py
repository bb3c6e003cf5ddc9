"""Citation keys for those who are used to others: made for one export, and never kept."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from papertrail.identifiers import FILLERS, folded
from papertrail.references import Reference

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
OWN_KEYS = "papertrail"
"""The pattern that leaves the library's own keys as they are."""

_TITLE_WORDS = 3
_LABEL_NAMES = 4
"""Up to so many authors have a letter each in a label; of more, the first three."""

_DBLP_NAMES = 10
"""So many authors beside the first have a letter each in DBLP's keys."""


def renamed(references: Sequence[Reference], pattern: str) -> Sequence[Reference]:
    """References with the keys of a pattern, in their order.

    Where several works would have one key, whatever its case, all but the first get b, c, … by the order of the keys
    that they have in the library, so that the same works have the same keys in every export.
    """
    if pattern == OWN_KEYS:
        return references
    make = PATTERNS[pattern]
    keys: dict[str, str] = {}
    taken: set[str] = set()
    for reference in sorted(references, key=lambda one: one.key):
        wanted = make(reference) or reference.key
        key = next(free for free in _candidates(wanted) if free.lower() not in taken)
        taken.add(key.lower())
        keys[reference.key] = key
    return [reference._replace(key=keys[reference.key]) for reference in references]


def scholar(reference: Reference) -> str:
    """As Google Scholar: family name, year, first word of the title (``vaswani2017attention``)."""
    words = _significant(reference.title)
    return f"{_family(reference)}{reference.year or ''}{''.join(words[:1])}".lower()


def better_bibtex(reference: Reference) -> str:
    """As Better BibTeX for Zotero: family name, title words in capitals, year (``vaswaniAttentionAllYou2017``)."""
    family = _family(reference)
    words = [f"{word[0].upper()}{word[1:]}" for word in _significant(reference.title)[:_TITLE_WORDS]]
    key = f"{family}{''.join(words)}{reference.year or ''}"
    return f"{key[:1].lower()}{key[1:]}"


def author_year(reference: Reference) -> str:
    """Family name and year (``Vaswani2017``)."""
    family = _family(reference) or "".join(word.capitalize() for word in _significant(reference.title)[:1])
    return f"{family[:1].upper()}{family[1:]}{reference.year or ''}"


def alpha(reference: Reference) -> str:
    """As the labels of BibTeX's style alpha, and many papers of cryptography (``VSPU17``)."""
    names = list(filter(None, map(_ascii, map(_last, reference.names))))
    year = f"{reference.year % 100:02}" if reference.year else ""
    if not names:
        return f"{''.join(word.capitalize() for word in _significant(reference.title)[:1])[:3]}{year}"
    if len(names) == 1 and reference.complete:
        return f"{names[0][:3]}{year}"
    shown = names if len(names) <= _LABEL_NAMES and reference.complete else names[: _LABEL_NAMES - 1]
    return f"{''.join(name[0].upper() for name in shown)}{'' if shown is names else '+'}{year}"


def dblp(reference: Reference) -> str:
    """As the last part of DBLP's keys: first family name, the others' first letters, year (``VaswaniSPUJGKP17``)."""
    letters = [name[0].upper() for name in map(_ascii, map(_last, reference.names[1 : _DBLP_NAMES + 1])) if name]
    year = f"{reference.year % 100:02}" if reference.year else ""
    family = _family(reference) or "".join(word.capitalize() for word in _significant(reference.title)[:1])
    return f"{family[:1].upper()}{family[1:]}{''.join(letters)}{year}"


PATTERNS: dict[str, Callable[[Reference], str]] = {
    OWN_KEYS: lambda reference: reference.key,
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


def _last(name: Mapping[str, str]) -> str:
    """What a name is sorted by: a team's whole name, a person's family name without its particle."""
    return name.get("literal") or name.get("family", "")


def _family(reference: Reference) -> str:
    """The first author's family name without its particle, in ASCII letters; of a team, its first word."""
    if not reference.names:
        return ""
    name = reference.names[0]
    if "literal" in name:
        return next((word for word in map(_ascii, name["literal"].split()) if word), "")
    return _ascii(name.get("family", "")) or _ascii(name.get("given", ""))


def _significant(title: str) -> list[str]:
    """The words of a title in ASCII, their case kept, without articles and the like where there are others."""
    words = list(filter(None, map(_ascii, re.sub(r"\$[^$]*\$", " ", title).split())))
    return [word for word in words if word.lower() not in FILLERS] or words


def _ascii(text: str) -> str:
    """The letters and digits of a text, in ASCII, their case kept."""
    if text.isascii():
        return "".join(filter(str.isalnum, text))
    return "".join(
        plain.capitalize() if char.isupper() else plain
        for char in text
        for plain in ["".join(filter(str.isalnum, folded(char).encode("ascii", "ignore").decode()))]
    )
