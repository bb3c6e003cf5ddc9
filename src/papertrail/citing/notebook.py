"""Citations in Jupyter notebooks: in their Markdown cells."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from papertrail.citing import markdown
from papertrail.citing.documents import Cited, Piece, Reader
from papertrail.citing.lines import Lines
from papertrail.mistakes import MalformedFileError, Mistake

_TAG = re.compile(r"""<cite\s[^<>]{0,200}?data-(?:foot)?cite=["']([^"'<>]*)["']""")


def reader() -> Reader:
    """What reads one document."""
    return pieces


def pieces(text: str, path: Path) -> Iterator[Piece]:
    """Everything of interest in the text of a notebook, in order; lines are those of the cell.

    Raises:
        MalformedFileError: it is no notebook.
    """
    for number, source in enumerate(_sources(text, path), 1):
        for piece in (*_tagged(source), *markdown.pieces(source, path)):
            yield piece._replace(part=f"cell {number}") if isinstance(piece, Cited) else piece


def _tagged(source: str) -> Iterator[Piece]:
    lines = Lines(source)
    for match in _TAG.finditer(source):
        yield from (Cited(key.strip(), lines.at(match.start())) for key in match[1].split(",") if key.strip())


def _sources(text: str, path: Path) -> Iterator[str]:
    """The text of every cell, empty for those that hold code."""
    try:
        cells = json.loads(text)["cells"]
    except json.JSONDecodeError as error:
        raise MalformedFileError([Mistake(path, error.lineno, f"this is no notebook: {error.msg}")]) from None
    except (KeyError, TypeError, RecursionError):
        raise MalformedFileError([Mistake(path, 1, "this is no notebook: it has no cells")]) from None
    yield from (_source(cell) for cell in (cells if isinstance(cells, list) else []))


def _source(cell: Any) -> str:  # noqa: ANN401 - whatever JSON can hold
    if not isinstance(cell, dict) or cell.get("cell_type") != "markdown":
        return ""
    source = cell.get("source")
    return source if isinstance(source, str) else "".join(map(str, source)) if isinstance(source, list) else ""
