"""What an event or an entry says of a reading, a session or a deadline. Nothing of the reader's own marks."""

import re
from collections.abc import Iterable

from papertrail import cleaning
from papertrail.records import LEVELS, Deadline, Reading, Session
from papertrail.wording import day_and_year, who

NO_CHARACTERS = re.compile("[\ufffe\uffff]")
"""What XML has no place for, beside what `cleaning` drops."""


def by_level(readings: Iterable[Reading]) -> list[Reading]:
    """Readings with what is required first, otherwise in the order they have."""
    return sorted(readings, key=lambda reading: LEVELS.index(reading.level) if reading.level in LEVELS else len(LEVELS))


def title(reading: Reading) -> str:
    """The title with who wrote it: "Attention Is All You Need (Vaswani et al. 2017)"."""
    return f"{reading.title} ({who(reading)})" if who(reading) else reading.title


def details(reading: Reading) -> str:
    """How much of a reading is meant, and how: "required, chapter 3; read closely"."""
    first = ", ".join(filter(None, (reading.level, reading.part, "unresolved" if reading.unresolved else None)))
    return "; ".join(filter(None, (first, reading.note)))


def link(address: str | None) -> str | None:
    """An address that is safe to follow; None for any other."""
    return cleaning.web_link(NO_CHARACTERS.sub("", address)) if address else None


def topic(session: Session) -> str:
    """What a session is about, else what it is: "Scaling laws", "Lecture 5", "No class: Labor Day"."""
    if session.kind == "no-class":
        return f"No class: {session.topics}" if session.topics else "No class"
    number = f" {session.number}" if session.number is not None else ""
    return session.topics or f"{session.kind.capitalize()}{number}"


def doubt(session: Session) -> str:
    """That the date of a session cannot be trusted, with what is printed; nothing where it can."""
    if not session.unsure:
        return ""
    return f"The date is unsure: printed “{session.when}”" if session.when else "The date is unsure"


def times(session: Session) -> str:
    """The time of day: "14:00–15:15"."""
    return "–".join(filter(None, (session.starts, session.ends)))


def dates(deadline: Deadline) -> str:
    """The days of a deadline: "out Mon 2 Sep 2024, due Mon 16 Sep 2024 23:59"."""
    out = f"out {day_and_year(deadline.released)}" if deadline.released else ""
    due = " ".join(filter(None, ("due", day_and_year(deadline.due), deadline.time))) if deadline.due else ""
    return ", ".join(filter(None, (out, due)))
