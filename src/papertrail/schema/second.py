"""The second step: notes, tags, ratings, what services say of a work, and the index of the search."""

from papertrail.schema.index import reindexed, unindexed

# Notes, tags and ratings belong to a paper: the key of a work, or the target of what nobody has identified. They, and
# what services said of a work, have no foreign key, so that they outlive it and are there when an undo brings it back.
# The triggers keep the index of the search current within each transaction; `folded` is a function of ours.
_INDEXED = """
    SELECT p.id, coalesce(w.title, t.label), coalesce(w.authors, ''), coalesce(w.abstract, ''),
        coalesce((SELECT text FROM note WHERE subject = p.subject), ''),
        coalesce((SELECT group_concat(name, ' ') FROM tag WHERE subject = p.subject), ''),
        folded(coalesce(w.title, t.label) || ' ' || coalesce(w.authors, ''))
    FROM paper_text p LEFT JOIN work w ON w.key = p.subject LEFT JOIN target t ON t.key = p.subject
"""


_COLUMNS = ("title", "authors", "abstract", "notes", "tags", "plain")


def _reindexed(name: str, event: str, subject: str, *, when: str = "") -> str:
    return reindexed(name, event, subject, columns=_COLUMNS, texts=_INDEXED, when=when)


SQL = f"""
DROP TABLE tag;
CREATE TABLE tag (
    subject TEXT NOT NULL COLLATE NOCASE,
    name TEXT NOT NULL,
    PRIMARY KEY (subject, name)
) STRICT, WITHOUT ROWID;
CREATE INDEX tag_name ON tag (name);

CREATE TABLE note (
    subject TEXT PRIMARY KEY COLLATE NOCASE,
    text TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE rating (
    subject TEXT PRIMARY KEY COLLATE NOCASE,
    stars INTEGER NOT NULL CHECK (stars BETWEEN 1 AND 5)
) STRICT, WITHOUT ROWID;

-- The bibliographies that were named beside a syllabus, so that a reload reads them again.
ALTER TABLE course ADD COLUMN bibliographies TEXT NOT NULL DEFAULT '[]';

ALTER TABLE work ADD COLUMN authors TEXT NOT NULL DEFAULT '';
ALTER TABLE work ADD COLUMN abstract TEXT;
-- The length of the downloaded PDF.
ALTER TABLE work ADD COLUMN pages INTEGER;
UPDATE work SET authors = coalesce(
    (SELECT group_concat(coalesce(json_extract(value, '$.literal'), trim(
        coalesce(json_extract(value, '$.given') || ' ', '') || coalesce(json_extract(value, '$.particle') || ' ', '')
        || coalesce(json_extract(value, '$.family'), '') || coalesce(' ' || json_extract(value, '$.suffix'), '')
    )), '; ') FROM json_each(work.names)), '');

ALTER TABLE work ADD COLUMN title_key TEXT NOT NULL DEFAULT '';
UPDATE work SET title_key = title_key(title);
CREATE INDEX work_title_key ON work (title_key);
CREATE INDEX work_year ON work (year, key);
CREATE INDEX work_kind ON work (kind, key);

-- What arXiv, or DataCite in its place, says of a preprint. A row without a title is an id that arXiv does not know.
CREATE TABLE preprint (
    arxiv TEXT PRIMARY KEY,
    version INTEGER,
    title TEXT,
    names TEXT NOT NULL,
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
    title TEXT NOT NULL,
    names TEXT NOT NULL,
    year INTEGER,
    venue TEXT NOT NULL,
    entry TEXT NOT NULL,
    doi TEXT,
    url TEXT,
    fields TEXT NOT NULL,
    source TEXT NOT NULL,
    found_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

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

-- Papers that the reader put into a week of a course. A load of the course keeps them.
CREATE TABLE own_reading (
    course TEXT NOT NULL,
    week INTEGER NOT NULL,
    target TEXT NOT NULL REFERENCES target (key) ON UPDATE CASCADE ON DELETE CASCADE,
    at TEXT NOT NULL,
    PRIMARY KEY (course, week, target)
) STRICT, WITHOUT ROWID;

CREATE TABLE paper_text (
    id INTEGER PRIMARY KEY,
    subject TEXT NOT NULL UNIQUE COLLATE NOCASE
) STRICT;
CREATE VIRTUAL TABLE paper_index USING fts5 (
    title, authors, abstract, notes, tags, plain, tokenize = "unicode61 remove_diacritics 2"
);
-- Many papers come at once now and then: more of them in memory mean fewer pieces of the index to join on disk.
INSERT INTO paper_index (paper_index, rank) VALUES ('hashsize', 16777216);
INSERT INTO paper_text (subject) SELECT key FROM work UNION SELECT key FROM target WHERE work IS NULL;
INSERT INTO paper_index (rowid, title, authors, abstract, notes, tags, plain) {_INDEXED};
{_reindexed("work_added", "INSERT ON work", "NEW.key")}
{_reindexed("work_changed", "UPDATE OF title, authors, abstract ON work", "NEW.key")}
{unindexed("work_dropped", "DELETE ON work", "OLD.key")}
CREATE TRIGGER work_renamed AFTER UPDATE OF key ON work WHEN NEW.key <> OLD.key BEGIN
    UPDATE paper_text SET subject = NEW.key WHERE subject = OLD.key;
END;
{_reindexed("label_added", "INSERT ON target", "NEW.key", when="WHEN NEW.work IS NULL")}
{unindexed("label_dropped", "DELETE ON target", "OLD.key", when="WHEN OLD.work IS NULL")}
{_reindexed("note_added", "INSERT ON note", "NEW.subject")}
{_reindexed("note_changed", "UPDATE ON note", "NEW.subject")}
{_reindexed("note_dropped", "DELETE ON note", "OLD.subject")}
{_reindexed("tag_added", "INSERT ON tag", "NEW.subject")}
{_reindexed("tag_dropped", "DELETE ON tag", "OLD.subject")}
"""
