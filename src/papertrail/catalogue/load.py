"""Syllabi into the library: all of a load or nothing of it, and never a mark of the reader's lost."""

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlmodel import Session, SQLModel, col

from papertrail import timetable
from papertrail.catalogue.differences import Difference, difference, places, plan, plan_changes
from papertrail.catalogue.engine import engine
from papertrail.catalogue.rows import CourseRows, Row, course_rows
from papertrail.catalogue.tables import (
    AliasRow,
    CourseRow,
    DeadlineRow,
    MetaRow,
    ReadingRow,
    SessionRow,
    TargetRow,
    WeekRow,
    WorkRow,
)
from papertrail.catalogue.works import BUNDLED, store
from papertrail.syllabus import Syllabus

_BATCH = 400
_FORM = "2"
"""Raised when the same files make other rows, so that an upgrade loads them again."""

CARRY_STATUS = (
    "UPDATE status SET target = :new WHERE target = :old AND NOT EXISTS (SELECT 1 FROM status s WHERE s.target = :new)"
)
CARRY_CRITIQUES = "UPDATE critique SET target = :new WHERE target = :old"
CARRY_HISTORY = "UPDATE change SET subject = :new WHERE field = 'status' AND subject = :old"
# The name by which a draft's front matter knows the reading stays beside the new one.
CARRY_CRITIQUE_HISTORY = f"""
UPDATE change SET {
    ", ".join(
        f"{value} = CASE json_extract({value}, '$.target') WHEN :old"
        f" THEN json_set({value}, '$.target', :new, '$.earlier', :old) ELSE {value} END"
        for value in ("before", "after")
    )
} WHERE field = 'critique' AND :old IN (json_extract(before, '$.target'), json_extract(after, '$.target'))
"""
# Kept: what a course assigns, what the reader ever marked, and what the reader brought.
DROP_TARGETS = """
DELETE FROM target
WHERE NOT EXISTS (SELECT 1 FROM reading WHERE reading.target = target.key)
    AND NOT EXISTS (SELECT 1 FROM own_reading WHERE own_reading.target = target.key)
    AND NOT EXISTS (SELECT 1 FROM status WHERE status.target = target.key)
    AND NOT EXISTS (SELECT 1 FROM critique WHERE critique.target = target.key)
    AND key NOT IN (SELECT json_extract(coalesce(before, after), '$.target') FROM change WHERE field = 'critique')
    AND NOT EXISTS (SELECT 1 FROM change WHERE change.subject = coalesce(target.work, target.key))
    AND NOT EXISTS (SELECT 1 FROM change WHERE change.subject = target.key)
    AND (work IS NULL OR part IS NOT NULL
        OR NOT EXISTS (SELECT 1 FROM work WHERE work.key = target.work AND origin = 'own'))
"""
DROP_WORKS = """
DELETE FROM work
WHERE origin <> 'own'
    AND NOT EXISTS (SELECT 1 FROM target WHERE target.work = work.key)
    AND NOT EXISTS (SELECT 1 FROM tag WHERE tag.subject = work.key)
    AND NOT EXISTS (SELECT 1 FROM note WHERE note.subject = work.key)
    AND NOT EXISTS (SELECT 1 FROM rating WHERE rating.subject = work.key)
"""


def load(
    connection: sqlite3.Connection,
    syllabi: Sequence[Syllabus],
    *,
    bundled: bool,
    at: str,
    meta: Mapping[str, str] | None = None,
    dry_run: bool = False,
    on_progress: Callable[[int, int], None] | None = None,
) -> list[Difference]:
    """Bring courses up to date with their syllabi, in one transaction.

    Args:
        connection: An open library.
        syllabi: Syllabi without mistakes.
        bundled: Whether papertrail ships them.
        at: The present instant in UTC.
        meta: Values to keep about the library itself, in the same transaction.
        dry_run: Tell what would change, and change nothing.
        on_progress: Called with the number of courses done and of all.

    Returns:
        What changed, course by course, in the order given.

    Raises:
        sqlalchemy.exc.DBAPIError: SQLite refused; nothing was changed.
    """
    with Session(engine(connection)) as session:
        differences = []
        for number, syllabus in enumerate(syllabi):
            differences.append(_load_one(session, connection, syllabus, bundled=bundled, at=at))
            if on_progress:
                on_progress(number + 1, len(syllabi))
        connection.execute(DROP_TARGETS)
        connection.execute(DROP_WORKS)
        for name, value in (meta or {}).items():
            session.merge(MetaRow(name=name, value=value))
        if dry_run:
            session.rollback()
        else:
            session.commit()
    return differences


def digest(syllabus: Syllabus) -> str:
    """What tells whether the library holds a syllabus as it is now."""
    return f"{_FORM}:{syllabus.digest}"


def _load_one(
    session: Session, connection: sqlite3.Connection, syllabus: Syllabus, *, bundled: bool, at: str
) -> Difference:
    key = syllabus.course.key
    session.connection()  # the transaction begins here, before anything is read
    before, planned = places(connection, key), plan(connection, key)
    records = list(syllabus.records.values())
    keys = store(session, records, origin=BUNDLED if bundled else key, at=at)
    known = {cited: cited for cited in _cited(syllabus) if cited not in keys}
    rows = course_rows(
        syllabus,
        {**_stored_keys(session, known), **keys},
        digest=digest(syllabus),
        bundled=bundled,
    )
    _replace(session, rows)
    session.flush()
    timetable.place_own(connection, key)
    found = difference(
        key, before, places(connection, key), recited={old: new for old, new in keys.items() if old != new}
    )
    if before:
        found = found._replace(plan=plan_changes(planned, plan(connection, key)))
    for old, new in found.carried:
        connection.execute(CARRY_STATUS, {"old": old, "new": new})
        connection.execute(CARRY_CRITIQUES, {"old": old, "new": new})
        connection.execute(CARRY_HISTORY, {"old": old, "new": new})
        connection.execute(CARRY_CRITIQUE_HISTORY, {"old": old, "new": new})
    return found


def _cited(syllabus: Syllabus) -> Iterable[str]:
    return {reading.cite for reading in syllabus.readings if reading.cite}


def _stored_keys(session: Session, names: Iterable[str]) -> dict[str, str]:
    """The library's own keys for works that a syllabus cites without bringing them."""
    found = {}
    for name in names:
        key = session.scalar(select(col(WorkRow.key)).where(col(WorkRow.key) == name))
        found[name] = key or session.scalar(select(col(AliasRow.work)).where(col(AliasRow.name) == name)) or name
    return found


def _replace(session: Session, rows: CourseRows) -> None:
    """A course's rows instead of those it had. Nothing of the reader's hangs on them: marks belong to targets."""
    key = rows.course["key"]
    for table in (ReadingRow, SessionRow, WeekRow, DeadlineRow):
        session.execute(delete(table).where(col(table.course) == key))
    _upsert(session, CourseRow, CourseRow.key, [rows.course])
    _upsert(session, TargetRow, TargetRow.key, list(rows.targets.values()))
    _insert(session, WeekRow, rows.weeks)
    _insert(session, SessionRow, rows.sessions)
    _insert(session, DeadlineRow, rows.deadlines)
    found = session.execute(select(col(SessionRow.position), col(SessionRow.id)).where(col(SessionRow.course) == key))
    ids = {row.position: row.id for row in found}
    _insert(session, ReadingRow, [_with_session(row, ids) for row in rows.readings])


def _with_session(row: Row, ids: Mapping[int, int]) -> Row:
    position = row["position"]
    session = None if position is None else ids[position]
    return {name: value for name, value in row.items() if name != "position"} | {"session": session}


def _insert(session: Session, table: type[SQLModel], rows: list[Row]) -> None:
    if rows:
        session.connection().execute(insert(table.__table__), rows)  # type: ignore[attr-defined] # many rows at once


def _upsert(session: Session, table: type[SQLModel], key: Any, rows: list[Row]) -> None:  # noqa: ANN401 - a column
    """Insert what is new, update what is there."""
    there: set[str] = set()
    for start in range(0, len(rows), _BATCH):
        names = [row[key.key] for row in rows[start : start + _BATCH]]
        there.update(session.scalars(select(key).where(key.in_(names))))
    _insert(session, table, [row for row in rows if row[key.key] not in there])
    changed = [row for row in rows if row[key.key] in there]
    if changed:
        session.execute(update(table), changed)
