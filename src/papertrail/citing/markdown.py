"""Citations in Markdown as pandoc, Quarto and MyST write them: ``[@a; -@b, p. 3]``, ``@a says``, ``@{a key}``."""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from papertrail.citing import latex
from papertrail.citing.documents import Cited, Everything, Inclusion, Label, Piece, Reader
from papertrail.citing.lines import Lines, blank

_FENCE = re.compile(r"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?(?P<sign>`{3,}(?=[^`]*$)|~{3,})")
_LABELLED = re.compile(r"#\|\s*label:\s*[\"']?([\w:.-]+)")
_INDENTED = re.compile(r"(?: {4}| {0,3}\t)\s*\S")
_ITEM = re.compile(r" {0,3}(?:(?:[-*+]|\(?(?:\d{1,9}|[A-Za-z]|#|@[\w-]*)[.)]|:|~)\s|\[\^)")
_MATTER = re.compile(r"---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*$", re.DOTALL | re.MULTILINE)
_FIELD = re.compile(r"^([A-Za-z][\w-]*)[ \t]*:", re.MULTILINE)
_TEXT_FIELDS = frozenset(("abstract", "nocite", "subtitle", "thanks", "title"))

_SIGN = re.compile(
    r"\\[^\w\s]|(?P<role>\{cite(?::[A-Za-z*]+)*\}`(?P<keys>[^`\n]*)`)|(?P<ticks>`+)|(?P<comment><!--)"
    r"|(?P<dead><[A-Za-z/!][^<>@]*>|<[^<>\s]*>|\]\([^()\s]*|(?<!@\{)\bhttps?://[^\s\[\]<>]*)"
    r"|\{\{<\s*include\s+(?P<file>[^\s<>]+)\s*>\}\}|\{#(?P<label>[\w:.-]+)|^\(@(?P<example>[\w-]+)\)(?=\s)",
    re.MULTILINE,
)
_CITED = re.compile(r"(?<!\w)@(?:\{([^{}\n]+)\}|(\w(?:\w|[:.#$%&+?<>~/-](?=\w))*))")
_NOTES = re.compile(r"\{[^{}]*\}")
_GAP = re.compile(r"\n[ \t]*(?=\n)")


def reader() -> Reader:
    """What reads one document."""
    return pieces


def pieces(text: str, path: Path) -> Iterator[Piece]:
    """Everything of interest in the text of a file, in order."""
    del path
    lines = Lines(text)
    text, matter = _front_matter(text)
    yield from matter
    blocks: list[str] = []
    yield from _blocks(text, blocks)
    spans = _Spans("".join(blocks), lines)
    yield from spans.pieces()
    living = spans.text
    for match in _CITED.finditer(living):
        yield Cited(match[1] or match[2], lines.at(match.start()))
    yield from (piece for piece in latex.pieces(living, lines) if isinstance(piece, (Cited, Everything)))


def _front_matter(text: str) -> tuple[str, list[Piece]]:
    """The text without those fields of its head that are no text, and whether it asks for all works."""
    head = _MATTER.match(text)
    if not head:
        return text, []
    starts = [field.start() for field in _FIELD.finditer(text, 4, head.end(1))]
    if not starts:
        return text, []
    kept: list[str] = [blank(text[: starts[0]])]
    everything: list[Piece] = []
    for start, end in zip(starts, [*starts[1:], head.end()], strict=True):
        field = text[start:end]
        name = field.partition(":")[0].strip()
        kept.append(field if name in _TEXT_FIELDS else blank(field))
        if name == "nocite" and "@*" in field:
            everything.append(Everything())
    return "".join(kept) + text[head.end() :], everything


def _blocks(text: str, living: list[str]) -> Iterator[Piece]:
    """The text without blocks of code, put into `living`; the labels of code cells are found on the way."""
    fence, after_gap, in_list, in_code = "", True, False, False
    for line in text.splitlines(keepends=True):
        found = _FENCE.match(line)
        if fence:
            if labelled := _LABELLED.match(line.lstrip()):
                yield Label(labelled[1])
            if found and found["sign"].startswith(fence) and not line[found.end() :].strip():
                fence = ""
            living.append(_blank_line(line))
            continue
        if found:
            fence = found["sign"]
            living.append(_blank_line(line))
            continue
        gap = not line.strip()
        indented = bool(_INDENTED.match(line))
        in_code = not gap and indented and not in_list and (after_gap or in_code)
        if not gap and not indented:
            in_list = bool(_ITEM.match(line)) or (in_list and not (after_gap and not line[0].isspace()))
        living.append(_blank_line(line) if in_code else line)
        after_gap = gap or in_code


def _blank_line(line: str) -> str:
    return " " * (len(line) - 1) + line[-1] if line[-1:] == "\n" else " " * len(line)


class _Spans:
    """The inline text: code, comments, tags and addresses are taken out of it."""

    def __init__(self, text: str, lines: Lines) -> None:
        self.text = text
        self._lines = lines
        self._ticks: dict[int, list[int]] = defaultdict(list)
        for run in re.finditer("`+", text):
            self._ticks[len(run[0])].append(run.start())
        self._gaps = [gap.start() for gap in _GAP.finditer(text)]

    def pieces(self) -> Iterator[Piece]:
        """What is no plain citation; `text` is without it afterwards."""
        kept, place, text = list[str](), 0, self.text
        last = 0
        while match := _SIGN.search(text, place):
            place = self._end(match)
            yield from self._meant(match)
            if not (match["label"] or match["file"]):
                kept += (text[last : match.start()], blank(text[match.start() : place]))
                last = place
        self.text = "".join((*kept, text[last:]))

    def _end(self, match: re.Match[str]) -> int:
        if match["comment"]:
            end = self.text.find("-->", match.end())
            return len(self.text) if end < 0 else end + 3
        if match["ticks"]:
            return self._code_end(len(match["ticks"]), match.end())
        return match.end()

    def _code_end(self, ticks: int, place: int) -> int:
        """Where a span of code ends that is begun with so many ticks: in its paragraph, or it is none."""
        closers = self._ticks[ticks]
        index, gap = bisect_left(closers, place), bisect_right(self._gaps, place)
        end = self._gaps[gap] if gap < len(self._gaps) else len(self.text)
        return closers[index] + ticks if index < len(closers) and closers[index] < end else place

    def _meant(self, match: re.Match[str]) -> Iterator[Piece]:
        line = self._lines.at(match.start())
        if match["role"]:
            keys = _NOTES.sub("", match["keys"])
            yield from (Cited(key.strip(), line) for key in keys.split(",") if key.strip())
        elif match["file"]:
            yield Inclusion((match["file"].strip("\"'"),), line, match["file"])
        elif name := match["label"] or match["example"]:
            yield Label(name)
