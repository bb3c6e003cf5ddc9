r"""Formulae in text: whether TeX can set one, and what it is in Unicode.

A formula is the TeX that stands between two dollar signs. It is read token by token; `papertrail.typesetting` knows
far more of formulae, and more than a title needs.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from papertrail.text import symbols

LONGEST = 500
"""Characters of a formula; what is longer is none."""

DEEPEST = 30
"""How far groups may lie within each other."""

_TOKEN = re.compile(r"\\(?:[A-Za-z]+|.|$)|\s+|.", re.DOTALL)
_DELIMITERS = frozenset("()[]|/.<>") | {
    rf"\{name}"
    for name in (
        *"{}|", "langle", "rangle", "lfloor", "rfloor", "lceil", "rceil", "lvert", "rvert", "lVert", "rVert", "vert",
        "Vert", "backslash", "uparrow", "downarrow", "lbrace", "rbrace", "lgroup", "rgroup", "ulcorner", "urcorner",
    )
}  # fmt: skip
_FENCES = frozenset(("left", "right", "middle"))
_SIZES = re.compile(r"[bB]igg?[lrm]?")
_LARGE = frozenset(("sum", "prod", "coprod", "int", "iint", "iiint", "oint"))


class UnsoundError(ValueError):
    """TeX would stop at a formula."""


def tokens(tex: str) -> list[str]:
    """Commands, runs of white space, and single characters."""
    return _TOKEN.findall(tex)


@lru_cache(maxsize=10_000)
def is_sound(tex: str) -> bool:
    """True for a formula at which TeX does not stop, as far as can be told."""
    if not tex or len(tex) > LONGEST or "$" in tex:
        return False
    found = [part for part in tokens(tex) if not part.isspace()]
    try:
        return _row(found, 0, 0) == len(found)
    except UnsoundError:
        return False


def closing(found: Sequence[str], at: int) -> int:
    """Where the group that begins at `at` ends; raises `UnsoundError` where it does not."""
    depth = 0
    for index in range(at, len(found)):
        depth += {"{": 1, "}": -1}.get(found[index], 0)
        if depth == 0:
            return index
    raise UnsoundError


def _row(found: Sequence[str], at: int, depth: int) -> int:
    """Pass what stands up to the end of the group: no script twice, every fence with its partner."""
    if depth > DEEPEST:
        raise UnsoundError
    scripts, fences = "", 0
    while at < len(found) and found[at] != "}":
        part = found[at]
        if part in {"^", "_"}:
            if part in scripts:
                raise UnsoundError
            scripts += part
            at = _argument(found, at + 1, depth)
        elif part == "'":
            if "^" in scripts:
                raise UnsoundError
            at += 1
            scripts += "" if found[at : at + 1] in (["'"], ["^"]) else "^"
        else:
            fences += {r"\left": 1, r"\right": -1}.get(part, 0)
            if fences < 0 or (part == r"\middle" and not fences):
                raise UnsoundError
            scripts, at = "", _atom(found, at, depth)
    if fences:
        raise UnsoundError
    return at


def _argument(found: Sequence[str], at: int, depth: int) -> int:
    if at >= len(found) or found[at] in {"}", "^", "_", "'", "&"} or found[at][1:] in _FENCES:
        raise UnsoundError
    return _atom(found, at, depth)


def _atom(found: Sequence[str], at: int, depth: int) -> int:
    """Pass one thing, with the arguments that it takes."""
    part = found[at]
    if part == "{":
        end = _row(found, at + 1, depth + 1)
        if end >= len(found):
            raise UnsoundError
        return end + 1
    if part[0] != "\\":
        return at + 1
    return _command(found, at, part[1:], depth)


def _command(found: Sequence[str], at: int, name: str, depth: int) -> int:
    if not name or (name in {"limits", "nolimits"} and not _takes_limits(found, at)):
        raise UnsoundError
    at += 1
    if name in _FENCES or _SIZES.fullmatch(name):
        if at >= len(found) or found[at] not in _DELIMITERS:
            raise UnsoundError
        return at + 1
    if name in symbols.TEXT_IN_FORMULAE:
        if at >= len(found) or found[at] != "{":
            raise UnsoundError
        return closing(found, at) + 1
    if name == "sqrt" and found[at : at + 1] == ["["]:
        if "]" not in found[at:]:
            raise UnsoundError
        at = found.index("]", at) + 1
    if name == "operatorname" and found[at : at + 1] == ["*"]:
        at += 1
    for _ in range(symbols.ARGUMENTS.get(name, 0)):
        at = _argument(found, at, depth + 1)
    return at


def _takes_limits(found: Sequence[str], at: int) -> bool:
    before = found[at - 1][1:] if at else ""
    return before in _LARGE or before in symbols.OPERATORS or before.startswith("big")
