"""BibTeX's author lists as names of parts: "van den Oord, Aäron and {Gemini Team, Google} and others"."""

import re

from pybtex.bibtex.utils import split_name_list, split_tex_string
from pybtex.database import Person

from papertrail.bibliography.latex import plain

MOST_COMMAS = 2
"""BibTeX knows "von Last, Jr, First"; anything longer is a list that lacks an "and"."""

_AND = re.compile(" [Aa][Nn][Dd] ")
_STRAY_AND = re.compile(r"^and\s|\sand$", re.IGNORECASE)
_PARTS = {
    "family": "last_names",
    "given": "bibtex_first_names",
    "particle": "prelast_names",
    "suffix": "lineage_names",
}


def names(value: str) -> tuple[tuple[dict[str, str], ...], bool, list[str]]:
    """An author field taken apart.

    Returns:
        The names in order, as ``{"family", "given", "particle", "suffix"}`` or ``{"literal"}``; whether the list is
        complete, that is, does not end in "and others"; and what of it could not be understood, as written.
    """
    found: list[dict[str, str]] = []
    refused: list[str] = []
    parts = _listed(value)
    complete = not (parts and parts[-1].lower() == "others")
    for part in parts if complete else parts[:-1]:
        name = None if _has_many_commas(part) or _STRAY_AND.search(part) else parted(part)
        if name:
            found.append(name)
        else:
            refused.append(part)
    return tuple(found), complete, refused


def _listed(value: str) -> list[str]:
    """The names of a list, as written. Only where braces hide an "and" does it take pybtex, which is slow."""
    parts = [part.strip() for part in _AND.split(value)] if value else []
    if all(part.count("{") == part.count("}") for part in parts):
        return parts
    return list(split_name_list(value))


def parted(name: str) -> dict[str, str]:
    """One name by its parts; a name in braces is a team, which has none. Empty when there is nothing in it."""
    if simple := _simply_parted(name):
        return simple
    if _is_braced(name):
        return _filled({"literal": plain(name)})
    person = Person(name)
    parts = _filled({part: plain(" ".join(getattr(person, attribute))) for part, attribute in _PARTS.items()})
    if parts and "family" not in parts:
        return _filled({"literal": plain(name)})
    return parts


def _simply_parted(name: str) -> dict[str, str]:
    """A name without suffix or particle, and no LaTeX but accents, as nearly all are; empty for any other.

    Saves most of the time. A word that a brace joins to the next is left to the full parser.
    """
    if "$" in name:
        return {}
    family, comma, given = name.partition(",")
    families, firsts = family.split(), given.split()
    if not comma:
        families, firsts = families[-1:], families[:-1]
    elif not firsts or "," in given:
        return {}
    if not families or not all(word[0].isupper() for word in (*families, *(() if comma else firsts))):
        return {}
    if any(word.count("{") != word.count("}") or word.endswith("\\") for word in (*families, *firsts)):
        return {}
    return _filled({"family": plain(" ".join(families)), "given": plain(" ".join(firsts))})


def _is_braced(name: str) -> bool:
    if not name.startswith("{") or name.startswith("{\\") or not name.endswith("}"):
        return False
    depth = 0
    for position, char in enumerate(name):
        depth += (char == "{") - (char == "}")
        if depth == 0:
            return position == len(name) - 1
    return False


def _has_many_commas(name: str) -> bool:
    """True for more commas outside braces than a name can have."""
    return name.count(",") > MOST_COMMAS and len(split_tex_string(name, ",")) - 1 > MOST_COMMAS


def _filled(parts: dict[str, str]) -> dict[str, str]:
    return {part: text for part, text in parts.items() if text}
