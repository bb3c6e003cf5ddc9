"""CSV: a header and a line for each reading, of which no cell is a formula to a spreadsheet."""

import re
from collections.abc import Iterable, Iterator
from itertools import chain

from papertrail import cleaning
from papertrail.bibliography.writing.reading_list import Line, Section, flat
from papertrail.people import People

COLUMNS = (
    "key", "title", "authors", "year", "venue", "kind", "arxiv", "doi", "url", "course", "week", "level", "due", "part",
    "label",
)  # fmt: skip
"""The columns that are always there, in this order; new ones are added at the end."""

OWN_COLUMNS = ("status", "rating")
"""What is the reader's own, where it is asked for."""

_FORMULA = re.compile(r"\s*[=+\-@\t\r＝＋－＠]")
_QUOTED = re.compile("[,;\"'\\s|]")


def csv_table(sections: Iterable[Section]) -> Iterator[str]:
    """Readings as comma-separated values, lines ended as RFC 4180 has it."""
    lines = iter(flat(sections))
    first = next(lines, None)
    own = first is not None and first.status is not None
    yield _row((*COLUMNS, *OWN_COLUMNS) if own else COLUMNS)
    for line in chain([first] if first else [], lines):
        yield _row((*_cells(line), *(_own(line) if own else ())))


def _cells(line: Line) -> Iterator[str]:
    reading, record = line.reading, line.record
    yield record.key if record else ""
    yield record.text("title") if record else reading.title
    yield _authors(record.authors) if record else ""
    yield str((record.year if record else reading.year) or "")
    yield (record.venue if record else None) or ""
    yield reading.kind
    yield (record.arxiv if record else None) or ""
    yield (record.doi if record else None) or ""
    yield line.link or ""
    yield reading.course or ""
    yield "" if reading.week is None else str(reading.week)
    yield reading.level or ""
    yield reading.due or ""
    yield reading.part or ""
    yield reading.label or ""


def _own(line: Line) -> tuple[str, str]:
    return line.status or "", str(line.stars or "")


def _authors(people: People) -> str:
    names = [name.full for name in people.names]
    return "; ".join(names if people.complete else [*names, "et al."])


def _row(cells: Iterable[str]) -> str:
    return ",".join(map(_cell, cells)) + "\r\n"


def _cell(text: str) -> str:
    """A cell; what a spreadsheet would take for a formula begins with an apostrophe."""
    text = cleaning.line(text)
    if _FORMULA.match(text):
        text = f"'{text}"
    # Some spreadsheets part at semicolons and tabs, so these are quoted as well.
    return '"' + text.replace('"', '""') + '"' if _QUOTED.search(text) else text
