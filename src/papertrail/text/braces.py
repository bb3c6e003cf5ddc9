"""Braces in BibTeX and LaTeX: where a group ends, and what stands outside of all groups."""

import re
from collections.abc import Iterator

_BRACE = re.compile("[{}]")
_UNESCAPED = re.compile(r"\\.|[{}]", re.DOTALL)
_STEP = {"{": 1, "}": -1}


def closing(source: str, at: int = 0, *, escapes: bool = False, until: int | None = None) -> int | None:
    r"""The place of the brace that closes the group which begins at `at`; None where nothing closes it.

    Args:
        source: The source.
        at: The place of the opening brace.
        escapes: Whether ``\{`` is no brace. To TeX it is none; BibTeX counts it.
        until: Where to give up.
    """
    depth = 0
    for match in (_UNESCAPED if escapes else _BRACE).finditer(source, at, len(source) if until is None else until):
        depth += _STEP.get(match[0], 0)
        if depth == 0:
            return match.start()
    return None


def is_group(source: str) -> bool:
    """True for one pair of braces around all of it."""
    return source[:1] == "{" and source[-1:] == "}" and closing(source) == len(source) - 1


def outside(pattern: re.Pattern[str], source: str) -> Iterator[re.Match[str]]:
    """The matches of a pattern that begin outside of all groups."""
    depth = at = 0
    for match in pattern.finditer(source):
        depth += source.count("{", at, match.start()) - source.count("}", at, match.start())
        at = match.start()
        if depth <= 0:
            yield match


def split(pattern: re.Pattern[str], source: str) -> list[str]:
    """The parts of a source around the matches outside of all groups, without white space at their ends."""
    if "{" not in source:
        return [part.strip() for part in pattern.split(source)]
    begin, parts = 0, list[str]()
    for match in outside(pattern, source):
        parts.append(source[begin : match.start()].strip())
        begin = match.end()
    return [*parts, source[begin:].strip()]
