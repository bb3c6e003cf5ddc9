"""LaTeX's environments: rows and columns."""

import re

from papertrail.typesetting.formulas import symbols
from papertrail.typesetting.formulas.nodes import Grid, Node, Row
from papertrail.typesetting.formulas.reader import FormulaError, Reader


def environment(reader: Reader) -> Grid:
    r"""What stands between \begin, which was passed, and \end."""
    name = reader.raw()
    if name not in symbols.ENVIRONMENTS:
        raise FormulaError(f"the environment {name} is not understood")
    columns = _columns(reader, name)
    reader.depth += 1
    rows, lines = _rows(reader)
    reader.depth -= 1
    closing = reader.raw()
    if closing != name:
        raise FormulaError(f"\\begin{{{name}}} ends with \\end{{{closing}}}")
    left, right = symbols.ENVIRONMENTS[name]
    bars = tuple(len(re.findall("[lcr]", columns[:at])) for at, c in enumerate(columns) if c == "|")
    rules = tuple(bar for bar in bars if 0 < bar < max(map(len, rows), default=0))
    display = "matrix" not in name and name not in {"array", "cases"}
    return Grid(rows, left, right, _alignment(name, columns), display, rules, lines)


def _columns(reader: Reader, name: str) -> str:
    """The argument that says how the columns of some environments are aligned."""
    if name == "array":
        reader.optional()
        return reader.raw()
    if name.startswith("aligned") or name == "gathered":
        reader.optional()
    if name.startswith("alignat") or name == "alignedat":
        reader.raw()
    return ""


def _alignment(name: str, columns: str) -> str:
    if name.rstrip("*") in {"aligned", "align", "alignat", "alignedat", "split", "flalign", "eqnarray"}:
        return "points"
    if name.endswith("cases") or set(re.findall("[lcr]", columns)) == {"l"}:
        return "left"
    return "right" if set(re.findall("[lcr]", columns)) == {"r"} else "center"


def _rows(reader: Reader) -> tuple[tuple[tuple[Node, ...], ...], tuple[int, ...]]:
    r"""The cells up to \end, which is passed, and the rows below which a rule stands."""
    rows: list[tuple[Node, ...]] = []
    cells: list[Node] = []
    lines: list[int] = []
    while True:
        cells.append(reader.row())
        mark = reader.take()
        if mark == r"\hline":
            lines.append(len(rows))
            cells.pop()
        elif mark in {r"\\", r"\cr"}:
            rows.append(tuple(cells))
            cells = []
            _skip_distance(reader)
        elif mark == r"\end":
            if len(cells) > 1 or cells[0] != Row(()):
                rows.append(tuple(cells))
            return tuple(rows), tuple(line for line in lines if 0 < line < len(rows))
        elif mark != "&":
            raise FormulaError(f"{mark} does not belong there" if mark else "\\end is missing")


def _skip_distance(reader: Reader) -> None:
    r"""Pass the distance that may follow \\, as in \\[4pt]."""
    found = re.match(r"\s*\[-?[\d.]+[a-z]{2}\]", "".join(reader.tokens[reader.at : reader.at + 12]))
    if found:
        while reader.take() != "]":
            pass
