"""What is typeset, and what comes of it."""

from datetime import date
from typing import NamedTuple

from papertrail.wording import MONTHS


class Sheet(NamedTuple):
    """A student's writing about one paper: what stands above it, and the writing."""

    course: str
    piece: str
    """What it is, such as "Critique"."""
    number: int | None
    """The how manyth of the course."""
    author: str
    """"" when unknown."""
    date: date
    """Printed, and the creation date of the PDF."""
    reference: str
    """The full reference of the paper, as plain text."""
    link: str | None
    """The paper's address, ``https``."""
    body: str
    """Markdown; HTML comments do not print."""
    first_line: int = 1
    """The line of the file at which `body` begins."""
    paper: str = "a4"
    """The size of the page: "a4" or "us-letter"."""

    @property
    def name(self) -> str:
        """What it is called on the page: "Critique 5"."""
        return self.piece if self.number is None else f"{self.piece} {self.number}"

    @property
    def day(self) -> str:
        """The date in words."""
        return written(self.date, american=self.paper == "us-letter")


def written(day: date, *, american: bool = False) -> str:
    """A date in English words, whatever the locale."""
    month = MONTHS[day.month - 1]
    return f"{month} {day.day}, {day.year}" if american else f"{day.day} {month} {day.year}"


class Complaint(NamedTuple):
    """Something in the text that cannot be set as it is meant."""

    line: int
    sentence: str


class Printed(NamedTuple):
    """A PDF and what is known of it."""

    pdf: bytes
    pages: int
    filled: float
    """How much is used, in pages: 0.84 is 84 % of one page, 1.12 overflows it by 12 %."""
    complaints: tuple[Complaint, ...]
