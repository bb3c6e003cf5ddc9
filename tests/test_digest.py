"""`papertrail digest`: what it holds."""

import json
import os
import sqlite3
import subprocess
from typing import Any

import pytest


@pytest.fixture
def following(papertrail: Any) -> Any:
    """Two courses are followed: one is in week 5, the other in week 2."""
    papertrail("course", "follow", "umd", "--start", "2027-01-25")
    papertrail.today("2027-01-26")
    papertrail("course", "follow", "cs229br", "--start", "2027-02-15")
    papertrail.today("2027-02-22")
    return papertrail


def week(program: Any, *words: str) -> Any:
    """The first course of a digest."""
    return program("digest", "--json", *words).json["courses"][0]


def titles(items: list[dict[str, Any]]) -> list[str]:
    return [item["title"] for item in items]


def elsewhere(program: Any, zone: str, *words: str) -> Any:
    """The first course of a digest made in another time zone."""
    done = program.process("digest", "--json", *words, env={**os.environ, "TZ": zone})
    return json.loads(done.stdout)["courses"][0]


def test_every_followed_course_has_its_own_present_week(following: Any) -> None:
    run = following("digest", "--json").json
    assert [(course["key"], course["number"]) for course in run["courses"]] == [
        ("umd-mlscale-2024", 5),
        ("cs229br-2023", 2),
    ]
    assert run["title"] == "Papertrail: Machine Learning at Scale, week 5; Foundations of Deep Learning, week 2"
    assert run["courses"][0]["heading"] == "Week 5 of 16 · 22–28 Feb 2027"


def test_a_number_is_the_week_of_every_course_and_courses_can_be_chosen(following: Any) -> None:
    run = following("digest", "3", "--json").json
    assert [course["number"] for course in run["courses"]] == [3, 3]
    assert run["title"] == "Papertrail, week 3: Machine Learning at Scale and Foundations of Deep Learning"
    run = following("digest", "3", "-c", "umd", "-c", "epfl", "-c", "6883", "--json").json
    named = "Foundations of Deep Learning Reading Group, week 3; Science of Deep Learning: Bridging Theory and Practice"
    assert run["title"] == f"Papertrail: Machine Learning at Scale, week 3; {named}, module 3"
    run = following("digest", "3", "-c", "umd", "-c", "cs229br", "-c", "6s898", "--json").json
    assert (
        run["title"] == "Papertrail, week 3: Machine Learning at Scale, Foundations of Deep Learning and Deep Learning"
    )
    run = following("digest", "1", "-c", "epfl", "-c", "umd", "-c", "EPFL", "--json").json
    assert [course["key"] for course in run["courses"]] == ["epfl-fodl-2024", "umd-mlscale-2024"]


def test_sessions_come_with_required_readings_before_the_others(following: Any) -> None:
    monday, wednesday = week(following)["meetings"]
    assert (monday["when"], monday["topic"]) == ("Mon 22 Feb", "Vision-Language Models")
    assert monday["rule"] == "a critique of a required reading is due before class"
    assert titles(monday["required"]) == ["Learning Transferable Visual Models From Natural Language Supervision"]
    assert titles(monday["further"]) == ["Demystifying CLIP Data"]
    assert monday["required"][0]["authors"] == "Alec Radford et al."
    assert monday["required"][0]["link"] == "https://arxiv.org/abs/2103.00020"
    sutton, ppo = wednesday["required"]
    assert (sutton["authors"], sutton["part"]) == ("Richard S. Sutton and Andrew G. Barto", "Chapters 1–6")
    assert ppo["due"] == "Wed 24 Feb"
    assert wednesday["further"][0]["unresolved"] is True


def test_what_accompanies_another_reading_names_it_by_its_title(following: Any) -> None:
    (meeting,) = week(following, "7", "-c", "epfl")["meetings"]
    talk = next(item for item in meeting["required"] if item["companion"])
    title = "What Can Transformers Learn In-Context? A Case Study of Simple Function Classes"
    assert (talk["companion"], talk["goes_with"]) == ("garg2022transformers", title)
    for style in ("text", "markdown", "html", "terminal"):
        text = following("digest", "7", "-c", "epfl", "--for-list", "-f", style).stdout.replace("\\", "")
        assert f"goes with {title}" in " ".join(text.split()), style
        assert "garg2022" not in text


def test_place_speaker_pages_and_deadlines_are_said(following: Any) -> None:
    (session,) = week(following, "5", "-c", "cs229br")["meetings"]
    assert (session["place"], session["speakers"]) == ("SEC 1.402 Classroom", "Gustaf Ahdritz (guest)")
    assert week(following, "5", "-c", "cs229br")["length"] == "12 pages in the 2 of 4 readings whose length is known"
    assert week(following, "5", "-c", "umd")["length"] is None
    homework = week(following, "2", "-c", "6s898")["deadlines"]
    assert [(one["name"], one["when"]) for one in homework] == [("HW 1", "out Tue 14 Sep, due Tue 21 Sep 13:00")]


def test_the_time_zone_is_said_where_it_is_not_the_reader_s(following: Any) -> None:
    words = ("2", "-c", "cs229br")
    assert elsewhere(following, "Europe/Zurich", *words)["zone"] == "times in America/New_York"
    assert elsewhere(following, "America/Toronto", *words)["zone"] is None
    assert elsewhere(following, "America/Toronto", *words, "--for-list")["zone"] == "times in America/New_York"
    assert elsewhere(following, "Europe/Zurich", "5", "-c", "umd")["zone"] is None  # this course tells no time


def test_the_time_zone_is_said_where_only_what_comes_or_what_is_overdue_has_a_time(following: Any) -> None:
    holiday = elsewhere(following, "Europe/Zurich", "8", "-c", "cs229br")
    assert (holiday["words"], holiday["zone"]) == ("no class this week", "times in America/New_York")
    assert elsewhere(following, "Europe/Zurich", "8", "-c", "cs229br", "--for-list")["zone"] == holiday["zone"]
    assert elsewhere(following, "America/Toronto", "8", "-c", "cs229br")["zone"] is None
    ended = elsewhere(following, "America/Toronto", "-c", "epfl")
    assert ended["overdue"]["shown"][0]["due"] == "Wed 6 Mar 2024 14:15"
    assert ended["zone"] == "times in Europe/Zurich"
    following.today("2023-01-03")
    begins = elsewhere(following, "Asia/Tokyo", "-c", "epfl")
    assert (begins["coming"]["meetings"][0][:12], begins["zone"]) == ("Wed 6 Mar 14", "times in Europe/Zurich")


def test_times_stay_those_of_the_clock_on_the_wall_when_clocks_change(following: Any) -> None:
    before = elsewhere(following, "Europe/Zurich", "4", "-c", "cs229br")["meetings"][0]
    after = elsewhere(following, "Europe/Zurich", "5", "-c", "cs229br")["meetings"][0]
    assert (before["when"], after["when"]) == ("Thu 11 Mar 15:45–18:30", "Thu 18 Mar 15:45–18:30")  # since 14 March
    assert after["required"][0]["due"] == "Thu 18 Mar 15:45"
    # Zurich's clocks go forward on 31 March, those of Lagos do not.
    march = elsewhere(following, "Africa/Lagos", "1", "-c", "epfl")
    april = elsewhere(following, "Africa/Lagos", "9", "-c", "epfl")
    assert (march["heading"], march["zone"]) == ("Week 1 of 11 · 4–10 Mar 2024", None)
    assert april["zone"] == "times in Europe/Zurich"


def test_what_is_overdue_comes_oldest_first_and_not_all_of_it(following: Any) -> None:
    overdue = week(following, "-c", "umd")["overdue"]
    assert (overdue["shown"][0]["handle"], overdue["shown"][0]["due"]) == ("umd:1.1", "Wed 27 Jan")
    assert len(overdue["shown"]) == 10
    assert overdue["more"] == following("progress", "-c", "umd", "--json").json[0]["overdue"] - 10 > 0
    following("done", "umd:1.1")
    following("start", "umd:1.2")
    assert week(following, "-c", "umd")["overdue"]["shown"][0]["handle"] == "umd:1.2"


def test_in_a_past_week_overdue_is_what_was_due_before_it(following: Any) -> None:
    overdue = week(following, "2", "-c", "umd")["overdue"]
    assert {one["handle"].split(":")[1][0] for one in overdue["shown"]} == {"1"}
    assert week(following, "7", "-c", "umd")["overdue"] == week(following, "-c", "umd")["overdue"]


def test_finished_is_what_was_marked_in_the_seven_days_before_monday(following: Any) -> None:
    for day, paper, mark in (
        ("2027-02-14T23:00", "umd:1.1", "done"), ("2027-02-15", "umd:1.2", "skim"),
        ("2027-02-21T23:00", "umd:1.3", "done"), ("2027-02-16", "umd:2.1", "start"),
        ("2027-02-22T01:00", "umd:2.2", "done"),
    ):  # fmt: skip
        following.today(day)
        following(mark, paper)
    following.today("2027-02-23")
    finished = week(following, "-c", "umd")["finished"]
    assert [(one["handle"], one["status"]) for one in finished] == [
        ("umd:1.2", "skimmed 15 Feb"), ("umd:1.3", "read 21 Feb"),
    ]  # fmt: skip
    assert [one["handle"] for one in week(following, "4", "-c", "umd")["finished"]] == ["umd:1.1"]


def test_what_belongs_to_no_followed_course_is_finished_too(following: Any) -> None:
    following.today("2027-02-16")
    following("done", "epfl:3.1", "umd:1.1")
    following.today("2027-02-22")
    run = following("digest", "--json").json
    assert [one["handle"] for one in run["elsewhere"]] == ["epfl:3.1"]
    assert "Also finished the week before" in following("digest").stdout
    assert following("digest", "-c", "umd", "--json").json["elsewhere"] == []


def test_what_comes_next_week(following: Any) -> None:
    coming = week(following, "-c", "umd")["coming"]
    assert coming["heading"] == "Week 6 of 16 · 1–7 Mar 2027"
    assert coming["meetings"] == ["Mon 1 Mar  Video Generation", "Wed 3 Mar  LLMs fine-tuning"]
    assert (coming["readings"], len(coming["required"])) == (8, 3)
    assert week(following, "16", "-c", "umd")["coming"] is None
    holiday = week(following, "7", "-c", "cs229br")["coming"]
    assert holiday["meetings"] == ["Thu 8 Apr  no class"]
    assert holiday["later"] == "Thu 15 Apr 15:45–18:30  Reinforcement learning (week 9)"


def test_where_one_stands_is_what_progress_counts(following: Any) -> None:
    following("done", "umd:5.1", "umd:5.2")
    following("queue", "umd:5.4")
    standing = week(following, "-c", "umd")["progress"]
    assert (standing["finished"], standing["total"], standing["begun"]) == (2, 87, 1)
    assert standing["overdue"] == following("progress", "-c", "umd", "--json").json[0]["overdue"]
    shares = {share["name"]: (share["finished"], share["total"]) for share in standing["shares"]}
    assert shares == {"required": (1, 59), "additional": (1, 28), "week 5": (2, 5), "critiques": (0, 10)}


@pytest.mark.parametrize(
    ("today", "course", "words", "next_week"),
    [
        ("2027-01-04", "umd", "begins on Mon 25 Jan 2027, in 3 weeks", "Week 1 of 16 · 25–31 Jan 2027"),
        ("2027-01-18", "umd", "begins on Mon 25 Jan 2027, next week", "Week 1 of 16 · 25–31 Jan 2027"),
        ("2027-06-01", "umd", "ended on Mon 10 May 2027", None),
        ("2027-02-22", "6883", "has no dates: papertrail digest 1 --course mit-6883 shows its first module", None),
        ("2027-04-05", "cs229br", "no class this week", "Week 9 of 13 · 12–18 Apr 2027"),
    ],
)
def test_a_week_without_a_class_has_its_words(
    following: Any, today: str, course: str, words: str, next_week: str | None
) -> None:
    following.today(today)
    found = week(following, "-c", course)
    assert found["words"] == words
    assert (found["coming"] and found["coming"]["heading"]) == next_week
    said = following("digest", "-c", course, "-f", "markdown").stdout.replace("\\", "").lower()
    assert words.split(":", maxsplit=1)[0].lower() in said


def test_a_module_that_names_neither_session_nor_reading_is_not_said_to_have_no_class(following: Any) -> None:
    module = week(following, "1", "-c", "6883")
    assert (module["heading"], module["meetings"]) == (
        "Module 1 of 5 · Optimization and Generalization in Deep Learning",
        [],
    )
    assert module["words"] == "no session and no reading in this module"
    assert week(following, "2", "-c", "6883")["words"] is None


def test_a_week_that_the_course_does_not_have(following: Any) -> None:
    assert week(following, "99", "-c", "umd")["words"] == "no such week: the course has 16"
    assert week(following, "0", "-c", "umd")["heading"] == "The course as a whole"
    assert len(week(following, "0", "-c", "umd")["meetings"][0]["further"]) == 4


def test_for_a_list_a_week_is_as_empty_as_it_is_for_everybody(following: Any) -> None:
    """What the reader put into a week without class, and what to type, is nothing to the group."""
    (following.folder / "own.bib").write_text("@misc{me2027own, title = {A paper of mine}, year = {2027}}")
    following("add", following.folder / "own.bib", "--course", "cs229br", "--week", "8")
    assert week(following, "8", "-c", "cs229br")["words"] is None
    shared = week(following, "8", "-c", "cs229br", "--for-list")
    assert (shared["words"], shared["meetings"][1:]) == ("no class this week", [])
    assert week(following, "-c", "6883", "--for-list")["words"] == "has no dates"


PERSONAL = ("status", "own_note", "handle")


def test_for_a_list_nothing_of_the_reader_s_is_in_it(following: Any) -> None:
    plain = following("digest", "-c", "umd", "--for-list", "--json").json
    following.today("2027-02-16")
    following("done", "umd:5.1", "umd:1.1")
    following("note", "umd:5.1", "a secret of mine")
    following("rate", "umd:5.1", "2")
    following("tag", "umd:5.1", "boring")
    (following.folder / "own.bib").write_text("@misc{me2027own, title = {A paper of mine}, year = {2027}}")
    following("add", following.folder / "own.bib", "--course", "umd", "--week", "5")
    assert "A paper of mine" in following("digest", "5", "-c", "umd").stdout
    following.today("2027-02-22")
    run = following("digest", "-c", "umd", "--for-list", "--json").json
    assert run == plain
    course = run["courses"][0]
    assert (course["progress"], course["finished"], course["overdue"]["shown"]) == (None, [], [])
    items = [item for one in course["meetings"] for item in (*one["required"], *one["further"])]
    assert {item[name] for item in items for name in PERSONAL} == {None}
    assert run["title"] == "Machine Learning at Scale, week 5"
    for style in ("text", "markdown", "html", "terminal"):
        text = following("digest", "-c", "umd", "--for-list", "--format", style).stdout.lower()
        for word in ("secret", "mine", "read 16", "boring", "overdue", "finished", "where you stand", "papertrail"):
            assert word not in text, style


def test_for_a_list_a_critique_is_due_though_the_reader_has_handed_in_theirs(following: Any) -> None:
    following.set("EDITOR", "true")
    following("critique", "new", "umd:5.1")
    with sqlite3.connect(following.database) as library:
        library.execute("UPDATE critique SET submitted_at = '2027-02-20T12:00:00Z', digest = 'x', frozen = 'x'")
    library.close()
    assert week(following, "-c", "umd")["meetings"][0]["rule"] is None
    rule = week(following, "-c", "umd", "--for-list")["meetings"][0]["rule"]
    assert rule == "a critique of a required reading is due before class"


def test_the_reader_s_own_note_and_status_are_in_theirs(following: Any) -> None:
    following("note", "umd:5.1", "Compare with ALIGN.\n\nAnd more.")
    following("done", "umd:5.1")
    item = week(following, "-c", "umd")["meetings"][0]["required"][0]
    assert (item["own_note"], item["status"], item["handle"]) == (
        "Compare with ALIGN. And more.",
        "read 22 Feb",
        "umd:5.1",
    )
    for style in ("text", "markdown", "html", "terminal"):
        text = following("digest", "-c", "umd", "--format", style).stdout
        assert "Your note: Compare with ALIGN. And more." in text.replace("\\", "")
        assert "read 22 Feb" in text


def test_critiques_that_are_due_are_said(following: Any) -> None:
    following.set("EDITOR", "true")
    following("critique", "new", "umd:5.4")
    (umd, _) = following("digest", "--json").json["courses"]
    assert [(one["due"], one["title"][:8], one["state"]) for one in umd["critiques"]] == [
        ("Mon 22 Feb before class", "Learning", "not begun"),
        ("Wed 24 Feb before class", "Proximal", "draft"),
        ("Wed 24 Feb before class", "Reinforc", "not begun"),
    ]
    assert "Proximal Policy Optimization" in following("digest", "--format", "markdown").stdout
    (umd, _) = following("digest", "--json", "--for-list").json["courses"]
    assert umd["critiques"] == []


def test_on_a_terminal_it_is_a_screen_and_in_a_pipe_plain_text(following: Any) -> None:
    screen = following.on_terminal("digest", columns=80)
    for words in (
        "Machine Learning at Scale",
        "Week 5 of 16",
        "Vision-Language Models",
        "and 1 more",
        "Where you stand",
    ):
        assert words in screen
    assert "Traceback" not in following.on_terminal("digest", columns=20)
    lines = following("digest").lines
    assert [lines[at - 1] for at, line in enumerate(lines) if line.startswith("=")] == [
        "Learning, week 2",
        "Machine Learning at Scale, University of Maryland, Fall 2024, moved",
        "Foundations of Deep Learning, Harvard University, Spring 2023, moved",
    ]
    assert lines[lines.index("Overdue") + 1] == "-------"
    assert all(len(line) <= 72 or "://" in line for line in following("digest").lines)
    assert following("digest").stdout == following("digest", "--format", "text").stdout


@pytest.mark.parametrize(
    ("name", "begins"),
    [("d.html", b"<!DOCTYPE html>"), ("d.md", b"# Papertrail"), ("d.txt", b"Papertrail"), ("d.json", b"{"),
     ("d.eml", b"Date: Mon, 22 Feb 2027")],
)  # fmt: skip
def test_a_file_has_the_format_that_its_name_says(following: Any, name: str, begins: bytes) -> None:
    path = following.folder / name
    run = following("digest", "-o", path, "--from", "ada@example.org")
    assert (run.stdout, run.stderr) == ("", f"wrote {path}\n")
    assert path.read_bytes().startswith(begins)


def test_a_dash_is_stdout(following: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(following.folder)
    for words in (["digest"], ["digest", "-f", "html"], ["export", "bibtex"], ["export", "ics"]):
        assert following(*words, "-o", "-") == following(*words), words
    assert not (following.folder / "-").exists()


def test_a_file_that_would_not_change_is_left_alone(following: Any) -> None:
    path = following.folder / "week.html"
    following("digest", "-o", path)
    os.utime(path, (1, 1))
    assert "unchanged: " in following("digest", "-o", path).stderr
    assert path.stat().st_mtime == 1
    following("done", "umd:5.1")
    following("digest", "-o", path)
    assert path.stat().st_mtime > 1
    assert sorted(one.name for one in following.folder.glob("*week*")) == ["week.html"]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["-o", "week.pdf"], 2, "week.pdf says no format\nhint: end it in .txt, .md"),
        (["-o", "nowhere/week.html"], 2, "cannot write nowhere/week.html: No such file or directory"),
        (["--send", "--format", "html"], 2, "--send sends a mail"),
        (["--json", "--format", "html"], 2, "--json does not fit --format html\nhint: leave one of them out"),
        (["--yes"], 2, "--yes and --again go with --send"),
        (["-c", "umd", "-c", "nothing"], 3, "no course called 'nothing'"),
        (["--template", "x.html", "--format", "text"], 2, "x.html is a template for html, not for text"),
        (["--template", "x"], 2, "x says no format"),
        (["--template", "x.html"], 4, "cannot read x.html: No such file or directory"),
        (["--format", "eml"], 2, "the mail has no sender"),
        (["--format", "eml", "--from", "ada"], 2, "'ada' is no mail address"),
        (["-1"], 2, "-1"),
    ],
)
def test_what_makes_no_sense_is_refused(
    following: Any, monkeypatch: pytest.MonkeyPatch, words: list[str], code: int, said: str
) -> None:
    monkeypatch.chdir(following.folder)
    assert said in following.refuses("digest", *words, exit_code=code)


def test_without_a_followed_course_a_course_must_be_named(papertrail: Any) -> None:
    assert "no course is followed" in papertrail.refuses("digest", exit_code=2)
    assert week(papertrail, "-c", "umd")["number"] == 5


def test_a_link_stays_a_link(following: Any) -> None:
    path, link = following.folder / "week.txt", following.folder / "monday.txt"
    link.symlink_to(path)
    following("digest", "-o", link)
    assert link.is_symlink()
    assert path.read_text(encoding="utf-8").startswith("Papertrail")


def test_a_device_is_written_to_and_not_replaced(following: Any) -> None:
    pipe = following.folder / "pipe.txt"
    os.mkfifo(pipe)
    done = following.process("digest", "-o", "/dev/stdout", "-f", "text")
    assert done.stdout == following("digest").stdout
    reader = subprocess.Popen(["cat", pipe], stdout=subprocess.PIPE, text=True)
    following("digest", "-o", pipe)
    assert reader.communicate(timeout=30)[0] == done.stdout
    assert pipe.is_fifo()
    folder = following.folder / "folder.txt"
    folder.mkdir()
    assert "folder.txt: Is a directory" in following.refuses("digest", "-o", folder, exit_code=2)
