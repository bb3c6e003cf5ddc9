"""`papertrail export atom`: the weeks of a course for those who read along, and nothing of the reader's own."""

import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

ATOM = "{http://www.w3.org/2005/Atom}"
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def root(run: Any) -> ET.Element:
    """The feed, with all that RFC 4287 asks of one."""
    feed = ET.fromstring(run.stdout)  # noqa: S314 - our own
    assert feed.tag == f"{ATOM}feed"
    for element in (feed, *feed.findall(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(element.findall(f"{ATOM}{name}")) == 1
        assert INSTANT.fullmatch(element.findtext(f"{ATOM}updated") or "")
        assert (element.findtext(f"{ATOM}id") or "").startswith("tag:papertrail,2024:")
        assert element.findtext(f"{ATOM}author/{ATOM}name")
    ids = [entry.findtext(f"{ATOM}id") for entry in feed.findall(f"{ATOM}entry")]
    assert len(ids) == len(set(ids))
    return feed


def weeks(papertrail: Any, *words: str) -> dict[str, ET.Element]:
    entries = root(papertrail("export", "atom", *words)).findall(f"{ATOM}entry")
    return {(entry.findtext(f"{ATOM}id") or "").rpartition("/")[2]: entry for entry in entries}


def updated(entries: dict[str, ET.Element]) -> dict[str, str]:
    return {name: entry.findtext(f"{ATOM}updated") or "" for name, entry in entries.items()}


def test_the_weeks_that_have_begun_or_begin_soon_are_in_the_feed_latest_first(papertrail: Any) -> None:
    assert list(weeks(papertrail, "-c", "umd")) == [f"week-{number}" for number in (6, 5, 4, 3, 2, 1)]
    papertrail.today("2024-09-22")
    assert "week-6" not in weeks(papertrail, "-c", "umd")
    assert len(weeks(papertrail, "-c", "umd", "--all")) == 16


def test_an_entry_holds_the_sessions_and_readings_of_its_week(papertrail: Any) -> None:
    entry = weeks(papertrail, "-c", "umd")["week-5"]
    content = entry.find(f"{ATOM}content")
    assert content is not None
    assert content.attrib == {"type": "html"}
    html = content.text or ""
    assert "<h3>Mon 23 Sep 2024, Vision-Language Models</h3>" in html
    assert (
        '<li><a href="https://arxiv.org/abs/2103.00020">Learning Transferable Visual Models From Natural Language'
        " Supervision (Radford et al. 2021)</a> (required)</li>" in html
    )
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == "David Jacobs"


def test_the_same_again_is_the_same_file(papertrail: Any, tmp_path: Path) -> None:
    file = tmp_path / "weeks.xml"
    papertrail("course", "follow", "umd")
    papertrail("export", "atom", "-o", file)
    before = file.read_bytes()
    papertrail("course", "reload")
    papertrail.today("2024-09-29")
    assert "unchanged" in papertrail("export", "atom", "-o", file).stderr
    assert file.read_bytes() == before


def test_nothing_of_the_readers_own_gets_into_the_feed(papertrail: Any) -> None:
    before = papertrail("export", "atom", "-c", "umd").stdout
    papertrail("done", "umd:5.1")
    papertrail("note", "umd:5.1", "my secret thought")
    papertrail("tag", "umd:5.1", "secret")
    papertrail("rate", "umd:5.1", "1")
    papertrail("add", "vaswani2017attention", "--course", "umd", "--week", "5")
    assert "umd:5.6" in papertrail("week", "5", "-c", "umd").stdout
    assert papertrail("export", "atom", "-c", "umd").stdout == before


def test_only_a_week_that_changed_is_updated(papertrail: Any, own: Any) -> None:
    papertrail.today("2027-02-20")
    before = weeks(papertrail, "-c", "rl")
    assert updated(before) == {"week-2": "2027-01-31T23:00:00Z", "week-1": "2027-01-24T23:00:00Z"}
    papertrail.today("2027-03-01")
    own.edit('topic = "Policies"', 'topic = "Policies and gradients"')
    papertrail("course", "reload")
    after = weeks(papertrail, "-c", "rl")
    assert updated(after)["week-1"] == updated(before)["week-1"]
    assert updated(after)["week-2"].startswith("2027-03-01")
    published = {name: entry.findtext(f"{ATOM}published") for name, entry in after.items()}
    assert published == updated(before)
    feed = root(papertrail("export", "atom", "-c", "rl"))
    assert feed.findtext(f"{ATOM}updated") == updated(after)["week-2"]


@pytest.mark.parametrize(
    ("base", "file", "address"),
    [
        ("https://example.org/feeds/", "umd.xml", "https://example.org/feeds/umd.xml"),
        ("https://example.org/weeks", "umd.xml", "https://example.org/weeks"),
        ("https://example.org/weeks?a=1&b=2", None, "https://example.org/weeks?a=1&b=2"),
    ],
)
def test_the_feed_says_where_it_is_found(
    papertrail: Any, tmp_path: Path, base: str, file: str | None, address: str
) -> None:
    output = ("-o", tmp_path / file) if file else ()
    run = papertrail("export", "atom", "-c", "umd", "--base-url", base, *output)
    feed = ET.fromstring((tmp_path / file).read_text(encoding="utf-8") if file else run.stdout)  # noqa: S314 - our own
    (link,) = [link for link in feed.findall(f"{ATOM}link") if link.attrib["rel"] == "self"]
    assert link.attrib["href"] == address
    assert not [one for one in root(papertrail("export", "atom", "-c", "umd")).iter() if one.get("rel") == "self"]


def test_several_courses_make_one_feed(papertrail: Any) -> None:
    papertrail("course", "follow", "umd")
    papertrail("course", "follow", "cs229br", "--start", "2024-09-02")
    feed = root(papertrail("export", "atom"))
    entries = [entry.findtext(f"{ATOM}id") or "" for entry in feed.findall(f"{ATOM}entry")]
    assert {name.partition(":")[2].partition("/")[0] for name in entries} == {
        "papertrail,2024:umd-mlscale-2024",
        "papertrail,2024:cs229br-2023",
    }
    names = {name.text for name in feed.findall(f"{ATOM}author/{ATOM}name")}
    assert names == {"David Jacobs", "Boaz Barak"}


def test_a_course_that_has_not_begun_has_a_feed_without_entries(papertrail: Any) -> None:
    papertrail.today("2024-01-01")
    assert weeks(papertrail, "-c", "umd") == {}


def test_modules_without_a_date_are_counted(papertrail: Any) -> None:
    run = papertrail("export", "atom", "-c", "mit-6883")
    assert "without a date" in run.stderr
    assert root(run).findall(f"{ATOM}entry") == []
