"""The drafts of critiques in the index of the search, as their files are now."""

from pathlib import Path

from papertrail.cleaning import text
from papertrail.cli.desk import Desk
from papertrail.cli.drafts import file_of
from papertrail.critique import draft
from papertrail.errors import PapertrailError
from papertrail.library import questions
from papertrail.records import Critique


def index_drafts(desk: Desk) -> None:
    """Let the search know what the drafts say now; a file that cannot be read is said, and keeps its old words."""
    stamps = {(course, number): stamp for course, number, stamp in desk.library.rows(questions.DRAFT_STAMPS)}
    for critique in desk.library.critiques():
        try:
            path = file_of(desk, critique)
            found = path.stat()
            stamp = f"{found.st_mtime_ns}:{found.st_size}"
            if stamps.get((critique.course, critique.number)) != stamp:
                _index(desk, critique, path, stamp)
        except PapertrailError as error:
            desk.say(f"warning: {error}: its words are searched as they were")


def _index(desk: Desk, critique: Critique, path: Path, stamp: str) -> None:
    from papertrail.typesetting import uncommented  # costs more than a search, and most drafts are as they were

    written = draft.read(path)
    subject = desk.library.placed([critique.target])[0].subject
    words = " ".join(text(uncommented(written.body).text).replace("#", " ").split())
    desk.journal().index_draft(critique, subject, words, stamp)
