"""Names as an author or editor field has them, for BibTeX or for biblatex with its extended names.

Sources: N. Markey, Tame the BeaST, section "How BibTeX parses names"; the biblatex manual, sections "Name Lists" and
"Extended Name Format".
"""

import re
from functools import lru_cache
from typing import NamedTuple

from papertrail.people.lists import OTHERS, written_names
from papertrail.people.names import Name, People
from papertrail.people.orders import Way, inverted, spoken
from papertrail.people.parts import HOMONYM, SIMPLE_LIST, TEAMS, is_braced, is_small, person, read
from papertrail.text import braces


class Parsed(NamedTuple):
    """What an author field says."""

    people: People
    doubtful: tuple[str, ...] = ()
    """The names, as written, whose parts nobody can tell; each stands whole in its place among the people."""
    mended: tuple[str, ...] = ()
    """The names, as written, that are none, or beside which an "and" has nothing to join: one may be missing there."""


_ORDINARY = re.compile(r"([A-Z][a-z]*\.?(?:[ -][A-Z][a-z]*\.?)*) ([A-Z][a-z]+(?:[A-Z][a-z]+)?)")
"""Most names as they are spoken; the last word may yet be a suffix or the name of a team."""

_STRAY_AND = re.compile(r"^(?:\\?and(?:[ ,]+|$))+| \\?and$", re.IGNORECASE)
_ET_AL = re.compile(r"(?<![ ~,])[ ~,]+et\.?[ ~]al\.?$", re.IGNORECASE)
_COMMA = re.compile(",")
_BLANK = re.compile(r" |(?<!\\)~")
_SWALLOWED = re.compile(r"(\\[A-Za-z]+) (?=\S)")
"""TeX swallows the space after a command: ``Ji\\v r`` is one word."""

_GLUE = "\ue010"
_QUOTED = re.compile(r'=\s*"([^"]*)"')
_NO_NAMES = frozenset(("Jr", "Sr", *map(str.capitalize, TEAMS)))
_EXTENDED = re.compile(r"\"?\s*(?:family|given|prefix|suffix)\s*=")


def from_bibtex(value: str) -> Parsed:
    """The names of an author or editor field, as BibTeX or biblatex has it."""
    if SIMPLE_LIST.fullmatch(value):
        pairs = [name.partition(", ") for name in value.split(" and ")]
        return Parsed(People(tuple([Name(family, given) for family, _, given in pairs])))
    names: list[Name] = []
    doubtful: list[str] = []
    mended: list[str] = []
    complete = True
    for written in written_names(value):
        name = _STRAY_AND.sub("", written)
        if name != written and name:
            mended.append(written)
        if OTHERS.fullmatch(name):
            complete = False
            continue
        if ended := _ET_AL.search(name):
            complete = False
            name = name[: ended.start()]
        found, is_doubtful = _named(name)
        if found:
            names.append(found)
        elif written:
            mended.append(written)
        if is_doubtful:
            doubtful.append(name)
    return Parsed(People(tuple(names), complete), tuple(doubtful), tuple(mended))


@lru_cache(maxsize=20_000)
def _named(written: str) -> tuple[Name, bool]:
    """A name of a BibTeX list, and whether its parts are in doubt."""
    if (match := _ORDINARY.fullmatch(written)) and match[2] not in _NO_NAMES:
        return Name(match[2], match[1]), False
    if not written.strip(" {},;.~"):
        return Name(), False
    found = _known(written)
    return (found, False) if found else (_whole(written), True)


def _known(written: str) -> Name | None:
    """A name whose parts, or that it has none, are certain."""
    text = HOMONYM.sub("", written) if "0" in written else written
    if text[:1] == text[-1:] == '"' and text.count('"') == 2:  # noqa: PLR2004 - a pair around all of it
        text = text[1:-1]
    if text.count("{") != text.count("}"):
        return None
    if is_braced(text):
        if text == written:
            return _whole(text)
        text = text[1:-1]  # only people are numbered
    pieces = braces.split(_COMMA, text)
    if "=" in text and any(map(_EXTENDED.match, pieces)):
        return _extended(text)
    while len(pieces) > 1 and not pieces[-1]:
        pieces.pop()
    return inverted(pieces, _LATEX) if len(pieces) > 1 else spoken(pieces[0], _LATEX)


def _whole(written: str) -> Name:
    return Name(literal=read(written))


def _extended(written: str) -> Name:
    """A name in biblatex's extended format: "family=Oord, given=Aäron, prefix=van den, useprefix=true"."""
    parts: dict[str, str] = {}
    for piece in braces.split(_COMMA, _QUOTED.sub(r"={\1}", written)):
        part, _, value = (piece[1:-1] if is_braced(piece) else piece).partition("=")
        parts[part.strip().lower()] = read(value)
    family, given, prefix = (parts.get(part, "") for part in ("family", "given", "prefix"))
    if not family:
        return Name(literal=given or read(written))
    drops = parts.get("useprefix", "").lower() == "false"
    return person(family, given, *(("", prefix) if drops else (prefix, "")), parts.get("suffix", ""))


def _words(text: str) -> list[str]:
    """The words of a name; those in braces are one."""
    if "\\" in text:
        text = _SWALLOWED.sub(rf"\1{_GLUE}", text)
    return [word.replace(_GLUE, " ") for word in braces.split(_BLANK, text) if word]


def _is_small(word: str) -> bool:
    """True for a word that begins with a small letter; braces protect a word."""
    if word.startswith("{") and not word.startswith("{\\"):
        return False
    return is_small(read(word) if "\\" in word else word)


_LATEX = Way(_words, read, _is_small)
