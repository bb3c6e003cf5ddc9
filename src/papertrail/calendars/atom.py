"""Weeks as an Atom feed (RFC 4287) for those who read along."""

from collections.abc import Sequence
from typing import NamedTuple
from xml.etree import ElementTree as ET

from papertrail.calendars import weeks, wording
from papertrail.calendars.weeks import WeekEntry
from papertrail.records import Course

NAMESPACE = "http://www.w3.org/2005/Atom"
_EVER = "1970-01-01T00:00:00Z"


class Told(NamedTuple):
    """An entry as it is to be told now."""

    uid: str
    entry: WeekEntry
    published: str
    updated: str
    """Instants in UTC."""


def feed(courses: Sequence[Course], entries: Sequence[Told], *, address: str | None = None) -> bytes:
    """The weeks of some courses as one feed; the same weeks give the same bytes.

    Args:
        courses: The courses, of which there is at least one.
        entries: Their weeks, in the order in which they are to stand.
        address: Where the feed will be found, a safe web address.
    """
    ET.register_namespace("", NAMESPACE)
    root = ET.Element(_name("feed"))
    _add(root, "id", tag("+".join(course.key for course in courses), "weeks"))
    _add(root, "title", _title(courses))
    _add(root, "updated", max((told.updated for told in entries), default=_EVER))
    if address:
        _add(root, "link", rel="self", type="application/atom+xml", href=address)
    if len(courses) == 1 and (link := wording.link(courses[0].url)):
        _add(root, "link", rel="alternate", href=link)
    _add(root, "generator", "papertrail")
    for name in dict.fromkeys(name for course in courses for name in weeks.authors(course)):
        _add(_add(root, "author"), "name", name)
    for told in entries:
        _add_entry(root, told)
    ET.indent(root)
    data: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return data + b"\n"


def tag(course: str, identity: str) -> str:
    """The name of something for good, as a tag URI (RFC 4151)."""
    return f"tag:papertrail,2024:{course}/{identity}"


def _title(courses: Sequence[Course]) -> str:
    if len(courses) == 1:
        return weeks.plain(" · ".join(filter(None, (courses[0].title, courses[0].institution, courses[0].term))))
    return weeks.plain(" · ".join(course.title for course in courses))


def _add_entry(root: ET.Element, told: Told) -> None:
    entry = _add(root, "entry")
    _add(entry, "id", told.uid)
    _add(entry, "title", told.entry.title)
    _add(entry, "published", told.published)
    _add(entry, "updated", told.updated)
    if told.entry.link:
        _add(entry, "link", rel="alternate", href=told.entry.link)
    for name in told.entry.authors:
        _add(_add(entry, "author"), "name", name)
    _add(entry, "content", told.entry.html or "<p>Nothing yet.</p>", type="html")


def _add(parent: ET.Element, name: str, text: str | None = None, **attributes: str) -> ET.Element:
    child = ET.SubElement(parent, _name(name), attributes)
    child.text = text
    return child


def _name(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"
