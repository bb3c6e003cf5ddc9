"""HTML comments taken out of Markdown, every line of the rest still knowing where it stood.

CommonMark ends a comment inside a paragraph at the first blank line; students fold away whole outlines in one. So
comments are taken out before anything is parsed, anywhere but in code: fences, and spans of code that end on their
line. Everything here takes time in proportion to the text, whatever the text.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

_FENCE = re.compile(r"(?:[ \t>]|[-*+] |\d{1,9}[.)] )*(`{3,}|~{3,})([^\n]*)")
_MARK = re.compile(r"(?P<escape>\\.)|(?P<ticks>`+)|(?P<comment><!--)|(?P<line>\n)")


class Source(NamedTuple):
    """Markdown without comments."""

    text: str
    lines: tuple[int, ...]
    """The line of the file for each line of `text`, and one more for its end."""
    unclosed: int | None
    """The line at which a comment begins that never ends; it stays in the text."""


def uncommented(body: str, first_line: int = 1) -> Source:
    """Markdown without its HTML comments; a line that held nothing else is at most left blank."""
    if "<!--" not in body:
        return Source(body, tuple(range(first_line, first_line + body.count("\n") + 2)), None)
    *comments, end = _comments(body)
    unclosed = None if end[0] == len(body) else first_line + body.count("\n", 0, end[0])
    rest = _Rest(first_line)
    at = 0
    for start, stop in comments:
        rest.keep(body[at:start])
        rest.leave(body[start:stop])
        at = stop
    rest.keep(body[at:])
    rest.end_line()
    return Source("\n".join(rest.kept), (*rest.lines, first_line + body.count("\n") + 1), unclosed)


class _Rest:
    """What is left of a text, line by line."""

    def __init__(self, first_line: int) -> None:
        self.kept: list[str] = []
        self.lines: list[int] = []
        self._row = self._origin = first_line
        self._parts: list[str] = []
        self._blank, self._touched = True, False

    def keep(self, text: str) -> None:
        """Add what is no comment."""
        first, *others = text.split("\n")
        self._add(first)
        for other in others:
            self.end_line()
            self._row += 1
            self._origin = self._row
            self._add(other)

    def _add(self, part: str) -> None:
        if self._blank:
            self._origin = self._row
            self._blank = not part.strip()
        self._parts.append(part)

    def leave(self, comment: str) -> None:
        """Pass a comment."""
        self._touched = True
        self._row += comment.count("\n")

    def end_line(self) -> None:
        """Finish a line; one that only comments stood on remains where it parts two others."""
        if not (self._touched and self._blank) or (self.kept and self.kept[-1].strip()):
            self.kept.append("" if self._touched and self._blank else "".join(self._parts))
            self.lines.append(self._origin)
        self._parts, self._blank, self._touched = [], True, False


def _comments(body: str) -> Iterator[tuple[int, int]]:
    """Start and end of each comment; at last the start of one that is never closed, or the end of the text, twice."""
    ticks = _ticks(body)
    fence = _FENCE.match(body)
    at = fence.end() if fence else 0
    mark = _fence_after("", fence)
    while found := _MARK.search(body, at):
        at = found.end()
        if found["line"]:
            fence = _FENCE.match(body, at)
            mark = _fence_after(mark, fence)
            at = fence.end() if fence else at
        elif found["ticks"] and not mark:
            at = _end_of_code(body, found, ticks)
        elif found["comment"] and not mark:
            end = body.find("-->", at)
            if end < 0:
                yield found.start(), found.start()
                return
            yield found.start(), end + 3
            at = end + 3
    yield len(body), len(body)


def _fence_after(mark: str, line: re.Match[str] | None) -> str:
    """The fence that is open after a line, of which `line` is the fence if it has one; "" for none."""
    if line is None:
        return mark
    if mark:
        return "" if line[1].startswith(mark) and not line[2].strip() else mark
    return "" if line[1][0] == "`" and "`" in line[2] else line[1]


def _ticks(body: str) -> dict[int, list[int]]:
    """Where runs of backticks begin, by their length."""
    runs: dict[int, list[int]] = {}
    for found in re.finditer("`+", body):
        runs.setdefault(len(found[0]), []).append(found.start())
    return runs


def _end_of_code(body: str, ticks: re.Match[str], runs: dict[int, list[int]]) -> int:
    """Where a span of code ends that may begin with these backticks; behind them if it does not end on its line."""
    starts = runs.get(len(ticks[0]), [])
    nearest = bisect_left(starts, ticks.end())
    if nearest < len(starts) and body.find("\n", ticks.end(), starts[nearest]) < 0:
        return starts[nearest] + len(ticks[0])
    return ticks.end()
