"""Critiques as HTML, plain text and Markdown, and the outline that their rules are checked by."""

import re
import subprocess
import sys
from datetime import date
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papertrail.typesetting import Block, Section, Sheet, as_html, as_markdown, as_text, outline, word_count

BODY = """\
Before.

# Summary

It *learns* $x^2$ from `a b`. <!-- hidden -->
Second line[^1].

- one
- two
  1. three

<!-- hidden

hidden -->

Strengths
---------

> Quoted

| a | b |
|---|--:|
| c | 1 |

```
code
```

$$
y
$$

## Empty

[^1]: The note.
"""


def sheet(body: str, **others: Any) -> Sheet:
    facts = {
        "course": "A Course",
        "piece": "Critique",
        "number": 5,
        "author": "Ada Lovelace",
        "date": date(2024, 9, 23),
        "reference": "A. Author. A Title. 2021.",
        "link": "https://arxiv.org/abs/2103.00020",
    }
    return Sheet(**(facts | {"body": body} | others))


def test_the_outline_has_every_section_and_block() -> None:
    assert outline(BODY, first_line=11) == (
        Section("", 0, 11, (Block("paragraph", 11, "Before.", 1),)),
        Section(
            "Summary",
            1,
            13,
            (
                Block("paragraph", 15, "It learns $x^2$ from a b.\nSecond line.", 8),
                Block("footnote", 45, "The note.", 2),
                Block("list", 18, "one\ntwo\nthree", 3),
            ),
        ),
        Section(
            "Strengths",
            2,
            26,
            (
                Block("quote", 29, "Quoted", 1),
                Block("table", 31, "a\nb\nc\n1", 4),
                Block("code", 35, "code", 1),
                Block("math", 39, "y", 1),
            ),
        ),
        Section("Empty", 2, 43, ()),
    )


@pytest.mark.parametrize("body", ["", "\n\n", "<!-- nothing -->", "---\n", "[a]: https://b.org\n"])
def test_nothing_has_no_outline(body: str) -> None:
    assert outline(body) == ()


def test_headings_within_code_lists_and_quotations_begin_no_section() -> None:
    assert [section.title for section in outline("# A #\n\n```\n# B\n```\n\n> # C\n\n- # D\n\n    # E\n\nF\n=\n")] == [
        "A",
        "F",
    ]


def test_a_section_with_only_a_comment_is_empty() -> None:
    assert outline("# A\n\n<!-- Write here. -->\n\n# B\n\nx") == (
        Section("A", 1, 1, ()),
        Section("B", 1, 5, (Block("paragraph", 7, "x", 1),)),
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("one", 1),
        ("one two\nthree", 3),
        ("it's well-known — isn't it?", 4),
        ("one—two…three", 3),
        ("a & b", 2),
        ("对比学习", 4),
        ("用 CLIP 学习。", 4),
        ("かな カナ", 4),
        ("한국어 단어", 2),
        ("https://a.org/b-c?d=e f", 2),
        ("… -- !", 0),
        ("naïve café", 2),
        ("3.14 %", 1),
        ("слово и слово", 3),
        ("𠀀𠀁", 2),
    ],
)
def test_words_are_counted(text: str, words: int) -> None:
    assert word_count(text) == words


def test_a_formula_is_one_word() -> None:
    ((_, _, _, (block,)),) = outline(r"The $k$-means loss $\frac{a + b}{c + d}$ and $x$ $y$.")
    assert block.words == 7


def test_the_outline_needs_no_typesetter() -> None:
    program = (
        "import sys; from papertrail.typesetting import outline; outline('# A')\n"
        "print({'typst', 'pypdf'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


class Tags(HTMLParser):
    """The tags and the attributes of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.open: list[str] = []
        self.targets: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag and where it leads."""
        self.tags.append(tag)
        self.targets += [str(value) for name, value in attrs if name in {"href", "src"}]
        assert not [name for name, _ in attrs if name.startswith("on")]
        if tag not in {"meta", "br", "hr", "mspace"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Hold that the innermost tag is closed first."""
        if tag not in {"mspace", "br", "hr"}:
            assert self.open.pop() == tag


def test_html_is_a_whole_page() -> None:
    page = as_html(sheet(BODY))
    tags = Tags(page)
    assert tags.open == []
    assert page.startswith("<!DOCTYPE html>")
    for part in (
        "<title>Critique 5: A. Author. A Title. 2021.</title>",
        "<span>Ada Lovelace</span>",
        "<em>learns</em>",
        "<h2>Summary</h2>",
        "<h3>Strengths</h3>",
        '<time datetime="2024-09-23">23 September 2024</time>',
        "<h1>Critique 5</h1>",
        "<pre><code>code\n</code></pre>",
        '<math display="block">',
        "<li>two\n<ol>",
        "<msup><mi>x</mi><mn>2</mn></msup>",
    ):
        assert part in page
    assert "hidden" not in page
    assert "prefers-color-scheme: dark" in page
    assert "script" not in tags.tags
    assert tags.targets == ["https://arxiv.org/abs/2103.00020", "#fn1", "#fnref1"]


def test_html_runs_and_loads_nothing() -> None:
    evil = '<script>alert(1)</script><img src=x onerror=alert(1)>"'
    links = (
        "[a](javascript:alert(1)) ![b](https://t.org/p.png) [c](data:text/html,x) [d](https://d.org/?a&b) http://e.org"
    )
    page = as_html(
        sheet(
            f"{evil} {links} [f *g*](vbscript:x)",
            course=evil,
            piece=evil,
            author=evil,
            reference=evil,
            link="javascript:x",
        )
    )
    tags = Tags(page)
    assert not {"script", "img"} & set(tags.tags)
    assert tags.targets == ["https://d.org/?a&b", "http://e.org"]
    assert "alert(1)&lt;/script&gt;" in page


def test_each_paragraph_has_its_direction_where_there_are_two() -> None:
    assert '<p dir="auto">שלום</p>' in as_html(sheet("שלום"))


def test_text_is_plain() -> None:
    assert (
        as_text(sheet(BODY))
        == """\
A Course                                               23 September 2024
Ada Lovelace                                                  Critique 5
------------------------------------------------------------------------
A. Author. A Title. 2021. https://arxiv.org/abs/2103.00020

Before.

Summary
-------

It learns $x^2$ from a b. Second line[1].

- one
- two
  1. three

Strengths
---------

> Quoted

a  b
-  -
c  1

    code

    y

Empty
-----

[1] The note.
"""
    )


def test_text_shows_where_links_lead() -> None:
    text = as_text(sheet("[a](https://b.org) <https://c.org> [d](javascript:x) ![e](f.png)", link=None))
    assert "a <https://b.org> https://c.org d e\n" in text


def test_markdown_is_the_body_with_its_head() -> None:
    assert as_markdown(sheet("# A\n\n<!-- x -->\n\n*b* <!-- y\n\nz -->c\n", reference="1. <b>*Bold*_")) == (
        "A Course · Critique 5 · Ada Lovelace · 23 September 2024\n\n"
        "1\\. \\<b\\>\\*Bold\\*\\_ <https://arxiv.org/abs/2103.00020>\n\n# A\n\n\n*b* c\n"
    )
    assert as_markdown(sheet("", author="", link=None)) == (
        "A Course · Critique 5 · 23 September 2024\n\nA. Author. A Title. 2021.\n"
    )


@pytest.mark.parametrize(
    ("body", "left"),
    [
        ("a\n<!-- c -->\nb", "a\n\nb"),
        ("a <!-- x\n\ny --> b", "a  b"),
        ("```\n<!-- a -->\n```", "```\n<!-- a -->\n```"),
        ("`<!-- a -->`", "`<!-- a -->`"),
        ("a ` <!-- b -->", "a ` "),
        ("\\<!-- a", "\\<!-- a"),
        ("<!-- a --><!-- b -->c", "c"),
        ("~~~ x\n```\n<!-- a -->\n~~~\n<!-- b -->c", "~~~ x\n```\n<!-- a -->\n~~~\nc"),
        ("<!-- a", "<!-- a"),
        ("- ```\n  <!-- a -->\n  ```\n- <!-- b -->c", "- ```\n  <!-- a -->\n  ```\n- c"),
    ],
)
def test_comments_are_taken_out_but_not_of_code(body: str, left: str) -> None:
    markdown = as_markdown(sheet(body, link=None)).partition("2021.\n\n")[2]
    assert markdown.removesuffix("\n") == left.strip("\n")


LINES = st.lists(
    st.sampled_from(
        [
            "# A",
            "",
            "text",
            "- a",
            "  - b",
            "1. c",
            "> d",
            "```",
            "    e",
            "<!-- f -->",
            "<!--",
            "-->",
            "| a | b |",
            "|---|---|",
            "[^1]: g",
            "x[^1]",
            "$$",
            "$h$",
            "---",
            "![i](j)",
            "<k>",
            "中文字 latin",
            "~~~",
            "\\begin{align}",
            "\\end{align}",
        ]
    )
    | st.text(max_size=80),
    max_size=25,
).map("\n".join)


@settings(max_examples=300, deadline=None)
@given(LINES)
def test_any_text_has_every_form(body: str) -> None:
    page = Tags(as_html(sheet(body)))
    assert page.open == []
    assert all(re.match(r"https?:|mailto:|#", target) for target in page.targets)
    for written in (as_text(sheet(body)), as_markdown(sheet(body))):
        written.encode()
        assert written.endswith("\n")
    last = len(re.split(r"\r\n|\r|\n", body))
    for section in outline(body):
        assert 1 <= section.line <= last
        assert all(1 <= block.line <= last and block.text for block in section.paragraphs)
