"""`papertrail export ics`, read back: times across a change of the clock, names that stay, what a client updates."""

import subprocess
import sys
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from dateutil.tz import tzical
from icalendar import Calendar, Component  # noqa: TID253 - what reads the calendar back

from papertrail.calendars.content import DueCritique, course_events
from papertrail.cli.desk import Desk

SESSION = """
[[session]]
date = 2027-02-{day}
starts = "14:15"
ends = "16:00"
topic = "{topic}"
readings = [ {{ cite = "haarnoja2018soft" }} ]
"""


def told(run: Any) -> dict[str, Component]:
    """The events of a calendar by the part of their uid before the course."""
    calendar = Calendar.from_ical(run.stdout)
    events = {str(event["UID"]): event for event in calendar.walk("VEVENT")}
    assert len(events) == run.stdout.count("BEGIN:VEVENT")
    return {uid.partition(".")[0]: event for uid, event in events.items()}


def calendar(papertrail: Any, *words: str) -> dict[str, Component]:
    return told(papertrail("export", "ics", *words))


def sequences(events: dict[str, Component]) -> dict[str, int]:
    return {name: int(event["SEQUENCE"]) for name, event in events.items()}


@pytest.fixture
def unnumbered(own: Any, papertrail: Any) -> Any:
    """The course of the reader's own with two more sessions, which have no number."""
    text = own.syllabus.read_text(encoding="utf-8")
    sessions = SESSION.format(day="15", topic="Exploration") + SESSION.format(day="22", topic="Offline learning")
    own.syllabus.write_text(text + sessions, encoding="utf-8")
    papertrail("course", "reload")
    return own


def edit(papertrail: Any, shelf: Any, old: str, new: str) -> None:
    shelf.edit(old, new)
    papertrail("course", "reload")


def test_a_session_keeps_its_local_time_when_the_clock_changes(papertrail: Any) -> None:
    papertrail("course", "follow", "cs229br", "--start", "2024-09-02")
    run = papertrail("export", "ics")
    zone = tzical(StringIO(run.stdout.replace("\r\n", "\n"))).get("America/New_York")
    assert zone
    meetings = [event for event in told(run).values() if event["TRANSP"] == "OPAQUE"]
    assert len(meetings) == 12
    starts = [event.decoded("DTSTART") for event in meetings]
    assert {(start.weekday(), start.hour, start.minute) for start in starts} == {(3, 15, 45)}
    assert {event["DTSTART"].params["TZID"] for event in meetings} == {"America/New_York"}
    by_own_rules = {start.replace(tzinfo=zone).astimezone(UTC) for start in starts}
    assert by_own_rules == {start.astimezone(UTC) for start in starts}
    assert datetime(2024, 10, 31, 19, 45, tzinfo=UTC) in by_own_rules
    assert datetime(2024, 11, 7, 20, 45, tzinfo=UTC) in by_own_rules


def test_the_same_in_europe_in_spring(papertrail: Any) -> None:
    starts = [event.decoded("DTSTART") for event in calendar(papertrail, "--course", "epfl").values()]
    shown = {f"{start:%d %b %H:%M}": f"{start.astimezone(UTC):%H:%M}" for start in starts}
    assert shown["27 Mar 14:15"] == "13:15"
    assert shown["03 May 13:15"] == "11:15"


def test_an_event_says_what_to_read_required_readings_first(papertrail: Any) -> None:
    event = calendar(papertrail, "--course", "umd")["session-2"]
    assert event["SUMMARY"] == "umd: Review of some ML concepts and history"
    assert event.decoded("DTSTART") == date(2024, 8, 28)
    assert event.decoded("DTEND") == date(2024, 8, 29)
    lines = str(event["DESCRIPTION"]).splitlines()
    assert "• Deep Learning (Goodfellow et al. 2016): required, Chapters 5–9; " in " ".join(lines)
    assert "  https://www.deeplearningbook.org/" in lines
    others = str(calendar(papertrail, "--course", "umd")["session-3"]["DESCRIPTION"])
    assert others.rindex(": required") < others.index(": additional")


def test_a_day_without_class_takes_no_time(papertrail: Any) -> None:
    (event,) = [e for e in calendar(papertrail, "-c", "cs229br").values() if e["SUMMARY"] == "cs229br: No class"]
    assert event.decoded("DTSTART") == date(2023, 3, 16)
    assert event["TRANSP"] == "TRANSPARENT"


def test_a_deadline_has_its_time(papertrail: Any) -> None:
    event = calendar(papertrail, "-c", "cs229br")["deadline-course-application"]
    assert event["SUMMARY"] == "cs229br: Course application due"
    assert event["DTSTART"].params["TZID"] == "America/New_York"
    assert f"{event.decoded('DTSTART'):%H:%M}" == "23:59"


def test_several_courses_can_be_named_and_papers_of_one(papertrail: Any) -> None:
    events = Calendar.from_ical(papertrail("export", "ics", "-c", "umd", "-c", "cs229br").stdout).walk("VEVENT")
    assert {str(event["UID"]).split(".")[1] for event in events} == {
        "umd-mlscale-2024@papertrail",
        "cs229br-2023@papertrail",
    }
    said = papertrail.refuses("export", "bibtex", "-c", "umd", "-c", "cs229br", exit_code=2)
    assert said.startswith("error: papers are exported of one --course, or of all\n")


def test_deadlines_of_one_name_are_told_apart_from_one_that_is_numbered(papertrail: Any, own: Any) -> None:
    names = {"Homework": "2027-03-01", "homework": "2027-03-08", "Homework 2": "2027-03-15", "HOMEWORK": "2027-03-22"}
    deadlines = "".join(f'[[deadline]]\nname = "{name}"\ndue = {day}\n\n' for name, day in names.items())
    edit(papertrail, own, "[[session]]", f"{deadlines}[[session]]")
    events = calendar(papertrail, "-c", "rl")
    days = {name: f"{event.start}" for name, event in events.items() if name.startswith("deadline")}
    assert days == {
        "deadline-homework": "2027-03-01",
        "deadline-homework-3": "2027-03-08",
        "deadline-homework-2": "2027-03-15",
        "deadline-homework-4": "2027-03-22",
    }
    assert set(sequences(calendar(papertrail, "-c", "rl")).values()) == {0}


def test_several_days_are_one_event_that_ends_on_the_day_after(papertrail: Any, own: Any) -> None:
    edit(papertrail, own, 'date = 2027-02-08\nstarts = "14:15"', 'from = 2027-02-08\nto = 2027-02-10\nstarts = "14:15"')
    event = calendar(papertrail, "-c", "rl")["session-2"]
    assert (event.decoded("DTSTART"), event.decoded("DTEND")) == (date(2027, 2, 8), date(2027, 2, 11))
    assert str(event["DESCRIPTION"]).startswith("Each day 14:15\n")


def test_a_date_that_cannot_be_trusted_is_said_to_be_unsure(papertrail: Any, own: Any) -> None:
    edit(papertrail, own, "date = 2027-02-08", 'date = 2027-02-08\nwhen = "Feb 8?"\nunsure = true')
    event = calendar(papertrail, "-c", "rl")["session-2"]
    assert event["STATUS"] == "TENTATIVE"
    assert str(event["DESCRIPTION"]).startswith("The date is unsure: printed “Feb 8?”")


def test_what_has_no_date_is_counted(papertrail: Any, own: Any) -> None:
    edit(papertrail, own, "date = 2027-02-08\n", "")
    run = papertrail("export", "ics", "-c", "rl")
    assert "left out of rl-2027: 1 event without a date" in run.stderr
    assert set(told(run)) == {"session-1", "week-1"}
    assert "Soft Actor-Critic" in told(run)["week-1"]["DESCRIPTION"]


def test_a_course_of_modules_gets_a_day_for_each(papertrail: Any) -> None:
    assert "there is no date to put into a calendar in mit-6883-2018" in papertrail.refuses(
        "export", "ics", "-c", "mit-6883", exit_code=2
    )
    papertrail("course", "follow", "mit-6883", "--start", "2024-09-23")
    events = calendar(papertrail)
    assert {name: event.decoded("DTSTART") for name, event in events.items()} == {
        "module-2": date(2024, 10, 6),
        "module-3": date(2024, 10, 13),
    }
    assert events["module-2"]["TRANSP"] == "TRANSPARENT"


def test_a_reading_of_ones_own_is_in_the_calendar(papertrail: Any) -> None:
    papertrail("add", "vaswani2017attention", "--course", "umd", "--week", "5")
    event = calendar(papertrail, "-c", "umd")["week-5"]
    assert "Attention Is All You Need" in event["DESCRIPTION"]
    assert event.decoded("DTSTART") == date(2024, 9, 29)


def test_the_same_again_is_the_same_file_whatever_the_day(papertrail: Any, tmp_path: Path) -> None:
    file = tmp_path / "courses.ics"
    papertrail("course", "follow", "umd")
    assert "wrote" in papertrail("export", "ics", "--output", file).stderr
    before, moment = file.read_bytes(), file.stat().st_mtime_ns
    papertrail.today("2024-10-20")
    papertrail("done", "umd:5.1")
    papertrail("course", "reload")
    assert "unchanged" in papertrail("export", "ics", "--output", file).stderr
    assert (file.read_bytes(), file.stat().st_mtime_ns) == (before, moment)
    assert papertrail("export", "ics").stdout == before.decode().replace("\r\n", "\n")


def test_two_processes_write_the_same_bytes(papertrail: Any) -> None:
    words = ["export", "ics", "-c", "epfl"]
    runs = [subprocess.run(papertrail.command(*words), capture_output=True, check=True).stdout for _ in range(2)]
    assert runs[0] == runs[1]
    assert runs[0].replace(b"\r\n", b"").count(b"\n") == 0


def test_only_the_event_that_changed_gets_a_higher_sequence(papertrail: Any, own: Any) -> None:
    before = calendar(papertrail, "-c", "rl")
    papertrail.today("2024-10-01")
    edit(papertrail, own, 'topic = "Policies"', 'topic = "Policies and gradients"')
    after = calendar(papertrail, "-c", "rl")
    assert sequences(before) == {"session-1": 0, "session-2": 0}
    assert sequences(after) == {"session-1": 0, "session-2": 1}
    assert after["session-2"]["UID"] == before["session-2"]["UID"]
    assert after["session-1"].decoded("DTSTAMP") == before["session-1"].decoded("DTSTAMP")
    assert after["session-2"].decoded("LAST-MODIFIED").date() == date(2024, 10, 1)


def test_a_moved_start_moves_every_event_and_renames_none(papertrail: Any) -> None:
    papertrail("course", "follow", "cs229br")
    before = calendar(papertrail)
    papertrail("course", "follow", "cs229br", "--start", "2024-09-02")
    after = calendar(papertrail)
    assert {event["UID"] for event in after.values()} == {event["UID"] for event in before.values()}
    assert set(sequences(after).values()) == {1}
    assert "CANCELLED" not in {event["STATUS"] for event in after.values()}


def test_a_session_without_a_number_keeps_its_name_when_it_is_put_off(papertrail: Any, unnumbered: Any) -> None:
    before = calendar(papertrail, "-c", "rl")
    assert {"session-2027-02-15", "session-2027-02-22"} <= set(before)
    edit(papertrail, unnumbered, "date = 2027-02-15", "date = 2027-02-17")
    moved = calendar(papertrail, "-c", "rl")
    assert set(moved) == set(before)
    assert moved["session-2027-02-15"].decoded("DTSTART").date() == date(2027, 2, 17)
    edit(papertrail, unnumbered, 'topic = "Exploration"', 'topic = "Curiosity"')
    renamed = calendar(papertrail, "-c", "rl")
    assert renamed["session-2027-02-15"]["SUMMARY"] == "rl: Curiosity"
    assert sequences(renamed)["session-2027-02-15"] == 2
    later = SESSION.format(day="17", topic="Curiosity")
    edit(papertrail, unnumbered, later, SESSION.format(day="15", topic="Replay") + later)
    run = papertrail("export", "ics", "-c", "rl")
    uids = [str(event["UID"]) for event in Calendar.from_ical(run.stdout).walk("VEVENT")]
    assert "session-2027-02-15.2.rl-2027@papertrail" in uids
    assert len(set(uids)) == 5


def test_a_session_that_is_gone_is_cancelled_and_comes_back(papertrail: Any, unnumbered: Any) -> None:
    with_it = unnumbered.syllabus.read_text(encoding="utf-8")
    calendar(papertrail, "-c", "rl", "--alarm", "1d")
    edit(papertrail, unnumbered, SESSION.format(day="22", topic="Offline learning"), "")
    gone = calendar(papertrail, "-c", "rl", "--alarm", "1d")["session-2027-02-22"]
    assert (gone["STATUS"], gone["SEQUENCE"], gone["TRANSP"]) == ("CANCELLED", 1, "TRANSPARENT")
    assert gone["SUMMARY"] == "rl: Offline learning"
    assert not gone.walk("VALARM")
    again = calendar(papertrail, "-c", "rl", "--alarm", "1d")
    assert again["session-2027-02-22"].to_ical() == gone.to_ical()
    papertrail.today("2025-03-01")
    assert "session-2027-02-22" not in calendar(papertrail, "-c", "rl", "--alarm", "1d")
    unnumbered.syllabus.write_text(with_it, encoding="utf-8")
    papertrail("course", "reload")
    back = calendar(papertrail, "-c", "rl", "--alarm", "1d")["session-2027-02-22"]
    assert (back["STATUS"], back["SEQUENCE"]) == ("CONFIRMED", 2)


def test_another_course_is_not_cancelled_by_an_export_of_one(papertrail: Any) -> None:
    calendar(papertrail, "-c", "umd")
    events = calendar(papertrail, "-c", "epfl")
    assert "CANCELLED" not in {event["STATUS"] for event in events.values()}
    assert set(sequences(calendar(papertrail, "-c", "umd")).values()) == {0}


def test_alarms_ring_when_asked_and_only_then(papertrail: Any) -> None:
    assert not [e for e in calendar(papertrail, "-c", "epfl").values() if e.walk("VALARM")]
    event = calendar(papertrail, "-c", "epfl", "--alarm", "2h", "--alarm", "1d", "--alarm", "24h")["session-1"]
    triggers = [alarm.decoded("TRIGGER") for alarm in event.walk("VALARM")]
    assert triggers == [timedelta(days=-1), timedelta(hours=-2)]
    assert event["SEQUENCE"] == 1


def test_the_calendar_says_what_it_is(papertrail: Any) -> None:
    papertrail("course", "follow", "umd")
    papertrail("course", "follow", "epfl")
    made = Calendar.from_ical(papertrail("export", "ics").stdout)
    assert made["METHOD"] == "PUBLISH"
    assert made["X-WR-CALNAME"] == "Courses: epfl, umd"
    assert made["CALSCALE"] == "GREGORIAN"
    assert "REFRESH-INTERVAL;VALUE=DURATION:P1D" in papertrail("export", "ics").stdout
    assert made.get_missing_tzids() == set()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["ics"], "no course is followed"),
        (["atom"], "no course is followed"),
        (["ics", "--week", "5"], "--week does not fit ics\nhint: it takes whole courses: --course names one\n"),
        (["ics", "vaswani2017attention"], "a paper's name does not fit ics"),
        (["ics", "--all"], "--all does not fit ics"),
        (["ics", "--base-url", "https://example.org/"], "--base-url does not fit ics"),
        (["atom", "--alarm", "1d"], "--alarm does not fit atom\nhint: it is for ics\n"),
        (["bibtex", "--alarm", "1d"], "--alarm does not fit bibtex\nhint: it is for ics\n"),
        (["bibtex", "--all"], "--all does not fit bibtex\nhint: it is for atom\n"),
        (["ics", "-c", "umd", "--alarm", "soon"], "--alarm 'soon' is no time before"),
        (["ics", "-c", "umd", "--alarm", "-1d"], "--alarm '-1d' is no time before"),
        (["ics", "-c", "umd", "--alarm", "53w"], "--alarm '53w' is no time before"),
        (["atom", "-c", "umd", "--base-url", "javascript:alert(1)"], "is no web address"),
    ],
    ids=str,
)
def test_what_does_not_fit_is_refused_in_a_sentence(papertrail: Any, words: list[str], sentence: str) -> None:
    assert sentence in papertrail.refuses("export", *words, exit_code=2)


def test_critiques_are_due_at_their_time(papertrail: Any) -> None:
    critiques = [
        DueCritique("umd-mlscale-2024", "radford2021learning", "CLIP", "2024-09-23T15:30:00Z", "draft"),
        DueCritique("umd-mlscale-2024", "day", "A day", "2024-10-02"),
        DueCritique("umd-mlscale-2024", "local", "On the wall", "2024-10-02T09:00", "handed in", "MATLAB report"),
        DueCritique("epfl-fodl-2024", "other", "Of another course", "2024-10-02"),
    ]
    with closing(Desk(papertrail.database)) as desk:
        course = desk.course("umd")
    found = course_events(course, sessions=[], printed={}, readings=[], critiques=critiques).events
    assert [(event.summary, event.starts, event.zone) for event in found] == [
        ("Critique due: CLIP", "2024-09-23T11:30", "America/New_York"),
        ("Critique due: A day", "2024-10-02", "America/New_York"),
        ("MATLAB report handed in: On the wall", "2024-10-02T09:00", "America/New_York"),
    ]
    assert found[0].identity == "critique-radford2021learning"


def test_the_critiques_one_writes_are_in_the_calendar(papertrail: Any) -> None:
    papertrail("course", "follow", "umd")
    papertrail.set("EDITOR", "true")
    papertrail("critique", "new", "umd:5.3")
    file = papertrail.folder / "umd.ics"
    papertrail("export", "ics", "-o", file)
    events = {str(e["SUMMARY"]): e for e in Calendar.from_ical(file.read_bytes()).walk("VEVENT")}
    due = events["Critique due: Reinforcement Learning: An Introduction, Chapters 1–6"]
    assert due.decoded("DTSTART") == date(2024, 9, 25)
    assert "draft" in due["DESCRIPTION"]
    assert (
        "A critique of a required reading is due before class." in events["umd: Reinforcement learning"]["DESCRIPTION"]
    )


def test_a_piece_is_called_as_the_course_calls_it_and_due_until_it_is_handed_in(papertrail: Any, course: Any) -> None:
    course.edit("[[session]]", '[critique]\nname = "MATLAB report"\ndue = "before-session"\n\n[[session]]')
    papertrail("course", "add", course.syllabus)
    papertrail.today("2027-01-20")
    papertrail.set("EDITOR", "true")
    papertrail("critique", "new", "rl:2.1")
    (event,) = (one for name, one in calendar(papertrail, "-c", "rl").items() if name.startswith("critique"))
    assert str(event["SUMMARY"]).startswith("MATLAB report due: Soft Actor-Critic")
    (draft,) = papertrail.critiques.rglob("*.md")
    draft.write_text(f"{draft.read_text(encoding='utf-8')}\nA thought of mine.\n", encoding="utf-8")
    papertrail("critique", "submit", "rl:1")
    (event,) = (one for name, one in calendar(papertrail, "-c", "rl").items() if name.startswith("critique"))
    assert (str(event["SUMMARY"])[:24], int(event["SEQUENCE"])) == ("MATLAB report handed in:", 1)


def test_a_feed_loads_nothing_heavy(papertrail: Any) -> None:
    driver = (
        "import sys\nfrom papertrail.cli import app\n"
        "try:\n    app(['export', 'atom', '-c', 'umd'], prog_name='papertrail')\nexcept SystemExit:\n    pass\n"
        "print(sorted({'icalendar', 'sqlmodel', 'pydantic', 'httpx', 'pybtex'} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", driver], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("<?xml")
    assert done.stderr.splitlines()[-1] == "[]"
    assert papertrail.database.exists()
