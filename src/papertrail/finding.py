"""Which paper a name means: a handle, citation key, arXiv id, DOI, web address, or words of title and authors."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from papertrail import cleaning, identifiers, searching
from papertrail.library import Library
from papertrail.records import Reading

_HANDLE = re.compile(
    r"(?:(?P<course>[a-z0-9][a-z0-9.-]*):)?(?P<week>\d{1,3})\.(?P<ordinal>\d{1,3})", re.ASCII | re.IGNORECASE
)
_LONGEST_NAME = 1_000

BY_HANDLE = "SELECT target FROM reading WHERE course = :course AND week = :week AND ordinal = :ordinal"
BY_TARGET = "SELECT key FROM target WHERE key = :name"
BY_KEY = "SELECT key FROM work WHERE key = :name UNION SELECT work FROM alias WHERE name = :name"
BY_ARXIV = "SELECT key FROM work WHERE arxiv = :name"
BY_DOI = "SELECT key FROM work WHERE doi = :name"
BY_LINK = "SELECT key FROM work WHERE url IN (:name, :other)"
TARGETS_OF_WORK = "SELECT key FROM target WHERE work = :work ORDER BY key"
TARGETS_OF_SUBJECT = "SELECT key FROM target WHERE work = :subject UNION SELECT key FROM target WHERE key = :subject"
EVERY_NAME = (
    "SELECT coalesce(w.key, t.key), coalesce(w.folded, t.folded), coalesce(w.byline, '')"
    " FROM target t LEFT JOIN work w ON w.key = t.work"
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


def readings(library: Library, name: str) -> list[Reading]:
    """What a name may mean, best first; more than one means that the reader must choose.

    A handle gives the reading at its place; any other name, the first place of each paper it fits.
    """
    wanted = cleaning.line(name)
    if not wanted or len(name) > _LONGEST_NAME:
        return []
    if spelled := handle(wanted):
        return _at(library, spelled)
    found = _named(library, wanted) or _by_words(library, wanted)
    places = {reading.target: reading for reading in reversed(library.placed(found))} if found else {}
    return [places[target] for target in found]


def wholes(found: Iterable[Reading]) -> list[Reading]:
    """Each paper once: as a whole where a course assigns it so, and else the first of its parts."""
    best: dict[str, Reading] = {}
    for reading in found:
        if reading.subject not in best or (best[reading.subject].part and not reading.part):
            best[reading.subject] = reading
    return list(best.values())


def named(library: Library, name: str) -> bool:
    """True when a name is a handle, or the key, id, DOI or address of a paper; words of a title are no name."""
    return bool(handle(name) or _named(library, cleaning.line(name)))


def _at(library: Library, place: Handle) -> list[Reading]:
    """Without a course, a handle belongs to the followed ones; where there are none, to any course."""
    courses = [library.course_key(place.course)] if place.course else library.followed() or list(library.shorts)
    found: dict[str, Reading] = {}
    for course in courses:
        for target in _first(library, BY_HANDLE, course=course, week=place.week, ordinal=place.ordinal):
            handle_there = f"{library.shorts[course]}:{place.week}.{place.ordinal}"
            there = [reading for reading in library.placed([target]) if reading.handle == handle_there]
            found.setdefault(target, there[0])
    return list(found.values())


def _named(library: Library, name: str) -> list[str]:
    """The targets of the work that has this key, id, DOI or address; else the target of this name."""
    return _of_works(library, _works(library, name)) or _first(library, BY_TARGET, name=name)


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
    """Targets whose title has the words, or begins with one of them each; failing that, their title and authors.

    One whose title is exactly the name is meant alone.
    """
    for subjects in searching.by_words(library, name):
        found = [target for subject in subjects for target in _first(library, TARGETS_OF_SUBJECT, subject=subject)]
        if found:
            places = library.placed(found)
            wanted = identifiers.title_key(name)
            exact = [place.target for place in places if identifiers.title_key(place.title) == wanted]
            return list(dict.fromkeys(exact)) or found
    return []


def _first(library: Library, sql: str, **parameters: object) -> list[str]:
    return [row[0] for row in library.rows(sql, **parameters)]
