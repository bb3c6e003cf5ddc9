"""The beginning: all tables as they were when papertrail was released. It is never edited; a change is a new step."""

WORK = """
-- `record` is the whole bibliographic record (`papertrail.bibliography.record`). The columns beside it are what lists,
-- filters and the index of the search need; `papertrail.schema.works` makes both of one record. The title and the
-- abstract are plain text. `pages` is the length of the downloaded PDF.
CREATE TABLE work (
    key TEXT PRIMARY KEY COLLATE NOCASE,
    title TEXT NOT NULL,
    folded TEXT NOT NULL,
    byline TEXT NOT NULL,
    authors TEXT NOT NULL,
    year INTEGER,
    venue TEXT,
    kind TEXT NOT NULL,
    arxiv TEXT UNIQUE,
    doi TEXT UNIQUE,
    url TEXT,
    link TEXT,
    record TEXT NOT NULL,
    confidence TEXT NOT NULL CHECK (confidence IN ('certain', 'likely', 'unresolved')),
    origin TEXT NOT NULL,
    added_at TEXT NOT NULL,
    abstract TEXT,
    title_key TEXT NOT NULL,
    pages INTEGER
) STRICT;
CREATE INDEX work_url ON work (url);
CREATE INDEX work_folded ON work (folded, key);
CREATE INDEX work_title_key ON work (title_key);
CREATE INDEX work_year ON work (year, key);
CREATE INDEX work_kind ON work (kind, key);
"""

SERVICES = """
-- What services said of works has no foreign keys, so that it outlives a work and is there when an undo brings it back.

-- What arXiv, or DataCite in its place, says of a preprint. A row without a record is an id that arXiv does not know.
CREATE TABLE preprint (
    arxiv TEXT PRIMARY KEY,
    version INTEGER,
    record TEXT,
    abstract TEXT,
    categories TEXT NOT NULL,
    primary_category TEXT,
    first_posted TEXT,
    last_posted TEXT,
    comment TEXT,
    journal_ref TEXT,
    doi TEXT,
    withdrawn INTEGER NOT NULL CHECK (withdrawn IN (0, 1)),
    source TEXT NOT NULL,
    fetched_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Where a preprint was published, and who said so.
CREATE TABLE published (
    work TEXT PRIMARY KEY COLLATE NOCASE,
    record TEXT NOT NULL,
    source TEXT NOT NULL,
    found_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
"""

_TABLES = f"""
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
    removed_at TEXT,
    -- Those that were named beside the syllabus, so that a reload reads them again.
    bibliographies TEXT NOT NULL DEFAULT '[]'
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

{WORK}
-- Other names that a work has been known by: a citation key once given keeps working.
CREATE TABLE alias (
    name TEXT PRIMARY KEY COLLATE NOCASE,
    work TEXT NOT NULL REFERENCES work (key) ON UPDATE CASCADE ON DELETE CASCADE
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

-- Papers that the reader put into a week of a course. A load of the course keeps them.
CREATE TABLE own_reading (
    course TEXT NOT NULL,
    week INTEGER NOT NULL,
    target TEXT NOT NULL REFERENCES target (key) ON UPDATE CASCADE ON DELETE CASCADE,
    at TEXT NOT NULL,
    PRIMARY KEY (course, week, target)
) STRICT, WITHOUT ROWID;

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

-- Notes, tags and ratings belong to a paper: the key of a work, or the target of what nobody has identified. They have
-- no foreign key, so that they outlive it and are there when an undo brings it back.
CREATE TABLE note (
    subject TEXT PRIMARY KEY COLLATE NOCASE,
    text TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE tag (
    subject TEXT NOT NULL COLLATE NOCASE,
    name TEXT NOT NULL,
    PRIMARY KEY (subject, name)
) STRICT, WITHOUT ROWID;
CREATE INDEX tag_name ON tag (name);

CREATE TABLE rating (
    subject TEXT PRIMARY KEY COLLATE NOCASE,
    stars INTEGER NOT NULL CHECK (stars BETWEEN 1 AND 5)
) STRICT, WITHOUT ROWID;

{SERVICES}
-- Which service was asked about a work and answered, so that the next run asks only for what is missing.
CREATE TABLE asked (
    work TEXT NOT NULL COLLATE NOCASE,
    service TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (work, service)
) STRICT, WITHOUT ROWID;

CREATE TABLE pdf (
    work TEXT PRIMARY KEY COLLATE NOCASE,
    file TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    pages INTEGER,
    fetched_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- A critique of a reading. Its text lives in the file and nowhere else. What belongs to no course has the course ''.
CREATE TABLE critique (
    course TEXT NOT NULL,
    number INTEGER NOT NULL CHECK (number > 0),
    target TEXT NOT NULL COLLATE NOCASE REFERENCES target (key) ON UPDATE CASCADE,
    file TEXT NOT NULL,
    begun_at TEXT NOT NULL,
    submitted_at TEXT,
    due TEXT,
    late INTEGER NOT NULL DEFAULT 0 CHECK (late IN (0, 1)),
    counts INTEGER NOT NULL DEFAULT 0 CHECK (counts IN (0, 1)),
    digest TEXT,
    frozen TEXT,
    CHECK ((submitted_at IS NULL) = (digest IS NULL) AND (submitted_at IS NULL) = (frozen IS NULL)),
    PRIMARY KEY (course, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX critique_target ON critique (target);

-- What the search knows of the drafts, and of which state of their files.
CREATE TABLE draft_text (
    course TEXT NOT NULL,
    number INTEGER NOT NULL,
    subject TEXT NOT NULL COLLATE NOCASE,
    text TEXT NOT NULL,
    stamp TEXT NOT NULL,
    PRIMARY KEY (course, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX draft_text_subject ON draft_text (subject);

-- The number of each paper in the index of the search.
CREATE TABLE paper_text (
    id INTEGER PRIMARY KEY,
    subject TEXT NOT NULL UNIQUE COLLATE NOCASE
) STRICT;

-- Which digests went out, so that none goes out twice. A row is written before a message is handed over, and again
-- after it: one that stayed at `sending` belongs to an attempt whose end nobody saw. The course has no foreign key on
-- purpose: what was sent outlives it. The Monday is the calendar week meant, empty where the week has no dates; a
-- course followed again in another year has others.
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

-- The events of every export, because a client updates an event only when its sequence grows. They have no foreign key
-- on purpose: what somebody imported outlives the course here. `identity` is what the event is known by now; the uid is
-- what it was first exported under, and stays.
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

_COLUMNS = "title, authors, abstract, notes, tags, plain, drafts"
_TEXTS = """
    SELECT p.id, coalesce(w.title, t.label), coalesce(w.authors, ''), coalesce(w.abstract, ''),
        coalesce((SELECT text FROM note WHERE subject = p.subject), ''),
        coalesce((SELECT group_concat(name, ' ') FROM tag WHERE subject = p.subject), ''),
        folded(coalesce(w.title, t.label) || ' ' || coalesce(w.authors, '')),
        coalesce((SELECT group_concat(text, ' ') FROM draft_text WHERE subject = p.subject), '')
    FROM paper_text p LEFT JOIN work w ON w.key = p.subject LEFT JOIN target t ON t.key = p.subject
"""


def _indexed(name: str, event: str, subject: str, *, when: str = "") -> str:
    """A trigger that writes the text of one paper anew."""
    return f"""
CREATE TRIGGER {name} AFTER {event} {when} BEGIN
    DELETE FROM paper_index WHERE rowid = (SELECT id FROM paper_text WHERE subject = {subject});
    INSERT INTO paper_text (subject)
        SELECT {subject} WHERE NOT EXISTS (SELECT 1 FROM paper_text WHERE subject = {subject});
    INSERT INTO paper_index (rowid, {_COLUMNS}) {_TEXTS} WHERE p.subject = {subject};
END;
"""


def _unindexed(name: str, event: str, subject: str, *, when: str = "") -> str:
    """A trigger that drops the text of one paper."""
    return f"""
CREATE TRIGGER {name} AFTER {event} {when} BEGIN
    DELETE FROM paper_index WHERE rowid = (SELECT id FROM paper_text WHERE subject = {subject});
    DELETE FROM paper_text WHERE subject = {subject};
END;
"""


INDEX = f"""
-- The index of the search, by `paper_text.id`. Triggers keep it current within each transaction, whoever changes a
-- paper; `folded` is a function of ours. Many papers come at once now and then: more of them in memory (`hashsize`)
-- mean fewer pieces of the index to join on disk.
CREATE VIRTUAL TABLE paper_index USING fts5 ({_COLUMNS}, tokenize = "unicode61 remove_diacritics 2");
INSERT INTO paper_index (paper_index, rank) VALUES ('hashsize', 16777216);
{_indexed("work_added", "INSERT ON work", "NEW.key")}
{_indexed("work_changed", "UPDATE OF title, authors, abstract ON work", "NEW.key")}
{_unindexed("work_dropped", "DELETE ON work", "OLD.key")}
CREATE TRIGGER work_renamed AFTER UPDATE OF key ON work WHEN NEW.key <> OLD.key BEGIN
    UPDATE paper_text SET subject = NEW.key WHERE subject = OLD.key;
END;
{_indexed("label_added", "INSERT ON target", "NEW.key", when="WHEN NEW.work IS NULL")}
{_unindexed("label_dropped", "DELETE ON target", "OLD.key", when="WHEN OLD.work IS NULL")}
{_indexed("note_added", "INSERT ON note", "NEW.subject")}
{_indexed("note_changed", "UPDATE ON note", "NEW.subject")}
{_indexed("note_dropped", "DELETE ON note", "OLD.subject")}
{_indexed("tag_added", "INSERT ON tag", "NEW.subject")}
{_indexed("tag_dropped", "DELETE ON tag", "OLD.subject")}
{_indexed("draft_added", "INSERT ON draft_text", "NEW.subject")}
{_indexed("draft_changed", "UPDATE ON draft_text", "NEW.subject")}
{_indexed("draft_dropped", "DELETE ON draft_text", "OLD.subject")}
"""

FILL_INDEX = f"INSERT INTO paper_index (rowid, {_COLUMNS}) {_TEXTS}"
"""Indexes all papers that `paper_text` has a number for; only an upgrade finds any."""

SQL = _TABLES + INDEX
