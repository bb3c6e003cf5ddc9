"""The filters of lists, as options of commands: read in one way wherever a list is chosen."""

import re
from typing import Annotated

import typer

from papertrail.cli.completion import complete_course
from papertrail.errors import UsageError
from papertrail.records import Kind, Level, Status

_YEARS = re.compile(r"(?P<first>\d{1,4})?(?P<dots>\.\.)?(?P<last>(?<=\.)\d{1,4})?", re.ASCII)

OfCourse = Annotated[str | None, typer.Option("--course", "-c", help="Of this course.", autocompletion=complete_course)]
OfWeek = Annotated[int | None, typer.Option("--week", "-w", min=0, max=999, help="Of this week.")]
WithStatus = Annotated[Status | None, typer.Option("--status", "-s", help="With this status.")]
OfLevel = Annotated[Level | None, typer.Option("--level", "-l", help="Of this level.")]
OfKind = Annotated[Kind | None, typer.Option("--kind", "-k", help="Of this kind.")]
OfYear = Annotated[str | None, typer.Option("--year", "-y", help="Of this year, or of years: 2020..2023.")]
WithTag = Annotated[str | None, typer.Option("--tag", "-t", help="With this tag.")]
WithRating = Annotated[int | None, typer.Option("--rating", min=1, max=5, help="With so many stars, or more.")]
Critiqued = Annotated[bool, typer.Option("--critiqued", help="Of which you have a critique.")]


def years(text: str | None) -> dict[str, int | None]:
    """The filters for ``2021``, ``2020..2023``, ``2020..`` or ``..2023``."""
    if text is None:
        return {}
    match = _YEARS.fullmatch(text)
    if not match or not (match["first"] or match["last"]):
        raise UsageError(f"--year {text!r} is no year", hint="write 2021, 2020..2023, 2020.. or ..2023")
    first = int(match["first"]) if match["first"] else None
    last = int(match["last"]) if match["last"] else None if match["dots"] else first
    if first and last and first > last:
        raise UsageError(f"--year {text!r} ends before it begins", hint=f"write {last}..{first}")
    return {"year_from": first, "year_to": last}
