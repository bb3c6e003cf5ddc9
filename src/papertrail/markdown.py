"""Foreign text in Markdown: nothing but text, to CommonMark, its usual extensions, pandoc and HTML."""

import re

from papertrail import cleaning

_SIGNS = re.compile(r"[\\`*_{}\[\]<>#|~$^@]|&(?=[#A-Za-z])|=(?==)")
_BEGINS = re.compile(r"(?P<before>\d{0,9})(?P<sign>[-+.):=])")


def escaped(text: str) -> str:
    """Text as a line, or the beginning of one, in which no character means anything."""
    line = escaped_within(cleaning.line(text))
    if match := _BEGINS.match(line):  # what could be the beginning of a list or of a line below a heading
        line = f"{match['before']}\\{line[match.end('before') :]}"
    return line


def escaped_within(text: str) -> str:
    """Text for the inside of a line; white space stays as it is."""
    return _SIGNS.sub(r"\\\g<0>", text)
