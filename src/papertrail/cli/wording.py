"""How statuses and readings are put into words on a screen; days, times and names are as everywhere."""

import sys
from datetime import date

from papertrail.records import Reading, Status
from papertrail.wording import status_words, who

SYMBOLS = {
    Status.UNREAD: "○",
    Status.QUEUED: "◇",
    Status.READING: "◐",
    Status.SKIMMED: "◒",
    Status.READ: "●",
    Status.SKIPPED: "–",
}
_PLAIN_SYMBOLS = dict(zip(SYMBOLS, ".q>~x-", strict=True))
STYLES = {
    Status.UNREAD: "",
    Status.QUEUED: "cyan",
    Status.READING: "yellow",
    Status.SKIMMED: "green",
    Status.READ: "green",
    Status.SKIPPED: "dim",
}


def symbol(status: Status) -> str:
    """The sign of a status; a letter where the terminal has no other."""
    encoding = (getattr(sys.stdout, "encoding", None) or "utf-8").lower()
    return (SYMBOLS if encoding.startswith("utf") else _PLAIN_SYMBOLS)[status]


def details(reading: Reading, *, today: date, note: bool) -> str:
    """What a list says about a reading beside its title; with `note`, also how to read it."""
    words = [
        who(reading),
        reading.kind if reading.kind not in {"paper", "survey"} else None,
        reading.level,
        reading.part,
        reading.note if note else None,
        f"goes with {reading.companion_of}" if note and reading.companion_of else None,
        f"{reading.pages} pages" if reading.pages else None,
        "unresolved" if reading.unresolved else None,
        status_words(reading, today),
        f"critique {reading.critique}" if reading.critique else None,
    ]
    return " · ".join(filter(None, words))
