"""The database file: made, upgraded, refused."""

import importlib
import os
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Integer  # noqa: TID253 - the models are what is tested
from sqlmodel import SQLModel  # noqa: TID253

from papertrail import library, schema
from papertrail.catalogue import tables
from papertrail.errors import DatabaseError, NewerDatabaseError
from papertrail.schema import STEPS, Step, connect

DUMPS = sorted((Path(__file__).parent / "schemas").glob("v*"))
NEXT = STEPS[-1].version + 1


def contents(connection: sqlite3.Connection) -> list[str]:
    return list(connection.iterdump())


def version(path: Path) -> int:
    connection = sqlite3.connect(path)
    found = connection.execute("PRAGMA user_version").fetchone()[0]
    connection.close()
    return int(found)


def columns(connection: sqlite3.Connection) -> dict[str, list[tuple[Any, ...]]]:
    names = [
        name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    ]
    return {name: connection.execute(f"PRAGMA table_info({name})").fetchall() for name in names}


def test_a_fresh_database_has_the_newest_version_a_write_ahead_log_and_foreign_keys(tmp_path: Path) -> None:
    connection = connect(tmp_path / "some" / "folder" / "new.db")
    pragmas = {
        name: connection.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("user_version", "journal_mode", "foreign_keys", "busy_timeout")
    }
    connection.close()
    assert pragmas == {
        "user_version": STEPS[-1].version,
        "journal_mode": "wal",
        "foreign_keys": 1,
        "busy_timeout": 15_000,
    }


def test_opening_again_changes_nothing(tmp_path: Path) -> None:
    connect(tmp_path / "x.db").close()
    before = (tmp_path / "x.db").read_bytes()
    connection = connect(tmp_path / "x.db")
    assert connection.execute("PRAGMA foreign_keys").fetchone() == (1,)
    connection.close()
    assert (tmp_path / "x.db").read_bytes() == before
    assert not list(tmp_path.glob("*.backup"))


def test_versions_are_numbered_one_by_one() -> None:
    assert [step.version for step in STEPS] == list(range(1, len(STEPS) + 1))


def test_a_newer_database_is_refused_and_left_alone(unopened: Any) -> None:
    connection = sqlite3.connect(unopened.database)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    said = unopened.refuses("list", exit_code=6)
    assert f"it has schema version 99, and this papertrail knows versions up to {STEPS[-1].version}" in said
    assert "hint: install the newer papertrail again" in said
    with pytest.raises(NewerDatabaseError):
        connect(unopened.database)
    assert version(unopened.database) == 99
    assert list(unopened.folder.iterdir()) == [unopened.database]


def test_a_new_step_makes_a_backup_first_and_keeps_the_data(papertrail: Any) -> None:
    papertrail("done", "umd:5.1")
    connection = connect(papertrail.database)
    before = contents(connection)
    connection.close()
    backups: list[Path] = []
    steps = (*STEPS, Step(NEXT, "CREATE TABLE extra (\n    name TEXT\n) STRICT;\nINSERT INTO extra VALUES ('a;b');\n"))
    upgraded = connect(papertrail.database, steps=steps, on_upgrade=backups.append)
    assert upgraded.execute("SELECT name FROM extra").fetchall() == [("a;b",)]
    upgraded.execute("DROP TABLE extra")
    assert contents(upgraded) == before
    upgraded.close()
    assert version(papertrail.database) == NEXT
    assert [path.parent for path in backups] == [papertrail.folder]
    kept = sqlite3.connect(backups[0])
    assert contents(kept) == before
    kept.close()
    assert version(backups[0]) == NEXT - 1


def test_a_step_that_fails_changes_nothing(papertrail: Any) -> None:
    connection = connect(papertrail.database)
    before = contents(connection)
    connection.close()
    steps = (*STEPS, Step(NEXT, "CREATE TABLE extra (name TEXT);\nINSERT INTO nowhere VALUES (1);\n"))
    with pytest.raises(DatabaseError, match="nowhere"):
        connect(papertrail.database, steps=steps)
    connection = connect(papertrail.database)
    assert contents(connection) == before
    connection.close()


@pytest.mark.parametrize("dump", DUMPS, ids=lambda path: path.stem)
def test_a_library_of_every_version_opens_with_all_that_was_in_it(unopened: Any, dump: Path) -> None:
    if dump.suffix == ".sql":
        connection = sqlite3.connect(unopened.database)
        connection.executescript(dump.read_text(encoding="utf-8"))
        connection.close()
    else:
        unopened.database.write_bytes(dump.read_bytes())
    assert unopened("list", "--status", "read").rows[0][4] == "mnih2015human"
    assert unopened.status("rl:2.3") == "queued"
    assert unopened.status("puterman1994markov#chapter-3") == "skimmed"
    (followed,) = [row for row in unopened("course", "list").rows if row[1] == "followed"]
    assert followed[0] == "rl-2027"
    assert followed[2] == "2027-03-01"
    assert "undone" in unopened("undo").stdout
    upgraded = connect(unopened.database)
    fresh = connect(unopened.folder / "fresh.db")
    assert columns(upgraded) == columns(fresh)
    assert upgraded.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert upgraded.execute("PRAGMA foreign_key_check").fetchall() == []
    upgraded.close()
    fresh.close()


def test_there_is_a_library_of_every_version() -> None:
    assert [path.stem for path in DUMPS] == [f"v{step.version}" for step in STEPS]


def test_something_else_is_no_database(unopened: Any) -> None:
    unopened.database.write_text("These are my notes, and no database.\n" * 200)
    before = unopened.database.read_bytes()
    said = unopened.refuses("list", exit_code=6)
    assert "file is not a database" in said
    assert "hint: the file is something else" in said
    assert unopened.database.read_bytes() == before


@pytest.mark.parametrize("version", [0, 1, 2])
def test_the_database_of_another_program_is_left_alone(unopened: Any, version: int) -> None:
    connection = sqlite3.connect(unopened.database)
    connection.executescript(f"CREATE TABLE bookmarks (url TEXT); PRAGMA user_version = {version};")
    connection.close()
    before = unopened.database.read_bytes()
    assert "it belongs to another program" in unopened.refuses("week", "5", exit_code=6)
    assert unopened.database.read_bytes() == before


def test_a_path_below_a_file_is_refused(unopened: Any) -> None:
    unopened.config.write_text("")
    said = unopened.refuses("--database", unopened.config / "papertrail.db", "list", exit_code=6)
    assert "hint: --database PATH puts it somewhere else" in said


def test_a_folder_is_no_database(unopened: Any) -> None:
    assert "is a directory" in unopened.refuses("--database", unopened.folder, "list", exit_code=2)
    unopened.set("PAPERTRAIL_DB", str(unopened.folder))
    unopened.refuses("list", exit_code=6)


def test_a_name_that_is_too_long_is_refused(unopened: Any) -> None:
    unopened.set("PAPERTRAIL_DB", str(unopened.folder / ("x" * 300)))
    assert "name too long" in unopened.refuses("list", exit_code=6)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_library_can_be_read_and_says_why_it_cannot_be_written(papertrail: Any) -> None:
    papertrail.database.chmod(0o444)
    assert len(papertrail("list").rows) == 359
    assert "--database PATH puts it somewhere else" in papertrail.refuses("done", "umd:5.1", exit_code=6)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_is_refused(unopened: Any) -> None:
    unopened.folder.chmod(0o555)
    try:
        assert "--database PATH puts it somewhere else" in unopened.refuses("list", exit_code=6)
    finally:
        unopened.folder.chmod(0o755)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everywhere")
def test_a_folder_that_may_not_be_entered_is_refused(unopened: Any) -> None:
    locked = unopened.folder / "locked"
    locked.mkdir(mode=0o000)
    assert "Permission denied" in unopened.refuses("--database", locked / "x.db", "list", exit_code=6)
    assert unopened("--database", locked / "x.db", "where").exit_code == 0
    unopened.set("PAPERTRAIL_CONFIG", str(locked / "config.toml"))
    assert "Permission denied" in unopened.refuses("list", exit_code=4)


def test_models_and_schema_are_equal(tmp_path: Path) -> None:
    connection = connect(tmp_path / "x.db")
    schema_columns = columns(connection)
    connection.close()
    models = {table.name: table for table in SQLModel.metadata.tables.values()}
    assert len(models) == len([name for name in vars(tables) if name.endswith("Row")])
    for name, table in models.items():
        there = {
            column: (kind == "INTEGER", bool(required), bool(key))
            for _, column, kind, required, _, key in schema_columns[name]
        }
        ours = {
            column.name: (isinstance(column.type, Integer), not column.nullable, column.primary_key)
            for column in table.columns
        }
        loose = {column for column, (_, _, key) in there.items() if key}  # SQLite says nothing of a key's own NOT NULL
        assert {c: v[::2] if c in loose else v for c, v in ours.items()} == {
            c: v[::2] if c in loose else v for c, v in there.items()
        }


ROOMS = ("library", "library.reference_list", "library.citation_keys", "library.calendar", "register", "journal",
         "finding", "timetable", "catalogue.load", "catalogue.differences", "cli.completion", "cli.loading",
         "digest.items", "digest.outbox")  # fmt: skip


def questions() -> Iterator[tuple[str, str]]:
    """Every SQL constant, its blanks filled in."""
    for name in ROOMS:
        for constant, sql in vars(importlib.import_module(f"papertrail.{name}")).items():
            if constant.isupper() and isinstance(sql, str) and re.match(r"\s*(SELECT|INSERT|UPDATE|DELETE)\b", sql):
                conditions = library.CONDITIONS.values() if "{conditions}" in sql else [""]
                for number, condition in enumerate(conditions):
                    filled = (
                        sql.replace("{conditions}", condition)
                        .replace("{words}", ":w0 ESCAPE '\\'")
                        .replace("{works}", "1 = 1")
                        .replace("{names}", ":n0, :n1")
                    )
                    yield f"{name}.{constant}.{number}", filled.replace("{{", "{").replace("}}", "}")


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    connection = connect(tmp_path_factory.mktemp("empty") / "x.db")
    yield connection
    connection.close()


@pytest.mark.parametrize("sql", [pytest.param(sql, id=name) for name, sql in questions()])
def test_the_database_understands_every_question(empty: sqlite3.Connection, sql: str) -> None:
    parameters = dict.fromkeys(re.findall(r":([a-z]\w*)", sql))
    assert empty.execute(f"EXPLAIN {sql}", parameters).fetchall()


def test_all_that_is_written_together_is_kept_together(tmp_path: Path) -> None:
    connection = connect(tmp_path / "x.db")
    rows = [("a", "b"), ("a", None)]
    with pytest.raises(sqlite3.IntegrityError), schema.transaction(connection):
        connection.executemany("INSERT INTO meta VALUES (?, ?)", rows)
    assert connection.execute("SELECT count(*) FROM meta").fetchone() == (0,)
    connection.close()
