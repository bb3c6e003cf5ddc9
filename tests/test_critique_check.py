"""`papertrail critique check`: the rules of a course, line by line, and the page."""

from pathlib import Path
from typing import Any

import pytest

SUMMARY = "The paper trains an image and a text encoder on pairs from the web."
INSIGHT = "Does the gain survive where the captions are wrong?"
BODY = f"## Summary\n\n{SUMMARY}\n\n## Insight and questions\n\n{INSIGHT}\n"
HEAD = 10
"""Lines of a front matter, and the empty one after it."""


class Student:
    """A student of the Maryland course with one draft."""

    def __init__(self, papertrail: Any) -> None:
        self.papertrail = papertrail
        papertrail("course", "follow", "umd")
        papertrail.config.write_text('author = "Ada Example"\n')
        papertrail.today("2024-09-17")
        papertrail.set("EDITOR", "true")
        papertrail("critique", "new", "umd:5.1")
        self.file = Path(papertrail("critique", "path", "umd:1").lines[0])
        self.head = "".join(self.file.read_text().partition("+++\n\n")[:2])

    def writes(self, body: str) -> None:
        """Put this below the front matter."""
        self.file.write_text(self.head + body)

    def found(self, *, broken: bool) -> list[tuple[int, str, str]]:
        """Line, severity and sentence of each finding, in a pipe."""
        rows = self.papertrail("critique", "check", "umd:1", exit_code=4 if broken else 0).rows
        assert all(row[0] == str(self.file) for row in rows)
        return [(int(line), severity, sentence) for _, line, severity, sentence in rows]

    def report(self, *, exit_code: int = 0) -> Any:
        """The check of the draft as JSON."""
        return self.papertrail("critique", "check", "umd:1", "--json", exit_code=exit_code).json[0]


@pytest.fixture
def student(papertrail: Any) -> Student:
    return Student(papertrail)


def test_a_draft_that_keeps_every_rule(student: Student) -> None:
    student.writes(BODY)
    assert student.found(broken=False) == []
    report = student.report()
    assert report["ok"] is True
    assert (report["pages"], report["words"], report["state"], report["due"]) == (1, 23, "draft", "2024-09-23")
    assert 0 < report["filled"] < 0.5
    assert report["room"] > 200
    assert [(s["title"], s["words"], s["paragraphs"]) for s in report["sections"]] == [
        ("Summary", 14, 1),
        ("Insight and questions", 9, 1),
    ]
    screen = student.papertrail.on_terminal("critique", "check", "umd:1")
    assert "every rule of the course is kept" in screen


def test_a_draft_without_a_word(student: Student) -> None:
    assert (HEAD, "error", "nothing is written yet") in student.found(broken=True)


@pytest.mark.parametrize(
    ("body", "finding"),
    [
        (f"## Summary\n\n{SUMMARY}\n", (HEAD, "error", "the section 'Insight and questions' is missing")),
        (f"{BODY}\nMore.\n",
         (15, "error", "the section 'Insight and questions' has 2 paragraphs; wanted: 1 paragraph")),
        (f"## Summary\n\n## Insight and questions\n\n{INSIGHT}\n", (11, "error", "the section 'Summary' is empty")),
        (f"## Summary\n\n<!-- {SUMMARY} -->\n\n## Insight and questions\n\n{INSIGHT}\n",
         (11, "error", "the section 'Summary' is empty")),
        (BODY.replace("web.", "web. TODO"), (13, "error", "unfinished: TODO")),
        (BODY.replace("wrong?", "wrong???"), (17, "error", "unfinished: ???")),
        (f"Before.\n\n{BODY}", (10, "hint", "there is text above the first section")),
        (f"{BODY}\n## Thanks\n\nTo all.\n", (19, "hint", "the course asks for no section 'Thanks'")),
        (BODY.replace("web.", 'web. “It is a very good thing. It is better than all.”'),
         (13, "hint", "a quotation of more than a sentence: set it as one, with > before it")),
        (f"## Insight and questions\n\n{INSIGHT}\n\n## Summary\n\n{SUMMARY}\n",
         (11, "hint", "the sections stand in another order than the course's: Summary, Insight and questions")),
        (BODY.replace("web.", r"web, $\frak{x}{$."), None),
        (BODY.replace("web.", "web 𓀀."), None),
    ],
)  # fmt: skip
def test_each_rule(student: Student, body: str, finding: tuple[int, str, str] | None) -> None:
    student.writes(body)
    found = student.found(broken=finding is None or finding[1] == "error")
    if finding:
        assert found == [finding]
    else:
        assert [(line, severity) for line, severity, _ in found] == [(13, "error")]


def test_comments_and_todo_inside_them_do_not_count(student: Student) -> None:
    student.writes(BODY.replace("web.", "web. <!-- TODO: 400 million\npairs ??? -->"))
    assert student.found(broken=False) == []


def test_setext_headings_and_other_cases_are_the_same_sections(student: Student) -> None:
    student.writes(BODY.replace("## Summary\n", "SUMMARY\n-------\n"))
    assert student.found(broken=False) == []


def test_a_formula_inside_a_paragraph_does_not_part_it(student: Student) -> None:
    for rest in (":\n\n$$x^2$$\n\nwhich is all.", ": $$x^2$$ That is all.", ":\n$$x^2$$\nThat is all."):
        student.writes(BODY.replace("web.", f"web{rest}"))
        assert student.found(broken=False) == []


def test_a_page_that_overflows(student: Student) -> None:
    student.writes(BODY.replace("web.", "web" + " and again and again" * 300 + "."))
    line, severity, sentence = student.found(broken=True)[-1]
    assert (line, severity) == (17, "error")
    assert "of 1 page, about" in sentence
    assert sentence.endswith("words too many")
    report = student.report(exit_code=4)
    assert report["pages"] == 2
    assert 1 < report["filled"] < 2
    assert -900 < report["room"] < -200


def test_the_room_that_is_said_is_there(student: Student) -> None:
    student.writes(BODY.replace("web.", "web" + " and again and again" * 60 + "."))
    room = student.report()["room"]
    more = " word" * round(room * 0.9)
    student.writes(BODY.replace("web.", "web" + " and again and again" * 60 + more + "."))
    assert student.report()["pages"] == 1


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda head: head.replace("+++\n", "", 1), "the front matter is missing: the first line must be +++"),
        (lambda head: head[: -len("+++\n\n")] + "\n", "the front matter has no end"),
        (lambda head: head.replace('paper = "', "paper = "), "the front matter is broken"),
        (lambda head: head.replace("number = 1", "number = true"), "number must be a whole number"),
        (lambda head: head.replace("paper =", "papier ="), "paper is missing"),
        (lambda head: head.replace("radford2021learning", "vaswani2017attention"), "another paper or course"),
        (lambda head: head.replace("umd-mlscale-2024", "cs229br-2023"), "another paper or course"),
    ],
)
def test_a_front_matter_destroyed_by_hand_is_told_and_nothing_lost(student: Student, damage: Any, said: str) -> None:
    student.writes(BODY)
    student.head = damage(student.head)
    student.writes(BODY)
    before = student.file.read_bytes()
    found = [sentence for _, severity, sentence in student.found(broken=True) if severity == "error"]
    assert any(said in sentence for sentence in found)
    assert any("radford2021learning of umd-mlscale-2024" in sentence for sentence in found)
    assert student.file.read_bytes() == before
    right = student.papertrail("critique", "show", "umd:1", "--head").stdout
    assert 'paper = "radford2021learning"' in right


def test_without_a_name_a_hint(student: Student) -> None:
    student.head = student.head.replace("Ada Example", "")
    student.writes(BODY)
    assert student.found(broken=False) == [
        (1, "hint", "no name will stand on the page: fill in author, or set it in the settings file")
    ]


def test_a_draft_that_is_too_late(student: Student) -> None:
    student.writes(BODY)
    student.papertrail.today("2024-09-23")
    assert student.found(broken=False) == []
    student.papertrail.today("2024-09-24")
    assert student.found(broken=True) == [(1, "error", "it was due Mon 23 Sep before class: late ones do not count")]


def test_a_reading_that_the_course_does_not_ask_for(student: Student) -> None:
    run = student.papertrail("critique", "new", "umd:5.2")
    assert "umd does not assign it as required reading" in run.stderr
    report = student.papertrail("critique", "check", "umd:2", exit_code=4)
    assert "it is an additional reading; wanted is required" in report.stdout


def test_all_drafts_together(student: Student) -> None:
    student.writes(BODY)
    student.papertrail("critique", "new", "umd:5.3")
    rows = student.papertrail("critique", "check", "--all", exit_code=4).rows
    assert {row[0] for row in rows} == {str(student.file.with_name("02-sutton2018reinforcement-chapters-1-6.md"))}
    assert len(student.papertrail("critique", "check", "--json", exit_code=4).json) == 2
    assert "or --all, not both" in student.papertrail.refuses("critique", "check", "umd:1", "--all", exit_code=2)


def test_a_file_may_be_named(student: Student) -> None:
    student.writes(BODY)
    assert student.papertrail("critique", "check", student.file).lines == []


def test_words_of_a_section_can_be_limited(papertrail: Any, own: Any) -> None:
    own.edit(
        "[[session]]",
        "[critique]\nname = 'reaction'\nlevels = ['required']\n[[critique.sections]]\ntitle = 'Reaction'\n"
        "purpose = 'React.'\nmin_words = 3\nmax_words = 5\n\n[[session]]",
    )
    papertrail("course", "add", own.syllabus)
    papertrail.today("2027-01-31")
    papertrail.set("EDITOR", "true")
    papertrail("critique", "new", "rl:1.1")
    file = Path(papertrail("critique", "path", "rl:1").lines[0])
    head = file.read_text()
    for words, said in (("one two", "at least 3"), ("one two three", None), ("a b c d e f", "at most 5")):
        file.write_text(f"{head}\n{words}\n")
        run = papertrail("critique", "check", "rl:1", exit_code=4 if said else 0)
        assert (said or "") in run.stdout
    facts = [row[1] for row in papertrail("course", "show", "rl").rows if row[0] == "reaction"]
    assert "Reaction (at least 3 words, at most 5 words): React." in facts
