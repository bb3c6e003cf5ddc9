"""Rows of the database as what everyone passes around, and the answers that are nothing of that."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from papertrail.records import Course, Critique, Reading, Session, Status, Week

if TYPE_CHECKING:
    from papertrail.bibliography.record import Record

_STATUSES = {str(status): status for status in Status}


class Aside(NamedTuple):
    """What only a full view of a reading needs."""

    candidates: tuple[dict[str, Any], ...] = ()
    printed_venue: str | None = None
    level_inferred: bool = False
    session: int | None = None
    """The session's own number."""
    date: str | None = None
    """The day of the session."""


class Own(NamedTuple):
    """What the reader keeps about a paper."""

    note: str | None
    rating: int | None
    tags: tuple[str, ...]


class Scope(NamedTuple):
    """Which works are meant: these, or those that a course or a week assigns, or all."""

    papers: tuple[str, ...] = ()
    course: str | None = None
    week: int | None = None


class Unpublished(NamedTuple):
    """A preprint of which no publication is known."""

    record: "Record"
    asked: frozenset[str]
    """The services that were asked lately, and knew nothing."""


class Counts(NamedTuple):
    """How much a course holds."""

    sessions: int
    meetings: int
    """Sessions less the days without class."""
    readings: int
    works: int
    unresolved: int
    by_level: Mapping[str, int]


class Standing(NamedTuple):
    """How many readings of one week and level stand at one status."""

    week: int
    level: str
    status: Status
    past: bool
    """True when they were due before now."""
    readings: int


def course(row: tuple[Any, ...], shorts: Mapping[str, str]) -> Course:
    """A row of `COURSES`; `shorts` are the short names."""
    key, title, number, institution, term, url, timezone, unit, starts, ends, bundled, followed, start, *rest = row
    facts, critique, printed_first = rest
    return Course(
        key=key,
        short=shorts[key],
        title=title,
        number=number,
        institution=institution,
        term=term,
        url=url,
        timezone=timezone,
        unit=unit,
        starts=starts,
        ends=ends,
        bundled=bool(bundled),
        followed=bool(followed),
        start=start,
        printed_start=printed_first,
        facts=json.loads(facts),
        critique=json.loads(critique) if critique else None,
    )


def week(row: tuple[Any, ...]) -> Week:
    """A row of `WEEKS`."""
    course, number, title, monday, facts = row
    more = json.loads(facts)
    return Week(course, number, title, monday, more.get("note"), tuple(more.get("topics", ())))


def session(row: tuple[Any, ...]) -> Session:
    """A row of `SESSION_COLUMNS`."""
    *_, unsure, place, topic, speakers, note, facts = row
    return Session._make((*row[:10], bool(unsure), place, topic, tuple(json.loads(speakers)), note, json.loads(facts)))


def readings(rows: Iterable[tuple[Any, ...]], shorts: Mapping[str, str]) -> Iterator[Reading]:
    """Rows of `READING_COLUMNS` as readings; `shorts` are the short names of the courses."""
    for (
        target, status, title, byline, year, kind, link, work, part, since, course, week, ordinal, session, due,
        level, label, note, group, pages, companion_of, confidence, critique,
    ) in rows:  # fmt: skip
        yield Reading(
            target, _STATUSES[status], title, byline, year, kind, link, work, part, since, course,
            f"{shorts[course]}:{week}.{ordinal}" if course else None, week, session, due, level,
            label, note, group, pages, companion_of, confidence, confidence == "unresolved", critique,
        )  # fmt: skip


def critique(row: tuple[Any, ...]) -> Critique:
    """A row of `CRITIQUES`."""
    *_, late, counts, digest, frozen = row
    return Critique._make((*row[:7], bool(late), bool(counts), digest, frozen))
