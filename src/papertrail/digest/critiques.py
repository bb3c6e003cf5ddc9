"""The critiques that a reader can hand in within a week."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from papertrail.critique.tally import tally
from papertrail.digest.content import CritiqueDue, Share
from papertrail.grammar import plural
from papertrail.library import Library
from papertrail.records import Course, Week
from papertrail.wording import due_words, titled


def critiques_due(library: Library, course: Course, week: Week | None, now: datetime) -> Iterator[CritiqueDue]:
    """Drafts and papers that can still be written about, by the time they are due in this week.

    Where the course has had as many as it wants, only the drafts.
    """
    if week is None or week.monday is None or not course.critique:
        return
    found = tally(library, course, now)
    open_chances = found.chances if found.wanting or not found.rules.wanted else ()
    last = (date.fromisoformat(week.monday) + timedelta(days=6)).isoformat()
    for due, title, state in sorted(
        [(piece.due or "", titled(piece.reading), "draft") for piece in found.drafts]
        + [(chance.due or "", titled(chance.reading), "not begun") for chance in open_chances]
    ):
        if week.monday <= due[:10] <= last:
            yield CritiqueDue(course.key, title, due_words(due, found.rules.due), state)


def handed_in(library: Library, course: Course, now: datetime) -> Iterator[Share]:
    """How many critiques are handed in and count, of a course that wants a number of them."""
    found = tally(library, course, now) if course.critique else None
    if found and found.rules.wanted:
        yield Share(plural(found.rules.name), found.handed_in, found.rules.wanted)
