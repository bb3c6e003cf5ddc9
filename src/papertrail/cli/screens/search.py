"""Hits of a search on a terminal, with the words that were found in bold."""

from collections.abc import Sequence
from datetime import datetime

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.style import Style
from rich.text import Text

from papertrail.cli.wording import STYLES, details, symbol
from papertrail.searching import BEGIN, END, Hit


def search_screen(hits: Sequence[Hit], *, now: datetime) -> RenderableType:
    """A hit in two or three lines: the title, who and where, and a stretch of the text."""
    parts: list[RenderableType] = []
    for hit in hits:
        reading = hit.reading
        head = Text.assemble((f"{symbol(reading.status)} ", STYLES[reading.status]))
        head.append_text(_marked(hit.title, Style(link=reading.link)))
        about = Text(f"{reading.handle or reading.target}  ", style="cyan")
        about.append(details(reading, today=now.date(), note=False), "dim")
        parts += [head, Padding(about, (0, 0, 0, 2))]
        if BEGIN in hit.authors:
            parts.append(Padding(_marked(hit.authors, Style(dim=True)), (0, 0, 0, 2)))
        if hit.excerpt:
            parts.append(Padding(_marked(hit.excerpt, Style(dim=True)), (0, 0, 0, 2)))
    return Group(*parts)


def _marked(text: str, style: Style) -> Text:
    """Text with its hits in bold."""
    marked = Text(style=style)
    for number, piece in enumerate(text.split(BEGIN)):
        hit, end, rest = piece.partition(END)
        marked.append(hit, "bold not dim" if number and end else None)
        marked.append(rest)
    return marked
