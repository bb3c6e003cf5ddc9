"""Citations in the ``.bcf`` file that biblatex writes for biber."""

from collections.abc import Iterator
from pathlib import Path
from xml.parsers import expat

from papertrail.citing.documents import Cited, Everything, Piece, Reader
from papertrail.mistakes import MalformedFileError, Mistake


class _RefusedError(Exception):
    """The file defines something of its own, which biblatex never does."""


def reader() -> Reader:
    """What reads one document."""
    return pieces


def pieces(text: str, path: Path) -> Iterator[Piece]:
    """Everything of interest in the text of a file, in order.

    Raises:
        MalformedFileError: it is no XML, or XML with definitions of its own, which could swell without end.
    """
    found = _Found()
    try:
        found.parser.Parse(text.encode("utf-8", errors="replace"), True)  # noqa: FBT003 - the last piece
    except expat.ExpatError as error:
        reason = f"it is no control file of biblatex ({expat.ErrorString(error.code)})"
        raise MalformedFileError([Mistake(path, error.lineno, reason, "run LaTeX again")]) from None
    except _RefusedError:
        line = found.parser.CurrentLineNumber
        raise MalformedFileError([Mistake(path, line, "a control file of biblatex defines no entities")]) from None
    yield from found.pieces


class _Found:
    """What the parser has come across."""

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self.text: list[str] | None = None
        self.line = 0
        self.parser = expat.ParserCreate("utf-8")
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.characters
        self.parser.StartDoctypeDeclHandler = self.refuse

    def refuse(self, *_: object) -> None:
        raise _RefusedError

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] != "citekey":
            return
        self.line = self.parser.CurrentLineNumber
        if members := attributes.get("members"):  # a set has no entry of its own
            self.pieces += [Cited(key.strip(), self.line) for key in members.split(",") if key.strip()]
        else:
            self.text = []

    def characters(self, text: str) -> None:
        if self.text is not None:
            self.text.append(text)

    def end(self, _: str) -> None:
        if self.text is not None:
            key = "".join(self.text).strip()
            self.text = None
            if key:
                self.pieces.append(Everything() if key == "*" else Cited(key, self.line))
