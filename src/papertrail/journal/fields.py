"""What can be changed, one field each: how its value is read, written and compared, as text or None.

The history keeps these values, so that an undo is the writing of an old one.
"""

import json
import sqlite3
from collections.abc import Callable
from typing import Any, NamedTuple

from papertrail.records import Critique
from papertrail.renaming import rename
from papertrail.schema.columns import WORK_COLUMNS

CURRENT_STATUS = "SELECT status FROM status WHERE target = :subject"
SET_STATUS = (
    "INSERT INTO status (target, status, since) VALUES (:subject, :value, :at)"
    " ON CONFLICT (target) DO UPDATE SET status = excluded.status, since = excluded.since"
)
CLEAR_STATUS = "DELETE FROM status WHERE target = :subject"
SINCE = (
    "SELECT at FROM change WHERE field = :field AND subject = :subject AND after = :value AND undone_at IS NULL"
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
CURRENT_NOTE = "SELECT text FROM note WHERE subject = :subject"
SET_NOTE = (
    "INSERT INTO note (subject, text, at) VALUES (:subject, :value, :at)"
    " ON CONFLICT (subject) DO UPDATE SET text = excluded.text, at = excluded.at"
)
CLEAR_NOTE = "DELETE FROM note WHERE subject = :subject"
CURRENT_RATING = "SELECT stars FROM rating WHERE subject = :subject"
SET_RATING = (
    "INSERT INTO rating (subject, stars) VALUES (:subject, :value)"
    " ON CONFLICT (subject) DO UPDATE SET stars = excluded.stars"
)
CLEAR_RATING = "DELETE FROM rating WHERE subject = :subject"
CURRENT_TAGS = "SELECT name FROM tag WHERE subject = :subject ORDER BY name"
ADD_TAG = "INSERT INTO tag (subject, name) VALUES (:subject, :name)"
CLEAR_TAGS = "DELETE FROM tag WHERE subject = :subject"
CURRENT_WORK = f"SELECT {', '.join(WORK_COLUMNS)} FROM work WHERE key = :subject"
SET_WORK = (
    f"INSERT INTO work ({', '.join(WORK_COLUMNS)}) VALUES ({', '.join(f':{name}' for name in WORK_COLUMNS)})"
    f" ON CONFLICT (key) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in WORK_COLUMNS[1:-1])}"
)
"""The last column, the length of the PDF that was downloaded, is no part of what a reader changes."""
TAKEN = {name: f"SELECT 1 FROM work WHERE {name} = :{name} AND key <> :key" for name in ("arxiv", "doi")}
TARGETS_OF_WORK = "SELECT key, part FROM target WHERE work = :subject ORDER BY key"
SET_TARGET = "INSERT INTO target (key, work, part) VALUES (:key, :subject, :part) ON CONFLICT (key) DO NOTHING"
CLEAR_TARGETS = (
    "DELETE FROM target WHERE work = :subject AND NOT EXISTS (SELECT 1 FROM reading WHERE reading.target = target.key)"
)
ALIASES_OF_WORK = "SELECT name FROM alias WHERE work = :subject ORDER BY name"
SET_ALIAS = "INSERT INTO alias (name, work) VALUES (:name, :subject) ON CONFLICT (name) DO NOTHING"
CLEAR_ALIASES = "DELETE FROM alias WHERE work = :subject"
KEY_OF_WORK = "SELECT key FROM work WHERE key = :subject"
CLEAR_WORK = "DELETE FROM work WHERE key = :subject AND NOT EXISTS (SELECT 1 FROM target WHERE work = :subject)"
# A course that assigns a work by now keeps it, and says from its next load on what it is.
LEAVE_TO_COURSE = """
UPDATE work SET origin = (
    SELECT CASE c.bundled WHEN 1 THEN 'bundled' ELSE c.key END
    FROM target t JOIN reading r ON r.target = t.key JOIN course c ON c.key = r.course
    WHERE t.work = :subject ORDER BY c.bundled DESC, c.key LIMIT 1
) WHERE key = :subject
"""
OWN_PLACES = (
    "SELECT o.course, o.week, o.target FROM own_reading o JOIN target t ON t.key = o.target WHERE t.work = :subject"
)
SET_OWN_READING = (
    "INSERT INTO own_reading (course, week, target, at) VALUES (:course, :week, :target, :at)"
    " ON CONFLICT (course, week, target) DO NOTHING"
)
CLEAR_OWN_READING = "DELETE FROM own_reading WHERE course = :course AND week = :week AND target = :target"
OWN_READING = "SELECT at FROM own_reading WHERE course = :course AND week = :week AND target = :target"
CRITIQUE_COLUMNS = (
    "course", "number", "target", "file", "begun_at", "submitted_at", "due", "late", "counts", "digest", "frozen",
)  # fmt: skip
CURRENT_CRITIQUE = f"SELECT {', '.join(CRITIQUE_COLUMNS)} FROM critique WHERE course = :course AND number = :number"
# The history may know the reading by a name that it no longer has.
SET_CRITIQUE = (
    f"INSERT INTO critique ({', '.join(CRITIQUE_COLUMNS)}) SELECT :course, :number,"
    " coalesce((SELECT key FROM target WHERE key = :target),"
    " (SELECT a.work || :part FROM alias a WHERE a.name = :work)),"
    f" {', '.join(f':{name}' for name in CRITIQUE_COLUMNS[3:])} WHERE true ON CONFLICT (course, number) DO UPDATE SET"
    f" {', '.join(f'{name} = excluded.{name}' for name in CRITIQUE_COLUMNS[3:])}"
)
CLEAR_CRITIQUE = "DELETE FROM critique WHERE course = :course AND number = :number"
CLEAR_DRAFT_TEXT = "DELETE FROM draft_text WHERE course = :course AND number = :number"


class Following(NamedTuple):
    """How a course is followed."""

    start: str | None
    since: str

    def text(self) -> str:
        """The form in which the history keeps it."""
        return json.dumps({"start": self.start, "since": self.since})


class Field(NamedTuple):
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
    since = _since(connection, "status", target, value) or at
    connection.execute(SET_STATUS, {"subject": target, "value": value, "at": since})


def _since(connection: sqlite3.Connection, field: str, subject: str, value: str | None) -> str | None:
    """When a value was set that stands: an undo brings back that moment too."""
    row = connection.execute(SINCE, {"field": field, "subject": subject, "value": value}).fetchone()
    return row[0] if row else None


def read_following(connection: sqlite3.Connection, course: str) -> str | None:
    """How a course is followed, in the form in which the history keeps it."""
    row = connection.execute(FOLLOWING, {"subject": course}).fetchone()
    return Following(*row).text() if row else None


def _write_following(connection: sqlite3.Connection, course: str, value: str | None, _at: str) -> None:
    if value is None:
        connection.execute(CLEAR_FOLLOWING, {"subject": course})
    else:
        connection.execute(SET_FOLLOWING, {"subject": course, **json.loads(value)})
    _place_own(connection, course)


def _same_following(before: str | None, after: str | None) -> bool:
    starts = [json.loads(value)["start"] if value else False for value in (before, after)]
    return bool(starts[0] == starts[1])


def _read_removed(connection: sqlite3.Connection, course: str) -> str | None:
    row = connection.execute(REMOVED, {"subject": course}).fetchone()
    return row[0] if row else None


def _write_removed(connection: sqlite3.Connection, course: str, value: str | None, _at: str) -> None:
    connection.execute(SET_REMOVED, {"subject": course, "value": value})


def work_snapshot(connection: sqlite3.Connection, key: str) -> str | None:
    """A work with its targets and aliases, in the form in which the history keeps it; None if there is no such work."""
    row = connection.execute(CURRENT_WORK, {"subject": key}).fetchone()
    if row is None:
        return None
    kept = {
        "row": dict(zip(WORK_COLUMNS, row, strict=True)),
        "targets": connection.execute(TARGETS_OF_WORK, {"subject": key}).fetchall(),
        "aliases": [name for (name,) in connection.execute(ALIASES_OF_WORK, {"subject": key})],
    }
    return json.dumps(kept, ensure_ascii=False)


def _write_work(connection: sqlite3.Connection, key: str, value: str | None, _at: str) -> None:
    if value is None:
        for statement in (CLEAR_TARGETS, CLEAR_WORK, LEAVE_TO_COURSE):
            connection.execute(statement, {"subject": key})
        return
    kept = json.loads(value)
    connection.execute(SET_WORK, _without_taken(connection, kept["row"]))
    connection.executemany(SET_TARGET, [{"key": k, "part": part, "subject": key} for k, part in kept["targets"]])
    connection.execute(CLEAR_ALIASES, {"subject": key})
    connection.executemany(SET_ALIAS, [{"name": name, "subject": key} for name in kept["aliases"]])


def _without_taken(connection: sqlite3.Connection, row: dict[str, Any]) -> dict[str, Any]:
    """A row of the table of works without an identifier that another work has by now."""
    taken = [name for name, sql in TAKEN.items() if connection.execute(sql, row).fetchone()]
    if not taken:
        return row
    from papertrail.schema.works import record_of, row_of  # noqa: PLC0415 - seldom needed

    record = record_of(row)
    record.arxiv = None if "arxiv" in taken else record.arxiv
    if "doi" in taken:
        record.texts.pop("DOI")
    return row | row_of(record)


def _place_of(subject: str) -> dict[str, str]:
    course, week, target = subject.split(" ", 2)
    return {"course": course, "week": week, "target": target}


def own_places(connection: sqlite3.Connection, work: str) -> list[str]:
    """Where the reader put a work into courses, in the form in which the history names these places."""
    return [" ".join(map(str, place)) for place in connection.execute(OWN_PLACES, {"subject": work})]


def _read_own_reading(connection: sqlite3.Connection, subject: str) -> str | None:
    row = connection.execute(OWN_READING, _place_of(subject)).fetchone()
    return row[0] if row else None


def _place_own(connection: sqlite3.Connection, course: str) -> None:
    # Time zones are a tenth of what a mark costs, and a mark needs none.
    from papertrail import timetable  # noqa: PLC0415 - only a course that is followed has dates to move

    timetable.place_own(connection, course)


def _write_own_reading(connection: sqlite3.Connection, subject: str, value: str | None, at: str) -> None:
    place = _place_of(subject)
    connection.execute(SET_OWN_READING if value else CLEAR_OWN_READING, {**place, "at": at})
    _place_own(connection, place["course"])


def _read_note(connection: sqlite3.Connection, subject: str) -> str | None:
    row = connection.execute(CURRENT_NOTE, {"subject": subject}).fetchone()
    return row[0] if row else None


def _write_note(connection: sqlite3.Connection, subject: str, value: str | None, at: str) -> None:
    since = _since(connection, "note", subject, value) or at
    connection.execute(SET_NOTE if value else CLEAR_NOTE, {"subject": subject, "value": value, "at": since})


def _read_rating(connection: sqlite3.Connection, subject: str) -> str | None:
    row = connection.execute(CURRENT_RATING, {"subject": subject}).fetchone()
    return str(row[0]) if row else None


def _write_rating(connection: sqlite3.Connection, subject: str, value: str | None, _at: str) -> None:
    connection.execute(SET_RATING if value else CLEAR_RATING, {"subject": subject, "value": int(value or 0)})


def read_tags(connection: sqlite3.Connection, subject: str) -> str | None:
    """The tags of a paper, in the form in which the history keeps them."""
    return tags_text({name for (name,) in connection.execute(CURRENT_TAGS, {"subject": subject})})


def tags_text(names: set[str]) -> str | None:
    """Tags in the form in which the history keeps them."""
    return json.dumps(sorted(names), ensure_ascii=False) if names else None


def _write_tags(connection: sqlite3.Connection, subject: str, value: str | None, _at: str) -> None:
    connection.execute(CLEAR_TAGS, {"subject": subject})
    connection.executemany(ADD_TAG, [{"subject": subject, "name": name} for name in json.loads(value or "[]")])


def critique_subject(course: str, number: int) -> str:
    """How the history names a critique."""
    return f"{course}#{number}"


def critique_value(critique: Critique) -> tuple[str, str]:
    """A critique as the history names and keeps it."""
    row = critique._asdict() | {"late": int(critique.late), "counts": int(critique.counts)}
    return critique_subject(critique.course, critique.number), json.dumps(row, ensure_ascii=False)


def _number_of(subject: str) -> dict[str, object]:
    course, _, number = subject.rpartition("#")
    return {"course": course, "number": int(number)}


def _read_critique(connection: sqlite3.Connection, subject: str) -> str | None:
    row = connection.execute(CURRENT_CRITIQUE, _number_of(subject)).fetchone()
    return json.dumps(dict(zip(CRITIQUE_COLUMNS, row, strict=True)), ensure_ascii=False) if row else None


def _write_critique(connection: sqlite3.Connection, subject: str, value: str | None, _at: str) -> None:
    if value is None:
        connection.execute(CLEAR_DRAFT_TEXT, _number_of(subject))
        connection.execute(CLEAR_CRITIQUE, _number_of(subject))
    else:
        row = json.loads(value)
        work, hash_, part = row["target"].partition("#")
        connection.execute(SET_CRITIQUE, {**row, "work": work, "part": hash_ + part})


def key_text(connection: sqlite3.Connection, key: str) -> str | None:
    """The citation key of a work and its other names, in the form in which the history keeps them."""
    row = connection.execute(KEY_OF_WORK, {"subject": key}).fetchone()
    if row is None:
        return None
    aliases = [name for (name,) in connection.execute(ALIASES_OF_WORK, {"subject": key})]
    return json.dumps({"key": row[0], "aliases": aliases}, ensure_ascii=False)


def _write_key(connection: sqlite3.Connection, subject: str, value: str | None, _at: str) -> None:
    wanted = json.loads(value or "{}")
    key = wanted["key"]
    if key != subject:
        rename(connection, subject, key)
    connection.execute(CLEAR_ALIASES, {"subject": key})
    connection.executemany(SET_ALIAS, [{"name": name, "subject": key} for name in wanted["aliases"]])


FIELDS = {
    "key": Field(key_text, _write_key),
    "status": Field(_read_status, _write_status),
    "work": Field(work_snapshot, _write_work),
    "own reading": Field(_read_own_reading, _write_own_reading, lambda before, after: bool(before) == bool(after)),
    "note": Field(_read_note, _write_note),
    "rating": Field(_read_rating, _write_rating),
    "tags": Field(read_tags, _write_tags),
    "critique": Field(_read_critique, _write_critique),
    "following": Field(read_following, _write_following, _same_following),
    "removed": Field(_read_removed, _write_removed),
}
