"""Foreign text made harmless."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papertrail.cleaning import LONGEST_LINE, line, web_link

HOSTILE = [
    "\x1b[31mred\x1b[0m", "\x1b]8;;https://evil.example\x07click\x1b]8;;\x07", "\x1b]52;c;aGk=\x07", "\x9b31m",
    "a\x07\x08b", "abc\u202etxt.exe", "\u2066left\u2069", "zero\u200bwidth\ufeff", "line\u2028break\x85here\r\nthere",
    "\U000e0041tag", "soft\u00adhyphen", "\u200f\u061c", "\ud800",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_is_left_that_a_terminal_obeys(text: str) -> None:
    assert all(unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Zl", "Zp"} for char in line(text))


@given(st.text())
def test_a_line_is_one_line_of_printable_text_and_stays_so(text: str) -> None:
    clean = line(text)
    assert len(clean.splitlines()) <= 1
    assert clean == clean.strip()
    assert not any(unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp"} for char in clean)
    assert line(clean) == clean
    assert len(clean) <= LONGEST_LINE


@pytest.mark.parametrize(
    "text",
    ["Nyströmformer: A Nyström-Based Algorithm", "注意力就是你所需要的一切", "[bold]x[/] :smile:", "naïve – “quoted”"],
)
def test_honest_text_is_left_as_it_is(text: str) -> None:
    assert line(text) == text


def test_white_space_is_folded_and_length_is_bounded() -> None:
    assert line("  two\twords\n ") == "two words"
    assert len(line("x" * 10**6)) == LONGEST_LINE


def test_words_on_two_lines_stay_two_words() -> None:
    assert line("two\u2028words") == line("two\x0bwords") == "two words"


@pytest.mark.parametrize(
    "address", ["https://arxiv.org/abs/1706.03762", "http://example.org/a?b=c#d", "HTTPS://Example.org/(x)_1"]
)
def test_a_web_address_is_taken(address: str) -> None:
    assert web_link(address) == address


@pytest.mark.parametrize(
    "address",
    ["", "javascript:alert(1)", "file:///etc/passwd", "ftp://example.org", "https://", "https:// x", "https://x/ y",
     "//x", 'https://x/"onclick=', "https://x/<b>", "mailto:a@example.org", "data:text/html,x"],
)  # fmt: skip
def test_anything_else_is_no_web_address(address: str) -> None:
    assert web_link(address) is None


@given(st.text())
def test_a_web_address_never_holds_what_a_terminal_obeys(text: str) -> None:
    address = web_link(f"https://example.org/{text}")
    assert address is None or (address == line(address) and " " not in address)
