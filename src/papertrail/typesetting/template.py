"""The page: what typst is told around the text."""

from collections.abc import Sequence
from datetime import date

from papertrail.errors import TypesettingError
from papertrail.typesetting.literals import breakable, literal, strings
from papertrail.typesetting.manuscript import address
from papertrail.typesetting.sheet import Sheet, written

TEXT_FONTS = (
    "Libertinus Serif", "Noto Serif", "Source Han Serif SC", "Noto Serif CJK SC", "Noto Serif SC", "Songti SC",
    "SimSun",
    "Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei", "DejaVu Serif",
)  # fmt: skip
MATH_FONTS = ("New Computer Modern Math", *TEXT_FONTS[1:])
CODE_FONTS = ("DejaVu Sans Mono", "Noto Sans Mono CJK SC", "Noto Sans Mono")

MARGIN = {"a4": ("2.4cm", "2.2cm"), "us-letter": ("1in", "0.9in")}
"""Left and right, above and below."""

_STYLE = """
#set page(paper: PAPER, margin: (x: SIDE, y: TOP), footer-descent: 40%)
#set page(footer: context if counter(page).final().first() > 1 {
  align(center, text(size: 9pt, counter(page).display()))
})
#set text(font: FONTS, size: 11pt, hyphenate: false, lang: "en", number-type: "lining")
#set par(justify: true, leading: 0.62em, spacing: 0.85em)
#set heading(numbering: none)
#show heading: set text(size: 11pt, hyphenate: false)
#show heading: set block(above: 1.15em, below: 0.6em, sticky: true)
#show heading.where(level: FIRST): set text(size: 12.5pt)
#show heading.where(level: THIRD): set text(weight: "regular", style: "italic")
#show math.equation: set text(font: MATHFONTS)
#show raw: set text(font: CODEFONTS, size: 1em)
#show raw.where(block: true): it => block(width: 100%, inset: (x: 8pt, y: 6pt), radius: 2pt, fill: luma(245), {
  set par(justify: false, leading: 0.5em)
  it
})
#show link: set text(fill: rgb("#1f3f77"))
#set list(indent: 0.4em, body-indent: 0.6em)
#set enum(indent: 0.4em, body-indent: 0.6em)
#set footnote.entry(gap: 0.5em, clearance: 0.9em)
#show footnote.entry: it => context {
  [#metadata(measure(width: page.width - 2 * SIDE, it.note.body).height.pt())<note>#it]
}
#set table(stroke: none, inset: (x: 6pt, y: 4pt))
#let fitted(line, natural, body) = layout(size => {
  let width = if natural { measure(body).width } else { measure(width: size.width, body).width }
  if width <= size.width + 0.1pt { body } else {
    [#metadata(line)<wide>]
    scale(size.width / width * 100%, reflow: true, block(width: width, body))
  }
})
#let rtlpar(body) = { set text(dir: rtl); par(body) }
#let ltrpar(body) = { set text(dir: ltr); par(body) }
#let rtlheading(level: 1, body) = { set text(dir: rtl); heading(level: level, body) }
#let ltrheading(level: 1, body) = { set text(dir: ltr); heading(level: level, body) }
#let quotation(body) = context {
  let side = if text.lang in ("ar", "he") { "right" } else { "left" }
  block(width: 100%, inset: ((side): 1em, "y": 1pt), stroke: ((side): 1.5pt + luma(190)), body)
}
#let rule = line(length: 100%, stroke: 0.5pt + luma(160))
#let grille(line, aligns, ..cells) = {
  set par(justify: false)
  set text(size: 10pt)
  fitted(line, false, table(
    columns: aligns.len(), align: aligns, table.hline(stroke: 0.8pt), ..cells, table.hline(stroke: 0.8pt),
  ))
}
"""

END = """
#context [#metadata((
  end: here().position(), pages: counter(page).final().first(),
  notes: query(<note>).map(note => note.location().position() + (height: note.value)),
  wide: query(<wide>).map(wide => wide.value),
))<measure>]
"""


def style(paper: str, fonts: frozenset[str], *, above: int = 0) -> str:
    """The settings of a document; `above` is how many levels of headings stand over those of a sheet's body."""
    if paper not in MARGIN:
        raise TypesettingError(f"there is no page size {paper!r}; there are a4 and us-letter")
    side, top = MARGIN[paper]
    values = {
        "PAPER": literal(paper), "SIDE": side, "TOP": top, "CODEFONTS": _list(CODE_FONTS, fonts),
        "MATHFONTS": _list(MATH_FONTS, fonts), "FONTS": _list(TEXT_FONTS, fonts), "FIRST": str(above + 1),
        "THIRD": str(above + 3),
    }  # fmt: skip
    source = _STYLE
    for name, value in values.items():
        source = source.replace(name, value)
    return source


def document(title: str, author: str) -> str:
    """The title and the author that a PDF reader shows."""
    authors = f"({literal(author)},)" if author else "()"
    return f"#set document(title: {literal(title)}, author: {authors}, date: auto)\n"


def heading(sheet: Sheet, title: str = "") -> str:
    """What stands above the body: course, author, date, and the paper; `title` replaces the sheet's name as markup."""
    reference = strings(breakable(sheet.reference))
    link = sheet.link and address(sheet.link)
    if link:
        reference += f'#" ";#link({literal(link)})[{strings(breakable(link))}];'
    name = title or f"#strong[{strings(sheet.name)}];"
    return (
        f"#block(width: 100%, below: 0.5em, grid(columns: (1fr, auto), column-gutter: 1em, row-gutter: 0.55em,\n"
        f"[{strings(sheet.course)}], align(right)[{strings(sheet.day)}],\n"
        f"[{strings(sheet.author)}], align(right)[{name}]));\n"
        f"#block(above: 0.5em, below: 0.7em, rule);\n"
        f"#block(below: 1.3em)[#set par(justify: false)\n{reference}];\n"
    )


def contents(title: str, author: str, sheets: Sequence[Sheet], on: date) -> str:
    """The first page of many sheets: what there is, and on which page."""
    rows = "".join(
        f"link(<sheet-{number}>)[{strings(sheet.name)}], [{strings(breakable(sheet.reference))}], "
        f"link(<sheet-{number}>, context str(counter(page).at(<sheet-{number}>).first())),\n"
        for number, sheet in enumerate(sheets)
    )
    return (
        f'#block(below: 0.6em, text(size: 16pt, weight: "bold")[{strings(title)}]);\n'
        f"#block(below: 0.8em)[{strings(author)}#h(1fr)#{literal(written(on))}];\n#rule;\n"
        f"#[#set par(justify: false)\n#grid(columns: (auto, 1fr, auto), column-gutter: 1.2em, row-gutter: 0.9em,\n"
        f"align: (left, left, right + bottom),\n{rows})];\n"
    )


def opened(sheet: Sheet, number: int) -> str:
    """A new page with what stands above a sheet; footnotes are counted from 1 again."""
    title = f"#box(heading(level: 1, bookmarked: true)[{strings(sheet.name)}]);<sheet-{number}>"
    return f"#pagebreak();#counter(footnote).update(0);\n{heading(sheet, title)}"


def _list(wanted: tuple[str, ...], fonts: frozenset[str]) -> str:
    return "(" + "".join(f"{literal(font)}, " for font in wanted if font in fonts) + ")"
