"""Formulae: LaTeX in, the notation of typst and MathML out."""

from html import escape
from typing import NamedTuple

from papertrail.typesetting.formulas import commands, mathml, typst
from papertrail.typesetting.formulas.nodes import Node
from papertrail.typesetting.formulas.reader import FormulaError, Reader

__all__ = ["Formula", "FormulaError", "formula", "mathml_formula", "typst_formula"]


class Formula(NamedTuple):
    """A formula that was read."""

    body: Node
    unknown: tuple[str, ...]
    """The commands that are not understood, each once, in their order."""


def formula(source: str) -> Formula:
    """Read a formula in LaTeX.

    Raises:
        FormulaError: Its braces, delimiters or environments do not match, or something is missing in it.
    """
    reader = Reader(source, commands.command)
    body = reader.row()
    if reader.next in {r"\\", "&"}:  # lines without an environment, as programs for notes allow them
        reader = Reader(rf"\begin{{aligned}}{source}\end{{aligned}}", commands.command)
        body = reader.row()
    if reader.next:
        raise FormulaError(f"{reader.next} is one too many")
    return Formula(body, tuple(dict.fromkeys(reader.unknown)))


def typst_formula(source: str, *, display: bool) -> tuple[str, tuple[str, ...]]:
    """A formula as an expression of typst, and the commands in it that are not understood; raises `FormulaError`."""
    read = formula(source)
    space = " " if display else ""
    return f"${space}{typst.written(read.body)}{space}$", read.unknown


def mathml_formula(source: str, *, display: bool) -> str:
    """A formula as MathML, its source beside it as an annotation; raises `FormulaError`."""
    kind = "block" if display else "inline"
    body = mathml.written(formula(source).body)
    annotation = f'<annotation encoding="application/x-tex">{escape(source)}</annotation>'
    return f'<math display="{kind}"><semantics>{body}{annotation}</semantics></math>'
