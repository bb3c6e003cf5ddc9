"""What the shell offers while a name is being typed. A completion never fails and never speaks."""

import os
from contextlib import closing
from pathlib import Path

import typer

from papertrail.cli.desk import Desk
from papertrail.errors import PapertrailError

NAMES = """
SELECT r.course || ':' || r.week || '.' || r.ordinal, coalesce(w.title, t.label), 0
FROM reading r JOIN target t ON t.key = r.target LEFT JOIN work w ON w.key = t.work
WHERE r.course IN (SELECT f.course FROM following f JOIN course c ON c.key = f.course WHERE c.removed_at IS NULL)
UNION ALL SELECT * FROM (
    SELECT t.key, coalesce(w.title, t.label), 1 FROM target t LEFT JOIN work w ON w.key = t.work
    WHERE t.key >= :beginning AND t.key < :beyond ORDER BY t.key LIMIT 200) AS keys
UNION ALL SELECT * FROM (
    SELECT w.arxiv, w.title, 2 FROM work w
    WHERE w.arxiv >= :beginning AND w.arxiv < :beyond ORDER BY w.arxiv LIMIT 200) AS ids
UNION ALL SELECT * FROM (
    SELECT w.doi, w.title, 3 FROM work w
    WHERE w.doi >= :beginning AND w.doi < :beyond ORDER BY w.doi LIMIT 200) AS dois
"""


def complete_paper(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Handles of followed courses, citation keys, arXiv ids and DOIs that begin like this, each with its title."""
    before = _before_colon(incomplete)
    typed = before + incomplete
    try:
        with closing(_desk(ctx)) as desk:
            library = desk.library
            only = library.followed()[0] if len(library.followed()) == 1 and ":" not in typed else None
            found = [
                (_spelled(name, only, library.shorts) if rank == 0 else name, title)
                for name, title, rank in library.rows(NAMES, beginning=typed, beyond=f"{typed}\U0010ffff")
            ]
    except PapertrailError:
        return []
    return [(name.removeprefix(before), title) for name, title in found if name.startswith(typed)]


def complete_course(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Course keys that begin like this, each with its title."""
    try:
        with closing(_desk(ctx)) as desk:
            courses = desk.library.courses()
    except PapertrailError:
        return []
    return [(course.key, course.title) for course in courses if course.key.startswith(incomplete)]


def _desk(ctx: typer.Context) -> Desk:
    """Completion runs before the callback that makes the desk, so it makes its own from what is typed so far."""
    given = ctx.find_root().params.get("database")
    return Desk(Path(given) if given else None, say=lambda _: None)


def _before_colon(incomplete: str) -> str:
    """What bash has cut off: it takes the colon of ``umd:5.1`` for the end of a word, and completes what follows."""
    words = os.environ.get("COMP_WORDS", "").split()
    if words and words[-1] == incomplete and incomplete != ":":
        words.pop()
    return f"{words[-2]}:" if len(words) > 1 and words[-1] == ":" else ""


def _spelled(handle: str, only_course: str | None, shorts: dict[str, str]) -> str:
    """A handle as one would type it: bare where one course alone is followed."""
    course, _, place = handle.partition(":")
    return place if course == only_course else f"{shorts[course]}:{place}"
