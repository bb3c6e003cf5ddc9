"""Markdown's tokens written as typst: constructs of ours around literals, nothing of the text itself."""

import re
from collections.abc import Callable, Sequence
from itertools import takewhile

from markdown_it.token import Token

from papertrail.typesetting.footnotes import notes_of, numbers_of
from papertrail.typesetting.formulas import FormulaError, typst_formula
from papertrail.typesetting.literals import breakable, literal, strings
from papertrail.typesetting.manuscript import Manuscript, address, direction, is_wide, with_addresses
from papertrail.typesetting.sheet import Complaint

_MARKS = {"strong": "#strong[", "em": "#emph[", "s": "#strike["}
_QUOTES = {"'": "#smartquote(double: false);", '"': "#smartquote(double: true);"}
_DEEPEST_MARKS = 12
_MOST_COLUMNS = 20
_LONGEST_SOURCE = 40
_ALIGNMENTS = {"center": "center", "right": "right"}


class Setter:
    """Writes one manuscript as typst; `complaints` collects what cannot be set as it is meant."""

    def __init__(self, manuscript: Manuscript, prefix: str = "", above: int = 0) -> None:
        self.manuscript = manuscript
        self.prefix = prefix
        self.complaints = dict.fromkeys(manuscript.complaints)
        self.notes = notes_of(manuscript.tokens)
        self.numbers = numbers_of(manuscript.tokens, self.notes)
        self.set_notes: set[int] = set()
        self.in_note = False
        self.top = min((int(token.tag[1]) for token in manuscript.tokens if token.type == "heading_open"), default=1)
        self.above = above
        self.line = manuscript.lines[0]
        self.open_marks: list[str] = []
        """The emphases and links that are open, outermost first; "" for one that is not set."""

    def complain(self, sentence: str) -> None:
        """Remember a complaint about the line at hand, once."""
        self.complaints[Complaint(self.line, sentence)] = None

    def body(self) -> str:
        """Everything, with the footnotes at their places."""
        tokens = self.manuscript.tokens
        source = self.blocks(list(takewhile(lambda token: token.type != "footnote_block_open", tokens)))
        self.in_note = True
        for note in [note for note in self.numbers if note not in self.set_notes]:  # only footnotes refer to these
            source += f"\n#par[#super[{strings(str(self.numbers[note]))}]];\n{self.blocks(self.notes[note])}"
        return source

    def blocks(self, tokens: Sequence[Token]) -> str:
        """A sequence of blocks, each on lines of its own."""
        out: list[str] = []
        for at, token in enumerate(tokens):
            if token.map is not None:
                self.line = self.manuscript.line(token)
            if token.type == "inline":
                out.append(self.words(token))
            elif not token.hidden:
                write = _BLOCKS.get(token.type)
                out.append(write(self, tokens, at) if write else _ENDS.get(token.type, ""))
        return "".join(out)

    def paragraph(self, tokens: Sequence[Token], at: int) -> str:
        """The beginning of a paragraph, in the direction of its script."""
        return f"\n#{direction(tokens[at + 1].content)}par["

    def heading(self, tokens: Sequence[Token], at: int) -> str:
        """The beginning of a heading; the body's own first level becomes the first there is."""
        level = int(tokens[at].tag[1]) - self.top + 1 + self.above
        return f"\n#{direction(tokens[at + 1].content)}heading(level: {level})["

    def code(self, tokens: Sequence[Token], at: int) -> str:
        """A block of code."""
        return f"\n#raw(block: true, {literal(breakable(tokens[at].content.removesuffix(chr(10)).expandtabs(4)))});\n"

    def display(self, tokens: Sequence[Token], at: int) -> str:
        """A formula on lines of its own."""
        return f"\n{self.formula(tokens[at].content.strip(), display=True)}\n"

    def list(self, tokens: Sequence[Token], at: int) -> str:
        """The beginning of a list."""
        tight = "true" if tokens[at + 2].hidden or tokens[at + 2].type == "list_item_close" else "false"
        if tokens[at].type == "bullet_list_open":
            return f"\n#list(tight: {tight}, "
        return f"\n#enum(tight: {tight}, start: {int(tokens[at].attrs.get('start', 1))}, "

    def table(self, tokens: Sequence[Token], at: int) -> str:
        """The beginning of a table: where it stands, and how each column is aligned."""
        head = takewhile(lambda token: token.type != "thead_close", tokens[at:])
        styles = [str(token.attrs.get("style", "")).rpartition(":")[2] for token in head if token.type == "th_open"]
        if len(styles) > _MOST_COLUMNS:
            self.complain(f"the table has {len(styles)} columns, more than a page has room for")
        aligns = [_ALIGNMENTS.get(style, "left") + ", " for style in styles]
        return f"\n#grille({self.place()}, ({''.join(aligns)}), "

    def place(self) -> str:
        """A literal by which typst tells of something wide: the line, and the name of the sheet."""
        return literal(f"{self.line}:{self.prefix}")

    def words(self, token: Token) -> str:
        """The words of a block."""
        out: list[str] = []
        children = token.children or []
        for at, child in enumerate(children):
            name = child.type.removesuffix("_open").removesuffix("_close")
            if name in _MARKS or name == "link":
                out.append(self.mark(child, name))
            elif child.type in {"softbreak", "hardbreak"}:
                self.line += 1
                out.append("#linebreak();" if child.type == "hardbreak" else _space(children, at))
            else:
                out.append(_PIECES.get(child.type, Setter.text)(self, child))
                self.line += child.content.count("\n") if child.type.startswith("math") else 0
        return "".join(out)

    def mark(self, child: Token, name: str) -> str:
        """The beginning or the end of an emphasis or a link."""
        if child.nesting < 0:
            return "];" if self.open_marks.pop() else ""
        target = str(child.attrs.get("href", ""))
        url = address(target) if name == "link" else None
        if name == "link" and url is None:
            self.complain(f"the link to {target!r} is left out: only http, https, mailto and doi are linked")
        is_set = len(self.open_marks) < _DEEPEST_MARKS and (name != "link" or url is not None)
        self.open_marks.append(name if is_set else "")
        if not is_set:
            return ""
        return f"#link({literal(url)})[" if url else _MARKS[name]

    def text(self, child: Token) -> str:
        """Running text; web addresses in it become links."""
        if "link" in self.open_marks:
            return running(child.content)
        return "".join(
            f"#link({literal(url)})[{strings(breakable(text))}];" if url else running(text)
            for text, url in with_addresses(child.content)
        )

    def span(self, child: Token) -> str:
        """Code among words."""
        return f"#raw({literal(breakable(child.content))});"

    def formula_of(self, child: Token) -> str:
        """A formula among words; also one that asked for a line of its own where there can be none, as in a heading."""
        return self.formula(child.content.strip(), display=False)

    def picture(self, child: Token) -> str:
        """The words that stand for a picture."""
        words = child.content or str(child.attrs.get("src", ""))
        self.complain(f"the picture {words!r} is not set; its words stand in its place")
        return running(words)

    def footnote(self, child: Token) -> str:
        """A footnote where it is first referred to, its number where it is again."""
        note = child.meta["id"]
        if self.in_note or note in self.set_notes:
            return f"#super[{strings(str(self.numbers[note]))}];"
        self.set_notes.add(note)
        line, marks, self.open_marks, self.in_note = self.line, self.open_marks, [], True
        source = self.note(self.notes[note])
        self.line, self.open_marks, self.in_note = line, marks, False
        return f"#footnote[{source}];"

    def note(self, blocks: Sequence[Token]) -> str:
        """The blocks of a footnote; the first, set as a paragraph, would not stand on the line of the number."""
        if not blocks or blocks[0].type != "paragraph_open":
            return self.blocks(blocks)
        self.line = self.manuscript.line(blocks[0], self.line)
        end = [token.type for token in blocks].index("paragraph_close")
        return self.words(blocks[1]) + self.blocks(blocks[end + 1 :])

    def formula(self, source: str, *, display: bool) -> str:
        """A formula; as code where it cannot be read."""
        try:
            markup, unknown = typst_formula(source, display=display)
        except FormulaError as error:
            self.complain(f"the formula {_short(source)} cannot be read: {error}")
            return f"#raw(block: {'true' if display else 'false'}, {literal(breakable(source))});"
        for command in unknown:
            self.complain(f"the formula {_short(source)} has {command}, which is not understood")
        return f"#fitted({self.place()}, true, {markup});" if display else f"#{markup};"


_BLOCKS: dict[str, Callable[[Setter, Sequence[Token], int], str]] = {
    "paragraph_open": Setter.paragraph, "heading_open": Setter.heading, "fence": Setter.code, "code_block": Setter.code,
    "math_block": Setter.display, "amsmath": Setter.display, "bullet_list_open": Setter.list,
    "ordered_list_open": Setter.list, "table_open": Setter.table,
}  # fmt: skip
_ENDS = {
    "paragraph_close": "];\n", "heading_close": "];\n", "hr": "\n#rule;\n", "list_item_open": "[",
    "list_item_close": "],\n", "bullet_list_close": ");\n", "ordered_list_close": ");\n",
    "blockquote_open": "\n#quotation[", "blockquote_close": "];\n", "thead_open": "table.header(",
    "thead_close": "), table.hline(stroke: 0.5pt),\n", "th_open": "strong[", "th_close": "], ", "td_open": "[",
    "td_close": "], ", "table_close": ");\n",
}  # fmt: skip
_PIECES: dict[str, Callable[[Setter, Token], str]] = {
    "code_inline": Setter.span, "math_inline": Setter.formula_of, "math_inline_double": Setter.formula_of,
    "image": Setter.picture, "footnote_ref": Setter.footnote,
}  # fmt: skip


def running(text: str) -> str:
    """Running text: literals, with quotation marks that typst turns the right way."""
    parts = re.split(r"([\"'])", breakable(text))
    return "".join(_QUOTES[part] if part in _QUOTES else strings(part) for part in parts)


def _space(children: Sequence[Token], at: int) -> str:
    """What a line's end in the source stands for: a space, but not between two Chinese or Japanese characters."""
    before = children[at - 1].content[-1:] if at else ""
    after = children[at + 1].content[:1] if at + 1 < len(children) else ""
    return "" if before and after and is_wide(before) and is_wide(after) else '#" ";'


def _short(source: str) -> str:
    line = " ".join(source.split())
    return line if len(line) <= _LONGEST_SOURCE else line[: _LONGEST_SOURCE - 1] + "…"
