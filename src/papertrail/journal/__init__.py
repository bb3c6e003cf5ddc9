"""The reader's own changes: what each is, one transaction a command, and how it is undone."""

import json
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from papertrail import schema
from papertrail.errors import TakenKeyError
from papertrail.journal.fields import (
    FIELDS,
    TARGETS_OF_WORK,
    Following,
    critique_subject,
    critique_value,
    key_text,
    own_places,
    read_following,
    read_tags,
    tags_text,
    work_snapshot,
)
from papertrail.records import Change, Critique, Status
from papertrail.schedule import instant

if TYPE_CHECKING:
    from papertrail.bibliography.record import Record

NEXT_BATCH = "SELECT coalesce(max(batch), 0) + 1 FROM change"
FREE_NUMBER = (
    "SELECT CASE WHEN :wanted > 0 AND NOT EXISTS (SELECT 1 FROM critique WHERE course = :course AND number = :wanted)"
    " THEN :wanted ELSE (SELECT coalesce(max(number), 0) + 1 FROM critique WHERE course = :course) END"
)
CRITIQUE_OF = "SELECT number FROM critique WHERE course = :course AND target = :target"
MOVE_CRITIQUE = "UPDATE critique SET file = :file WHERE course = :course AND number = :number"
SET_DRAFT_TEXT = (
    "INSERT INTO draft_text (course, number, subject, text, stamp)"
    " VALUES (:course, :number, :subject, :text, :stamp)"
    " ON CONFLICT (course, number) DO UPDATE SET subject = excluded.subject, text = excluded.text,"
    " stamp = excluded.stamp"
)
NOTE_CHANGE = (
    "INSERT INTO change (batch, at, field, subject, before, after)"
    " VALUES (:batch, :at, :field, :subject, :before, :after)"
)
LAST_BATCH = "SELECT max(batch) FROM change WHERE undone_at IS NULL"
BATCH = (
    "SELECT id, batch, at, field, subject, before, after FROM change WHERE batch = :batch AND undone_at IS NULL"
    " ORDER BY id DESC"
)
CALLED = (
    "SELECT key, title FROM work WHERE key = :name"
    " UNION SELECT w.key, w.title FROM alias a JOIN work w ON w.key = a.work WHERE a.name = :name"
)
UNDO_CHANGE = "UPDATE change SET undone_at = :at WHERE id = :id"


class Journal:
    """What the reader can change in an open library."""

    def __init__(self, connection: sqlite3.Connection, path: Path, now: datetime) -> None:
        self._connection = connection
        self._batch: int | None = None
        self._path = path
        self._at = instant(now)

    def mark(self, targets: Iterable[str], status: Status) -> list[Change]:
        """Set the status of some targets.

        Returns:
            What changed, in the order given; a target that had the status already is left out.
        """
        return self._change("status", [(target, None if status is Status.UNREAD else status) for target in targets])

    def note(self, subject: str, text: str | None) -> list[Change]:
        """Keep a note about a paper instead of the one there is; None or nothing drops it."""
        return self._change("note", [(subject, text or None)])

    def rate(self, subjects: Iterable[str], stars: int | None) -> list[Change]:
        """Rate papers with one to five stars; None takes the rating off."""
        return self._change("rating", [(subject, None if stars is None else str(stars)) for subject in subjects])

    def tag(self, subjects: Iterable[str], *, add: Iterable[str] = (), drop: Iterable[str] = ()) -> list[Change]:
        """Give papers tags, and take some off."""
        with schema.reported(self._path), schema.transaction(self._connection):
            return self._write("tags", self._tagged(subjects, add, drop), self._next_batch())

    def keep(self, subjects: Iterable[str], tags: Iterable[str], notes: Mapping[str, str]) -> list[Change]:
        """Give papers tags and notes, as one change."""
        with schema.reported(self._path), schema.transaction(self._connection):
            batch = self._next_batch()
            tagged = self._write("tags", self._tagged(subjects, tags, ()), batch)
            changes = tagged + self._write("note", list(notes.items()), batch)
            self._batch = batch if changes else self._batch
            return changes

    def _tagged(self, subjects: Iterable[str], add: Iterable[str], drop: Iterable[str]) -> list[tuple[str, str | None]]:
        values = []
        for subject in subjects:
            names = set(json.loads(read_tags(self._connection, subject) or "[]"))
            values.append((subject, tags_text((names | set(add)) - set(drop))))
        return values

    def edit_work(self, key: str, record: "Record") -> list[Change]:
        """Put a corrected record in the place of a work's own; a load of its course leaves it alone from then on.

        The work keeps its key.
        """
        # Nothing else that a reader changes is a record, and marks are set often.
        from papertrail.schema.works import row_of  # noqa: PLC0415 - only an edit needs records

        with schema.reported(self._path), schema.transaction(self._connection):
            before = json.loads(work_snapshot(self._connection, key) or "{}")
            old = before["row"]
            row = old | row_of(record) | {"key": old["key"], "origin": "own"}
            after = json.dumps(before | {"row": row}, ensure_ascii=False)
            return self._write("work", [(key, after)], self._next_batch())

    def rename_work(self, key: str, new: str) -> list[Change]:
        """Give a work another citation key; the old one still finds it.

        Args:
            key: The work.
            new: A key that `identifiers.unusable_key` has nothing against.

        Raises:
            TakenKeyError: another work answers to it.
        """
        with schema.reported(self._path), schema.transaction(self._connection):
            before = json.loads(key_text(self._connection, key) or "{}")
            for work, title in self._connection.execute(CALLED, {"name": new}):
                if work != before["key"]:
                    raise TakenKeyError(new, work=work, title=title)
            others = sorted(name for name in {*before["aliases"], before["key"]} if name.lower() != new.lower())
            aliases = before["aliases"] if before["key"] == new else others
            after = json.dumps({"key": new, "aliases": aliases}, ensure_ascii=False)
            return self._write("key", [(before["key"], after)], self._next_batch())

    def remove_work(self, key: str) -> list[Change]:
        """Take a work that no course assigns out of the library, with its marks; `undo` brings all of it back."""
        with schema.reported(self._path), schema.transaction(self._connection):
            batch = self._next_batch()
            targets = self._connection.execute(TARGETS_OF_WORK, {"subject": key}).fetchall()
            return [
                *self._write("own reading", [(place, None) for place in own_places(self._connection, key)], batch),
                *self._write("status", [(target, None) for target, _ in targets], batch),
                *self._write("work", [(key, None)], batch),
            ]

    def assign(self, course: str, week: int, targets: Iterable[str]) -> list[Change]:
        """Put papers into a week of a course, on the reader's own account."""
        return self._change("own reading", [(f"{course} {week} {target}", self._at) for target in targets])

    def follow(self, course: str, start: date | None) -> list[Change]:
        """Follow a course, from a start of the reader's own if one is given."""
        with schema.reported(self._path), schema.transaction(self._connection):
            before = read_following(self._connection, course)
            since = json.loads(before)["since"] if before else self._at
            following = Following(start.isoformat() if start else None, since)
            return self._write("following", [(course, following.text())], self._next_batch())

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

    def begin_critique(
        self, course: str, target: str, place: Callable[[int], str], *, wanted: int | None = None
    ) -> int | None:
        """Remember a new critique, and give it a number.

        Args:
            course: Key of the course; empty without one.
            target: The reading.
            place: Makes the draft of this number and says which file it is. Called while no other process can write,
                so that two at once get two numbers.
            wanted: The number it had before; without it, or where it is taken, the next one.

        Returns:
            Its number; None when there is a critique of the reading, and nothing was done.
        """
        with schema.reported(self._path), schema.transaction(self._connection):
            if self._connection.execute(CRITIQUE_OF, {"course": course, "target": target}).fetchone():
                return None
            free = self._connection.execute(FREE_NUMBER, {"course": course, "wanted": wanted}).fetchone()
            number = int(free[0])
            critique = Critique(course, number, target, place(number), self._at)
            self._write("critique", [critique_value(critique)], self._next_batch())
            return number

    def hand_in_critique(self, critique: Critique) -> list[Change]:
        """Remember that a critique was handed in; nothing where it was already, or is forgotten, since it was read."""
        subject, value = critique_value(critique)
        with schema.reported(self._path), schema.transaction(self._connection):
            before = json.loads(FIELDS["critique"].read(self._connection, subject) or "{}")
            waiting = before and before["submitted_at"] is None
            return self._write("critique", [(subject, value)], self._next_batch()) if waiting else []

    def forget_critique(self, critique: Critique) -> list[Change]:
        """Forget a critique; its file is left alone."""
        return self._change("critique", [(critique_subject(critique.course, critique.number), None)])

    def move_critique(self, critique: Critique, file: str) -> None:
        """Remember that the reader moved the file of a critique. That is nothing to undo."""
        values = {"course": critique.course, "number": critique.number, "file": file}
        with schema.reported(self._path), schema.transaction(self._connection):
            self._connection.execute(MOVE_CRITIQUE, values)

    def index_draft(self, critique: Critique, subject: str, text: str, stamp: str) -> None:
        """Let the search know the text of a draft.

        Args:
            critique: The critique.
            subject: What `Reading.subject` says of its paper.
            text: Its text.
            stamp: The state of the file that was read.
        """
        values = {"course": critique.course, "number": critique.number, "subject": subject}
        with schema.reported(self._path), schema.transaction(self._connection):
            self._connection.execute(SET_DRAFT_TEXT, {**values, "text": text, "stamp": stamp})

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
                FIELDS[change.field].write(self._connection, change.subject, change.before, self._at)
                undone.append(change)
            return undone

    def _change(self, field: str, values: list[tuple[str, str | None]]) -> list[Change]:
        with schema.reported(self._path), schema.transaction(self._connection):
            return self._write(field, values, self._next_batch())

    def join_last(self) -> None:
        """Count the changes to come to the command that changed something last, so that one undo takes all back."""
        self._batch = self._connection.execute(LAST_BATCH).fetchone()[0]

    def _next_batch(self) -> int:
        if self._batch is not None:
            return self._batch
        return int(self._connection.execute(NEXT_BATCH).fetchone()[0])

    def _write(self, field: str, values: list[tuple[str, str | None]], batch: int) -> list[Change]:
        """Write values and their history. Called inside a transaction."""
        changes = []
        kind = FIELDS[field]
        for subject, after in values:
            before = kind.read(self._connection, subject)
            if kind.same(before, after):
                continue
            change = Change(batch, self._at, field, subject, before, after)
            self._connection.execute(NOTE_CHANGE, change._asdict())
            kind.write(self._connection, subject, after, self._at)
            changes.append(change)
        return changes
