"""The fourth step: which digests went out, so that none goes out twice."""

# A row is written before a message is handed over, and again after it: one that stayed at `sending` belongs to an
# attempt whose end nobody saw. The course has no foreign key on purpose: what was sent outlives it. The Monday is the
# calendar week meant, empty where the week has no dates; a course followed again in another year has others.
SQL = """
CREATE TABLE sent (
    id INTEGER PRIMARY KEY,
    course TEXT NOT NULL,
    week INTEGER,
    monday TEXT NOT NULL,
    audience TEXT NOT NULL CHECK (audience IN ('reader', 'list')),
    recipients TEXT NOT NULL,
    message_id TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('sending', 'sent', 'failed')),
    at TEXT NOT NULL
) STRICT;
CREATE INDEX sent_week ON sent (course, monday, week);
"""
