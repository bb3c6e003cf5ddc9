"""Dates as BibLaTeX writes them (ISO 8601-2, level 1), and months as people write them for BibTeX.

Source: the manual of biblatex 3.20, section 2.3.8.
"""

import re
from typing import NamedTuple

from papertrail.bibliography.mapping.months import FIRST_SEASON, month_number, season_name, season_number
from papertrail.bibliography.record import Date
from papertrail.identifiers import folded
from papertrail.wording import MONTHS

_MACROS = ("", "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LONG_YEAR = 9999
_DAYS = 31
_ORDINALS = frozenset(("st", "nd", "rd", "th"))

_Side = tuple[int | None, int | None]

_DAY = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?", re.ASCII)
_POINT = re.compile(
    r"(?P<year>[+-]?\d{3,4}|Y[+-]?\d{5,9}|\d{3}X|\d\dXX)"
    r"(?:-(?P<month>0[1-9]|1[0-2]|2[1-4]|XX)(?:-(?P<day>0[1-9]|[12]\d|3[01]|XX))?)?"
    r"(?:T(?P<time>\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d(?::?\d\d)?)?))?(?P<doubt>[~?%])?",
    re.ASCII,
)
_SIDES = re.compile(r"\s*(?:[/–—&,;]|-+|\band\b|\bto\b|\bund\b|\bet\b)\s*")
_TOKENS = re.compile(r"[a-z]+|\d+")


class Months(NamedTuple):
    """A month, or two of them, with their days where they are known."""

    begin: tuple[int, ...]
    end: tuple[int, ...] | None = None
    season: str = ""


def read(source: str) -> Date | None:
    """A date, or a range of dates; None for what is neither."""
    if plain := _DAY.fullmatch(source):
        return Date(tuple(int(part) for part in plain.groups() if part))
    first, slash, last = source.strip().partition("/")
    if not slash:
        return _point(first)
    begin, end = _point(first), _point(last)
    if begin and (end or last in {"", ".."}):
        circa = begin.circa or bool(end and end.circa)
        return begin._replace(end=end.begin if end else (), circa=circa)
    return end if first in {"", ".."} else None


def write(date: Date) -> str:
    """A date as BibLaTeX has it; a date in words is none."""
    if not date.begin:
        return ""
    number = season_number(date.season) if date.season else None
    season = f"-{FIRST_SEASON - 1 + number}" if number else ""
    text = _parts(date.begin) + season + (f"T{date.time}" if date.time else "") + ("~" if date.circa else "")
    return text if date.end is None else f"{text}/{_parts(date.end)}"


def months(written: str) -> Months | None:
    """The months in "jun", "6", "June 12", "30 nov", "nov/dec", "12--14 June", "Spring"; None for other words."""
    words = folded(written).replace("~", " ").strip(" .")
    if not words.isdecimal() and (season := season_number(words)):
        return Months((), season=str(season))
    sides = [side for side in map(_side, _SIDES.split(words)) if side]
    if len(sides) != len(_SIDES.split(words)):
        return None
    if len(sides) == 1:
        return _single(*sides[0])
    return _range(*sides) if len(sides) == 2 else None  # noqa: PLR2004 - the two ends of a range


def _single(name: int | None, number: int | None) -> Months | None:
    if name:
        return Months((name, number) if number else (name,))
    return Months((number,)) if number and number <= len(MONTHS) else None


def _range(first: _Side, last: _Side) -> Months | None:
    (name, number), (last_name, last_number) = first, last
    begin, end = name or last_name, last_name or name
    if not begin or not end:  # numbers alone
        return _single(None, number) and _single(None, last_number) and Months((number or 0,), (last_number or 0,))
    if number and last_number:
        return Months((begin, number), (end, last_number))
    if not number and not last_number:
        return Months((begin,), (end,))
    return None if name and last_name else _single(begin, number or last_number)  # "30-nov" is a day


def month_words(date: Date) -> str:
    """The month of a date, or its months, as words: "June", "November/December", "Spring"."""
    return "/".join(MONTHS[month - 1] for month in _months(date)) or season_name(date.season)


def month_macros(date: Date) -> str:
    """The month of a date, or its months, in BibTeX's abbreviations, as the value of a field: ``nov # "/" # dec``."""
    if date.end is None and not date.season:
        return _MACROS[date.begin[1]] if len(date.begin) > 1 else ""
    macros = ' # "/" # '.join(_MACROS[month] for month in _months(date))
    return macros or (f"{{{month_words(date)}}}" if date.season else "")


def _months(date: Date) -> list[int]:
    begin, end = date.begin, date.end or ()
    found = [begin[1]] if len(begin) > 1 else []
    if found and len(end) > 1 and end[0] == begin[0] and end[1] != begin[1]:
        found.append(end[1])
    return found


def _point(text: str) -> Date | None:
    found = _POINT.fullmatch(text)
    if not found:
        return None
    written, month, day = found["year"], found["month"], found["day"]
    doubt = found["doubt"] is not None
    if "X" in written:
        ends = tuple(int(written.replace("X", digit)) for digit in "09")
        return None if month else Date((ends[0],), (ends[1],), circa=doubt)
    parts = [int(written.lstrip("Y"))]
    season = str(int(month) - FIRST_SEASON + 1) if month and month != "XX" and int(month) >= FIRST_SEASON else ""
    if month and month != "XX" and not season:
        parts.append(int(month))
        if day and day != "XX":
            parts.append(int(day))
    return Date(tuple(parts), season=season, circa=doubt, time=found["time"] or "")


def _parts(parts: tuple[int, ...]) -> str:
    if not parts:
        return ""
    year, *rest = parts
    sign = "-" if year < 0 else ""
    written = f"Y{year}" if abs(year) > _LONG_YEAR else f"{sign}{abs(year):04}"
    return written + "".join(f"-{part:02}" for part in rest)


def _side(text: str) -> _Side | None:
    """The month by its name and the number at one end of a range; None for anything else."""
    words = [word for word in _TOKENS.findall(text) if word not in _ORDINALS]
    names = [month_number(word) for word in words if word.isalpha()]
    numbers = [int(word) for word in words if word.isdecimal()]
    if not words or len(names) > 1 or len(numbers) > 1 or None in names or any(not 1 <= n <= _DAYS for n in numbers):
        return None
    return (names[0] if names else None, numbers[0] if numbers else None)
