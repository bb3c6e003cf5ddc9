"""Critiques on the desk: which one a name means, where its file is, and how a new one begins."""

import re
from datetime import date
from pathlib import Path

from papertrail import finding
from papertrail.cli.desk import Desk
from papertrail.critique import draft, folder
from papertrail.critique.draft import Draft, Head
from papertrail.critique.policy import Policy, policy
from papertrail.critique.tally import Piece, assignment, tally
from papertrail.errors import PapertrailError, UsageError
from papertrail.records import Course, Critique, Reading
from papertrail.wording import due_words

_NUMBER = re.compile(r"(?:(?P<course>[a-z0-9][a-z0-9.-]*):)?(?P<number>\d{1,4})", re.ASCII | re.IGNORECASE)

_LARGEST_NUMBER = 9_999
"""As large as a name of a critique can say."""

ALIASES = "SELECT name FROM alias WHERE work = :work"
# What a syllabus called a reading before it was resolved, or its part was spelled otherwise.
EARLIER_NAMES = (
    "SELECT json_extract(value, '$.target'), json_extract(value, '$.earlier')"
    " FROM (SELECT coalesce(after, before) AS value FROM change WHERE field = 'critique')"
    " WHERE json_extract(value, '$.earlier') IS NOT NULL"
)


class UnknownCritiqueError(PapertrailError):
    """No critique answers to this name."""

    exit_code = 3

    def __init__(self, what: str, *, hint: str = "papertrail critique list shows what there is") -> None:
        super().__init__(f"there is no critique {what}", hint=hint)


class AmbiguousCritiqueError(PapertrailError):
    """A name fits several critiques."""

    exit_code = 3

    def __init__(self, name: str, fits: list[str]) -> None:
        super().__init__(f"{name!r} fits {len(fits)} critiques", hint=f"write {' or '.join(fits)}")


def handle(desk: Desk, critique: Critique) -> str:
    """The short name of a critique: ``umd:3``; of one that belongs to no course, ``3``."""
    course = desk.library.shorts.get(critique.course, critique.course)
    return f"{course}:{critique.number}" if course else str(critique.number)


def course_of(desk: Desk, key: str) -> Course | None:
    """The course of a critique; None when there is none, or it is off the shelf."""
    return next((course for course in desk.library.courses() if course.key == key), None)


def piece_of(desk: Desk, critique: Critique) -> Piece:
    """A critique with its reading, its place in the course and when it is due."""
    course = course_of(desk, critique.course)
    if course:
        pieces = tally(desk.library, course, desk.settings.now).pieces
        return next(piece for piece in pieces if piece.critique.number == critique.number)
    reading = desk.library.placed([critique.target])[0]
    return Piece(critique, reading, assigned=False, due=None)


def rules_of(desk: Desk, critique: Critique) -> Policy:
    """The rules that a critique is under."""
    course = course_of(desk, critique.course)
    return policy(course.critique if course else None)


def piece_named(desk: Desk, name: str, course: str | None) -> Piece:
    """The one critique that a name means: its file, its number (``umd:3``), or any name of its paper.

    Raises:
        UnknownCritiqueError: there is none.
        AmbiguousCritiqueError: there are several.
    """
    key = desk.course(course).key if course else None
    every = [one for one in desk.library.critiques() if key is None or one.course == key]
    fits = _of_file(desk, name, every) if _is_file(name) else _of_number(desk, name, every)
    if fits is None:
        fits = _of_paper(desk, name, every)
    if len(fits) > 1:
        raise AmbiguousCritiqueError(name, [handle(desk, one) for one in fits])
    return piece_of(desk, fits[0])


def file_of(desk: Desk, critique: Critique) -> Path:
    """Where the draft is; it is found again by its front matter where it was moved within the folder.

    Raises:
        MissingDraftError: it is nowhere in the folder.
    """
    home = desk.settings.critiques
    if (home / critique.file).is_file():
        return home / critique.file
    taken = {one.file for one in desk.library.critiques() if one[:2] != critique[:2]}
    file = folder.found(home, critique, names_of(desk, critique.target), taken)
    if file is None:
        raise folder.MissingDraftError(critique, home / critique.file)
    if file.startswith(f"{folder.REMOVED}/"):  # an undo brought it back
        try:
            file = folder.move(home, file, critique.file)
        except folder.UnwritableFolderError:  # it can be read where it is
            return home / file
    if file != critique.file:
        desk.journal().move_critique(critique, file)
    return home / file


def draft_of(desk: Desk, critique: Critique) -> Draft:
    """The draft as it is now."""
    return draft.read(file_of(desk, critique))


def begin(desk: Desk, reading: Reading, course: Course | None) -> tuple[Critique, bool]:
    """The critique of a reading: the one there is, one whose file is in the folder, or a new one.

    Returns:
        The critique, and whether it is new.
    """
    key = course.key if course else ""
    lying = _lying_there(desk, key, reading)

    def place(number: int) -> str:
        if lying:
            return lying[0]
        head = _head(desk, reading, course, number)
        text = draft.new_text(head, policy(course.critique if course else None))
        return folder.create(desk.settings.critiques, folder.name(key, number, reading.target), text.encode())

    begun = desk.journal().begin_critique(key, reading.target, place, wanted=lying and lying[1])
    every = [one for one in desk.library.critiques() if (one.course, one.target) == (key, reading.target)]
    critique = every[0] if begun is None else next(one for one in every if one.number == begun)
    return critique, begun is not None and lying is None


def course_for(desk: Desk, reading: Reading, name: str, course: str | None) -> Course | None:
    """The course for which a critique of a reading is written; None for one's own sake.

    Raises:
        UsageError: several courses would do.
    """
    if course:
        return desk.course(course)
    if reading.course and finding.handle(name):
        return desk.library.course(reading.course)
    assigning = {place.course for place in desk.library.placed([reading.target])}
    every = [one for one in desk.library.courses() if one.key in assigning]
    fits = [one for one in every if one.followed] or [one for one in every if one.critique]
    if len(fits) > 1:
        names = " or ".join(one.short for one in fits)
        raise UsageError(f"several courses assign {reading.title!r}", hint=f"say which: --course {names}")
    return fits[0] if fits else None


def head(desk: Desk, piece: Piece) -> Head:
    """The front matter that a draft should have."""
    return _head(desk, piece.reading, course_of(desk, piece.critique.course), piece.critique.number)


def _is_file(name: str) -> bool:
    return name.endswith(".md") or folder.is_file(Path(name))


def _of_file(desk: Desk, name: str, every: list[Critique]) -> list[Critique]:
    path = Path(name).expanduser().absolute()
    home = desk.settings.critiques.absolute()
    if not folder.is_file(path):
        raise UnknownCritiqueError(f"in {name}: the file is not there")
    fits = [one for one in every if (home / one.file).is_file() and (home / one.file).samefile(path)]
    fits = fits or [one for one in every if _lies_at(desk, one, path)]
    if not fits:
        raise UnknownCritiqueError(f"that lives in {name}", hint="papertrail critique new PAPER begins one")
    return fits


def _lies_at(desk: Desk, critique: Critique, path: Path) -> bool:
    try:
        return file_of(desk, critique).samefile(path)
    except folder.MissingDraftError:
        return False


def _of_number(desk: Desk, name: str, every: list[Critique]) -> list[Critique] | None:
    """The critiques of this number; None when the name is no number."""
    match = _NUMBER.fullmatch(name.strip())
    if not match:
        return None
    if exact := [one for one in every if name.strip().lower() == handle(desk, one).lower()]:
        return exact
    key = desk.course(match["course"]).key if match["course"] else None
    fits = [one for one in every if one.number == int(match["number"]) and (key is None or one.course == key)]
    if not fits:
        raise UnknownCritiqueError(f"number {name}")
    return fits


def _of_paper(desk: Desk, name: str, every: list[Critique]) -> list[Critique]:
    """The critiques of a paper; where a name fits many papers, of those that have one."""
    possible = finding.readings(desk.library, name) or [desk.paper(name)]
    targets = {reading.target for reading in possible}
    works = {reading.work for reading in possible if reading.work}
    fits = [one for one in every if one.target in targets] or [
        one for one in every if one.target.partition("#")[0] in works
    ]
    if not fits:
        reading = desk.paper(name)
        raise UnknownCritiqueError(
            f"of {reading.title!r}", hint=f"papertrail critique new {reading.handle or reading.target} begins one"
        )
    return fits


def names_of(desk: Desk, target: str) -> frozenset[str]:
    """Every name that a reading has had."""
    work, hash_, part = target.partition("#")
    names = {target, *(f"{name}{hash_}{part}" for (name,) in desk.library.rows(ALIASES, work=work))}
    return frozenset(names | {earlier for name, earlier in desk.library.rows(EARLIER_NAMES) if name in names})


def _lying_there(desk: Desk, course: str, reading: Reading) -> tuple[str, int | None] | None:
    """A draft of this reading that papertrail does not know, as after the folder came from another machine.

    Returns:
        The file, and the number in its front matter if it is one that a course could have.
    """
    names = names_of(desk, reading.target)
    known = {one.file for one in desk.library.critiques()}
    for file, head in folder.drafts(desk.settings.critiques):
        fits = head.course == course and head.paper in names
        if fits and file not in known and not file.startswith(f"{folder.REMOVED}/"):
            return file, head.number if head.number <= _LARGEST_NUMBER else None
    return None


def _head(desk: Desk, reading: Reading, course: Course | None, number: int) -> Head:
    from papertrail.cli.citation import full_reference

    chance = assignment(desk.library, course, reading.target) if course else None
    aside = desk.library.aside(chance.reading) if chance else None
    return Head(
        paper=reading.target,
        citation=full_reference(desk.library, reading),
        course=course.key if course else "",
        number=number,
        session=date.fromisoformat(aside.date) if aside and aside.date else None,
        due=due_words(chance.due, policy(course.critique).due) if course and chance else "",
        author=desk.settings.author,
    )
