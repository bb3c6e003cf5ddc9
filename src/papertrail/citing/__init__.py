"""Which citation keys a document cites: LaTeX and the files it leaves behind, Typst, Markdown, notebooks.

The files that a document reads are followed. A key comes with the place where it is first cited, so that one that
nobody knows can be found again.
"""

from collections.abc import Callable, Iterable
from pathlib import Path

from papertrail.citing import aux, bcf, markdown, notebook, typst
from papertrail.citing.documents import Citation, Citations, Reader, UnknownFormatError, followed
from papertrail.citing.latex import Latex

__all__ = ["FORMATS", "Citation", "Citations", "cited"]

_READERS: dict[str, Callable[[], Reader]] = {
    "aux": lambda: aux.pieces,
    "bcf": lambda: bcf.pieces,
    "latex": Latex,
    "markdown": lambda: markdown.pieces,
    "notebook": lambda: notebook.pieces,
    "typst": lambda: typst.pieces,
}
FORMATS = {
    ".aux": "aux", ".bcf": "bcf", ".ipynb": "notebook", ".latex": "latex", ".ltx": "latex", ".markdown": "markdown",
    ".md": "markdown", ".mdown": "markdown", ".mkd": "markdown", ".qmd": "markdown", ".rmd": "markdown",
    ".rnw": "latex", ".tex": "latex", ".txt": "markdown", ".typ": "typst",
}  # fmt: skip
"""The format by the suffix of a file."""


def cited(files: Iterable[Path]) -> Citations:
    """What some documents cite together, with all the files that they read.

    Raises:
        UnknownFormatError: it is not known what a citation looks like in such a file.
        UnreadableFileError: a file cannot be opened.
        MalformedFileError: a file that a document reads is not there, or an XML file is broken.
    """
    found = Citations()
    for file in files:
        name = FORMATS.get(file.suffix.lower())
        if name is None:
            raise UnknownFormatError(file, sorted(FORMATS))
        found = found.joined(followed(file, _READERS[name]()))
    return found
