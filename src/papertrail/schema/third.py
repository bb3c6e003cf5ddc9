"""The third step: critiques, and their drafts in the index of the search."""

from papertrail.schema.index import reindexed, unindexed

_COLUMNS = ("title", "authors", "abstract", "notes", "tags", "plain", "drafts")
_TEXTS = """
    SELECT p.id, coalesce(w.title, t.label), coalesce(w.authors, ''), coalesce(w.abstract, ''),
        coalesce((SELECT text FROM note WHERE subject = p.subject), ''),
        coalesce((SELECT group_concat(name, ' ') FROM tag WHERE subject = p.subject), ''),
        folded(coalesce(w.title, t.label) || ' ' || coalesce(w.authors, '')),
        coalesce((SELECT group_concat(text, ' ') FROM draft_text WHERE subject = p.subject), '')
    FROM paper_text p LEFT JOIN work w ON w.key = p.subject LEFT JOIN target t ON t.key = p.subject
"""
_REINDEXED = (
    ("work_added", "INSERT ON work", "NEW.key", ""),
    ("work_changed", "UPDATE OF title, authors, abstract ON work", "NEW.key", ""),
    ("label_added", "INSERT ON target", "NEW.key", "WHEN NEW.work IS NULL"),
    ("note_added", "INSERT ON note", "NEW.subject", ""),
    ("note_changed", "UPDATE ON note", "NEW.subject", ""),
    ("note_dropped", "DELETE ON note", "OLD.subject", ""),
    ("tag_added", "INSERT ON tag", "NEW.subject", ""),
    ("tag_dropped", "DELETE ON tag", "OLD.subject", ""),
)
_DRAFTS = (
    ("draft_added", "INSERT ON draft_text", "NEW.subject", ""),
    ("draft_changed", "UPDATE ON draft_text", "NEW.subject", ""),
    ("draft_dropped", "DELETE ON draft_text", "OLD.subject", ""),
)
_UNINDEXED = (
    ("work_dropped", "DELETE ON work", "OLD.key", ""),
    ("label_dropped", "DELETE ON target", "OLD.key", "WHEN OLD.work IS NULL"),
)
_DROPPED = "".join(f"DROP TRIGGER {name};\n" for name, *_ in (*_REINDEXED, *_UNINDEXED))
_TRIGGERS = "".join(
    reindexed(name, event, subject, columns=_COLUMNS, texts=_TEXTS, when=when)
    for name, event, subject, when in (*_REINDEXED, *_DRAFTS)
) + "".join(unindexed(name, event, subject, when=when) for name, event, subject, when in _UNINDEXED)

SQL = f"""
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

{_DROPPED}
DROP TABLE paper_index;
CREATE VIRTUAL TABLE paper_index USING fts5 (
    title, authors, abstract, notes, tags, plain, drafts, tokenize = "unicode61 remove_diacritics 2"
);
INSERT INTO paper_index (paper_index, rank) VALUES ('hashsize', 16777216);
INSERT INTO paper_index (rowid, {", ".join(_COLUMNS)}) {_TEXTS};
{_TRIGGERS}
"""
