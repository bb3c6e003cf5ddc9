"""Every question: SQL in, records out. Nothing here writes."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from papertrail import schema
from papertrail.errors import AmbiguousCourseError, UnknownCourseError
from papertrail.library import answers, questions
from papertrail.library.answers import Aside, Counts, Own, Scope, Standing, Unpublished
from papertrail.library.conditions import conditions_of, scope_of
from papertrail.library.naming import courses_called, short_names
from papertrail.records import Change, Course, Critique, Deadline, Pdf, Reading, Session, Status, Week

if TYPE_CHECKING:
    from papertrail.bibliography.record import Record
    from papertrail.sources.records import Preprint, PublishedVersion

__all__ = ["BATCH", "Aside", "Counts", "Library", "Own", "Scope", "Unpublished"]

BATCH = 400
"""Values of one query."""


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
        return next((row[0] for row in self.rows(questions.META, name=name)), None)

    @property
    def shorts(self) -> dict[str, str]:
        """The short name of every course, by key."""
        if self._shorts is None:
            self._shorts = short_names([key for (key,) in self.rows(questions.COURSE_KEYS)])
        return self._shorts

    def followed(self) -> list[str]:
        """Keys of the followed courses, in the order they were begun."""
        return [key for (key,) in self.rows(questions.FOLLOWED)]

    def courses(self) -> list[Course]:
        """Every course on the shelf, followed ones first."""
        return [answers.course(row, self.shorts) for row in self.rows(questions.COURSES)]

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
            raise AmbiguousCourseError(name, found, [self.shorts[key] for key in found])
        raise UnknownCourseError(name, list(self.shorts))

    def course(self, key: str) -> Course:
        """The course of this key."""
        return next(course for course in self.courses() if course.key == key)

    def weeks(self, course: str) -> list[Week]:
        """The weeks or modules of a course, in order; those without a session included."""
        return [answers.week(row) for row in self.rows(questions.WEEKS, course=course)]

    def sessions(self, course: str, week: int | None = None) -> list[Session]:
        """The sessions of a course, or of one of its weeks, in order."""
        rows = self.rows(questions.SESSIONS, course=course) if week is None else (
            self.rows(questions.SESSIONS_OF_WEEK, course=course, week=week)
        )  # fmt: skip
        return [answers.session(row) for row in rows]

    def next_session(self, course: str, week: int) -> Session | None:
        """The first meeting after a week."""
        return next(map(answers.session, self.rows(questions.NEXT_SESSION, course=course, week=week)), None)

    def deadlines(self, course: str) -> list[Deadline]:
        """The deadlines of a course, as its syllabus orders them."""
        return [Deadline(*row) for row in self.rows(questions.DEADLINES, course=course)]

    def assigned(self, course: str, **filters: object) -> Iterator[Reading]:
        """The readings of one course in order, every assignment once.

        Args:
            course: A course key.
            filters: Names of `questions.CONDITIONS` with their values; None means any.
        """
        conditions, values = conditions_of(filters)
        yield from self._as_readings(
            self.rows(questions.ASSIGNED.format(conditions=conditions), course=course, **values)
        )

    def listed(self, **filters: object) -> Iterator[Reading]:
        """All that can be read, followed courses first; what several courses assign comes once.

        Args:
            filters: Names of `questions.CONDITIONS` with their values; None means any.
        """
        conditions, values = conditions_of(filters)
        # A sort of everything is only worth its while where the index finds the few, or where most are left out.
        if values.keys() - {"week", "level", "unassigned"}:
            rows = self.rows(questions.LISTED.format(conditions=conditions), **values)
        else:
            rows = self._shelved(conditions, values)
        yield from _once(self._as_readings(rows))

    def _shelved(self, conditions: str, values: Mapping[str, object]) -> Iterator[tuple[Any, ...]]:
        """Course by course, then what none assigns: nothing is sorted, so that the first rows come at once."""
        if "unassigned" not in values:
            sql = questions.ASSIGNED.format(conditions=conditions)
            for (course,) in list(self.rows(questions.SHELF)):
                yield from self.rows(sql, course=course, **values)
        if not values.keys() & {"week", "level"}:
            yield from self.rows(questions.UNASSIGNED)

    def count(self, **filters: object) -> int:
        """How many readings `listed` would give."""
        conditions, values = conditions_of(filters)
        return int(next(self.rows(questions.LISTED_COUNT.format(conditions=conditions), **values))[0])

    def placed(self, targets: Sequence[str]) -> list[Reading]:
        """Every assignment of some targets in every course, followed courses first."""
        marks = ", ".join(f":t{number}" for number in range(len(targets)))
        values = {f"t{number}": target for number, target in enumerate(targets)}
        return list(self._as_readings(self.rows(questions.PLACED.format(conditions=f"t.key IN ({marks})"), **values)))

    def papers(self, subjects: Sequence[str]) -> Iterator[Reading]:
        """Every assignment of some papers and their parts, followed courses first.

        Args:
            subjects: What `Reading.subject` says.
        """
        for start in range(0, len(subjects), BATCH):
            batch = subjects[start : start + BATCH]
            marks = ", ".join(f":s{number}" for number in range(len(batch)))
            values = {f"s{number}": subject for number, subject in enumerate(batch)}
            conditions = f"(t.work IN ({marks}) OR t.key IN ({marks}))"
            yield from self._as_readings(self.rows(questions.PLACED.format(conditions=conditions), **values))

    def begun(self) -> Iterator[Reading]:
        """What is being read, then what is queued, wherever it comes from."""
        yield from _once(self._as_readings(self.rows(questions.BEGUN)))

    def due(self, now: str) -> Iterator[Reading]:
        """The unread readings of the followed courses in the order in which to read them.

        Args:
            now: The present instant in UTC, ``2027-02-01T12:00:00Z``.
        """
        yield from _once(self._as_readings(self.rows(questions.DUE, now=now)))

    def work(self, key: str) -> "Record | None":
        """The bibliographic record of a citation key."""
        from papertrail.bibliography.record import loads  # noqa: PLC0415 - daily commands look at no record

        return next((loads(*row) for row in self.rows(questions.WORK, key=key)), None)

    def own(self, subject: str) -> Own:
        """What the reader keeps about a paper.

        Args:
            subject: What `Reading.subject` says.
        """
        note = next(self.rows(questions.NOTE, subject=subject), None)
        return Own(
            note=note[0] if note else None,
            rating=next((row[0] for row in self.rows(questions.RATING, subject=subject)), None),
            tags=tuple(row[0] for row in self.rows(questions.TAGS, subject=subject)),
        )

    def notes(self) -> list[tuple[str, str, str]]:
        """Every note with its paper and the moment it was last changed, latest first."""
        return list(self.rows(questions.NOTES))

    def tags(self) -> list[tuple[str, int]]:
        """Every tag with the number of papers that have it."""
        return list(self.rows(questions.EVERY_TAG))

    def works(self, scope: Scope) -> "list[Record]":
        """The works meant, by key."""
        from papertrail.bibliography.record import loads  # noqa: PLC0415 - daily commands look at no record

        condition, values = scope_of(scope)
        return [loads(*row) for row in self.rows(questions.WORKS.format(scope=condition), **values)]

    def assigned_by(self, work: str) -> list[str]:
        """The courses that assign a work themselves; not those into which the reader put it."""
        return [row[0] for row in self.rows(questions.ASSIGNED_BY, work=work)]

    def work_of_arxiv(self, arxiv: str) -> "Record | None":
        """The work that has this arXiv id."""
        key = next((row[0] for row in self.rows(questions.WORK_OF_ARXIV, arxiv=arxiv)), None)
        return self.work(key) if key else None

    def preprint(self, arxiv: str) -> "Preprint | None":
        """What arXiv says of a preprint; None before it was fetched, and for ids that arXiv does not know."""
        from papertrail.library import services  # noqa: PLC0415 - daily commands look at no record

        return next(map(services.preprint, self.rows(questions.PREPRINT, arxiv=arxiv)), None)

    def published(self, work: str) -> "PublishedVersion | None":
        """Where a preprint was published, as far as a service has said so."""
        from papertrail.library import services  # noqa: PLC0415 - daily commands look at no record

        return next(map(services.published, self.rows(questions.PUBLISHED, work=work)), None)

    def pdf(self, work: str) -> Pdf | None:
        """The downloaded PDF of a work."""
        return next((Pdf(*row) for row in self.rows(questions.PDF, work=work)), None)

    def to_fetch(self, before: str, scope: Scope) -> list[str]:
        """The arXiv ids that have not been fetched, or not since a moment.

        Args:
            before: An instant in UTC; what was fetched earlier is wanted again.
            scope: Which works are meant.
        """
        condition, values = scope_of(scope)
        return [row[0] for row in self.rows(questions.TO_FETCH.format(scope=condition), before=before, **values)]

    def unpublished(self, before: str, scope: Scope) -> list[Unpublished]:
        """The preprints of which no publication is known, with the year of the first version where arXiv says it.

        Args:
            before: An instant in UTC; a service that was asked since then is named in the answer.
            scope: Which works are meant.
        """
        from papertrail.library import services  # noqa: PLC0415 - daily commands look at no record

        condition, values = scope_of(scope)
        rows = self.rows(questions.UNPUBLISHED.format(scope=condition), before=before, **values)
        return list(map(services.unpublished, rows))

    def aside(self, reading: Reading) -> Aside:
        """The parts of an assignment that lists leave out."""
        if reading.course is None or reading.handle is None:
            return Aside()
        ordinal = int(reading.handle.rpartition(".")[2])
        row = next(self.rows(questions.ASIDE, course=reading.course, week=reading.week, ordinal=ordinal))
        return Aside(tuple(json.loads(row[0])), row[1], bool(row[2]), row[3], row[4])

    def counts(self, course: str) -> Counts:
        """How much a course holds."""
        readings, works, unresolved, *levels = next(self.rows(questions.COUNTS, course=course))
        sessions, meetings = next(self.rows(questions.SESSION_COUNT, course=course))
        names = ("required", "optional", "additional", "reference")
        by_level = {name: count or 0 for name, count in zip(names, levels, strict=True)}
        return Counts(sessions, meetings or 0, readings, works, unresolved or 0, by_level)

    def standing(self, course: str, now: str) -> list[Standing]:
        """How far the reader is with each week and level of a course."""
        return [
            Standing(week, level, Status(status), bool(past), readings)
            for week, level, status, past, readings in self.rows(questions.STANDING, course=course, now=now)
        ]

    def critiques(self) -> list[Critique]:
        """Every critique, course by course."""
        return [answers.critique(row) for row in self.rows(questions.CRITIQUES)]

    def history(self, target: str) -> list[Change]:
        """The changes of a target's status that stand, oldest first."""
        return [Change(*row) for row in self.rows(questions.HISTORY, target=target)]

    def _as_readings(self, rows: Iterable[tuple[Any, ...]]) -> Iterator[Reading]:
        return answers.readings(rows, self.shorts)


def _once(readings: Iterable[Reading]) -> Iterator[Reading]:
    """Each target once, at the first place where it stands."""
    seen: set[str] = set()
    for reading in readings:
        if reading.target not in seen:
            seen.add(reading.target)
            yield reading
