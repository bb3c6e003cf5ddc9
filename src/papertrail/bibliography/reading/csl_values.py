"""The values in an item of CSL-JSON: texts, names and dates, as programs write them."""

import json
import math
import re
from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Any

from papertrail import cleaning
from papertrail.bibliography import dates
from papertrail.bibliography.record import Date
from papertrail.people import Name, from_parts
from papertrail.text import html
from papertrail.text.plain import plain

_PARTS = frozenset(
    (
        "comma-suffix", "dropping-particle", "family", "given", "literal", "non-dropping-particle", "parse-names",
        "static-ordering", "suffix",
    )
)  # fmt: skip
NOTHING: tuple[Any, ...] = (None, "", [], {})
"""The values that say nothing."""
_FALSE = frozenset(("", "0", "false", "no"))
_DEEPEST = 20
"""Lists in lists that are kept of what is not CSL's."""


def person(written: object) -> Name:
    """A name, in parts or whole."""
    if not isinstance(written, dict):
        return from_parts("", "", literal=_words(written))
    parts = {name: _words(written.get(name)) for name in _PARTS}
    if parts["literal"]:
        name = from_parts("", "", literal=parts["literal"])
    elif _is_false(written.get("parse-names", True)):
        name = Name(
            parts["family"], parts["given"], parts["non-dropping-particle"], parts["dropping-particle"], parts["suffix"]
        )
    else:
        name = from_parts(
            parts["family"],
            parts["given"],
            particle=parts["non-dropping-particle"],
            dropping=parts["dropping-particle"],
            suffix=parts["suffix"],
        )
    flags = [not _is_false(written.get(flag, False)) for flag in ("comma-suffix", "static-ordering")]
    return name._replace(comma_suffix=flags[0], static_ordering=flags[1]) if any(flags) else name


def unknown_parts(written: object) -> tuple[str, Any] | None:
    """What a name has beside the parts that are taken, such as an ORCID, by the name in full."""
    if not isinstance(written, dict):
        return None
    used = _PARTS - {"family", "given"} if written.get("literal") else _PARTS
    others = {part: value for part, value in written.items() if part not in used and value not in NOTHING}
    return (person(written).full, others) if others else None


def as_date(value: object) -> Date:
    """A date, which programs write in several ways."""
    if isinstance(value, list):  # an old pandoc: [{"year": 2017, "month": 6}]
        found = [as_date(one) for one in value[:2]]
        return found[0]._replace(end=found[1].begin) if len(found) > 1 else found[0] if found else Date()
    if not isinstance(value, dict):
        text = as_text(value)
        return dates.parsed(text) or dates.in_words(text)
    parts = value.get("date-parts")
    spans = parts if isinstance(parts, list) and parts and isinstance(parts[0], list) else [parts]
    if not isinstance(spans[0], list):
        spans = [[value.get(name) for name in ("year", "month", "day")]]
    date = _of_parts(value, spans)
    if not date.begin and (raw := as_text(value.get("raw"))):
        date = dates.parsed(raw) or dates.in_words(raw)
    if literal := cleaning.line(as_text(value.get("literal"))):
        date = (date if date.begin else dates.in_words(literal))._replace(literal=literal)
    return date._replace(circa=True) if not _is_false(value.get("circa", False)) else date


def _of_parts(value: Mapping[str, Any], spans: list[Any]) -> Date:
    season = cleaning.line(as_text(value.get("season")))
    date = dates.of_parts(_numbers(spans[0]), season)
    if not date.begin:
        return dates.in_words(as_text(spans[0][0])) if spans[0] else date
    if len(spans) > 1 and isinstance(spans[1], list):
        date = date._replace(end=dates.of_parts(_numbers(spans[1])).begin)
    return date


def _numbers(parts: Iterable[Any]) -> list[int]:
    """Year, month and day as numbers, up to the first that is none; of years before the common era, one less."""
    found: list[int] = []
    for part in islice(parts, 3):
        text = as_text(part).strip()
        if not re.fullmatch(r"-?\d{1,9}", text, re.ASCII):
            break
        found.append(int(text))
    if found and found[0] < 0:  # CSL has no year 0, the record has
        found[0] += 1
    elif found and not found[0]:
        return []
    return found


def as_data(value: object, depth: int = 0) -> Any:  # noqa: ANN401 - JSON is anything
    """JSON with clean texts, up to a depth."""
    if isinstance(value, str):
        return cleaning.text(value[: cleaning.LONGEST_TEXT + 1])
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, list):
        return [as_data(one, depth + 1) for one in value] if depth < _DEEPEST else []
    if isinstance(value, dict):
        if depth == _DEEPEST:
            return {}
        return {cleaning.line(str(name)): as_data(one, depth + 1) for name, one in value.items()}
    return value


def as_words(value: object) -> str:
    """A value as text: a scalar, texts with commas between them, anything else as JSON."""
    return as_text(value) or json.dumps(as_data(value), ensure_ascii=False)


def _words(value: object) -> str:
    """A part of a name as plain text; old programs have a list of given names."""
    text = " ".join(map(_scalar, value)) if isinstance(value, list) else _scalar(value)
    return plain(html.read(text)) if "<" in text or "&" in text else cleaning.line(text)


def as_text(value: object) -> str:
    """A scalar as text, a list of texts with commas; nothing for anything else."""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return ", ".join(filter(None, map(_scalar, value)))
    return _scalar(value)


def _scalar(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _is_false(value: object) -> bool:
    """True for a flag that is not set; CSL takes it as true or false, a number or a text."""
    return not value or (isinstance(value, str) and value.strip().lower() in _FALSE)
