"""Words for the reader: on stderr, so that they never mix with data."""

import sys

from papertrail import cleaning


def say(words: str) -> None:
    """Print words on stderr. They may quote names and paths from anywhere, so they are made harmless."""
    print(cleaning.text(words), file=sys.stderr)


def counted(count: int, thing: str) -> str:
    """A number of things: "1 reading", "2 readings"."""
    return f"{count} {thing}{'' if count == 1 else 's'}"
