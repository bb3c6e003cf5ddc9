"""The five bundled courses hold what their pages say."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from papertrail import identifiers, syllabus
from papertrail.bibliography.keys import coined_key
from papertrail.bibliography.reading.course_bibliography import read as read_bibliography
from papertrail.bibliography.record import Record
from papertrail.settings import bundled_syllabi
from papertrail.syllabus import Reading, Session, Syllabus

FILES = sorted(bundled_syllabi().glob("*.toml"))
HARVARD, EPFL, MIT_6883, MIT_6S898, MARYLAND = (
    "cs229br-2023", "epfl-fodl-2024", "mit-6883-2018", "mit-6s898-2021", "umd-mlscale-2024"
)  # fmt: skip


@pytest.fixture(scope="module")
def courses() -> dict[str, Syllabus]:
    return {path.stem: syllabus.read(path) for path in FILES}


@pytest.fixture(scope="module")
def records() -> dict[str, Record]:
    read = read_bibliography(bundled_syllabi() / "references.bib")
    assert not read.mistakes
    return read.records


def readings(course: Syllabus) -> list[Reading]:
    return list(chain.from_iterable(part.readings for part in (*course.sessions, *course.lists)))


def session(course: Syllabus, number: int) -> Session:
    (found,) = [one for one in course.sessions if one.number == number]
    return found


def cited(part: Session, cite: str) -> Reading:
    (found,) = [one for one in part.readings if one.cite == cite]
    return found


# What each course holds


@pytest.mark.parametrize(
    ("key", "sessions", "required", "optional", "additional", "reference", "works", "unresolved"),
    [
        (HARVARD, 13, 95, 37, 12, 0, 140, 1),
        (MARYLAND, 29, 59, 0, 28, 0, 80, 7),
        (MIT_6S898, 27, 28, 73, 0, 0, 92, 8),
        (EPFL, 8, 14, 0, 2, 2, 16, 2),
        (MIT_6883, 1, 0, 0, 0, 33, 31, 2),
    ],
)
def test_a_course_holds_as_much_as_its_page(
    papertrail: Any, key: str, sessions: int, required: int, optional: int, additional: int, reference: int, works: int,
    unresolved: int,
) -> None:  # fmt: skip
    counts = papertrail("course", "show", key, "--json").json["counts"]
    levels = {"required": required, "optional": optional, "additional": additional, "reference": reference}
    assert counts["sessions"] == sessions
    assert counts["levels"] == levels
    assert counts["readings"] == sum(levels.values())
    assert counts["works"] == works
    assert counts["unresolved"] == unresolved


def test_all_courses_together(papertrail: Any, records: dict[str, Record]) -> None:
    rows = papertrail("course", "list").rows
    assert {row[0]: int(row[4]) for row in rows} == {
        HARVARD: 144, EPFL: 18, MIT_6883: 33, MIT_6S898: 101, MARYLAND: 87
    }  # fmt: skip
    assert len(records) == 346
    assert sum(bool(record.arxiv) for record in records.values()) == 207


def test_arxiv_ids_and_dois_are_well_formed_and_name_one_work_each(records: dict[str, Record]) -> None:
    for name in ("arxiv", "doi"):
        values = [value for record in records.values() if (value := getattr(record, name))]
        parse = identifiers.arxiv_id if name == "arxiv" else identifiers.doi
        assert all(parse(value) == value for value in values)
        assert len(set(values)) == len(values)


def test_every_entry_is_cited_and_every_citation_has_an_entry(
    courses: dict[str, Syllabus], records: dict[str, Record]
) -> None:
    cites = {reading.cite for course in courses.values() for reading in readings(course) if reading.cite}
    assert cites == set(records)


def test_every_key_is_coined_from_its_entry(records: dict[str, Record]) -> None:
    for record in records.values():
        coined = coined_key(record)
        assert re.fullmatch(f"{coined}[a-z]?", record.key), f"{record.key} is no {coined}"


def test_a_letter_is_given_only_beside_a_key_without_one(records: dict[str, Record]) -> None:
    lettered = [key for key in records if key[:-1] in records and key[-1] in "bcdef"]
    assert {"touvron2023llamab", "robinson2021contrastiveb", "silver2017masteringb", "huang2022annotatedb"} <= set(
        lettered
    )
    for key in lettered:
        assert key[-1] == "b" or key[:-1] + chr(ord(key[-1]) - 1) in records


@pytest.mark.parametrize(
    ("key", "first", "count", "year", "venue", "arxiv"),
    [
        ("vaswani2017attention", "Ashish Vaswani", 8, 2017, "NeurIPS 2017", "1706.03762"),
        ("radford2021learning", "Alec Radford", 12, 2021, "ICML 2021", "2103.00020"),
        ("dosovitskiy2021image", "Alexey Dosovitskiy", 12, 2021, "ICLR 2021", "2010.11929"),
        ("kaplan2020scaling", "Jared Kaplan", 10, 2020, None, "2001.08361"),
        ("shannon1951prediction", "Claude E. Shannon", 1, 1951, None, None),
        ("minsky1969perceptrons", "Marvin Minsky", 2, 1969, None, None),
    ],
)
def test_a_work_is_described_as_it_was_published(
    records: dict[str, Record], key: str, first: str, count: int, year: int, venue: str | None, arxiv: str | None
) -> None:
    record = records[key]
    names = record.authors.names
    assert names[0].full.replace("C. E.", "Claude E.") == first
    assert (len(names), record.year, record.arxiv) == (count, year, arxiv)
    assert venue is None or record.venue in {venue, venue.replace("NeurIPS", "NIPS")}


# Harvard CS 229br


def test_harvard_meets_on_thursdays_but_for_one(courses: dict[str, Syllabus]) -> None:
    course = courses[HARVARD]
    dates = [one.date for one in course.sessions]
    assert dates == [date(2023, 1, 26) + week * timedelta(7) for week in range(13)]
    (free,) = [one for one in course.sessions if one.kind == "no-class"]
    assert (free.date, free.number, free.readings) == (date(2023, 3, 16), None, [])
    assert {(one.starts, one.ends) for one in course.sessions if one is not free} == {("15:45", "18:30")}
    guests = {one.number: [speaker.name for speaker in one.speakers] for one in course.sessions if one.kind == "guest"}
    assert guests == {5: ["Gustaf Ahdritz"], 8: ["Sham Kakade"], 11: ["Horace He"]}


def test_harvard_reads_these(courses: dict[str, Syllabus]) -> None:
    course = courses[HARVARD]
    (deadline,) = course.deadlines
    assert (deadline.name, deadline.due, deadline.time) == ("Course application", date(2023, 1, 17), "23:59")
    second = session(course, 2)
    assert cited(second, "kingma2019introduction").part == "Chapter 2"
    assert cited(second, "wainwright2008graphical").part == "Chapter 3"
    assert session(course, 7).continues == 6
    repeated = Counter(one.cite for one in readings(course) if one.cite)
    assert {key for key, count in repeated.items() if count > 1} == {
        "nakkiran2021deep", "cohen2021gradient", "hoffmann2022training"
    }  # fmt: skip
    assert cited(session(course, 1), "huang2022annotatedb").companion_of == "huang2022annotated"
    assert cited(session(course, 1), "dosovitskiy2021image").level_basis == "inferred"
    (unresolved,) = [one for one in readings(course) if one.unresolved]
    assert unresolved.label == "here"
    assert course.course.prerequisites[3] == [
        "undergraduate machine learning, as in Harvard CS 181", "undergraduate machine learning, as in MIT 6.036"
    ]  # fmt: skip


# Maryland CMSC 828


def test_maryland_meets_on_mondays_and_wednesdays(courses: dict[str, Syllabus]) -> None:
    course = courses[MARYLAND]
    assert [one.number for one in course.sessions] == list(range(1, 30))
    dates = [one.date for one in course.sessions if one.date]
    assert len(dates) == 29
    assert {day.weekday() for day in dates} == {0, 2}
    assert (dates[0], dates[-1]) == (date(2024, 8, 26), date(2024, 12, 9))
    assert not {date(2024, 9, 2), date(2024, 11, 27)} & set(dates)
    fifteenth = session(course, 15)
    assert (fifteenth.date, fifteenth.topic, fifteenth.readings) == (date(2024, 10, 16), None, [])
    assert (session(course, 16).continues, session(course, 18).continues) == (14, 17)
    assert session(course, 24).topics == ["Generative models overview", "Image Generation Diffusion"]


def test_maryland_asks_for_ten_critiques(courses: dict[str, Syllabus]) -> None:
    policy = courses[MARYLAND].critique
    assert policy
    assert (policy.name, policy.count, policy.levels, policy.pages, policy.paragraphs, policy.due, policy.late) == (
        "critique", 10, ["required"], 1, 2, "before-session", "not-accepted"
    )  # fmt: skip
    assert policy.handed_in == "printed on paper, before the class starts"
    assert policy.forbidden == ["LLM-written text"]
    assert [part.title for part in policy.sections] == ["Summary", "Insight and questions"]


def test_maryland_reads_these(courses: dict[str, Syllabus]) -> None:
    course = courses[MARYLAND]
    book = cited(session(course, 2), "goodfellow2016deep")
    assert (book.label, book.part) == ("The Deep Learning book", "Chapters 5–9")
    assert cited(session(course, 21), "leskovec2020mining").part == "Chapter 3"
    assert [one.cite for one in session(course, 8).readings] == ["radford2021learning", "xu2024demystifying"]
    blog = next(one for one in session(course, 17).readings if one.unresolved)
    assert (blog.label, blog.companion_of, len(blog.candidates)) == ("LLM.int8() blog", "dettmers2022llmint8", 2)
    assert cited(session(course, 26), "brooks2024video").confidence == "likely"
    assert cited(session(course, 13), "zhou2023lima").printed_venue == "Neurips 2024"
    assert [(one.title, len(one.readings)) for one in course.lists] == [("Other papers of interest", 4)]


# MIT 6.S898


def test_mit_6s898_has_weeks_of_its_own_and_two_holidays(courses: dict[str, Syllabus]) -> None:
    course = courses[MIT_6S898]
    assert [week.number for week in course.weeks] == list(range(1, 15))
    assert (course.weeks[3].title, course.weeks[4].title) == ("Deep neural architectures", "Hacker’s guide")
    free = {one.date: one.topic for one in course.sessions if one.kind == "no-class"}
    assert free == {date(2021, 11, 11): "Veterans Day", date(2021, 11, 25): "Thanksgiving"}
    assert all(one.weekday in {"Tue", "Thu"} for one in course.sessions)
    speakers = {one.number: one.speakers[0].name for one in course.sessions if one.speakers}
    assert (speakers[3], speakers[5], speakers[9], speakers[16]) == (
        "Alexander Rakhlin", "Ankur Moitra", "David Bau", "Stefanie Jegelka"
    )  # fmt: skip


def test_mit_6s898_has_twelve_deadlines(courses: dict[str, Syllabus]) -> None:
    deadlines = {one.name: one for one in courses[MIT_6S898].deadlines}
    assert len(deadlines) == 12
    assert (deadlines["HW 1"].released, deadlines["HW 1"].due) == (date(2021, 9, 14), date(2021, 9, 21))
    assert (deadlines["HW 10"].released, deadlines["HW 10"].due) == (date(2021, 11, 16), None)
    assert (deadlines["Final project"].due, deadlines["Final project"].time) == (date(2021, 12, 9), "23:59")


def test_mit_6s898_reads_these(courses: dict[str, Syllabus]) -> None:
    course = courses[MIT_6S898]
    assert cited(session(course, 3), "bartlett2020benign").note == "proofs optional"
    assert cited(session(course, 14), "bommasani2021opportunities").part == "Section 1"
    grl = cited(session(course, 16), "hamilton2020graph")
    assert (grl.label, grl.part, grl.note) == ("GRL", "Chapter 5", "Section 7.3 optional")
    blog = next(one for one in session(course, 7).readings if one.unresolved)
    assert (blog.label, blog.companion_of) == ("blog", "vaswani2017attention")
    assert [one.title for one in blog.candidates] == ["The Annotated Transformer", "The Illustrated Transformer"]
    assert [(item.item, item.percent) for item in course.course.grading] == [
        ("Participation", 5), ("Weekly questions", 60), ("Final project", 35)
    ]  # fmt: skip


# EPFL


def test_epfl_has_a_date_that_cannot_be_trusted(courses: dict[str, Syllabus]) -> None:
    course = courses[EPFL]
    assert [str(one.date) for one in course.sessions] == [
        "2024-03-06", "2024-03-13", "2024-03-20", "2024-03-27", "2024-04-19", "2024-05-03", "2024-05-08", "2024-05-15"
    ]  # fmt: skip
    (unsure,) = [one for one in course.sessions if one.unsure]
    assert (unsure.number, unsure.when, unsure.weekday, unsure.alternatives) == (
        6, "Wed May 3rd", "Wed", [date(2024, 5, 1)]
    )  # fmt: skip
    assert (unsure.starts, unsure.ends, unsure.place) == ("13:15", None, "INJ114")
    assert [one.name for one in session(course, 7).speakers] == ["Ameya Velingker"]
    assert session(course, 8).continues == 7


def test_epfl_leaves_two_readings_open(courses: dict[str, Syllabus]) -> None:
    ablation, regression = [one for one in readings(courses[EPFL]) if one.unresolved]
    assert (ablation.label, len(ablation.candidates)) == ("A nice ablation study on SSMs", 4)
    assert ablation.candidates[0].arxiv == "2303.06349"
    assert [one.arxiv for one in regression.candidates] == ["2211.15661", "2212.07677"]


# MIT 6.883


def test_mit_6883_has_five_modules_without_dates(courses: dict[str, Syllabus]) -> None:
    course = courses[MIT_6883]
    assert course.course.unit == "module"
    assert [(week.number, week.sessions) for week in course.weeks] == [(number, 5) for number in range(1, 6)]
    assert [week.title for week in course.weeks][::2] == [
        "Optimization and Generalization in Deep Learning", "Robust/Secure Machine Learning",
        "Societal Impact of Machine Learning",
    ]  # fmt: skip
    assert not any(one.date for one in course.sessions)
    assert [(one.week, len(one.readings)) for one in course.lists] == [(2, 3), (3, 4)]
    assert {one.level for one in readings(course)} == {"reference"}
    assert [person.name for person in course.course.people] == ["Costis Daskalakis", "Aleksander Mądry"]


# Works that several courses share


def all_readings(courses: dict[str, Syllabus]) -> Iterator[tuple[str, Reading]]:
    for key, course in courses.items():
        yield from ((key, reading) for reading in readings(course))


def test_courses_share_works(courses: dict[str, Syllabus]) -> None:
    by_work: dict[str, set[str]] = {}
    for key, reading in all_readings(courses):
        by_work.setdefault(reading.cite or "", set()).add(key)
    assert by_work["vaswani2017attention"] == {HARVARD, EPFL, MIT_6S898, MARYLAND}
    assert by_work["goodfellow2016deep"] == {MIT_6883, MARYLAND}


def test_no_printed_text_holds_markup(courses: dict[str, Syllabus]) -> None:
    for key, reading in all_readings(courses):
        for text in (reading.label, reading.note, reading.part):
            assert not re.search(r"[{}\\$]|&[a-z]+;|</?\w+>", text or ""), f"{key}: {text}"


def test_the_files_are_found_beside_the_package() -> None:
    assert [path.stem for path in FILES] == [HARVARD, EPFL, MIT_6883, MIT_6S898, MARYLAND]
    assert (Path(FILES[0]).parent / "references.bib").is_file()
