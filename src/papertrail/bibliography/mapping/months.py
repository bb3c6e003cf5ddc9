"""The months and the seasons of the year, by number and by name, as every format has them."""

from papertrail.wording import MONTHS

SEASONS = ("spring", "summer", "autumn", "winter")
FIRST_SEASON = 21
"""EDTF writes the seasons as the months 21 to 24."""

_SHORTEST = 3
"""Letters in the abbreviation of a month, at least."""


def month_number(word: str) -> int | None:
    """The number of a month by its English name, or the beginning of that; None for any other word."""
    word = word.lower()
    found = (number for number, name in enumerate(MONTHS, 1) if name.lower().startswith(word))
    return next(found, None) if len(word) >= _SHORTEST else None


def season_number(season: str) -> int | None:
    """The number of a season, which may be a word: 2 for "2", "02" and "Summer"; None for any other."""
    word = season.strip().lower()
    if word.isdecimal() and word.isascii():
        return int(word) if 1 <= int(word) <= len(SEASONS) else None
    word = "autumn" if word == "fall" else word
    return SEASONS.index(word) + 1 if word in SEASONS else None


def season_name(season: str) -> str:
    """A season in words: "Summer" for "2"; what has no number as it is."""
    number = season_number(season)
    return SEASONS[number - 1].capitalize() if number else season
