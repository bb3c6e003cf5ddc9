r"""Citations in the ``.aux`` file that LaTeX leaves behind: what a document really cites, whatever its commands are."""

import re
from collections.abc import Iterator
from pathlib import Path

from papertrail.citing.documents import Cited, Everything, Inclusion, Piece, Reader
from papertrail.citing.lines import Lines

_LINE = re.compile(
    r"\\(?:citation|abx@aux@cite(?:\{\d*\}(?=\{))?)\{(?P<keys>[^{}\\]*)\}|\\@input\{(?P<file>[^{}\\]*)\}"
    r"|\\abx@aux@(?P<all>nociteall)"
)
# Entries with which styles and packages speak to BibTeX.
_CONTROL = re.compile(
    r"biblatex-control|(?:revtex|apsrev|apsrmp|aip|jcp)\S*Control|\S*:BSTcontrol|(?:acs|achemso)-\S*control",
    re.IGNORECASE,
)


def reader() -> Reader:
    """What reads one document."""
    return pieces


def pieces(text: str, path: Path) -> Iterator[Piece]:
    """Everything of interest in the text of a file, in order."""
    del path
    lines = Lines(text)
    for match in _LINE.finditer(text):
        line = lines.at(match.start())
        if match["file"]:
            yield Inclusion((match["file"].strip('"'),), line, match["file"])
        elif match["all"]:
            yield Everything()
        else:
            for key in map(str.strip, (match["keys"] or "").split(",")):
                if key == "*":
                    yield Everything()
                elif key and not _CONTROL.fullmatch(key):
                    yield Cited(key, line)
