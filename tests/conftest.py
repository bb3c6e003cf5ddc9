"""The program as its reader meets it: real files, a library of its own for each test, and no network."""

import fcntl
import json
import os
import pty
import shutil
import signal
import socket
import sqlite3
import struct
import subprocess
import sys
import termios
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from typer.testing import CliRunner

from papertrail.cli import app

TODAY = "2024-09-24"
"""A Tuesday in week 5 of the Maryland course."""

_LOOPBACK = ("127.", "::1", "localhost")

# A shell starts what it runs in the background deaf to Ctrl-C, and the programs that a test starts would inherit that.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """A connection to anywhere but this machine fails the test."""

    def guarded(connect: Callable[..., Any]) -> Callable[..., Any]:
        def guard(self: socket.socket, address: Any) -> Any:
            if self.family != getattr(socket, "AF_UNIX", None) and not str(address[0]).startswith(_LOOPBACK):
                pytest.fail(f"a test connects to {address}")
            return connect(self, address)

        return guard

    for name in ("connect", "connect_ex"):
        monkeypatch.setattr(socket.socket, name, guarded(getattr(socket.socket, name)))


class Run(NamedTuple):
    """What one run of the program said."""

    exit_code: int
    stdout: str
    stderr: str

    @property
    def lines(self) -> list[str]:
        """The lines of stdout."""
        return self.stdout.splitlines()

    @property
    def rows(self) -> list[list[str]]:
        """The tab-separated fields of every line."""
        return [line.split("\t") for line in self.lines]

    @property
    def json(self) -> Any:
        """The one document on stdout."""
        return json.loads(self.stdout)


class Papertrail:
    """The program with a library, a settings file and a day of its own."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self.database = folder / "papertrail.db"
        self.config = folder / "config.toml"
        self.set = monkeypatch.setenv
        self.set("PAPERTRAIL_DB", str(self.database))
        self.set("PAPERTRAIL_CONFIG", str(self.config))
        self.critiques = folder / "critiques"
        self.set("PAPERTRAIL_CRITIQUES", str(self.critiques))
        self.today(TODAY)

    def today(self, day: str) -> None:
        """Let it be this day, or this moment."""
        self.set("PAPERTRAIL_TODAY", day)

    def __call__(self, *words: str | Path, exit_code: int = 0) -> Run:
        """Run a command in this process; it must end as foreseen, and never with a traceback."""
        result = CliRunner().invoke(app, [str(word) for word in words], prog_name="papertrail")
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        assert result.exit_code == exit_code, result.output[-2000:]
        return Run(result.exit_code, result.stdout, result.stderr)

    def refuses(self, *words: str | Path, exit_code: int) -> str:
        """Run a command that fails: nothing on stdout, and what it says on stderr."""
        run = self(*words, exit_code=exit_code)
        assert not run.stdout
        return run.stderr

    def status(self, paper: str) -> str:
        """The status of a paper."""
        return str(self("show", paper, "--json").json["status"])

    def handles(self, *words: str) -> list[str]:
        """The handles of the readings that a command lists."""
        return [row[0] for row in self(*words).rows]

    def process(self, *words: str | Path, **options: Any) -> subprocess.CompletedProcess[str]:
        """Run a command as a process of its own."""
        silent = {} if "input" in options else {"stdin": subprocess.DEVNULL}
        options = {"capture_output": True, "text": True, "timeout": 60} | silent | options
        return subprocess.run(self.command(*words), check=False, **options)

    @staticmethod
    def command(*words: str | Path) -> list[str]:
        """The command line of a process."""
        return [sys.executable, "-m", "papertrail", *map(str, words)]

    def on_terminal(self, *words: str | Path, columns: int = 120, rows: int = 60) -> str:
        """All that a command writes to a terminal of this size."""
        ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        environment = {key: value for key, value in os.environ.items() if key not in {"COLUMNS", "LINES", "NO_COLOR"}}
        environment |= {"TERM": "xterm-256color", "PYTHONIOENCODING": "utf-8"}
        with subprocess.Popen(
            self.command(*words), stdin=theirs, stdout=theirs, stderr=theirs, env=environment
        ) as process:
            os.close(theirs)
            written = b"".join(_until_closed(ours))
            process.wait(timeout=60)
        os.close(ours)
        return written.decode().replace("\r\n", "\n")


def _until_closed(terminal: int) -> Iterator[bytes]:
    while True:
        try:
            data = os.read(terminal, 65536)
        except OSError:  # Linux says so when the other side is closed
            return
        if not data:
            return
        yield data


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with the bundled courses, loaded once."""
    folder = tmp_path_factory.mktemp("filled")
    with pytest.MonkeyPatch.context() as patch:
        program = Papertrail(folder, patch)
        program("course", "list")
        connection = sqlite3.connect(program.database)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
    return program.database


@pytest.fixture
def papertrail(tmp_path: Path, filled: Path, monkeypatch: pytest.MonkeyPatch) -> Papertrail:
    """The program with the bundled courses on the shelf."""
    program = Papertrail(tmp_path, monkeypatch)
    shutil.copyfile(filled, program.database)
    return program


@pytest.fixture
def unopened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Papertrail:
    """The program before its first use."""
    return Papertrail(tmp_path, monkeypatch)


BIBLIOGRAPHY = """@article{mnih2015human, title = {Human-level Control}, author = {Mnih, V. and Others, N.},
  year = {2015}, doi = {10.1000/human}}
@book{puterman1994markov, title = {Markov Decision Processes}, author = {Puterman, Martin}, year = {1994}}
@misc{haarnoja2018soft, title = {Soft Actor-Critic}, author = {Haarnoja, T.}, year = {2018},
  eprint = {1801.01290}, archiveprefix = {arXiv}}
"""

COURSE = """schema = 1
[course]
key = "rl-2027"
title = "Reinforcement Learning in Rooms"
timezone = "Europe/Zurich"
bibliography = "rl.bib"

[[session]]
number = 1
date = 2027-02-01
starts = "14:15"
topic = "Values"
readings = [
  { cite = "mnih2015human" },
  { cite = "puterman1994markov", part = "Chapter 3", level = "optional" },
]

[[session]]
number = 2
date = 2027-02-08
starts = "14:15"
topic = "Policies"
readings = [
  { cite = "haarnoja2018soft" },
  { title = "Policy Gradients on One Page", authors = ["Ada Example"], year = 2026, url = "https://example.org/pg" },
  { unresolved = true, label = "Notes on rewards", candidates = [{ title = "Reward Is Enough", year = 2021 }] },
]
"""


class Shelf:
    """A course of the reader's own: one syllabus file and one bibliography, to be edited and loaded."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.syllabus = folder / "rl.toml"
        self.bibliography = folder / "rl.bib"
        self.syllabus.write_text(COURSE, encoding="utf-8")
        self.bibliography.write_text(BIBLIOGRAPHY, encoding="utf-8")

    def edit(self, old: str, new: str, *, file: Path | None = None) -> None:
        """Replace a piece of the syllabus, or of another file."""
        path = file or self.syllabus
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.fixture
def course(tmp_path: Path) -> Shelf:
    """A course of the reader's own, not loaded yet."""
    return Shelf(tmp_path / "own")


@pytest.fixture
def own(papertrail: Papertrail, course: Shelf) -> Shelf:
    """A course of the reader's own, on the shelf."""
    papertrail("course", "add", course.syllabus)
    return course
