"""Markdown's tokens written as typst: constructs of ours around literals, nothing of the text itself."""

import re
from collections.abc import Iterator, Sequence

from markdown_it.token import Token

from papertrail.typesetting.formulas import FormulaError, typst_formula
from papertrail.typesetting.literals import breakable, literal, strings
from papertrail.typesetting.manuscript import Manuscript, address, is_wide, right_to_left, with_addresses
from papertrail.typesetting.sheet import Complaint

_MARKS = {"strong": "#strong[", "em": "#emph[", "s": "#strike["}
_DEEPEST_MARKS = 12


class Setter:
    """Writes one manuscript as typst; `complaints` collects what cannot be set as it is meant."""

    def __init__(self, manuscript: Manuscript, prefix: str = "", above: int = 0) -> None:
        self.manuscript = manuscript
        self.prefix = prefix
        self.complaints = list(manuscript.complaints)
        self.notes = _notes(manuscript.tokens)
        self.numbers = _numbers(manuscript.tokens, self.notes)
        self.set_notes: set[int] = set()
        self.top = min((int(token.tag[1]) for token in manuscript.tokens if token.type == "heading_open"), default=1)
        self.above = above
        self.line = manuscript.lines[0]

    def complain(self, line: int, sentence: str) -> None:
        """Remember a complaint, once."""
        if Complaint(line, sentence) not in self.complaints:
            self.complaints.append(Complaint(line, sentence))

    def body(self) -> str:
        """Everything, with the footnotes at their places."""
        tokens = self.manuscript.tokens
        end = next((at for at, token in enumerate(tokens) if token.type == "footnote_block_open"), len(tokens))
        source = self.blocks(tokens[:end])
        # What only other footnotes refer to has no place on the page of its own.
        for note in [note for note in self.numbers if note not in self.set_notes]:
            source += (
                f"\n#par[#super[{strings(str(self.numbers[note]))}]];\n{self.blocks(self.notes[note], in_note=True)}"
            )
        return source

    def blocks(self, tokens: Sequence[Token], *, in_note: bool = False) -> str:
        """A sequence of blocks, each on lines of its own."""
        out: list[str] = []
        for at, token in enumerate(tokens):
            if token.map is not None:
                self.line = self.manuscript.line(token)
            out.append(self.block(token, tokens, at, in_note=in_note))
        return "".join(out)

    def block(self, token: Token, tokens: Sequence[Token], at: int, *, in_note: bool) -> str:
        """One token of a block."""
        match token.type:
            case "inline":
                return self.inline(token, in_note=in_note)
            case "paragraph_open":
                return "" if token.hidden else f"\n#{_direction(tokens[at + 1].content)}par["
            case "paragraph_close":
                return "" if token.hidden else "];\n"
            case "heading_open":
                level = int(token.tag[1]) - self.top + 1 + self.above
                return f"\n#heading(level: {level})["
            case "fence" | "code_block":
                return f"\n#raw(block: true, {literal(_wrapped(token.content))});\n"
            case "math_block" | "amsmath":
                return f"\n{self.formula(token.content.strip(), display=True)}\n"
            case "hr":
                return "\n#rule;\n"
            case "bullet_list_open" | "ordered_list_open":
                return f"\n#{_list(token, tokens, at)}"
            case "table_open":
                return f"\n#grille({_columns(tokens, at)}, "
            case _:
                return _PLAIN.get(token.type, "")

    def inline(self, token: Token, *, in_note: bool) -> str:
        """The words of a block."""
        out: list[str] = []
        open_marks: list[str] = []
        line = self.line
        children = token.children or []
        for at, child in enumerate(children):
            name = child.type.removesuffix("_open").removesuffix("_close")
            if name in _MARKS or name == "link":
                out.append(self.mark(child, name, open_marks, line))
            elif child.type in {"softbreak", "hardbreak"}:
                line += 1
                out.append("#linebreak();" if child.type == "hardbreak" else _space(children, at))
            else:
                out.append(self.piece(child, line, in_note=in_note, linked="link" in open_marks))
                line += child.content.count("\n") if child.type.startswith("math") else 0
        return "".join(out)

    def mark(self, child: Token, name: str, open_marks: list[str], line: int) -> str:
        """The beginning or the end of an emphasis or a link; `open_marks` names those that are set, "" for one that is not."""
        if child.nesting < 0:
            return "];" if open_marks.pop() else ""
        target = str(child.attrs.get("href", ""))
        url = address(target) if name == "link" else None
        if name == "link" and url is None:
            self.complain(line, f"the link to {target!r} is left out: only http, https, mailto and doi are linked")
        is_set = len(open_marks) < _DEEPEST_MARKS and (name != "link" or url is not None)
        open_marks.append(name if is_set else "")
        if not is_set:
            return ""
        return f"#link({literal(url)})[" if url else _MARKS[name]

    def piece(self, child: Token, line: int, *, in_note: bool, linked: bool) -> str:
        """One piece of a line."""
        match child.type:
            case "code_inline":
                return f"#raw({literal(breakable(child.content))});"
            case "math_inline" | "math_inline_double":
                return self.formula(child.content.strip(), display=child.type.endswith("double"), line=line)
            case "image":
                words = child.content or str(child.attrs.get("src", ""))
                self.complain(line, f"the picture {words!r} is not set; its words stand in its place")
                return words_of(words)
            case "footnote_ref":
                return self.footnote(child.meta["id"], in_note=in_note)
            case "footnote_anchor":
                return ""
            case _ if linked:
                return words_of(child.content)
            case _:
                return "".join(
                    f"#link({literal(url)})[{strings(breakable(text))}];" if url else words_of(text)
                    for text, url in with_addresses(child.content)
                )

    def footnote(self, note: int, *, in_note: bool) -> str:
        """A footnote where it is first referred to, its number where it is again."""
        if in_note or note in self.set_notes:
            return f"#super[{strings(str(self.numbers[note]))}];"
        self.set_notes.add(note)
        line = self.line
        blocks, words = self.notes[note], ""
        if (
            blocks and blocks[0].type == "paragraph_open"
        ):  # in a paragraph, it would not stand on the line of its number
            words = self.inline(blocks[1], in_note=True)
            blocks = blocks[[token.type for token in blocks].index("paragraph_close") + 1 :]
        source = words + self.blocks(blocks, in_note=True)
        self.line = line
        return f"#footnote[{source}];"

    def formula(self, source: str, *, display: bool, line: int = 0) -> str:
        """A formula; as code where it cannot be read."""
        try:
            markup, unknown = typst_formula(source, display=display)
        except FormulaError as error:
            self.complain(line or self.line, f"the formula {_short(source)} cannot be read: {error}")
            return f"#raw(block: {'true' if display else 'false'}, {literal(breakable(source))});"
        for command in unknown:
            self.complain(line or self.line, f"the formula {_short(source)} has {command}, which is not understood")
        return markup


_PLAIN = {
    "heading_close": "];\n", "list_item_open": "[", "list_item_close": "],\n", "bullet_list_close": ");\n",
    "ordered_list_close": ");\n", "blockquote_open": "\n#quotation[", "blockquote_close": "];\n",
    "thead_open": "table.header(", "thead_close": "), table.hline(stroke: 0.5pt),\n", "th_open": "strong[", "th_close": "], ", "td_open": "[",
    "td_close": "], ", "table_close": ");\n",
}  # fmt: skip


def words_of(text: str) -> str:
    """Running text: literals, with quotation marks that typst turns the right way."""
    out = []
    for part in re.split(r"([\"'])", breakable(text)):
        out.append(
            f"#smartquote(double: {'true' if part == chr(34) else 'false'});" if part in {"'", '"'} else strings(part)
        )
    return "".join(out)


def _space(children: Sequence[Token], at: int) -> str:
    """What a line's end in the source stands for: a space, but not between two Chinese or Japanese characters."""
    before = children[at - 1].content[-1:] if at else ""
    after = children[at + 1].content[:1] if at + 1 < len(children) else ""
    return "" if before and after and is_wide(before) and is_wide(after) else '#" ";'


def _direction(text: str) -> str:
    return "rtl" if right_to_left(text) else ""


def _wrapped(code: str) -> str:
    return breakable(code.removesuffix("\n").expandtabs(4))


def _list(token: Token, tokens: Sequence[Token], at: int) -> str:
    tight = "true" if tokens[at + 2].hidden or tokens[at + 2].type == "list_item_close" else "false"
    if token.type == "bullet_list_open":
        return f"list(tight: {tight}, "
    return f"enum(tight: {tight}, start: {int(token.attrs.get('start', 1))}, "


def _columns(tokens: Sequence[Token], at: int) -> str:
    """The number of columns of a table and how each is aligned."""
    aligns = []
    for token in tokens[at:]:
        if token.type == "thead_close":
            break
        if token.type == "th_open":
            found = re.search("left|center|right", str(token.attrs.get("style", "")))
            aligns.append(found[0] if found else "left")
    return f"({''.join(f'{align}, ' for align in aligns)})"


def _short(source: str) -> str:
    line = " ".join(source.split())
    return line if len(line) <= 40 else line[:39] + "…"


def _notes(tokens: Sequence[Token]) -> dict[int, list[Token]]:
    """The blocks of each footnote."""
    notes: dict[int, list[Token]] = {}
    current: list[Token] = []
    for token in tokens:
        if token.type == "footnote_open":
            current = notes.setdefault(token.meta["id"], [])
        elif token.type != "footnote_close":
            current.append(token)
    return notes


def _references(tokens: Sequence[Token]) -> Iterator[int]:
    for token in tokens:
        if token.type == "footnote_block_open":
            return
        yield from (child.meta["id"] for child in token.children or () if child.type == "footnote_ref")


def _numbers(tokens: Sequence[Token], notes: dict[int, list[Token]]) -> dict[int, int]:
    """The number of each footnote: those of the text in its order, then those that only footnotes refer to."""
    return {note: number for number, note in enumerate(dict.fromkeys((*_references(tokens), *notes)), 1)}
