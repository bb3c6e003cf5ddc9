"""What the sources make of texts, feeds and headers, whatever they hold; and who may import the HTTP library."""

import ast
import contextlib
import gzip
import socket
import unicodedata
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as some
from tests.services import faults
from tests.services.server import Services

import papertrail.sources as package
from papertrail.people import People, from_bibtex
from papertrail.sources import arxiv_records, bodies, crossref_records, feed, texts
from papertrail.sources.errors import SourceUnavailableError
from papertrail.sources.retrying import Patience, TroubleError, retry_after
from papertrail.sources.transport import Ask, Client
from papertrail.sources.verdicts import next_address
from papertrail.text.plain import plain

pytest_plugins = ["tests.services.fixtures"]

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


def no_wait(seconds: float) -> None:
    pytest.fail(f"waits {seconds} seconds")


def is_harmless(text: str) -> bool:
    return not any(
        unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp"} or char in "\u202e\u2066\u200b" for char in text
    )


@given(some.text())
def test_any_text_becomes_harmless(text: str) -> None:
    paragraphs = texts.paragraphs(text, longest=50)
    assert is_harmless(paragraphs.replace("\n\n", ""))
    assert len(paragraphs) <= 50
    assert paragraphs == paragraphs.strip()
    assert is_harmless(plain(texts.html(text)))
    assert is_harmless(plain(texts.latex(text)))


@given(some.lists(some.text(alphabet=some.characters() | some.sampled_from(list("aB {}\\,$~'-"))), max_size=5))
def test_any_names_are_taken_apart(names: list[str]) -> None:
    for name in texts.people(names).names:
        assert bool(name.literal) != bool(name.family)
        assert all(is_harmless(part) for part in name.to_json().values() if isinstance(part, str))


@given(some.from_regex(r"([A-Z][a-z.'-]{0,5} ){1,3}[A-Z][A-Za-z'-]{0,6}", fullmatch=True))
def test_a_spoken_name_is_the_one_that_bibtex_reads(name: str) -> None:
    assume(
        name.rsplit(maxsplit=1)[-1].lower() not in {"ii", "iii", "iv", "jr", "sr", "inc", "team", "group"}
        and "--" not in name
    )
    assume("''" not in name)
    assert texts.people([name]) == from_bibtex(name).people


@pytest.mark.parametrize("nobody", ["", " ", "{", ":", "1, 2", "\\ {}"])
def test_what_has_no_letter_in_it_is_nobody(nobody: str) -> None:
    assert texts.people([nobody]) == People()


@given(some.none() | some.text() | some.integers(), some.none() | some.text(), some.none() | some.text())
def test_any_parts_make_a_name_or_none(given_name: object, family: object, suffix: object) -> None:
    person = {"given": given_name, "family": family, "suffix": suffix}
    found = crossref_records.record({"DOI": "10.1000/x", "title": ["T"], "author": [person]})
    assert found
    assert all(name.literal or name.family for name in found.authors.names)


@given(
    some.binary() | some.text().map(lambda text: f"<feed xmlns='http://www.w3.org/2005/Atom'>{text}</feed>".encode())
)
def test_any_bytes_are_a_feed_or_trouble(content: bytes) -> None:
    with contextlib.suppress(TroubleError):
        assert feed.read(content).entries == ()


def test_paragraphs_are_kept_and_lines_joined() -> None:
    assert (
        texts.paragraphs("  One\ntwo.\n  Three\n four.\n\n\nFive.\r\n\r\nSix.\n")
        == "One two.\n\nThree four.\n\nFive.\n\nSix."
    )
    assert len(texts.paragraphs("word " * 10_000)) == 19_999


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("0", 0), ("120", 120), (" 5 ", 5), ("-5", 0), ("1.5", 0), ("", 0), (None, 0), ("٣", 0),
        ("9" * 400, 999_999_999),
        (format_datetime(NOW + timedelta(seconds=90), usegmt=True), 90), (format_datetime(NOW - timedelta(days=1)), 0),
        ("Sat, 21 Nov 2026 13:01:00 +0100", 60),
        ("Sat, 99 Nov 2026", 0), ("tomorrow", 0),
    ],
)  # fmt: skip
def test_retry_after_in_seconds_or_as_a_date(value: str | None, seconds: float) -> None:
    assert retry_after(value, now=NOW) == seconds


@given(some.text())
def test_any_retry_after_is_some_seconds(value: str) -> None:
    assert retry_after(value) >= 0


@pytest.mark.parametrize(
    ("text", "doi"),
    [
        ("10.1000/ABC", "10.1000/abc"), ("10.1000/a 10.1000/b", "10.1000/a"), ("10.48550/arXiv.1706.03762", None),
        ("https://doi.org/10.1000/x,", "10.1000/x"), ("none", None), ("", None),
    ],
)  # fmt: skip
def test_the_publishers_doi(text: str, doi: str | None) -> None:
    assert arxiv_records.publisher_doi(text) == doi


def test_a_machine_without_a_network_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    def nowhere(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", nowhere)
    reason = "its address cannot be found; is this machine online"
    with Client(patience=Patience(sleep=no_wait)) as client, pytest.raises(SourceUnavailableError, match=reason):
        client.json(Ask("arXiv", "https://export.arxiv.org/"))


@pytest.mark.parametrize("url", ["", "export.arxiv.org", "http://", "file:///etc/passwd", "http://[::1", "http://a b/"])
def test_an_address_that_is_none_is_said_at_once(url: str) -> None:
    with (
        Client(patience=Patience(sleep=lambda seconds: pytest.fail(f"waits {seconds} seconds"))) as client,
        pytest.raises(SourceUnavailableError, match="unavailable"),
    ):
        client.json(Ask("arXiv", url))


@pytest.mark.parametrize(
    ("contact", "end"),
    [
        ("a@b.c", " (+mailto:a@b.c)"), ("mailto:a@b.c", " (+mailto:a@b.c)"), ("https://b.c/d", " (+https://b.c/d)"),
        ("", ""),
        ("x\r\nEvil: 1", " (+xEvil: 1)"), ("ü)(é", ""),
    ],
)  # fmt: skip
def test_the_contact_is_sent_and_cannot_break_the_header(contact: str, end: str, services: Services) -> None:
    with Client(contact=contact) as client:
        client.json(Ask("Crossref", f"{services.url}/works/10.1000/x"))
    assert services.seen[0].headers["user-agent"] == f"papertrail/{package_version()}{end}"
    assert "evil" not in services.seen[0].headers


def package_version() -> str:
    from papertrail import __version__  # noqa: PLC0415

    return __version__


def test_whoever_watches_is_told_of_waits(services: Services) -> None:
    told: list[tuple[float, str]] = []
    services.spoil("crossref", faults.status(429, retry_after="9"))
    patience = Patience(sleep=lambda _: None, on_wait=lambda *one: told.append(one))
    with Client(patience=patience) as client:
        client.json(Ask("Crossref", f"{services.url}/works/10.1000/x"))
    [(seconds, reason)] = told
    assert 9 <= seconds <= 10.8
    assert reason == "Crossref: it answers 429 (too many requests)"


def test_a_piece_is_unpacked_no_further_than_allowed() -> None:
    unpack = bodies.unpacker("gzip")
    assert len(unpack(gzip.compress(b" " * 10_000_000), 1000)) == 1000


def test_one_module_knows_the_http_library() -> None:
    importing: dict[str, set[str]] = {
        "httpx": set(),
        "arxiv": set(),
        "requests": set(),
        "sqlite3": set(),
        "rich": set(),
    }
    for path in Path(package.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [str(node.module)] if isinstance(node, ast.ImportFrom) else []
            for name in names:
                importing.get(name.split(".")[0], set()).add(path.name)
    assert importing == {
        "httpx": {"transport.py"}, "arxiv": {"arxiv_page.py"},
        "requests": set(), "sqlite3": set(), "rich": set(),
    }  # fmt: skip


def test_an_encrypted_connection_is_not_left_for_a_plain_one() -> None:
    assert next_address("https://a.org/x", "/y", again=True) == "https://a.org/y"
    assert next_address("http://a.org/x", "https://b.org/", again=True) == "https://b.org/"
    for address, location, again in (
        ("https://a.org/", "http://a.org/", True),
        ("http://a.org/", "http://b.org/", False),
    ):
        with pytest.raises(TroubleError) as raised:
            next_address(address, location, again=again)
        assert not raised.value.passing


def test_a_formula_in_a_publishers_title_is_one_and_a_sum_of_money_is_none() -> None:
    assert plain(texts.html("An $O(n^2)$ bound for <i>k</i>-means and $L_1$")) == "An O(n²) bound for k-means and L₁"
    assert texts.html("From $5 to $10 a day") == "From $5 to $10 a day"
