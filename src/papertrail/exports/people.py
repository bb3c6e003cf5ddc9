"""Editors and others whom a bibliography keeps as one LaTeX text, taken apart into names."""

import re
from collections.abc import Iterator

from papertrail.exports.spoken import spoken

_SIGN = re.compile(r"[{}]|\s+and\s+|,")
_TWO_COMMAS = 2


def people(source: str) -> list[dict[str, str]]:
    """Names by their parts, as ``Reference.names`` has them; of "and others" nothing is left."""
    names = (_name(parts) for parts in _split(source))
    return [name for name in names if name and name.get("literal") != "others"]


def _split(source: str) -> Iterator[list[str]]:
    """The names of a list, each parted at its commas; what stands in braces is not parted."""
    depth, begin, parts = 0, 0, list[str]()
    for match in _SIGN.finditer(source):
        sign = match[0]
        if sign in {"{", "}"}:
            depth += 1 if sign == "{" else -1
        elif depth <= 0:
            parts.append(source[begin : match.start()].strip())
            begin = match.end()
            if sign != ",":
                yield parts
                parts = []
    yield [*parts, source[begin:].strip()]


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
