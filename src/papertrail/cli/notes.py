"""`note`, `notes`, `tag`, `untag` and `rate`: what the reader keeps about a paper."""

import sys
from typing import Annotated

import typer

from papertrail import cleaning, wording
from papertrail.cli.completion import complete_paper
from papertrail.cli.desk import Desk, moment
from papertrail.cli.editor import edited
from papertrail.cli.output import Json, on_terminal, print_json
from papertrail.cli.words import say
from papertrail.errors import UsageError
from papertrail.records import Reading

app = typer.Typer(name="keepings", rich_markup_mode=None)

Paper = Annotated[
    str,
    typer.Argument(
        help="Handle (umd:5.1), citation key, arXiv id or link, DOI, or words of the title.",
        autocompletion=complete_paper,
    ),
]


@app.command(epilog="Examples: papertrail note 5.1 'Compare with ALIGN.'; papertrail note 5.1")
def note(
    ctx: typer.Context,
    paper: Paper,
    text: Annotated[
        str | None, typer.Argument(help="A paragraph to add; without it your editor opens the note.")
    ] = None,
    clear: Annotated[bool, typer.Option("--clear", help="Drop the note.")] = False,
) -> None:
    """Keep a note about a paper.

    TEXT is added to the note as a paragraph; without it your editor opens the whole note. `-` reads stdin.
    """
    desk: Desk = ctx.obj
    reading = desk.paper(paper, whole=True)
    old = desk.library.own(reading.subject).note or ""
    if clear:
        new = ""
    elif text is None:
        new = edited(old, name=f"{reading.subject}.md")
    else:
        added = sys.stdin.read() if text == "-" else text
        new = "\n\n".join(filter(None, (old, added.strip())))
    changes = desk.journal().note(reading.subject, cleaning.text(new))
    print(f"{'kept the note' if new.strip() else 'no note'}{'' if changes else ' (unchanged)'}: {reading.title}")


@app.command()
def notes(
    ctx: typer.Context,
    as_json: Json = False,
) -> None:
    """Show all notes, the latest first."""
    desk: Desk = ctx.obj
    every = desk.library.notes()
    readings = {reading.subject: reading for reading in reversed(list(desk.library.papers([n[0] for n in every])))}
    kept = [one for one in every if one[0] in readings]  # a removed paper keeps its note for its return
    if as_json:
        print_json([{"key": key, "title": readings[key].title, "note": text, "at": at} for key, text, at in kept])
        return
    for number, (key, text, at) in enumerate(kept):
        if on_terminal():
            print("\n" * bool(number) + f"{readings[key].title}  ({key}, {moment(at):%Y-%m-%d})")
            print(*(f"  {line}" for line in text.splitlines()), sep="\n")
        else:
            print(key, at, readings[key].title, " ".join(text.split()), sep="\t")
    if not kept:
        say("no notes; papertrail note PAPER TEXT keeps one")


PapersAndTags = Annotated[
    list[str],
    typer.Argument(metavar="PAPER... TAG...", help="Papers, then tags.", autocompletion=complete_paper),
]


@app.command(epilog="Examples: papertrail tag 5.1 5.2 vision; papertrail tag 1706.03762 classic 'to present'")
def tag(ctx: typer.Context, names: PapersAndTags) -> None:
    """Give papers tags."""
    desk: Desk = ctx.obj
    papers, tags = _papers_and_tags(desk, names)
    desk.journal().tag([paper.subject for paper in papers], add=tags)
    _say_tags(desk, papers)


@app.command(epilog="Example: papertrail untag 5.1 vision")
def untag(ctx: typer.Context, names: PapersAndTags) -> None:
    """Take tags off papers."""
    desk: Desk = ctx.obj
    papers, tags = _papers_and_tags(desk, names)
    desk.journal().tag([paper.subject for paper in papers], drop=tags)
    _say_tags(desk, papers)


@app.command(epilog="Examples: papertrail rate 5.1 4; papertrail rate 5.1 0")
def rate(
    ctx: typer.Context,
    paper: Paper,
    stars: Annotated[int, typer.Argument(min=0, max=5, help="One to five stars; 0 takes the rating off.")],
) -> None:
    """Rate a paper with one to five stars."""
    desk: Desk = ctx.obj
    reading = desk.paper(paper, whole=True)
    desk.journal().rate([reading.subject], stars or None)
    print(f"{wording.stars(stars) if stars else 'no rating'}: {reading.title}")


def _papers_and_tags(desk: Desk, names: list[str]) -> tuple[list[Reading], list[str]]:
    """The papers are the first name and what follows as a handle, key, id or DOI; the tags are the rest."""
    from papertrail import finding

    first, *rest = names
    papers = [desk.paper(first, whole=True)]
    while rest and finding.named(desk.library, rest[0]):
        papers.append(desk.paper(rest.pop(0), whole=True))
    tags = [cleaning.line(name) for name in rest]
    if not tags or not all(tags):
        raise UsageError("no tag given", hint="papertrail tag PAPER... TAG...")
    return papers, tags


def _say_tags(desk: Desk, papers: list[Reading]) -> None:
    for paper in papers:
        print(f"{', '.join(desk.library.own(paper.subject).tags) or 'no tags'}: {paper.title}")
