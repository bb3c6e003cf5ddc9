"""`pdf` and `open`: the papers themselves."""

from typing import Annotated

import typer

from papertrail.bibliography.record import Record
from papertrail.cli.completion import complete_course, complete_paper
from papertrail.cli.desk import Desk
from papertrail.cli.notes import Paper
from papertrail.cli.words import say
from papertrail.errors import UsageError
from papertrail.identifiers import arxiv_link, doi_link
from papertrail.library import Scope

app = typer.Typer(name="pdfs", rich_markup_mode=None)


@app.command(epilog="Examples: papertrail pdf 5.1; papertrail pdf --course umd --week 5")
def pdf(
    ctx: typer.Context,
    papers: Annotated[list[str] | None, typer.Argument(help="Papers.", autocompletion=complete_paper)] = None,
    course: Annotated[
        str | None, typer.Option("--course", "-c", help="All of this course.", autocompletion=complete_course)
    ] = None,
    week: Annotated[int | None, typer.Option("--week", "-w", min=0, max=999, help="All of this week.")] = None,
    again: Annotated[bool, typer.Option("--again", help="Also what is there already.")] = False,
) -> None:
    """Download PDFs.

    They are named by citation key, shared by all courses, and lie in a folder that `papertrail where` tells. Their
    length becomes the length of the reading.
    """
    from papertrail.cli import downloading

    desk: Desk = ctx.obj
    if not papers and course is None and week is None:
        raise UsageError("which PDFs?", hint="name papers, or --course KEY, or --week N of the followed courses")
    courses = [desk.course(course).key] if course else desk.library.followed() if week is not None else []
    if week is not None and not courses:
        raise UsageError("--week needs a course", hint="papertrail pdf --course umd --week 5")
    scopes = [Scope(course=key, week=week) for key in courses]
    if papers:
        scopes.append(Scope(papers=tuple(reading.subject for reading in desk.papers(papers, whole=True))))
    downloading.download(desk, scopes, again=again)


@app.command(name="open", epilog="Examples: papertrail open 5.1; papertrail open 5.1 --print")
def open_(
    ctx: typer.Context,
    paper: Paper,
    pdf: Annotated[bool, typer.Option("--pdf", help="The PDF: your own, else the one on the web.")] = False,
    abstract: Annotated[bool, typer.Option("--abs", help="The page of the abstract.")] = False,
    print_only: Annotated[bool, typer.Option("--print", help="Print the link instead.")] = False,
) -> None:
    """Open a paper: your PDF of it, its page at arXiv, its DOI, or its web page."""
    desk: Desk = ctx.obj
    reading = desk.paper(paper, whole=True)
    work = desk.library.work(reading.work) if reading.work else None
    links = _links(desk, work) if work else {}
    kinds = ["own", "pdf"] if pdf else ["abs", "doi", "url"] if abstract else ["own", "abs", "doi", "url", "pdf"]
    link = next((links[kind] for kind in kinds if kind in links), None)
    if link is None:
        raise UsageError(f"no link is known for {reading.title}", hint="papertrail show PAPER tells what is known")
    if print_only:
        print(link)
    elif typer.launch(link):
        say(f"nothing here opens {link}")
        raise typer.Exit(1)


def _links(desk: Desk, work: Record) -> dict[str, str]:
    """Every link of a work by its kind."""
    own = desk.library.pdf(work.key)
    path = desk.settings.pdfs / own.file if own else None
    links = {
        "own": str(path) if path and path.is_file() else None,
        "abs": arxiv_link(work.arxiv) if work.arxiv else None,
        "doi": doi_link(work.doi) if work.doi else None,
        "url": work.url,
        "pdf": f"https://arxiv.org/pdf/{work.arxiv}" if work.arxiv else None,
    }
    return {kind: link for kind, link in links.items() if link}
