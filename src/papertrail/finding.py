"""Which paper a name means: a handle, citation key, arXiv id or link, DOI, web address, or words of the title."""

import re
from typing import NamedTuple

from papertrail import identifiers
from papertrail.library import Library
from papertrail.records import Reading

_HANDLE = re.compile(r"(?:(?P<course>[a-z0-9][a-z0-9-]*):)?(?P<week>\d{1,3})\.(?P<ordinal>\d{1,3})", re.IGNORECASE)

BY_HANDLE = "SELECT target FROM reading WHERE course = :course AND week = :week AND ordinal = :ordinal"
BY_TARGET = "SELECT key FROM target WHERE key = :name"
BY_KEY = "SELECT key FROM work WHERE key = :name UNION SELECT work FROM alias WHERE name = :name"
BY_ARXIV = "SELECT key FROM work WHERE arxiv = :name"
BY_DOI = "SELECT key FROM work WHERE doi = :name"
BY_LINK = "SELECT key FROM work WHERE url = :name OR url = :other"
TARGETS_OF_WORK = "SELECT key FROM target WHERE work = :work ORDER BY key"
BY_WORDS = (
    "SELECT t.key FROM target t LEFT JOIN work w ON w.key = t.work WHERE coalesce(w.folded, t.folded) LIKE {words}"
    " ORDER BY length(coalesce(w.folded, t.folded)), t.key LIMIT 200"
)
EVERY_NAME = (
    "SELECT coalesce(w.key, t.key), coalesce(w.title, t.label) FROM target t LEFT JOIN work w ON w.key = t.work"
)


class Handle(NamedTuple):
    """A place in a course: ``umd:5.1`` is the first reading of week 5."""

    course: str | None
    week: int
    ordinal: int


def handle(name: str) -> Handle | None:
    """The handle that a name spells; None when it spells none."""
    match = _HANDLE.fullmatch(name.strip())
    return Handle(match["course"], int(match["week"]), int(match["ordinal"])) if match else None


def targets(library: Library, name: str) -> list[str]:
    """The targets that a name may mean, best first; more than one means that the reader must choose."""
    spelled = handle(name)
    if spelled:
        return _at(library, spelled)
    found = _first(library, BY_TARGET, name=name)
    return found or _of_works(library, _works(library, name)) or _by_words(library, name)


def readings(library: Library, name: str) -> list[Reading]:
    """One reading for each target that a name may mean, at its first place in the courses."""
    found = targets(library, name)
    places = {reading.target: reading for reading in reversed(library.placed(found))} if found else {}
    return [places[target] for target in found]


def _at(library: Library, place: Handle) -> list[str]:
    """Without a course, a handle belongs to the followed ones; where there are none, to any course."""
    courses = [library.course_key(place.course)] if place.course else library.followed() or list(library.shorts)
    found = []
    for course in courses:
        found += _first(library, BY_HANDLE, course=course, week=place.week, ordinal=place.ordinal)
    return list(dict.fromkeys(found))


def _works(library: Library, name: str) -> list[str]:
    if found := _first(library, BY_KEY, name=name):
        return found
    if arxiv := identifiers.arxiv_id(name):
        return _first(library, BY_ARXIV, name=arxiv)
    if doi := identifiers.doi(name):
        return _first(library, BY_DOI, name=doi)
    if name.startswith(("http://", "https://")):
        bare = name.rstrip("/")
        return _first(library, BY_LINK, name=bare, other=f"{bare}/")
    return []


def _of_works(library: Library, works: list[str]) -> list[str]:
    """What can be read of a work: the whole, or its parts; those of followed courses alone where there are any."""
    found = [target for work in works for target in _first(library, TARGETS_OF_WORK, work=work)]
    if len(found) <= 1:
        return found
    followed = set(library.followed())
    followed_targets = [reading.target for reading in library.placed(found) if reading.course in followed]
    return list(dict.fromkeys(followed_targets)) or found


def _by_words(library: Library, name: str) -> list[str]:
    """Targets whose title holds all the words; alone those whose title is exactly the name, if there are any."""
    words = identifiers.folded(name).split()
    if not words:
        return []
    parameters = {f"w{number}": f"%{_escaped(word)}%" for number, word in enumerate(words)}
    tests = " AND coalesce(w.folded, t.folded) LIKE ".join(f":{parameter} ESCAPE '\\'" for parameter in parameters)
    found = _first(library, BY_WORDS.format(words=tests), **parameters)
    exact = [reading.target for reading in library.placed(found) if identifiers.folded(reading.title).split() == words]
    return list(dict.fromkeys(exact)) or found


def _first(library: Library, sql: str, **parameters: object) -> list[str]:
    return [row[0] for row in library.rows(sql, **parameters)]


def _escaped(word: str) -> str:
    return re.sub(r"([%_\\])", r"\\\1", word)
