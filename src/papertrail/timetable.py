"""The dates of a course as this reader meets them: its printed dates, moved to the start that the reader chose."""

import sqlite3
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from papertrail.schedule import Calendar

FIRST_DAY = "SELECT min(printed_date) FROM session WHERE course = :course"
PLACE = "SELECT c.timezone, f.start FROM course c LEFT JOIN following f ON f.course = c.key WHERE c.key = :course"
SESSIONS = "SELECT id, printed_date, printed_until FROM session WHERE course = :course"
MOVE_SESSION = "UPDATE session SET date = :date, until = :until WHERE id = :id"
WEEKS = "SELECT number, printed_monday FROM week WHERE course = :course"
MOVE_WEEK = "UPDATE week SET monday = :monday WHERE course = :course AND number = :number"
DEADLINES = "SELECT position, printed_released, printed_due FROM deadline WHERE course = :course"
MOVE_DEADLINE = "UPDATE deadline SET released = :released, due = :due WHERE course = :course AND position = :position"
READINGS = (
    "SELECT r.week, r.ordinal, s.id, s.date, s.starts, w.monday FROM reading r LEFT JOIN session s ON s.id = r.session"
    " LEFT JOIN week w ON w.course = r.course AND w.number = r.week WHERE r.course = :course"
)
MOVE_READING = (
    "UPDATE reading SET due = :due, due_utc = :utc WHERE course = :course AND week = :week AND ordinal = :ordinal"
)
OWN_READINGS = "SELECT week, target FROM own_reading WHERE course = :course ORDER BY week, at, target"
CLEAR_OWN = "DELETE FROM reading WHERE course = :course AND list = :list"
ADD_OWN = (
    "INSERT INTO reading (course, week, ordinal, list, target, level, level_rank, level_inferred, kind, confidence,"
    " candidates) SELECT :course, :week,"
    " (SELECT coalesce(max(ordinal), 0) + 1 FROM reading WHERE course = :course AND week = :week), :list, t.key,"
    " 'optional', 1, 0, coalesce(w.kind, 'paper'), 'certain', '[]'"
    " FROM target t LEFT JOIN work w ON w.key = t.work WHERE t.key = :target"
    " AND EXISTS (SELECT 1 FROM course WHERE key = :course)"
)
OWN_LIST = "your own"
"""The list under which the reader's own readings stand in a week."""

LAST_MODULE = "SELECT max(monday) FROM week WHERE course = :course AND number > 0 AND printed_monday IS NULL"
MOVE_COURSE = (
    "UPDATE course SET starts = (SELECT min(day) FROM (SELECT date AS day FROM session WHERE course = :course"
    " UNION ALL SELECT monday FROM week WHERE course = :course AND number > 0 AND printed_monday IS NULL) AS days),"
    " ends = (SELECT max(day) FROM (SELECT coalesce(until, date) AS day FROM session WHERE course = :course"
    " UNION ALL SELECT :last_day) AS days)"
    " WHERE key = :course"
)


def place_own(connection: sqlite3.Connection, course: str) -> None:
    """Put the readings that the reader added to a course behind those of its syllabus, and date them all.

    Called inside the transaction that loaded the course or changed these readings.
    """
    connection.execute(CLEAR_OWN, {"course": course, "list": OWN_LIST})
    for week, target in connection.execute(OWN_READINGS, {"course": course}).fetchall():
        connection.execute(ADD_OWN, {"course": course, "week": week, "target": target, "list": OWN_LIST})
    place(connection, course)


def place(connection: sqlite3.Connection, course: str) -> None:
    """Write the dates of one course anew, from its printed dates and the start it is followed from.

    Called inside the transaction that loaded the course or changed its start.
    """
    found = connection.execute(PLACE, {"course": course}).fetchone()
    if found is None:
        return  # followed, but not on the shelf: the dates are placed when it comes back
    timezone, start = found
    first = connection.execute(FIRST_DAY, {"course": course}).fetchone()[0]
    calendar = Calendar.of(
        ZoneInfo(timezone),
        first=date.fromisoformat(first) if first else None,
        start=date.fromisoformat(start) if start else None,
    )
    _place_days(connection, course, calendar)
    _place_readings(connection, course, calendar)
    last = connection.execute(LAST_MODULE, {"course": course}).fetchone()[0]
    connection.execute(MOVE_COURSE, {"course": course, "last_day": _last_day(last)})


def _place_days(connection: sqlite3.Connection, course: str, calendar: Calendar) -> None:
    connection.executemany(
        MOVE_SESSION,
        [
            {"id": id_, "date": calendar.day(printed), "until": calendar.day(until)}
            for id_, printed, until in connection.execute(SESSIONS, {"course": course}).fetchall()
        ],
    )
    connection.executemany(
        MOVE_WEEK,
        [
            {"course": course, "number": number, "monday": calendar.week_monday(number, printed)}
            for number, printed in connection.execute(WEEKS, {"course": course}).fetchall()
        ],
    )
    connection.executemany(
        MOVE_DEADLINE,
        [
            {"course": course, "position": position, "released": calendar.day(released), "due": calendar.day(due)}
            for position, released, due in connection.execute(DEADLINES, {"course": course}).fetchall()
        ],
    )


def _place_readings(connection: sqlite3.Connection, course: str, calendar: Calendar) -> None:
    """A reading is due when its session meets; one without a session, on the last day of the week it belongs to."""
    moved = []
    for week, ordinal, session, day, starts, monday in connection.execute(READINGS, {"course": course}).fetchall():
        due, utc = calendar.due(day, starts) if session and day else calendar.due(_last_day(monday), None)
        moved.append({"course": course, "week": week, "ordinal": ordinal, "due": due, "utc": utc})
    connection.executemany(MOVE_READING, moved)


def _last_day(monday: str | None) -> str | None:
    return (date.fromisoformat(monday) + timedelta(days=6)).isoformat() if monday else None
