"""Sheets as HTML: a page of its own that needs nothing else, and runs nothing."""

from collections.abc import Sequence
from html import escape

from markdown_it.token import Token

from papertrail.typesetting.characters import presentable
from papertrail.typesetting.formulas import FormulaError, mathml_formula
from papertrail.typesetting.manuscript import address, manuscript, parser, right_to_left, with_addresses
from papertrail.typesetting.sheet import Sheet

_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; --quiet: #5a5a5a; --line: #c8c8c8; --code: #f4f4f4; --link: #1f3f77; }}
@media (prefers-color-scheme: dark) {{
  :root {{ --quiet: #a8a8a8; --line: #555; --code: #2a2a2a; --link: #9dbdf5; }}
}}
body {{ max-width: 42rem; margin: 2rem auto; padding: 0 1rem; line-height: 1.5;
  font-family: "Libertinus Serif", "Source Serif 4", Georgia, "Noto Serif", serif; overflow-wrap: break-word; }}
header {{ border-bottom: 1px solid var(--line); margin-bottom: 1rem; }}
header div {{ display: flex; justify-content: space-between; gap: 1rem; }}
h1 {{ font-size: 1rem; margin: 0; }}
h2, h3, h4, h5, h6 {{ font-size: 1.1rem; line-height: 1.3; margin: 1.4em 0 0.4em; }}
a {{ color: var(--link); }}
code, pre {{ font-family: "DejaVu Sans Mono", Menlo, Consolas, monospace; font-size: 0.85em; }}
pre {{ background: var(--code); padding: 0.6em 0.8em; overflow-x: auto; }}
blockquote {{ border-left: 3px solid var(--line); margin-left: 0; padding-left: 1em; }}
table {{ border-collapse: collapse; display: block; overflow-x: auto; }}
th, td {{ padding: 0.2em 0.7em; border-bottom: 1px solid var(--line); }}
math[display="block"] {{ margin: 0.8em 0; overflow-x: auto; overflow-y: clip; }}
.cancelled {{ text-decoration: line-through; }}
.footnotes {{ font-size: 0.9em; color: var(--quiet); border-top: 1px solid var(--line); margin-top: 2em; }}
.footnotes-sep {{ display: none; }}
@media print {{ body {{ margin: 0; max-width: none; }} }}
</style>
</head>
<body>
<header>
<div><span>{course}</span><time datetime="{iso}">{day}</time></div>
<div><span>{author}</span><h1>{name}</h1></div>
</header>
<p>{reference}</p>
<main>
{body}</main>
</body>
</html>
"""


def as_html(sheet: Sheet) -> str:
    """A sheet as a page of HTML, light or dark as the reader's system is; formulae are MathML."""
    sheet = presentable(sheet)
    reference = escape(sheet.reference)
    link = sheet.link and address(sheet.link)
    if link:
        reference += f' <a href="{escape(link)}">{escape(link)}</a>'
    return _PAGE.format(
        title=escape(f"{sheet.name}: {sheet.reference}"), course=escape(sheet.course), author=escape(sheet.author),
        iso=sheet.date.isoformat(), day=sheet.day, name=escape(sheet.name), reference=reference, body=_body(sheet),
    )  # fmt: skip


def _body(sheet: Sheet) -> str:
    script = manuscript(sheet.body, sheet.first_line)
    levels = [int(token.tag[1]) for token in script.tokens if token.type == "heading_open"]
    down = 2 - min(levels, default=2)  # the page's own heading is the only first one
    mixed = right_to_left(script.text) > 0
    for token in script.tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(int(token.tag[1]) + down, 6)}"
        if mixed and token.nesting > 0 and token.block:
            token.attrSet("dir", "auto")
        _follow_links(token.children or ())
    writer = parser()
    for name, rule in _RULES.items():
        writer.add_render_rule(name, rule)
    return str(writer.renderer.render(script.tokens, writer.options, {}))


def _follow_links(children: Sequence[Token]) -> None:
    """Note at each link where it may lead, and at each text whether it is in one."""
    urls: list[str | None] = []
    for child in children:
        if child.type == "link_open":
            urls.append(address(str(child.attrs.get("href", ""))))
            child.meta["url"] = urls[-1]
        elif child.type == "link_close":
            child.meta["url"] = urls.pop()
        elif urls:
            child.meta["linked"] = True


def _math(_: object, tokens: Sequence[Token], at: int, *__: object) -> str:
    token = tokens[at]
    display = token.type != "math_inline"
    source = token.content.strip()
    try:
        written = mathml_formula(source, display=display)
    except FormulaError:
        written = f"<code>{escape(source)}</code>"
    return f"<p>{written}</p>\n" if token.block else written


def _text(_: object, tokens: Sequence[Token], at: int, *__: object) -> str:
    pieces = [(tokens[at].content, None)] if "linked" in tokens[at].meta else with_addresses(tokens[at].content)
    return "".join(f'<a href="{escape(url)}">{escape(text)}</a>' if url else escape(text) for text, url in pieces)


def _link_open(_: object, tokens: Sequence[Token], at: int, *__: object) -> str:
    url = tokens[at].meta["url"]
    return f'<a href="{escape(url)}">' if url else "<span>"


def _link_close(_: object, tokens: Sequence[Token], at: int, *__: object) -> str:
    return "</a>" if tokens[at].meta["url"] else "</span>"


def _image(_: object, tokens: Sequence[Token], at: int, *__: object) -> str:
    return escape(tokens[at].content or str(tokens[at].attrs.get("src", "")))


_RULES = {
    "math_inline": _math, "math_inline_double": _math, "math_block": _math, "amsmath": _math, "text": _text,
    "link_open": _link_open, "link_close": _link_close, "image": _image,
}  # fmt: skip
