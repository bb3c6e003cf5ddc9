"""The database file: made, upgraded, refused."""

import importlib
import json
import lzma
import os
import re
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Integer  # noqa: TID253 - the models are what is tested
from sqlmodel import SQLModel  # noqa: TID253

from papertrail import library, schema
from papertrail.catalogue import tables
from papertrail.errors import DatabaseError, NewerDatabaseError
from papertrail.identifiers import title_key
from papertrail.journal import Journal
from papertrail.people import People
from papertrail.schema import BEGINNING, OLDEST, STEPS, Step, connect, fifth, run
from papertrail.schema.works import record_of
from papertrail.text import latex

SCHEMAS = Path(__file__).parent / "schemas"
"""Libraries as papertrail made them; v5-own and v5-reader with what it showed of them."""

NEXT = STEPS[-1].version + 1


def step(sql: str) -> Step:
    return Step(NEXT, lambda connection: run(connection, sql))


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
    assert [step.version for step in STEPS] == list(range(OLDEST + 1, OLDEST + 1 + len(STEPS)))
    assert STEPS[0].version == BEGINNING


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
    steps = (*STEPS, step("CREATE TABLE extra (\n    name TEXT\n) STRICT;\nINSERT INTO extra VALUES ('a;b');\n"))
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
    steps = (*STEPS, step("CREATE TABLE extra (name TEXT);\nINSERT INTO nowhere VALUES (1);\n"))
    with pytest.raises(DatabaseError, match="nowhere"):
        connect(papertrail.database, steps=steps)
    connection = connect(papertrail.database)
    assert contents(connection) == before
    connection.close()


def test_a_fresh_database_takes_the_steps_after_the_beginning_without_a_backup(tmp_path: Path) -> None:
    steps = (*STEPS, step("CREATE TABLE extra (name TEXT) STRICT;\n"))
    connection = connect(tmp_path / "x.db", steps=steps, on_upgrade=lambda _: pytest.fail("there is nothing to keep"))
    assert connection.execute("PRAGMA user_version").fetchone() == (NEXT,)
    assert connection.execute("SELECT * FROM extra").fetchall() == []
    connection.close()
    assert not list(tmp_path.glob("*.backup"))


@pytest.mark.parametrize("name", ["v1.sql", "v4.db"])
def test_a_library_from_before_the_release_is_refused_and_left_alone(unopened: Any, name: str) -> None:
    source = SCHEMAS / name
    if source.suffix == ".sql":
        connection = sqlite3.connect(unopened.database)
        connection.executescript(source.read_text(encoding="utf-8"))
        connection.close()
    else:
        shutil.copyfile(source, unopened.database)
    before = unopened.database.read_bytes()
    said = unopened.refuses("list", exit_code=6)
    assert f"it has schema version {name[1]}, which this papertrail no longer upgrades" in said
    assert "hint: open it once with papertrail 0.1.0, which upgrades it, and then with this one" in said
    assert unopened.database.read_bytes() == before
    assert list(unopened.folder.iterdir()) == [unopened.database]


def upgraded(program: Any, name: str) -> None:
    """Put a library of version 5 in the place of the program's own, and check what the upgrade makes of its tables."""
    packed = SCHEMAS / f"{name}.db.xz"
    data = lzma.decompress(packed.read_bytes()) if packed.exists() else (SCHEMAS / f"{name}.db").read_bytes()
    program.database.write_bytes(data)
    backups: list[Path] = []
    connection = connect(program.database, on_upgrade=backups.append)
    fresh = connect(program.folder / "fresh.db")
    assert columns(connection) == columns(fresh)
    assert objects(connection) == objects(fresh)
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    connection.close()
    fresh.close()
    assert [version(backup) for backup in backups] == [5]


def objects(connection: sqlite3.Connection) -> list[tuple[str, str]]:
    """The indexes and triggers."""
    return connection.execute("SELECT type, name FROM sqlite_master WHERE type <> 'table' ORDER BY name").fetchall()


def test_a_small_library_of_version_5_opens_with_all_that_was_in_it(unopened: Any) -> None:
    upgraded(unopened, "v5")
    assert unopened("list", "--status", "read").rows[0][4] == "mnih2015human"
    assert unopened.status("rl:2.3") == "queued"
    assert unopened.status("puterman1994markov#chapter-3") == "skimmed"
    (followed,) = [row for row in unopened("course", "list").rows if row[1] == "followed"]
    assert followed[0] == "rl-2027"
    assert followed[2] == "2027-03-01"
    assert "undone" in unopened("undo").stdout


LIBRARIES = ("v5-own", "v5-reader")


@pytest.mark.parametrize("name", LIBRARIES)
def test_an_upgrade_keeps_every_row_that_is_no_record(unopened: Any, name: str) -> None:
    before = rows_of(old_library(unopened, name))
    upgraded(unopened, name)
    after = rows_of(unopened.database)
    for table in ("work", "preprint", "published", "change"):
        assert len(after.pop(table)) == len(before.pop(table))
    assert after.pop("meta") == []
    assert before.pop("meta")
    assert after == before


@pytest.mark.parametrize("name", LIBRARIES)
def test_an_upgrade_makes_records_of_all_works_and_loses_no_fact(unopened: Any, name: str) -> None:
    before = {row["key"]: row for row in rows_of(old_library(unopened, name))["work"]}
    upgraded(unopened, name)
    after = {row["key"]: row for row in rows_of(unopened.database)["work"]}
    assert after.keys() == before.keys()
    for key, row in before.items():
        assert_same_work(row, after[key])


@pytest.mark.parametrize("name", LIBRARIES)
def test_an_upgrade_makes_records_of_what_the_history_kept(unopened: Any, name: str) -> None:
    before = rows_of(old_library(unopened, name))["change"]
    upgraded(unopened, name)
    after = rows_of(unopened.database)["change"]
    snapshots = 0
    for old, new in zip(before, after, strict=True):
        for side in ("before", "after"):
            if old["field"] != "work" or not (old[side] or "").startswith("{"):
                assert new[side] == old[side]
                continue
            snapshots += 1
            kept, now = json.loads(old.pop(side)), json.loads(new.pop(side))
            assert_same_work(kept.pop("row"), now.pop("row"))
            assert now == kept
        assert {**new, "before": 0, "after": 0} == {**old, "before": 0, "after": 0}
    assert snapshots


@pytest.mark.parametrize("name", LIBRARIES)
def test_all_that_the_reader_did_before_an_upgrade_can_be_taken_back_after_it(unopened: Any, name: str) -> None:
    upgraded(unopened, name)
    connection = connect(unopened.database)
    journal = Journal(connection, unopened.database, datetime(2024, 9, 25, tzinfo=UTC))
    while journal.undo():
        pass
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    for table in ("status", "tag", "note", "rating", "critique", "following", "own_reading"):
        assert connection.execute(f"SELECT * FROM {table}").fetchall() == []
    assert connection.execute("SELECT key FROM work WHERE origin = 'own'").fetchall() == []
    connection.close()


def test_an_upgrade_keeps_what_services_said(unopened: Any) -> None:
    before = rows_of(old_library(unopened, "v5-reader"))
    upgraded(unopened, "v5-reader")
    connection = connect(unopened.database)
    kept = library.Library(connection, unopened.database)
    for row in before["preprint"]:
        preprint = kept.preprint(row["arxiv"])
        assert preprint
        assert preprint.record.text("title") == row["title"]
        assert spoken(preprint.record.authors) == json.loads(row["names"])
        assert preprint.record.abstract == row["abstract"]
        facts = (
            "version",
            "primary_category",
            "first_posted",
            "last_posted",
            "comment",
            "journal_ref",
            "doi",
            "source",
        )
        assert [getattr(preprint, name) for name in (*facts, "fetched_at")] == [row[f] for f in (*facts, "fetched_at")]
    for row in before["published"]:
        published = kept.published(row["work"])
        assert published
        record = published.record
        assert [record.text("title"), record.year, record.venue, record.doi, record.url, published.source] == [
            row[name] for name in ("title", "year", "venue", "doi", "url", "source")
        ]
        assert spoken(record.authors) == json.loads(row["names"])
        fields = json.loads(row["fields"])
        assert {record.text(name) for name in ("volume", "issue", "page") if record.text(name)} == set(fields.values())
    connection.close()


VENUES = {
    "fairmlbook.org": ["MIT Press"],
    "online": ["Determination Press"],
    "online, ciml.info": ["self-published"],
    "Proceedings of the 1st Conference on Parents": ["ACM"],
    None: ["Andrej's Blog", "R Foundation for Statistical Computing"],
}
"""A book is published by its publisher, a volume does not appear in itself, and an organization is a place too."""

IN_NUMBERS = {"archiveprefix", "date", "day", "edition", "eprintclass", "eprinttype", "month", "type", "urldate"}
"""Fields of which a record has the sense, not the words."""


def assert_same_work(old: dict[str, Any], new: dict[str, Any]) -> None:
    """A row of version 5 and what became of it say the same."""
    for name in ("key", "kind", "arxiv", "doi", "url", "confidence", "origin", "added_at", "abstract", "pages"):
        assert new[name] == old[name], name
    assert new["year"] == old["year"] or old["year"] is None
    assert new["venue"] == old["venue"] or new["venue"] in VENUES.get(old["venue"], ())
    record = record_of(new)
    if names := json.loads(old["names"]):
        assert spoken(record.authors) == names
    assert record.authors.complete == bool(old["complete"])
    assert [record.doi, record.url, record.year, record.venue] == [
        new[name] for name in ("doi", "url", "year", "venue")
    ]
    if "$" not in old["title"]:
        assert new["title"] == old["title"]
    stored = title_key(new["record"] + new["title"])
    fields = json.loads(old["fields"])
    for name, value in fields.items():
        if name not in IN_NUMBERS and not (name in PLACES and old["venue"] != latex.to_text(value)):
            words = set(re.findall(r"\w+", latex.to_text(value, longest=len(value)))) - {"and", "others"}
            assert [word for word in words if title_key(word) not in stored] == [], f"{old['key']}: {name}"


PLACES = {"booktitle", "howpublished", "journal", "journaltitle"}
"""What the reader may have corrected, or was no place."""


def spoken(people: People) -> list[dict[str, str]]:
    """Names as version 5 had them."""
    names = {"family": "family", "given": "given", "particle": "non-dropping-particle"}
    stored = [name.to_json() for name in people.names]
    parts = {**names, "suffix": "suffix", "literal": "literal"}
    return [{part: name[csl] for part, csl in parts.items() if csl in name} for name in stored]


def old_library(program: Any, name: str) -> Path:
    """A library as version 5 left it."""
    path = program.folder / f"{name}.db"
    path.write_bytes(lzma.decompress((SCHEMAS / f"{name}.db.xz").read_bytes()))
    return path


def rows_of(path: Path) -> dict[str, list[dict[str, Any]]]:
    """All rows of the tables that are no part of the index, by the table."""
    connection = sqlite3.connect(path)
    connection.row_factory = sqlite3.Row
    tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    found = {
        table: [dict(row) for row in connection.execute(f"SELECT * FROM {table}")]
        for table in tables
        if not table.startswith("paper_index")
    }
    connection.close()
    return found


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
         "catalogue.preprints", "catalogue.publications", "digest.items", "digest.outbox")  # fmt: skip


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


# The upgrade, when something is in its way


def old_in_place(program: Any, name: str = "v5-own") -> sqlite3.Connection:
    """Put a library of version 5 in the place of the program's own, and open it as another program would."""
    program.database.write_bytes(old_library(program, name).read_bytes())
    return sqlite3.connect(program.database, isolation_level=None)


def test_a_word_comes_before_the_upgrade_and_names_the_backup(unopened: Any) -> None:
    old_in_place(unopened).close()
    said = unopened("list").stderr
    (backup,) = unopened.folder.glob("*.backup")
    assert f"upgrading the database; the old one is kept as {backup}\n" in said


def test_of_processes_that_upgrade_at_once_one_makes_a_backup_and_none_overwrites_it(unopened: Any) -> None:
    old_in_place(unopened).close()
    runs = [subprocess.Popen(unopened.command("list"), stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in "123"]
    said = [run.communicate(timeout=60)[1].decode() for run in runs]
    assert [run.returncode for run in runs] == [0, 0, 0]
    assert sum("upgrading" in one for one in said) == 1
    assert [version(path) for path in unopened.folder.glob("*.backup")] == [5]
    assert version(unopened.database) == STEPS[-1].version


def test_an_upgrade_waits_for_a_write_and_keeps_it_and_so_does_the_backup(unopened: Any) -> None:
    writer = old_in_place(unopened)
    writer.execute("PRAGMA journal_mode = WAL")
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("INSERT INTO rating (subject, stars) VALUES ('film1927', 3)")
    run = subprocess.Popen(unopened.command("list"), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    with pytest.raises(subprocess.TimeoutExpired):
        run.communicate(timeout=1)
    writer.execute("COMMIT")
    run.communicate(timeout=60)
    (backup,) = unopened.folder.glob("*.backup")
    for path in (unopened.database, backup):
        assert ("film1927", 3) in [(row["subject"], row["stars"]) for row in rows_of(path)["rating"]]
    writer.close()


def test_an_upgrade_that_is_killed_leaves_the_old_library_or_the_new_one(unopened: Any) -> None:
    for seconds in (0.2, 0.35, 0.5, 0.7):
        for path in unopened.folder.glob("papertrail.db*"):
            path.unlink()
        old_in_place(unopened, "v5-reader").close()
        run = subprocess.Popen(unopened.command("list"), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        with suppress(subprocess.TimeoutExpired):
            run.wait(seconds)
        run.kill()
        run.wait()
        found = version(unopened.database)
        backups = list(unopened.folder.glob("*.backup"))
        assert [version(path) for path in backups] == [5] * len(backups)
        assert found == 5 or (found, len(backups)) == (STEPS[-1].version, 1)
        assert len(unopened("list").rows) > 400
        assert rows_of(unopened.database)["tag"] == rows_of(old_library(unopened, "v5-reader"))["tag"]


def test_where_the_backup_cannot_be_written_nothing_is_changed(unopened: Any) -> None:
    long = unopened.folder / f"{'x' * 230}.db"  # the name of the backup would be longer than names can be
    long.write_bytes(old_library(unopened, "v5-own").read_bytes())
    before = rows_of(long)
    unopened.set("PAPERTRAIL_DB", str(long))
    said = unopened.refuses("list", exit_code=6)
    assert ".backup: unable to open database file" in said
    assert version(long) == 5
    assert rows_of(long) == before


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("fields", "no JSON"),
        ("fields", '["a list"]'),
        ("fields", ""),
        ("fields", '{"volume": 5, "series": null, "note": ["x"]}'),
        ("fields", json.dumps({"title": "{" * 99, "author": "}" * 99, "date": "9999-99-99", "month": "13"})),
        ("fields", json.dumps({"note": "word " * 200_000, "x" * 3_000: "y"})),
        ("fields", "[" * 100_000),
        ("names", "no JSON"),
        ("names", '{"family": "X"}'),
        ("names", '[{"family": null, "given": 5}, "A. B.", null, [[]]]'),
        ("entry", "@strange{"),
        ("kind", "strange"),
        ("abstract", "\x00\x01"),
        ("title", "$x$ $ $$ a$b"),
        ("url", "javascript:x"),
    ],
)
def test_an_upgrade_takes_strange_values(unopened: Any, column: str, value: str) -> None:
    connection = old_in_place(unopened)
    for name in ("work_changed", "work_renamed"):
        connection.execute(f"DROP TRIGGER {name}")
    connection.execute(f"UPDATE work SET {column} = ? WHERE key = 'knuth1997chapter'", (value,))
    before = {row["key"]: row for row in rows_of(unopened.database)["work"]}
    connection.close()
    connection = connect(unopened.database)
    work = library.Library(connection, unopened.database).work("knuth1997chapter")
    connection.close()
    after = {row["key"]: row for row in rows_of(unopened.database)["work"]}
    assert after.keys() == before.keys()
    old, new = before["knuth1997chapter"], after["knuth1997chapter"]
    for name in ("arxiv", "doi", "confidence", "origin", "added_at"):
        assert new[name] == old[name]
    assert work
    assert work.text("title") == ("x $ $$ a$b" if column == "title" else old["title"])


def test_a_work_that_the_reader_of_bibtex_fails_on_is_what_its_columns_say(
    unopened: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = {row["key"]: row for row in rows_of(old_library(unopened, "v5-own"))["work"]}["knuth1997chapter"]
    real = fifth.record_of

    def failing(entry: str, fields: dict[str, str], **facts: Any) -> Any:
        if fields:
            raise IndexError
        return real(entry, fields, **facts)

    monkeypatch.setattr(fifth, "record_of", failing)
    old_in_place(unopened).close()
    connection = connect(unopened.database)
    work = library.Library(connection, unopened.database).work("knuth1997chapter")
    connection.close()
    assert work
    assert [work.text("title"), work.year, work.venue] == [before[name] for name in ("title", "year", "venue")]
    assert work.private.keys() == json.loads(before["fields"]).keys()


def test_a_history_that_cannot_be_read_does_not_keep_a_library_from_being_upgraded(unopened: Any) -> None:
    connection = old_in_place(unopened)
    strange = ("{no JSON", "{}", '{"row": {}}')
    for number, value in enumerate(strange):
        change = (900 + number, "2024-01-01T00:00:00Z", "work", "film1927", value, "added")
        connection.execute("INSERT INTO change (batch, at, field, subject, before, after) VALUES (?,?,?,?,?,?)", change)
    connection.close()
    connect(unopened.database).close()
    assert tuple(row["before"] for row in rows_of(unopened.database)["change"][-3:]) == strange
