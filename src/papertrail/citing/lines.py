"""On which line a place in a text is."""

from bisect import bisect_right
from itertools import accumulate


class Lines:
    """The lines of a text, counted when they are first asked for."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._ends: list[int] | None = None

    def at(self, place: int) -> int:
        """The number of the line, from 1."""
        if self._ends is None:
            self._ends = list(accumulate(len(line) + 1 for line in self._text.split("\n")))
        return bisect_right(self._ends, place) + 1


def blank(text: str) -> str:
    """White space of the same length, with the same lines."""
    return "\n".join(" " * len(line) for line in text.split("\n"))
