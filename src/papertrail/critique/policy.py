"""The rules of the piece that a course wants written about its readings, and how they are said."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from papertrail.records import LEVELS

_DUE = {
    "before-session": "before the session that discusses the reading",
    "after-session": "after the session that discusses the reading",
    "weekly": "every week",
}
_LATE = {"not-accepted": "late ones do not count", "accepted": "late ones count"}


class SectionRule(NamedTuple):
    """A part that the piece must have."""

    title: str
    purpose: str
    paragraphs: int | None = None
    min_words: int | None = None
    max_words: int | None = None


class Policy(NamedTuple):
    """The rules; what a course does not say is None or empty."""

    name: str = "critique"
    """What the course calls the piece."""
    wanted: int | None = None
    """How many are wanted in the term."""
    levels: tuple[str, ...] = LEVELS
    """The levels of the readings that it may be about."""
    pages: float | None = None
    paragraphs: int | None = None
    due: str | None = None
    """``before-session``, ``after-session`` or ``weekly``."""
    late: str | None = None
    """``not-accepted`` or ``accepted``."""
    handed_in: str | None = None
    forbidden: tuple[str, ...] = ()
    percent: float | None = None
    notes: tuple[str, ...] = ()
    sections: tuple[SectionRule, ...] = ()

    @property
    def takes_late(self) -> bool:
        """False where a late one does not count."""
        return self.late != "not-accepted"


def policy(facts: dict[str, Any] | None) -> Policy:
    """The rules that a course states, as its record keeps them; without any, a free form about any reading."""
    if not facts:
        return Policy()
    values: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in facts.items()}
    values["sections"] = tuple(SectionRule(**section) for section in facts.get("sections", ()))
    return Policy(wanted=values.pop("count", None), **values)


def sentences(rules: Policy) -> Iterator[str]:
    """The rules as a course page would say them."""
    if rules.wanted:
        yield f"{rules.wanted} of the {' or '.join(rules.levels)} readings"
    lengths = [amount(count, unit) for unit in ("pages", "paragraphs") if (count := getattr(rules, unit))]
    if lengths:
        yield " in ".join(lengths)
    for section in rules.sections:
        length = ", ".join(_lengths(section))
        yield f"{section.title}{f' ({length})' if length else ''}: {section.purpose}"
    times = ", ".join(filter(None, (_DUE.get(rules.due or ""), _LATE.get(rules.late or ""))))
    if times:
        yield f"due {times}" if rules.due else times
    if rules.handed_in:
        yield f"handed in: {rules.handed_in}"
    yield from (f"not allowed: {what}" for what in rules.forbidden)
    if rules.percent:
        yield f"{rules.percent:g} % of the grade"
    yield from rules.notes


def amount(count: float, unit: str) -> str:
    """A number of things that are named in the plural: "1 page", "2 pages"."""
    return f"{count:g} {unit[:-1] if count == 1 else unit}"


def _lengths(section: SectionRule) -> Iterator[str]:
    if section.paragraphs:
        yield amount(section.paragraphs, "paragraphs")
    if section.min_words:
        yield f"at least {amount(section.min_words, 'words')}"
    if section.max_words:
        yield f"at most {amount(section.max_words, 'words')}"
