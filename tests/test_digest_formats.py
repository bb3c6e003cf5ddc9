"""What a digest is written with: our templates and the reader's own, and foreign text in all of them."""

import re
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt  # noqa: TID253 - it reads what we wrote

from papertrail import cleaning
from papertrail.digest.content import (
    Coming,
    CourseWeek,
    CritiqueDue,
    Digest,
    Due,
    Item,
    Meeting,
    Overdue,
    Progress,
    Share,
)
from papertrail.digest.rendering import rendered
from papertrail.text.markdown import escaped

HOSTILE = (
    "<script>alert(1)</script>", "</title><img src=x onerror=alert(1)>", '" onmouseover="x', "[a](javascript:x)",
    "![a](http://x/y.png)", "**bold** _it_ `code`", "# heading", "1. one", "- item", "> quote", "| a | b |", "[b]",
    "&lt;b&gt;", "{{ 7 * 7 }}", "{% raw %}", "\x1b[31mred\x1b[0m", "--> <!-- ", "a\nb\r\nSubject: x", "*" * 40,
    "<a href='http://evil'>x</a>", "~~~", "```", "\\", "$x$", "<http://evil.example>", "[^1]", "+ x", "12) x",
    "=====", "\u202eevil",
)  # fmt: skip
FORMATS = ("html", "markdown", "text")
texts = st.one_of(
    st.sampled_from(HOSTILE), st.text(max_size=60), st.text(alphabet="<>&\"'*_[]()!#`~\\|-+.1 \n=:/", max_size=30)
)


def item(title: str, *, link: str | None = "https://example.org/p") -> Item:
    return Item(
        title=title, authors=title, year=2020, link=link, kind=title, level="additional", part=title, note=title,
        group=title, companion=title, pages=3, unresolved=True, due="Mon 22 Feb", handle="umd:1.1", status="read 3 Oct",
        own_note=title,
    )  # fmt: skip


def made_of(text: str) -> Digest:
    """A digest in which every foreign text is this one."""
    title = cleaning.line(text)
    one = item(title)
    course = CourseWeek(
        key="umd", title=title, about=title, unit="week", number=5, heading=title, topics=title, words=title,
        zone="times in X",
        meetings=(
            Meeting(title, title, title, title, title, no_class=False, rule=title, required=(one,), further=(one,)),
            Meeting("", "", "", None, None, no_class=False, rule=None, required=(one,), further=()),
        ),
        length="3 pages", deadlines=(Due(title, title, title),), critiques=(CritiqueDue("umd", title, title, title),),
        overdue=Overdue((one,), 2), finished=(one,),
        coming=Coming(title, (title,), 3, (title,), (Due(title, title, None),), title),
        progress=Progress(1, 2, 1, 1, (Share("required", 1, 2),)),
    )  # fmt: skip
    return Digest(title, "Mon 22 Feb 2027", True, (course,), (one,))  # noqa: FBT003


class Outline(HTMLParser):
    """The elements and attributes of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, tuple[tuple[str, str | None], ...]]] = []
        self.text = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element."""
        self.elements.append((tag, tuple(attrs)))

    def handle_comment(self, data: str) -> None:
        """A comment, of which our template has none."""
        self.elements.append(("!comment", ((data, None),)))

    def handle_data(self, data: str) -> None:
        """Text."""
        self.text += data


EXPECTED = Outline(rendered(made_of("plain"), "html")).elements


@settings(deadline=None)
@given(texts)
def test_no_foreign_text_makes_an_element_of_a_page(text: str) -> None:
    if not cleaning.line(text):
        return
    page = Outline(rendered(made_of(text), "html"))
    assert page.elements == EXPECTED
    assert cleaning.line(text) in page.text


def kinds(markdown: str) -> list[str]:
    """All that a Markdown reader with the usual extensions sees beside text."""
    reader = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    tokens = reader.parse(markdown)
    seen = [f"{token.type}{token.tag}" for token in tokens if token.type != "inline"]
    inline = [child for token in tokens if token.type == "inline" for child in token.children or ()]
    return seen + [child.type for child in inline if child.type not in {"text", "text_special"}]


PLAIN_KINDS = kinds(rendered(made_of("plain"), "markdown"))


@settings(deadline=None)
@given(texts)
def test_no_foreign_text_means_anything_to_markdown(text: str) -> None:
    if not cleaning.line(text):
        return
    assert kinds(rendered(made_of(text), "markdown")) == PLAIN_KINDS


@settings(deadline=None)
@given(texts)
@example("1. x")
@example("\\")
def test_markdown_says_the_text_itself(text: str) -> None:
    tokens = MarkdownIt("commonmark", {"html": True}).parse(f"- {escaped(text)}")
    shown = "".join(c.content for token in tokens if token.type == "inline" for c in token.children or ())
    assert shown.strip() == cleaning.line(text)


@settings(deadline=None)
@given(texts)
def test_plain_text_has_no_control_characters_and_no_long_lines(text: str) -> None:
    written = rendered(made_of(text), "text")
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e]", written)
    longest = max(map(len, cleaning.line(text).split()), default=0)
    assert all(len(line) <= max(72, longest + 40) for line in written.split("\n"))


def test_only_addresses_of_the_web_become_links(papertrail: Any, course: Any) -> None:
    course.edit("https://example.org/pg", "https://example.org/a?b=%22c&d")
    papertrail("course", "add", course.syllabus)
    page = Outline(papertrail("digest", "2", "-c", "rl", "-f", "html").stdout)
    links = {dict(attributes).get("href") for tag, attributes in page.elements if tag == "a"}
    assert "https://example.org/a?b=%22c&d" in links
    assert all(str(link).startswith(("http://", "https://")) for link in links)


def test_a_page_asks_for_nothing_and_runs_nothing(papertrail: Any) -> None:
    page = papertrail("digest", "5", "-c", "umd", "-c", "cs229br", "-f", "html").stdout
    elements = Outline(page).elements
    assert not {tag for tag, _ in elements} & {"script", "link", "img", "iframe", "object", "base", "form"}
    assert not re.search(r"url\(|@import|\bsrc=|\son\w+=", page)
    assert [attributes for tag, attributes in elements if tag == "html"] == [(("lang", "en"),)]
    headings = [int(tag[1]) for tag, _ in elements if re.fullmatch(r"h\d", tag)]
    assert headings[0] == 1
    assert headings.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(headings))
    assert [tag for tag, _ in elements].count("main") == 1


@pytest.mark.parametrize(
    ("name", "levels", "said"),
    [
        ("MATLAB report", '["required"]', "a MATLAB report of a required reading is due before class"),
        ("essay", '["optional", "required"]', "an essay of an optional or required reading is due before class"),
    ],
)
def test_what_is_to_be_written_keeps_the_name_the_course_gives_it(
    papertrail: Any, course: Any, name: str, levels: str, said: str
) -> None:
    rule = f'[critique]\nname = "{name}"\nlevels = {levels}\ndue = "before-session"\n\n'
    course.edit("[[session]]", f"{rule}[[session]]")
    papertrail("course", "add", course.syllabus)
    for style in ("text", "markdown", "html", "terminal"):
        text = papertrail("digest", "2", "-c", "rl", "-f", style).stdout
        assert said[1:] in text, style
    assert f">A{said[1:]}.<" in papertrail("digest", "2", "-c", "rl", "-f", "html").stdout


@pytest.fixture
def template(tmp_path: Path) -> Path:
    return tmp_path / "mine.html"


def of_template(papertrail: Any, template: Path, text: str, **options: int) -> Any:
    template.write_text(text, encoding="utf-8")
    return papertrail("digest", "5", "-c", "umd", "--template", template, **options)


def test_a_template_of_one_s_own(papertrail: Any, template: Path) -> None:
    run = of_template(
        papertrail,
        template,
        "{% for c in digest.courses %}<p>{{ c.title }}: {{ c.meetings | length }}{% endfor %}{{ '<b>' }}",
    )
    assert run.stdout == "<p>Machine Learning at Scale: 2&lt;b&gt;\n"
    plain = template.with_suffix(".md")
    assert of_template(papertrail, plain, "{{ '*' }} {{ '*' | safe }}").stdout == "\\* *\n"
    text = template.with_suffix(".txt")
    assert of_template(papertrail, text, "{{ 'a b' | wrapped('> ', '  ', 4) }}").stdout == "> a\n  b\n"


def test_a_template_may_change_a_part_of_ours(papertrail: Any, template: Path) -> None:
    run = of_template(
        papertrail, template, '{% extends "digest.html" %}{% block top %}<h1>Hello, all</h1>{% endblock %}'
    )
    assert "<h1>Hello, all</h1>" in run.stdout
    assert "Vision-Language Models" in run.stdout


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("ok\n{% if %}", ":2: "),
        ("ok\n\n{{ digest.nothing }}", ":3: 'papertrail.digest.content.Digest object' has no attribute 'nothing'"),
        ("{{ nothing }}", ":1: 'nothing' is undefined"),
        ("{{ digest.__class__.__mro__ }}", ":1: access to attribute '__class__' of 'Digest' object is unsafe"),
        ("{{ ''.format.__globals__ }}", ":1: "),
        ("{{ '{0.__class__}'.format(1) }}", ":1: access to attribute '__class__'"),
        ("{% include '/etc/passwd' %}", ":1: it cannot use '/etc/passwd', only digest.html, digest.md and digest.txt"),
        ("{% include '../x.html' %}", ":1: it cannot use '../x.html'"),
        ("{{ range(10000000) | list }}", ":1: Range too big"),
        ("{{ 1 / 0 }}", ":1: division by zero"),
        ("{% macro m() %}{{ m() }}{% endmacro %}\n{{ m() }}", "maximum recursion depth exceeded"),
        ("{{ digest._replace(title='x') }}", ":1: access to attribute '_replace'"),
    ],
)
def test_a_template_that_does_not_work_is_told_with_its_line(
    papertrail: Any, template: Path, text: str, said: str
) -> None:
    template.write_text(text, encoding="utf-8")
    told = papertrail.refuses("digest", "5", "-c", "umd", "--template", template, exit_code=4)
    assert said in told
    assert told.startswith(f"error: {template}:")
    assert "hint: docs/digest.md lists what a template can use" in told


def test_a_template_that_cannot_be_read(papertrail: Any, template: Path) -> None:
    template.write_bytes(b"\xff\xfe\x00")
    assert "cannot read" in papertrail.refuses("digest", "5", "-c", "umd", "--template", template, exit_code=4)
    template.unlink()
    template.mkdir()
    assert "Is a directory" in papertrail.refuses("digest", "5", "-c", "umd", "--template", template, exit_code=4)


def test_every_example_of_the_document_works(papertrail: Any, template: Path) -> None:
    document = (Path(__file__).parents[1] / "docs" / "digest.md").read_text(encoding="utf-8")
    examples = re.findall(r"^```(?:jinja|html)\n(.*?)^```$", document, re.DOTALL | re.MULTILINE)
    for example_ in examples:
        assert of_template(papertrail, template, example_).stdout.strip()
    assert len(examples) >= 2


def test_the_document_names_every_field(papertrail: Any) -> None:
    document = (Path(__file__).parents[1] / "docs" / "digest.md").read_text(encoding="utf-8")

    def names(value: Any) -> set[str]:
        if isinstance(value, list):
            return set().union(*map(names, value))
        return set(value).union(*map(names, value.values())) if isinstance(value, dict) else set()

    fields = names(papertrail("digest", "5", "-c", "umd", "--json").json)
    assert len(fields) > 30
    assert not {name for name in fields if f"`{name}`" not in document}
