"""Sheets as plain text of 72 columns, and as clean Markdown."""

import re
import unicodedata
from collections.abc import Iterator, Sequence

from markdown_it.token import Token

from papertrail.typesetting.characters import presentable
from papertrail.typesetting.manuscript import Manuscript, address, is_wide, manuscript
from papertrail.typesetting.sheet import Sheet

WIDTH = 72

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~$&])")


def as_markdown(sheet: Sheet) -> str:
    """A sheet as Markdown: what stands above it, and the body as it was written but for its comments."""
    sheet = presentable(sheet)
    above = [sheet.course, sheet.name, sheet.author, sheet.day]
    link = sheet.link and address(sheet.link)
    reference = _escaped(sheet.reference) + (f" <{link}>" if link else "")
    header = " · ".join(_escaped(part) for part in above if part)
    body = manuscript(sheet.body, sheet.first_line).text.strip("\n")
    return f"{header}\n\n{reference}\n\n{body}\n" if body.strip() else f"{header}\n\n{reference}\n"


def _escaped(text: str) -> str:
    """A text that Markdown shows as it is."""
    line = _SPECIAL.sub(r"\\\1", " ".join(text.split()))
    return re.sub(r"^(\d*)([-+=.)])", r"\1\\\2", line)  # what would begin a list or a heading


def as_text(sheet: Sheet) -> str:
    """A sheet as plain text; formulae are shown as LaTeX."""
    sheet = presentable(sheet)
    link = sheet.link and address(sheet.link)
    reference = sheet.reference + (f" {link}" if link else "")
    head = [*_sides(sheet.course, sheet.day), *_sides(sheet.author, sheet.name), "-" * WIDTH, *wrapped(reference), ""]
    body = _Writer(manuscript(sheet.body, sheet.first_line)).lines()
    return "\n".join(line.rstrip() for line in (*head, *body)).rstrip("\n") + "\n"


def _sides(left: str, right: str) -> list[str]:
    """Two texts at the two ends of a line, or on two lines."""
    left, right = " ".join(left.split()), " ".join(right.split())
    gap = WIDTH - columns(left) - columns(right)
    return [left + " " * gap + right] if gap > 1 else [*wrapped(left), right]


def columns(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return sum(
        0 if unicodedata.combining(c) or unicodedata.category(c) in {"Cf", "Me", "Mn"} else
        2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )  # fmt: skip


def wrapped(text: str, first: str = "", others: str = "") -> list[str]:
    """A text in lines of at most `WIDTH` columns, if its words allow it; the line breaks in it stay."""
    lines: list[str] = []
    for part in text.split("\n"):
        line, used, empty = (others if lines else first), columns(others if lines else first), True
        for word, space in _words(part):
            size = columns(word)
            if not empty and used + space + size > WIDTH:
                lines.append(line)
                line, used, empty = others, columns(others), True
            gap = 0 if empty else space
            line, used, empty = line + " " * gap + word, used + gap + size, False
        lines.append(line)
    return lines


def _words(text: str) -> Iterator[tuple[str, int]]:
    """What stays together, each with 1 if a space stands before it; Chinese and Japanese break anywhere."""
    for chunk in text.split(" "):
        space, run = 1, ""
        for character in chunk:
            if is_wide(character) and unicodedata.category(character) == "Lo":
                if run:
                    yield run, space
                    space = 0
                run = character
            elif run and is_wide(run[0]) and not is_wide(character):
                yield run, space
                space, run = 0, character
            else:
                run += character
        if run:
            yield run, space


class _Writer:
    """Tokens to lines; what is within a list or a quotation is indented by its prefixes."""

    def __init__(self, script: Manuscript) -> None:
        self.tokens = script.tokens
        self.out: list[str] = []
        self.prefixes: list[str] = []
        self.bullets: list[int | None] = []
        self.pending = ""
        self.cells: list[list[str]] = []

    def lines(self) -> list[str]:
        for at, token in enumerate(self.tokens):
            self.write(token, at)
        return self.out

    def write(self, token: Token, at: int) -> None:
        """Add what a token stands for."""
        if token.type == "inline":
            self.words(token, self.tokens[at - 1].type)
        elif token.type in {"fence", "code_block", "math_block", "amsmath"}:
            self.add(["    " + line for line in token.content.strip("\n").expandtabs(4).split("\n")])
        elif token.type == "hr":
            self.add(["* * *"])
        elif token.type == "paragraph_close" and not token.hidden:
            self.blank()
        elif token.type == "tr_open":
            self.cells.append([])
        elif token.type == "table_close":
            self.add(_table(self.cells))
            self.cells = []
        else:
            self.nest(token)

    def nest(self, token: Token) -> None:
        """Go into a list, a quotation or a footnote, or out of it."""
        kind, _, way = token.type.rpartition("_")
        if kind in {"bullet_list", "ordered_list"} and way == "open":
            self.bullets.append(int(token.attrs.get("start", 1)) if kind == "ordered_list" else None)
        elif kind in {"bullet_list", "ordered_list"}:
            self.bullets.pop()
            if not self.bullets:
                self.blank()
        elif token.type == "list_item_open":
            self.open_item()
        elif token.type == "footnote_open":
            self.open_marked(f"[{token.meta['id'] + 1}] ")
        elif token.type == "blockquote_open":
            self.prefixes.append("> ")
        elif token.type in {"list_item_close", "footnote_close", "blockquote_close"}:
            self.leave()

    def leave(self) -> None:
        """Go out of the innermost part."""
        self.flush()
        self.prefixes.pop()
        if self.out and not self.out[-1].strip(" >"):
            self.out[-1] = "".join(self.prefixes)

    def open_item(self) -> None:
        number = self.bullets[-1]
        self.open_marked("- " if number is None else f"{number}. ")
        if number is not None:
            self.bullets[-1] = number + 1

    def open_marked(self, mark: str) -> None:
        """Begin an indented part whose first line has a mark before it."""
        self.flush()
        self.pending = "".join(self.prefixes) + mark
        self.prefixes.append(" " * len(mark))

    def flush(self) -> None:
        """Write a mark that nothing has followed."""
        if self.pending:
            self.out.append(self.pending)
        self.pending = ""

    def first(self) -> str:
        """What stands before the next line: the mark of an item, or the indentation."""
        mark, self.pending = self.pending, ""
        return mark or "".join(self.prefixes)

    def blank(self) -> None:
        if self.out and self.out[-1].strip(" >"):
            self.out.append("".join(self.prefixes))

    def add(self, lines: Sequence[str]) -> None:
        """Add lines as they are, with a blank one behind them."""
        for line in lines:
            self.out.append(self.first() + line)
        self.blank()

    def words(self, token: Token, before: str) -> None:
        """Add the words of a paragraph, a heading or a cell."""
        text = _inline(token)
        if before in {"th_open", "td_open"}:
            self.cells[-1].append(" ".join(text.split()))
            return
        first = self.first()
        if before == "heading_open":
            self.blank()
        lines = wrapped(text, first, "".join(self.prefixes))
        self.out += lines
        if before == "heading_open":
            longest = min(max(columns(line) - len(first) for line in lines), WIDTH)
            self.add(["-" * longest])


def _inline(token: Token) -> str:
    """The words of a block; the address of a link stands behind it unless it is what is shown."""
    out: list[str] = []
    links: list[tuple[str | None, int]] = []
    for child in token.children or ():
        match child.type:
            case "softbreak":
                out.append(" ")
            case "hardbreak":
                out.append("\n")
            case "math_inline" | "math_inline_double":
                out.append(f"${child.content.strip()}$")
            case "footnote_ref":
                out.append(f"[{child.meta['id'] + 1}]")
            case "link_open":
                links.append((address(str(child.attrs.get("href", ""))), len(out)))
            case "link_close":
                url, start = links.pop()
                shown = "".join(out[start:])
                out.append(f" <{url}>" if url and shown not in {url, url.removeprefix("mailto:")} else "")
            case _:
                out.append(child.content)
    return "".join(out)


def _table(rows: Sequence[Sequence[str]]) -> list[str]:
    """Columns side by side, with a line below the first row."""
    widths = [max(columns(row[at]) for row in rows) for at in range(len(rows[0]))]
    lines = [
        "  ".join(cell + " " * (width - columns(cell)) for cell, width in zip(row, widths, strict=True)) for row in rows
    ]
    return [lines[0], "  ".join("-" * width for width in widths), *lines[1:]]
