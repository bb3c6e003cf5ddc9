"""The values of BibTeX's fields as a record has them: dates, pages, numbers, and what is kept as it is written."""

import re
from collections.abc import Callable, Mapping

from papertrail import cleaning
from papertrail.bibliography.mapping import bibtex as table
from papertrail.bibliography.mapping import bibtex_dates as dates
from papertrail.bibliography.record import Date, Record
from papertrail.bibliography.writing import editions
from papertrail.text import latex
from papertrail.text.marked import Text

YEAR = re.compile(r"\d{3,4}", re.ASCII)
COMMAND = re.compile(r"\\[A-Za-z]{2}")
"""A command of two letters at least, which nobody may know."""

_NUMBERS = re.compile(r"\d+(?:--?\d+)?", re.ASCII)
_DASHES = re.compile(r"\s*([–—])\s*")

Read = Callable[[str], Text]


def set_issued(record: Record, fields: Mapping[str, str], year: str) -> None:
    """The date of publication, from a year and what further fields tell about it."""
    source = clean(fields.get("date", ""))
    date = dates.read(source) if source else None
    known = int(year) if YEAR.fullmatch(year) else None
    kept: dict[str, str] = {}
    if source and (date is None or dates.write(date) != source or (known and date.year != known)):
        kept["date"] = source
    if date and (known is None or date.year == known):
        issued: Date | None = date
    elif known is None and YEAR.fullmatch(source[:4]):
        issued = Date((int(source[:4]),))
    else:
        issued = Date((known,)) if known else Date(literal=year) if year else None
    if "month" in fields:
        issued = _with_month(issued, fields, kept)
    if issued:
        record.dates["issued"] = issued
    if kept:
        record.kept["bibtex"] = kept


def _with_month(issued: Date | None, fields: Mapping[str, str], kept: dict[str, str]) -> Date | None:
    """A year with its month, and its day; a date that has them already has the say."""
    if issued and (len(issued.begin) > 1 or issued.end is not None or issued.season):
        return issued
    written = latex.to_text(fields["month"])
    months = dates.months(written)
    if not months or not issued or not issued.begin:
        kept["month"] = clean(fields["month"])
        return issued
    begin, end = months.begin, months.end
    day = latex.to_text(fields.get("day", ""))
    if len(begin) == 1 and not end and day.isdecimal() and 1 <= int(day) <= 31:  # noqa: PLR2004 - the days of a month
        begin = (*begin, int(day))
    year = issued.begin
    return issued._replace(begin=(*year, *begin), end=(*year, *end) if end else None, season=months.season)


def _pages(source: str) -> str:
    """Pages as CSL has them, "308-318"; where a page has a hyphen of its own, "A-1–A-12"."""
    if _NUMBERS.fullmatch(source):
        return source.replace("--", "-")
    text = _DASHES.sub(r"\1", latex.to_text(source))
    return text if "-" in text else text.replace("–", "-").replace("—", "-")


def issue_number(source: str, read: Read) -> Text:
    """The number of an issue, a range of them as CSL has it: "3-4"."""
    return source.replace("--", "-") if "--" in source and _NUMBERS.fullmatch(source) else read(source)


def _edition(source: str) -> str:
    text = latex.to_text(source)
    return editions.number(text) or text


def _state(source: str) -> str:
    text = latex.to_text(source)
    return table.STATES.get(text, text)


SPECIAL: dict[str, Callable[[str], str]] = {
    "ISBN": latex.to_text, "ISSN": latex.to_text, "edition": _edition, "page": _pages, "status": _state,
}  # fmt: skip
"""How the variables are read that have a form of their own."""


def clean(value: str) -> str:
    """A value that is kept as LaTeX, on one line."""
    if len(value) <= cleaning.LONGEST_LINE:
        return cleaning.line(value)
    # Cut short, an abstract would lose the brace that closes something.
    return " ".join(filter(None, map(cleaning.line, value.split())))
