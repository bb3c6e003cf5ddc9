"""`papertrail export`: what is in the library, in the formats of others."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from papertrail.bibliography.keys import OWN_KEYS, PATTERNS, renamed
from papertrail.bibliography.record import Record
from papertrail.cli.completion import complete_course, complete_paper
from papertrail.cli.desk import Desk
from papertrail.cli.filters import (
    Critiqued,
    OfKind,
    OfLevel,
    OfWeek,
    OfYear,
    WithRating,
    WithStatus,
    WithTag,
    years,
)  # fmt: skip
from papertrail.cli.formats import COURSES, NAMES, Format, check_options, format_of_papers
from papertrail.cli.selecting import Selection, records, sections, warn_of_omissions
from papertrail.cli.words import counted, say
from papertrail.cli.writing import file_named, write
from papertrail.errors import UsageError
from papertrail.library import reference_list

if TYPE_CHECKING:
    from papertrail.cli.citing import CitedWorks

app = typer.Typer(name="exports", rich_markup_mode=None)


def _complete_format() -> list[str]:
    return list(NAMES)


@app.command(
    epilog="Examples: papertrail export bibtex -o references.bib; papertrail export biblatex --course umd --week 5;"
    " papertrail export markdown --status read; papertrail export bibtex vaswani2017attention 1810.04805 --keys"
    " scholar; papertrail export ics --alarm 1d -o courses.ics; papertrail export atom --course umd -o weeks.xml"
)
def export(
    ctx: typer.Context,
    name: Annotated[
        str, typer.Argument(metavar="FORMAT", help=f"{', '.join(NAMES)}.", autocompletion=_complete_format)
    ],
    papers: Annotated[
        list[str] | None, typer.Argument(help="Papers by name; all that fits without.", autocompletion=complete_paper)
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="A file, instead of stdout.", callback=file_named)
    ] = None,
    course: Annotated[
        list[str] | None,
        typer.Option(
            "--course", "-c", help="Of this course; ics, atom: again for more.", autocompletion=complete_course
        ),
    ] = None,
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
    cited_in: Annotated[
        list[Path] | None,
        typer.Option(
            "--cited-in", help="Only what this .tex, .aux, .bcf, .typ, .md or .ipynb file cites; may be given again."
        ),
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; say which cited keys the library does not have.")
    ] = False,
    alarm: Annotated[
        list[str] | None, typer.Option("--alarm", help="ics: ring so long before each event, such as 1d or 2h.")
    ] = None,
    base_url: Annotated[str | None, typer.Option("--base-url", help="atom: where the feed will be found.")] = None,
    every_week: Annotated[bool, typer.Option("--all", help="atom: with the weeks to come.")] = False,
) -> None:
    """Write papers as BibTeX and more, courses as a calendar.

    The published version of a paper comes first, its arXiv id stays. Nothing of yours (status, notes, rating, tags)
    is written unless you ask for it. A file that would not change is left alone. A calendar or a feed is of the
    courses you follow, or of those you name: sessions, deadlines and readings; in a calendar also those that you put
    into a week.

    With --cited-in, the files that the document reads are followed. A work that has got another key since is written
    under the key that the document cites. Cited keys that the library does not have are named with their place, and
    the exit code is 3; the others are written all the same.
    """
    desk: Desk = ctx.obj
    check_options(ctx, name)
    if name in COURSES:
        from papertrail.cli.calendar_export import export_calendar

        courses = desk.courses(course or [])
        export_calendar(
            desk, name, courses, output=output, alarms=alarm or (), base_url=base_url, every_week=every_week
        )
        return
    format_ = format_of_papers(name, with_status=with_status)
    if keys not in PATTERNS:
        raise UsageError(f"there is no pattern of keys {keys!r}", hint=f"there are {', '.join(PATTERNS)}")
    filters = {
        "course": _course(desk, course or ()), "week": week, "status": status, "level": level,
        "kind": kind, **years(year), "tag": tag, "rating": rating, "critiqued": critiqued,
    }  # fmt: skip
    cited = _cited(desk, cited_in, keys=keys, check=check)
    selection = Selection(desk, papers or (), filters, search=search, cited=cited)
    if not check:
        write(rendered(desk, format_, selection, keys=keys, with_status=with_status), output)
    if cited:
        cited.complain(desk)


def _course(desk: Desk, names: Sequence[str]) -> str | None:
    if len(names) > 1:
        hint = "leave it out for all that is there, or write a file for each"
        raise UsageError("papers are exported of one --course, or of all", hint=hint)
    return desk.course(names[0]).key if names else None


def rendered(desk: Desk, format_: Format, selection: Selection, *, keys: str, with_status: bool) -> Iterable[str]:
    """What is selected, in a format, piece by piece."""
    found: Iterable[Record] = records(desk, selection)
    if format_.takes == "readings":
        by_work = dict(_named(found, selection.cited, keys))
        return format_.renderer(sections(desk, selection, by_work, with_status=with_status))
    found = warn_of_omissions(selection, found)
    if not with_status:
        as_they_are = keys == OWN_KEYS and selection.cited is None
        return format_.renderer(found if as_they_are else (one for _, one in _named(found, selection.cited, keys)))
    marks, named = reference_list.marks(desk.library), list(_named(found, selection.cited, keys))
    return format_.renderer((record for _, record in named), {one.key: marks.get(key, {}) for key, one in named})


def _named(found: Iterable[Record], cited: "CitedWorks | None", pattern: str) -> Iterable[tuple[str, Record]]:
    """Records with the keys that they are written under, each with the key that it has in the library."""
    own = list(found)
    named = renamed(own, pattern)
    return cited.named(own, named) if cited else zip((record.key for record in own), named, strict=True)


def _cited(desk: Desk, files: list[Path] | None, *, keys: str, check: bool) -> "CitedWorks | None":
    if check and not files:
        raise UsageError("--check looks at what a document cites", hint="name it with --cited-in")
    if not files:
        return None
    from papertrail.cli.citing import cited_works

    found = cited_works(desk, files, pattern=keys)
    if check and not found.unknown and found.keys != frozenset():
        works = "every work of it" if found.keys is None else counted(len(found.keys), "work")
        say(f"the library has all that is cited: {works}")
    return found
