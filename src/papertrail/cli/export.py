"""`papertrail export`: what is in the library, in the formats of others."""

from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Annotated, Literal, NamedTuple

import typer

from papertrail.cli.completion import complete_paper
from papertrail.cli.desk import Desk
from papertrail.cli.filters import (
    Critiqued,
    OfCourse,
    OfKind,
    OfLevel,
    OfWeek,
    OfYear,
    WithRating,
    WithStatus,
    WithTag,
    years,
)  # fmt: skip
from papertrail.cli.selecting import Selection, references, sections, told
from papertrail.cli.writing import write
from papertrail.errors import UsageError
from papertrail.exports.keys import OWN_KEYS, PATTERNS, renamed
from papertrail.library import reference_list
from papertrail.references import Reference

app = typer.Typer(name="exports", rich_markup_mode=None)


class Format(NamedTuple):
    """A format: the module of `papertrail.exports` and its function, and what that takes."""

    module: str
    function: str
    takes: Literal["references", "readings"]
    marks: bool = False
    """Whether it has fields for what the reader thinks of a paper."""


FORMATS = {
    "bibtex": Format("bibtex", "bibtex", "references", marks=True),
    "biblatex": Format("biblatex", "biblatex", "references", marks=True),
    "ris": Format("ris", "ris", "references"),
    "markdown": Format("markdown", "markdown", "readings", marks=True),
    "csv": Format("table", "csv_table", "readings", marks=True),
    "html": Format("page", "page", "readings", marks=True),
}
"""The formats that papers can leave in; each is imported when it is asked for."""


def _complete_format() -> list[str]:
    return list(FORMATS)


@app.command(
    epilog="Examples: papertrail export bibtex -o references.bib; papertrail export biblatex --course umd --week 5;"
    " papertrail export markdown --status read; papertrail export bibtex vaswani2017attention 1810.04805 --keys scholar"
)
def export(
    ctx: typer.Context,
    name: Annotated[
        str, typer.Argument(metavar="FORMAT", help=f"{', '.join(FORMATS)}.", autocompletion=_complete_format)
    ],
    papers: Annotated[
        list[str] | None, typer.Argument(help="Papers by name; all that fits without.", autocompletion=complete_paper)
    ] = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="A file, instead of stdout.")] = None,
    course: OfCourse = None,
    week: OfWeek = None,
    status: WithStatus = None,
    level: OfLevel = None,
    kind: OfKind = None,
    year: OfYear = None,
    tag: WithTag = None,
    rating: WithRating = None,
    critiqued: Critiqued = False,
    search: Annotated[str | None, typer.Option("--search", help="That a search for these words finds.")] = None,
    keys: Annotated[
        str,
        typer.Option("--keys", help=f"Citation keys: {', '.join(PATTERNS)}.", autocompletion=lambda: list(PATTERNS)),
    ] = OWN_KEYS,
    with_status: Annotated[
        bool,
        typer.Option("--with-status", help="With your status, rating and the level: readstatus, ranking, priority."),
    ] = False,
) -> None:
    """Write papers as BibTeX, BibLaTeX, RIS, Markdown, CSV or HTML.

    The published version of a paper comes first, its arXiv id stays. Nothing of yours (status, notes, rating, tags)
    is written unless you ask for it. A file that would not change is left alone.
    """
    desk: Desk = ctx.obj
    format_ = _format(name, with_status=with_status)
    if keys not in PATTERNS:
        raise UsageError(f"there is no pattern of keys {keys!r}", hint=f"there are {', '.join(PATTERNS)}")
    filters = {
        "course": desk.course(course).key if course else None, "week": week, "status": status, "level": level,
        "kind": kind, **years(year), "tag": tag, "rating": rating, "critiqued": critiqued,
    }  # fmt: skip
    selection = Selection(desk, papers or (), filters, search=search)
    write(rendered(desk, format_, selection, keys=keys, with_status=with_status), output)


def rendered(desk: Desk, format_: Format, selection: Selection, *, keys: str, with_status: bool) -> Iterable[str]:
    """What is selected, in a format, piece by piece."""
    renderer = _renderer(format_)
    found: Iterable[Reference] = references(desk, selection)
    if format_.takes == "readings":
        by_work = dict(_renamed(found, keys))
        return renderer(sections(desk, selection, by_work, with_status=with_status))
    found = told(selection, found)
    if not with_status:
        return renderer(found if keys == OWN_KEYS else (reference for _, reference in _renamed(found, keys)))
    marks, named = reference_list.marks(desk.library), list(_renamed(found, keys))
    return renderer((reference for _, reference in named), {one.key: marks.get(key, {}) for key, one in named})


def _renamed(found: Iterable[Reference], pattern: str) -> Iterator[tuple[str, Reference]]:
    """References with the keys of a pattern, each with the key that it has in the library."""
    own = list(found)
    yield from zip((reference.key for reference in own), renamed(own, pattern), strict=True)


def _format(name: str, *, with_status: bool) -> Format:
    if name not in FORMATS:
        raise UsageError(f"there is no format {name!r}", hint=f"there are {', '.join(FORMATS)}")
    if with_status and not FORMATS[name].marks:
        raise UsageError(f"{name} has no fields for status and rating", hint="leave out --with-status")
    return FORMATS[name]


def _renderer(format_: Format) -> Callable[..., Iterable[str]]:
    function: Callable[..., Iterable[str]] = getattr(
        import_module(f"papertrail.exports.{format_.module}"), format_.function
    )
    return function
