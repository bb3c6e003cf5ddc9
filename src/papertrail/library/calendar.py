"""What only calendars and feeds ask: the days as printed, and what the reader put into a course."""

from papertrail.library import Library
from papertrail.timetable import OWN_LIST

PRINTED = "SELECT id, printed_date FROM session WHERE course = :course"
OWN = (
    "SELECT r.week, r.ordinal FROM reading r"
    " JOIN own_reading o ON o.course = r.course AND o.week = r.week AND o.target = r.target"
    " WHERE r.course = :course AND r.list = :list"
)


def printed_days(library: Library, course: str) -> dict[int, str | None]:
    """The day that the syllabus prints for each session of a course, by `Session.id`."""
    return dict(library.rows(PRINTED, course=course))


def own_handles(library: Library, course: str) -> frozenset[str]:
    """The handles of the readings that the reader put into a course."""
    rows = library.rows(OWN, course=course, list=OWN_LIST)
    return frozenset(f"{library.shorts[course]}:{week}.{ordinal}" for week, ordinal in rows)
