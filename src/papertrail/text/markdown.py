"""Text in Markdown: nothing but text, to CommonMark, its usual extensions, pandoc and HTML."""

import re

from papertrail import cleaning
from papertrail.text.folding import folded
from papertrail.text.marked import Mark, Run, Text

_SIGNS = re.compile(r"[\\`*_{}\[\]<>#|~$^@]|&(?=[#A-Za-z])|=(?==)")
_BEGINS = re.compile(r"(?P<before>\d{0,9})(?P<sign>[-+.):=])")
_WRITTEN = {
    Mark.ITALIC: ("*", "*"), Mark.BOLD: ("**", "**"), Mark.SUPERSCRIPT: ("<sup>", "</sup>"),
    Mark.SUBSCRIPT: ("<sub>", "</sub>"),
}  # fmt: skip
_IN_FORMULA = str.maketrans({"<": r"\lt ", ">": r"\gt ", "*": r"\ast ", "[": r"\lbrack ", "]": r"\rbrack ",
                             "|": r"\vert ", "~": r"\ ", "`": "‘", "@": r"\mathrm{at}"})  # fmt: skip
"""What Markdown and HTML would see in a formula where they know none."""


def write(text: Text) -> str:
    """A text for the inside of a line, formulae between dollar signs."""
    if isinstance(text, str):
        return escaped_within(text)
    return "".join(escaped_within(piece) if isinstance(piece, str) else _run(piece) for piece in text)


def escaped(text: Text) -> str:
    """Text as a line, or the beginning of one, in which no character means anything but its marks."""
    clean = cleaning.line(text) if isinstance(text, str) else folded(text, longest=cleaning.LONGEST_LINE)
    line = write(clean)
    if match := _BEGINS.match(line):  # what could be the beginning of a list or of a line below a heading
        line = f"{match['before']}\\{line[match.end('before') :]}"
    return line


def escaped_within(text: str) -> str:
    """Text for the inside of a line; white space stays as it is."""
    return _SIGNS.sub(r"\\\g<0>", text)


def _run(run: Run) -> str:
    if run.mark is Mark.MATH:
        return _math(run.tex)
    begin, end = _WRITTEN.get(run.mark, ("", ""))
    return f"{begin}{write(run.pieces)}{end}"


def _math(tex: str) -> str:
    from papertrail.text import formulas  # noqa: PLC0415 - few texts have formulae
    from papertrail.text.latex import BIBLATEX  # noqa: PLC0415 - as above

    if not formulas.is_sound(tex):
        return escaped_within(f"${tex}$")
    return f"${BIBLATEX.formula(tex).translate(_IN_FORMULA)}$"
