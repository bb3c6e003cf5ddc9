"""What is read from a syllabus file, and what is said about a bad one."""

import shutil
import time
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from papertrail.errors import PapertrailError, UnreadableFileError
from papertrail.mistakes import MalformedFileError
from papertrail.people import Name, People
from papertrail.syllabus import Syllabus, read

FOLDER = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
DATA = Path(__file__).parent.parent / "data" / "syllabi"

BIB = """@article{mnih2015human, title = {Human-level control}, author = {Mnih, V.}, year = {2015}}
@book{sutton2018reinforcement, title = {Reinforcement Learning}, year = {2018}, doi = {10.1000/RL}}
"""

COURSE = """schema = 1
[course]
key = "rl-2027"
title = "Reinforcement Learning"
bibliography = "references.bib"
"""
LINES = COURSE.count("\n")

WHOLE = """schema = 1

[course]
key = "rl-2027"
title = "Reinforcement Learning"
timezone = "Europe/Zurich"
bibliography = ["references.bib"]
prerequisites = ["analysis", ["6.041", "6.042"]]
meeting = { days = ["Mon"], starts = "14:15", ends = "16:00" }

[[course.people]]
name = "Ada Example"
role = "instructor"

[critique]
count = 3
pages = 1

[[critique.sections]]
title = "Summary"
purpose = "Say what it says."

[[week]]
number = 1
title = "Values"

[[session]]
number = 1
week = 1
date = 2027-02-01
weekday = "Mon"
starts = "14:15"
topic = "Value functions"
speakers = ["Bob", { name = "Eve", affiliation = "X" }]
readings = [
  { cite = "mnih2015human" },  # the first
  { cite = "sutton2018reinforcement", part = "Chapter 3", level = "optional" },
  { title = "Policy gradients", authors = ["Aäron van den Oord"], year = 2026, url = "https://example.org/pg" },
  { unresolved = true, label = "blog", companion_of = "mnih2015human", candidates = [
    { title = "A blog", why = "same words" },
  ] },
]
[[session.materials]]
label = "slides"
kind = "slides"

[[session]]
number = 2
week = 1
from = 2027-02-08
to = 2027-02-10
kind = "no-class"
continues = 1

[[list]]
title = "Books"
readings = [{ cite = "Sutton2018Reinforcement" }]

[[deadline]]
name = "Project"
kind = "project"
due = 2027-05-01
time = "23:59"
"""


def syllabus(folder: Path, text: str | bytes, **options: Any) -> Syllabus:
    (folder / "references.bib").write_text(BIB)
    path = folder / "rl.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read(path, **options)


def mistakes(folder: Path, text: str | bytes) -> list[tuple[int, str]]:
    with pytest.raises(MalformedFileError) as caught:
        syllabus(folder, text)
    found = caught.value.mistakes
    assert [mistake.line for mistake in found] == sorted(mistake.line for mistake in found)
    start = f"{folder / 'rl.toml'}:"
    return [(mistake.line, str(mistake).removeprefix(f"{start}{mistake.line}: ")) for mistake in found]


def test_a_whole_syllabus_is_read(tmp_path: Path) -> None:
    found = syllabus(tmp_path, WHOLE)
    assert found.course.key == "rl-2027"
    assert found.course.prerequisites == [["analysis"], ["6.041", "6.042"]]
    assert found.course.meeting
    assert found.course.meeting.days == ["Mon"]
    assert found.critique
    assert (found.critique.name, found.critique.levels) == ("critique", ["required"])
    assert [week.title for week in found.weeks] == ["Values"]
    first, second = found.sessions
    assert [(speaker.name, speaker.affiliation) for speaker in first.speakers] == [("Bob", None), ("Eve", "X")]
    assert [reading.cite for reading in first.readings] == [
        "mnih2015human", "sutton2018reinforcement", "oord2026policy", None,
    ]  # fmt: skip
    assert first.readings[3].candidates[0].why == "same words"
    assert first.materials[0].label == "slides"
    assert (str(second.from_), str(second.to), second.continues) == ("2027-02-08", "2027-02-10", 1)
    assert found.lists[0].readings[0].cite == "sutton2018reinforcement"
    assert found.deadlines[0].time == "23:59"
    assert list(found.records) == ["mnih2015human", "sutton2018reinforcement", "oord2026policy"]
    assert found.path == tmp_path / "rl.toml"


def test_a_work_written_out_becomes_an_entry(tmp_path: Path) -> None:
    record = syllabus(tmp_path, WHOLE).records["oord2026policy"]
    assert record.authors == People((Name("Oord", "Aäron", "van den"),))
    assert (record.title, record.year, record.kind, record.url) == (
        "Policy gradients", 2026, "paper", "https://example.org/pg",
    )  # fmt: skip


def test_coined_keys_are_unique_and_one_work_has_one(tmp_path: Path) -> None:
    text = COURSE + (
        '[[session]]\nreadings = [{ title = "Notes X" }, { title = "Notes X", part = "2" }, { title = "Notes X", '
        'year = 2020 }, { title = "Notes x!", year = 2020 }, { title = "RL", doi = "10.1000/rl" }]\n'
    )
    cites = [reading.cite for reading in syllabus(tmp_path, text).sessions[0].readings]
    assert cites == ["notesx", "notesx", "notesx2020", "notesx2020b", "sutton2018reinforcement"]
    taken = [reading.cite for reading in syllabus(tmp_path, text, known=["notesx"]).sessions[0].readings]
    assert taken[:2] == ["notesxb", "notesxb"]
    same = [reading.cite for reading in syllabus(tmp_path, text, known={"notesx": "Notes X"}).sessions[0].readings]
    assert same[:2] == ["notesx", "notesx"]


def test_the_library_and_further_bibliographies_may_be_cited(tmp_path: Path) -> None:
    more = tmp_path / "more.bib"
    more.write_text("@misc{more2020, title = {More}}")
    text = COURSE + '[[session]]\nreadings = [{ cite = "more2020" }, { cite = "Old2019" }]\n'
    found = syllabus(tmp_path, text, bibliographies=[more], known=["old2019"])
    assert [reading.cite for reading in found.sessions[0].readings] == ["more2020", "old2019"]
    assert list(found.records) == ["more2020"]


def test_the_digest_covers_the_bibliography(tmp_path: Path) -> None:
    before = syllabus(tmp_path, COURSE).digest
    assert syllabus(tmp_path, COURSE).digest == before
    assert syllabus(tmp_path, COURSE + "\n").digest != before
    (tmp_path / "references.bib").write_text(BIB + "\n")
    assert read(tmp_path / "rl.toml").digest not in {"", syllabus(tmp_path, COURSE).digest}


@pytest.mark.parametrize("change", [lambda text: "\ufeff" + text, lambda text: text.replace("\n", "\r\n")])
def test_windows_files_are_read(tmp_path: Path, change: Any) -> None:
    assert syllabus(tmp_path, change(WHOLE)).course.key == "rl-2027"
    assert mistakes(tmp_path, change(COURSE + "x = 1\n"))[0][0] == LINES + 1


def test_an_unsure_session_may_contradict_itself(tmp_path: Path) -> None:
    text = COURSE + (
        '[[session]]\ndate = 2027-02-08\ntopic = "A"\n'
        '[[session]]\ndate = 2027-02-01\nunsure = true\nwhen = "Tuesday 1/2"\nweekday = "Tue"\ntopic = "B"\n'
    )
    assert syllabus(tmp_path, text).sessions[1].weekday == "Tue"


@pytest.mark.parametrize("path", sorted(DATA.glob("*.toml")), ids=lambda path: path.stem)
def test_the_syllabi_of_the_project_have_no_mistakes(path: Path) -> None:
    found = read(path)
    assert found.records
    cited = {reading.cite for part in (*found.sessions, *found.lists) for reading in part.readings if reading.cite}
    assert cited == set(found.records)


def lines(text: str) -> str:
    return COURSE + text


HEAD = '[[session]]\ntopic = "T"\n'


def reading(text: str) -> str:
    return lines(f"{HEAD}readings = [\n  {{ {text} }},\n]\n")


MISTAKES = [
    # TOML
    pytest.param("schema = 1\nkey = rl", 2, "not TOML at column 7: Invalid value; put text in quotes", id="toml"),
    pytest.param("schema = 1\nx = [\n\n", 3, "not TOML at the end of the file", id="open list"),
    pytest.param("schema = 1\nschema = 1\n", 2, "Cannot overwrite a value", id="twice"),
    pytest.param("schema = 1\nx = 2027-02-30\n", 2, "Invalid date", id="no date"),
    pytest.param("schema = 1\nx = " + "[" * 2000, 2, "nested too deeply", id="deep list"),
    pytest.param("schema = 1\n[" + "a." * 200 + "a]\n", 2, "nested too deeply", id="deep table"),
    pytest.param("schema = 1\nx = " + "9" * 5000, 2, "a number has too many digits", id="digits"),
    pytest.param("schema = 1\n# " + "x" * 10_000, 2, "the line is longer than 10000", id="long line"),
    pytest.param(b'schema = 1\n\nx = "\xe9"', 3, "the file is not UTF-8 here; save it as UTF-8", id="latin-1"),
    pytest.param('schema = 1\nx = "a\0b"\n', 2, "not TOML at column 7", id="NUL"),
    # shapes
    pytest.param(COURSE[11:], 1, "the file has no 'schema'; begin the file with schema = 1", id="no schema"),
    pytest.param(COURSE.replace("= 1", "= 2", 1), 1, "this papertrail knows version 1 of the format", id="version"),
    pytest.param("schema = 1\n", 1, "the file has no 'course'; add a table [course]", id="no course"),
    pytest.param('schema = 1\n[course]\ntitle = "T"\n', 2, "course has no 'key'; add key = …", id="no key"),
    pytest.param(lines("colour = 1"), 6, "unknown key 'colour'", id="unknown key"),
    pytest.param(reading('cite = "mnih2015human", lable = "x"'), 9, "unknown key 'lable'; did you mean 'label'?",
                 id="near key"),
    pytest.param(lines("[sesion]\n"), 6, "unknown key 'sesion'; did you mean 'session'?", id="near table"),
    pytest.param(reading('title = "A", arxiv = 2010.10000'), 9,
                 'arxiv must be text in quotes; write "2010.10000"', id="float for text"),
    pytest.param(lines('units = 12'), 6, 'units must be text in quotes; write "12"', id="number for text"),
    pytest.param(reading('title = "A", year = "2017"'), 9, "year must be a whole number; write 2017, without quotes",
                 id="text for number"),
    pytest.param(reading('title = "A", year = 17'), 9, "year must be at least 1000", id="year"),
    pytest.param(lines(HEAD + "number = 0x" + "f" * 9000), 8, "number must be at most 9999", id="huge"),
    pytest.param(lines('subject_to_change = "true"'), 6, "must be true or false; write true, without", id="bool"),
    pytest.param(lines(HEAD + 'date = "2027-02-01"'), 8, "date must be a date; write 2027-02-01, without quotes",
                 id="text for date"),
    pytest.param(lines(HEAD + "date = 2027-02-01T10:00:00"), 8, "date must be a date; write 2027-02-01,", id="instant"),
    pytest.param(lines(HEAD + "date = 0027-02-01"), 8, "0027-02-01 is no plausible date", id="old date"),
    pytest.param(lines('tools = "Zoom"'), 6, 'tools must be a list in square brackets; write ["Zoom"]', id="list"),
    pytest.param(lines('tools = [\n"A",\n 3]'), 8, 'an entry of tools must be text in quotes; write "3"', id="entry"),
    pytest.param(lines('meeting = "Mon"'), 6, "meeting must be a table", id="table"),
    pytest.param(lines("session = 1\n"), 6, "unknown key 'session'", id="under the wrong header"),
    pytest.param(lines('number = " "'), 6, "number is empty; fill it in, or leave the key out", id="empty"),
    pytest.param(lines("[[course.grading]]\nitem = 'x'\npercent = 101\n"), 8, "percent must be at most 100", id="%"),
    # values
    pytest.param(COURSE.replace("rl-2027", "RL 2027"), 3, "'RL 2027' is no course key; use lower-case letters, "
                 'digits and hyphens: write "rl-2027"', id="course key"),
    pytest.param(lines('timezone = "Europe/Zürich"'), 6, "unknown time zone 'Europe/Zürich'; did you mean "
                 "'Europe/Zurich'?", id="time zone"),
    pytest.param(lines('timezone = "../../etc/passwd"'), 6, "unknown time zone", id="time zone path"),
    pytest.param(lines(HEAD + 'starts = "2:15 pm"'), 8, "'2:15 pm' is no time; write it with 24 hours: \"14:15\"",
                 id="time"),
    pytest.param(lines(HEAD + "starts = 14:15:00"), 8, "starts must be text in quotes", id="TOML time"),
    pytest.param(lines('url = "javascript:alert(1)"'), 6, "is no web address; it begins with https:// or", id="url"),
    pytest.param(reading('title = "A", arxiv = "17.06"'), 9, "'17.06' is no arXiv id; write it as", id="arxiv"),
    pytest.param(reading('title = "A", doi = "x"'), 9, "'x' is no DOI; write it as \"10.", id="doi"),
    pytest.param(lines('unit = "weeks"'), 6, "unknown unit 'weeks'; did you mean 'week'?", id="unit"),
    pytest.param(lines(HEAD + 'weekday = "Monday"'), 8, "unknown weekday 'Monday'; write \"Mon\"", id="weekday name"),
    pytest.param(lines(HEAD + 'kind = "lektüre"'), 8, "unknown kind 'lektüre'; did you mean 'lecture'?", id="kind"),
    pytest.param(reading('cite = "mnih2015human", level = "requird"'), 9, "unknown level 'requird'; did you mean "
                 "'required'?", id="level"),
    pytest.param(reading('cite = "mnih2015human", level_basis = "x"'), 9, "unknown level_basis 'x'; write inferred",
                 id="level_basis"),
    pytest.param(reading('cite = "mnih2015human", kind = "x"'), 9, "unknown kind 'x'; write paper, survey,",
                 id="reading kind"),
    pytest.param(reading('cite = "mnih2015human", confidence = "maybe"'), 9, "unknown confidence 'maybe'; write "
                 "certain or likely", id="confidence"),
    pytest.param(reading('cite = "mnih2015human", candidates = [\n{ year = 2017 }]'), 10,
                 "an entry of candidates has no 'title'; add title = …", id="candidates"),
    pytest.param(lines('[critique]\ndue = "before"\n'), 7, "unknown due 'before'; write before-session,", id="due"),
    pytest.param(lines('[[course.people]]\nname = "A"\nrole = "boss"\n'), 8, "unknown role 'boss'; write instructor",
                 id="role"),
    # readings
    pytest.param(reading('cite = "mnih2015humans"'), 9, "unknown citation key 'mnih2015humans'; did you mean "
                 "'mnih2015human'?", id="cite"),
    pytest.param(reading('label = "x"'), 9, "the reading does not say what is to be read; add cite,", id="no work"),
    pytest.param(reading('cite = "mnih2015human",\ttitle = "x"'), 9, "names its work in two ways: cite and 'title'",
                 id="two works"),
    pytest.param(reading('unresolved = true, label = "x", title = "x"'), 9, "is unresolved and has 'title'", id="both"),
    pytest.param(reading('arxiv = "1706.03762"'), 9, "written out has no 'title'; add title", id="no title"),
    pytest.param(reading("unresolved = true"), 9, "an unresolved reading has no 'label'; add what", id="no label"),
    pytest.param(reading('cite = "mnih2015human" }, {\tcite = "MNIH2015human"'), 9,
                 "'mnih2015human' is in this session already; drop one, or give each its part", id="repeated"),
    pytest.param(reading('cite = "mnih2015human", companion_of = "sutton"'), 9,
                 "companion_of names no other reading of this session: 'sutton'", id="companion"),
    pytest.param(reading('cite = "mnih2015human", companion_of = "mnih2015human"'), 9, "names no other", id="itself"),
    # sessions
    pytest.param(lines("[[session]]\n"), 6, "the session says nothing; add a topic", id="empty session"),
    pytest.param(lines(HEAD + 'date = 2027-02-01\nweekday = "Tue"'), 9, "2027-02-01 is a Mon, no Tue; write \"Mon\", "
                 "correct the date, or add unsure = true and when", id="weekday"),
    pytest.param(lines(HEAD + "from = 2027-02-02\nto = 2027-02-01"), 9, "to 2027-02-01 is before from", id="to"),
    pytest.param(lines(HEAD + "from = 2027-02-02"), 8, "the session has 'from' without 'to'", id="from alone"),
    pytest.param(lines(HEAD + "date = 2027-02-02\nfrom = 2027-02-01\nto = 2027-02-03"), 9,
                 "the session has both 'date' and 'from'", id="date and from"),
    pytest.param(lines(HEAD + 'starts = "14:15"\nends = "13:00"'), 9, "ends 13:00 is before starts 14:15", id="ends"),
    pytest.param(lines(HEAD + "unsure = true"), 8, "unsure = true needs 'when'", id="unsure"),
    pytest.param(lines(HEAD + "number = 1\n" + HEAD + "number = 1"), 11, "there are two sessions 1", id="two sessions"),
    pytest.param(lines(HEAD + "continues = 7"), 8, "continues names no other session: 7", id="continues"),
    pytest.param(lines(HEAD + "date = 2027-02-02\n" + HEAD + "date = 2027-02-01"), 11,
                 "2027-02-01 is before the session above it, 2027-02-02", id="order"),
    # weeks, lists, deadlines
    pytest.param(lines("[[week]]\nnumber = 1\n[[week]]\nnumber = 1\n"), 9, "there are two weeks 1", id="two weeks"),
    pytest.param(lines("[[week]]\nnumber = 1\n" + HEAD + "week = 2"), 10, "no [[week]] with number 2", id="week"),
    pytest.param(lines("[[week]]\nnumber = 1\n[[list]]\ntitle = 'x'\nweek = 2"), 10, "no [[week]] with", id="list"),
    pytest.param(lines(HEAD + "week = 1\n" + HEAD + "date = 2027-02-01"), 9,
                 "has a date and no 'week', while others say theirs", id="week missing"),
    pytest.param(lines('[[deadline]]\nname = "x"\n'), 6, "a deadline has no date; add released or due", id="no due"),
    pytest.param(lines('[[deadline]]\nname = "x"\nreleased = 2027-02-02\ndue = 2027-02-01'), 9,
                 "due 2027-02-01 is before released 2027-02-02", id="deadline order"),
    pytest.param(lines('[[deadline]]\nname = "x"\nreleased = 2027-02-02\ntime = "10:00"'), 9, "time has no 'due'",
                 id="deadline time"),
    pytest.param(lines("[[course.related]]\nrelation = 'x'\n"), 6, "neither 'title' nor 'number'", id="related"),
    pytest.param(COURSE.replace("references", "refs"), 5, "cannot read the bibliography 'refs.bib': No such file or "
                 "directory; its path is relative to this file", id="no bibliography"),
    pytest.param(COURSE.replace("references.bib", "."), 5, "the bibliography '.' is no file", id="a folder"),
    pytest.param(COURSE.replace("references.bib", "a\\u0000b"), 5, "cannot read the bibliography", id="NUL path"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "line", "words"), MISTAKES)
def test_every_mistake_has_its_line_and_a_remedy(tmp_path: Path, text: str | bytes, line: int, words: str) -> None:
    ((found, sentence),) = mistakes(tmp_path, text)
    assert words in sentence
    assert found == line


def test_without_a_bibliography_the_remedy_is_to_name_one(tmp_path: Path) -> None:
    text = reading('cite = "a"').replace('bibliography = "references.bib"\n', "")
    assert mistakes(tmp_path, text) == [(8, "unknown citation key 'a'; name a BibTeX file in bibliography of [course]")]


def test_all_mistakes_come_at_once(tmp_path: Path) -> None:
    text = WHOLE.replace('"Europe/Zurich"', "3").replace('"mnih2015human" },  #', '"nobody" },  #')
    text = text.replace('role = "instructor"', "").replace("2027-02-10", "2027-02-01")
    (tmp_path / "more.bib").write_text("@misc{k, title = {T}, year = {x}}")
    with pytest.raises(MalformedFileError) as caught:
        syllabus(tmp_path, text.replace('["references.bib"]', '["references.bib", "more.bib"]'))
    found = [(mistake.file.name, mistake.line, mistake.sentence[:28]) for mistake in caught.value.mistakes]
    assert found == [
        ("rl.toml", 6, "timezone must be text in quo"),
        ("rl.toml", 11, "an entry of people has no 'r"),
        ("rl.toml", 36, "unknown citation key 'nobody"),
        ("rl.toml", 39, "companion_of names no other "),
        ("rl.toml", 51, "to 2027-02-01 is before from"),
        ("more.bib", 1, "entry 'k': 'x' is no year"),
    ]
    assert str(caught.value).endswith("\n6 mistakes in rl.toml and more.bib")
    assert caught.value.exit_code == 4


def test_what_is_left_out_does_not_move_the_lines_of_the_rest(tmp_path: Path) -> None:
    text = lines(
        '[[session]]\ntopic = "A"\nmaterials = [{}, { label = "x", kind = "y" }]\nreadings = [\n'
        '  { cite = 3 },\n  5,\n  { cite = "nobody" },\n]\n[[deadline]]\n[[deadline]]\nname = "x"\n'
    )
    assert [(line, sentence.split(";")[0]) for line, sentence in mistakes(tmp_path, text)] == [
        (8, "an entry of materials has no 'label'"),
        (8, "unknown kind 'y'"),
        (10, "cite must be text in quotes"),
        (11, "an entry of readings must be a table"),
        (12, "unknown citation key 'nobody'"),
        (14, "an entry of deadline has no 'name'"),
        (15, "a deadline has no date"),
    ]


def test_keys_are_found_however_they_are_written(tmp_path: Path) -> None:
    text = (
        'schema = 1\ncourse.key = "a"\ncourse."titl\\u0065" = "T"\ncourse.meeting.x = 1\n"s\\u0065ssion" = [\n {},\n]\n'
    )
    assert [line for line, _ in mistakes(tmp_path, text)] == [4, 6]


def test_an_entry_with_a_mistake_is_not_unknown_too(tmp_path: Path) -> None:
    (tmp_path / "bad.bib").write_text("@misc{known2020, year = {2020}}")
    text = reading('cite = "known2020"').replace("references", "bad")
    ((line, sentence),) = mistakes(tmp_path, text)
    assert line == 1
    assert "bad.bib:1: entry 'known2020' has no title" in sentence


def test_one_key_for_two_works_in_two_bibliographies_is_a_mistake(tmp_path: Path) -> None:
    (tmp_path / "more.bib").write_text("\n@misc{mnih2015human, title = {Another}}")
    ((line, sentence),) = mistakes(tmp_path, COURSE.replace('"references.bib"', '["references.bib", "more.bib"]'))
    assert line == 2
    assert "entry 'mnih2015human' is another work" in sentence


def test_hostile_text_arrives_harmless(tmp_path: Path) -> None:
    found = syllabus(tmp_path, COURSE.replace('"Rein', '"[red]\\u001b[31m\\u202eRein'))
    assert found.course.title == "[red][31mReinforcement Learning"
    for text in (lines('"\\u001b]0;x\\u0007\\u202e" = 1'), reading('cite = "\\u001b[2J\\u2066x"')):
        ((_, sentence),) = mistakes(tmp_path, text)
        assert not any(unicodedata.category(char) in {"Cc", "Cf"} for char in sentence)


def test_a_missing_or_huge_file_is_unreadable(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match="No such file"):
        read(tmp_path / "none.toml")
    with pytest.raises(UnreadableFileError, match="larger than 4 MiB"):
        syllabus(tmp_path, b"#" * (4 * 1024 * 1024 + 1))


@pytest.mark.parametrize(
    "text",
    [
        "schema = 1\n" + "\n".join(["x." * 4900 + "y = 1"] * 20),
        "schema = 1\n" + '"' + "\\" * 9000,
        COURSE + (HEAD + "readings = [\n" + '  { cite = "nobody" },\n' * 50 + "]\n") * 100,
        COURSE + "[[session]]\n" * 20_000,
    ],
    ids=["dots", "escapes", "mistakes", "sessions"],
)
def test_no_file_takes_long(tmp_path: Path, text: str) -> None:
    before = time.process_time()
    mistakes(tmp_path, text)
    assert time.process_time() - before < 20


BITS = st.sampled_from(
    ["schema = 1", "[course]", "[[session]]", "[[list]]", "key", "title", "readings", "cite", ".", " = ", "[", "]", "{",
     "}", '"x"', "'y'", '"', ",", "\n", "\r\n", "1", "2027-02-01", "true", "nan", "inf", "#", "\x00", "\u202e", "é",
     "\t", '"""', "\\u0000", "from", "date", "week", "number", "-", "[[week]]", "[session.x]", "1e400", "bibliography"]
)  # fmt: skip


def lines_are_within(folder: Path, text: str) -> None:
    failure: PapertrailError | None = None
    try:
        syllabus(folder, text.encode("utf-8", "surrogatepass"))
    except PapertrailError as error:
        failure = error
    if failure:
        assert failure.exit_code == 4
    if isinstance(failure, MalformedFileError):
        assert failure.mistakes
        assert all(1 <= mistake.line <= text.count("\n") + 1 for mistake in failure.mistakes)


@FOLDER
@given(st.one_of(st.text(), st.lists(BITS).map("".join)))
def test_any_text_is_read_or_has_mistakes(tmp_path: Path, text: str) -> None:
    lines_are_within(tmp_path, text)


@FOLDER
@given(st.data())
def test_a_mutated_syllabus_is_read_or_has_mistakes(tmp_path: Path, data: st.DataObject) -> None:
    text = WHOLE
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text)))
        end = min(len(text), start + data.draw(st.integers(0, 12)))
        text = text[:start] + data.draw(st.one_of(BITS, st.text(max_size=3))) + text[end:]
    lines_are_within(tmp_path, text)


VALUES = st.recursive(
    st.sampled_from(['"x"', "1", "true", "2027-02-01", "10:00:00", "nan", "-1", '""', "1.5", "2027-02-01T10:00:00Z"]),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda parts: f"[{', '.join(parts)}]"),
        st.tuples(st.sampled_from(["cite", "title", "name", "x"]), inner).map(
            lambda pair: f"{{ {pair[0]} = {pair[1]} }}"
        ),
    ),
    max_leaves=6,
)


@FOLDER
@given(VALUES, st.sampled_from([line for line in WHOLE.split("\n") if " = " in line and not line.startswith(" ")]))
def test_any_value_of_any_key_is_read_or_has_mistakes(tmp_path: Path, value: str, line: str) -> None:
    if line.endswith("["):
        return
    key, _, _ = line.partition(" = ")
    lines_are_within(tmp_path, WHOLE.replace(line, f"{key} = {value}"))


def test_a_bundled_syllabus_still_reads_from_another_folder(tmp_path: Path) -> None:
    for path in DATA.glob("*"):
        shutil.copy(path, tmp_path)
    for path in tmp_path.glob("*.toml"):
        assert read(path).course.key


def test_a_time_without_quotes_is_told_how_to_write_it(tmp_path: Path) -> None:
    path = tmp_path / "bare.toml"
    path.write_text('schema = 1\n[course]\nkey = "x-2027"\ntitle = "T"\n[[session]]\ntopic = "a"\nstarts = 14:15\n')
    with pytest.raises(MalformedFileError, match=r'bare.toml:7: .*write a time in quotes: "14:15"'):
        read(path)
