"""`add`, `edit` and `remove`: papers of the reader's own."""

from typing import Annotated

import typer

from papertrail.cli.completion import complete_course
from papertrail.cli.desk import Desk
from papertrail.cli.notes import Paper
from papertrail.errors import UsageError
from papertrail.grammar import all_of

app = typer.Typer(name="additions", rich_markup_mode=None)


@app.command(
    epilog="Examples: papertrail add 1706.03762; papertrail add https://doi.org/10.1038/nature14236 -t rl;"
    " papertrail add zotero.bib --dry-run; papertrail add 'attention is all you need'; cat ids.txt | papertrail add -"
)
def add(
    ctx: typer.Context,
    what: Annotated[
        list[str],
        typer.Argument(help="arXiv ids or links, DOIs, titles, files (BibTeX, CSL-JSON, RIS), or - for stdin."),
    ],
    tags: Annotated[list[str] | None, typer.Option("--tag", "-t", help="A tag for all of them.")] = None,
    note: Annotated[str | None, typer.Option(help="A note for all of them.")] = None,
    course: Annotated[
        str | None, typer.Option("--course", "-c", help="Put them into this course.", autocompletion=complete_course)
    ] = None,
    week: Annotated[int, typer.Option("--week", "-w", min=0, max=999, help="Into this week of it.")] = 0,
    dry_run: Annotated[bool, typer.Option("--dry-run", "-n", help="Only show what would happen.")] = False,
) -> None:
    """Add papers to the library.

    What is known already, by its arXiv id, DOI, or title and authors, is filled up and never doubled. Without a
    connection an arXiv id is kept, and completed by the next fetch.
    """
    from papertrail.cli import adding

    desk: Desk = ctx.obj
    if week and not course:
        raise UsageError("--week needs --course", hint="papertrail add WHAT --course umd --week 5")
    key = desk.course(course).key if course else None
    adding.add(desk, what, adding.Wishes(tuple(tags or ()), note, key, week, dry_run))


@app.command()
def edit(ctx: typer.Context, paper: Paper) -> None:
    """Correct the record of a paper in your editor."""
    from papertrail.cli import editing

    editing.edit(ctx.obj, paper)


@app.command()
def remove(ctx: typer.Context, paper: Paper) -> None:
    """Take a paper that no course assigns out of the library.

    `papertrail undo` brings it back with its notes and marks.
    """
    desk: Desk = ctx.obj
    reading = desk.paper(paper)
    courses = desk.library.assigned_by(reading.work) if reading.work else [str(reading.course)]
    if courses or not reading.work:
        sentence = f"{reading.title!r} is assigned by {all_of(courses)}"
        raise UsageError(sentence, hint=f"papertrail skip {reading.target} puts it aside")
    if any(one.target.partition("#")[0] == reading.work for one in desk.library.critiques()):
        sentence = f"there is a critique of {reading.title!r}"
        raise UsageError(sentence, hint=f"papertrail critique remove {reading.target} puts it away")
    desk.journal().remove_work(reading.work)
    print(f"removed {reading.work}: {reading.title}; papertrail undo brings it back")
