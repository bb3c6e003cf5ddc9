"""The database file: its numbered steps, the backup before each upgrade, and the one way to connect.

What only SQLite can do is here and nowhere else, so that another database would change this file and few others.
"""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from papertrail.errors import DatabaseError, NewerDatabaseError

BUSY_SECONDS = 15.0
"""How long a command waits for another one that is writing."""

_FIRST = """
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
) STRICT;
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
    kind TEXT NOT NULL,
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


class Step(NamedTuple):
    """One numbered step from a schema version to the next."""

    version: int
    sql: str


STEPS: tuple[Step, ...] = (Step(1, _FIRST),)
"""Every step there has been, in order. A released step is never edited; a change is a new one."""


def connect(path: Path, *, steps: Sequence[Step] = STEPS, on_upgrade: Callable[[Path], None] | None = None) -> (
    sqlite3.Connection
):  # fmt: skip
    """Open the library at `path`, creating or upgrading it first.

    Args:
        path: The database file. Its folder is made when missing.
        steps: The schema's steps.
        on_upgrade: Called with the path of the backup after an existing database was upgraded.

    Returns:
        A connection without implicit transactions: use `transaction` to write.

    Raises:
        NewerDatabaseError: a later papertrail wrote it.
        DatabaseError: it cannot be opened, is no database, or is in a folder that cannot be written.
    """
    with reported(path):
        if not path.exists():
            _make_folder(path)
        connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
        try:
            connection.execute("PRAGMA foreign_keys = ON")
            if _version(connection) != steps[-1].version:
                _upgrade(connection, path, steps, on_upgrade)
        except BaseException:
            connection.close()
            raise
    return connection


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All that is written inside is kept, or none of it; other writers wait."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        connection.rollback()
        raise
    connection.commit()


@contextmanager
def reported(path: Path) -> Iterator[None]:
    """Failures of SQLite and of the file system inside become a `DatabaseError` with the next step."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise failure(path, error) from error


def failure(path: Path, error: Exception) -> DatabaseError:
    """The sentence for what SQLite or the file system said."""
    said = str(error)
    if isinstance(error, OSError):
        return DatabaseError(path, error.strerror or said, hint="--database PATH puts it somewhere else")
    code = getattr(error, "sqlite_errorname", "")
    hints = {
        "SQLITE_BUSY": f"another command has been writing for {BUSY_SECONDS:.0f} seconds; try again",
        "SQLITE_FULL": "the disk is full; nothing was changed",
        "SQLITE_READONLY": "the file or its folder cannot be written; --database PATH puts it somewhere else",
        "SQLITE_CANTOPEN": "the file or its folder cannot be opened; --database PATH puts it somewhere else",
        "SQLITE_NOTADB": "the file is something else; --database PATH names another",
        "SQLITE_CORRUPT": "the file is damaged; a backup lies beside it if papertrail ever upgraded it",
        "SQLITE_IOERR": "the disk refused; nothing was changed",
    }
    hint = next((text for name, text in hints.items() if code.startswith(name)), None)
    return DatabaseError(path, said, hint=hint)


def _make_folder(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _upgrade(
    connection: sqlite3.Connection, path: Path, steps: Sequence[Step], on_upgrade: Callable[[Path], None] | None
) -> None:
    """Take the steps that are missing, each in a transaction of its own, with a backup before each."""
    if _version(connection) > steps[-1].version:
        raise NewerDatabaseError(path, found=_version(connection), known=steps[-1].version)
    # Readers then never wait for a writer. On a file system without shared memory SQLite keeps the old mode.
    connection.execute("PRAGMA journal_mode = WAL")
    for step in steps:
        if step.version <= _version(connection):
            continue
        old = _version(connection)
        backup = _backup(connection, path, old) if old else None
        with transaction(connection):
            if _version(connection) != old:
                continue  # another process took this step while we waited
            for statement in _statements(step.sql):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {step.version}")
        if backup and on_upgrade:
            on_upgrade(backup)


def _backup(connection: sqlite3.Connection, path: Path, version: int) -> Path:
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    backup = path.with_name(f"{path.name}.v{version}-{stamp}.backup")
    copy = sqlite3.connect(backup)
    try:
        connection.backup(copy)
    finally:
        copy.close()
    return backup


def _statements(script: str) -> Iterator[str]:
    """The statements of a script one by one: `executescript` would commit the transaction around them."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
