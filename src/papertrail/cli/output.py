"""Three ways out: a screen for a terminal, tab-separated lines for a pipe, JSON on request. Data goes to stdout."""

import json
import sys
from collections.abc import Iterable
from itertools import islice
from typing import TYPE_CHECKING, Annotated, Any

import typer

from papertrail.library import Library
from papertrail.records import Reading

if TYPE_CHECKING:
    from rich.console import Console

_LINES = 500

Json = Annotated[bool, typer.Option("--json", help="Print records as JSON.")]


def on_terminal() -> bool:
    """True when somebody is looking: stdout is a terminal."""
    return sys.stdout.isatty()


def console() -> "Console":
    """The terminal. Markup, emoji codes and highlighting are off: what is printed is text."""
    from rich.console import Console

    return Console(markup=False, emoji=False, highlight=False)


def print_json(value: Any) -> None:  # noqa: ANN401 - whatever JSON can hold
    """One JSON document."""
    print(json.dumps(value, ensure_ascii=False, indent=2))


def print_lines(readings: Iterable[Reading]) -> None:
    """Readings as tab-separated lines, written a good many at a time: a pipe is slow in small pieces."""
    lines = map(_line, readings)
    while some := list(islice(lines, _LINES)):
        sys.stdout.write("\n".join(some) + "\n")


def reading_records(library: Library, readings: Iterable[Reading]) -> list[dict[str, Any]]:
    """Readings in the shape of `docs/json.md`."""
    from papertrail.shapes import reading_shape

    critiques = {(one.course, one.target): one for one in reversed(library.critiques())}
    return [
        reading_shape(
            reading,
            library.work(reading.work) if reading.work else None,
            library.aside(reading),
            library.own(reading.subject),
            critiques.get((reading.course or "", reading.target)),
        )
        for reading in readings
    ]


def _line(reading: Reading) -> str:
    """A reading as one tab-separated line, as `docs/json.md` names its columns, empty where there is nothing."""
    return "\t".join(
        (
            reading.handle or "",
            reading.status,
            reading.level or "",
            reading.due or "",
            reading.target,
            reading.byline,
            str(reading.year or ""),
            reading.title,
            reading.part or "",
            reading.note or "",
            reading.link or "",
        )
    )
