"""The CPU time of whole commands, beside a floor and beside an interpreter that does nothing. README.md explains it."""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from typing import NamedTuple

from build import build, run
from searches import compare
from timing import Bench, Run

SIZES = (350, 20_000, 100_000)
IN_EACH = ("week", "next", "done", "list", "show", "digest")
"""The commands that are measured in a library of each size."""

COMMANDS = (*IN_EACH, "first", "search")
ON_TERMINAL = ("week", "next", "list", "show", "digest")
FIRST_USES = 5
"""How often first use is measured at most: it takes a second and more, and varies little."""

MANY = 1000
"""Rows from which on the time of a row can be told from the time of the start."""

VERSIONS = "import platform, sqlite3; print(platform.python_version(), sqlite3.sqlite_version, sep='; SQLite ')"


class Round(NamedTuple):
    """One run of a command, and of all that it is compared with right after it."""

    ours: Run
    floor: Run
    table: Run
    nothing: Run


def rounds(bench: Bench, commands: Iterable[Sequence[str]]) -> Iterator[Round]:
    """Each command in turn with its comparisons. The first round only warms the caches and is left out."""
    for number, words in enumerate(commands):
        done = Round(
            bench.run("-m", "papertrail", *words),
            bench.run("-m", "floor", "papers"),
            bench.run("-m", "floor", "papers", "--table"),
            bench.run("-c", "pass"),
        )
        if number:
            yield done


def commands(name: str, paper: str) -> Iterator[Sequence[str]]:
    """The words of one command, run after run."""
    words = {
        "week": [("week", "5")],
        "next": [("next",)],
        "done": [("done", paper), ("unread", paper)],
        "list": [("list",)],
        "show": [("show", paper)],
        "digest": [("digest", "5")],
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
        first = rounds(Bench(asked.python, database, terminal=False), first_uses(database))
        report(("0", "first use"), list(islice(first, min(asked.pairs, FIRST_USES))), terminal=False)
    for works in asked.sizes:
        say(f"building a library of {works:,} works")
        database = folder / f"{works}.db"
        build(database, works, python=asked.python)
        paper = paper_of(database, asked.python)
        for terminal in (False, True) if asked.tty else (False,):
            bench = Bench(asked.python, database, terminal=terminal)
            for name in (name for name in asked.commands if name in (ON_TERMINAL if terminal else IN_EACH)):
                say(f"{name} {'on a terminal' if terminal else 'on a pipe'}")
                done = list(islice(rounds(bench, commands(name, paper)), asked.pairs))
                report((f"{works:,}", name), done, terminal=terminal)


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
        if asked.commands != ["search"]:
            measure(asked, Path(folder), _say)
        if "search" in asked.commands:
            compare(Path(folder), asked.pairs, python=asked.python, tty=asked.tty, say=_say)


def _say(text: str) -> None:
    print(text, file=sys.stderr)


if __name__ == "__main__":
    main()
