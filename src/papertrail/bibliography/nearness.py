"""What somebody who mistyped a word most likely meant."""

from collections.abc import Iterable

from rapidfuzz import fuzz, process

from papertrail.mistakes import alternatives

NEAR = 70
"""Likeness, from 0 to 100, at which a word is worth proposing."""

_FEW = 14


def nearest(word: str, words: Iterable[str]) -> str | None:
    """The word most like this one, if any is near."""
    choices = list(words)
    found = process.extractOne(word.lower(), choices, processor=str.lower, scorer=fuzz.ratio, score_cutoff=NEAR)
    return found[0] if found else None


def did_you_mean(word: str, words: Iterable[str]) -> str | None:
    """A remedy for a word that is not among these: the nearest one, or else all of them if they are few."""
    choices = list(words)
    if near := nearest(word, choices):
        return f"did you mean '{near}'?"
    return f"write {alternatives(choices)}" if 0 < len(choices) <= _FEW else None
