"""Readings on a terminal: handle, status, title, and the details beside it where there is room, else below it."""

from collections.abc import Iterable
from datetime import datetime

from rich.console import Console
from rich.style import Style
from rich.table import Table
from rich.text import Text

from papertrail.cli.wording import STYLES, details, symbol
from papertrail.records import FINISHED, Reading, Status
from papertrail.schedule import is_past
from papertrail.wording import due

_WIDE = 100


def reading_table(
    readings: Iterable[Reading], *, width: int, now: datetime, only_course: str | None = None, dues: bool = False,
    one_line: bool = False, full: bool = False,
) -> Table:  # fmt: skip
    """A table without lines of some readings.

    Args:
        readings: The readings, in order.
        width: Columns of the terminal.
        now: The present moment: what was due before it is overdue, and other years are written out.
        only_course: The course whose handles need no prefix.
        dues: Say of each when it is due.
        one_line: Where there is room for two columns, cut what is too long instead of wrapping it.
        full: With the notes, and the headings that the syllabus gives to some readings.
    """
    rows = list(readings)
    handles = [_handle(reading, only_course) for reading in rows]
    wide = width >= _WIDE
    table = Table.grid(padding=(0, 1), expand=True)
    table.add_column(width=max(map(len, handles), default=4) + 2, justify="right", style="cyan", no_wrap=True)
    table.add_column(width=1)
    table.add_column(ratio=3, no_wrap=wide and one_line, overflow="ellipsis")
    if wide:
        table.add_column(ratio=2, no_wrap=one_line, overflow="ellipsis")
    heading = None
    for reading, handle in zip(rows, handles, strict=True):
        if full and reading.group != heading:
            heading = reading.group
            table.add_row("", "", Text(f"\n{heading}:" if heading else "", style="italic dim"))
        about = _about(reading, now=now, dues=dues, note=full)
        status = Text(symbol(reading.status), style=STYLES[reading.status])
        if wide:
            table.add_row(handle, status, title(reading), about)
        else:
            table.add_row(handle, status, Text.assemble(title(reading), "\n", about))
    return table


def rows_that_fit(console: Console) -> int:
    """How many readings fill the screen and leave room for the prompt."""
    lines = max(6, console.height - 3)
    return lines if console.width >= _WIDE else lines // 2


def title(reading: Reading) -> Text:
    """The title as a hyperlink; what is finished steps back, what is unresolved stands in italics."""
    style = Style(
        link=reading.link,
        dim=reading.status in FINISHED or None,
        italic=reading.unresolved or None,
        strike=reading.status is Status.SKIPPED or None,
        bold=(reading.level == "required" and reading.status not in FINISHED) or None,
    )
    return Text(reading.title, style=style)


def _about(reading: Reading, *, now: datetime, dues: bool, note: bool) -> Text:
    about = Text()
    if dues and reading.due:
        late = is_past(reading.due, now)
        about.append(f"{'was ' if late else ''}due {due(reading.due)}", "red" if late else "yellow")
        about.append(" · ", "dim")
    return about.append(details(reading, today=now.date(), note=note), "dim")


def _handle(reading: Reading, only_course: str | None) -> str:
    if reading.handle is None:
        return reading.target
    return reading.handle.partition(":")[2] if reading.course == only_course else reading.handle
