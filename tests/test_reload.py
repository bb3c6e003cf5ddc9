"""`papertrail course reload`: the syllabus changes, and no mark is lost."""

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

import papertrail as package
from papertrail.settings import bundled_syllabi


def updated(papertrail: Any, own: Any) -> list[str]:
    """Read the course again: what it says, after which nothing is left to say."""
    told = papertrail("course", "add", own.syllabus).lines
    assert papertrail("course", "add", own.syllabus).lines == ["rl-2027: the same readings in the same places"]
    return [line.removeprefix("rl-2027: ") for line in told]


def keys(papertrail: Any, *words: str) -> list[str]:
    return [row[4] for row in papertrail("list", *words).rows]


def test_a_dry_run_says_what_the_real_one_does_and_changes_nothing(papertrail: Any, own: Any) -> None:
    papertrail("done", "rl:1.1", "rl:2.1", "rl:2.3")
    papertrail("course", "follow", "rl", "--start", "2027-03-01")
    run = papertrail("course", "reload")
    assert (run.stdout, run.stderr) == ("", "6 courses unchanged\n")
    own.edit('  { cite = "mnih2015human" },\n', "")
    own.edit('  { cite = "haarnoja2018soft" },\n', '  { cite = "haarnoja2018soft", label = "SAC" },\n')
    own.edit("{ unresolved = true, label", '{ cite = "vaswani2017attention", label')
    before = papertrail("list", "--json").json, papertrail("course", "show", "rl", "--json").json
    dry = papertrail("course", "reload", "--dry-run")
    assert (papertrail("list", "--json").json, papertrail("course", "show", "rl", "--json").json) == before
    assert papertrail("course", "reload") == dry
    assert dry.lines == [
        "rl-2027: dropped: Human-level Control (week 1, Values)",
        "rl-2027: changed: Soft Actor-Critic: label none → “SAC”",
        "rl-2027: resolved: Attention Is All You Need (was unresolved: Notes on rewards)",
    ]
    assert dry.stderr == "5 courses unchanged\n"
    assert keys(papertrail, "--status", "read") == ["haarnoja2018soft", "vaswani2017attention", "mnih2015human"]
    assert papertrail("list", "-c", "rl", "-s", "read").rows[0][3] == "2027-03-08T14:15+01:00"


def test_a_reading_that_moves_keeps_its_mark(papertrail: Any, own: Any) -> None:
    papertrail("done", "rl:1.1")
    line = '  { cite = "mnih2015human" },\n'
    own.edit(line, "")
    own.edit('  { cite = "haarnoja2018soft" },\n', f'  {{ cite = "haarnoja2018soft" }},\n{line}')
    assert updated(papertrail, own) == ["moved: Human-level Control: week 1, Values → week 2, Policies"]
    row = papertrail("list", "-c", "rl", "-s", "read").rows[0]
    assert (row[0], row[3], row[4]) == ("rl:2.2", "2027-02-08T14:15+01:00", "mnih2015human")


def test_a_session_is_given_another_date(papertrail: Any, own: Any) -> None:
    papertrail("done", "rl:2.1")
    own.edit("date = 2027-02-08", "date = 2027-02-10")
    assert "re-dated: Soft Actor-Critic: 2027-02-08 → 2027-02-10" in updated(papertrail, own)
    assert papertrail("list", "-c", "rl", "-s", "read").rows[0][3] == "2027-02-10T14:15+01:00"


def test_a_followed_course_stays_where_it_was_moved_to(papertrail: Any, own: Any) -> None:
    papertrail("course", "follow", "rl", "--start", "2027-03-01")
    own.edit("date = 2027-02-08", "date = 2027-02-10")
    assert "re-dated: Soft Actor-Critic: 2027-02-08 → 2027-02-10" in updated(papertrail, own)
    assert papertrail("list", "-c", "rl", "-w", "2").rows[0][3] == "2027-03-10T14:15+01:00"


def test_labels_levels_and_notes_change(papertrail: Any, own: Any) -> None:
    papertrail("done", "rl:1.1")
    own.edit(
        '{ cite = "mnih2015human" }', '{ cite = "mnih2015human", label = "DQN", level = "optional", note = "skim it" }'
    )
    assert updated(papertrail, own) == [
        "changed: Human-level Control: level required → optional, label none → “DQN”, note none → “skim it”"
    ]
    assert papertrail.status("rl:1.1") == "read"


def test_a_dropped_reading_keeps_its_mark_and_can_be_found(papertrail: Any, own: Any) -> None:
    papertrail("done", "rl:2.1")
    own.edit('  { cite = "haarnoja2018soft" },\n', "")
    own.edit('  { cite = "mnih2015human" },\n', "")
    assert set(updated(papertrail, own)) == {
        "dropped: Soft Actor-Critic (week 2, Policies)", "dropped: Human-level Control (week 1, Values)"
    }  # fmt: skip
    assert keys(papertrail, "--unassigned") == ["haarnoja2018soft"]
    shown = papertrail("show", "soft actor-critic")
    assert "status\t● read" in shown.lines
    assert "assigned\tby no course" in shown.lines
    papertrail.refuses("show", "mnih2015human", exit_code=3)
    papertrail("undo")
    assert papertrail.status("haarnoja2018soft") == "unread"


def test_a_reading_that_comes_back_has_its_mark_again(papertrail: Any, own: Any) -> None:
    papertrail("done", "rl:2.1", "rl:2.3")
    whole = own.syllabus.read_text()
    own.edit('  { cite = "haarnoja2018soft" },\n', "")
    own.edit('  { unresolved = true, label = "Notes on rewards"', '  { unresolved = true, label = "Other notes"')
    updated(papertrail, own)
    own.syllabus.write_text(whole)
    updated(papertrail, own)
    assert keys(papertrail, "-c", "rl", "-s", "read") == ["haarnoja2018soft", "rl-2027/notes-on-rewards"]


def test_an_added_reading(papertrail: Any, own: Any) -> None:
    own.edit('{ cite = "mnih2015human" },', '{ cite = "mnih2015human" },\n  { cite = "vaswani2017attention" },')
    assert updated(papertrail, own) == ["added: Attention Is All You Need (week 1, Values)"]


@pytest.mark.parametrize("part", ["", ', part = "Part I"'])
def test_the_mark_of_an_unresolved_reading_follows_it_when_it_is_resolved(papertrail: Any, own: Any, part: str) -> None:
    papertrail("skim", "rl:2.3")
    papertrail("done", "rl:2.3")
    own.edit("{ unresolved = true, label", f'{{ cite = "puterman1994markov"{part}, label')
    assert updated(papertrail, own) == ["resolved: Markov Decision Processes (was unresolved: Notes on rewards)"]
    record = papertrail("show", "rl:2.3", "--json").json
    assert (record["status"], record["work"]["key"]) == ("read", "puterman1994markov")
    assert [change["after"] for change in record["history"]] == ["skimmed", "read"]
    papertrail("undo")
    assert papertrail.status("rl:2.3") == "skimmed"


def test_resolving_by_dropping_the_word_unresolved_is_told(papertrail: Any, own: Any) -> None:
    own.edit("{ unresolved = true, label", '{ cite = "puterman1994markov", unresolved = true, label')
    updated(papertrail, own)
    papertrail("done", "rl:2.3")
    own.edit("unresolved = true, ", "")
    assert updated(papertrail, own) == ["resolved: Markov Decision Processes (was unresolved: Notes on rewards)"]
    assert papertrail.status("rl:2.3") == "read"


def test_an_unresolved_reading_keeps_its_mark_under_another_heading(papertrail: Any, own: Any) -> None:
    papertrail("done", "rl:2.3")
    own.edit('label = "Notes on rewards"', 'label = "Notes on rewards", group = "Tutorials"')
    updated(papertrail, own)
    assert papertrail.status("rl:2.3") == "read"


def test_a_part_that_is_spelled_otherwise_keeps_its_mark(papertrail: Any, own: Any) -> None:
    papertrail("done", "rl:1.2")
    own.edit('part = "Chapter 3"', 'part = "Chapter 3, without 3.4"')
    updated(papertrail, own)
    assert papertrail.status("rl:1.2") == "read"


def test_of_two_unresolved_readings_of_one_name_none_gets_the_mark_of_the_other(papertrail: Any, own: Any) -> None:
    first = '  { unresolved = true, label = "blog" },\n'
    own.edit('  { cite = "mnih2015human" },\n', '  { cite = "mnih2015human" },\n' + first)
    own.edit('  { cite = "haarnoja2018soft" },\n', '  { cite = "haarnoja2018soft" },\n' + first)
    updated(papertrail, own)
    papertrail("done", "rl:1.2")
    assert papertrail.status("rl:2.2") == "unread"
    own.edit(first, "")
    updated(papertrail, own)
    assert papertrail.status("rl:2.2") == "unread"


def test_a_key_that_is_renamed_keeps_the_old_one_and_answers_to_both(papertrail: Any, own: Any) -> None:
    papertrail("done", "rl:2.1")
    own.edit("haarnoja2018soft", "haarnoja2018sac", file=own.bibliography)
    own.edit("haarnoja2018soft", "haarnoja2018sac")
    assert updated(papertrail, own) == ["the same readings in the same places"]
    for name in ("haarnoja2018soft", "haarnoja2018sac", "1801.01290"):
        record = papertrail("show", name, "--json").json
        assert (record["key"], record["status"]) == ("haarnoja2018soft", "read")


def test_a_corrected_arxiv_id_does_not_make_one_work_of_two(papertrail: Any, own: Any) -> None:
    papertrail("done", "rl:2.1")
    own.edit("1801.01290", "1812.05905", file=own.bibliography)
    own.edit("@book", "@misc{other2018other, title = {Another Work}, author = {Other, O.}, year = {2018},\n"
             "  eprint = {1801.01290}, archiveprefix = {arXiv}}\n@book", file=own.bibliography)  # fmt: skip
    own.edit('{ cite = "haarnoja2018soft" },', '{ cite = "haarnoja2018soft" },\n  { cite = "other2018other" },')
    updated(papertrail, own)
    assert [(row[1], row[7], row[10]) for row in papertrail("list", "-c", "rl", "-w", "2").rows[:2]] == [
        ("read", "Soft Actor-Critic", "https://arxiv.org/abs/1812.05905"),
        ("unread", "Another Work", "https://arxiv.org/abs/1801.01290"),
    ]


def test_a_work_that_turns_out_to_be_in_the_library_keeps_its_mark(papertrail: Any, own: Any) -> None:
    papertrail("done", "rl:1.1")
    own.edit("doi = {10.1000/human}", "doi = {10.1038/nature14236}", file=own.bibliography)
    updated(papertrail, own)
    assert papertrail("list", "-c", "rl").rows[0][4] == "mnih2015humanlevel"
    assert papertrail.status("rl:1.1") == "read"


def test_a_corrected_record_is_shown(papertrail: Any, own: Any) -> None:
    papertrail("done", "rl:2.1")
    own.edit("{Soft Actor-Critic}, author = {Haarnoja, T.}", "{Soft Actor–Critic!}, author = {Haarnoja, Tuomas}",
             file=own.bibliography)  # fmt: skip
    updated(papertrail, own)
    record = papertrail("show", "rl:2.1", "--json").json
    assert (record["work"]["title"], record["work"]["authors"], record["status"]) == (
        "Soft Actor–Critic!", ["Tuomas Haarnoja"], "read"
    )  # fmt: skip


def test_a_record_that_was_corrected_without_an_identifier_keeps_its_mark(papertrail: Any, own: Any) -> None:
    papertrail("done", "rl:1.2", "rl:2.2")
    own.edit("{Markov Decision Processes}", "{Markov Decision Processes: Discrete}", file=own.bibliography)
    own.edit('title = "Policy Gradients on One Page"', 'title = "Policy Gradients on one page"')
    updated(papertrail, own)
    assert len(keys(papertrail, "-c", "rl", "-s", "read")) == 2


def test_a_syllabus_with_mistakes_leaves_the_course_as_it_was(papertrail: Any, own: Any) -> None:
    own.edit("date = 2027-02-08", "date = 2027-02-30")
    run = papertrail("course", "reload", exit_code=4)
    assert run.stdout == ""
    assert f"error: {own.syllabus}:" in run.stderr
    assert "hint: courses whose files cannot be read stay as they were loaded" in run.stderr
    own.syllabus.unlink()
    run = papertrail("course", "reload", exit_code=4)
    assert f"cannot read {own.syllabus}" in run.stderr
    assert len(keys(papertrail, "-c", "rl")) == 5


def test_a_course_is_reloaded_from_anywhere(papertrail: Any, course: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(course.syllabus.parent)
    papertrail("course", "add", "rl.toml")
    monkeypatch.chdir("/")
    course.edit('"Values"', '"Values and policies"')
    course.edit('{ cite = "mnih2015human" }', '{ cite = "mnih2015human", note = "slowly" }')
    assert papertrail("course", "reload").lines == [
        "rl-2027: changed: Human-level Control: note none → “slowly”",
        "rl-2027: session 1: topic Values → Values and policies",
    ]


def test_a_bibliography_given_beside_is_read_again(papertrail: Any, course: Any) -> None:
    course.edit('bibliography = "rl.bib"\n', "")
    papertrail("course", "add", course.syllabus, "--bib", course.bibliography)
    assert papertrail("course", "reload").stderr == "6 courses unchanged\n"
    course.edit("{Soft Actor-Critic}", "{Soft Actor–Critic}", file=course.bibliography)
    papertrail("course", "reload")
    assert papertrail("show", "1801.01290", "--json").json["work"]["title"] == "Soft Actor–Critic"
    assert papertrail("list", "-c", "rl", "--json").json[1]["kind"] == "book"


def test_a_reading_is_resolved_in_a_bundled_course_and_the_rest_stays(papertrail: Any, tmp_path: Path) -> None:
    """A checkout of its own, whose data may be changed."""
    source = Path(package.__file__).parent
    shutil.copytree(source, tmp_path / "src" / "papertrail", ignore=shutil.ignore_patterns("__pycache__", "syllabi"))
    data = shutil.copytree(bundled_syllabi(), tmp_path / "data" / "syllabi")
    environment = os.environ | {"PYTHONPATH": str(tmp_path / "src")}

    def checkout(*words: str) -> subprocess.CompletedProcess[str]:
        return papertrail.process(*words, env=environment)

    papertrail("done", "umd:5.5", "umd:9.4", "1706.03762")
    papertrail("course", "follow", "umd", "--start", "2027-01-25")
    syllabus = data / "umd-mlscale-2024.toml"
    text = syllabus.read_text(encoding="utf-8")
    text = text.replace(
        'cite = "openaidiscussion", unresolved = true', 'title = "PPO", url = "https://example.org/ppo"'
    )
    text = text.replace('  { cite = "dettmers2022llmint8" },\n', "").replace(
        ', companion_of = "dettmers2022llmint8"', ""
    )
    syllabus.write_text(text, encoding="utf-8")
    dry = checkout("course", "reload", "--dry-run")
    told = checkout("course", "reload")
    assert (told.stdout, told.stderr) == (dry.stdout, dry.stderr)
    assert "umd-mlscale-2024: resolved: PPO (was unresolved: OpenAI discussion of PPO)" in told.stdout.splitlines()
    assert "umd-mlscale-2024: dropped: LLM.int8()" in told.stdout
    assert told.stderr == "4 courses unchanged\n"
    assert keys(papertrail, "-c", "umd", "-s", "read") == ["vaswani2017attention", "ppo"]
    assert keys(papertrail, "--unassigned") == ["dettmers2022llmint8"]
    assert papertrail("list", "-c", "umd", "-w", "1").rows[0][3] == "2027-01-27"


def test_a_reading_written_out_in_place_keeps_its_mark_under_a_corrected_title(papertrail: Any, own: Any) -> None:
    papertrail("done", "rl:2.2")
    own.edit('title = "Policy Gradients on One Page"', 'title = "Policy Gradients on a Page"')
    assert updated(papertrail, own) == ["renamed: Policy Gradients on One Page → Policy Gradients on a Page"]
    assert papertrail.status("rl:2.2") == "read"
