"""What the checks of a syllabus find: by the path of keys, before anybody knows the line."""

from typing import NamedTuple

from papertrail.syllabus.positions import Path


class Finding(NamedTuple):
    """One thing wrong with the value at a path, and what to write instead."""

    path: Path
    sentence: str
    remedy: str | None = None
