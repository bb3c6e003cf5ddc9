"""Several processes at once, processes that die, disks that are full, readers that leave, and hostile text."""

import os
import re
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from papertrail import schema


def soundly(database: Path) -> sqlite3.Connection:
    """The database, which must be whole."""
    connection = sqlite3.connect(database)
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    return connection


def counted(database: Path, table: str) -> int:
    connection = soundly(database)
    (count,) = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
    connection.close()
    return int(count)


def test_marks_made_at_the_same_time_are_all_kept(papertrail: Any) -> None:
    papers = [f"cs229br:4.{number}" for number in range(1, 21)]
    with ThreadPoolExecutor(len(papers)) as pool:
        runs = list(pool.map(lambda paper: papertrail.process("done", paper), papers))
    assert [(run.returncode, run.stderr) for run in runs] == [(0, "")] * 20
    assert len(papertrail("list", "--status", "read").rows) == 20
    connection = soundly(papertrail.database)
    assert connection.execute("SELECT count(DISTINCT batch) FROM change").fetchone() == (20,)
    connection.close()


def test_first_use_by_several_processes_ends_in_one_sound_library(unopened: Any) -> None:
    with ThreadPoolExecutor(4) as pool:
        runs = list(pool.map(lambda _: unopened.process("list", "-c", "umd"), range(4)))
    assert [(run.returncode, len(run.stdout.splitlines())) for run in runs] == [(0, 87)] * 4, runs
    assert counted(unopened.database, "reading") == 383


def big_course(folder: Path, readings: int) -> Path:
    lines = ["schema = 1", "[course]", 'key = "big"', 'title = "Big"', "[[session]]", 'topic = "All"', "readings = ["]
    lines += [
        f'  {{ title = "Paper number {number}", authors = ["A. Author"], year = 2020 }},' for number in range(readings)
    ]
    path = folder / "big.toml"
    path.write_text("\n".join([*lines, "]", ""]), encoding="utf-8")
    return path


def test_a_load_that_is_killed_leaves_the_library_as_it_was_or_as_it_will_be(papertrail: Any) -> None:
    papertrail("done", "umd:5.1")
    path = big_course(papertrail.folder, 600)
    before = papertrail.folder / "before.db"
    connection = soundly(papertrail.database)
    connection.execute("VACUUM INTO ?", (str(before),))
    connection.close()
    begun = time.monotonic()
    assert papertrail.process("course", "add", path).returncode == 0
    whole = time.monotonic() - begun
    for share in (0.7, 0.85, 0.95):
        for leftover in papertrail.folder.glob("papertrail.db*"):
            leftover.unlink()
        shutil.copyfile(before, papertrail.database)
        with subprocess.Popen(
            papertrail.command("course", "add", path), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as process:
            time.sleep(whole * share)
            process.kill()
        connection = soundly(papertrail.database)
        readings = connection.execute("SELECT count(*) FROM reading WHERE course = 'big'").fetchone()[0]
        courses = connection.execute("SELECT count(*) FROM course WHERE key = 'big'").fetchone()[0]
        connection.close()
        assert (readings, courses) in {(0, 0), (600, 1)}
        assert papertrail.status("umd:5.1") == "read"
    assert papertrail.process("course", "add", path).returncode == 0


FULL = """
import sys
from papertrail import schema
from papertrail.cli import app
connect = schema.connect
def limited(*arguments, **options):
    connection = connect(*arguments, **options)
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count = {pages + int(sys.argv[1])}")
    return connection
schema.connect = limited
app(sys.argv[2:], prog_name="papertrail")
"""


@pytest.mark.parametrize("pages", [0, 20, 80, 140, 200])
def test_a_full_disk_is_reported_and_nothing_is_lost(papertrail: Any, pages: int) -> None:
    papertrail("done", "umd:5.1")
    path = big_course(papertrail.folder, 500)
    run = subprocess.run(
        [sys.executable, "-c", FULL, str(pages), "course", "add", str(path)],
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert "Traceback" not in run.stderr
    if run.returncode:
        assert run.returncode == 6
        assert run.stderr.endswith("hint: the disk is full; nothing was changed\n")
        assert counted(papertrail.database, "reading") == 383
    else:
        assert counted(papertrail.database, "reading") == 883
    assert papertrail.status("umd:5.1") == "read"


@pytest.mark.parametrize("kilobytes", [40, 400])
def test_a_library_that_finds_no_room_on_first_use_is_made_later(unopened: Any, kilobytes: int) -> None:
    def no_room() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (kilobytes * 1024, kilobytes * 1024))

    environment = os.environ | {"PYTHONDONTWRITEBYTECODE": "1"}
    run = unopened.process("list", preexec_fn=no_room, env=environment)
    assert (run.returncode, run.stdout) == (6, "")
    assert "Traceback" not in run.stderr
    assert run.stderr.startswith(f"error: database {unopened.database}: ")
    assert len(unopened("list").rows) == 359


def test_another_writer_is_waited_for(papertrail: Any) -> None:
    connection = sqlite3.connect(papertrail.database, isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    with subprocess.Popen(papertrail.command("done", "umd:5.1"), stdout=subprocess.PIPE, text=True) as process:
        time.sleep(1)
        assert process.poll() is None
        assert papertrail.status("umd:5.1") == "unread"  # readers need not wait
        connection.execute("COMMIT")
        connection.close()
        assert process.stdout
        assert process.stdout.read().startswith("read (was unread)")


def test_after_waiting_long_enough_it_says_why(papertrail: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema, "BUSY_SECONDS", 0.1)
    connection = sqlite3.connect(papertrail.database, isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    assert "hint: another command has been writing" in papertrail.refuses("done", "umd:5.1", exit_code=6)
    assert "hint: another command has been writing" in papertrail.refuses("course", "follow", "umd", exit_code=6)
    connection.close()


def test_every_command_closes_the_library_behind_it(papertrail: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[sqlite3.Connection] = []
    connect = schema.connect

    def kept(*arguments: Any, **options: Any) -> sqlite3.Connection:
        opened.append(connect(*arguments, **options))
        return opened[-1]

    monkeypatch.setattr(schema, "connect", kept)
    papertrail("week", "5", "-c", "umd")
    papertrail("done", "umd:5.1")
    papertrail.refuses("show", "nothing of this name", exit_code=3)
    assert len(opened) == 3
    for connection in opened:
        with pytest.raises(sqlite3.ProgrammingError, match="closed"):
            connection.execute("SELECT 1")


@pytest.mark.parametrize("words", ["list", "list --json", "course show umd", "course show cs229br --json"])
def test_a_reader_that_leaves_early_is_no_failure_worth_a_traceback(papertrail: Any, words: str) -> None:
    command = papertrail.command(*words.split())
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stderr
        assert process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() in {"", papertrail(*words.split()).stderr}


def test_output_that_cannot_be_written_is_reported(papertrail: Any) -> None:
    with Path("/dev/full").open("w") as full:
        run = papertrail.process("list", capture_output=False, stdout=full, stderr=subprocess.PIPE)
    assert run.returncode
    assert "Traceback" not in run.stderr
    assert "No space left on device" in run.stderr


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "latin-1"])
@pytest.mark.parametrize("words", ["list", "show umd:1.2", "show 6883:0.25", "course show umd", "done umd:1.2"])
def test_a_pipe_that_knows_little_gets_what_it_can_show(papertrail: Any, encoding: str, words: str) -> None:
    environment = os.environ | {"PYTHONIOENCODING": encoding}
    run = papertrail.process(*words.split(), env=environment, text=False)
    assert (run.returncode, run.stderr) == (0, b"")


def test_a_name_that_is_no_text_is_unknown(papertrail: Any) -> None:
    run = subprocess.run([*papertrail.command("done"), b"\xff\xfe"], capture_output=True, check=False, timeout=60)
    assert run.returncode == 3
    assert b"Traceback" not in run.stderr


HOSTILE = (
    "[bold red]x[/] [link=https://evil.example]y[/link] :smile: "
    "\\u001b[31mred\\u001b[0m \\u001b]8;;https://evil.example\\u001b\\\\link\\u001b]8;;\\u001b\\\\ "
    "\\u001b]52;c;aGFoYQ==\\u0007 \\u009b31m \\u202eesrever\\u202c \\u2066iso\\u2069 zero\\u200bwidth \\ttab\\r\\nline "
)
OURS = re.compile(r"\x1b\[[0-9;]*m|\x1b\]8;(?:id=[-\d]+)?;(?:https://(?:example|doi|arxiv)\.org/[^\x07\x1b]*)?\x1b\\")


@pytest.fixture
def hostile(papertrail: Any, course: Any) -> Any:
    """A course whose every text wants to be more than text."""
    text = course.syllabus.read_text()
    for name in ("Reinforcement Learning in Rooms", "Values", "Policies", "Chapter 3"):
        text = text.replace(f'"{name}"', f'"{name} {HOSTILE}"')
    rest = "".join(f', {key} = "{HOSTILE}"' for key in ("venue", "note", "group", "label"))
    long = f"Evil {HOSTILE}{'long ' * 1000}"
    extra = f'{{ title = "{long}", authors = ["{HOSTILE}"], url = "https://example.org/x"{rest} }},'
    text = text.replace(
        '  { cite = "mnih2015human" },', f'  {{ cite = "mnih2015human", note = "{HOSTILE}" }},\n  {extra}'
    )
    text = text.replace('label = "Notes on rewards"', f'label = "Notes on rewards {HOSTILE}"')
    text = text.replace('title = "Reward Is Enough"', f'title = "Reward {HOSTILE}"')
    text = text.replace("topic = ", f'speakers = ["{HOSTILE}"]\nplace = "{HOSTILE}"\nnote = "{HOSTILE}"\ntopic = ')
    course.syllabus.write_text(text, encoding="utf-8")
    papertrail("course", "add", course.syllabus)
    papertrail("course", "follow", "rl")
    return papertrail


UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
COMMANDS = ["week 1", "week 2", "list -c rl", "show rl:1.2", "show rl:2.3", "next -n 9", "course show rl",
            "course list", "progress", "done rl:1.2 rl:2.3", "show rl:1.2", "undo", "course reload"]  # fmt: skip


def test_hostile_text_is_harmless_in_a_pipe(hostile: Any) -> None:
    for words in COMMANDS:
        run = hostile(*words.split())
        assert not UNSAFE.search(run.stdout + run.stderr), words
    assert all(len(row) == 11 for row in hostile("list", "-c", "rl").rows)
    assert "[bold red]x[/]" in hostile("show", "rl:1.2").stdout
    assert ":smile:" in hostile("show", "rl:1.2").stdout
    assert not UNSAFE.search("".join(map(str, hostile("list", "-c", "rl", "--json").json)))


def test_hostile_text_is_harmless_on_a_terminal(hostile: Any) -> None:
    for words in COMMANDS[:8]:
        screen = hostile.on_terminal(*words.split(), columns=100)
        assert "Traceback" not in screen
        assert not UNSAFE.search(OURS.sub("", screen)), words
    assert "[bold red]x[/]" in OURS.sub("", hostile.on_terminal("week", "1", columns=200))


def test_hostile_text_is_harmless_in_an_error(hostile: Any) -> None:
    assert not UNSAFE.search(hostile.refuses("done", "e", exit_code=3))
    for name in ("\x1b[31mred", "\u202eesrever", "a\x9b31m"):
        for words in (["done", name], ["week", "-c", name], ["course", "check", f"{name}.toml"]):
            said = hostile.refuses(*words, exit_code=4 if "check" in words else 3)
            assert not UNSAFE.search(said), said


def test_a_mistake_in_a_hostile_file_is_told_without_its_tricks(papertrail: Any, course: Any) -> None:
    course.edit('"rl-2027"', f'"{HOSTILE}"')
    course.edit("topic = ", f'"{HOSTILE}" = 1\nlevel = "{HOSTILE}"\ntopic = ')
    course.edit("haarnoja2018soft", f"{HOSTILE}")
    assert not UNSAFE.search(papertrail.refuses("course", "check", course.syllabus, exit_code=4))


def test_an_unknown_command_is_suggested(papertrail: Any) -> None:
    said = papertrail.refuses("weak", exit_code=2)
    assert "there is no command 'weak'" in said
    assert "did you mean papertrail week?" in said
