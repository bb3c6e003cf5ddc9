"""`papertrail fetch`: what arXiv and others say of the papers of the library."""

from datetime import timedelta
from typing import Annotated

import typer

from papertrail.cli.completion import complete_course, complete_paper
from papertrail.cli.desk import Desk
from papertrail.errors import UsageError
from papertrail.library import Scope
from papertrail.schedule import instant

_NEVER = 36_500

app = typer.Typer(name="fetches", rich_markup_mode=None)


@app.command(
    epilog="Examples: papertrail fetch; papertrail fetch --course umd --week 5; papertrail fetch --stale 90;"
    " papertrail fetch --published"
)
def fetch(
    ctx: typer.Context,
    papers: Annotated[
        list[str] | None,
        typer.Argument(help="Papers; without any, all that have not been fetched yet.", autocompletion=complete_paper),
    ] = None,
    course: Annotated[
        str | None, typer.Option("--course", "-c", help="Of this course.", autocompletion=complete_course)
    ] = None,
    week: Annotated[int | None, typer.Option("--week", "-w", min=0, max=999, help="Of this week.")] = None,
    stale: Annotated[
        int | None, typer.Option(min=0, max=36500, help="Also what was fetched so many days ago, or longer.")
    ] = None,
    every: Annotated[bool, typer.Option("--all", "-a", help="Also what has been fetched already.")] = False,
    published: Annotated[bool, typer.Option("--published", help="Look for published versions of preprints.")] = False,
) -> None:
    """Fetch abstracts and categories from arXiv.

    With --published, look instead for the published versions of preprints: in what arXiv says itself, at Semantic
    Scholar, and at Crossref. At most one request in three seconds goes to arXiv; what has arrived is kept whatever
    happens to the rest.
    """
    from papertrail.cli import fetching

    desk: Desk = ctx.obj
    if every and stale is not None:
        raise UsageError("--all and --stale do not go together", hint="--all fetches everything anew")
    again = timedelta(seconds=-1) if every or papers else timedelta(days=_NEVER if stale is None else stale)
    scope = Scope(
        papers=tuple(reading.subject for reading in desk.papers(papers or [], whole=True)),
        course=desk.course(course).key if course else None,
        week=week,
    )
    action = fetching.fetch_published if published else fetching.fetch
    action(desk, scope, before=instant(desk.settings.now - again))
