"""The shape of every record in JSON; `docs/json.md` describes it for readers.

Fields may be added, never renamed or removed.
"""

from typing import Any

from papertrail.bibliography.mapping.bibtex import TYPES, entry_type
from papertrail.bibliography.record import Record
from papertrail.bibliography.writing.bibtex import fields
from papertrail.library import Aside, Counts, Own
from papertrail.people import Name, People
from papertrail.records import Change, Course, Critique, Deadline, Reading, Session
from papertrail.sources.records import Preprint, PublishedVersion


def reading_shape(
    reading: Reading, work: Record | None, aside: Aside, own: Own, critique: Critique | None
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


def work_shape(record: Record, own: Own) -> dict[str, Any]:
    """A work, its authors as "Given Family" in published order."""
    return {
        "key": record.key,
        "title": record.text("title"),
        "authors": [name.full for name in record.authors.names],
        "authors_complete": record.authors.complete,
        "year": record.year,
        "venue": record.venue,
        "kind": record.kind,
        "arxiv": record.arxiv,
        "doi": record.doi,
        "url": record.url,
        "tags": list(own.tags),
        "confidence": record.confidence,
        "abstract": record.abstract,
        "fields": fields(record),
    }


def preprint_shape(preprint: Preprint) -> dict[str, Any]:
    """What arXiv says of a preprint."""
    return {
        "version": preprint.version,
        "title": preprint.record.text("title"),
        "names": _names(preprint.record.authors),
        "categories": list(preprint.categories),
        "primary_category": preprint.primary_category,
        "first_posted": preprint.first_posted,
        "last_posted": preprint.last_posted,
        "comment": preprint.comment,
        "journal_ref": preprint.journal_ref,
        "doi": preprint.doi,
        "withdrawn": preprint.withdrawn,
        "source": preprint.source,
        "fetched_at": preprint.fetched_at,
    }


def published_shape(published: PublishedVersion) -> dict[str, Any]:
    """Where a service says that a preprint was published."""
    record = published.record
    return {
        "title": record.text("title"),
        "names": _names(record.authors),
        "year": record.year,
        "venue": record.venue,
        "entry": TYPES[entry_type(record)].classic,
        "doi": record.doi,
        "url": record.url,
        "fields": fields(record),
        "source": published.source,
    }


def _names(people: People) -> list[dict[str, str]]:
    return list(map(_name, people.names))


def _name(name: Name) -> dict[str, str]:
    """A name by its parts; a particle is one, whether sorting leaves it out or not."""
    if name.literal:
        return {"literal": name.literal}
    particle = " ".join(filter(None, (name.dropping, name.particle)))
    parts = {"family": name.family, "given": name.given, "particle": particle, "suffix": name.suffix}
    return {part: text for part, text in parts.items() if text}


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
