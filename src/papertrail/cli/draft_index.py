"""The drafts of critiques in the index of the search, as their files are now."""

from papertrail.cleaning import text
from papertrail.cli.desk import Desk
from papertrail.critique import draft
from papertrail.errors import PapertrailError
from papertrail.library import questions
from papertrail.records import Critique


def index_drafts(desk: Desk) -> None:
    """Let the search know what the drafts say now; a file that cannot be read is said, and keeps its old words."""
    stamps = {(course, number): stamp for course, number, stamp in desk.library.rows(questions.DRAFT_STAMPS)}
    for critique in desk.library.critiques():
        path = desk.settings.critiques / critique.file
        try:
            found = path.stat()
            stamp = f"{found.st_mtime_ns}:{found.st_size}"
            if stamps.get((critique.course, critique.number)) != stamp:
                _index(desk, critique, stamp)
        except (OSError, PapertrailError) as error:
            desk.say(f"warning: the draft {path} was not searched: {error}")


def _index(desk: Desk, critique: Critique, stamp: str) -> None:
    written = draft.read(desk.settings.critiques / critique.file)
    subject = desk.library.placed([critique.target])[0].subject
    words = " ".join(text(draft.visible(written.body)).replace("#", " ").split())
    desk.journal().index_draft(critique, subject, words, stamp)
