"""The database file: its numbered steps, the backup before each upgrade, and the one way to connect.

What only SQLite can do is here and nowhere else, so that another database would change this file and few others.
"""

import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from papertrail.errors import DatabaseError, ForeignDatabaseError, NewerDatabaseError
from papertrail.identifiers import folded, title_key
from papertrail.schema import fifth, first, fourth, second, third

BUSY_SECONDS = 15.0
"""How long a command waits for another one that is writing."""


class Step(NamedTuple):
    """One numbered step from a schema version to the next."""

    version: int
    sql: str


STEPS: tuple[Step, ...] = (
    Step(1, first.SQL),
    Step(2, second.SQL),
    Step(3, third.SQL),
    Step(4, fourth.SQL),
    Step(5, fifth.SQL),
)
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
        connection = _opened(path)
        try:
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA cache_size = -65536")
            connection.create_function("folded", 1, folded, deterministic=True)
            connection.create_function("title_key", 1, title_key, deterministic=True)
            if _version(connection) != steps[-1].version:
                _upgrade(connection, path, steps, on_upgrade)
        except BaseException:
            connection.close()
            raise
    return connection


def _opened(path: Path) -> sqlite3.Connection:
    """A connection; one that can only read where the folder cannot be written, as on a read-only disk."""
    log = path.with_name(f"{path.name}-wal")
    if path.is_file() and not os.access(path.parent, os.W_OK) and not (log.exists() and log.stat().st_size):
        address = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
        return sqlite3.connect(address, uri=True, isolation_level=None)
    return sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)


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
    if said == "no such table: meta":
        return ForeignDatabaseError(path)  # one whose version number happens to be ours
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
    if _is_foreign(connection):
        raise ForeignDatabaseError(path)
    # Readers then never wait for a writer. On a file system without shared memory SQLite keeps the old mode.
    connection.execute("PRAGMA journal_mode = WAL")
    fresh = _version(connection) == 0
    for step in steps:
        if step.version <= _version(connection):
            continue
        old = _version(connection)
        backup = None if fresh else _backup(connection, path, old)
        with transaction(connection):
            if _version(connection) != old:
                continue  # another process took this step while we waited
            for statement in _statements(step.sql):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {step.version}")
        if backup and on_upgrade:
            on_upgrade(backup)


def _is_foreign(connection: sqlite3.Connection) -> bool:
    """True for a database with tables of which the ones that every version of ours has are missing."""
    names = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
    return bool(names or _version(connection)) and not {"course", "reading", "target"} <= names


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
