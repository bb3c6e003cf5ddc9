"""The critiques of a course on a terminal."""

from datetime import date

from rich.console import Group as Screen
from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from papertrail.cli.critique_list import Group, Line, upcoming
from papertrail.cli.critique_words import sentence
from papertrail.cli.desk import moment
from papertrail.wording import day, titled

_STYLES = {"draft": "yellow", "handed in": "green", "late": "red"}


def critiques_screen(group: Group, *, today: date) -> RenderableType:
    """A course: where one stands, what is written, and what can be written next."""
    heading = Text(group.title, style="bold")
    parts: list[RenderableType] = [heading]
    if group.tally:
        heading.append(f"  {group.tally.course.key}", "not bold dim")
        parts.append(Text(sentence(group.tally)))
    if group.lines:
        parts += ["", _written(group.lines, today)]
    if group.tally and group.tally.chances and (group.tally.wanting or not group.tally.rules.wanted):
        parts += ["", Text("still possible", style="italic dim"), _chances(group)]
    return Screen(*parts, "")


def _written(lines: tuple[Line, ...], today: date) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(style="cyan", justify="right", no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(ratio=1)
    for line in lines:
        one = line.piece.critique
        about = Text(titled(line.piece.reading))
        about.append(f"\n{_when(line, today)}", "dim")
        if line.remark:
            about.append(f"\n{line.remark}", "red")
        table.add_row(line.name, Text(one.state, _STYLES[one.state]), about)
    return table


def _when(line: Line, today: date) -> str:
    one = line.piece.critique
    if one.submitted_at:
        at = moment(one.submitted_at)
        year = f" {at.year}" if at.year != today.year else ""
        return f"{day(at.date().isoformat())}{year} {at:%H:%M}{'' if one.counts else ', does not count'}"
    return f"due {line.due}" if line.due else line.file


def _chances(group: Group) -> RenderableType:
    table = Table.grid(padding=(0, 2))
    table.add_column(style="cyan", justify="right", no_wrap=True)
    table.add_column(ratio=1)
    table.add_column(no_wrap=True, style="dim")
    for handle, title, when in upcoming(group.tally) if group.tally else ():
        table.add_row(handle, Text(title), when)
    more = len(group.tally.chances) - len(upcoming(group.tally)) if group.tally else 0
    if more > 0:
        return Screen(table, Padding(Text(f"… and {more} more", style="dim"), (0, 0, 0, 2)))
    return table
