"""Which citation keys a document cites: LaTeX and the files it leaves behind, Typst, Markdown, notebooks.

The files that a document reads are followed. A key comes with the place where it is first cited, so that one that
nobody knows can be found again.
"""

from collections.abc import Iterable
from importlib import import_module
from pathlib import Path

from papertrail.citing.documents import Citation, Citations, Reader, UnknownFormatError, followed

__all__ = ["FORMATS", "Citation", "Citations", "cited"]

FORMATS = {
    ".aux": "aux", ".bcf": "bcf", ".ipynb": "notebook", ".latex": "latex", ".ltx": "latex", ".markdown": "markdown",
    ".md": "markdown", ".mdown": "markdown", ".mkd": "markdown", ".qmd": "markdown", ".rmd": "markdown",
    ".rnw": "latex", ".tex": "latex", ".txt": "markdown", ".typ": "typst",
}  # fmt: skip
"""The format by the suffix of a file, and the module that reads it."""


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
        found = found.joined(followed(file, _reader(name)))
    return found


def _reader(name: str) -> Reader:
    """What reads one document of a format; only the modules of the formats that are met are loaded."""
    reader: Reader = import_module(f"papertrail.citing.{name}").reader()
    return reader
