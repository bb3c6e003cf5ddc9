"""Critiques leave the desk: printed, handed in, bound together at the end of term."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path, PurePosixPath

from papertrail.cli.checking import checked, errors, sheet
from papertrail.cli.desk import Desk, instant, moment
from papertrail.cli.drafts import course_of, draft_of, handle, rules_of
from papertrail.critique import draft, folder
from papertrail.critique.tally import Piece, Tally
from papertrail.errors import PapertrailError, TypesetterMissingError, UsageError
from papertrail.grammar import capital, plural
from papertrail.records import Course, Critique
from papertrail.saving import make_folder, save
from papertrail.schedule import is_past
from papertrail.typesetting import Printed, Sheet, as_html, as_markdown, as_text, bound, printed
from papertrail.wording import due_words

SEE_LIST = "papertrail critique list shows what there is"
FORMATS = ("pdf", "html", "md", "txt")
_TEXTS: dict[str, Callable[[Sheet], str]] = {"html": as_html, "md": as_markdown, "txt": as_text}


class RefusedError(PapertrailError):
    """A critique cannot be handed in under the rules of its course."""

    exit_code = 4

    def __init__(self, name: str, reason: str, *, hint: str) -> None:
        super().__init__(f"{name} was not handed in: {reason}", hint=hint)


def print_(desk: Desk, piece: Piece, output: Path | None, form: str | None, paper: str | None) -> Path | str:
    """Set a critique as a page.

    Args:
        desk: The desk.
        piece: The critique.
        output: Where to; without it a PDF goes beside the draft, and every other format is returned.
        form: One of `FORMATS`; without it the end of `output` tells.
        paper: The size of the page, where the reader named one.

    Returns:
        The path that was written, or the text.
    """
    written = draft_of(desk, piece.critique)
    page = sheet(desk, piece, written)
    page = page._replace(paper=paper) if paper else page
    form = form or _form(output)
    if form != "pdf":
        text = _TEXTS[form](page)
        if output is None:
            return text
        _save(desk, {output: text.encode()})
        return output
    made = printed(page)
    _say_complaints(desk, made)
    if (pages := rules_of(desk, piece.critique).pages) and made.pages > pages:
        desk.say(f"warning: it fills {made.filled:.2f} pages, and the course wants {pages:g}")
    target = output or written.path.with_suffix(".pdf")
    _save(desk, {target: made.pdf})
    return target


def submit(desk: Desk, piece: Piece, at: datetime, *, late: bool) -> Critique:
    """Freeze a critique as it is handed in: a copy, its page, its hash and the moment.

    Raises:
        UsageError: it was handed in already, or not yet.
        RefusedError: it is too late, or the course does not ask for it.
    """
    _refuse(desk, piece, at, late=late)
    one = checked(desk, piece, at)
    if not one.report.words:
        raise RefusedError(one.name, "nothing is written yet", hint=f"papertrail critique edit {one.name}")
    for finding in errors(one):
        desk.say(f"warning: line {finding.line}: {finding.sentence}")
    overdue = piece.due is not None and is_past(piece.due, at)
    frozen = _freeze(desk, piece, one.draft, one.report.printed)
    critique = piece.critique._replace(
        submitted_at=instant(at),
        due=piece.due,
        late=overdue,
        counts=not overdue or one.rules.takes_late,
        digest=draft.digest(one.draft.data),
        frozen=frozen,
    )
    if not desk.journal().hand_in_critique(critique):
        raise RefusedError(one.name, "another command handed it in or removed it just now", hint=SEE_LIST)
    return critique


def bind(desk: Desk, course: Course, found: Tally, output: Path, *, drafts: bool) -> int:
    """All critiques of a course as one PDF with a contents page, or as a folder of files with an index.

    Returns:
        How many there are.
    """
    pieces = [piece for piece in found.pieces if drafts or piece.critique.submitted_at]
    if not pieces:
        raise UsageError(f"nothing was handed in for {course.title}", hint="--drafts takes the drafts too")
    sheets = [_final(desk, piece) for piece in pieces]
    about = ", ".join(filter(None, (course.title, course.institution, course.term)))
    title = f"{capital(plural(found.rules.name))}: {about}"
    if output.suffix.lower() == ".pdf":
        made = bound(title, desk.settings.author, sheets, desk.today)
        _say_complaints(desk, made)
        _save(desk, {output: made.pdf})
    else:
        _folder(desk, output, title, pieces, sheets)
    return len(pieces)


def moment_given(desk: Desk, text: str | None) -> datetime:
    """The moment that the reader names, else now.

    Raises:
        UsageError: it is no moment, or one to come.
    """
    now = desk.settings.now.astimezone()
    if text is None:
        return now
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(f"--at {text!r} is no time", hint="write it as 2024-09-23T10:45") from None
    at = at.replace(hour=12) if len(text) == len("2024-09-23") else at
    at = at.astimezone() if at.tzinfo is None else at
    if at > now:
        raise UsageError(f"--at {text!r} is still to come")
    return at


def _refuse(desk: Desk, piece: Piece, at: datetime, *, late: bool) -> None:
    name = handle(desk, piece.critique)
    if piece.critique.submitted_at:
        raise UsageError(
            f"{name} was handed in on {moment(piece.critique.submitted_at):%Y-%m-%d %H:%M}",
            hint="papertrail undo takes the last change back",
        )
    if piece.critique.course and course_of(desk, piece.critique.course) is None:
        raise RefusedError(
            name, f"the course {piece.critique.course} is not on the shelf", hint="papertrail course add puts it back"
        )
    if piece.critique.course and not piece.assigned:
        levels = " or ".join(rules_of(desk, piece.critique).levels)
        raise RefusedError(
            name, f"the course does not assign it as {levels} reading (any more)", hint="the draft stays where it is"
        )
    if piece.due and is_past(piece.due, at) and not late:
        rules = rules_of(desk, piece.critique)
        counts = "" if rules.takes_late else "; it will not count"
        raise RefusedError(
            name, f"it was due {due_words(piece.due, rules.due)}", hint=f"--late hands it in late{counts}"
        )


def _freeze(desk: Desk, piece: Piece, written: draft.Draft, made: Printed | None) -> str:
    """Put the copy and the page where nothing changes them; the copy's path in the folder."""
    wanted = f"{folder.HANDED_IN}/{folder.name(piece.critique.course, piece.critique.number, piece.critique.target)}"
    frozen = folder.create(desk.settings.critiques, wanted, written.data)
    if made:
        folder.create(desk.settings.critiques, str(PurePosixPath(frozen).with_suffix(".pdf")), made.pdf)
    return frozen


def _final(desk: Desk, piece: Piece) -> Sheet:
    """The page of what was handed in, or of the draft."""
    critique = piece.critique
    if critique.frozen is None or critique.submitted_at is None:
        return sheet(desk, piece, draft_of(desk, critique))
    handed_in = draft.read(desk.settings.critiques / critique.frozen)
    return sheet(desk, piece, handed_in)._replace(date=moment(critique.submitted_at).date())


def _folder(desk: Desk, output: Path, title: str, pieces: Sequence[Piece], sheets: Sequence[Sheet]) -> None:
    """A Markdown file for each, a PDF where one can be made, and an index."""
    lines = [f"# {title}", ""]
    files: dict[Path, bytes] = {}
    missing: TypesetterMissingError | None = None
    for piece, page in zip(pieces, sheets, strict=True):
        name = PurePosixPath(folder.name("", piece.critique.number, piece.critique.target)).name
        files[output / name] = as_markdown(page).encode()
        try:
            files[output / name.replace(".md", ".pdf")] = printed(page).pdf
        except TypesetterMissingError as error:
            missing = error
        lines.append(f"{piece.critique.number}. [{_escaped(piece.reading.title)}]({name}), {piece.critique.state}")
    files[output / "index.md"] = ("\n".join(lines) + "\n").encode()
    make_folder(output)
    _save(desk, files)
    if missing:
        raise missing


def _save(desk: Desk, files: dict[Path, bytes]) -> None:
    """Write files, none of them where a draft lies."""
    known = [one.file for one in desk.library.critiques()]
    for path in files:
        folder.spare(desk.settings.critiques, path, known)
    for path, data in files.items():
        save(path, data)


def _form(output: Path | None) -> str:
    if output is None:
        return "pdf"
    form = output.suffix.lower().lstrip(".")
    if form not in FORMATS:
        raise UsageError(f"{output} ends in no format", hint=f"name one with --format: {', '.join(FORMATS)}")
    return form


def _say_complaints(desk: Desk, made: Printed) -> None:
    for one in made.complaints:
        desk.say(f"warning: line {one.line}: {one.sentence}")


def _escaped(text: str) -> str:
    """Text in Markdown that means itself."""
    return "".join(f"\\{char}" if char in "\\`*_{}[]()<>#+-.!|~" else char for char in text)
