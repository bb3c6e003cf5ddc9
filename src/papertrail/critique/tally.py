"""What is written for a course, and what can still be: counted against its rules and today."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from papertrail.critique.policy import Policy, policy
from papertrail.library import Library
from papertrail.records import Course, Critique, Reading, Status
from papertrail.schedule import is_past


class Piece(NamedTuple):
    """A critique with the reading it is about."""

    critique: Critique
    reading: Reading
    """Its place in the course; where it has none any more, some other place or none."""
    assigned: bool
    """True while the course assigns the reading, at a level of its rules."""
    due: str | None
    """The day or instant at which it is due, as `Reading.due`; None where nothing is said of that."""


class Chance(NamedTuple):
    """A reading of which a critique can still be handed in in time."""

    reading: Reading
    due: str | None


class Tally(NamedTuple):
    """How far the reader is with the critiques of one course."""

    course: Course
    rules: Policy
    pieces: tuple[Piece, ...]
    chances: tuple[Chance, ...]
    """Readings not written about yet, in the order in which they are due."""
    classes_left: int
    """Sessions for which a critique can still be handed in; those of drafts are among them."""
    missed: frozenset[int]
    """Numbers of the drafts that were due before now."""

    @property
    def handed_in(self) -> int:
        """How many were handed in and count."""
        return sum(piece.critique.counts for piece in self.pieces)

    @property
    def late(self) -> int:
        """How many were handed in and do not count."""
        return sum(piece.critique.submitted_at is not None and not piece.critique.counts for piece in self.pieces)

    @property
    def drafts(self) -> list[Piece]:
        """What is written and not handed in yet, as far as it still can be."""
        return list(_open(self.pieces, self.missed))

    @property
    def wanting(self) -> int:
        """How many more the course wants; 0 where it names no number."""
        return max(0, (self.rules.wanted or 0) - self.handed_in)

    @property
    def short(self) -> int:
        """How many there will be too few, whatever is still written."""
        return max(0, self.wanting - len(self.chances) - len(self.drafts))


def tally(library: Library, course: Course, now: datetime) -> Tally:
    """The critiques of a course."""
    rules = policy(course.critique)
    assigned = _in_order(_eligible(library, course, rules))
    pieces = tuple(_pieces(library, course, assigned))
    missed = frozenset(
        piece.critique.number
        for piece in pieces
        if piece.critique.submitted_at is None and piece.due and is_past(piece.due, now)
    )
    written = {piece.critique.target for piece in pieces}
    chances = [
        chance
        for chance in assigned
        if chance.reading.target not in written
        and chance.reading.status is not Status.SKIPPED
        and not (chance.due and is_past(chance.due, now))
    ]
    classes = _classes([*chances, *_open(pieces, missed)])
    return Tally(course, rules, pieces, _each_once(chances), classes, missed)


def assignment(library: Library, course: Course, target: str) -> Chance | None:
    """Where a course assigns a reading, and when a critique of it is due: at the last place of several.

    At any level, if at none of its rules; None where it does not assign it.
    """
    rules = policy(course.critique)
    places = [place for place in library.assigned(course.key) if place.target == target]
    days = _mondays(library, course)
    chances = [Chance(place, _due_of(rules, place, days)) for place in places]
    fitting = [chance for chance in chances if chance.reading.level in rules.levels]
    return next(reversed(_in_order(fitting or chances)), None)


def _due_of(rules: Policy, reading: Reading, mondays: dict[int, str | None]) -> str | None:
    """When a critique of a reading is due: with its class, at the end of its week, or nobody says.

    Args:
        rules: The rules of the course.
        reading: A reading of the course.
        mondays: The first day of each week of the course.
    """
    if rules.due == "before-session":
        return reading.due
    monday = mondays.get(reading.week or 0)
    if rules.due == "weekly" and monday:
        return (date.fromisoformat(monday) + timedelta(days=6)).isoformat()
    return None


def _mondays(library: Library, course: Course) -> dict[int, str | None]:
    """The first day of each week of a course."""
    return {week.number: week.monday for week in library.weeks(course.key)}


def _eligible(library: Library, course: Course, rules: Policy) -> Iterable[Chance]:
    days = _mondays(library, course)
    for reading in library.assigned(course.key):
        if reading.level in rules.levels:
            yield Chance(reading, _due_of(rules, reading, days))


def _in_order(chances: Iterable[Chance]) -> list[Chance]:
    return sorted(chances, key=lambda one: (one.due is None, (one.due or one.reading.due or "9")[:10]))


def _each_once(chances: Sequence[Chance]) -> tuple[Chance, ...]:
    first: dict[str, Chance] = {}
    for chance in chances:
        first.setdefault(chance.reading.target, chance)
    return tuple(first.values())


def _pieces(library: Library, course: Course, assigned: Sequence[Chance]) -> Iterable[Piece]:
    """The critiques of a course in order; one of a reading that is assigned twice belongs to the last place."""
    places = {chance.reading.target: chance for chance in assigned}
    for critique in library.critiques():
        if critique.course != course.key:
            continue
        if chance := places.get(critique.target):
            yield Piece(critique, chance.reading, assigned=True, due=chance.due)
        else:
            every = library.placed([critique.target])
            reading = next((place for place in every if place.course == course.key), every[0])
            yield Piece(critique, reading, assigned=False, due=None)


def _open(pieces: Iterable[Piece], missed: Collection[int]) -> Iterable[Piece]:
    """Drafts that can still be handed in."""
    for piece in pieces:
        if piece.assigned and piece.critique.submitted_at is None and piece.critique.number not in missed:
            yield piece


def _classes(chances: Iterable[Chance | Piece]) -> int:
    return len({one.reading.session or f"week {one.reading.week}" for one in chances if one.reading.course})
