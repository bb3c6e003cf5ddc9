"""Citations in Typst: ``@key``, ``#cite(<key>)``, ``#cite(label("key"))``; what refers to a label is none."""

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from papertrail.citing.documents import Cited, Everything, Inclusion, Label, Piece, Reader
from papertrail.citing.lines import Lines

_NAME = r"[^\W\d][\w-]*"
_MARKUP = re.compile(
    rf"\\.|(?P<address>https?://[^\s\[\]()<>\"]*)|(?P<comment>//|/\*)|(?P<raw>`+)|(?P<math>\$)|(?P<open>\[)|(?P<close>\])"
    rf"|@(?P<key>[\w:.-]+)|<(?P<label>[\w:.-]+)>|\#(?P<code>{_NAME}(?:\.{_NAME})*|[\"({{\[])",
    re.DOTALL,
)
_CODE = re.compile(
    rf"(?P<comment>//|/\*)|(?P<raw>`+)|(?P<math>\$)|(?P<string>\")|(?P<open>[(\[{{])|(?P<close>[)\]}}])"
    rf"|(?P<end>[\n;])|(?P<code>{_NAME}(?:\.{_NAME})*)|\d[\w.]*"
)
_MATH = re.compile(r"\\.|(?P<comment>//|/\*)|(?P<string>\")|(?P<math>\$)", re.DOTALL)
_PATTERNS = {"markup": _MARKUP, "code": _CODE, "line": _CODE, "math": _MATH}

_ARGUMENT = re.compile(r'\(\s*(?:key\s*:\s*)?(?:<([^<>\s]+)>|label\(\s*"([^"\\]*)"\s*\))')
_DEFINED = re.compile(r'\(\s*"([^"\\]*)"\s*\)')
_FULL = re.compile(r"\([^()]*\bfull\s*:\s*true\b")
_FILE = re.compile(r'[ \t]*"([^"\\\n]+)"')
_STRING = re.compile(r'(?:[^"\\]|\\.)*"', re.DOTALL)
_COMMENT = re.compile(r"/\*|\*/")
_CHAIN = re.compile(rf"(?:\.{_NAME})*(?=\()")
_ELSE = re.compile(r"\s*else\b")
_STATEMENTS = frozenset(("context", "for", "if", "import", "include", "let", "return", "set", "show", "while"))
_WITH_BODY = frozenset(("context", "for", "if", "while"))
_CLOSED_BY = {"(": ")", "[": "]", "{": "}"}


def reader() -> Reader:
    """What reads one document."""
    return pieces


def pieces(text: str, path: Path) -> Iterator[Piece]:
    """Everything of interest in the text of a file, in order."""
    del path
    return _Scan(text).run()


class _Scan:
    """One pass through a text, with the brackets that are open around."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = Lines(text)
        self.open: list[tuple[str, str]] = [("markup", "")]
        """Kinds of text, and what ends each; of a statement, the word that began it."""

    def run(self) -> Iterator[Piece]:
        place = 0
        while match := _PATTERNS[self.open[-1][0]].search(self.text, place):
            found = match.groupdict()
            place = match.end()
            if found.get("comment") or found.get("raw") or found.get("string"):
                place = self.skipped(match[0], place)
            elif found.get("code"):
                yield from self.code(found["code"], match)
                place = self.after_code(found["code"], place)
            elif found.get("math"):
                self.mathematics()
            elif sign := found.get("open"):
                self.open.append(("markup" if sign == "[" else "code", _CLOSED_BY[sign]))
            elif found.get("close"):
                place = self.close(match[0], place)
            elif found.get("end"):
                if self.open[-1][0] == "line":
                    self.open.pop()
            else:
                yield from self.named(match, found)

    def skipped(self, sign: str, place: int) -> int:
        """The place behind a comment, raw text or a string; one that is left open goes on to the end."""
        if sign == "//":
            end = self.text.find("\n", place)
            return len(self.text) if end < 0 else end
        if sign == "/*":
            return self.comment_end(place)
        if sign == '"':
            string = _STRING.match(self.text, place)
            return string.end() if string else len(self.text)
        if sign == "``":  # an empty raw text
            return place
        end = self.text.find(sign, place)
        return len(self.text) if end < 0 else end + len(sign)

    def comment_end(self, place: int) -> int:
        depth = 1
        for match in _COMMENT.finditer(self.text, place):
            depth += 1 if match[0] == "/*" else -1
            if not depth:
                return match.end()
        return len(self.text)

    def mathematics(self) -> None:
        if self.open[-1][0] == "math":
            self.open.pop()
        else:
            self.open.append(("math", "$"))

    def code(self, word: str, match: re.Match[str]) -> Iterator[Piece]:
        """What a name in code means: a citation, another file, a label."""
        place, line = match.end(), self.lines.at(match.start())
        if word in {"cite", "ref"} and (found := _ARGUMENT.match(self.text, place)):
            yield Cited(found[1] or found[2], line)
        elif word == "label" and match[0].startswith("#") and (found := _DEFINED.match(self.text, place)):
            yield Label(found[1])
        elif word in {"include", "import"} and (found := _FILE.match(self.text, place)):
            if not found[1].startswith("@"):  # a package
                at = PurePosixPath(found[1].lstrip("/"))
                yield Inclusion((at.name,), line, found[1], str(at.parent), from_root=found[1].startswith("/"))
        elif word == "bibliography" and _FULL.match(self.text, place):
            yield Everything()

    def after_code(self, word: str, place: int) -> int:
        """Where to go on behind a name or a bracket after a number sign, or a name in code."""
        if self.open[-1][0] != "markup":
            return place
        if word in _CLOSED_BY:
            self.open.append(("markup" if word == "[" else "code", _CLOSED_BY[word]))
        elif word == '"':
            return self.skipped(word, place)
        elif word in _STATEMENTS:
            self.open.append(("line", word))
        elif self.text.startswith("(", place):
            self.open.append(("code", ")"))
            return place + 1
        return place

    def close(self, sign: str, place: int) -> int:
        """Leave the bracket that this one closes, and the statements in it."""
        if self.open[-1][0] == "line" and self.open[-2][1] == sign:
            self.open.pop()
        if self.open[-1][1] != sign:
            return place
        self.open.pop()
        kind, word = self.open[-1]
        if kind == "line" and sign != ")" and word in _WITH_BODY and not _ELSE.match(self.text, place):
            self.open.pop()
        elif kind == "markup" and sign == ")" and (chain := _CHAIN.match(self.text, place)):
            self.open.append(("code", ")"))
            return chain.end() + 1
        return place

    def named(self, match: re.Match[str], found: dict[str, str | None]) -> Iterator[Piece]:
        """A reference or a label in markup."""
        if label := found.get("label"):
            yield Label(label)
        elif key := (found.get("key") or "").rstrip(".:"):
            before = self.text[match.start() - 1 : match.start()] if match.start() else ""
            if not ("." in key and before.isascii() and before.isalnum()):  # an e-mail address
                yield Cited(key, self.lines.at(match.start()))
