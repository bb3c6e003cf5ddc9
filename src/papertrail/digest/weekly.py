"""A digest made from what the library knows: the week as one would want to get it on Monday."""

from collections.abc import Sequence

from papertrail.digest.content import CourseWeek, Digest, Item
from papertrail.digest.course import Asked, course_week, week_before
from papertrail.digest.items import Audience
from papertrail.grammar import all_of
from papertrail.library import Library
from papertrail.records import Course
from papertrail.schedule import monday
from papertrail.wording import day_and_year


def digest(library: Library, courses: Sequence[Course], asked: Asked) -> Digest:
    """The digest of some courses."""
    weeks = [course_week(library, course, asked) for course in courses]
    title = subject(weeks, personal=asked.personal)
    elsewhere = _elsewhere(library, courses, asked) if asked.elsewhere else ()
    return Digest(title, day_and_year(asked.now.date().isoformat()), asked.personal, tuple(weeks), elsewhere)


def subject(weeks: Sequence[CourseWeek], *, personal: bool) -> str:
    """What a mail with these weeks is called."""
    titles = [f"{week.title}{_numbered(week, ', ')}" for week in weeks]
    if not personal:
        return "; ".join(titles)
    if len({_numbered(week, "") for week in weeks}) == 1:
        return f"Papertrail{_numbered(weeks[0], ', ')}: {all_of([week.title for week in weeks])}"
    return f"Papertrail: {'; '.join(titles)}"


def _numbered(week: CourseWeek, before: str) -> str:
    return f"{before}{week.unit} {week.number}" if week.number is not None else ""


def _elsewhere(library: Library, courses: Sequence[Course], asked: Asked) -> tuple[Item, ...]:
    """What was finished in the week before today's, and is assigned by none of these courses."""
    first, last = week_before(monday(asked.now.date()))
    finished = list(library.listed(finished_from=first, finished_until=last))
    places = library.placed([reading.target for reading in finished]) if finished else []
    shown = {reading.target for reading in places if reading.course in {course.key for course in courses}}
    audience = Audience(library, personal=True, today=asked.now.date())
    return audience.items(reading for reading in finished if reading.target not in shown)
