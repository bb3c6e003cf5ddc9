"""The database file: its beginning, its numbered steps, the backup before each, and the one way to connect.

What only SQLite can do is here and nowhere else, so that another database would change this file and few others.
"""

import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import NamedTuple

from papertrail.errors import DatabaseError, ForeignDatabaseError, NewerDatabaseError, OlderDatabaseError
from papertrail.identifiers import folded, title_key

BUSY_SECONDS = 15.0
"""How long a command waits for another one that is writing."""


BEGINNING = 6
"""The version of a fresh library, and the oldest that a step leads to. Those before it were never released."""

OLDEST = 5
"""The oldest version that can be upgraded."""


class Step(NamedTuple):
    """One numbered step from a schema version to the next."""

    version: int
    """The version that it leads to."""
    take: Callable[[sqlite3.Connection], None]
    """Called inside a transaction, while foreign keys are not enforced."""


def _begin(connection: sqlite3.Connection) -> None:
    """Make the tables of a fresh library."""
    from papertrail.schema import beginning  # noqa: PLC0415 - a library begins once

    run(connection, beginning.SQL)


def _convert(connection: sqlite3.Connection) -> None:
    """Make records of the rows of version 5."""
    from papertrail.schema import fifth  # noqa: PLC0415 - reads BibTeX, which takes libraries

    fifth.convert(connection)


STEPS: tuple[Step, ...] = (Step(6, _convert),)
"""The steps from `OLDEST` on, in order. A released step is never edited; a change is a new one."""


def connect(path: Path, *, steps: Sequence[Step] = STEPS, on_upgrade: Callable[[Path], None] | None = None) -> (
    sqlite3.Connection
):  # fmt: skip
    """Open the library at `path`, creating or upgrading it first.

    Args:
        path: The database file. Its folder is made when missing.
        steps: The schema's steps.
        on_upgrade: Called with the path of the backup before an existing database is upgraded, which may take seconds.

    Returns:
        A connection without implicit transactions: use `transaction` to write.

    Raises:
        NewerDatabaseError: a later papertrail wrote it.
        OlderDatabaseError: a papertrail wrote it whose schema has no step to this one.
        DatabaseError: it cannot be opened, is no database, or is in a folder that cannot be written.
    """
    with reported(path):
        if not path.exists():
            _make_folder(path)
        connection = _opened(path)
        try:
            connection.execute("PRAGMA cache_size = -65536")
            connection.create_function("folded", 1, folded, deterministic=True)
            connection.create_function("title_key", 1, title_key, deterministic=True)
            if _version(connection) != steps[-1].version:
                _upgrade(connection, path, steps, on_upgrade)
            connection.execute("PRAGMA foreign_keys = ON")
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
    """Make the tables, or take the steps that are missing: each in a transaction of its own, after a backup."""
    found = _version(connection)
    if found > steps[-1].version:
        raise NewerDatabaseError(path, found=found, known=steps[-1].version)
    if _is_foreign(connection):
        raise ForeignDatabaseError(path)
    if 0 < found < OLDEST:
        raise OlderDatabaseError(path, found=found)
    connection.execute("PRAGMA foreign_keys = OFF")
    # Readers then never wait for a writer. On a file system without shared memory SQLite keeps the old mode.
    connection.execute("PRAGMA journal_mode = WAL")
    if found == 0:
        _take(connection, 0, Step(BEGINNING, _begin))
    for step in steps:
        old = _version(connection)
        if step.version > old:
            _take(connection, old, step, prepare=partial(_back_up, path, old, on_upgrade) if found else None)


def _take(connection: sqlite3.Connection, old: int, step: Step, *, prepare: Callable[[], None] | None = None) -> None:
    """Take one step, unless another process took it while this one waited."""
    with transaction(connection):
        if _version(connection) == old:
            if prepare:
                connection.execute(f"PRAGMA user_version = {old}")  # fails where nothing can be written
                prepare()
            step.take(connection)
            connection.execute(f"PRAGMA user_version = {step.version}")


def _is_foreign(connection: sqlite3.Connection) -> bool:
    """True for a database with tables of which the ones that every version of ours has are missing."""
    names = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
    return bool(names or _version(connection)) and not {"course", "reading", "target"} <= names


def _back_up(path: Path, version: int, on_upgrade: Callable[[Path], None] | None) -> None:
    """Copy the database as it is; a copy that was broken off never has the name of a backup.

    Called inside a transaction of another connection, so that nothing is written between the copy and the step.
    """
    backup = path.with_name(f"{path.name}.v{version}-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.backup")
    unfinished = backup.with_suffix(".unfinished")
    try:
        with reported(backup):
            with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(unfinished)) as copy:
                source.backup(copy)
            unfinished.replace(backup)
    except BaseException:
        with suppress(OSError):
            unfinished.unlink()
        raise
    if on_upgrade:
        on_upgrade(backup)


def run(connection: sqlite3.Connection, script: str) -> None:
    """Run the statements of a script one by one: `executescript` would commit the transaction around them."""
    for statement in _statements(script):
        connection.execute(statement)


def _statements(script: str) -> Iterator[str]:
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
