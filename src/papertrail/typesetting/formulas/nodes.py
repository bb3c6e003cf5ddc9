"""What a formula is made of, whichever language it is written out in."""

from typing import NamedTuple, TypeAlias


class Sign(NamedTuple):
    """One character; letters are set in italics, and a large operator is set large."""

    character: str
    role: str = ""
    """"opening", "closing", "relation", "binary", "normal" … where the character's own role is not meant."""


class Words(NamedTuple):
    """Upright text."""

    text: str
    operator: bool = False
    """A name such as "log", with an operator's space around it."""
    limits: bool = False
    """Whether what stands under and over it goes below and above in displays."""


class Unknown(NamedTuple):
    """LaTeX that is not understood, shown as it is written."""

    source: str


class Space(NamedTuple):
    """White space, in quads."""

    width: float


class Row(NamedTuple):
    """One thing after the other."""

    items: tuple["Node", ...]


class Fraction(NamedTuple):
    """One thing over another."""

    top: "Node"
    bottom: "Node"
    kind: str = "fraction"
    """Or "binomial"."""
    style: str = ""
    """"display" or "text" where the size is asked for."""


class Root(NamedTuple):
    """A root."""

    body: "Node"
    degree: "Node | None"


class Script(NamedTuple):
    """Something with what stands below and above it."""

    base: "Node"
    below: "Node | None"
    above: "Node | None"
    limits: bool | None = None
    """True: under and over; False: at the side; None: as the base wants it."""


class Styled(NamedTuple):
    """Another alphabet, or a size."""

    style: str
    """One of `symbols.STYLES`."""
    body: "Node"


class Accent(NamedTuple):
    """A mark over something."""

    mark: str
    body: "Node"


class Stretched(NamedTuple):
    """A line, a brace or an arrow over or under something, with a note at a brace."""

    kind: str
    """One of `symbols.STRETCHED`."""
    body: "Node"
    note: "Node | None" = None


class Fenced(NamedTuple):
    r"""Delimiters that grow with what is between them; \middle ones are `Sign`\ s of the role "fence" in the row."""

    left: str
    body: "Node"
    right: str


class Big(NamedTuple):
    """A delimiter of a stated size."""

    character: str
    size: float
    role: str


class Grid(NamedTuple):
    """Matrices, cases and aligned lines."""

    rows: tuple[tuple["Node", ...], ...]
    left: str = ""
    right: str = ""
    align: str = "center"
    """"left", "center", "right", or "points": right and left by turns, as in aligned equations."""
    display: bool = False
    rules: tuple[int, ...] = ()
    """Columns behind which a vertical rule stands."""
    lines: tuple[int, ...] = ()
    """Rows below which a horizontal rule stands."""


Node: TypeAlias = (
    Sign | Words | Unknown | Space | Row | Fraction | Root | Script | Styled | Accent | Stretched | Fenced | Big | Grid
)
