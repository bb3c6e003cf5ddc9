"""Editors and others whom a bibliography keeps as one LaTeX text, taken apart into names."""

import re

from papertrail.exports import names
from papertrail.exports.spoken import spoken

_TWO_COMMAS = 2


def people(source: str) -> list[dict[str, str]]:
    """Names by their parts, as ``Reference.names`` has them; of "and others" nothing is left."""
    found = (_name(_parts(name)) for name in names.split(source))
    return [name for name in found if name and name.get("literal") != "others"]


def _parts(name: str) -> list[str]:
    """A name parted at its commas; what stands in braces is not parted."""
    depth, begin, parts = 0, 0, list[str]()
    for match in re.finditer("[{},]", name):
        depth += {"{": 1, "}": -1}.get(match[0], 0)
        if match[0] == "," and depth <= 0:
            parts.append(name[begin : match.start()].strip())
            begin = match.end()
    return [*parts, name[begin:].strip()]


def _name(parts: list[str]) -> dict[str, str]:
    first, *more = parts
    if not more:
        whole = first.startswith("{") and first.endswith("}")
        words = [spoken(first)] if whole else [spoken(word) for word in first.split()]
        if len(words) == 1:
            return _filled(literal=words[0])
        small = next((at for at, word in enumerate(words[:-1]) if word[:1].islower()), len(words) - 1)
        return _filled(given=" ".join(words[:small]), **_last(words[small:]))
    given = more[-1] if len(more) < _TWO_COMMAS else " ".join(more[1:])
    suffix = more[0] if len(more) >= _TWO_COMMAS else ""
    return _filled(given=spoken(given), suffix=spoken(suffix), **_last(spoken(first).split()))


def _last(words: list[str]) -> dict[str, str]:
    """Particles, which are written small, and the family name."""
    begin = next((at for at, word in enumerate(words) if not word[:1].islower()), max(len(words) - 1, 0))
    return {"particle": " ".join(words[:begin]), "family": " ".join(words[begin:])}


def _filled(**parts: str) -> dict[str, str]:
    return {part: text for part, text in parts.items() if text}
