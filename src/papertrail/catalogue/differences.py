"""What a load changed in a course, told reading by reading."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from rapidfuzz import fuzz

PLACES = """
SELECT r.target, coalesce(w.title, t.label), r.week, s.number, s.topic, s.printed_date, r.level, r.label, r.note,
    r.confidence, t.part, t.work, w.link, w.byline, s.starts
FROM reading r JOIN target t ON t.key = r.target LEFT JOIN work w ON w.key = t.work
    LEFT JOIN session s ON s.id = r.session
WHERE r.course = :course ORDER BY r.week, r.ordinal
"""


_SESSION = ("topic", "date", "until", "starts", "ends", "place", "kind")
SESSIONS = (
    "SELECT number, position, topic, printed_date, printed_until, starts, ends, place, kind FROM session"
    " WHERE course = :course ORDER BY position"
)
_DEADLINE = ("out", "due", "time")
DEADLINES = "SELECT name, printed_released, printed_due, time FROM deadline WHERE course = :course ORDER BY position"
_NEAR = 80.0


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
    part: str | None
    work: str | None
    link: str | None
    byline: str | None
    starts: str | None

    @property
    def due(self) -> str:
        """When its session meets, in words."""
        return " ".join(filter(None, (self.date, self.starts))) or "no date"

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
    renamed: tuple[str, ...] = ()
    moved: tuple[str, ...] = ()
    redated: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    resolved: tuple[str, ...] = ()
    plan: tuple[str, ...] = ()
    """What became of sessions and deadlines."""
    carried: tuple[tuple[str, str], ...] = ()
    """Targets whose marks go over to another: what an unresolved label turned out to be."""

    @property
    def nothing(self) -> bool:
        """True when the course holds the same readings in the same places."""
        return not (
            self.is_new
            or self.added
            or self.dropped
            or self.renamed
            or self.moved
            or self.redated
            or self.changed
            or self.resolved
            or self.plan
        )


def plan(connection: sqlite3.Connection, course: str) -> dict[str, dict[str, object]]:
    """The sessions and deadlines of a course by name, now."""
    found: dict[str, dict[str, object]] = {}
    for number, position, *values in connection.execute(SESSIONS, {"course": course}):
        found[f"session {number or f'in place {position + 1}'}"] = dict(zip(_SESSION, values, strict=True))
    for name, *values in connection.execute(DEADLINES, {"course": course}):
        found[f"deadline {name}"] = dict(zip(_DEADLINE, values, strict=True))
    return found


def plan_changes(before: dict[str, dict[str, object]], after: dict[str, dict[str, object]]) -> tuple[str, ...]:
    """What became of sessions and deadlines, a sentence each."""
    told = []
    for name in [*before, *(name for name in after if name not in before)]:
        old, new = before.get(name), after.get(name)
        if old is None or new is None:
            told.append(f"{name}: {'new' if old is None else 'dropped'}")
        elif old != new:
            pairs = [f"{key} {old[key] or 'none'} → {new[key] or 'none'}" for key in old if old[key] != new[key]]
            told.append(f"{name}: {', '.join(pairs)}")
    return tuple(told)


def places(connection: sqlite3.Connection, course: str) -> list[Place]:
    """Where a course assigns what, now."""
    return [Place(*row) for row in connection.execute(PLACES, {"course": course})]


def difference(
    course: str, before: list[Place], after: list[Place], *, recited: Mapping[str, str] | None = None
) -> Difference:
    """Compare two states of a course. A target that stands in several places is followed place by place.

    Args:
        course: The course's key.
        before: Its places before the load.
        after: Its places now.
        recited: The library's citation key for each key that the syllabus cites under another.
    """
    old, new = _by_target(before), _by_target(after)
    gone = [place for target, stays in old.items() for place in stays[len(new.get(target, ())) :]]
    come = [place for target, stays in new.items() for place in stays[len(old.get(target, ())) :]]
    renamed = _renamed(gone, come, recited or {})
    settled = {id(place) for pair in renamed for place in pair}
    kept = [pair for target in old.keys() & new.keys() for pair in zip(old[target], new[target], strict=False)]
    kept = sorted(kept + renamed, key=lambda pair: after.index(pair[1]))
    return Difference(
        course=course,
        is_new=not before,
        readings=len(after),
        added=tuple(f"{place.title} ({place.spoken()})" for place in come if id(place) not in settled),
        dropped=tuple(f"{place.title} ({place.spoken()})" for place in gone if id(place) not in settled),
        renamed=tuple(f"{a.title} → {b.title}" for a, b in renamed if a.title != b.title and not _resolves(a, b)),
        moved=tuple(f"{b.title}: {a.spoken()} → {b.spoken()}" for a, b in kept if _spot(a) != _spot(b)),
        redated=tuple(f"{b.title}: {_dates(a, b)}" for a, b in kept if _spot(a) == _spot(b) and a.due != b.due),
        changed=tuple(f"{b.title}: {_changes(a, b)}" for a, b in kept if _changes(a, b) and not _resolves(a, b)),
        resolved=tuple(f"{b.title} (was unresolved: {_label(a)})" for a, b in kept if _resolves(a, b)),
        carried=tuple((a.target, b.target) for a, b in renamed),
    )


def _by_target(found: Iterable[Place]) -> dict[str, list[Place]]:
    by_target: dict[str, list[Place]] = defaultdict(list)
    for place in found:
        by_target[place.target].append(place)
    return by_target


def _renamed(gone: list[Place], come: list[Place], recited: Mapping[str, str]) -> list[tuple[Place, Place]]:
    """Readings that are the same under another name.

    They cite a work that turned out to be in the library under another key, or stand in the same session with the
    same label, title or work. An unresolved one is found again under its label in any session, if only one reading of
    the course has it.
    """
    pairs: list[tuple[Place, Place]] = []
    left = list(come)

    def same_citation(place: Place, other: Place) -> bool:
        return other.work is not None and recited.get(place.work or "") == other.work and place.part == other.part

    for same in (same_citation, _same_label_there, _same_work_there, _same_link, _near_title_there, _only_label):
        for place in [place for place in gone if all(place is not old for old, _ in pairs)]:
            now = [other for other in left if same(place, other)]
            rivals = [other for other in gone if now and same(other, now[0]) and all(other is not o for o, _ in pairs)]
            if len(now) == 1 and len(rivals) == 1:
                pairs.append((place, now[0]))
                left.remove(now[0])
    return pairs


def _same_label_there(place: Place, other: Place) -> bool:
    return (
        _spot(place) == _spot(other)
        and _label(place).casefold() == _label(other).casefold()
        and place.part == other.part
    )


def _same_work_there(place: Place, other: Place) -> bool:
    """A part that is spelled otherwise."""
    return _spot(place) == _spot(other) and place.work is not None and place.work == other.work


def _same_link(place: Place, other: Place) -> bool:
    """A work that is written out in place and whose title was corrected."""
    return place.link is not None and place.link == other.link and place.part == other.part


def _near_title_there(place: Place, other: Place) -> bool:
    same_authors = bool(place.byline) and place.byline == other.byline
    return same_authors and _spot(place) == _spot(other) and fuzz.ratio(place.title, other.title) >= _NEAR


def _only_label(place: Place, other: Place) -> bool:
    return place.confidence == "unresolved" and _label(place).casefold() == _label(other).casefold()


def _resolves(before: Place, after: Place) -> bool:
    return before.confidence == "unresolved" and after.confidence != "unresolved"


def _label(place: Place) -> str:
    return place.label or place.title


def _spot(place: Place) -> tuple[int, int | None]:
    return place.week, place.session


def _changes(before: Place, after: Place) -> str:
    levels = [f"level {before.level} → {after.level}"] if before.level != after.level else []
    pairs = [(name, getattr(before, name), getattr(after, name)) for name in ("label", "part", "note")]
    texts = [f"{name} {_quoted(old)} → {_quoted(new)}" for name, old, new in pairs if old != new]
    return ", ".join(levels + texts)


def _dates(before: Place, after: Place) -> str:
    if before.starts == after.starts:
        return f"{before.date or 'no date'} → {after.date or 'no date'}"
    return f"{before.due} → {after.due}"


def _quoted(value: str | None) -> str:
    return f"“{value}”" if value else "none"
