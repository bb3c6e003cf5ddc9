"""Progress as bars."""

from rich.console import Group, RenderableType
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from papertrail.standing import Report, Tally

_BAR = 24


def progress_screen(report: Report, critiques: str) -> RenderableType:
    """One course: where it is today, how far one is with its critiques, then a bar for each level and each week."""
    course = report.course
    heading = Text.assemble((course.title, "bold"), "  ", (course.key, "dim"), "\n", _place(report))
    if report.overdue:
        heading.append(f" · {report.overdue} required overdue", "red")
    if critiques:
        heading.append(f"\n{critiques}")
    table = Table.grid(padding=(0, 1))
    table.add_column(justify="right", min_width=12, style="cyan")
    for _ in range(3):
        table.add_column(no_wrap=True)
    table.add_row("all", *_bar(report.overall))
    for level, tally in report.levels.items():
        table.add_row(level, *_bar(tally))
    table.add_row()
    for number, tally in report.weeks.items():
        here = Text("◀ now", style="yellow") if number == report.week else Text()
        table.add_row(f"{course.unit} {number}" if number else "whole course", *_bar(tally)[:2], here)
    return Group(heading, table, "")


def _place(report: Report) -> str:
    course = report.course
    if report.week is not None:
        return f"{course.unit} {report.week} of {report.last_week}"
    if course.starts is None:
        return f"no dates, {report.last_week} {course.unit}s"
    return f"runs from {course.starts} to {course.ends}"


def _bar(tally: Tally) -> tuple[RenderableType, RenderableType, RenderableType]:
    bar = ProgressBar(total=max(tally.total, 1), completed=tally.finished, width=_BAR)
    begun = f", {tally.begun} begun" if tally.begun else ""
    due = f"{tally.due} were due" if tally.due else ""
    return bar, Text(f"{tally.finished} of {tally.total}{begun}"), Text(due, style="dim")
