"""The kinds of value a syllabus may hold; each cleans what it takes, or says what to write instead."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import Annotated, Any
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from papertrail import cleaning, identifiers
from papertrail.bibliography.nearness import did_you_mean
from papertrail.bibliography.reading.bibtex import CONFIDENCES
from papertrail.mistakes import quoted
from papertrail.records import KINDS, LEVELS

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")

SUBJECT = "\0"
"""Stands in a sentence for the name of the key, which a validator does not know."""

_COURSE_KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d", re.ASCII)
_LOOSE_TIME = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))?(?::\d{2})?\s*([ap])?\.?(?:m\.?)?", re.ASCII | re.IGNORECASE)
_LONGEST_KEY = 60
_FIRST_YEAR, _LAST_YEAR = 1900, 2200


def wrong(sentence: str, remedy: str | None = None) -> PydanticCustomError:
    """What a validator raises: pydantic carries the sentence and the remedy to whoever knows the line."""
    return PydanticCustomError("wrong", "{sentence}", {"sentence": sentence, "remedy": remedy})


def one_of(what: str, words: Sequence[str], *, short: int | None = None) -> Callable[[str], str]:
    """A validator that takes one of the words; with `short`, also what begins like one (Monday for Mon)."""

    def check(text: str) -> str:
        if text in words:
            return text
        near = next((word for word in words if short and text[:short].lower() == word.lower()), None)
        raise wrong(f"unknown {what} {quoted(text)}", f'write "{near}"' if near else did_you_mean(text, words))

    return check


def _cleaned(text: str) -> str:
    clean = cleaning.line(text)
    if not clean:
        raise wrong(f"{SUBJECT} is empty", "fill it in, or leave the key out")
    return clean


def _course_key(text: str) -> str:
    if _COURSE_KEY.fullmatch(text) and len(text) <= _LONGEST_KEY:
        return text
    proposal = identifiers.slug(text)[:_LONGEST_KEY].strip("-") or "rl-2027"
    raise wrong(f"{quoted(text)} is no course key", f'use lower-case letters, digits and hyphens: write "{proposal}"')


def _timezone(text: str) -> str:
    try:
        ZoneInfo(text)
    except (KeyError, ValueError, OSError):
        near = did_you_mean(text, available_timezones())
        remedy = near or 'write an IANA name such as "America/New_York"'
        raise wrong(f"unknown time zone {quoted(text)}", remedy) from None
    return text


def _time(text: str) -> str:
    if _TIME.fullmatch(text):
        return text
    raise wrong(f"{quoted(text)} is no time", f'write it with 24 hours: "{_time_meant(text) or "14:15"}"')


def _time_meant(text: str) -> str | None:
    match = _LOOSE_TIME.fullmatch(text.strip())
    if not match:
        return None
    hour, half = int(match[1]), (match[3] or "").lower()
    hour = hour % 12 + (12 if half == "p" else 0) if half else hour
    meant = f"{hour:02}:{match[2] or '00'}"
    return meant if _TIME.fullmatch(meant) else None


def _web_link(text: str) -> str:
    if link := cleaning.web_link(text):
        return link
    raise wrong(f"{quoted(text)} is no web address", "it begins with https:// or http://, and has no spaces")


def _arxiv(text: str) -> str:
    if found := identifiers.arxiv_id(text):
        return found
    raise wrong(f"{quoted(text)} is no arXiv id", 'write it as "1706.03762" or "hep-th/9901001"')


def _doi(text: str) -> str:
    if found := identifiers.doi(text):
        return found
    raise wrong(f"{quoted(text)} is no DOI", 'write it as "10.1038/nature14236"')


def _plausible(day: date) -> date:
    if _FIRST_YEAR <= day.year <= _LAST_YEAR:
        return day
    raise wrong(f"{day.isoformat()} is no plausible date", "correct the year")


def _listed(value: Any) -> Any:  # noqa: ANN401 - whatever the file holds
    return [value] if isinstance(value, str) else value


def _named(value: Any) -> Any:  # noqa: ANN401 - whatever the file holds
    return {"name": value} if isinstance(value, str) else value


Text = Annotated[str, AfterValidator(_cleaned)]
CourseKey = Annotated[str, AfterValidator(_course_key)]
TimeZone = Annotated[Text, AfterValidator(_timezone)]
Time = Annotated[str, AfterValidator(_time)]
WebLink = Annotated[str, AfterValidator(_web_link)]
Arxiv = Annotated[Text, AfterValidator(_arxiv)]
Doi = Annotated[Text, AfterValidator(_doi)]
Day = Annotated[date, AfterValidator(_plausible)]
Number = Annotated[int, Field(ge=0, le=9999)]
Year = Annotated[int, Field(ge=1000, le=_LAST_YEAR)]
Amount = Annotated[float, Field(ge=0, le=9999, allow_inf_nan=False)]
Percent = Annotated[float, Field(ge=0, le=100, allow_inf_nan=False)]
Weekday = Annotated[str, AfterValidator(one_of("weekday", WEEKDAYS, short=3))]
Level = Annotated[str, AfterValidator(one_of("level", LEVELS))]
Kind = Annotated[str, AfterValidator(one_of("kind", KINDS))]
Confidence = Annotated[str, AfterValidator(one_of("confidence", CONFIDENCES[:2]))]
TextOrTexts = Annotated[list[Text], BeforeValidator(_listed)]
Paths = Annotated[list[str], BeforeValidator(_listed)]

NAMED = BeforeValidator(_named)
"""Lets a table with nothing but a name be written as text."""
