"""What is wrong in a file, and where: the reader of a file collects these instead of stopping at the first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from papertrail import cleaning
from papertrail.errors import PapertrailError
from papertrail.grammar import all_of

MOST_SHOWN = 100
"""Mistakes written out in one error; a reader who has mended these asks again."""

_LONGEST_QUOTE = 60


@dataclass(frozen=True)
class Mistake:
    """One thing wrong on one line of a file, and what to write instead."""

    file: Path
    line: int
    sentence: str
    remedy: str | None = None

    def __str__(self) -> str:
        text = f"{self.file}:{self.line}: {self.sentence}"
        return cleaning.line(f"{text}; {self.remedy}" if self.remedy else text)


class MalformedFileError(PapertrailError):
    """A file can be opened but not be understood; holds every mistake that was found."""

    exit_code = 4

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        self.mistakes = tuple(mistakes)
        lines = [str(mistake) for mistake in self.mistakes[:MOST_SHOWN]]
        if len(self.mistakes) > MOST_SHOWN:
            lines.append(f"… and {len(self.mistakes) - MOST_SHOWN} more")
        files = dict.fromkeys(cleaning.line(mistake.file.name) for mistake in self.mistakes)
        count = "1 mistake" if len(self.mistakes) == 1 else f"{len(self.mistakes)} mistakes"
        super().__init__("\n".join([*lines, f"{count} in {all_of(list(files))}"]))


def quoted(text: object) -> str:
    """Foreign text as a sentence may quote it: harmless, short, in quotation marks."""
    shown = cleaning.line(str(text))
    return f"'{shown}'" if len(shown) <= _LONGEST_QUOTE else f"'{shown[: _LONGEST_QUOTE - 1]}…'"


def alternatives(words: Iterable[str]) -> str:
    """Words to choose from: "a, b or c"."""
    *most, last = list(words)
    return f"{', '.join(most)} or {last}" if most else last
