"""Critiques as PDF: measured pages, complaints with their lines, the same bytes each time, text that does nothing."""

import io
import math
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader  # noqa: TID253  # the tests read what was printed

from papertrail.errors import TypesetterMissingError, TypesettingError
from papertrail.typesetting import Printed, Sheet, bound, outline, printed, typesetter

NOBODY_HAS = "\u0378"  # not assigned, so in no font
CLIP = "Alec Radford et al. Learning Transferable Visual Models From Natural Language Supervision. ICML 2021."


def sheet(body: str, **others: Any) -> Sheet:
    facts = {
        "course": "Machine Learning at Scale",
        "piece": "Critique",
        "number": 5,
        "author": "Ada Lovelace",
        "date": date(2024, 9, 23),
        "reference": CLIP,
        "link": "https://arxiv.org/abs/2103.00020",
    }
    return Sheet(**(facts | {"body": body} | others))


def reader(done: Printed) -> PdfReader:
    return PdfReader(io.BytesIO(done.pdf))


def words(done: Printed) -> str:
    """The text of a PDF, without what only breaks its lines."""
    text = " ".join(page.extract_text() for page in reader(done).pages)
    return " ".join(text.replace("\u200b", "").split())


def links(done: Printed) -> list[str]:
    notes = [note.get_object() for page in reader(done).pages for note in page.get("/Annots", [])]
    return [note["/A"]["/URI"] for note in notes if "/URI" in note.get("/A", {})]


def places(done: Printed) -> list[tuple[float, str]]:
    """How far from the left edge of the first page each piece of text begins."""
    found: list[tuple[float, str]] = []

    def visit(text: str, page: list[float], here: list[float], *_: Any) -> None:
        if text.strip():
            found.append((here[4] * page[0] + page[4], text))

    reader(done).pages[0].extract_text(visitor_text=visit)
    return found


def sentences(done: Printed) -> list[tuple[int, str]]:
    return [tuple(complaint) for complaint in done.complaints]


def test_the_page_has_everything() -> None:
    done = printed(
        sheet("## Summary\n\nIt *learns* from **pairs** with `code` and ~~not~~.\n\n- one\n- two[^1]\n\n[^1]: A note.")
    )
    text = words(done)
    for part in ("Machine Learning at Scale", "Ada Lovelace", "23 September 2024", "Critique 5", CLIP, "2103.00020"):
        assert part in text
    assert "Summary It learns from pairs with code and not. • one • two1" in text
    assert text.endswith("1A note.")
    assert done.pages == 1
    assert done.complaints == ()
    assert links(done)[0] == "https://arxiv.org/abs/2103.00020"
    facts = reader(done).metadata
    assert facts is not None
    assert facts.author == "Ada Lovelace"
    assert facts.title == f"Critique 5: {CLIP}"
    assert str(facts["/CreationDate"]).startswith("D:20240923")


def test_american_paper_has_its_size_and_date() -> None:
    done = printed(sheet("x", paper="us-letter"))
    assert reader(done).pages[0].mediabox[2:] == [612, 792]
    assert "September 23, 2024" in words(done)
    with pytest.raises(TypesettingError, match="no page size 'a0'"):
        printed(sheet("x", paper="a0"))


def test_what_is_unknown_is_left_empty() -> None:
    done = printed(sheet("x", author="", number=None, link=None))
    assert "Critique" in words(done)
    assert "Critique 5" not in words(done)
    facts = reader(done).metadata
    assert facts is not None
    assert facts.author is None


@pytest.mark.parametrize("paper", ["a4", "us-letter"])
def test_the_room_left_is_measured_on_the_page(paper: str) -> None:
    before = 0.0
    for lines in range(1, 80):
        done = printed(sheet("one  \n" * lines + "last", paper=paper))
        assert done.pages == len(reader(done).pages) == math.ceil(done.filled)
        assert done.filled > before
        if done.pages > 1:
            break
        before = done.filled
    assert 0.96 < before <= 1 < done.filled < 1.1


def test_footnotes_take_room() -> None:
    without = printed(sheet("text"))
    with_one = printed(sheet("text[^1]\n\n[^1]: A note."))
    with_two = printed(sheet("text[^1] [^2]\n\n[^1]: A note.\n[^2]: Another."))
    assert without.filled + 0.02 < with_one.filled < with_two.filled < without.filled + 0.1
    overflowing = printed(sheet("text[^1]\n\n[^1]: " + "note " * 2000))
    assert overflowing.pages == len(reader(overflowing).pages) > 1
    assert overflowing.pages - 1 < overflowing.filled <= overflowing.pages


def test_pages_have_numbers_only_where_there_are_several() -> None:
    assert not words(printed(sheet("x"))).endswith(" 1")
    text = [page.extract_text().split()[-1] for page in reader(printed(sheet("word\n\n" * 100))).pages]
    assert text[:2] == ["1", "2"]


def test_comments_do_not_print() -> None:
    text = words(
        printed(sheet("# A\n\n<!-- hidden\n\nhidden -->\n\nshown <!-- hidden\n\nhidden --> too `<!-- code -->`"))
    )
    assert "hidden" not in text
    assert "shown too <!-- code -->" in text


def test_footnotes_that_refer_to_each_other_are_set_once() -> None:
    text = words(printed(sheet("a[^1] b[^1]\n\n[^1]: one[^2][^1]\n\n[^2]: two[^1]")))
    assert text.count("one") == text.count("two") == 1


def test_a_footnote_of_many_blocks_is_whole() -> None:
    text = words(printed(sheet("a[^1]\n\n[^1]: one\n\n    - two\n\n    ```\n    three\n    ```\n")))
    assert all(word in text for word in ("one", "two", "three"))


def test_html_is_text() -> None:
    assert "<b>bold</b> <script>alert(1)</script>" in words(printed(sheet("<b>bold</b> <script>alert(1)</script>")))


def test_only_harmless_links_are_links() -> None:
    body = (
        "[a](https://a.org/x?y=1) [b](mailto:b@c.org) [c](doi:10.1000/182) [d](javascript:alert(1)) [e](file:///etc/passwd)"
        " [f](other.md) <https://g.org> see https://h.org/i_(j)."
    )
    done = printed(sheet(body, link=None))
    assert links(done) == [
        "https://a.org/x?y=1",
        "mailto:b@c.org",
        "https://doi.org/10.1000/182",
        "https://g.org",
        "https://h.org/i_(j)",
    ]
    assert "a b c d e f https://g.org see https://h.org/i_(j)." in words(done)
    assert [sentence for _, sentence in sentences(done)] == [
        "the link to 'file:///etc/passwd' is left out: only http, https, mailto and doi are linked",
        "the link to 'javascript:alert(1)' is left out: only http, https, mailto and doi are linked",
        "the link to 'other.md' is left out: only http, https, mailto and doi are linked",
    ]


def test_pictures_are_not_loaded() -> None:
    done = printed(sheet("![A plot](/etc/passwd)"))
    assert "A plot" in words(done)
    assert sentences(done) == [(1, "the picture 'A plot' is not set; its words stand in its place")]


def test_complaints_name_the_line_of_the_file() -> None:
    body = (
        f"# A\n\n<!-- two\nlines -->\ntext\n$\\foo$ and $a^b^c$\n\n{NOBODY_HAS}{NOBODY_HAS}\n\n[^9]: unused\n\nnul \0"
    )
    assert sentences(printed(sheet(body, first_line=11))) == [
        (16, "the formula \\foo has \\foo, which is not understood"),
        (16, "the formula a^b^c cannot be read: two ^ follow one another"),
        (18, f"no font here has the character {NOBODY_HAS} (U+0378)"),
        (20, "nothing refers to the footnote 9, so it does not print"),
        (22, "the character U+0000 is no text and is left out"),
    ]


def test_a_comment_that_never_ends_prints() -> None:
    done = printed(sheet("one\n\ntwo <!-- three"))
    assert "two <!-- three" in words(done)
    assert sentences(done) == [(3, "the comment that begins here is never closed with -->, so it prints")]


def test_what_lies_too_deep_is_set_and_told() -> None:
    done = printed(sheet(">" * 100 + " deep"))
    assert "deep" in words(done)
    assert sentences(done) == [(1, "more than 20 levels within each other; the deeper ones are set as plain text")]


def test_a_character_that_no_font_has_is_told_for_what_stands_above_too() -> None:
    assert sentences(printed(sheet("x", author=NOBODY_HAS))) == [
        (1, f"no font here has the character {NOBODY_HAS} (U+0378)")
    ]


def test_a_missing_character_is_told_however_it_is_written() -> None:
    done = printed(sheet("one\n\n&#x378;"))
    assert sentences(done) == [(1, f"no font here has all of {NOBODY_HAS}, as it is written")]
    done = printed(sheet("one\n\nq\u0338\u20d7\u0489"))
    assert done.pages == 1


def test_a_link_of_the_paper_is_harmless_too() -> None:
    assert links(printed(sheet("x", link="javascript:alert(1)"))) == []


def test_wide_formulae_and_tables_stay_on_the_page() -> None:
    done = printed(sheet("text\n\n$$" + "x + " * 100 + "y$$\n\n|" + "a|" * 30 + "\n|" + "-|" * 30))
    assert (3, "what stands here is wider than the page, and is set smaller") in sentences(done)
    assert (5, "the table has 30 columns, more than a page has room for") in sentences(done)


def test_long_words_are_broken() -> None:
    done = printed(
        sheet("w" * 400 + "\n\n`" + "c" * 400 + "`\n\n```\n" + "d" * 400 + "\n```\n\nhttps://example.org/" + "e/" * 200)
    )
    assert done.filled > printed(sheet("w\n\n`c`\n\n```\nd\n```\n\ne")).filled + 0.1
    assert 60 < max(x for x, _ in places(done) if x) < 595 - 68


def test_greek_russian_and_hebrew_come_out() -> None:
    done = printed(sheet("Ελληνικά, русский, Việt Nam, naïve"))
    assert "Ελληνικά, русский, Việt Nam, naïve" in words(done)
    assert done.complaints == ()


def test_hebrew_is_set_from_the_right() -> None:
    def start(body: str) -> float:
        done = printed(sheet(body, course="", author="", reference="", link=None))
        return next(x for x, text in places(done) if "x" in text)

    assert start("x א") < 80
    assert start("א x") > 400
    assert start("# א x") > 400
    assert start("- אבגד x") > 400


def test_the_same_text_gives_the_same_bytes(tmp_path: Path) -> None:
    program = (
        "import sys; from datetime import date; from papertrail.typesetting import Sheet, printed\n"
        "sheet = Sheet('C', 'Critique', 1, 'A', date(2024, 9, 23), 'R', None, '# T\\n\\n$x^2$ *a*[^1]\\n\\n[^1]: b')\n"
        "open(sys.argv[1], 'wb').write(printed(sheet).pdf)"
    )
    for name in ("one", "two"):
        subprocess.run([sys.executable, "-c", program, tmp_path / name], check=True, cwd=tmp_path)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_without_typst_the_next_step_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("_typst", "_fonts", "families"):
        getattr(typesetter, name).cache_clear()
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(TypesetterMissingError, match="typst, which typesets PDFs, is not installed") as caught:
        printed(sheet("x"))
    assert "pip install 'papertrail-reading[pdf]'" in str(caught.value.hint)
    typesetter._typst.cache_clear()


def test_many_are_bound_with_their_pages() -> None:
    sheets = [
        sheet("# A\n\none[^1]\n\n[^1]: first", number=1),
        sheet("word\n\n" * 80, number=2, reference="A long one"),
        sheet(f"last[^1] $\\foo$ {NOBODY_HAS}\n\n[^1]: third", number=3, reference="The last"),
    ]
    done = bound("Critiques, Fall 2024", "Ada Lovelace", sheets, date(2024, 12, 10))
    pages = [" ".join(page.extract_text().split()) for page in reader(done).pages]
    assert len(pages) == done.pages == 5
    assert pages[0].startswith("Critiques, Fall 2024 Ada Lovelace 10 December 2024 Critique 1")
    assert "A long one 3" in pages[0]
    assert "The last 5" in pages[0]
    assert "1first" in pages[1]
    assert "1third" in pages[4]
    assert [item["/Title"] for item in reader(done).outline if isinstance(item, dict)] == [
        "Critique 1",
        "Critique 2",
        "Critique 3",
    ]
    assert sentences(done) == [
        (1, "Critique 3: no font here has the character \u0378 (U+0378)"),
        (1, "Critique 3: the formula \\foo has \\foo, which is not understood"),
    ]
    assert bound("None", "", [], date(2024, 12, 10)).pages == 1


HOSTILE = (
    '#read("/etc/passwd")',
    '"#read("/etc/passwd")',
    '\\"); #read("/etc/passwd"); ("',
    '#import "@preview/cetz:0.2.0": *',
    '$ #eval("1+1") $',
    '$"#read(\\"/etc/passwd\\")$',
    "`#read`",
    "```typ\n#panic()\n```",
    "\\u{41}",
    "[x](#read)",
    "$}$",
    "]",
    ")",
    "#[",
    "a\0b",
    "\ud800",
    "\u202e\u2066",
    "\u200b" * 500,
    "[" * 2000,
    "*" * 2000,
    ">" * 3000,
    "- " * 500,
    "$" + "{" * 500 + "$",
    "$" + "\\frac" * 500 + "$",
    "$\\begin{matrix}" * 40,
    "a" + "\u0301" * 3000,
    "|a|\n|-|\n|" + "b" * 500,
    "<!--" * 500,
    "[^1]: [^1] [^2]\n\n[^2]: [^1]\n\n[^1]",
    "^[" * 60 + "]" * 60,
    "&#0; &#xD800; &#x110000;",
    "\\" * 501,
    "$\\text{$\\text{$x$}$}$",
)


@pytest.mark.parametrize("body", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_is_only_text(body: str) -> None:
    done = printed(sheet(body, author=body, reference=body, course=body, piece=body))
    assert len(reader(done).pages) == done.pages
    assert "root:" not in words(done)
    assert bound(body, body, [sheet(body)], date(2024, 12, 10)).pages > 1


MARKDOWN = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "# ",
                "## ",
                "- ",
                "1. ",
                "> ",
                "    ",
                "\n",
                "\n\n",
                "*",
                "**",
                "_",
                "`",
                "```\n",
                "~~",
                "[",
                "](",
                ")",
                "![",
                "<",
                ">",
                "[^1]",
                "[^1]: ",
                "^[",
                "]",
                "|",
                "|-|\n",
                "$",
                "$$",
                "\\",
                "\\frac",
                "{",
                "}",
                "^",
                "&",
                "\\begin{aligned}",
                "\\end{aligned}",
                "\\left(",
                "\\right)",
                "\\text{",
                "\\sqrt[",
                "<!--",
                "-->",
                "#",
                '"',
                "'",
                "https://a.b/",
                "---\n",
                "\t",
                "\\\\",
                "\\hat",
                "\\sum",
                "\\limits",
                "\\operatorname{",
                "\\underbrace",
                "\\middle|",
                "中",
                "ש",
            ]
        ),
        st.text(max_size=5),
    ),
    max_size=40,
).map("".join)


@settings(max_examples=150, deadline=None)
@given(MARKDOWN)
def test_any_text_is_a_page(body: str) -> None:
    done = printed(sheet(body))
    assert done.pdf.startswith(b"%PDF-1.7")
    assert len(reader(done).pages) == done.pages == max(math.ceil(done.filled), 1)
    assert all(1 <= complaint.line <= body.count("\n") + body.count("\r") + 1 for complaint in done.complaints)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300), st.text(max_size=50))
def test_any_names_are_a_page(name: str, other: str) -> None:
    done = printed(sheet("x", author=name, course=other, piece=name, reference=other))
    assert len(reader(done).pages) == done.pages


@pytest.mark.parametrize(
    ("body", "kinds"),
    [
        ("The loss is $$x^2$$ and small.", ["paragraph", "math", "paragraph"]),
        ("The loss is\n$$x^2$$\nand small.", ["paragraph", "math", "paragraph"]),
        ("$$x^2$$ is the loss, and small.", ["math", "paragraph"]),
        ("- The loss is $$x^2$$ and small.", ["list"]),
        ("> The loss is $$x^2$$ and small.", ["quote"]),
        ("**The loss is $$x^2$$ and small.**", ["paragraph"]),
        ("# The loss is $$x^2$$ and small.\n\nText.", ["paragraph"]),
        ("Text.[^1]\n\n[^1]: The loss is $$x^2$$ and small.", ["paragraph", "footnote"]),
        ("Text, small.[^1]\n\n[^1]: The loss is\n\n    $$x^2$$\n", ["paragraph", "footnote"]),
    ],
)
def test_a_display_inside_other_words_is_never_lost(body: str, kinds: list[str]) -> None:
    text = PdfReader(io.BytesIO(printed(sheet(body)).pdf)).pages[0].extract_text()
    assert "𝑥2" in text.replace("\n", "")
    assert "small" in text
    assert [block.kind for section in outline(body) for block in section.paragraphs] == kinds
