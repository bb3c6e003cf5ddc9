"""The floor: a Typer program of a few commands that asks SQLite one question and prints twenty rows.

It is what any program on the same libraries must cost, so it does nothing that it could leave out. Like papertrail it
draws a Rich table on a terminal only; `--table` draws one on a pipe too.
"""

import os
import sqlite3
import sys
from typing import Annotated

import typer

app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False)

PAPERS = "SELECT key, byline, year, title FROM work LIMIT :count"
SET_STATUS = "INSERT OR REPLACE INTO status (target, status, since) VALUES (:key, 'read', '2027-03-10T12:00:00Z')"


def _library() -> sqlite3.Connection:
    return sqlite3.connect(os.environ["PAPERTRAIL_DB"])


@app.command()
def papers(
    count: Annotated[int, typer.Option("--count", "-n", help="How many.")] = 20,
    table: Annotated[bool, typer.Option("--table", help="Draw a table on a pipe too.")] = False,
) -> None:
    """Print some papers."""
    rows = _library().execute(PAPERS, {"count": count})
    if not table and not sys.stdout.isatty():
        for key, byline, year, title in rows:
            print(key, byline, year, title, sep="\t")
        return
    from rich.console import Console
    from rich.table import Table

    screen = Table("key", "authors", "year", "title")
    for key, byline, year, title in rows:
        screen.add_row(key, byline, str(year or ""), title)
    Console().print(screen)


@app.command()
def title(key: Annotated[str, typer.Argument(help="A citation key.")]) -> None:
    """Print the title of one paper."""
    print(*_library().execute("SELECT title FROM work WHERE key = :key", {"key": key}).fetchone())


@app.command()
def done(key: Annotated[str, typer.Argument(help="A citation key.")]) -> None:
    """Mark one paper as read."""
    with _library() as library:
        library.execute(SET_STATUS, {"key": key})


if __name__ == "__main__":
    app()
