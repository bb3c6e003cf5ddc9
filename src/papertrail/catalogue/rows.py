"""A syllabus as rows of the library: weeks numbered, handles given, targets named. Pure."""

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from papertrail.bibliography.record import Record
from papertrail.identifiers import folded, slug
from papertrail.records import LEVELS
from papertrail.schedule import WEEK, monday, week_numbers
from papertrail.syllabus import Syllabus
from papertrail.syllabus.model import Reading, Session

_PLAIN_FACTS = {"key", "title", "number", "institution", "term", "url", "timezone", "unit", "bibliography"}
_SESSION_FACTS = ("topics", "materials", "alternatives", "weekday", "continues", "speakers")

_PAGES = re.compile(r"(\d{1,6})\s*(?:-{1,3}|–)\s*(\d{1,6})")

Row = dict[str, Any]


@dataclass
class CourseRows:
    """The rows of one course. Sessions are referred to by position until the database has given them ids."""

    course: Row
    weeks: list[Row]
    sessions: list[Row]
    deadlines: list[Row]
    targets: dict[str, Row] = field(default_factory=dict)
    readings: list[Row] = field(default_factory=list)
    """Each with `position`, that of its session, instead of the session's id."""


def course_rows(syllabus: Syllabus, keys: Mapping[str, str], *, digest: str, bundled: bool) -> CourseRows:
    """All rows of a syllabus.

    Args:
        syllabus: A syllabus without mistakes.
        keys: The library's citation key for each key that the syllabus cites.
        digest: What tells one version of the files from another.
        bundled: Whether papertrail ships it.
    """
    course = syllabus.course
    numbers = _week_numbers(syllabus)
    rows = CourseRows(
        course=_course(syllabus)
        | {
            "source": str(syllabus.path.absolute()),
            "bibliographies": _json([str(path.absolute()) for path in syllabus.bibliographies]),
            "digest": digest,
            "bundled": int(bundled),
        },
        weeks=list(_weeks(syllabus, numbers)),
        sessions=[
            _session(session, course.key, position, numbers[position])
            for position, session in enumerate(syllabus.sessions)
        ],
        deadlines=[
            {
                "course": course.key,
                "position": position,
                "name": deadline.name,
                "kind": deadline.kind,
                "printed_released": _iso(deadline.released),
                "printed_due": _iso(deadline.due),
                "time": deadline.time,
                "note": deadline.note,
            }
            for position, deadline in enumerate(syllabus.deadlines)
        ],
    )
    ordinals: dict[int, int] = defaultdict(int)
    unclear = _unclear(syllabus, keys)
    for week, place, reading in _readings_in_order(syllabus, numbers):
        ordinals[week] += 1
        target = _target(reading, course.key, keys)
        if target["key"] in unclear:
            target["key"] += f"-{_where(syllabus, place)}"
        rows.targets[target["key"]] = target
        rows.readings.append(
            {"course": course.key, "week": week, "ordinal": ordinals[week], "target": target["key"]}
            | place
            | _assignment(reading, syllabus, keys)
        )
    return rows


def _week_numbers(syllabus: Syllabus) -> list[int]:
    """The week of each session: its own, else the calendar's."""
    sessions = syllabus.sessions
    counted = week_numbers([session.date or session.from_ for session in sessions])
    return [count if session.week is None else session.week for session, count in zip(sessions, counted, strict=True)]


def _readings_in_order(syllabus: Syllabus, numbers: list[int]) -> Iterator[tuple[int, Row, Reading]]:
    """Every reading with its week and its place: sessions first, then the lists of the same week."""
    for position in sorted(range(len(numbers)), key=lambda position: (numbers[position], position)):
        for reading in syllabus.sessions[position].readings:
            yield numbers[position], {"position": position, "list": None}, reading
    for entry in syllabus.lists:
        for reading in entry.readings:
            yield entry.week or 0, {"position": None, "list": entry.title}, reading


def _course(syllabus: Syllabus) -> Row:
    course, critique = syllabus.course, syllabus.critique
    facts = course.model_dump(mode="json", exclude_defaults=True, exclude=_PLAIN_FACTS)
    lists = [{"title": entry.title, "week": entry.week or 0, "note": entry.note} for entry in syllabus.lists]
    return {
        "key": course.key,
        "title": course.title,
        "number": course.number,
        "institution": course.institution,
        "term": course.term,
        "url": course.url,
        "timezone": course.timezone or "UTC",
        "unit": course.unit,
        "facts": _json(facts | ({"lists": lists} if lists else {})),
        "critique": _json(critique.model_dump(mode="json", exclude_none=True)) if critique else None,
    }


def _weeks(syllabus: Syllabus, numbers: list[int]) -> Iterator[Row]:
    """Every week that has a title, a session or a reading, and the calendar weeks between them."""
    printed = {week.number: week for week in syllabus.weeks}
    mondays = _mondays(syllabus, numbers)
    used = {*printed, *mondays, *numbers, *(entry.week or 0 for entry in syllabus.lists)}
    for number in sorted(used):
        week = printed.get(number)
        facts = week.model_dump(mode="json", exclude_defaults=True, exclude={"number", "title"}) if week else {}
        yield {
            "course": syllabus.course.key,
            "number": number,
            "title": week.title if week else None,
            "printed_monday": _iso(mondays.get(number)),
            "facts": _json(facts),
        }


def _mondays(syllabus: Syllabus, numbers: list[int]) -> dict[int, date]:
    """The first day of each week that has one. A calendar without gaps where the syllabus names no weeks of its own."""
    first_days: dict[int, date] = {}
    for session, number in zip(syllabus.sessions, numbers, strict=True):
        day = session.date or session.from_
        if day:
            first_days[number] = min(monday(day), first_days.get(number, date.max))
    if first_days and not any(session.week is not None for session in syllabus.sessions):
        first = first_days[1]
        return {number: first + (number - 1) * WEEK for number in range(1, max(first_days) + 1)}
    return first_days


def _session(session: Session, course: str, position: int, week: int) -> Row:
    facts = session.model_dump(mode="json", exclude_defaults=True, include=set(_SESSION_FACTS))
    return {
        "course": course,
        "position": position,
        "week": week,
        "number": session.number,
        "kind": session.kind,
        "printed_date": _iso(session.date or session.from_),
        "printed_until": _iso(session.to),
        "starts": session.starts,
        "ends": session.ends,
        "printed_when": session.when,
        "unsure": int(session.unsure),
        "place": session.place,
        "topic": session.topic,
        "speakers": _json([_speaker(speaker.name, speaker.affiliation) for speaker in session.speakers]),
        "note": session.note,
        "facts": _json({name: value for name, value in facts.items() if name != "speakers"}),
    }


def _speaker(name: str, affiliation: str | None) -> str:
    return f"{name} ({affiliation})" if affiliation else name


def _unclear(syllabus: Syllabus, keys: Mapping[str, str]) -> set[str]:
    """Names that several unidentified readings of a course would share: only these are told apart by their session."""
    named = [_target(reading, syllabus.course.key, keys)["key"] for reading in syllabus.readings if not reading.cite]
    return {name for name in named if named.count(name) > 1}


def _where(syllabus: Syllabus, place: Row) -> str:
    """The session of a reading in a word that stays when others are added: its number, else its date, else its list."""
    if place["position"] is None:
        return slug(place["list"])
    session = syllabus.sessions[place["position"]]
    return str(session.number or _iso(session.date or session.from_) or slug(session.topic or ""))


def _target(reading: Reading, course: str, keys: Mapping[str, str]) -> Row:
    """What the reader's marks will belong to. It must not depend on where in the syllabus the reading stands."""
    if reading.cite is None:
        label = reading.label or ""
        return {
            "key": f"{course}/{slug(' '.join(filter(None, (label, reading.companion_of))))}",
            "work": None,
            "part": reading.part,
            "label": label,
            "folded": folded(label),
        }
    work = keys[reading.cite]
    part = slug(reading.part) if reading.part else ""
    return {
        "key": f"{work}#{part}" if part else work,
        "work": work,
        "part": reading.part,
        "label": None,
        "folded": None,
    }


def _assignment(reading: Reading, syllabus: Syllabus, keys: Mapping[str, str]) -> Row:
    record = syllabus.records.get(reading.cite) if reading.cite else None
    candidates = [candidate.model_dump(mode="json", exclude_defaults=True) for candidate in reading.candidates]
    return {
        "level": reading.level,
        "level_rank": LEVELS.index(reading.level),
        "level_inferred": int(reading.level_basis == "inferred"),
        "label": reading.label,
        "kind": reading.kind or (None if reading.cite else "paper"),
        "note": reading.note,
        "heading": reading.group,
        "companion_of": keys.get(reading.companion_of, reading.companion_of) if reading.companion_of else None,
        "confidence": "unresolved" if reading.unresolved else reading.confidence or "certain",
        "candidates": _json(candidates),
        "printed_venue": reading.printed_venue,
        "pages": reading.pages or (_page_count(record) if record and not reading.part else None),
    }


def _page_count(record: Record) -> int | None:
    """How many pages a work has, from the page range of its record; None unless that is a plain range."""
    span = _PAGES.fullmatch(record.text("page"))
    count = int(span[2]) - int(span[1]) + 1 if span else 0
    return count if count > 0 else None


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
