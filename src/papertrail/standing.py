"""How far a reader is with a course: tallies by level and by week, against today's place in the schedule."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from papertrail.agenda import current_week
from papertrail.library import Library
from papertrail.records import FINISHED, LEVELS, Course


@dataclass
class Tally:
    """How many readings there are, and how many of them are finished or begun."""

    total: int = 0
    finished: int = 0
    """Read, skimmed or skipped."""
    begun: int = 0
    """Being read, or queued."""
    due: int = 0
    """Were due before now."""


@dataclass(frozen=True)
class Report:
    """One reader's standing in one course."""

    course: Course
    week: int | None
    """The week of today; None when the course is not on, or has no dates."""
    last_week: int
    overdue: int
    """Required readings that were due before now and are not finished."""
    levels: dict[str, Tally]
    weeks: dict[int, Tally]

    @property
    def overall(self) -> Tally:
        """All levels together."""
        tallies = self.levels.values()
        return Tally(
            *(sum(getattr(tally, name) for tally in tallies) for name in ("total", "finished", "begun", "due"))
        )


def report(library: Library, course: Course, today: date, now: str) -> Report:
    """Where the reader stands in a course.

    Args:
        library: The library.
        course: The course.
        today: The reader's day.
        now: The present instant in UTC.
    """
    levels: dict[str, Tally] = defaultdict(Tally)
    weeks: dict[int, Tally] = defaultdict(Tally)
    overdue = 0
    for row in library.standing(course.key, now):
        finished = row.readings if row.status in FINISHED else 0
        begun = row.readings if row.status in {"reading", "queued"} else 0
        for tally in (levels[row.level], weeks[row.week]):
            tally.total += row.readings
            tally.finished += finished
            tally.begun += begun
            tally.due += row.readings if row.past else 0
        overdue += row.readings - finished if row.past and row.level == "required" else 0
    return Report(
        course=course,
        week=current_week(library, course, today),
        last_week=max((week.number for week in library.weeks(course.key)), default=0),
        overdue=overdue,
        levels={level: levels[level] for level in LEVELS if level in levels},
        weeks=dict(sorted(weeks.items())),
    )
