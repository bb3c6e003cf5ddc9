"""A name in one of its two orders: "Given von Family Jr." as it is spoken, "von Family, Jr., Given" as in catalogues.

What cannot be read with certainty is kept whole, as a literal.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from papertrail.people.names import Name
from papertrail.people.parts import (
    PARTICLES,
    TEAMS,
    cleaned,
    from_parts,
    is_generation,
    is_small,
    is_suffix,
    joined,
    particled,
    person,
    read,
    tailed,
)

_NO_FAMILY = re.compile(r"(?:[^\W\d_]\.-?)+|\(.*")
"""Initials at the end, "Ho J.", or an affiliation or another script in parentheses."""

_INITIALS_FIRST = re.compile(r"((?:[^\W\d_]\.[ -]?){1,4})([^\W\d_][\w'’-]+)")
_MOST_COMMAS = 2


class Way(NamedTuple):
    """How the parts of a name are written."""

    words: Callable[[str], list[str]]
    read: Callable[[str], str]
    is_small: Callable[[str], bool]


_PLAIN = Way(str.split, str, is_small)


def from_inverted(text: str) -> Name:
    """A name as "Family, Given" or "Family, Given, Jr."; without a comma it is a team's, but for "J. Ho"."""
    text = cleaned(text).rstrip(" ,")
    if "," in text:
        return inverted([piece.strip() for piece in text.split(",")], _PLAIN) or Name(literal=text)
    if match := _INITIALS_FIRST.fullmatch(text):
        return from_parts(match[2], match[1])
    return Name(literal=text)


@lru_cache(maxsize=20_000)  # the same people write many papers
def from_spoken(text: str) -> Name:
    """A name as "Given Family", with its particles and suffix; a team, or one word alone, stays whole."""
    if "\\" in text or "{" in text:
        text = read(text)
    text = cleaned(text).rstrip(" ,")
    if not any(map(str.isalpha, text)):
        return Name()
    if "," in text:
        return inverted([piece.strip() for piece in text.split(",")], _PLAIN) or Name(literal=text)
    return (" " in text and spoken(text, _PLAIN)) or Name(literal=text)


def spoken(text: str, way: Way) -> Name | None:
    """The parts of "Given von Family Jr."; None where they are in doubt."""
    words, read = way.words(text), way.read
    if not words:
        return None
    suffix = ""
    if len(words) > 1 and is_generation(words[-1].strip("{}")):
        suffix = read(words[-1])
        words = words[:-1]
    if words[-1].lower() in TEAMS or not {"&", "\\&"}.isdisjoint(words):
        return Name(literal=joined(read(" ".join(words)), suffix))
    begin = _family_begins(words, way.is_small)
    if begin == len(words) - 1 > 0 and _NO_FAMILY.fullmatch(words[-1]):
        return None
    particle, family = particled(words[begin:], way.is_small)
    return person(read(family), read(" ".join(words[:begin])), read(particle), "", suffix)


def _family_begins(words: list[str], is_small: Callable[[str], bool]) -> int:
    """Where the family name begins: with the first small word, as BibTeX has it, else with the last word.

    Where the first word is small, as danah boyd and m. c. schraefel write their names, only a known particle begins
    it. A large "Van" before small particles is part of the family name.
    """
    last = len(words) - 1
    small = [at for at in range(last) if is_small(words[at])]
    begin = next((at for at in small if small[0] > 0 or words[at] in PARTICLES), last)
    if 1 < begin < last and words[begin - 1].lower() in PARTICLES:
        return begin - 1
    return begin


def inverted(pieces: list[str], way: Way) -> Name | None:
    """The parts of "von Family, Given" or "von Family, Jr., Given"; None where they are in doubt."""
    if len(pieces) > _MOST_COMMAS + 1 or not all(pieces):
        return None
    read = way.read
    last, *middle, given = pieces
    suffix = middle[0] if middle else ""
    if not suffix and is_generation(given):  # "Martin Luther King, Jr.", but not "Ramakrishnan, IV"
        found = spoken(last, way)
        if found and found.given:
            return found._replace(suffix=read(given))
    if suffix and not is_suffix(suffix):
        if not is_suffix(given):
            return None
        given, suffix = suffix, given
    particle, family = particled(way.words(last), way.is_small)
    given, dropping = (read(given), "") if given.endswith("}") else tailed(read(given))
    return person(read(family), given, read(particle), dropping, read(suffix))
