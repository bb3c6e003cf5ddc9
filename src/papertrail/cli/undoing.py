"""What an undo took back, in words."""

import json

from papertrail.cli.desk import Desk
from papertrail.grammar import all_of
from papertrail.records import Change, Status


def undone(desk: Desk, change: Change) -> str:
    """How things are again, after a change was taken back."""
    return _FIELDS[change.field](desk, change)


def _status(desk: Desk, change: Change) -> str:
    return f"{_title(desk, change.subject)} is {change.before or Status.UNREAD} again"


def _work(desk: Desk, change: Change) -> str:
    if change.before:
        return f"{change.subject} is as it was"
    if courses := desk.library.assigned_by(change.subject):
        return f"{change.subject} is not yours any more; it stays in the library, because {all_of(courses)} has it"
    return f"{change.subject} is not in the library any more"


def _key(_desk: Desk, change: Change) -> str:
    after, before = (json.loads(value or "{}").get("key") for value in (change.after, change.before))
    return f"{after} is called {before} again"


def _own_reading(_desk: Desk, change: Change) -> str:
    course, week, _ = change.subject.split(" ", 2)
    return f"a paper is {'back in' if change.before else 'out of'} week {week} of {course}"


def _kept(desk: Desk, change: Change) -> str:
    verb = "are" if change.field == "tags" else "is"
    return f"the {change.field} of {_title(desk, change.subject)} {verb} as before"


def _critique(_desk: Desk, change: Change) -> str:
    """What became of a critique. Its file is never touched by an undo."""
    after, before = (json.loads(value) if value else {} for value in (change.after, change.before))
    name = f"critique {change.subject.replace('#', ' ').strip()}"
    if after.get("submitted_at") and not before.get("submitted_at"):
        return f"{name} is not handed in; the copy stays in {after['frozen']}"
    return f"{name} is {'back' if before else 'forgotten; its draft stays in ' + after['file']}"


def _following(_desk: Desk, change: Change) -> str:
    return f"{change.subject} is {'followed as before' if change.before else 'not followed any more'}"


def _removed(_desk: Desk, change: Change) -> str:
    return f"{change.subject} is {'off the shelf again' if change.before else 'back on the shelf'}"


def _title(desk: Desk, subject: str) -> str:
    """The title of a paper or target; its name, where it is no longer in the library."""
    placed = desk.library.placed([subject]) or list(desk.library.papers([subject]))
    return placed[0].title if placed else subject


_FIELDS = {
    "status": _status,
    "work": _work,
    "key": _key,
    "own reading": _own_reading,
    "note": _kept,
    "rating": _kept,
    "tags": _kept,
    "critique": _critique,
    "following": _following,
    "removed": _removed,
}
