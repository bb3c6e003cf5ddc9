"""`papertrail next` and `papertrail list`: what to read now, and what there is."""

from collections.abc import Iterator
from datetime import datetime
from itertools import chain, islice
from typing import Annotated

import typer

from papertrail.cli.completion import complete_course
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
from papertrail.cli.output import Json, console, on_terminal, print_json, print_lines, reading_records
from papertrail.cli.words import say
from papertrail.grammar import plural
from papertrail.records import Reading
from papertrail.schedule import is_past

app = typer.Typer(name="lists", rich_markup_mode=None)


@app.command(name="next", epilog="Examples: papertrail next; papertrail next -n 1 --json")
def next_(
    ctx: typer.Context,
    count: Annotated[int, typer.Option("-n", "--count", min=1, max=1_000_000, help="How many.")] = 5,
    ahead: Annotated[bool, typer.Option("--ahead", help="Only what is not overdue.")] = False,
    course: Annotated[
        str | None, typer.Option("--course", "-c", help="Only of this course.", autocompletion=complete_course)
    ] = None,
    as_json: Json = False,
) -> None:
    """Show what to read now.

    What is begun comes first, then what is queued, then what is due: required readings even when they are overdue,
    the others while they are still ahead.
    """
    desk: Desk = ctx.obj
    library = desk.library
    key = desk.course(course).key if course else None
    waiting = chain(library.begun(), library.due(desk.now))
    meant = (
        r for r in waiting if (key is None or r.course == key) and not (ahead and is_overdue(r, desk.settings.now))
    )
    readings = list(islice(meant, count))
    _print(desk, readings, as_json=as_json, dues=True)
    if on_terminal() and not as_json:
        _say_critiques(desk, key)
    if not readings:
        say("nothing left to read" if library.followed() else "nothing is queued, and no course is followed")
    if not library.followed():
        say("hint: papertrail course follow umd makes a course yours; papertrail queue PAPER puts a paper here")


@app.command(
    name="list",
    epilog="Examples: papertrail list --status unread --level required; papertrail list --year 2020..2023 | cut -f 5,8",
)
def list_(
    ctx: typer.Context,
    course: OfCourse = None,
    week: OfWeek = None,
    status: WithStatus = None,
    level: OfLevel = None,
    kind: OfKind = None,
    year: OfYear = None,
    tag: WithTag = None,
    rating: WithRating = None,
    critiqued: Critiqued = False,
    unresolved: Annotated[bool, typer.Option("--unresolved", help="Whose work nobody has identified.")] = False,
    unassigned: Annotated[bool, typer.Option("--unassigned", help="That no course assigns (any more).")] = False,
    limit: Annotated[int | None, typer.Option("-n", "--limit", min=1, max=1_000_000, help="At most so many.")] = None,
    as_json: Json = False,
) -> None:
    """List what there is to read.

    Followed courses come first, and what several courses assign comes once. A terminal gets a screenful, a pipe
    everything.
    """
    desk: Desk = ctx.obj
    filters = {
        "week": week, "status": status, "level": level, "kind": kind, **years(year), "tag": tag, "rating": rating,
        "critiqued": critiqued, "unresolved": unresolved, "unassigned": unassigned,
    }  # fmt: skip
    library = desk.library
    found = library.assigned(desk.course(course).key, **filters) if course else library.listed(**filters)
    if as_json or not on_terminal():
        _print(desk, islice(found, limit), as_json=as_json)
        return
    shown = _page(desk, found, limit)
    # A count is cheaper than the rows, and only the shelf is ever long enough for that to matter.
    more = sum(1 for _ in found) if course else library.count(**filters) - shown
    if more:
        say(f"… and {more} more: -n {shown + more} shows all, a pipe gets all")
    if not shown:
        say("nothing fits")


def _say_critiques(desk: Desk, course: str | None) -> None:
    """How far one is with the critiques of each followed course that wants any."""
    from papertrail.cli.critique_words import sentence
    from papertrail.critique.tally import tally

    for one in desk.library.courses():
        if one.critique and (one.key == course if course else one.followed):
            found = tally(desk.library, one, desk.settings.now)
            console().print(f"{one.short} {plural(found.rules.name)}: {sentence(found)}", style="dim")


def is_overdue(reading: Reading, now: datetime) -> bool:
    """True when a reading was due before now."""
    return reading.due is not None and is_past(reading.due, now)


def _print(desk: Desk, readings: Iterator[Reading] | list[Reading], *, as_json: bool, dues: bool = False) -> None:
    if as_json:
        print_json(reading_records(desk.library, readings))
    elif on_terminal():
        _screen(desk, list(readings), dues=dues)
    else:
        print_lines(readings)


def _page(desk: Desk, found: Iterator[Reading], limit: int | None) -> int:
    """Draw a screenful, and say how many that were."""
    from papertrail.cli.screens.readings import rows_that_fit

    shown = list(islice(found, limit or rows_that_fit(console())))
    _screen(desk, shown, one_line=True)
    return len(shown)


def _screen(desk: Desk, readings: list[Reading], *, dues: bool = False, one_line: bool = False) -> None:
    from papertrail.cli.screens.readings import reading_table

    screen = console()
    followed = desk.library.followed()
    only = followed[0] if len(followed) == 1 else None
    if readings:
        screen.print(
            reading_table(
                readings, width=screen.width, now=desk.settings.now, only_course=only, dues=dues, one_line=one_line
            )
        )
