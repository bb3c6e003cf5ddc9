"""Short names of courses, and which course a name means."""

import re
from collections.abc import Sequence


def short_names(keys: Sequence[str]) -> dict[str, str]:
    """The shortest beginning of each course key, cut at a hyphen, that begins no other key."""
    ordered = sorted(keys)
    names = {}
    for before, key, after in zip(["", *ordered], ordered, [*ordered[1:], ""], strict=False):
        parts = key.split("-")
        beginnings = ("-".join(parts[: count + 1]) for count in range(len(parts)))
        names[key] = next(
            name for name in beginnings if name == key or not (before.startswith(name) or after.startswith(name))
        )
    return names


def courses_called(name: str, keys: Sequence[str]) -> list[str]:
    """The course keys that a name may mean: itself, else those that begin so, else those with a part that does.

    Dots and spaces do not count, so that a course answers to its number: ``6.883``, ``CS 229br``.
    """
    wanted = re.sub(r"[^a-z0-9-]", "", name.lower())
    if wanted in keys:
        return [wanted]
    if not wanted:
        return []
    return [key for key in keys if key.startswith(wanted)] or [key for key in keys if f"-{wanted}" in key]
