"""The first version of the tables: courses, works, marks and the history. Released steps are never edited."""

SQL = """
CREATE TABLE meta (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;

CREATE TABLE course (
    key TEXT PRIMARY KEY,
    title TEXT NOT NULL,
    number TEXT,
    institution TEXT,
    term TEXT,
    url TEXT,
    timezone TEXT NOT NULL,
    unit TEXT NOT NULL CHECK (unit IN ('week', 'module')),
    starts TEXT,
    ends TEXT,
    facts TEXT NOT NULL,
    critique TEXT,
    source TEXT NOT NULL,
    digest TEXT NOT NULL,
    bundled INTEGER NOT NULL CHECK (bundled IN (0, 1)),
    removed_at TEXT
) STRICT;

-- What the reader follows outlives the course: it has no foreign key on purpose.
CREATE TABLE following (
    course TEXT PRIMARY KEY,
    start TEXT,
    since TEXT NOT NULL
) STRICT;

CREATE TABLE week (
    course TEXT NOT NULL REFERENCES course (key) ON DELETE CASCADE,
    number INTEGER NOT NULL CHECK (number >= 0),
    title TEXT,
    printed_monday TEXT,
    monday TEXT,
    facts TEXT NOT NULL,
    PRIMARY KEY (course, number)
) STRICT, WITHOUT ROWID;

-- The printed dates are the syllabus's. Here and below date, until, released, due and monday are these, moved to the
-- start that the reader chose; timetable.py writes them.
CREATE TABLE session (
    id INTEGER PRIMARY KEY,
    course TEXT NOT NULL REFERENCES course (key) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    week INTEGER NOT NULL,
    number INTEGER,
    kind TEXT NOT NULL,
    printed_date TEXT,
    printed_until TEXT,
    date TEXT,
    until TEXT,
    starts TEXT,
    ends TEXT,
    printed_when TEXT,
    unsure INTEGER NOT NULL CHECK (unsure IN (0, 1)),
    place TEXT,
    topic TEXT,
    speakers TEXT NOT NULL,
    note TEXT,
    facts TEXT NOT NULL,
    UNIQUE (course, position)
) STRICT;
CREATE INDEX session_week ON session (course, week);

CREATE TABLE deadline (
    course TEXT NOT NULL REFERENCES course (key) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    printed_released TEXT,
    printed_due TEXT,
    released TEXT,
    due TEXT,
    time TEXT,
    note TEXT,
    PRIMARY KEY (course, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE work (
    key TEXT PRIMARY KEY COLLATE NOCASE,
    title TEXT NOT NULL,
    folded TEXT NOT NULL,
    names TEXT NOT NULL,
    complete INTEGER NOT NULL CHECK (complete IN (0, 1)),
    byline TEXT NOT NULL,
    year INTEGER,
    venue TEXT,
    kind TEXT NOT NULL,
    arxiv TEXT UNIQUE,
    doi TEXT UNIQUE,
    url TEXT,
    link TEXT,
    entry TEXT NOT NULL,
    fields TEXT NOT NULL,
    confidence TEXT NOT NULL CHECK (confidence IN ('certain', 'likely', 'unresolved')),
    origin TEXT NOT NULL,
    added_at TEXT NOT NULL
) STRICT;

CREATE INDEX work_url ON work (url);
CREATE INDEX work_folded ON work (folded, key);

-- Other names that a work has been known by: a citation key once given keeps working.
CREATE TABLE alias (
    name TEXT PRIMARY KEY COLLATE NOCASE,
    work TEXT NOT NULL REFERENCES work (key) ON UPDATE CASCADE ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE tag (
    work TEXT NOT NULL REFERENCES work (key) ON UPDATE CASCADE ON DELETE CASCADE,
    name TEXT NOT NULL,
    PRIMARY KEY (work, name)
) STRICT, WITHOUT ROWID;

-- What a reader can be done with: a work, a part of one, or a printed label that nobody has resolved.
CREATE TABLE target (
    key TEXT PRIMARY KEY COLLATE NOCASE,
    work TEXT REFERENCES work (key) ON UPDATE CASCADE,
    part TEXT,
    label TEXT,
    folded TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX target_work ON target (work);

CREATE TABLE reading (
    course TEXT NOT NULL REFERENCES course (key) ON DELETE CASCADE,
    week INTEGER NOT NULL,
    ordinal INTEGER NOT NULL,
    session INTEGER REFERENCES session (id) ON DELETE CASCADE,
    list TEXT,
    target TEXT NOT NULL REFERENCES target (key) ON UPDATE CASCADE,
    level TEXT NOT NULL CHECK (level IN ('required', 'optional', 'additional', 'reference')),
    level_rank INTEGER NOT NULL,
    level_inferred INTEGER NOT NULL CHECK (level_inferred IN (0, 1)),
    label TEXT,
    kind TEXT,
    note TEXT,
    heading TEXT,
    companion_of TEXT,
    confidence TEXT NOT NULL CHECK (confidence IN ('certain', 'likely', 'unresolved')),
    candidates TEXT NOT NULL,
    printed_venue TEXT,
    pages INTEGER,
    due TEXT,
    due_utc TEXT,
    PRIMARY KEY (course, week, ordinal)
) STRICT, WITHOUT ROWID;
CREATE INDEX reading_target ON reading (target);

CREATE TABLE status (
    target TEXT PRIMARY KEY REFERENCES target (key) ON UPDATE CASCADE,
    status TEXT NOT NULL CHECK (status IN ('queued', 'reading', 'skimmed', 'read', 'skipped')),
    since TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX status_status ON status (status);

-- The reader's history, and what undo goes back through. A batch is what one command changed.
CREATE TABLE change (
    id INTEGER PRIMARY KEY,
    batch INTEGER NOT NULL,
    at TEXT NOT NULL,
    field TEXT NOT NULL,
    subject TEXT NOT NULL,
    before TEXT,
    after TEXT,
    undone_at TEXT
) STRICT;
CREATE INDEX change_batch ON change (batch);
CREATE INDEX change_subject ON change (subject, field);
"""
