"""`papertrail show`: all that is known about a paper."""

from typing import Annotated, Any

import typer

from papertrail.bibliography.record import Record
from papertrail.cli.completion import complete_paper
from papertrail.cli.desk import Desk
from papertrail.cli.output import Json, console, on_terminal, print_json, reading_records
from papertrail.cli.paper_facts import Paper, paper_facts
from papertrail.records import Reading

app = typer.Typer(name="papers", rich_markup_mode=None)


@app.command(epilog="Examples: papertrail show umd:5.1; papertrail show vaswani2017attention --json")
def show(
    ctx: typer.Context,
    paper: Annotated[
        str,
        typer.Argument(
            help="Handle (umd:5.1), citation key, arXiv id or link, DOI, or words of the title.",
            autocompletion=complete_paper,
        ),
    ],
    as_json: Json = False,
) -> None:
    """Show all that is known about a paper.

    Its record, every session that assigns it, and its history.
    """
    desk: Desk = ctx.obj
    found = _paper(desk, desk.paper(paper, whole=True))
    if as_json:
        print_json(_record(desk, found))
    elif on_terminal():
        from papertrail.cli.screens.paper import paper_screen

        console().print(paper_screen(found))
    else:
        for name, value in paper_facts(found):
            print(f"{name}\t{value}")


def _paper(desk: Desk, reading: Reading) -> Paper:
    library = desk.library
    work = library.work(reading.work) if reading.work else None
    targets = _targets(desk, reading, work)
    places = [(place, library.aside(place)) for place in library.placed(targets)]
    return Paper(
        reading=reading,
        work=work,
        preprint=library.preprint(work.arxiv) if work and work.arxiv else None,
        published=library.published(work.key) if work else None,
        pdf=library.pdf(work.key) if work else None,
        own=library.own(reading.subject),
        critiques=[one for one in library.critiques() if one.target in targets],
        places=places,
        history=library.history(reading.target),
    )


def _targets(desk: Desk, reading: Reading, work: Record | None) -> list[str]:
    """The target itself first, then the other parts of the same work."""
    from papertrail.finding import TARGETS_OF_WORK

    others = [row[0] for row in desk.library.rows(TARGETS_OF_WORK, work=work.key)] if work else []
    return list(dict.fromkeys([reading.target, *others]))


def _record(desk: Desk, paper: Paper) -> dict[str, Any]:
    """The reading in its usual shape, with every place that assigns the work and the history of its status."""
    from papertrail.shapes import change_shape, preprint_shape, published_shape

    record = reading_records(desk.library, [paper.reading])[0]
    record["places"] = [
        {name: value for name, value in place.items() if name != "work"}
        for place in reading_records(desk.library, [place for place, _ in paper.places if place.course])
    ]
    record["preprint"] = preprint_shape(paper.preprint) if paper.preprint else None
    record["published"] = published_shape(paper.published) if paper.published else None
    record["history"] = [change_shape(change) for change in paper.history]
    return record
