"""`queue`, `start`, `skim`, `done`, `skip`, `unread` and `undo`: how far one is with a paper."""

from typing import Annotated

import typer

from papertrail.cli.completion import complete_paper
from papertrail.cli.desk import Desk
from papertrail.cli.words import say
from papertrail.records import Change, Reading, Status
from papertrail.wording import titled

app = typer.Typer(name="marks", rich_markup_mode=None)

Papers = Annotated[
    list[str],
    typer.Argument(
        help="Handle (umd:5.1), citation key, arXiv id or link, DOI, or words of the title.",
        autocompletion=complete_paper,
    ),
]


def _mark(ctx: typer.Context, names: list[str], status: Status) -> None:
    desk: Desk = ctx.obj
    readings = desk.papers(names)
    changes = {change.subject: change for change in desk.journal().mark([r.target for r in readings], status)}
    for reading in readings:
        print(_sentence(reading, changes.get(reading.target), status))


def _sentence(reading: Reading, change: Change | None, status: Status) -> str:
    was = f" (was {change.before or Status.UNREAD})" if change else " (already)"
    return f"{status}{was}: {titled(reading)}"


@app.command()
def queue(ctx: typer.Context, papers: Papers) -> None:
    """Put papers on top of what to read next."""
    _mark(ctx, papers, Status.QUEUED)


@app.command()
def start(ctx: typer.Context, papers: Papers) -> None:
    """Mark papers as being read."""
    _mark(ctx, papers, Status.READING)


@app.command()
def skim(ctx: typer.Context, papers: Papers) -> None:
    """Mark papers as skimmed."""
    _mark(ctx, papers, Status.SKIMMED)


@app.command(
    epilog="Examples: papertrail done umd:5.1 5.2; papertrail done 1706.03762; papertrail done 'attention is all'"
)
def done(ctx: typer.Context, papers: Papers) -> None:
    """Mark papers as read."""
    _mark(ctx, papers, Status.READ)


@app.command()
def skip(ctx: typer.Context, papers: Papers) -> None:
    """Mark papers as not to be read."""
    _mark(ctx, papers, Status.SKIPPED)


@app.command()
def unread(ctx: typer.Context, papers: Papers) -> None:
    """Take the mark off papers."""
    _mark(ctx, papers, Status.UNREAD)


@app.command()
def undo(ctx: typer.Context) -> None:
    """Take back the last change.

    A mark, a note, tag or rating, a paper added, edited, removed or given another key, a critique begun, handed in or
    removed, a course followed, moved or removed. Again takes back the change before.
    """
    from papertrail.cli.undoing import undone

    desk: Desk = ctx.obj
    changes = desk.journal().undo()
    for change in changes:
        print(f"undone: {undone(desk, change)}")
    if not changes:
        say("nothing to undo")
