"""What was sent: a row for each course of each message, so that no week is ever sent twice unasked."""

import json
import sqlite3
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from papertrail import schema
from papertrail.errors import AlreadySentError
from papertrail.schedule import instant
from papertrail.wording import due_and_year

# What failed for certain does not count.
LAST_SENT = """
SELECT state, at, recipients FROM sent
WHERE course = :course AND monday = :monday AND week IS :week AND audience = :audience AND state <> 'failed'
ORDER BY id DESC LIMIT 1
"""
ADD_SENDING = """
INSERT INTO sent (course, week, monday, audience, recipients, message_id, state, at)
VALUES (:course, :week, :monday, :audience, :recipients, :message_id, 'sending', :at)
"""
END_SENDING = "UPDATE sent SET state = :state, recipients = :recipients WHERE message_id = :message_id"


class WeekSent(NamedTuple):
    """One course's part of a message: what it must not be sent twice for."""

    course: str
    week: int | None
    monday: str
    """Empty where the week has no dates."""
    audience: str
    """`reader` or `list`."""


class Outbox:
    """The record of the messages of one library."""

    def __init__(self, connection: sqlite3.Connection, path: Path, now: datetime) -> None:
        self._connection = connection
        self._path = path
        self._at = instant(now)

    def check(self, weeks: Sequence[WeekSent]) -> None:
        """See that nothing of this was sent before.

        Raises:
            AlreadySentError: some of it was, or may have been.
        """
        with schema.reported(self._path):
            for week in weeks:
                row = self._connection.execute(LAST_SENT, week._asdict()).fetchone()
                if row:
                    state, at, recipients = row
                    moment = due_and_year(datetime.fromisoformat(at).astimezone().isoformat())
                    raise AlreadySentError(
                        week.course, week.week, json.loads(recipients), moment, ended=state == "sent"
                    )

    def begin(self, weeks: Sequence[WeekSent], message_id: str, recipients: Sequence[str], *, again: bool) -> None:
        """Note that a message is about to be handed over; of two processes at once one is refused."""
        values = {"message_id": message_id, "recipients": json.dumps(recipients), "at": self._at}
        with schema.reported(self._path), schema.transaction(self._connection):
            if not again:
                self.check(weeks)
            self._connection.executemany(ADD_SENDING, [week._asdict() | values for week in weeks])

    def end(self, message_id: str, recipients: Sequence[str], *, sent: bool) -> None:
        """Note how it ended."""
        state = {"state": "sent" if sent else "failed", "recipients": json.dumps(recipients), "message_id": message_id}
        with schema.reported(self._path), schema.transaction(self._connection):
            self._connection.execute(END_SENDING, state)
