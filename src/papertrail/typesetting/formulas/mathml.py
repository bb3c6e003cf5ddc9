"""A formula as MathML Core, which browsers show without any script."""

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
_SIZES = {"display": "displaystyle=true", "text-size": "displaystyle=false", "script-size": "scriptlevel=1"}
_OVER = {"overline": "‾", "overbrace": "⏞", "overbracket": "⎴", "overrightarrow": "→", "overleftarrow": "←"}
_UNDER = {"underline": "_", "underbrace": "⏟", "underbracket": "⎵"}
_MARKS = {"\u0302": "^", "\u0303": "~", "\u0304": "‾", "\u20d7": "→", "\u0307": "˙", "\u0308": "¨", "\u20db": "⃛", "\u0301": "´",
          "\u0300": "`", "\u030c": "ˇ", "\u0306": "˘", "\u030a": "˚"}  # fmt: skip


def written(node: Node, alphabet: str = "") -> str:
    """A node as one MathML element; `alphabet` is the one that letters are set in."""
    match node:
        case Sign(character, role):
            return _sign(character, role, alphabet)
        case Words(text, operator, _):
            words = f"<mo>{escape(text)}</mo>" if operator else f"<mtext>{_spaced(in_alphabet(text, alphabet))}</mtext>"
            return words
        case Unknown(source):
            return f"<mtext>{escape(source)}</mtext>"
        case Space(width):
            return f'<mspace width="{width:.3g}em"/>'
        case Row(items):
            return f"<mrow>{''.join(written(item, alphabet) for item in _numbers(items))}</mrow>"
        case Styled(style, body) if style in _SIZES:
            name, value = _SIZES[style].split("=")
            return f'<mstyle {name}="{value}">{written(body, alphabet)}</mstyle>'
        case Styled(style, body):
            return written(body, style)
        case Fraction() | Root() | Script():
            return _composed(node, alphabet)
        case Accent(mark, body):
            return f'<mover accent="true">{written(body, alphabet)}<mo>{_MARKS.get(mark, mark)}</mo></mover>'
        case Stretched():
            return _stretched(node, alphabet)
        case _:
            return _delimited(node, alphabet)


def _sign(character: str, role: str, alphabet: str) -> str:
    if character.isdigit():
        return f"<mn>{in_alphabet(character, alphabet)}</mn>"
    if character.isalpha() and len(character) == 1 and character not in "∂∇":
        upright = ' mathvariant="normal"' if alphabet == "upright" else ""
        return f"<mi{upright}>{escape(in_alphabet(character, alphabet))}</mi>"
    if character in "∂∇∞∅ℓℏ…⋯⋮⋱⊤⊥":
        return f"<mi>{character}</mi>"
    stretchy = ' stretchy="false"' if character in "()[]{}|‖⟨⟩⌈⌉⌊⌋" else ""
    form = {"opening": ' form="prefix"', "closing": ' form="postfix"', "fence": ' fence="true" stretchy="true"'}.get(
        role, ""
    )
    tight = ' lspace="0" rspace="0"' if role == "normal" else ""
    return f"<mo{stretchy if role != 'fence' else ''}{form}{tight}>{escape(character)}</mo>"


def _numbers(items: tuple[Node, ...]) -> list[Node]:
    """The items of a row, with the digits of a number in one."""
    joined: list[Node] = []
    for item in items:
        last = joined[-1] if joined else None
        if isinstance(item, Sign) and isinstance(last, Sign) and last.character.isdigit() and item.character.isdigit():
            joined[-1] = Sign(last.character + item.character)
        else:
            joined.append(item)
    return joined


def _spaced(text: str) -> str:
    """Text whose spaces at the ends, which MathML drops, are kept."""
    stripped = text.strip(" ")
    before, after = len(text) - len(text.lstrip(" ")), len(text) - len(text.rstrip(" "))
    return "\u00a0" * (before > 0) + escape(stripped) + "\u00a0" * (after > 0 and stripped != "")


def _composed(node: Fraction | Root | Script, alphabet: str) -> str:
    match node:
        case Fraction(top, bottom, kind, style):
            thin = ' linethickness="0"' if kind == "binomial" else ""
            source = f"<mfrac{thin}>{written(top, alphabet)}{written(bottom, alphabet)}</mfrac>"
            if kind == "binomial":
                source = f"<mrow><mo>(</mo>{source}<mo>)</mo></mrow>"
            size = str(style == "display").lower()
            return f'<mstyle displaystyle="{size}">{source}</mstyle>' if style else source
        case Root(body, None):
            return f"<msqrt>{written(body, alphabet)}</msqrt>"
        case Root(body, degree):
            return f"<mroot>{written(body, alphabet)}{written(degree or Row(()), alphabet)}</mroot>"
        case Script(base, below, above, limits):
            under = _takes_limits(base) if limits is None else limits
            names = ("munder", "mover", "munderover") if under else ("msub", "msup", "msubsup")
            name = names[2 if below and above else 1 if above else 0]
            parts = [written(part, alphabet) for part in (base, below, above) if part is not None]
            return f"<{name}>{''.join(parts)}</{name}>"


def _takes_limits(node: Node) -> bool:
    return (isinstance(node, Words) and node.limits) or (isinstance(node, Sign) and node.character in _LARGE)


def _stretched(node: Stretched, alphabet: str) -> str:
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


def _delimited(node: Node, alphabet: str) -> str:
    match node:
        case Fenced(left, body, right):
            return f"<mrow>{_fence(left, 'prefix')}{written(body, alphabet)}{_fence(right, 'postfix')}</mrow>"
        case Big(character, size, _):
            return (
                f'<mo stretchy="true" minsize="{size}em" maxsize="{size}em">{escape(character)}</mo>'
                if character
                else "<mrow/>"
            )
        case Grid():
            return _grid(node, alphabet)
    raise TypeError(node)


def _fence(character: str, form: str) -> str:
    return f'<mo stretchy="true" form="{form}">{escape(character)}</mo>' if character else ""


def _grid(node: Grid, alphabet: str) -> str:
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
