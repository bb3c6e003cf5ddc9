"""The critiques of the reader's courses, for `critique list`, `show`, `check` and `submit`."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from papertrail.cli.critique_words import sentence, warnings
from papertrail.cli.desk import Desk, moment
from papertrail.cli.drafts import draft_of, file_of, handle, names_of, piece_of
from papertrail.cli.output import on_terminal
from papertrail.cli.words import say
from papertrail.critique import draft, folder
from papertrail.critique.policy import policy
from papertrail.critique.tally import Piece, Tally, tally
from papertrail.records import Course, Critique
from papertrail.wording import due_words, titled

_NEXT = 5

_Files = Sequence[tuple[str, draft.Head]]


class Line(NamedTuple):
    """One critique as a list shows it."""

    name: str
    piece: Piece
    due: str
    file: str
    remark: str
    """What is wrong with it: its file is gone, it changed since it was handed in, it is no longer assigned."""


class Group(NamedTuple):
    """The critiques of one course, or of none."""

    title: str
    tally: Tally | None
    lines: tuple[Line, ...]


def groups(desk: Desk, course: Course | None) -> list[Group]:
    """The courses that want critiques or have some, followed ones first, then what belongs to no course."""
    critiques = desk.library.critiques()
    written = {critique.course for critique in critiques}
    every = desk.library.courses()
    files = list(folder.drafts(desk.settings.critiques)) if critiques else []
    meant = [course] if course else [one for one in every if (one.followed and one.critique) or one.key in written]
    found = [_group(desk, one, files) for one in meant]
    loose = [one for one in critiques if course is None and one.course not in {c.key for c in every}]
    if loose:
        lines = tuple(_line(desk, piece_of(desk, one), files, policy(None).due, missed=False) for one in loose)
        found.append(Group("of no course on the shelf", None, lines))
    return found


def say_sentences(found: Sequence[Group]) -> None:
    """Where the reader stands, on stderr, for those who pipe the list itself."""
    for group in found:
        if group.tally:
            say(f"{group.tally.course.short}: {sentence(group.tally)}")


def say_warnings(found: Sequence[Group]) -> None:
    """Say every warning on stderr; what is wrong with one critique stands beside it on a terminal."""
    for group in found:
        for words in warnings(group.tally) if group.tally else ():
            say(f"warning: {words}")
        for line in group.lines:
            if line.remark and not on_terminal():
                say(f"warning: {line.name}: {line.remark}")


def print_lines(found: Sequence[Group]) -> None:
    """Tab-separated: handle, state, due, when handed in, whether it counts, paper, title, file."""
    for group in found:
        for name, piece, _, file, _ in group.lines:
            one = piece.critique
            counts = "" if one.submitted_at is None else "counts" if one.counts else "does not count"
            print(
                name, one.state, piece.due or "", one.submitted_at or "", counts, one.target, titled(piece.reading),
                file, sep="\t",
            )  # fmt: skip


def shape(desk: Desk, group: Group) -> dict[str, Any]:
    """A group in JSON."""
    found = group.tally
    return {
        "course": found.course.key if found else None,
        "name": found.rules.name if found else "critique",
        "wanted": found.rules.wanted if found else None,
        "handed_in": found.handed_in if found else sum(line.piece.critique.counts for line in group.lines),
        "late": found.late if found else 0,
        "drafts": len(found.drafts) if found else 0,
        "missed": len(found.missed) if found else 0,
        "classes_left": found.classes_left if found else None,
        "critiques": [_critique_shape(desk, line) for line in group.lines],
        "chances": [
            {"handle": c.reading.handle, "key": c.reading.target, "title": c.reading.title, "due": c.due,
             "status": c.reading.status}
            for c in (found.chances if found else ())
        ],
    }  # fmt: skip


def upcoming(found: Tally) -> list[tuple[str, str, str]]:
    """The next chances: handle, title, when."""
    return [
        (chance.reading.handle or "", titled(chance.reading), due_words(chance.due, found.rules.due))
        for chance in found.chances[:_NEXT]
    ]


def handed_in_sentence(desk: Desk, piece: Piece, critique: Critique) -> str:
    """What is said after a critique is handed in."""
    at = moment(critique.submitted_at or desk.now)
    late = "" if not critique.late else ", late" + ("" if critique.counts else ", and it does not count")
    course = next((one for one in desk.library.courses() if one.key == critique.course), None)
    stand = f"; {sentence(tally(desk.library, course, desk.settings.now))}" if course else ""
    return f"handed in {handle(desk, critique)} at {at:%Y-%m-%d %H:%M}{late}: {titled(piece.reading)}{stand}"


def text_of(desk: Desk, piece: Piece) -> str:
    """A critique to be read: as a page on a terminal, as it is written in a pipe."""
    from papertrail.cli.checking import sheet
    from papertrail.typesetting import as_text

    written = draft_of(desk, piece.critique)
    return as_text(sheet(desk, piece, written)) if on_terminal() else written.body.strip("\n")


def front_matter_of(desk: Desk, piece: Piece) -> str:
    """The front matter that a draft should have."""
    from papertrail.cli.drafts import head

    return draft.front_matter(head(desk, piece)).rstrip("\n")


def _group(desk: Desk, course: Course, files: _Files) -> Group:
    found = tally(desk.library, course, desk.settings.now)
    lines = tuple(
        _line(desk, piece, files, found.rules.due, missed=piece.critique.number in found.missed)
        for piece in found.pieces
    )
    return Group(course.title, found, lines)


def _line(desk: Desk, piece: Piece, files: _Files, when: str | None, *, missed: bool) -> Line:
    file, remark = piece.critique.file, ""
    try:
        path = file_of(desk, piece.critique)
        file = path.relative_to(desk.settings.critiques).as_posix()
        others = [
            one for one in folder.fitting(files, piece.critique, names_of(desk, piece.critique.target)) if one != file
        ]
        remark = _remark(piece, draft.read(path), others, missed=missed)
    except (folder.MissingDraftError, draft.UnreadableDraftError) as error:
        remark = str(error)
    return Line(handle(desk, piece.critique), piece, due_words(piece.due, when), file, remark)


def _remark(piece: Piece, written: draft.Draft, others: list[str], *, missed: bool) -> str:
    """What the reader should know of a critique, the gravest first."""
    critique = piece.critique
    if written.problem:
        return written.problem
    there = [other for other in others if not other.startswith(f"{folder.REMOVED}/")]
    if there:
        return f"there is another draft of it: {', '.join(there)}"
    if piece.critique.digest and draft.digest(written.data) != piece.critique.digest:
        return "changed since it was handed in"
    if missed:
        return "it was due, and is not handed in"
    if critique.submitted_at is None and critique.course and not piece.assigned:
        return "the course does not ask for a critique of it (any more)"
    return ""


def _critique_shape(desk: Desk, line: Line) -> dict[str, Any]:
    one = line.piece.critique
    return {
        "critique": line.name,
        "number": one.number,
        "key": one.target,
        "title": line.piece.reading.title,
        "state": one.state,
        "due": line.piece.due or one.due,
        "begun_at": one.begun_at,
        "submitted_at": one.submitted_at,
        "late": one.late,
        "counts": one.counts,
        "file": str(desk.settings.critiques / line.file),
        "frozen": str(desk.settings.critiques / one.frozen) if one.frozen else None,
        "remark": line.remark or None,
    }
