"""The CPU time of whole commands, beside a floor and beside an interpreter that does nothing. README.md explains it."""

import argparse
import fcntl
import json
import os
import struct
import subprocess
import sys
import tempfile
import termios
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from typing import NamedTuple

from build import build, environment, run

SIZES = (350, 20_000, 100_000)
COMMANDS = ("week", "next", "done", "list", "show", "first")
ON_TERMINAL = ("week", "next", "list", "show")
COLUMNS, LINES = 120, 40
FIRST_USES = 5
"""How often first use is measured at most: it takes a second and more, and varies little."""

MANY = 1000
"""Rows from which on the time of a row can be told from the time of the start."""

VERSIONS = "import platform, sqlite3; print(platform.python_version(), sqlite3.sqlite_version, sep='; SQLite ')"


class Run(NamedTuple):
    """One finished process."""

    cpu: float
    """User and system seconds; waiting does not count."""
    lines: int
    """What it printed."""


class Round(NamedTuple):
    """One run of a command, and of all that it is compared with right after it."""

    ours: Run
    floor: Run
    table: Run
    nothing: Run


class Bench:
    """What runs processes, in one way, for one library."""

    def __init__(self, python: str, database: Path, *, terminal: bool) -> None:
        self.terminal = terminal
        self._python = python
        here = Path(__file__).parent
        path = os.pathsep.join(filter(None, (str(here), os.environ.get("PYTHONPATH"))))
        self._environment = environment(database) | {"PYTHONPATH": path, "TERM": "xterm-256color"}

    def rounds(self, commands: Iterable[Sequence[str]]) -> Iterator[Round]:
        """Each command in turn with its comparisons. The first round only warms the caches and is left out."""
        for number, words in enumerate(commands):
            done = Round(
                self._run("-m", "papertrail", *words),
                self._run("-m", "floor", "papers"),
                self._run("-m", "floor", "papers", "--table"),
                self._run("-c", "pass"),
            )
            if number:
                yield done

    def _run(self, *words: str) -> Run:
        reader, writer = self._stdout()
        with tempfile.TemporaryFile("w+") as errors:
            command = [self._python, *words]
            child = subprocess.Popen(
                command,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=writer,
                stderr=errors,
            )
            os.close(writer)
            output = b"".join(_chunks(reader))
            os.close(reader)
            _, status, usage = os.wait4(child.pid, 0)
            child.returncode = os.waitstatus_to_exitcode(status)
            if child.returncode:
                errors.seek(0)
                sys.exit(f"{' '.join(command)} failed:\n{errors.read()}")
        return Run(usage.ru_utime + usage.ru_stime, output.count(b"\n"))

    def _stdout(self) -> tuple[int, int]:
        """The end to read from and the end to write to."""
        if not self.terminal:
            return os.pipe()
        reader, writer = os.openpty()
        fcntl.ioctl(writer, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
        return reader, writer


def _chunks(descriptor: int) -> Iterator[bytes]:
    """What is written until the other end is closed, which a pseudo-terminal reports as an error."""
    try:
        while chunk := os.read(descriptor, 1 << 16):
            yield chunk
    except OSError:
        return


def commands(name: str, paper: str) -> Iterator[Sequence[str]]:
    """The words of one command, run after run."""
    words = {
        "week": [("week", "5")],
        "next": [("next",)],
        "done": [("done", paper), ("unread", paper)],
        "list": [("list",)],
        "show": [("show", paper)],
    }
    return cycle(words[name])


def first_uses(database: Path) -> Iterator[Sequence[str]]:
    """A first command on a library that is not there yet, again and again."""
    while True:
        for file in database.parent.glob(f"{database.name}*"):
            file.unlink()
        yield ("week", "1")


def paper_of(database: Path, python: str) -> str:
    """The citation key of a paper of the followed course, in the week that is measured."""
    readings = json.loads(run(database, "week", "5", "--course", "umd", "--json", python=python))
    return next(reading["key"] for reading in readings if reading["work"] and reading["work"]["key"] == reading["key"])


def report(label: Sequence[str], rounds: Sequence[Round], *, terminal: bool) -> None:
    """One line of the table."""

    def times(other: str) -> str:
        return f"{median(done.ours.cpu / getattr(done, other).cpu for done in rounds):.2f}"

    rows = rounds[0].ours.lines
    a_row = median(done.ours.cpu - done.floor.cpu for done in rounds) / max(rows, 1) * 1e6
    cells = (
        *label,
        "terminal" if terminal else "pipe",
        f"{median(done.ours.cpu for done in rounds) * 1000:.0f}",
        times("floor"),
        "" if terminal else times("table"),
        times("nothing"),
        f"{a_row:.1f} ({rows:,} rows)" if "list" in label and rows >= MANY else "",
    )
    print("|", " | ".join(cells), "|", flush=True)


def measure(asked: argparse.Namespace, folder: Path, say: Callable[[str], None]) -> None:
    """Print the whole table."""
    print("| works | command | stdout | CPU ms | × floor | × table floor | × `python -c pass` | µs a row above floor |")
    print("|---:|---|---|---:|---:|---:|---:|---:|", flush=True)
    if "first" in asked.commands:
        say("first use")
        database = folder / "first.db"
        first = Bench(asked.python, database, terminal=False).rounds(first_uses(database))
        report(("0", "first use"), list(islice(first, min(asked.pairs, FIRST_USES))), terminal=False)
    for works in asked.sizes:
        say(f"building a library of {works:,} works")
        database = folder / f"{works}.db"
        build(database, works, python=asked.python)
        paper = paper_of(database, asked.python)
        for terminal in (False, True) if asked.tty else (False,):
            bench = Bench(asked.python, database, terminal=terminal)
            for name in (name for name in asked.commands if name in (ON_TERMINAL if terminal else COMMANDS[:-1])):
                say(f"{name} {'on a terminal' if terminal else 'on a pipe'}")
                rounds = list(islice(bench.rounds(commands(name, paper)), asked.pairs))
                report((f"{works:,}", name), rounds, terminal=terminal)


def main() -> None:
    """Measure what the command line asks for, in a temporary folder."""
    parser = argparse.ArgumentParser(description="Measure the CPU time of papertrail's commands.")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, metavar="WORKS", help="how many works")
    parser.add_argument("--pairs", type=int, default=11, metavar="N", help="how often each is measured")
    parser.add_argument("--commands", nargs="+", choices=COMMANDS, default=COMMANDS, help="what to measure")
    parser.add_argument("--tty", action="store_true", help="measure with stdout on a terminal too")
    parser.add_argument("--python", default=sys.executable, metavar="PATH", help="the interpreter to measure")
    asked = parser.parse_args()
    versions = subprocess.run([asked.python, "-c", VERSIONS], check=True, capture_output=True, text=True).stdout
    print(f"Python {versions.strip()}; median of {asked.pairs}\n")
    with tempfile.TemporaryDirectory(prefix="papertrail-benchmarks-") as folder:
        measure(asked, Path(folder), lambda text: print(text, file=sys.stderr))


if __name__ == "__main__":
    main()
