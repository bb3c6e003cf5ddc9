"""What a load changed in a course, told reading by reading."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

PLACES = """
SELECT r.target, coalesce(w.title, t.label), r.week, s.number, s.topic, s.printed_date, r.level, r.label, r.note,
    r.confidence
FROM reading r JOIN target t ON t.key = r.target LEFT JOIN work w ON w.key = t.work
    LEFT JOIN session s ON s.id = r.session
WHERE r.course = :course ORDER BY r.week, r.ordinal
"""


class Place(NamedTuple):
    """Where a course assigns a target."""

    target: str
    title: str
    week: int
    session: int | None
    topic: str | None
    date: str | None
    level: str
    label: str | None
    note: str | None
    confidence: str

    def spoken(self) -> str:
        """The place in words: "week 5, Vision-Language Models"."""
        return f"week {self.week}" + (f", {self.topic}" if self.topic else "")


class Difference(NamedTuple):
    """How one course changed. Every entry is a reading's title with what became of it."""

    course: str
    is_new: bool
    readings: int
    added: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    moved: tuple[str, ...] = ()
    redated: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    resolved: tuple[str, ...] = ()
    carried: tuple[tuple[str, str], ...] = ()
    """Targets whose marks go over to another: what an unresolved label turned out to be."""

    @property
    def nothing(self) -> bool:
        """True when the course holds the same readings in the same places."""
        return not (
            self.is_new or self.added or self.dropped or self.moved or self.redated or self.changed or self.resolved
        )


def places(connection: sqlite3.Connection, course: str) -> list[Place]:
    """Where a course assigns what, now."""
    return [Place(*row) for row in connection.execute(PLACES, {"course": course})]


def difference(course: str, before: list[Place], after: list[Place]) -> Difference:
    """Compare two states of a course. A target that stands in several places is followed place by place."""
    old, new = _by_target(before), _by_target(after)
    gone = [place for target, stays in old.items() for place in stays[len(new.get(target, ())) :]]
    come = [place for target, stays in new.items() for place in stays[len(old.get(target, ())) :]]
    resolved = _resolved(gone, come)
    kept = [pair for target in old.keys() & new.keys() for pair in zip(old[target], new[target], strict=False)]
    kept.sort(key=lambda pair: (pair[1].week, pair[1].target))
    settled = {id(place) for pair in resolved for place in pair}
    return Difference(
        course=course,
        is_new=not before,
        readings=len(after),
        added=tuple(f"{place.title} ({place.spoken()})" for place in come if id(place) not in settled),
        dropped=tuple(f"{place.title} ({place.spoken()})" for place in gone if id(place) not in settled),
        moved=tuple(f"{b.title}: {a.spoken()} → {b.spoken()}" for a, b in kept if _spot(a) != _spot(b)),
        redated=tuple(
            f"{b.title}: {a.date or 'no date'} → {b.date or 'no date'}"
            for a, b in kept
            if _spot(a) == _spot(b) and a.date != b.date
        ),
        changed=tuple(f"{b.title}: {_changes(a, b)}" for a, b in kept if _changes(a, b)),
        resolved=tuple(f"{b.title} (was unresolved: {a.title})" for a, b in resolved),
        carried=tuple((a.target, b.target) for a, b in resolved),
    )


def _by_target(found: Iterable[Place]) -> dict[str, list[Place]]:
    by_target: dict[str, list[Place]] = defaultdict(list)
    for place in found:
        by_target[place.target].append(place)
    return by_target


def _resolved(gone: list[Place], come: list[Place]) -> list[tuple[Place, Place]]:
    """Unresolved readings that went, with the reading of the same printed label that came."""
    waiting = {(_label(place), place.week): place for place in reversed(come) if place.confidence != "unresolved"}
    anywhere = {_label(place): place for place in reversed(come) if place.confidence != "unresolved"}
    pairs = []
    for place in gone:
        if place.confidence == "unresolved":
            now = waiting.get((_label(place), place.week)) or anywhere.get(_label(place))
            if now:
                pairs.append((place, now))
    return pairs


def _label(place: Place) -> str:
    return (place.label or place.title).casefold()


def _spot(place: Place) -> tuple[int, int | None, str | None]:
    return place.week, place.session, place.topic if place.session is None else None


def _changes(before: Place, after: Place) -> str:
    names = ("level", "label", "note")
    pairs = [(name, getattr(before, name), getattr(after, name)) for name in names]
    return ", ".join(f"{name} {old or 'none'} → {new or 'none'}" for name, old, new in pairs if old != new)
