"""Foreign text inside a line of Markdown."""

import re

from papertrail import cleaning

_SIGNS = re.compile(r"[\\`*_{}\[\]<>#|~&$!^=]")
_BEGINS = re.compile(r"(?P<before>\d{0,9})(?P<sign>[-+.):])")


def escaped(text: str) -> str:
    """One line in which no character means anything to Markdown, to its usual extensions, or to HTML."""
    line = _SIGNS.sub(r"\\\g<0>", cleaning.line(text))
    if match := _BEGINS.match(line):  # what could be the beginning of a list or of a line below a heading
        line = f"{match['before']}\\{line[match.end('before') :]}"
    return line
