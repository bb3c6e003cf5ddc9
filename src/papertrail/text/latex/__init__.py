"""LaTeX as BibTeX has it: read as text, and text written as LaTeX that shows it and does nothing else."""

from importlib import import_module
from typing import TYPE_CHECKING

from papertrail.text.latex.writing import BIBLATEX, BIBTEX, CAPITALS, Encoding

if TYPE_CHECKING:
    from papertrail.text.latex.reader import address
    from papertrail.text.latex.reading import formulas_in, paragraphs, read, to_text

__all__ = [
    "BIBLATEX", "BIBTEX", "CAPITALS", "Encoding", "address", "formulas_in", "paragraphs", "read",
    "to_text",
]  # fmt: skip

_READER = ("address",)
_READING = ("formulas_in", "paragraphs", "read", "to_text")
"""What reads is loaded when it is asked for: most that is written has never been LaTeX."""


def __getattr__(name: str) -> object:
    """What is asked for by this name for the first time."""
    home = "reader" if name in _READER else "reading" if name in _READING else None
    if home is None:
        raise AttributeError(name)
    globals()[name] = found = getattr(import_module(f"papertrail.text.latex.{home}"), name)
    return found
