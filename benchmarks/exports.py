"""The CPU time of an export, beside the least it can cost and beside pybtex's own writer. README.md explains it.

Run without arguments it measures; with `floor` or `pybtex` it is one of the two that papertrail is compared with.
"""

import argparse
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from typing import Any

from build import build, environment

ROWS = "SELECT key, title, year, venue, arxiv, doi, url, record FROM work ORDER BY key"
FORMATS = ("bibtex", "biblatex", "ris")


def floor() -> None:
    """The rows of the table as entries, nothing looked at and nothing escaped."""
    import typer  # noqa: PLC0415 - part of what is measured

    app = typer.Typer(rich_markup_mode=None)

    @app.command()
    def export(_name: str) -> None:
        for key, title, year, venue, arxiv, _, url, record in rows():
            names = record.get("names", {}).get("author", [])
            author = " and ".join(f"{name.get('family', '')}, {name.get('given', '')}" for name in names)
            print(f"@{record['type']}{{{key},\n  title = {{{title}}},\n  author = {{{author}}},")
            print(f"  booktitle = {{{venue}}},")
            print(
                f"  year = {{{year}}},\n  eprint = {{{arxiv}}},\n  pages = {{{record.get('texts', {}).get('page')}}},"
            )
            print(f"  url = {{{url}}}\n}}\n")

    app()


def pybtex() -> None:
    """The same rows through pybtex."""
    from pybtex.database import BibliographyData, Entry, Person

    data = BibliographyData()
    for key, title, year, venue, arxiv, doi, url, record in rows():
        known = {"title": title, "year": str(year or ""), "booktitle": venue, "eprint": arxiv, "doi": doi, "url": url}
        known["pages"] = record.get("texts", {}).get("page", "")
        people = [
            Person(f"{name['family']}, {name.get('given', '')}" if "family" in name else f"{{{name['literal']}}}")
            for name in record.get("names", {}).get("author", [])
        ]
        told = {name: value for name, value in known.items() if value}
        data.entries[key] = Entry("inproceedings", told, persons={"author": people})
    sys.stdout.write(data.to_string("bibtex"))


def rows() -> Iterator[tuple[Any, ...]]:
    """All works of the library."""
    connection = sqlite3.connect(os.environ["PAPERTRAIL_DB"])
    for row in connection.execute(ROWS):
        yield (*row[:-1], json.loads(row[-1]))


def cpu(*words: str, database: Path) -> float:
    """User and system seconds of a whole process."""
    child = subprocess.Popen(
        [sys.executable, *words],
        env=environment(database) | {"PYTHONPATH": os.environ.get("PYTHONPATH", "")},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        sys.exit(f"{' '.join(words)} failed")
    return usage.ru_utime + usage.ru_stime


def measure(works: int, rounds: int, folder: Path) -> None:
    """Print the table for a library of so many works."""
    database = folder / "library.db"
    build(database, works)
    print("| works | format | CPU s | × floor | × pybtex's writer |\n|---:|---|---:|---:|---:|", flush=True)
    me = str(Path(__file__))
    for format_ in FORMATS:
        found = []
        for _ in range(rounds + 1):
            ours = cpu("-m", "papertrail", "export", format_, database=database)
            found.append(
                (
                    ours,
                    ours / cpu(me, "floor", "bibtex", database=database),
                    ours / cpu(me, "pybtex", database=database),
                )
            )
        times = [median(column) for column in zip(*found[1:], strict=True)]
        print(f"| {works:,} | {format_} | {times[0]:.2f} | {times[1]:.2f} | {times[2]:.3f} |", flush=True)


def main() -> None:
    """Measure, or be what is compared with."""
    others: dict[str, Callable[[], None]] = {"floor": floor, "pybtex": pybtex}
    if len(sys.argv) > 1 and sys.argv[1] in others:
        others[sys.argv.pop(1)]()
        return
    parser = argparse.ArgumentParser(description="Measure the CPU time of an export.")
    parser.add_argument("--works", type=int, default=20_000, help="how many works the library holds")
    parser.add_argument("--pairs", type=int, default=5, metavar="N", help="how often each is measured")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="papertrail-benchmarks-") as folder:
        measure(asked.works, asked.pairs, Path(folder))


if __name__ == "__main__":
    main()
