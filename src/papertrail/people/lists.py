"""Lists of names: where one name ends and the next begins, and what says that a list goes on."""

import html
import re
from collections.abc import Callable, Iterable, Iterator

from papertrail.people.names import Name, People
from papertrail.text import braces

# In a list, white space is folded to single spaces.
_AND = re.compile(r" \\?and ", re.IGNORECASE)
OTHERS = re.compile(r"\{*(?:and )?(?:others|et\.?[ ~]?al\.?)\}*\.?", re.IGNORECASE)
_SEMICOLON = re.compile(r"(?<!\\);")
_ENTITY = re.compile(r"&\}?#?\w+;")
_AMPERSAND = re.compile(r" \\?& ")
_MARK = re.compile(
    r"(?<!\\)\$\s*\^\s*(?:\{[^{}$]*\}|[^{}$\s])\s*\$|\\(?:thanks|footnote|footnotemark|inst)(?:\{[^{}]*\}|\[\w*\])"
)
"""A footnote or an institute, which is nobody's name."""


def listed(written: Iterable[str], read: Callable[[str], Name]) -> People:
    """People from one text each; an "et al." among them leaves the list open."""
    names: list[Name] = []
    complete = True
    for text in written:
        if means_others(text):
            complete = False
        elif name := read(text):
            names.append(name)
    return People(tuple(names), complete)


def means_others(text: str) -> bool:
    """True for "others", "et al." and the like, which are nobody's name."""
    return bool(OTHERS.fullmatch(text.strip()))


def written_names(value: str) -> Iterable[str]:
    """The names of a list, as written."""
    value = " ".join(value.split())
    if "$" in value or "\\" in value:
        value = _MARK.sub("", value)
    if "&" in value and ";" in value:
        value = _ENTITY.sub(lambda entity: html.unescape(entity[0]), value)
    names: Iterable[str] = braces.split(_AND, value)
    if ";" in value:
        names = (part for name in names for part in _between_semicolons(name))
    if "&" in value:
        names = (part for name in names for part in _between_ampersands(name))
    return names


def _between_semicolons(name: str) -> Iterator[str]:
    entities = {match.end() - 1 for match in _ENTITY.finditer(name)}
    begin = 0
    for match in braces.outside(_SEMICOLON, name):
        if match.start() not in entities:
            yield name[begin : match.start()].strip()
            begin = match.end()
    yield name[begin:].strip()


def _between_ampersands(name: str) -> list[str]:
    """Names with ampersands between them, if each is a person's: firms have an ampersand in their name."""
    parts = braces.split(_AMPERSAND, name)
    return parts if all(part.count(",") == 1 for part in parts) else [name]
