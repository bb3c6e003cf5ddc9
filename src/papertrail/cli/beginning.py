"""What `critique new`, `edit` and `remove` do: choose, open the editor, and say how the draft stands."""

import sys
from pathlib import PurePosixPath
from shutil import get_terminal_size

import typer

from papertrail.cli.checking import checked, summary
from papertrail.cli.desk import Desk
from papertrail.cli.drafts import begin, course_for, file_of, handle, piece_of
from papertrail.cli.editor import open_file
from papertrail.cli.wording import symbol
from papertrail.cli.words import say
from papertrail.critique import folder
from papertrail.critique.tally import Chance, Piece, Tally, tally
from papertrail.errors import PapertrailError, UsageError
from papertrail.records import Course
from papertrail.wording import due_words, titled

_OFFERED = 8


class NothingChosenError(PapertrailError):
    """The reader has to say of which paper."""

    exit_code = 3

    def __init__(self) -> None:
        super().__init__("no paper was chosen", hint="papertrail critique new PAPER names one")


def offered(desk: Desk, course: str | None) -> str:
    """The paper that the reader chooses among those that can be written about, by the time they are due.

    Raises:
        UsageError: no course wants any, or nothing is left to write about.
        NothingChosenError: the reader chose none, or there is no terminal to ask at.
    """
    every = [desk.course(course)] if course else [one for one in desk.library.courses() if one.followed]
    tallies = [tally(desk.library, one, desk.settings.now) for one in every if one.critique or course]
    if not tallies:
        raise UsageError("no followed course wants any", hint="papertrail critique new PAPER begins one of any paper")
    chances = [(found, chance) for found in tallies for chance in found.chances]
    chances.sort(key=lambda one: (one[1].due is None, (one[1].due or one[1].reading.due or "9")[:10]))
    if not chances:
        raise UsageError("nothing is left to write about", hint="papertrail critique new PAPER begins one of any paper")
    interactive = sys.stdin.isatty() and sys.stdout.isatty()
    for line in _offers(chances[:_OFFERED]):
        if interactive:
            print(line)
        else:
            say(line)
    if interactive:
        answer = typer.prompt("Which one? (0 for none)", default=1, type=int)
        if 0 < answer <= min(_OFFERED, len(chances)):
            return str(chances[answer - 1][1].reading.handle)
    raise NothingChosenError


def begin_in_editor(desk: Desk, name: str, course: str | None) -> None:
    """Begin the critique of a paper, or take up the one there is, and open it."""
    reading = desk.paper(name)
    chosen = course_for(desk, reading, name, course)
    critique, fresh = begin(desk, reading, chosen)
    piece = piece_of(desk, critique)
    print(f"{'began' if fresh else 'opened'} {handle(desk, critique)}: {titled(reading)}")
    if fresh and chosen:
        _say_doubts(desk, piece, chosen)
    edit_in_editor(desk, piece)


def edit_in_editor(desk: Desk, piece: Piece) -> None:
    """Open a draft; without an editor it is said where the draft lies."""
    path = file_of(desk, piece.critique)
    try:
        open_file(path)
    except UsageError as error:
        say(f"warning: {error}")
        say("hint: name your editor in EDITOR, or open the file yourself")
        print(path)
        return
    moved = piece.critique._replace(file=path.relative_to(desk.settings.critiques).as_posix())
    one = checked(desk, piece._replace(critique=moved))
    print(path)
    for line in summary(one) if one.report.words else ():
        print(f"  {line}")


def put_away(desk: Desk, piece: Piece) -> None:
    """Forget a critique and put its file into the folder of removed ones; a file that is gone is no obstacle."""
    critique = piece.critique
    try:
        file = file_of(desk, critique).relative_to(desk.settings.critiques).as_posix()
    except folder.MissingDraftError:
        file = None
    name = handle(desk, critique)
    if file is None:
        desk.journal().forget_critique(critique)
        print(f"forgot {name}: {titled(piece.reading)}")
        return
    # The file first: where that fails nothing has changed, and without the rest it is moved back when it is asked for.
    put = folder.move(desk.settings.critiques, file, str(PurePosixPath(folder.REMOVED) / file))
    desk.journal().forget_critique(critique)
    print(f"removed {name}: {titled(piece.reading)}; the draft is now {desk.settings.critiques / put}")


def _offers(found: list[tuple[Tally, Chance]]) -> list[str]:
    """The papers that are offered, one a line: whether it is read, when it is due, its handle and title."""
    dues = [due_words(chance.due, one.rules.due) for one, chance in found]
    handles = [chance.reading.handle or "" for _, chance in found]
    wide, long = max(map(len, dues)), max(map(len, handles))
    lines = [
        f"{number:2}  {symbol(chance.reading.status)} {due:{wide}}  {handle:{long}}  {titled(chance.reading)}"
        for number, ((_, chance), due, handle) in enumerate(zip(found, dues, handles, strict=True), start=1)
    ]
    columns = get_terminal_size().columns
    return [line if len(line) <= columns else f"{line[: columns - 1]}…" for line in lines]


def _say_doubts(desk: Desk, piece: Piece, course: Course) -> None:
    """What the check will say of a draft that cannot be handed in."""
    found = tally(desk.library, course, desk.settings.now)
    if not piece.assigned:
        levels = " or ".join(found.rules.levels)
        say(f"warning: {course.short} does not assign it as {levels} reading; it cannot be handed in there")
    elif piece.critique.number in found.missed:
        late = "" if found.rules.takes_late else ", and late ones do not count"
        say(f"warning: it was due {due_words(piece.due, found.rules.due)}{late}")
