"""Titles, abstracts and names as the services write them, made harmless and put into our shape."""

import re
from collections.abc import Iterable
from itertools import islice

from papertrail import cleaning
from papertrail.people import Name, People, from_spoken, listed
from papertrail.text import html as hypertext
from papertrail.text import latex as tex
from papertrail.text.marked import Text

MOST_NAMES = 5_000
"""Authors kept of one paper; the longest real list has about 3,000."""

_LONGEST_SOURCE = 4 * cleaning.LONGEST_LINE
"""Characters of a marked text that are looked at; marks take some of them."""

_PARAGRAPH = re.compile(r"\r?\n[ \t]*\r?\n|\r?\n[ \t]{2,}(?=\S)")
_TILDE = re.compile(r"(\\[~$]|\$[^$]*\$|\\\(.*?\\\))|~")
_MARKUP = re.compile(r"[\\{}~]|--|``|''")


def paragraphs(text: str, *, longest: int = cleaning.LONGEST_TEXT) -> str:
    """A long text as clean paragraphs with an empty line between them, cut at a number of characters."""
    kept = (_joined(paragraph) for paragraph in _PARAGRAPH.split(text[: 4 * longest].strip("\r\n")))
    return "\n\n".join(filter(None, kept))[:longest].rstrip()


def line(value: object) -> str:
    """Whatever stands in a field of an answer as one clean line; empty where it is no text or number."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return cleaning.line(value) if isinstance(value, str) else ""


def html(value: object) -> Text:
    """One clean line with HTML, JATS, MathML or ``$…$`` in it, as publishers send titles; empty where it is no text."""
    return tex.formulas_in(hypertext.read(value[:_LONGEST_SOURCE])) if isinstance(value, str) else ""


def latex(value: object) -> Text:
    """One clean line with some LaTeX in it, as authors write titles at arXiv; empty where it is no text.

    A tilde is meant as one there: "galaxies at z~6".
    """
    if not isinstance(value, str):
        return ""
    return tex.read(_TILDE.sub(_own_tilde, cleaning.line(value, longest=_LONGEST_SOURCE)))


def _own_tilde(match: re.Match[str]) -> str:
    """A formula as it is; a tilde outside of one as the command for a tilde."""
    return match[1] or r"\textasciitilde{}"


def people(spoken: Iterable[str]) -> People:
    """Authors from names as they are spoken, in order; what has no letter in it is no name."""
    return listed(islice(spoken, MOST_NAMES), _person)


def _person(spoken: str) -> Name:
    if _MARKUP.search(spoken):  # accents are read, and no other command is anybody's name
        spoken = _MARKUP.sub(" ", tex.to_text(spoken[:_LONGEST_SOURCE]))
    return from_spoken(spoken)


def _joined(text: str) -> str:
    if len(text) <= cleaning.LONGEST_LINE:
        return cleaning.line(text)
    return " ".join(filter(None, map(cleaning.line, text.split())))
