"""The parts of a name: which words are particles or suffixes, and the name that parts make.

Every reader of names ends in the same rules (`person`), so that somebody has the same `Name` wherever it comes from.
Source: CSL 1.0.2, section "Names".
"""

import re
import unicodedata
from collections.abc import Callable

from papertrail import cleaning
from papertrail.people.names import Name
from papertrail.text.braces import is_group
from papertrail.text.latex import CAPITALS

PARTICLES = frozenset(
    """
    'n 's 't a aan af al al- am an auf aus av ben bei bij bin bint d d' da dal dall' dalla das de deg degli dei del dela
    dell dell' della delle delli dello den der des di do dos du e edler el el- em en et het i ibn il in in't l' la las
    le les li lo los of onder op over s 's- te ten ter thoe tho to toe tot uit uijt van van't vande vander vd ver vom
    von vor voor y z zu zum zur ‘t ’t d’ dall’ dell’ l’
    """.split()  # noqa: SIM905 - a long list of words is read as words
)
"""The small words that belong to a family name rather than to a given one."""

_EUROPEAN = "A-Za-zÀ-ÖØ-öø-ž"
_OF_SENSE = r"(?!(?=[ACIJSTV])(?:A[Nn][Dd]|[IV]{2,3}|[JS]r|Team|Collaboration|Consortium)(?:[ ,.]|$))"
_FAMILY = rf"{_OF_SENSE}[{CAPITALS}][{_EUROPEAN}]++"
_GIVEN = rf"{_OF_SENSE}[{CAPITALS}][{_EUROPEAN}.]*+"
_SIMPLE = rf"{_FAMILY}(?:[ -]{_FAMILY})*+, {_GIVEN}(?:[ -]{_GIVEN})*+"
SIMPLE_LIST = re.compile(rf"(?:{_SIMPLE}(?: and (?=.)|$))++")
"""Lists of names that mean what they seem to: European letters, every word begins with a capital, no suffix.

One search decides for a whole list; nearly all are such.
"""

TEAMS = frozenset(
    (
        "collaboration", "collaborations", "team", "teams", "consortium", "group", "community", "initiative",
        "organization", "organisation", "network", "institute", "university", "company", "inc", "inc.",
    )
)  # fmt: skip
"""Last words of names that are no person's."""

_NO_FAMILIES = frozenset(("Collaboration", "Consortium", "Team"))
"""What citation indexes take for the family name of a team: "Team, Gemini"."""

_GENERATION = r"[JS]r\.?|[js]r\.|I{2,3}|IV"
_SUFFIX = re.compile(rf"{_GENERATION}|[js]r|Junior|Senior|VI{{0,3}}|Ph\.? ?D\.?|M\.? ?D\.?|Esq\.?")
"""What may stand between two commas."""

_GENERATION_ALONE = re.compile(_GENERATION)
"""What is a suffix without a second comma too, other than the given name of "Rahman, Md" and the initials MD."""

_WITH_SUFFIX = re.compile(rf"(.*[^\s,]),?!?\s+({_GENERATION})")
"""A suffix at the end of a name; with a comma is citeproc's way to write "Martin Luther, Jr."."""

HOMONYM = re.compile(r"(?<![ ~])[ ~]+0\d{3}(?=\}*$)")
"""DBLP numbers those who have one name."""


def from_parts(
    family: str,
    given: str,
    *,
    particle: str = "",
    dropping: str = "",
    suffix: str = "",
    literal: str = "",
) -> Name:
    """A name from its parts, as CSL, Crossref and Semantic Scholar give them. Empty when there is nothing in them.

    Small words before the family name are a non-dropping particle, particles after the given name a dropping one, as
    citeproc takes them.
    """
    family, given, literal = map(cleaned, (family, given, literal))
    if literal or not family:
        return Name(literal=literal or given)
    small, family = particled(family.split(" "))
    given, tail = tailed(given)
    particle, dropping = joined(cleaned(particle), small), joined(tail, cleaned(dropping))
    return person(family, given, particle, dropping, cleaned(suffix))


def person(family: str, given: str, particle: str, dropping: str, suffix: str) -> Name:
    """A name from clean parts, after what every source gets wrong at times is put right."""
    if not suffix and (match := _WITH_SUFFIX.fullmatch(family)):
        family, suffix = match.groups()
    elif not suffix and (match := _WITH_SUFFIX.fullmatch(given)):
        given, suffix = match.groups()
    if family in _NO_FAMILIES and given and not (particle or suffix):
        return Name(literal=f"{given} {family}")
    return Name(family, given, particle, dropping, suffix)


def is_small(word: str) -> bool:
    """True for a word that begins with a small letter, if need be after an apostrophe."""
    return word.lstrip("'‘’")[:1].islower()


def particled(words: list[str], is_small: Callable[[str], bool] = is_small) -> tuple[str, str]:
    """The small words before a family name, and the family name."""
    begin = 0
    while begin < len(words) - 1 and is_small(words[begin]):
        begin += 1
    return " ".join(words[:begin]), " ".join(words[begin:])


def tailed(given: str) -> tuple[str, str]:
    """A given name and the particles that are written after it: "Ludwig van"."""
    words = given.split(" ")
    end = len(words)
    while end > 1 and words[end - 1] in PARTICLES:
        end -= 1
    return " ".join(words[:end]), " ".join(words[end:])


def is_suffix(text: str) -> bool:
    """True for what may be a suffix: a known one, or one that braces make one."""
    return bool(_SUFFIX.fullmatch(text)) or is_braced(text)


def is_generation(text: str) -> bool:
    """True for what is a suffix wherever it stands."""
    return bool(_GENERATION_ALONE.fullmatch(text))


def is_braced(name: str) -> bool:
    r"""True for one pair of braces around all of a name, other than those of an accent: ``{\'E}``."""
    return is_group(name) and (not name.startswith("{\\") or name[2:8] == "relax ")


def read(source: str) -> str:
    """LaTeX as plain text."""
    from papertrail.text.latex import to_text  # noqa: PLC0415 - few names are read as LaTeX

    return _composed(to_text(source))


def joined(first: str, second: str) -> str:
    """Two parts with a space between them, where there are two."""
    return f"{first} {second}" if first and second else first or second


def cleaned(text: str) -> str:
    """A name from elsewhere, harmless, and without DBLP's number."""
    text = _composed(cleaning.line(text))
    return HOMONYM.sub("", text) if "0" in text else text


def _composed(text: str) -> str:
    """A text with one character for a letter and its accent, so that a name is the same however it is typed."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)
