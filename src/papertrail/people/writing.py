"""Names as BibTeX and biblatex take them apart again, and as RIS has them."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from papertrail.people.names import JOINING, Name, People, after
from papertrail.people.parts import PARTICLES, SIMPLE_LIST, is_braced, is_generation, is_small, is_suffix, joined

if TYPE_CHECKING:
    from papertrail.text.latex import Encoding


_FOREIGN = re.compile(r"\S*[^\x00-\x7f]\S*")
_SIGN = re.compile(r"(\\[&%#_$])")
_UNCUT = r"\relax "
"""Makes one letter of what stands in braces to BibTeX, so that no initial or label cuts it in half."""

_STRUCTURE = re.compile(r"[,;=\"]|(?:^|\s)(?:and|&)(?:\s|$)", re.IGNORECASE)
"""What would part a name, or a list."""

_RIS_COMMA = re.compile(r"\s*,\s*")


def to_bibtex(people: People, encoding: "Encoding") -> str:
    """The value of an author or editor field.

    biblatex can say every name, if need be in its extended format. Classic BibTeX knows one sort of particles, and
    none written large, and takes a person whose name has neither one word nor a given name for a team.
    """
    names, complete = people
    written = _simple_list(names, encoding) or " and ".join([_name(name, encoding) for name in names])
    if complete:
        return written
    return f"{written} and others" if written else "others"


def to_inverted(name: Name) -> str:
    """A name as "van den Oord, Aäron" or "King, Martin Luther, Jr."; a team has no comma, which would part it."""
    if name.literal or not name.family:
        return _RIS_COMMA.sub(" – ", name.full)
    given = " ".join(filter(None, (name.given, name.dropping)))
    last = name._replace(given="", dropping="", suffix="").full
    if name.suffix:
        return f"{last}, {given}, {name.suffix}"
    return f"{last}, {given}" if given else last


def _simple_list(names: Sequence[Name], encoding: "Encoding") -> str:
    """A list of simple names at once; empty where one of them needs a closer look."""
    parts = [
        f"{family}, {given}"
        for family, given, particle, dropping, suffix, literal, _, _ in names
        if not (particle or dropping or suffix or literal)
    ]
    written = " and ".join(parts)
    if not SIMPLE_LIST.fullmatch(written) or len(parts) != len(names):
        return ""
    if written.isascii() or not encoding.is_ascii:
        return written
    written = encoding.letters(written)
    return written if written.isascii() else ""


@lru_cache(maxsize=50_000)
def _name(name: Name, encoding: "Encoding") -> str:
    if name.literal or not name.family:
        return _braced(name.full, encoding)
    if name.dropping and name.particle:
        name = name._replace(particle=after(name.dropping, name.particle), dropping="")
    return _classic(name, encoding) if encoding.is_ascii or _is_classic(name) else _extended(name, encoding)


def _is_classic(name: Name) -> bool:
    """True for a name of which BibTeX can say all."""
    if name.dropping or not _is_particle(name.particle):
        return False
    return bool(name.given) or not (name.suffix or name.particle or " " in name.family)


def _classic(name: Name, encoding: "Encoding") -> str:
    family, given, particle, dropping, suffix = name[:5]
    tail = dropping if given and _is_tail(dropping) else ""
    particle = particle or ("" if tail else dropping)
    if not _is_particle(particle):
        family, particle = Name(family, particle=particle).full, ""
    last = joined(_text(particle, encoding), _part(family, encoding, words=True))
    if given:
        given = joined(_given(given, encoding), tail)
        return ", ".join(filter(None, (last, _suffix(suffix, encoding), given)))
    if suffix or (PARTICLES.isdisjoint(particle.split(" ")[:1]) if particle else " " in family):
        return _braced(name.full, encoding)
    return f"{last}{{}}" if is_braced(last) else last  # so that it is no team


def _is_tail(dropping: str) -> bool:
    """True for what is known as a particle after the given name as well."""
    return PARTICLES.issuperset(dropping.split(" ")) and not dropping.endswith(JOINING)


def _is_particle(text: str) -> bool:
    """True for what BibTeX takes for a particle, by its small letters alone, and puts a space after."""
    if not text:
        return True
    return all(map(is_small, text.split(" "))) and not (text.endswith(JOINING) or _STRUCTURE.search(text))


def _extended(name: Name, encoding: "Encoding") -> str:
    """A name in biblatex's extended format."""
    prefix = joined(name.dropping, name.particle)
    parts = {
        "family": name.family,
        "given": name.given,
        "prefix": prefix,
        "useprefix": ("true" if name.particle else "false") if prefix else "",
        "suffix": name.suffix,
    }
    return ", ".join(f"{part}={_value(text, encoding)}" for part, text in parts.items() if text)


def _value(text: str, encoding: "Encoding") -> str:
    return _text(text, encoding) if _WORDS.fullmatch(text) and not _STRUCTURE.search(text) else _braced(text, encoding)


_WORDS = re.compile(r"[\w.’' -]+")


def _given(given: str, encoding: "Encoding") -> str:
    """A given name; in braces, where it would be taken for a suffix, or its end for a particle."""
    if given.rpartition(" ")[2] in PARTICLES or is_generation(given):
        return _braced(given, encoding)
    return _part(given, encoding)


def _suffix(suffix: str, encoding: "Encoding") -> str:
    return _text(suffix, encoding) if is_suffix(suffix) else _braced(suffix, encoding)


def _part(text: str, encoding: "Encoding", *, words: bool = False) -> str:
    """A part of a name; in braces, where BibTeX would see a comma, an "and", or small words of its own in it."""
    small = words and any(not word[0].isupper() for word in text.split(" ")[:-1])
    if small or _STRUCTURE.search(text):
        return _braced(text, encoding)
    written = _text(text, encoding)
    if encoding.is_ascii and not written.isascii():
        return _FOREIGN.sub(lambda match: f"{{{_UNCUT}{match[0]}}}", written)
    return written


def _braced(text: str, encoding: "Encoding") -> str:
    """A name, or a part of one, that BibTeX leaves whole."""
    written = _text(text, encoding)
    if not written:
        return ""
    uncut = encoding.is_ascii and (not written.isascii() or "\\text" in written)
    return f"{{{_UNCUT if uncut else ''}{written}}}"


def _text(text: str, encoding: "Encoding") -> str:
    """A part of a name as LaTeX. There is no mathematics in names."""
    written = encoding.words(text)
    return _SIGN.sub(r"{\1}", written) if "\\" in written else written
