"""The fifth step: what calendars and feeds were told, so that the next export updates it."""

# It has no foreign key on purpose: what somebody imported outlives the course here. `identity` is what the event is
# known by now; the uid is what it was first told under, and stays.
SQL = """
CREATE TABLE published_event (
    uid TEXT PRIMARY KEY,
    calendar TEXT NOT NULL CHECK (calendar IN ('ics', 'atom')),
    course TEXT NOT NULL,
    identity TEXT NOT NULL,
    trait TEXT,
    content TEXT NOT NULL,
    sequence INTEGER NOT NULL CHECK (sequence >= 0),
    changed_at TEXT NOT NULL,
    cancelled INTEGER NOT NULL CHECK (cancelled IN (0, 1))
) STRICT, WITHOUT ROWID;
CREATE INDEX published_event_course ON published_event (calendar, course);
"""
