"""A formula as MathML Core, which browsers show without any script."""

from functools import singledispatch
from html import escape

from papertrail.typesetting.formulas.alphabets import in_alphabet
from papertrail.typesetting.formulas.nodes import (
    Accent,
    Big,
    Fenced,
    Fraction,
    Grid,
    Node,
    Root,
    Row,
    Script,
    Sign,
    Space,
    Stretched,
    Styled,
    Unknown,
    Words,
)

_LARGE = frozenset("∑∏∐⋃⋂⨆⋁⋀⨀⨂⨁⨄")
_SIZES = {
    "display": 'displaystyle="true"', "text-size": 'displaystyle="false"', "script-size": 'scriptlevel="1"',
}  # fmt: skip
_OVER = {"overline": "‾", "overbrace": "⏞", "overbracket": "⎴", "overrightarrow": "→", "overleftarrow": "←"}
_UNDER = {"underline": "_", "underbrace": "⏟", "underbracket": "⎵"}
_MARKS = {
    "\u0302": "^", "\u0303": "~", "\u0304": "‾", "\u20d7": "→", "\u0307": "˙", "\u0308": "¨", "\u20db": "⃛",
    "\u0301": "´", "\u0300": "`", "\u030c": "ˇ", "\u0306": "˘", "\u030a": "˚",
}  # fmt: skip


@singledispatch
def written(node: Node, alphabet: str = "") -> str:
    """A node as one MathML element; `alphabet` is the one that its letters are set in."""
    raise TypeError(node, alphabet)


@written.register
def _written_sign(node: Sign, alphabet: str = "") -> str:
    return _sign(node.character, node.role, alphabet)


@written.register
def _words(node: Words, alphabet: str = "") -> str:
    if node.operator:
        return f'<mo lspace="0.167em" rspace="0.167em">{escape(node.text)}</mo>'
    return f"<mtext>{_spaced(in_alphabet(node.text, alphabet))}</mtext>"


@written.register
def _unknown(node: Unknown, _alphabet: str = "") -> str:
    return f"<mtext>{escape(node.source)}</mtext>"


@written.register
def _space(node: Space, _alphabet: str = "") -> str:
    return f'<mspace width="{node.width:.3g}em"/>'


@written.register
def _row(node: Row, alphabet: str = "") -> str:
    return f"<mrow>{''.join(written(item, alphabet) for item in _joined(node.items))}</mrow>"


@written.register
def _styled(node: Styled, alphabet: str = "") -> str:
    if node.style in _SIZES:
        return f"<mstyle {_SIZES[node.style]}>{written(node.body, alphabet)}</mstyle>"
    return written(node.body, node.style)


@written.register
def _accent(node: Accent, alphabet: str = "") -> str:
    return f'<mover accent="true">{written(node.body, alphabet)}<mo>{_MARKS.get(node.mark, node.mark)}</mo></mover>'


def _sign(character: str, role: str, alphabet: str) -> str:
    if character.isdigit():
        return f"<mn>{in_alphabet(character, alphabet)}</mn>"
    if character.isalpha() and len(character) == 1 and character not in "∂∇":
        upright = ' mathvariant="normal"' if alphabet == "upright" else ""
        return f"<mi{upright}>{escape(in_alphabet(character, alphabet))}</mi>"
    if character in "∂∇∞∅ℓℏ…⋯⋮⋱⊤⊥":
        return f"<mi>{character}</mi>"
    stretchy = ' stretchy="false"' if character in "()[]{}|‖⟨⟩⌈⌉⌊⌋" else ""
    form = {
        "opening": ' form="prefix"',
        "closing": ' form="postfix"',
        "sign": ' form="prefix"',
        "fence": ' fence="true" stretchy="true"',
    }.get(role, "")
    tight = ' lspace="0" rspace="0"' if role == "normal" else ""
    return f"<mo{stretchy if role != 'fence' else ''}{form}{tight}>{escape(character)}</mo>"


def _joined(items: tuple[Node, ...]) -> list[Node]:
    """The items of a row, with the digits of a number in one, and each sign of a number told from an operation."""
    joined: list[Node] = []
    for item in items:
        last = joined[-1] if joined else None
        if isinstance(item, Sign) and isinstance(last, Sign):
            if last.character.isdigit() and item.character.isdigit():
                joined[-1] = Sign(last.character + item.character)
                continue
            if item.character in "−+±∓" and not last.character.isalnum() and last.character not in ")]}!%′∞⟩":
                item = item._replace(role="sign")  # noqa: PLW2901 - the item as it stands here
        joined.append(item)
    return joined


def _spaced(text: str) -> str:
    """Text whose spaces at the ends, which MathML drops, are kept."""
    stripped = text.strip(" ")
    before, after = len(text) - len(text.lstrip(" ")), len(text) - len(text.rstrip(" "))
    return "\u00a0" * (before > 0) + escape(stripped) + "\u00a0" * (after > 0 and stripped != "")


@written.register
def _fraction(node: Fraction, alphabet: str = "") -> str:
    thin = ' linethickness="0"' if node.kind == "binomial" else ""
    source = f"<mfrac{thin}>{written(node.top, alphabet)}{written(node.bottom, alphabet)}</mfrac>"
    if node.kind == "binomial":
        source = f"<mrow><mo>(</mo>{source}<mo>)</mo></mrow>"
    size = "true" if node.style == "display" else "false"
    return f'<mstyle displaystyle="{size}">{source}</mstyle>' if node.style else source


@written.register
def _root(node: Root, alphabet: str = "") -> str:
    body = written(node.body, alphabet)
    return f"<msqrt>{body}</msqrt>" if node.degree is None else f"<mroot>{body}{written(node.degree, alphabet)}</mroot>"


@written.register
def _script(node: Script, alphabet: str = "") -> str:
    under = _takes_limits(node.base) if node.limits is None else node.limits
    names = ("munder", "mover", "munderover") if under else ("msub", "msup", "msubsup")
    name = names[0 if node.above is None else 1 if node.below is None else 2]
    parts = [written(part, alphabet) for part in (node.base, node.below, node.above) if part is not None]
    return f"<{name}>{''.join(parts)}</{name}>"


def _takes_limits(node: Node) -> bool:
    return (isinstance(node, Words) and node.limits) or (isinstance(node, Sign) and node.character in _LARGE)


@written.register
def _stretched(node: Stretched, alphabet: str = "") -> str:
    body = written(node.body, alphabet)
    note = "" if node.note is None else written(node.note, alphabet)
    if mark := _OVER.get(node.kind):
        source = f'<mover>{body}<mo stretchy="true">{mark}</mo></mover>'
        return f"<mover>{source}{note}</mover>" if note else source
    if mark := _UNDER.get(node.kind):
        source = f'<munder>{body}<mo stretchy="true">{mark}</mo></munder>'
        return f"<munder>{source}{note}</munder>" if note else source
    if node.kind == "arrow" and isinstance(node.body, Sign):
        return f'<mo stretchy="true">{node.body.character}</mo>'
    kind = {"boxed": ' style="border: 1px solid; padding: 0.2em"', "cancel": ' class="cancelled"'}.get(node.kind, "")
    return f"<mphantom>{body}</mphantom>" if node.kind == "phantom" else f"<mrow{kind}>{body}</mrow>"


@written.register
def _fenced(node: Fenced, alphabet: str = "") -> str:
    body = written(node.body, alphabet)
    return f"<mrow>{_fence(node.left, 'prefix')}{body}{_fence(node.right, 'postfix')}</mrow>"


@written.register
def _big(node: Big, _alphabet: str = "") -> str:
    size = f'minsize="{node.size}em" maxsize="{node.size}em"'
    return f'<mo stretchy="true" {size}>{escape(node.character)}</mo>' if node.character else "<mrow/>"


def _fence(character: str, form: str) -> str:
    return f'<mo stretchy="true" form="{form}">{escape(character)}</mo>' if character else ""


@written.register
def _grid(node: Grid, alphabet: str = "") -> str:
    rows = "".join(
        f"<mtr>{''.join(_cell(node, row, column, cell, alphabet) for column, cell in enumerate(cells))}</mtr>"
        for row, cells in enumerate(node.rows, 1)
    )
    display = ' displaystyle="true"' if node.display else ""
    return f"<mrow>{_fence(node.left, 'prefix')}<mtable{display}>{rows}</mtable>{_fence(node.right, 'postfix')}</mrow>"


def _cell(grid: Grid, row: int, column: int, node: Node, alphabet: str) -> str:
    align = ("left" if column % 2 else "right") if grid.align == "points" else grid.align
    style = f"text-align: {align}"
    if column + 1 in grid.rules:
        style += "; border-right: 1px solid"
    if row in grid.lines:
        style += "; border-bottom: 1px solid"
    return f'<mtd style="{style}">{written(node, alphabet)}</mtd>'
