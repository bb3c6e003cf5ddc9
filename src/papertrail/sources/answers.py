"""Ways into a JSON document of which nothing is certain: every field may be missing or of another type."""

from collections.abc import Iterator
from typing import Any


def field(document: object, *path: str | int) -> Any:  # noqa: ANN401 - whatever stands there
    """What stands at a path of keys and positions; None where there is nothing."""
    for step in path:
        if isinstance(step, str):
            document = document.get(step) if isinstance(document, dict) else None
        else:
            document = document[step] if isinstance(document, list) and len(document) > step else None
    return document


def items(document: object, *path: str | int) -> Iterator[Any]:
    """The elements of the list at a path; none where there is no list."""
    found = field(document, *path)
    yield from found if isinstance(found, list) else ()


def year(value: object) -> int | None:
    """A year, given as a number or as the beginning of a date; None for anything else."""
    text = str(value)[:4] if isinstance(value, int | str) and not isinstance(value, bool) else ""
    return int(text) if len(text) == len("2017") and text.isascii() and text.isdigit() and text >= "1000" else None
