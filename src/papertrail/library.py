"""Every question: SQL in, records out. Nothing here writes."""

import json
import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from papertrail import schema
from papertrail.errors import AmbiguousCourseError, UnknownCourseError
from papertrail.records import Change, Course, Deadline, Reading, Session, Status, Week, Work

COURSES = """
SELECT c.key, c.title, c.number, c.institution, c.term, c.url, c.timezone, c.unit, c.starts, c.ends, c.bundled,
    f.course IS NOT NULL, f.start, c.facts, c.critique, (SELECT min(printed_date) FROM session WHERE course = c.key)
FROM course c LEFT JOIN following f ON f.course = c.key
WHERE c.removed_at IS NULL
ORDER BY f.course IS NULL, f.since, c.key
"""
COURSE_KEYS = "SELECT key FROM course WHERE removed_at IS NULL ORDER BY key"
FOLLOWED = (
    "SELECT f.course FROM following f JOIN course c ON c.key = f.course"
    " WHERE c.removed_at IS NULL ORDER BY f.since, f.course"
)
WEEKS = "SELECT course, number, title, monday, facts FROM week WHERE course = :course ORDER BY number"
SESSION_COLUMNS = (
    "id, course, week, number, kind, date, until, starts, ends, printed_when, unsure, place, topic, speakers, note,"
    " facts"
)
SESSIONS = f"SELECT {SESSION_COLUMNS} FROM session WHERE course = :course ORDER BY position"
SESSIONS_OF_WEEK = f"SELECT {SESSION_COLUMNS} FROM session WHERE course = :course AND week = :week ORDER BY position"
NEXT_SESSION = (
    f"SELECT {SESSION_COLUMNS} FROM session WHERE course = :course AND week > :week AND kind <> 'no-class'"
    " ORDER BY week, position LIMIT 1"
)
DEADLINES = (
    "SELECT course, name, kind, released, due, time, note FROM deadline WHERE course = :course ORDER BY position"
)

READING_COLUMNS = """
    t.key, coalesce(s.status, 'unread'), coalesce(w.title, t.label), coalesce(w.byline, ''), w.year,
    coalesce(r.kind, w.kind, 'paper'), w.link, CASE WHEN r.confidence = 'unresolved' THEN NULL ELSE t.work END, t.part,
    s.since, r.course, r.week, r.ordinal, r.session, m.date, r.due, r.level, r.label, r.note, r.heading, r.pages,
    r.companion_of, coalesce(r.confidence, w.confidence, 'unresolved'), m.number
"""
_TARGETS = """
FROM target t
    LEFT JOIN work w ON w.key = t.work
    LEFT JOIN status s ON s.target = t.key
    LEFT JOIN (reading r JOIN course c ON c.key = r.course AND c.removed_at IS NULL) ON r.target = t.key
    LEFT JOIN session m ON m.id = r.session
    LEFT JOIN following f ON f.course = r.course
"""
_READINGS = """
FROM reading r
    JOIN course c ON c.key = r.course AND c.removed_at IS NULL
    JOIN target t ON t.key = r.target
    LEFT JOIN work w ON w.key = t.work
    LEFT JOIN status s ON s.target = t.key
    LEFT JOIN session m ON m.id = r.session
"""
_SHELF_ORDER = "ORDER BY f.course IS NULL, f.since, r.course IS NULL, r.course, r.week, r.ordinal, t.key"
LISTED = f"SELECT {READING_COLUMNS} {_TARGETS} WHERE {{conditions}} {_SHELF_ORDER}"
ASSIGNED = (
    f"SELECT {READING_COLUMNS} {_READINGS} WHERE r.course = :course AND {{conditions}} ORDER BY r.week, r.ordinal"
)
BEGUN = (
    f"SELECT {READING_COLUMNS} {_TARGETS} WHERE s.status IN ('reading', 'queued')"
    " ORDER BY CASE s.status WHEN 'reading' THEN 0 ELSE 1 END, r.due_utc NULLS LAST, r.level_rank, s.since, t.key"
)
# What is required comes in the order it is due, overdue first; what is not, only while it is still ahead.
DUE = (
    f"SELECT {READING_COLUMNS} {_READINGS} JOIN following f ON f.course = r.course WHERE s.status IS NULL"
    " ORDER BY CASE WHEN r.level_rank > 0 AND r.due_utc < :now THEN 1 ELSE 0 END,"
    " r.due_utc NULLS LAST, r.level_rank, r.course, r.week, r.ordinal"
)
CONDITIONS = {
    "week": "r.week = :week",
    "status": "coalesce(s.status, 'unread') = :status",
    "level": "r.level = :level",
    "kind": "coalesce(r.kind, w.kind) = :kind",
    "year_from": "w.year >= :year_from",
    "year_to": "w.year <= :year_to",
    "unresolved": "coalesce(r.confidence, w.confidence, 'unresolved') = 'unresolved'",
    "unassigned": "r.course IS NULL",
}
"""The filters of a list, by name; their values are parameters of the same name."""

WORK_COLUMNS = (
    "w.key, w.title, w.names, w.complete, w.year, w.venue, w.kind, w.arxiv, w.doi, w.url, w.confidence, w.fields,"
    " (SELECT group_concat(name, '\x1f') FROM tag WHERE tag.work = w.key)"
)
WORK = f"SELECT {WORK_COLUMNS} FROM work w WHERE w.key = :key"
ASIDE = (
    "SELECT candidates, printed_venue, level_inferred FROM reading"
    " WHERE course = :course AND week = :week AND ordinal = :ordinal"
)
COUNTS = """
SELECT count(*), count(DISTINCT CASE WHEN r.confidence <> 'unresolved' THEN t.work END),
    sum(r.confidence = 'unresolved'), sum(r.level = 'required'), sum(r.level = 'optional'),
    sum(r.level = 'additional'), sum(r.level = 'reference')
FROM reading r JOIN target t ON t.key = r.target WHERE r.course = :course
"""
SESSION_COUNT = "SELECT count(*), sum(kind <> 'no-class') FROM session WHERE course = :course"
STANDING = """
SELECT r.week, r.level, coalesce(s.status, 'unread'), r.due_utc < :now, count(*)
FROM reading r LEFT JOIN status s ON s.target = r.target
WHERE r.course = :course
GROUP BY r.week, r.level, coalesce(s.status, 'unread'), r.due_utc < :now
"""
HISTORY = (
    "SELECT batch, at, field, subject, before, after FROM change"
    " WHERE field = 'status' AND subject = :target AND undone_at IS NULL ORDER BY id"
)
META = "SELECT value FROM meta WHERE name = :name"


class Aside(NamedTuple):
    """What only a full view of a reading needs."""

    candidates: tuple[dict[str, Any], ...] = ()
    printed_venue: str | None = None
    level_inferred: bool = False


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


class Library:
    """The questions that can be asked of an open library."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self.connection = connection
        self.path = path
        self._shorts: dict[str, str] | None = None

    def rows(self, sql: str, **parameters: object) -> Iterator[tuple[Any, ...]]:
        """The rows of one question, as they come."""
        with schema.reported(self.path):
            yield from self.connection.execute(sql, parameters)

    def meta(self, name: str) -> str | None:
        """A value that papertrail keeps about the library itself."""
        return next((row[0] for row in self.rows(META, name=name)), None)

    @property
    def shorts(self) -> dict[str, str]:
        """The short name of every course, by key."""
        if self._shorts is None:
            self._shorts = short_names([key for (key,) in self.rows(COURSE_KEYS)])
        return self._shorts

    def followed(self) -> list[str]:
        """Keys of the followed courses, in the order they were begun."""
        return [key for (key,) in self.rows(FOLLOWED)]

    def courses(self) -> list[Course]:
        """Every course on the shelf, followed ones first."""
        return [_course(row, self.shorts) for row in self.rows(COURSES)]

    def course_key(self, name: str) -> str:
        """The course that a name means: its key, the beginning of it, or of one of its parts (``6883``).

        Raises:
            UnknownCourseError: none begins like this.
            AmbiguousCourseError: several do.
        """
        found = courses_called(name, list(self.shorts))
        if len(found) == 1:
            return found[0]
        if found:
            raise AmbiguousCourseError(name, found)
        raise UnknownCourseError(name, list(self.shorts))

    def course(self, key: str) -> Course:
        """The course of this key."""
        return next(course for course in self.courses() if course.key == key)

    def weeks(self, course: str) -> list[Week]:
        """The weeks or modules of a course, in order; those without a session included."""
        return [_week(row) for row in self.rows(WEEKS, course=course)]

    def sessions(self, course: str, week: int | None = None) -> list[Session]:
        """The sessions of a course, or of one of its weeks, in order."""
        rows = self.rows(SESSIONS, course=course) if week is None else (
            self.rows(SESSIONS_OF_WEEK, course=course, week=week)
        )  # fmt: skip
        return [_session(row) for row in rows]

    def next_session(self, course: str, week: int) -> Session | None:
        """The first meeting after a week."""
        return next(map(_session, self.rows(NEXT_SESSION, course=course, week=week)), None)

    def deadlines(self, course: str) -> list[Deadline]:
        """The deadlines of a course, as its syllabus orders them."""
        return [Deadline(*row) for row in self.rows(DEADLINES, course=course)]

    def assigned(self, course: str, **filters: object) -> Iterator[Reading]:
        """The readings of one course in order, every assignment once.

        Args:
            course: A course key.
            filters: Names of `CONDITIONS` with their values; None means any.
        """
        conditions, values = _conditions(filters)
        yield from self._readings(self.rows(ASSIGNED.format(conditions=conditions), course=course, **values))

    def listed(self, **filters: object) -> Iterator[Reading]:
        """All that can be read, followed courses first; what several courses assign comes once.

        Args:
            filters: Names of `CONDITIONS` with their values; None means any.
        """
        conditions, values = _conditions(filters)
        yield from _once(self._readings(self.rows(LISTED.format(conditions=conditions), **values)))

    def placed(self, targets: Sequence[str]) -> list[Reading]:
        """Every assignment of some targets in every course, followed courses first."""
        marks = ", ".join(f":t{number}" for number in range(len(targets)))
        values = {f"t{number}": target for number, target in enumerate(targets)}
        return list(self._readings(self.rows(LISTED.format(conditions=f"t.key IN ({marks})"), **values)))

    def begun(self) -> Iterator[Reading]:
        """What is being read, then what is queued, wherever it comes from."""
        yield from _once(self._readings(self.rows(BEGUN)))

    def due(self, now: str) -> Iterator[Reading]:
        """The unread readings of the followed courses in the order in which to read them.

        Args:
            now: The present instant in UTC, ``2027-02-01T12:00:00Z``.
        """
        yield from _once(self._readings(self.rows(DUE, now=now)))

    def work(self, key: str) -> Work | None:
        """The bibliographic record of a citation key."""
        return next(map(_work, self.rows(WORK, key=key)), None)

    def aside(self, reading: Reading) -> Aside:
        """The parts of an assignment that lists leave out."""
        if reading.course is None or reading.handle is None:
            return Aside()
        ordinal = int(reading.handle.rpartition(".")[2])
        row = next(self.rows(ASIDE, course=reading.course, week=reading.week, ordinal=ordinal))
        return Aside(tuple(json.loads(row[0])), row[1], bool(row[2]))

    def counts(self, course: str) -> Counts:
        """How much a course holds."""
        readings, works, unresolved, *levels = next(self.rows(COUNTS, course=course))
        sessions, meetings = next(self.rows(SESSION_COUNT, course=course))
        names = ("required", "optional", "additional", "reference")
        by_level = {name: count or 0 for name, count in zip(names, levels, strict=True)}
        return Counts(sessions, meetings or 0, readings, works, unresolved or 0, by_level)

    def standing(self, course: str, now: str) -> list[Standing]:
        """How far the reader is with each week and level of a course."""
        return [
            Standing(week, level, Status(status), bool(past), readings)
            for week, level, status, past, readings in self.rows(STANDING, course=course, now=now)
        ]

    def history(self, target: str) -> list[Change]:
        """The changes of a target's status that stand, oldest first."""
        return [Change(*row) for row in self.rows(HISTORY, target=target)]

    def _readings(self, rows: Iterable[tuple[Any, ...]]) -> Iterator[Reading]:
        shorts = self.shorts
        for row in rows:
            course, week = row[10], row[11]
            yield Reading(
                target=row[0],
                status=Status(row[1]),
                title=row[2],
                byline=row[3],
                year=row[4],
                kind=row[5],
                link=row[6],
                work=row[7],
                part=row[8],
                since=row[9],
                course=course,
                handle=f"{shorts[course]}:{week}.{row[12]}" if course else None,
                week=week,
                session=row[13],
                date=row[14],
                due=row[15],
                level=row[16],
                label=row[17],
                note=row[18],
                group=row[19],
                pages=row[20],
                companion_of=row[21],
                confidence=row[22],
                unresolved=row[22] == "unresolved",
                session_number=row[23],
            )


def short_names(keys: Sequence[str]) -> dict[str, str]:
    """The shortest beginning of each course key, cut at a hyphen, that begins no other key."""
    names = {}
    for key in keys:
        parts = key.split("-")
        beginnings = ["-".join(parts[: count + 1]) for count in range(len(parts))]
        names[key] = next(name for name in beginnings if name == key or courses_called(name, keys) == [key])
    return names


def courses_called(name: str, keys: Sequence[str]) -> list[str]:
    """The course keys that a name may mean: itself, else those that begin so, else those with a part that does.

    Dots and spaces do not count, so that a course answers to its number: ``6.883``, ``CS 229br``.
    """
    wanted = re.sub(r"[^a-z0-9-]", "", name.lower())
    if wanted in keys:
        return [wanted]
    if not wanted:
        return []
    return [key for key in keys if key.startswith(wanted)] or [key for key in keys if f"-{wanted}" in key]


def _conditions(filters: Mapping[str, object]) -> tuple[str, dict[str, object]]:
    given = {name: value for name, value in filters.items() if value is not None and value is not False}
    return " AND ".join(CONDITIONS[name] for name in given) or "1 = 1", given


def _once(readings: Iterable[Reading]) -> Iterator[Reading]:
    """Each target once, at the first place where it stands."""
    seen: set[str] = set()
    for reading in readings:
        if reading.target not in seen:
            seen.add(reading.target)
            yield reading


def _course(row: tuple[Any, ...], shorts: Mapping[str, str]) -> Course:
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


def _week(row: tuple[Any, ...]) -> Week:
    course, number, title, monday, facts = row
    more = json.loads(facts)
    return Week(course, number, title, monday, more.get("note"), tuple(more.get("topics", ())))


def _session(row: tuple[Any, ...]) -> Session:
    *_, unsure, place, topic, speakers, note, facts = row
    return Session._make((*row[:10], bool(unsure), place, topic, tuple(json.loads(speakers)), note, json.loads(facts)))


def _work(row: tuple[Any, ...]) -> Work:
    key, title, names, complete, year, venue, kind, arxiv, doi, url, confidence, fields, tags = row
    return Work(
        key=key,
        title=title,
        names=tuple(json.loads(names)),
        complete=bool(complete),
        year=year,
        venue=venue,
        kind=kind,
        arxiv=arxiv,
        doi=doi,
        url=url,
        confidence=confidence,
        tags=tuple(sorted(tags.split("\x1f"))) if tags else (),
        fields=json.loads(fields),
    )
