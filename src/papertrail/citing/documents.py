"""What is found in a document, and the walk through the files that it reads."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from papertrail import opening
from papertrail.errors import PapertrailError
from papertrail.mistakes import MalformedFileError, Mistake, quoted

LARGEST_FILE = 64 * 1024 * 1024
"""Bytes of a document; beyond it a file is something else."""


class Citation(NamedTuple):
    """A key, and the place where it is first cited."""

    key: str
    file: Path
    line: int


class Cited(NamedTuple):
    """A key that a text cites."""

    key: str
    line: int
    part: str = ""
    """Where the file is made of parts, the one to which the line belongs."""


class Everything(NamedTuple):
    r"""A text asks for all works, as ``\nocite{*}`` does."""


class Label(NamedTuple):
    """A name that a text gives to a place of its own: what refers to it is no citation."""

    name: str


class Inclusion(NamedTuple):
    """Another file that a text reads."""

    names: tuple[str, ...]
    """The names it may have, in the order in which they are tried."""
    line: int
    written: str
    """As the text names it."""
    folder: str | None = None
    """The folder that the file, and what it reads itself, are in; None for that of the text."""
    from_root: bool = True
    """True when `folder` is relative to the first document's folder, false when to that of the text."""
    needed: bool = True
    """False when the text gets on without it."""


class Unclear(NamedTuple):
    """Something that may hide citations and cannot be followed."""

    sentence: str
    line: int


class End(NamedTuple):
    """The document ends here, whatever follows."""


Piece = Cited | Everything | Label | Inclusion | Unclear | End
Reader = Callable[[str, Path], Iterator[Piece]]
"""Everything of interest in the text of a file, in order."""


class Citations(NamedTuple):
    """What documents cite."""

    citations: tuple[Citation, ...] = ()
    """Each key once, in the order of the documents."""
    everything: bool = False
    r"""True for ``\nocite{*}``: all works are cited."""
    unclear: tuple[Mistake, ...] = ()
    """What may cite more and could not be followed."""

    @property
    def keys(self) -> list[str]:
        """The keys, as the documents spell them."""
        return [citation.key for citation in self.citations]

    def joined(self, other: "Citations") -> "Citations":
        """What both cite."""
        first = {citation.key: citation for citation in reversed((*self.citations, *other.citations))}
        return Citations(
            tuple(reversed(first.values())), self.everything or other.everything, (*self.unclear, *other.unclear)
        )


class UnknownFormatError(PapertrailError):
    """Nobody knows what a citation looks like in such a file."""

    exit_code = 2

    def __init__(self, path: Path, suffixes: Sequence[str]) -> None:
        super().__init__(
            f"it is not known how {path} cites: its name ends in none of {', '.join(suffixes)}",
            hint="name the .tex, .aux, .bcf, .typ or .md file",
        )


class _Open(NamedTuple):
    """A file that is being read."""

    path: Path
    folder: Path
    """Where the files are that it names."""
    pieces: Iterator[Piece]


def followed(first: Path, reader: Reader) -> Citations:
    """What a document and the files that it reads cite; each file is read once, so that circles end.

    Raises:
        UnreadableFileError: a file cannot be opened.
        MalformedFileError: files that are needed are not there; all of them are named.
    """
    walk = _Walk(first, reader)
    while walk.open:
        piece = next(walk.open[-1].pieces, None)
        if piece is None:
            walk.open.pop()
        elif isinstance(piece, End):
            break
        else:
            walk.take(piece)
    if walk.missing:
        raise MalformedFileError(walk.missing)
    return walk.outcome()


class _Walk:
    """The files of one document."""

    def __init__(self, first: Path, reader: Reader) -> None:
        self.reader = reader
        self.root = first.parent
        self.citations: dict[str, Citation] = {}
        self.labels: set[str] = set()
        self.everything = False
        self.unclear: list[Mistake] = []
        self.missing: list[Mistake] = []
        self.open = [_Open(first, first.parent, reader(contents(first), first))]
        self.seen = {first.resolve()}

    def take(self, piece: Piece) -> None:
        """Keep one thing that a text holds, or go into the file it names."""
        at = self.open[-1]
        if isinstance(piece, Cited):
            if piece.key not in self.citations:
                file = Path(f"{at.path} ({piece.part})") if piece.part else at.path
                self.citations[piece.key] = Citation(piece.key, file, piece.line)
        elif isinstance(piece, Label):
            self.labels.add(piece.name)
        elif isinstance(piece, Inclusion):
            self.enter(piece, at)
        elif isinstance(piece, Unclear):
            self.unclear.append(Mistake(at.path, piece.line, piece.sentence, "name the .aux file instead"))
        elif isinstance(piece, Everything):
            self.everything = True

    def enter(self, wanted: Inclusion, at: _Open) -> None:
        """Read another file next, unless it was read before."""
        folder = at.folder
        if wanted.folder is not None:
            folder = (self.root if wanted.from_root else at.folder) / wanted.folder
        path = _found(wanted, dict.fromkeys((folder, self.root, at.path.parent)))
        if path is None:
            if wanted.needed:
                self.missing.append(Mistake(at.path, wanted.line, f"the file {quoted(wanted.written)} is not there"))
        elif (real := path.resolve()) not in self.seen:
            self.seen.add(real)
            self.open.append(_Open(path, folder, self.reader(contents(path), path)))

    def outcome(self) -> Citations:
        """All that was found; what refers to a place of the document is no citation."""
        found = tuple(citation for citation in self.citations.values() if citation.key not in self.labels)
        return Citations(found, self.everything, tuple(self.unclear))


def _found(wanted: Inclusion, folders: dict[Path, None]) -> Path | None:
    for folder in folders:
        for name in wanted.names:
            path = folder / name
            try:
                if path.is_file():
                    return path
            except (OSError, ValueError):  # a name that no file can have
                continue
    return None


def contents(path: Path) -> str:
    """The text of a file: UTF-8, UTF-16 with its mark, and Latin-1 for anything else; line ends made alike.

    Raises:
        UnreadableFileError: it cannot be opened, or is larger than `LARGEST_FILE`.
    """
    return decoded(opening.contents(path, largest=LARGEST_FILE))


def decoded(data: bytes) -> str:
    """The text of some bytes, in the encoding that they are probably in."""
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        text = data.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    return text.replace("\r\n", "\n").replace("\r", "\n")
