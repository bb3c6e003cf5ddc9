"""`papertrail edit` and `remove`: a record in the reader's editor, what is refused, and what `undo` brings back."""

import os
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from tests.services.papers import paper

pytest_plugins = ["tests.services.fixtures"]

OWN = """@article{own2020, title={A Thing of Mine}, author={Example, Ada and {The Team}}, year={2020}, journal={J},
  doi={10.1000/mine}, abstract={Our words.}, pages={1--2}}
@misc{other2021, title={Another Thing}, author={Sample, Ben}, year={2021}, eprint={2101.00001}, archiveprefix={arXiv}}
"""


@pytest.fixture
def mine(papertrail: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The program with two papers of the reader's own; temporary files lie in a folder of the test's own."""
    path = tmp_path / "own.bib"
    path.write_text(OWN, encoding="utf-8")
    papertrail("add", path)
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))
    monkeypatch.delenv("VISUAL", raising=False)
    return papertrail


def editor(program: Any, tmp_path: Path, script: str) -> None:
    """Let this shell script be the editor; "$1" is the file."""
    path = tmp_path / "an editor.sh"
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)
    program.set("EDITOR", f"'{path}'")


def writes(program: Any, tmp_path: Path, text: str) -> None:
    """Let the editor leave this text."""
    (tmp_path / "text").write_text(text, encoding="utf-8")
    editor(program, tmp_path, f"cp '{tmp_path / 'text'}' \"$1\"")


def record(program: Any, name: str) -> dict[str, Any]:
    found: dict[str, Any] = program("show", name, "--json").json["work"]
    return found


def kept(tmp_path: Path) -> list[str]:
    return [path.read_text(encoding="utf-8", errors="replace") for path in (tmp_path / "tmp").iterdir()]


def soundly(program: Any) -> None:
    connection = sqlite3.connect(program.database)
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    connection.close()


def test_a_record_is_corrected_found_and_undone(mine: Any, tmp_path: Path) -> None:
    before = record(mine, "own2020")
    editor(mine, tmp_path, "sed -i 's/A Thing of Mine/A Thing of Łukasz/; s/^year = 2020/year = 2019/' \"$1\"")
    assert mine("edit", "own2020").lines == ["changed own2020: A Thing of Łukasz"]
    after = record(mine, "own2020")
    assert (after["title"], after["year"]) == ("A Thing of Łukasz", 2019)
    untouched = {"title", "year"}
    assert {k: v for k, v in after.items() if k not in untouched} == {
        k: v for k, v in before.items() if k not in untouched
    }
    assert [row[4] for row in mine("search", "thing of lukasz").rows] == ["own2020"]
    assert mine("search", '"thing of mine"').lines == []
    assert kept(tmp_path) == []
    mine("undo")
    assert record(mine, "own2020") == before
    assert [row[4] for row in mine("search", '"thing of mine"').rows] == ["own2020"]


def test_saving_without_a_change_changes_nothing(mine: Any, tmp_path: Path) -> None:
    before = record(mine, "own2020")
    editor(mine, tmp_path, "true")
    assert mine("edit", "own2020").lines == ["unchanged: A Thing of Mine"]
    assert record(mine, "own2020") == before
    assert "not in the library any more" in mine("undo").stdout


def test_every_field_can_be_set_and_dropped(mine: Any, tmp_path: Path) -> None:
    writes(
        mine,
        tmp_path,
        'title = "New"\nauthors = ["Aäron van den Oord", "Ada Example"]\nmore_authors = true\nyear = 2022\n'
        'venue = "V"\nkind = "book"\narxiv = "2202.00001"\ndoi = "10.1000/new"\nurl = "https://example.org/n"\n'
        'abstract = "One.\\nTwo."\n',
    )
    mine("edit", "own2020")
    found = record(mine, "own2020")
    assert found["authors"] == ["Aäron van den Oord", "Ada Example"]
    assert (found["authors_complete"], found["kind"], found["venue"]) == (False, "book", "V")
    assert (found["arxiv"], found["doi"], found["url"]) == ("2202.00001", "10.1000/new", "https://example.org/n")
    assert found["abstract"] == "One.\nTwo."
    writes(mine, tmp_path, 'title = "Bare"\n')
    mine("edit", "own2020")
    found = record(mine, "own2020")
    assert (found["authors"], found["authors_complete"]) == ([], True)
    assert [found[name] for name in ("year", "venue", "arxiv", "doi", "url", "abstract")] == [None] * 6
    mine("undo")
    mine("undo")
    assert record(mine, "own2020")["title"] == "A Thing of Mine"


def test_a_title_that_is_not_touched_keeps_its_formula_and_its_braces(mine: Any, tmp_path: Path) -> None:
    source = r"{BERT} in $O(n^2)$ for \emph{E. coli}"
    (tmp_path / "marked.bib").write_text(f"@misc{{marked2020, title={{{source}}}, author={{A. B.}}, year=2020}}")
    mine("add", tmp_path / "marked.bib")
    editor(mine, tmp_path, "sed -i 's/^year = 2020/year = 2019/' \"$1\"")
    mine("edit", "marked2020")
    written = mine("export", "biblatex", "marked2020").stdout
    assert r"title = {{BERT} in {$O(n^2)$} for \emph{E. coli}}," in written
    editor(mine, tmp_path, "sed -i 's/E. coli/yeast/' \"$1\"")
    mine("edit", "marked2020")
    assert record(mine, "marked2020")["title"] == "BERT in O(n²) for yeast"


WRONG = {
    "no TOML": "title = ",
    "nothing": "",
    "no title": "year = 2020\n",
    "an empty title": 'title = ""\n',
    "a title that is a number": "title = 3\n",
    "an unknown field": 'title = "T"\nauthor = "A"\n',
    "a year that is none": 'title = "T"\nyear = 20200\n',
    "a year in words": 'title = "T"\nyear = "soon"\n',
    "an id that is none": 'title = "T"\narxiv = "nonsense"\n',
    "a DOI that is none": 'title = "T"\ndoi = "nonsense"\n',
    "a link to a script": 'title = "T"\nurl = "javascript:alert(1)"\n',
    "a kind that is none": 'title = "T"\nkind = "sonnet"\n',
    "an author who is a number": 'title = "T"\nauthors = [1]\n',
    "deep nesting": f"title = {'[' * 3000}",
    "another's arXiv id": 'title = "T"\narxiv = "1706.03762"\n',
    "another's arXiv id as a link": 'title = "T"\narxiv = "https://arxiv.org/abs/1706.03762v3"\n',
}


@pytest.mark.parametrize("text", WRONG.values(), ids=WRONG)
def test_a_mistake_is_named_and_what_was_written_is_kept(mine: Any, tmp_path: Path, text: str) -> None:
    before = record(mine, "own2020")
    writes(mine, tmp_path, text)
    said = mine.refuses("edit", "own2020", exit_code=4)
    assert "the record was not changed" in said
    assert str(tmp_path / "tmp") in said.replace("\n", "")
    assert kept(tmp_path) == [text]
    assert record(mine, "own2020") == before


def test_anothers_doi_is_refused(mine: Any, tmp_path: Path) -> None:
    writes(mine, tmp_path, 'title = "T"\ndoi = "10.1000/MINE"\n')
    assert "own2020 has the doi 10.1000/mine already" in mine.refuses("edit", "other2021", exit_code=4)


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("exit 3", "ended with status 3"),
        ("kill -9 $$", "ended with status"),
        ('printf "\\377\\376" > "$1"', "not UTF-8"),
        ('rm "$1"', "not UTF-8"),
    ],
)
def test_an_editor_that_fails(mine: Any, tmp_path: Path, script: str, words: str) -> None:
    editor(mine, tmp_path, script)
    assert words in mine.refuses("edit", "own2020", exit_code=2)
    assert record(mine, "own2020")["title"] == "A Thing of Mine"


def test_an_editor_that_is_not_there(mine: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    mine.set("EDITOR", str(tmp_path / "no such editor"))
    assert "cannot be started" in mine.refuses("edit", "own2020", exit_code=2)
    monkeypatch.delenv("EDITOR")
    mine.set("PATH", str(tmp_path))
    assert "no editor found" in mine.refuses("edit", "own2020", exit_code=2)


@pytest.mark.parametrize("value", ["'unclosed", "   ", '"'])
def test_an_editor_whose_name_makes_no_sense(mine: Any, value: str) -> None:
    mine.set("EDITOR", value)
    mine.refuses("edit", "own2020", exit_code=2)


def test_visual_wins(mine: Any, tmp_path: Path) -> None:
    mine.set("EDITOR", "false")
    editor(mine, tmp_path, "sed -i 's/Mine/Yours/' \"$1\"")
    mine.set("VISUAL", os.environ["EDITOR"])
    mine.set("EDITOR", "false")
    assert "A Thing of Yours" in mine("edit", "own2020").stdout


def test_an_editor_that_leaves_windows_line_ends(mine: Any, tmp_path: Path) -> None:
    (tmp_path / "text").write_bytes(b'title = "From Windows"\r\nyear = 2020\r\n')
    editor(mine, tmp_path, f"cp '{tmp_path / 'text'}' \"$1\"")
    mine("edit", "own2020")
    assert record(mine, "own2020")["title"] == "From Windows"


def test_a_bundled_record_is_edited_and_a_reload_leaves_it(mine: Any, tmp_path: Path) -> None:
    editor(mine, tmp_path, "sed -i 's/Attention Is All You Need/Attention, Corrected/' \"$1\"")
    mine("edit", "1706.03762")
    mine("course", "reload")
    assert record(mine, "1706.03762")["title"] == "Attention, Corrected"
    assert "Attention, Corrected" in mine("week", "3", "-c", "umd").stdout
    mine("undo")
    assert record(mine, "1706.03762")["title"] == "Attention Is All You Need"


def test_what_is_unresolved_has_no_record(mine: Any, tmp_path: Path) -> None:
    editor(mine, tmp_path, "true")
    target = mine("list", "--unresolved").rows[0][4]
    assert "has no record" in mine.refuses("edit", target, exit_code=2)


# Removing


def test_removed_and_brought_back_with_everything(mine: Any) -> None:
    mine("note", "own2020", "why it matters")
    mine("tag", "own2020", "a", "b")
    mine("rate", "own2020", "5")
    mine("done", "own2020")
    mine("add", "own2020", "--course", "umd", "--week", "5")
    before = mine("show", "own2020", "--json").json, mine("list", "-c", "umd", "-w", "5").stdout
    assert mine("remove", "own2020").lines == ["removed own2020: A Thing of Mine; papertrail undo brings it back"]
    soundly(mine)
    assert "no paper" in mine.refuses("show", "own2020", exit_code=3)
    assert "A Thing of Mine" not in mine("list").stdout
    assert "A Thing of Mine" not in mine("week", "5", "-c", "umd").stdout
    assert mine("search", '"thing of mine"').lines == []
    mine("undo")
    soundly(mine)
    after = mine("show", "own2020", "--json").json, mine("list", "-c", "umd", "-w", "5").stdout
    assert after == before
    assert [row[4] for row in mine("search", "note:matters").rows] == ["own2020"]


def test_notes_of_what_is_removed_are_not_listed(mine: Any) -> None:
    mine("note", "own2020", "words of mine")
    mine("note", "1706.03762", "other words")
    mine("remove", "own2020")
    assert [row[3] for row in mine("notes").rows] == ["other words"]
    assert [one["note"] for one in mine("notes", "--json").json] == ["other words"]
    mine("undo")
    assert len(mine("notes").rows) == 2


def test_what_is_removed_can_be_added_again(mine: Any, tmp_path: Path) -> None:
    mine("note", "own2020", "old words")
    mine("remove", "own2020")
    run = mine("add", tmp_path / "own.bib")
    assert "added own2020: A Thing of Mine" in run.lines
    soundly(mine)
    mine("undo")
    mine("undo")
    assert mine("show", "own2020", "--json").json["own_note"] == "old words"


def test_another_paper_of_the_same_key_does_not_inherit_what_was_removed(mine: Any, tmp_path: Path) -> None:
    mine("note", "own2020", "about the first")
    mine("tag", "own2020", "first")
    mine("rate", "own2020", "5")
    mine("remove", "own2020")
    (tmp_path / "b.bib").write_text("@misc{own2020, title={Entirely Different}, author={Z. Z}, year={2011}}")
    mine("add", tmp_path / "b.bib")
    found = mine("show", "Entirely Different", "--json").json
    assert (found["own_note"], found["rating"], found["work"]["tags"]) == (None, None, [])


def test_what_a_course_assigns_stays(mine: Any) -> None:
    said = mine.refuses("remove", "1706.03762", exit_code=2)
    assert "is assigned by" in said
    assert "papertrail skip" in said
    target = mine("list", "--unresolved").rows[0][4]
    assert "is assigned by" in mine.refuses("remove", target, exit_code=2)


def test_what_was_fetched_goes_and_comes_back(mine: Any, services: Any) -> None:
    for name in ("ARXIV", "SEMANTIC_SCHOLAR", "CROSSREF"):
        mine.set(f"PAPERTRAIL_{name}_URL", services.url)
    services.add(
        paper("2101.00001", title="Another Thing", authors=["Ben Sample"], comment="Accepted at ICML 2022",
              versions=["2021-01-01T00:00:00Z"])
    )  # fmt: skip
    mine("fetch", "other2021")
    mine("fetch", "--published", "other2021")
    before = mine("show", "other2021", "--json").json
    assert before["published"]
    mine("remove", "other2021")
    mine("undo")
    soundly(mine)
    assert mine("show", "other2021", "--json").json == before
