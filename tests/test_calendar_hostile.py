"""Hostile text in calendars and feeds: it stays text, whatever it holds."""

import re
from datetime import timedelta
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar  # noqa: TID253 - what reads the calendar back

from papertrail import cleaning
from papertrail.agenda import WeekAgenda
from papertrail.calendars.atom import NAMESPACE, feed, tag
from papertrail.calendars.atom import Told as ToldWeek
from papertrail.calendars.content import Event
from papertrail.calendars.ics import Told, calendar
from papertrail.calendars.weeks import week_entry
from papertrail.records import Course, Deadline, Reading, Session, Status, Week

NASTY = [
    "x\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:evil", "a\nATTACH:file:///etc/passwd", "b\rDTSTART:19700101",
    "c\u2028BEGIN:VALARM", "d\x85END:VCALENDAR", "\\n;,\\", ":\";'", "</content></entry><entry>", "]]>", "<!--",
    "<script>alert(1)</script>", "&lt;script&gt;", "\ufffe\uffff\x00\x1b[31m", "\ud800", "https://e.org/\"><b>",
    "javascript:alert(1)",    "https://e.org/?a=1&b=<2>", "https://e.org/\ufffe", "日本語" * 60, "é" * 100,
]  # fmt: skip
TEXT = st.sampled_from(NASTY) | st.text(st.characters(), max_size=200) | st.lists(st.sampled_from(NASTY)).map("".join)
ICS_NAMES = {
    "BEGIN", "END", "VERSION", "PRODID", "CALSCALE", "METHOD", "NAME", "X-WR-CALNAME", "REFRESH-INTERVAL", "UID", "URL",
    "X-PUBLISHED-TTL", "SUMMARY", "DTSTART", "DTEND", "DTSTAMP", "SEQUENCE", "LAST-MODIFIED", "STATUS", "TRANSP",
    "DESCRIPTION", "LOCATION", "ACTION", "TRIGGER",
}  # fmt: skip


def course(**more: Any) -> Course:
    facts = {
        "key": "rl-2027", "short": "rl", "title": "Rooms", "number": None, "institution": None, "term": None,
        "url": None, "timezone": "Europe/Zurich", "unit": "week", "starts": None, "ends": None, "bundled": False,
        "followed": True, "start": None, "printed_start": None, "facts": {}, "critique": None,
    }  # fmt: skip
    return Course(**facts | more)


@settings(deadline=None)
@given(TEXT, TEXT, TEXT, TEXT, TEXT)
def test_no_text_becomes_a_line_of_a_calendar(name: str, summary: str, description: str, place: str, url: str) -> None:
    event = Event(
        "rl", "session-1", "UTC", summary, "2027-02-01T14:15", "2027-02-01T16:00", description, place, url, alarms=(60,)
    )
    data = calendar(name, [Told("session-1.rl@papertrail", event, 0, "2027-01-01T12:00:00Z")])
    lines = data.split(b"\r\n")
    assert lines.pop() == b""
    assert not [line for line in lines if b"\n" in line or b"\r" in line or len(line) > 75]
    unfolded = data.decode().replace("\r\n ", "").removesuffix("\r\n").split("\r\n")
    assert {re.split("[:;]", line)[0] for line in unfolded} <= ICS_NAMES
    assert [line for line in unfolded if line.startswith("BEGIN:")] == [
        "BEGIN:VCALENDAR",
        "BEGIN:VEVENT",
        "BEGIN:VALARM",
    ]
    (made,) = Calendar.from_ical(data).walk("VEVENT")
    assert str(made["SUMMARY"]) == cleaning.line(summary)
    assert str(made.get("DESCRIPTION", "")) == cleaning.text(description)
    assert made.decoded("DTEND") - made.decoded("DTSTART") == timedelta(minutes=105)
    assert str(made.get("URL", "https://")).lower().startswith(("http://", "https://"))


class Tags(HTMLParser):
    """The tags of a piece of HTML and where its links lead; every element has to be closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.open: list[str] = []
        self.text = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        """An element begins: it has no attribute but the address of a link."""
        self.tags.append(tag)
        self.open.append(tag)
        assert [name for name, _ in attrs] == (["href"] if tag == "a" else [])
        self.links += [value for _, value in attrs]

    def handle_endtag(self, tag: str) -> None:
        """What was opened last is closed."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Text."""
        self.text += data

    def handle_comment(self, data: str) -> None:
        """There is none."""
        pytest.fail(f"a comment: {data}")


@settings(deadline=None)
@given(TEXT, TEXT, TEXT, TEXT)
def test_no_text_becomes_an_element_of_a_feed(title: str, note: str, name: str, url: str) -> None:
    reading = Reading(
        "x", Status.READ, title, name, 2020, "paper", url, "x", part=note, course="rl-2027", handle="rl:1.1", week=1,
        session=1, level="required", note=note,
    )  # fmt: skip
    unsure = True
    session = Session(
        1, "rl-2027", 1, 1, "lecture", "2027-02-01", None, "14:15", None, title, unsure, name, title, (name,), note, {}
    )
    one = course(title=title, url=url, facts={"people": [{"name": name, "role": "instructor"}]})
    week = Week("rl-2027", 1, title, "2027-02-01", note, (title,))
    deadline = Deadline("rl-2027", title, "other", None, "2027-02-03", "23:59", note)
    agenda = WeekAgenda(one, 1, week, ((session, (reading,)),), (reading,), (deadline,), None, 1, 0)
    entry = week_entry(agenda)
    assert entry
    uid = tag("rl-2027", "week-1")
    root = ET.fromstring(feed([one], [ToldWeek(uid, entry, "2027-02-01T00:00:00Z", "2027-02-01T00:00:00Z")]))  # noqa: S314 - ours
    names = [element.tag.removeprefix(f"{{{NAMESPACE}}}") for element in root.iter()]
    assert [name for name in names if name != "link"] == [
        "feed", "id", "title", "updated", "generator", "author", "name",
        "entry", "id", "title", "published", "updated", "author", "name", "content",
    ]  # fmt: skip
    links = [element.attrib["href"] for element in root.iter(f"{{{NAMESPACE}}}link")]
    content = root.findtext(f".//{{{NAMESPACE}}}content") or ""
    read = Tags(content)
    assert read.open == []
    assert set(read.tags) <= {"h3", "p", "ul", "li", "a"}
    assert all(link.lower().startswith(("http://", "https://")) for link in read.links + links)
    assert cleaning.line(title).replace("\ufffe", "").replace("\uffff", "") in read.text
    assert root.findtext(f".//{{{NAMESPACE}}}author/{{{NAMESPACE}}}name")
