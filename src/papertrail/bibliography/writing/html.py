"""A reading list as one HTML page that needs nothing else: no script, no picture, no request."""

from collections.abc import Iterable, Iterator
from html import escape

from papertrail import cleaning
from papertrail.bibliography.writing.reading_list import Line, Section
from papertrail.text import html
from papertrail.text.folding import folded
from papertrail.text.marked import Text
from papertrail.wording import stars

_STYLE = """
:root { color-scheme: light dark; --ink: #1c1e21; --soft: #5c6168; --paper: #fdfdfc; --rule: #dcdcd8; --link: #0b57a4; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6e6e3; --soft: #a3a7ad; --paper: #17191c; --rule: #35383d; --link: #8ab8ee; }
}
body { margin: 0 auto; max-width: 44rem; padding: 2rem 1.25rem 4rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.5 Georgia, "Times New Roman", serif; overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; line-height: 1.25; }
h2 { font-size: 1.1rem; margin: 2.25rem 0 .75rem; padding-bottom: .3rem; border-bottom: 1px solid var(--rule); }
ul { list-style: none; margin: 0; padding: 0; }
li { margin: 0 0 .9rem; }
a { color: var(--link); text-decoration-thickness: 1px; text-underline-offset: .15em; }
.about, .aside { color: var(--soft); font-size: .9rem; }
.aside::before { content: " · "; }
.about { display: block; }
@media print { :root { --ink: #000; --soft: #333; --paper: #fff; --link: #000; } body { max-width: none; padding: 0; } }
""".strip()
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def page(sections: Iterable[Section]) -> Iterator[str]:
    """Readings as a page that stands alone, light or dark as its reader's system is."""
    sections = list(sections)
    courses = list(dict.fromkeys(section.course for section in sections if section.course))
    title = courses[0] if len(courses) == 1 else "Reading list"
    yield (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        f"<title>{_text(title)}</title>\n<style>\n{_STYLE}\n</style>\n</head>\n<body>\n<main>\n<h1>{_text(title)}</h1>\n"
    )
    for section in sections:
        yield from _section(section, several=len(courses) > 1)
    yield "</main>\n</body>\n</html>\n"


def _section(section: Section, *, several: bool) -> Iterator[str]:
    heading = ": ".join(filter(None, (section.course if several else None, section.week)))
    yield f"<h2>{_text(heading)}</h2>\n" if heading else ""
    yield "<ul>\n"
    yield from map(_item, section.lines)
    yield "</ul>\n"


def _item(line: Line) -> str:
    title = f'<span dir="auto">{_title(line.title)}</span>'
    if line.link:
        title = f'<a href="{escape(line.link, quote=True)}" rel="noopener noreferrer">{title}</a>'
    asides = [
        line.reading.part or "",
        line.reading.level or "",
        "" if line.record else "not identified",
        line.status or "",
        stars(line.stars) if line.stars else "",
    ]
    aside = "".join(f' <span class="aside">{_text(text)}</span>' for text in asides if text)
    about = ". ".join(filter(None, (line.authors.removesuffix("."), line.place)))
    spoken = f'<span class="about" dir="auto">{_text(about)}</span>' if about else ""
    return f"<li>{title}{aside}{spoken}</li>\n"


def _title(title: Text) -> str:
    if isinstance(title, str):
        return _text(title)
    return html.write(folded(title, longest=cleaning.LONGEST_LINE))


def _text(text: str) -> str:
    return escape(cleaning.line(text), quote=True)
