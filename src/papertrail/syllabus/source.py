"""The text of a syllabus file and the values that TOML makes of it."""

import re
import tomllib
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import Any

from papertrail.mistakes import MalformedFileError, Mistake
from papertrail.opening import contents
from papertrail.syllabus.findings import Finding
from papertrail.syllabus.positions import Positions

LARGEST_FILE = 4 * 1024 * 1024
LONGEST_LINE = 10_000
"""Characters in a line; tomllib's time grows with the square of the keys in one."""
DEEPEST = 32
"""Tables and lists within each other; the format needs seven."""

_WHERE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
_BARE_TIME = re.compile(r"=\s*(\d{1,2}:\d\d)\s*(?:#|$)")
_REMEDIES = {
    "Invalid value": "put text in quotes",
    "Cannot overwrite a value": "give each key once",
    "Cannot declare": "write each [table] once, and [[table]] for one of several",
}


class Source:
    """A syllabus file as text, which places findings on its lines."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.data = contents(path, largest=LARGEST_FILE)
        try:
            self.text = self.data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = self.data.count(b"\n", 0, error.start) + 1
            raise self._malformed(line, "the file is not UTF-8 here", "save it as UTF-8") from None

    @cached_property
    def positions(self) -> Positions:
        """Where every value stands; found out only when something is wrong."""
        return Positions(self.text)

    def values(self) -> dict[str, Any]:
        """What TOML makes of the text.

        Raises:
            MalformedFileError: the text is no TOML; it names the first place that is none.
        """
        for number, line in enumerate(self.text.split("\n"), 1):
            if len(line) > LONGEST_LINE:
                raise self._malformed(number, f"the line is longer than {LONGEST_LINE} characters", "break it up")
        try:
            values = tomllib.loads(self.text)
        except tomllib.TOMLDecodeError as error:
            raise self._no_toml(str(error)) from None
        except ValueError:
            raise self._malformed(self._longest_figure(), "a number has too many digits") from None
        except RecursionError:
            raise self._too_deep() from None
        if _depth(values) > DEEPEST:
            raise self._too_deep()
        return values

    def placed(self, findings: Iterable[Finding]) -> list[Mistake]:
        """The findings as mistakes, in the order of their lines."""
        mistakes = {
            Mistake(self.path, self.positions[finding.path].line, finding.sentence, finding.remedy): None
            for finding in findings
        }
        return sorted(mistakes, key=lambda mistake: mistake.line)

    def _no_toml(self, message: str) -> MalformedFileError:
        where = _WHERE.search(message)
        reason = _WHERE.sub("", message)
        remedy = next((remedy for start, remedy in _REMEDIES.items() if reason.startswith(start)), None)
        if where and where[1]:
            written = self.text.split("\n")[int(where[1]) - 1] if int(where[1]) <= self.text.count("\n") + 1 else ""
            if time := _BARE_TIME.search(written):
                remedy = f'write a time in quotes: "{time[1]}"'
            return self._malformed(int(where[1]), f"not TOML at column {where[2]}: {reason}", remedy)
        return self._malformed(self._last_line(), f"not TOML at the end of the file: {reason}", remedy)

    def _too_deep(self) -> MalformedFileError:
        lines = self.text.split("\n")
        deepest = max(range(len(lines)), key=lambda index: sum(map(lines[index].count, "[{.")))
        return self._malformed(deepest + 1, "tables and lists are nested too deeply", "take the inner ones out")

    def _longest_figure(self) -> int:
        figures = re.finditer(r"[\d_]{1000,}", self.text)
        return next((self.text.count("\n", 0, found.start()) + 1 for found in figures), 1)

    def _last_line(self) -> int:
        return max(1, self.text.count("\n") + (not self.text.endswith("\n")))

    def _malformed(self, line: int, sentence: str, remedy: str | None = None) -> MalformedFileError:
        return MalformedFileError([Mistake(self.path, line, sentence, remedy)])


def _depth(values: dict[str, Any]) -> int:
    depth = 0
    level: list[Any] = [values]
    while level and depth <= DEEPEST:
        depth += 1
        inner = [part for value in level for part in (value.values() if isinstance(value, dict) else value)]
        level = [part for part in inner if isinstance(part, dict | list)]
    return depth
