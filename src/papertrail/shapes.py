"""The shape of every record in JSON and in tab-separated lines; `docs/json.md` describes it for readers.

Fields may be added, never renamed or removed.
"""

from collections.abc import Iterable
from typing import Any

from papertrail.library import Aside, Counts, Own
from papertrail.records import Change, Course, Critique, Deadline, Reading, Session, Work

LINE_FIELDS = ("handle", "status", "level", "due", "key", "byline", "year", "title", "part", "note", "link")
"""The columns of a tab-separated reading."""


def reading_line(reading: Reading) -> str:
    """A reading as one tab-separated line, `LINE_FIELDS` in order, empty where there is nothing."""
    return "\t".join(
        (
            reading.handle or "",
            reading.status,
            reading.level or "",
            reading.due or "",
            reading.target,
            reading.byline,
            str(reading.year or ""),
            reading.title,
            reading.part or "",
            reading.note or "",
            reading.link or "",
        )
    )


def reading_shape(
    reading: Reading, work: Work | None, aside: Aside, own: Own, critique: Critique | None
) -> dict[str, Any]:
    """A reading; `work` is null while it is unresolved, and `candidates` says what it may be."""
    return {
        "handle": reading.handle,
        "key": reading.target,
        "course": reading.course,
        "week": reading.week,
        "session": aside.session,
        "date": aside.date,
        "due": reading.due,
        "level": reading.level,
        "level_inferred": aside.level_inferred,
        "label": reading.label or reading.title,
        "part": reading.part,
        "note": reading.note,
        "group": reading.group,
        "companion_of": reading.companion_of,
        "kind": reading.kind,
        "pages": reading.pages,
        "status": reading.status,
        "since": reading.since,
        "critique": critique_shape(critique) if critique else None,
        "rating": own.rating,
        "own_note": own.note,
        "confidence": reading.confidence,
        "candidates": list(aside.candidates),
        "printed_venue": aside.printed_venue,
        "work": work_shape(work, own) if work and not reading.unresolved else None,
    }


def critique_shape(critique: Critique) -> dict[str, Any]:
    """How far a critique is; `number` counts within its course."""
    return {
        "number": critique.number,
        "state": critique.state,
        "begun_at": critique.begun_at,
        "submitted_at": critique.submitted_at,
        "late": critique.late,
        "counts": critique.counts,
    }


def work_shape(work: Work, own: Own) -> dict[str, Any]:
    """A work, its authors as "Given Family" in published order."""
    return {
        "key": work.key,
        "title": work.title,
        "authors": work.authors,
        "authors_complete": work.complete,
        "year": work.year,
        "venue": work.venue,
        "kind": work.kind,
        "arxiv": work.arxiv,
        "doi": work.doi,
        "url": work.url,
        "tags": list(own.tags),
        "confidence": work.confidence,
        "abstract": work.abstract,
        "fields": work.fields,
    }


def course_shape(course: Course, counts: Counts) -> dict[str, Any]:
    """A course with how much it holds."""
    return {
        "key": course.key,
        "short": course.short,
        "title": course.title,
        "number": course.number,
        "institution": course.institution,
        "term": course.term,
        "url": course.url,
        "timezone": course.timezone,
        "unit": course.unit,
        "starts": course.starts,
        "ends": course.ends,
        "followed": course.followed,
        "start": course.start,
        "bundled": course.bundled,
        "counts": {
            "sessions": counts.sessions,
            "meetings": counts.meetings,
            "readings": counts.readings,
            "levels": dict(counts.by_level),
            "works": counts.works,
            "unresolved": counts.unresolved,
        },
        "critique": course.critique,
        "facts": course.facts,
    }


def session_shape(session: Session) -> dict[str, Any]:
    """A session; its date is the reader's, moved with the course."""
    return {
        "week": session.week,
        "number": session.number,
        "kind": session.kind,
        "date": session.date,
        "until": session.until,
        "starts": session.starts,
        "ends": session.ends,
        "when": session.when,
        "unsure": session.unsure,
        "place": session.place,
        "topic": session.topic,
        "speakers": list(session.speakers),
        "note": session.note,
        **session.facts,
    }


def deadline_shape(deadline: Deadline) -> dict[str, Any]:
    """A deadline."""
    return {name: getattr(deadline, name) for name in ("name", "kind", "released", "due", "time", "note")}


def change_shape(change: Change) -> dict[str, Any]:
    """One step of a history."""
    return {
        "at": change.at,
        "field": change.field,
        "key": change.subject,
        "before": change.before,
        "after": change.after,
    }


def lines(readings: Iterable[Reading]) -> Iterable[str]:
    """Readings as tab-separated lines."""
    return map(reading_line, readings)
