"""A JSON list taken apart item by item, so that one broken item costs no other and each has its line."""

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

LONGEST_ITEM = 4 * 1024 * 1024
"""Characters of one item."""

MOST_WASTED = 64 * 1024 * 1024
"""Characters looked at in vain before the rest of a broken file is given up; more in a file that is longer."""

_WINDOW = 16 * 1024
_ATTEMPT = 1024
_BLANK = re.compile(r"[\s,]*")
_MEMBER = re.compile(r'[\s,]*"((?:[^"\\]|\\.)*)"\s*:\s*')
_LISTS = ("items", "references")
_MARKS = ("title", "type", "id", "itemType")


class Item(NamedTuple):
    """One item of the list, or why it is none."""

    line: int
    value: Any = None
    problem: str | None = None


class Items:
    """The items of a JSON text that is a list, an object with a list of "items", or a single item."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._decoder = json.JSONDecoder(strict=False)
        self._to_waste = max(MOST_WASTED, 4 * len(text))
        self._counted = (0, 1)

    def __iter__(self) -> Iterator[Item]:
        position = self._start()
        if position is None:
            yield from self._single()
            return
        while (position := self._next(position)) < len(self._text) and self._text[position] != "]":
            line = self._line(position)
            value, end, problem = self._decoded(position)
            if problem is None:
                yield Item(line, value)
                position = end
            else:
                where = f" in line {self._line(end)}" if end > position else ""
                position = self._resumed(max(end, position + 1))
                lost = position == len(self._text) and self._text.find("{", end + 1) > 0
                yield Item(line, problem=f"{problem}{where}{'; nothing after it is whole' if lost else ''}")

    def _start(self) -> int | None:
        """Where the list begins: at once, or as a member of the one object."""
        position = self._next(0)
        if self._text.startswith("[", position):
            return position + 1
        if not self._text.startswith("{", position):
            return None
        position += 1
        while member := _MEMBER.match(self._text, position):
            if member[1] in _LISTS and self._text.startswith("[", member.end()):
                return member.end() + 1
            _, position, problem = self._decoded(member.end())
            if problem:
                break
        return None

    def _single(self) -> Iterator[Item]:
        start = self._next(0)
        if not self._text.startswith("{", start):
            return
        value, _, problem = self._decoded(start)
        yield Item(self._line(start), value, problem)

    def _next(self, position: int) -> int:
        match = _BLANK.match(self._text, position)
        return match.end() if match else position

    def _decoded(self, position: int) -> tuple[Any, int, str | None]:
        """A value and where it ends, or where and how it is broken.

        Only as much of the text is looked at as the value may need: an error of the decoder costs as much time as
        there is text.
        """
        window = _WINDOW
        while True:
            piece = self._text[position : position + window]
            value, end, problem = self._value(piece)
            is_cut = problem and len(piece) == window and (end > window - 20 or problem.startswith("unterminated"))
            self._to_waste -= (window if is_cut or not end else end + _ATTEMPT) if problem else 0
            if not is_cut or window >= LONGEST_ITEM or self._to_waste < 0:
                return value, position + end, problem
            window *= 8

    def _value(self, piece: str) -> tuple[Any, int, str | None]:
        try:
            return *self._decoder.raw_decode(piece), None
        except json.JSONDecodeError as error:
            return None, min(error.pos, len(piece)), error.msg[:1].lower() + error.msg[1:].split(":")[0]
        except (ValueError, RecursionError):
            return None, 0, "a number is too long, or lists are too deep"

    def _resumed(self, position: int) -> int:
        """Where the next whole item begins; the end of the text when none is found."""
        while (position := self._text.find("{", position)) >= 0 and self._to_waste > 0:
            value, _, _ = self._decoded(position)
            if isinstance(value, dict) and any(mark in value for mark in _MARKS):
                return position
            position += 1
        return len(self._text)

    def _line(self, position: int) -> int:
        """The line of a position; cheap because positions mostly grow."""
        known, line = self._counted if self._counted[0] <= position else (0, 1)
        line += self._text.count("\n", known, position)
        self._counted = (position, line)
        return line
