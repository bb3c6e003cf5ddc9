"""A draft checked and typeset: what `critique check`, `new`, `edit` and `submit` tell of it."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from papertrail.cli.citation import full_reference
from papertrail.cli.desk import Desk
from papertrail.cli.drafts import course_of, draft_of, handle, names_of, piece_of, rules_of
from papertrail.cli.output import on_terminal
from papertrail.cli.words import counted
from papertrail.critique.check import ERROR, Finding, Report, Situation, paragraphs, report, room, words
from papertrail.critique.draft import Draft, UnreadableDraftError, digest
from papertrail.critique.folder import MissingDraftError
from papertrail.critique.policy import Policy, amount, policy
from papertrail.critique.tally import Piece
from papertrail.errors import TypesetterMissingError
from papertrail.grammar import capital
from papertrail.records import Course
from papertrail.schedule import is_past
from papertrail.typesetting import Printed, Section, Sheet, outline, printed
from papertrail.wording import due_words, titled


class Checked(NamedTuple):
    """A draft with all that was found of it."""

    piece: Piece
    name: str
    draft: Draft
    rules: Policy
    report: Report


def checked(desk: Desk, piece: Piece, at: datetime | None = None) -> Checked:
    """Check a draft against the rules of its course and the page it makes; a missing typesetter is said.

    Args:
        desk: The desk.
        piece: The critique.
        at: When it is handed in, if not now.
    """
    draft = draft_of(desk, piece.critique)
    rules = rules_of(desk, piece.critique)
    sections = outline(draft.body, draft.first_line)
    made, bare = _printed(desk, sheet(desk, piece, draft), sections)
    found = report(draft, rules, _situation(desk, piece, draft, at or desk.settings.now), sections, made, bare)
    return Checked(piece, handle(desk, piece.critique), draft, rules, found)


def readable(desk: Desk, pieces: Sequence[Piece]) -> Iterator[Checked]:
    """Check drafts; one that is gone or cannot be read is said, and keeps nothing from the others."""
    for piece in pieces:
        try:
            yield checked(desk, piece)
        except (MissingDraftError, UnreadableDraftError) as error:
            desk.say(f"error: {handle(desk, piece.critique)}: {error}")


def sheet(desk: Desk, piece: Piece, draft: Draft) -> Sheet:
    """What stands on the page of a draft."""
    course = course_of(desk, piece.critique.course)
    rules = policy(course.critique if course else None)
    reference, link = full_reference(desk.library, piece.reading), piece.reading.link
    return Sheet(
        course=_course_line(course),
        piece=capital(rules.name),
        number=piece.critique.number,
        author=(draft.head.author if draft.head else "") or desk.settings.author,
        date=desk.today,
        reference=reference,
        link=None if link and link in reference else link,
        body=draft.body,
        first_line=draft.first_line,
        paper=desk.settings.paper or _usual_paper(course),
    )


def summary(one: Checked) -> list[str]:
    """What was found, line by line."""
    lines = [
        f"{amount(words(s), 'words')} in {amount(paragraphs(s), 'paragraphs')}: {s.title or 'before the first section'}"
        for s in one.report.sections
        if s.title or s.paragraphs
    ]
    if page := _page(one):
        lines.append(page)
    lines += [f"line {finding.line}: {finding.severity}: {finding.sentence}" for finding in one.report.findings]
    if one.report.words and not one.report.findings:
        lines.append(
            "every rule of the course is kept" if one.rules.sections or one.rules.wanted else "nothing to mend"
        )
    return lines


def shape(one: Checked) -> dict[str, Any]:
    """What was found, as JSON has it."""
    page = one.report.printed
    return {
        "critique": one.name,
        "course": one.piece.critique.course or None,
        "key": one.piece.critique.target,
        "file": str(one.draft.path),
        "state": one.piece.critique.state,
        "due": one.piece.due,
        "ok": not one.report.broken,
        "words": one.report.words,
        "pages": page.pages if page else None,
        "filled": round(page.filled, 3) if page else None,
        "room": room(one.report, one.rules.pages) if one.rules.pages and page else None,
        "sections": [
            {"title": s.title, "line": s.line, "words": words(s), "paragraphs": paragraphs(s)}
            for s in one.report.sections
        ],
        "findings": [finding._asdict() for finding in one.report.findings],
    }


def errors(one: Checked) -> list[Finding]:
    """The rules that are broken."""
    return [finding for finding in one.report.findings if finding.severity == ERROR]


def waiting(desk: Desk, course: str | None) -> list[Piece]:
    """Every draft that is not handed in."""
    key = desk.course(course).key if course else None
    drafts = [one for one in desk.library.critiques() if one.submitted_at is None and key in {None, one.course}]
    return [piece_of(desk, one) for one in drafts]


def print_checked(found: Sequence[Checked]) -> None:
    """What was found: lines to read on a terminal, tab-separated findings in a pipe."""
    for number, one in enumerate(found):
        if not on_terminal():
            for finding in one.report.findings:
                print(one.draft.path, finding.line, finding.severity, finding.sentence, sep="\t")
            continue
        due = due_words(one.piece.due, one.rules.due)
        print("\n" * bool(number) + f"{one.name}  {titled(one.piece.reading)}{f', {due}' if due else ''}")
        print(f"  {one.draft.path}")
        for line in summary(one):
            print(f"  {line}")


def _page(one: Checked) -> str:
    page = one.report.printed
    if page is None or not one.report.words:
        return ""
    if not one.rules.pages:
        return f"{page.filled:.2f} pages"
    left = room(one.report, one.rules.pages)
    of = f"{page.filled:.2f} of {amount(one.rules.pages, 'pages')}"
    return f"{of}, room for about {counted(left, 'word')} more" if left >= 0 else f"{of}: too long"


def _printed(desk: Desk, page: Sheet, sections: Sequence[Section]) -> tuple[Printed | None, float]:
    """The page, and how much of it is filled by what is there before a word is written."""
    headings = "\n\n".join(f"{'#' * section.level} {section.title}" for section in sections if section.level)
    try:
        return printed(page), printed(page._replace(body=headings)).filled
    except TypesetterMissingError as error:
        desk.say(f"warning: {error}; whether it fits the page is not known")
        desk.say(f"hint: {error.hint}")
        return None, 0


def _situation(desk: Desk, piece: Piece, draft: Draft, at: datetime) -> Situation:
    known = draft.head.paper if draft.head else piece.critique.target
    paper = known if known in names_of(desk, piece.critique.target) else piece.critique.target
    return Situation(
        about=f"{paper} of {piece.critique.course or 'no course'}",
        level=piece.reading.level if piece.reading.course == piece.critique.course else None,
        due=due_words(piece.due, rules_of(desk, piece.critique).due),
        past=piece.due is not None and is_past(piece.due, at),
        submitted=piece.critique.submitted_at is not None,
        changed=piece.critique.digest is not None and digest(draft.data) != piece.critique.digest,
        course=bool(piece.critique.course),
    )


def _course_line(course: Course | None) -> str:
    return ", ".join(filter(None, (course.title, course.institution, course.term))) if course else ""


def _usual_paper(course: Course | None) -> str:
    """Letter paper where a course is held in North America, else A4."""
    american = course is not None and course.timezone.startswith(("America/", "US/", "Canada/"))
    return "us-letter" if american else "a4"
