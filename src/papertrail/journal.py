"""The reader's own changes: what each is, one transaction a command, and how it is undone."""

import json
import sqlite3
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

from papertrail import schema, timetable
from papertrail.records import Change, Status

CURRENT_STATUS = "SELECT status FROM status WHERE target = :subject"
SET_STATUS = (
    "INSERT INTO status (target, status, since) VALUES (:subject, :value, :at)"
    " ON CONFLICT (target) DO UPDATE SET status = excluded.status, since = excluded.since"
)
CLEAR_STATUS = "DELETE FROM status WHERE target = :subject"
STATUS_SINCE = (
    "SELECT at FROM change WHERE field = 'status' AND subject = :subject AND after = :value AND undone_at IS NULL"
    " ORDER BY id DESC LIMIT 1"
)
FOLLOWING = "SELECT start, since FROM following WHERE course = :subject"
SET_FOLLOWING = (
    "INSERT INTO following (course, start, since) VALUES (:subject, :start, :since)"
    " ON CONFLICT (course) DO UPDATE SET start = excluded.start, since = excluded.since"
)
CLEAR_FOLLOWING = "DELETE FROM following WHERE course = :subject"
REMOVED = "SELECT removed_at FROM course WHERE key = :subject"
SET_REMOVED = "UPDATE course SET removed_at = :value WHERE key = :subject"
NEXT_BATCH = "SELECT coalesce(max(batch), 0) + 1 FROM change"
NOTE_CHANGE = (
    "INSERT INTO change (batch, at, field, subject, before, after)"
    " VALUES (:batch, :at, :field, :subject, :before, :after)"
)
LAST_BATCH = "SELECT max(batch) FROM change WHERE undone_at IS NULL"
BATCH = "SELECT id, batch, at, field, subject, before, after FROM change WHERE batch = :batch ORDER BY id DESC"
UNDO_CHANGE = "UPDATE change SET undone_at = :at WHERE id = :id"


class Following(NamedTuple):
    """How a course is followed."""

    start: str | None
    since: str

    def text(self) -> str:
        """The form in which the history keeps it."""
        return json.dumps({"start": self.start, "since": self.since})


class Journal:
    """What the reader can change in an open library."""

    def __init__(self, connection: sqlite3.Connection, path: Path, now: datetime) -> None:
        self._connection = connection
        self._path = path
        self._at = now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    def mark(self, targets: Iterable[str], status: Status) -> list[Change]:
        """Set the status of some targets.

        Returns:
            What changed, in the order given; a target that had the status already is left out.
        """
        return self._change("status", [(target, None if status is Status.UNREAD else status) for target in targets])

    def follow(self, course: str, start: date | None) -> list[Change]:
        """Follow a course, from a start of the reader's own if one is given."""
        following = Following(start.isoformat() if start else None, self._at)
        return self._change("following", [(course, following.text())])

    def unfollow(self, courses: Iterable[str]) -> list[Change]:
        """Stop following courses. Their marks stay."""
        return self._change("following", [(course, None) for course in courses])

    def remove_course(self, course: str) -> list[Change]:
        """Take a course off the shelf, and stop following it. Its marks stay; so does its place, for `undo`."""
        with schema.reported(self._path), schema.transaction(self._connection):
            batch = self._next_batch()
            return [
                *self._write("following", [(course, None)], batch),
                *self._write("removed", [(course, self._at)], batch),
            ]

    def restore_course(self, course: str) -> list[Change]:
        """Put a removed course back on the shelf."""
        return self._change("removed", [(course, None)])

    def undo(self) -> list[Change]:
        """Take back what the last command changed that is not undone yet.

        Returns:
            The changes taken back, last first; nothing when there are none left.
        """
        with schema.reported(self._path), schema.transaction(self._connection):
            batch = self._connection.execute(LAST_BATCH).fetchone()[0]
            undone = []
            for id_, *columns in self._connection.execute(BATCH, {"batch": batch}).fetchall():
                change = Change(*columns)
                self._connection.execute(UNDO_CHANGE, {"id": id_, "at": self._at})
                _FIELDS[change.field].write(self._connection, change.subject, change.before, self._at)
                undone.append(change)
            return undone

    def _change(self, field: str, values: list[tuple[str, str | None]]) -> list[Change]:
        with schema.reported(self._path), schema.transaction(self._connection):
            return self._write(field, values, self._next_batch())

    def _next_batch(self) -> int:
        return int(self._connection.execute(NEXT_BATCH).fetchone()[0])

    def _write(self, field: str, values: list[tuple[str, str | None]], batch: int) -> list[Change]:
        """Write values and their history. Called inside a transaction."""
        changes = []
        kind = _FIELDS[field]
        for subject, after in values:
            before = kind.read(self._connection, subject)
            if kind.same(before, after):
                continue
            change = Change(batch, self._at, field, subject, before, after)
            self._connection.execute(NOTE_CHANGE, change._asdict())
            kind.write(self._connection, subject, after, self._at)
            changes.append(change)
        return changes


class _Field(NamedTuple):
    """One thing that can be changed: how it is read, written and compared, as text or None."""

    read: Callable[[sqlite3.Connection, str], str | None]
    write: Callable[[sqlite3.Connection, str, str | None, str], None]
    same: Callable[[str | None, str | None], bool] = lambda before, after: before == after


def _read_status(connection: sqlite3.Connection, target: str) -> str | None:
    row = connection.execute(CURRENT_STATUS, {"subject": target}).fetchone()
    return str(row[0]) if row else None


def _write_status(connection: sqlite3.Connection, target: str, value: str | None, at: str) -> None:
    if value is None:
        connection.execute(CLEAR_STATUS, {"subject": target})
        return
    # An undo brings back the moment at which the old status was set, not only its name.
    since = connection.execute(STATUS_SINCE, {"subject": target, "value": value}).fetchone()
    connection.execute(SET_STATUS, {"subject": target, "value": value, "at": since[0] if since else at})


def _read_following(connection: sqlite3.Connection, course: str) -> str | None:
    row = connection.execute(FOLLOWING, {"subject": course}).fetchone()
    return Following(*row).text() if row else None


def _write_following(connection: sqlite3.Connection, course: str, value: str | None, _at: str) -> None:
    if value is None:
        connection.execute(CLEAR_FOLLOWING, {"subject": course})
    else:
        connection.execute(SET_FOLLOWING, {"subject": course, **json.loads(value)})
    timetable.place(connection, course)


def _same_following(before: str | None, after: str | None) -> bool:
    starts = [json.loads(value)["start"] if value else False for value in (before, after)]
    return bool(starts[0] == starts[1])


def _read_removed(connection: sqlite3.Connection, course: str) -> str | None:
    row = connection.execute(REMOVED, {"subject": course}).fetchone()
    return row[0] if row else None


def _write_removed(connection: sqlite3.Connection, course: str, value: str | None, _at: str) -> None:
    connection.execute(SET_REMOVED, {"subject": course, "value": value})


_FIELDS = {
    "status": _Field(_read_status, _write_status),
    "following": _Field(_read_following, _write_following, _same_following),
    "removed": _Field(_read_removed, _write_removed),
}
