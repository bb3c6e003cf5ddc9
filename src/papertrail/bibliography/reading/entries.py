"""A BibTeX file cut into its entries, so that one broken entry costs no other.

pybtex stops at the first error and knows no line numbers afterwards; here every entry is found by its braces and
handed to pybtex's scanner alone.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from pybtex.database.input.bibtex import LowLevelParser, month_names
from pybtex.scanner import PybtexSyntaxError
from pybtex.utils import CaseInsensitiveDict

LONGEST_ENTRY = 100_000
"""Characters in one entry; pybtex's time grows with the square of it."""

_START = re.compile(r"@[ \t]*([A-Za-z][A-Za-z0-9_-]*)\s*([{(])")
_NEXT_ENTRY = re.compile(r"^[ \t]*@[ \t]*[A-Za-z]+\s*[{(]\s*[^\s,={}()\"]+\s*,", re.MULTILINE)
_NO_KEY = re.compile(r"[{(]\s*(?:(?=[^\s,{}]*\s*=)|,|(?=[)}]))")
_BAD_BYTE = re.compile("[\udc80-\udcff]")
_QUOTE_BRACE_OR_END = re.compile(r"[{)\"]")
_KEY = re.compile(r"[{(]\s*([^\s,{}=\"]+)\s*,")

_DEEP = 100
"""Braces in a value at which pybtex, which has a limit for nested ones, has the say."""
_NAME = r"[A-Za-z@!$&*+./:;<>?\[\\\]^_`|~\x7f-][A-Za-z0-9@!$&*+./:;<>?\[\\\]^_`|~\x7f-]*"
_FIELD = re.compile(rf"\s*({_NAME})\s*(=)\s*(?:([0-9]+)|({_NAME})|(?=[{{\"]))", re.ASCII)
_AFTER_FIELD = re.compile(r"\s*(,?)\s*([})]?)", re.ASCII)
_IN_QUOTES = re.compile(r"[{}\"]")


@dataclass
class RawEntry:
    """An entry as it stands in the file: names in lower case, values with their LaTeX; the key "" where it has none."""

    entry_type: str
    key: str
    line: int
    fields: dict[str, str] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    problems: list[tuple[int, str, str | None]] = field(default_factory=list)
    """Line, sentence and remedy of what pybtex did not like."""
    broken: bool = False
    """True when nothing but the key can be trusted."""


class Source:
    """The text of a BibTeX file, with its braces matched and its lines counted once."""

    def __init__(self, text: str) -> None:
        self.text = text.replace("\r\n", "\n").replace("\r", "\n")
        self._newlines = [match.start() for match in re.finditer("\n", self.text)]
        self._closing, self._stray = _braces(self.text)
        self._macros = CaseInsensitiveDict(month_names)

    def entries(self) -> Iterator[RawEntry]:
        """Every entry in order, broken ones too; ``@string`` is applied, other commands and junk are skipped."""
        position = 0
        starts = [match.start() for match in _NEXT_ENTRY.finditer(self.text)]
        while match := _START.search(self.text, position):
            bound = bisect_right(starts, match.start())
            limit = starts[bound] if bound < len(starts) else len(self.text)
            command = match[1].lower()
            if command == "comment":
                position = self._closing.get(match.end() - 1, match.end() - 1) + 1
                continue
            end = self._end(match, limit)
            position = limit if end is None else end
            if command == "string" and end is not None:
                self._define(self.text[match.start() : end])
            elif command not in {"preamble", "string"}:
                yield self._entry(match, end)

    def stray_braces(self) -> list[int]:
        """The lines with a closing brace that nothing opened."""
        return sorted({self._line(position) for position in self._stray})

    def _line(self, position: int) -> int:
        return bisect_right(self._newlines, position - 1) + 1

    def _end(self, match: re.Match[str], limit: int) -> int | None:
        opening = match.end() - 1
        if match[2] == "{":
            closing = self._closing.get(opening, limit)
            return closing + 1 if closing < limit else None
        position, quoted = opening + 1, False
        while found := _QUOTE_BRACE_OR_END.search(self.text, position, limit):
            if found[0] == ")" and not quoted:
                return found.end()
            quoted ^= found[0] == '"'
            position = self._closing.get(found.start(), limit) + 1 if found[0] == "{" else found.end()
        return None

    def _define(self, text: str) -> None:
        parser = LowLevelParser(text, macros=self._macros, handle_error=lambda _: None)
        for _ in parser:
            pass

    def _entry(self, match: re.Match[str], end: int | None) -> RawEntry:
        key = _KEY.match(self.text, match.end() - 1)
        no_key = _NO_KEY.match(self.text, match.end() - 1)
        raw = RawEntry(match[1].lower(), key[1] if key else "", self._line(match.start()))
        if end is None:
            raw.problems.append((raw.line, "is never closed", "count its braces"))
        elif end - match.start() > LONGEST_ENTRY:
            raw.problems.append((raw.line, f"is longer than {LONGEST_ENTRY} characters", None))
        elif bad := _bad_byte(self.text[match.start() : end]):
            line = self._line(match.start() + bad.start())
            raw.problems.append((line, "is not UTF-8", "save the file as UTF-8"))
        elif no_key and not self._parse_quickly(raw, no_key.end(), end):
            raw.problems.append((raw.line, "has no key", "write one after the opening brace"))
        else:
            if not no_key and not (key and self._parse_quickly(raw, key.end(), end)):
                self._parse(raw, self.text[match.start() : end])
            return raw
        raw.broken = True
        return raw

    def _parse_quickly(self, raw: RawEntry, position: int, end: int) -> bool:
        """Take an entry apart by its braces alone; False, and nothing done, where pybtex has to have a look at it."""
        found: list[tuple[str, str, int]] = []
        while field_ := _FIELD.match(self.text, position, end):
            value, position = self._value(field_, end)
            after = _AFTER_FIELD.match(self.text, position, end)
            if value is None or after is None or value.count("{") > _DEEP:
                return False
            found.append((field_[1].lower(), value, self._line(field_.start(2))))
            position = after.end()
            if after[2] or not after[1]:
                break
        if position != end:
            return False
        for name, value, line in found:
            self._set(raw, name, value, line)
        return True

    def _value(self, match: re.Match[str], end: int) -> tuple[str | None, int]:
        """The value of a field and where it ends; None for one that is not in braces, in quotes, a number, defined."""
        position = match.end()
        if match[3]:
            return match[3], position
        if match[4]:
            return self._macros.get(match[4]), position
        if self.text[position] == "{":
            closing = self._closing.get(position, end)
            return (self.text[position + 1 : closing], closing + 1) if closing < end else (None, end)
        start = position = position + 1
        while found := _IN_QUOTES.search(self.text, position, end):
            if found[0] == '"':
                return self.text[start : found.start()], found.end()
            if found[0] == "}":
                break
            position = self._closing.get(found.start(), end) + 1
        return None, end

    def _parse(self, raw: RawEntry, text: str) -> None:
        errors: list[PybtexSyntaxError] = []
        parser = _EntryParser(text, macros=self._macros, handle_error=errors.append)
        found = next(iter(parser), None)
        for error in errors:
            undefined = error.error_type == "undefined string"
            raw.broken = raw.broken or not undefined
            raw.problems.append((raw.line + error.lineno - 1, *_in_words(error, undefined=undefined)))
        if raw.broken or found is None:
            raw.broken = True
            return
        raw.key = found[1][0]
        for (name, values), line in zip(found[1][1], parser.field_lines, strict=False):
            self._set(raw, name.lower(), "".join(values), raw.line + line - 1)

    @staticmethod
    def _set(raw: RawEntry, name: str, value: str, line: int) -> None:
        if name in raw.fields:
            raw.problems.append((line, f"has a second field '{name}'", "the first one counts; drop one"))
            return
        raw.fields[name] = " ".join(value.split())
        raw.lines[name] = line


class _EntryParser(LowLevelParser):  # type: ignore[misc] # pybtex has no types
    """pybtex's scanner of one entry, which also notes the line of every field."""

    def parse_entry_body(self, body_end: object) -> None:
        self.field_lines: list[int] = []
        super().parse_entry_body(body_end)

    def parse_value(self) -> None:
        line = self.lineno
        super().parse_value()
        if self.current_value:
            self.field_lines.append(line)


def _in_words(error: PybtexSyntaxError, *, undefined: bool) -> tuple[str, str]:
    reason = str(error.args[0])
    if undefined:
        return f"uses the abbreviation '{reason}', which no @string defines", "put the value in braces"
    return f"cannot be read from here on: {reason}", "look for a comma, quote or brace that is missing just before"


def _bad_byte(text: str) -> re.Match[str] | None:
    """The first byte that was not UTF-8, as it was decoded."""
    return None if text.isascii() else _BAD_BYTE.search(text)


def _braces(text: str) -> tuple[dict[int, int], list[int]]:
    closing: dict[int, int] = {}
    stray: list[int] = []
    opened: list[int] = []
    for match in re.finditer("[{}]", text):
        if match[0] == "{":
            opened.append(match.start())
        elif opened:
            closing[opened.pop()] = match.start()
        else:
            stray.append(match.start())
    return closing, stray
