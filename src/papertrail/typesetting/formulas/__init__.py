"""Formulae: LaTeX in, typst and MathML out."""

from papertrail.typesetting.formulas.latex import FormulaError


def typst_formula(source, *, display):
    raise FormulaError("not yet")
