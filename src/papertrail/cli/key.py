"""`papertrail key`: the citation key of a paper, and another one for it."""

from typing import Annotated

import typer

from papertrail.cli.completion import complete_paper
from papertrail.cli.desk import Desk
from papertrail.errors import UnusableKeyError, UsageError
from papertrail.identifiers import unusable_key

app = typer.Typer(name="keys", rich_markup_mode=None)


@app.command(epilog="Examples: papertrail key 1706.03762; papertrail key vaswani2017attention transformer")
def key(
    ctx: typer.Context,
    paper: Annotated[
        str,
        typer.Argument(
            help="Handle, citation key, arXiv id, DOI, or words of the title.", autocompletion=complete_paper
        ),
    ],
    new: Annotated[str | None, typer.Argument(metavar="NEWKEY", help="The key it is to have from now on.")] = None,
) -> None:
    """Print the citation key of a paper, or give it another one.

    The old key still finds the paper. `undo` takes the new one back.
    """
    desk: Desk = ctx.obj
    reading = desk.paper(paper, whole=True)
    if reading.work is None:
        raise UsageError(
            f"{reading.title!r} is unresolved and has no citation key", hint="papertrail add adds the paper it means"
        )
    if new is None:
        print(reading.work)
        return
    if reason := unusable_key(new):
        raise UnusableKeyError(new, reason)
    changes = desk.journal().rename_work(reading.work, new)
    print(f"{'now' if changes else 'already'} {new}: {reading.title}")
