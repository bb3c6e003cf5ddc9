"""Dates as people write them: to the day, as ranges, as seasons, approximate, in words."""

import re

from papertrail import cleaning
from papertrail.bibliography.mapping.months import FIRST_SEASON, SEASONS, month_number, season_number
from papertrail.bibliography.record import Date
from papertrail.wording import MONTHS

_LONGEST = 200
_LAST_YEAR = 99_999
_OPEN = frozenset(("", "..", "open", "unknown"))
_ISO = re.compile(
    r"(?P<year>-?\d{4})(?:[-/](?P<month>\d\d?)(?:[-/](?P<day>\d\d?))?)?(?:[T ](?P<time>\d\d:\d\d\S{0,15}))?[~?%]?",
    re.ASCII,
)
_MONTH = re.compile(r"\d{4}/\d\d?", re.ASCII)
"""What looks like a range and is none: 2017/06."""
_WORDS = (
    re.compile(r"(?:(?P<day>\d\d?)\.? +)?(?P<month>[A-Za-z]{3,9})\.?,? +(?P<year>\d{4})", re.ASCII),
    re.compile(r"(?P<month>[A-Za-z]{3,9})\.? +(?P<day>\d\d?),? +(?P<year>\d{4})", re.ASCII),
    re.compile(r"(?P<year>\d{4}),? +(?P<month>[A-Za-z]{3,9})\.?(?: +(?P<day>\d\d?))?", re.ASCII),
)
_YEAR = re.compile(r"\s*(\d{3,4})(?![\dX])", re.ASCII)


def parsed(text: str) -> Date | None:
    """A date from text: EDTF such as ``2017-06-12/2018~``, or English such as "12 June 2017"; None for other words."""
    text = text.strip()
    if len(text) > _LONGEST:
        return None
    if text.count("/") != 1 or _MONTH.fullmatch(text):
        return _single(text)
    begin, _, end = text.partition("/")
    return _range(begin.strip(), end.strip())


def in_words(text: str) -> Date:
    """A date in words, and the year with which they begin, where they do."""
    words = cleaning.line(text, longest=_LONGEST)
    year = _YEAR.match(words)
    return Date((int(year[1]),) if year else (), literal=words)


def of_parts(parts: list[int], season: str = "") -> Date:
    """A date from year, month and day, as far as they can be ones; months beyond the twelfth are seasons."""
    year, month, day = (*parts, 0, 0, 0)[:3]
    if not parts or abs(year) > _LAST_YEAR:
        return Date()
    for first in (len(MONTHS) + 1, FIRST_SEASON):
        if first <= month < first + len(SEASONS):
            return Date((year,), season=season or str(month - first + 1))
    known = (year, month, day) if _is_day(month, day) else (year, month) if 1 <= month <= len(MONTHS) else (year,)
    return Date(known, season=season)


def _is_day(month: int, day: int) -> bool:
    return 1 <= month <= len(MONTHS) and 1 <= day <= 31  # noqa: PLR2004 - the days of a month


def _range(begin: str, end: str) -> Date | None:
    first = Date() if begin in _OPEN else _single(begin)
    last = Date() if end in _OPEN else _single(end)
    if first is None or last is None or not (first.begin or last.begin) or last.season:
        return None
    return first._replace(end=last.begin, circa=first.circa or last.circa)


def _single(text: str) -> Date | None:
    if match := _ISO.fullmatch(text):
        parts = [int(match[name] or 0) for name in ("year", "month", "day")]
        found = of_parts(parts)
        return found._replace(circa=text[-1] in "~?%", time=match["time"] or "")
    for form in _WORDS:
        if match := form.fullmatch(text):
            return _of_words(match)
    return None


def _of_words(match: re.Match[str]) -> Date | None:
    word, year = match["month"].lower(), int(match["year"])
    if month := month_number(word):
        return of_parts([year, month, int(match["day"] or 0)])
    season = season_number(word)
    return Date((year,), season=str(season)) if season and not match["day"] else None
