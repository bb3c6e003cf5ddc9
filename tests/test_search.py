"""`papertrail search`: its syntax, accents, suggestions, ways out, and an index that follows every change."""

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.services.papers import paper

from papertrail import filtering, schema, searching
from papertrail.library import Library

pytest_plugins = ["tests.services.fixtures"]

OWN = """@misc{kaiser2020, title={Depthwise Things}, author={Kaiser, {\\L}ukasz}, year={2020}}
@misc{gulcehre2019, title={Quiet Networks of Fran{\\c{c}}ois}, author={G{\\"u}l{\\c{c}}ehre, {\\c{C}}a{\\u{g}}lar},
  year={2019}, abstract={An uncommonword about memory; it mentions zebras twice, zebras.}}
@book{yxmin1969, title={Zebra Perceptrons}, author={Yxmin, Marvin}, year={1969}}
"""


@pytest.fixture
def mine(papertrail: Any, tmp_path: Path) -> Any:
    path = tmp_path / "own.bib"
    path.write_text(OWN, encoding="utf-8")
    papertrail("add", path)
    return papertrail


def found(papertrail: Any, *words: str) -> list[str]:
    return [row[4] for row in papertrail("search", *words).rows]


def consistent(papertrail: Any) -> None:
    """The index holds what the tables hold."""
    connection = sqlite3.connect(papertrail.database)
    connection.execute("INSERT INTO paper_index (paper_index, rank) VALUES ('integrity-check', 1)")
    connection.close()


@pytest.mark.parametrize(
    ("words", "keys"),
    [
        (["depthwise"], ["kaiser2020"]),
        (["DEPTHWISE", "things"], ["kaiser2020"]),
        (["depthw*"], ["kaiser2020"]),
        (["depthw"], ["kaiser2020"]),
        (['"depthwise things"'], ["kaiser2020"]),
        (["depthwise things"], ["kaiser2020"]),
        (['"things depthwise"'], []),
        (["things", "depthwise"], ["kaiser2020"]),
        (["zebra*", "-perceptrons"], ["gulcehre2019"]),
        (["zebra*", '-"zebra perceptrons"'], ["gulcehre2019"]),
        (["zebra*", "-gan"], ["yxmin1969", "gulcehre2019"]),
        (["zebra*", "-hinton"], ["yxmin1969", "gulcehre2019"]),
        (["zebra*", "-5"], ["yxmin1969", "gulcehre2019"]),
        (["zebra* -author:yxmin"], ["gulcehre2019"]),
        (["author:yxmin"], ["yxmin1969"]),
        (["AUTHOR:Yxmin", "kind:book"], ["yxmin1969"]),
        (["title:zebra"], ["yxmin1969"]),
        (["abstract:zebras"], ["gulcehre2019"]),
        (["author:zebra"], []),
        (["zebra*", "year:1969"], ["yxmin1969"]),
        (["zebra*", "year:2000..2020"], ["gulcehre2019"]),
        (["zebra*", "year:..1999"], ["yxmin1969"]),
        (["zebra*", "year:1970.."], ["gulcehre2019"]),
        (["zebra*", "status:unread", "course:umd"], []),
        (["uncommonword"], ["gulcehre2019"]),
        (["Łukasz"], ["kaiser2020"]),
        (["author:lukasz", "depthwise"], ["kaiser2020"]),
        (["author:Łukasz", "depthwise"], ["kaiser2020"]),
        (["gülçehre", "quiet"], ["gulcehre2019"]),
        (["gulcehre", "quiet"], ["gulcehre2019"]),
        (["author:Gulcehre", "quiet"], ["gulcehre2019"]),
        (["author:gülç*", "quiet"], ["gulcehre2019"]),
        (["Caglar", "quiet"], ["gulcehre2019"]),
        (["francois", "quiet"], ["gulcehre2019"]),
        (["François", "quiet"], ["gulcehre2019"]),
    ],
)
def test_what_is_asked_for_is_found(mine: Any, words: list[str], keys: list[str]) -> None:
    if words == ["Łukasz"]:
        assert "kaiser2020" in found(mine, *words)
    else:
        assert found(mine, *words) == keys


def test_the_title_comes_before_the_abstract(mine: Any) -> None:
    assert found(mine, "zebra*") == ["yxmin1969", "gulcehre2019"]


def test_marks_courses_and_tags_filter(mine: Any) -> None:
    mine("done", "1706.03762")
    mine("tag", "1706.03762", "to present")
    assert found(mine, "attention", "status:read") == ["vaswani2017attention"]
    assert "vaswani2017attention" not in found(mine, "attention", "status:unread")
    assert found(mine, 'tag:"to present"') == ["vaswani2017attention"]
    assert "vaswani2017attention" in found(mine, "attention", "course:umd")
    assert found(mine, "depthwise", "course:umd") == []
    assert found(mine, "tag:nosuch") == []


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["year:soon"], 2, "year:soon is no year"),
        (["year:.."], 2, "is no year"),
        (["status:finished"], 2, "is no status"),
        (["course:nosuch"], 3, "no course called"),
        (["-zebra"], 2, "must occur"),
    ],
)
def test_what_makes_no_sense_is_said(mine: Any, words: list[str], code: int, says: str) -> None:
    assert says in mine.refuses("search", *words, exit_code=code)


@pytest.mark.parametrize(
    "words",
    ['"', '""', "'", "*", "(", ")", "NEAR", "AND OR NOT", "a AND", "title:", "-", "--", "^x", "{x}:y", "x:y:z", "\0",
     "a" * 5000, "; DROP TABLE work", "%", "_", "\\", "😀", "col:*", 'a"b', "\u202e", "()" * 3000,
     "a " * 3000, "year:", "tag:", "author:", "-author:", '-""'],
)  # fmt: skip
def test_no_words_break_the_search(mine: Any, words: str) -> None:
    """Whatever is typed is looked for or refused in words; nothing reaches SQL or the index as syntax."""
    result = mine.process("search", "--", words) if "\0" not in words else None
    if result:
        assert result.returncode in {0, 2}, result.stderr
        assert "Traceback" not in result.stderr
    consistent(mine)


def test_a_near_miss_is_suggested(mine: Any) -> None:
    run = mine("search", "depthwize", "things")
    assert run.stdout == ""
    assert run.stderr.splitlines() == ["nothing found", "hint: did you mean depthwise things?"]
    assert mine("search", "qqqqqqqq").stderr.splitlines() == ["nothing found"]


def test_the_ways_out(mine: Any) -> None:
    listed = [row for row in mine("list").rows if row[4] == "yxmin1969"]
    assert mine("search", "zebra").rows == listed
    records = mine("search", "zebra", "--json").json
    assert [record["key"] for record in records] == ["yxmin1969"]
    assert records[0] == next(one for one in mine("list", "--json").json if one["key"] == "yxmin1969")
    assert mine("search", "qqqqqqqq", "--json").json == []
    assert len(mine("search", "learning", "-n", "3").rows) == 3
    screen = mine.on_terminal("search", "uncommonword")
    assert "\x1b[1" in screen
    assert "uncommonword" in screen
    assert "\x02" not in screen
    assert "\x03" not in screen


def test_a_paper_of_several_courses_is_one_hit(papertrail: Any) -> None:
    assert found(papertrail, '"attention is all you need"') == ["vaswani2017attention"]


def test_the_index_follows_every_change(mine: Any, services: Any) -> None:
    mine("note", "1706.03762", "xylophone remarks")
    assert found(mine, "xylophone") == found(mine, "note:xylophone") == ["vaswani2017attention"]
    mine("note", "1706.03762", "--clear")
    assert found(mine, "xylophone") == []
    mine("undo")
    assert found(mine, "xylophone") == ["vaswani2017attention"]
    mine("tag", "1706.03762", "glockenspiel")
    assert found(mine, "glockenspiel") == ["vaswani2017attention"]
    mine("untag", "1706.03762", "glockenspiel")
    assert found(mine, "glockenspiel") == []
    mine("remove", "yxmin1969")
    assert found(mine, "author:yxmin") == []
    mine("undo")
    assert found(mine, "author:yxmin") == ["yxmin1969"]
    mine.set("PAPERTRAIL_ARXIV_URL", services.url)
    services.add(paper("1706.03762", abstract="A vibraphone."))
    mine("fetch", "1706.03762")
    assert found(mine, "vibraphone") == ["vaswani2017attention"]
    mine("undo")
    assert found(mine, "glockenspiel") == ["vaswani2017attention"]
    consistent(mine)


def test_the_index_follows_a_course_that_comes_and_goes(mine: Any, course: Any) -> None:
    assert found(mine, '"soft actor-critic"', "course:umd") == []
    mine("course", "add", course.syllabus)
    assert "haarnoja2018soft" in found(mine, '"soft actor-critic"')
    assert "mnih2015human" in found(mine, "course:rl", "control")
    course.edit("Soft Actor-Critic", "Hard Actor-Critic", file=course.bibliography)
    mine("course", "add", course.syllabus)
    mine("course", "remove", "rl-2027")
    assert "no course called" in mine.refuses("search", "course:rl-2027", exit_code=3)
    consistent(mine)


def test_a_filter_alone_lists_all_it_lets_through(mine: Any) -> None:
    assert found(mine, "kind:book", "year:1969") == ["minsky1969perceptrons", "yxmin1969"]
    mine("done", "kaiser2020")
    assert found(mine, "status:read") == ["kaiser2020"]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Papers of every kind, with marks, tags, a course and labels that nobody has resolved."""
    path = tmp_path_factory.mktemp("searched") / "p.db"
    connection = schema.connect(path)
    kinds, statuses = ("paper", "book", "video"), (None, "read", "queued")
    with schema.transaction(connection):
        connection.execute(
            "INSERT INTO course (key, title, timezone, unit, facts, source, digest, bundled)"
            " VALUES ('c', 'C', 'UTC', 'week', '{}', 'x', 'x', 0)"
        )
        for number in range(240):
            key, is_label = f"k{number}", number % 10 == 0
            words = " ".join(word for nth, word in enumerate(("zebra", "yak", "xerus")) if number % (nth + 2) == 0)
            if not is_label:
                connection.execute(
                    "INSERT INTO work (key, title, folded, byline, authors, year, kind, record, confidence, origin,"
                    " added_at, abstract, title_key)"
                    " VALUES (?, ?, '', '', '', ?, ?, '{}', 'certain', 'own', 'x', ?, '')",
                    (key, f"{words} {number}", 2000 + number % 7, kinds[number % 3], words * (number % 4)),
                )
            label = f"{words} label" if is_label else None
            connection.execute(
                "INSERT INTO target (key, work, label, folded) VALUES (?, ?, ?, ?)",
                (key, None if is_label else key, label, label),
            )
            if number % 6 == 1:  # a part of a paper has marks of its own, and they count as the paper's
                connection.execute("INSERT INTO target (key, work, part) VALUES (?, ?, 'p')", (f"{key}#p", key))
            if status := statuses[number % 5 % 3]:
                part = f"{key}#p" if number % 6 == 1 else key
                connection.execute("INSERT INTO status VALUES (?, ?, 'x')", (part, status))
            if number % 4 == 0:
                connection.execute("INSERT INTO tag VALUES (?, 't')", (key,))
            if number % 3 == 0:
                connection.execute(
                    "INSERT INTO reading (course, week, ordinal, target, level, level_rank, level_inferred,"
                    " confidence, candidates) VALUES ('c', 1, ?, ?, 'required', 0, 0, 'certain', '[]')",
                    (number, key),
                )
    yield Library(connection, path)
    connection.close()


FILTERS = st.lists(
    st.sampled_from(
        ["year:2003", "year:2001..2004", "year:..2001", "kind:book", "kind:nothing", "status:read", "status:queued",
         "status:skipped", "status:unread", "course:c", "course:none", "tag:t", "tag:none"]
    ),
    max_size=3, unique_by=lambda word: word.partition(":")[0],
)  # fmt: skip
MATCHES = st.sampled_from(["", "zebra", "yak", "zebra yak", "zebra -yak", "xerus", "title:zebra", "zeb*", "nowhere"])


def keys(library: Library, text: str, limit: int = 1000) -> list[str]:
    return [one.subject for one in searching.readings(library, searching.query(text), limit=limit)]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=200)
@given(words=MATCHES, filters=FILTERS, limit=st.integers(1, 250), few=st.sampled_from([0, 30, 100, 5000]))
def test_filters_let_through_what_they_would_of_all(
    library: Library, words: str, filters: list[str], limit: int, few: int
) -> None:
    """In the same order, whether a filter finds its few papers first or is asked about each hit."""
    each = [set(keys(library, one)) for one in filters]
    hits = keys(library, words) if words else sorted(set().union(*each))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(filtering, "FEW", few)
        patch.setattr(searching, "_PER_PAPER", 1 + few % 7)
        expected = [key for key in hits if all(key in one for one in each)][:limit]
        assert keys(library, " ".join([words, *filters]), limit) == expected
