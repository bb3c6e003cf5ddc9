"""`papertrail show`."""

from typing import Any

import pytest


def facts(papertrail: Any, *words: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in papertrail("show", *words).rows:
        found.setdefault(name, []).append(value)
    return found


def test_the_record_and_every_place_that_assigns_it(papertrail: Any) -> None:
    found = facts(papertrail, "radford2021learning")
    assert found["title"] == ["Learning Transferable Visual Models From Natural Language Supervision"]
    assert found["authors"][0].startswith("Alec Radford, Jong Wook Kim, ")
    assert (found["year"], found["venue"], found["arxiv"]) == (["2021"], ["ICML 2021"], ["2103.00020"])
    assert found["status"] == ["○ unread"]
    assert [place.split(" · ")[0] for place in found["assigned"]] == ["mit-6s898:7.10", "mit-6s898:8.4", "umd:5.1"]
    assert "printed as “CLIP”" in found["assigned"][0]


def test_parts_of_one_book_are_shown_together(papertrail: Any) -> None:
    found = facts(papertrail, "umd:1.2")
    assert found["part"] == ["Chapters 5–9"]
    assert {place.split(" · ")[0] for place in found["assigned"]} == {"umd:1.2", "mit-6883:0.10"}


def test_what_is_unresolved_says_so_and_what_it_may_be(papertrail: Any) -> None:
    found = facts(papertrail, "epfl:4.3")
    assert found["title"] == ["A nice ablation study on SSMs"]
    assert found["work"][0].startswith("unresolved")
    assert len(found["perhaps"]) == 4
    assert found["perhaps"][0].startswith(
        "Resurrecting Recurrent Neural Networks for Long Sequences, by Antonio Orvieto"
    )
    assert "arXiv:2303.06349" in found["perhaps"][0]


def test_the_history_of_a_paper(papertrail: Any) -> None:
    papertrail.set("TZ", "UTC")
    papertrail("start", "umd:5.1")
    papertrail.today("2024-09-26T08:30:00+00:00")
    papertrail("done", "umd:5.1")
    papertrail("skip", "umd:5.1")
    papertrail("undo")
    assert facts(papertrail, "umd:5.1")["history"][1:] == ["2024-09-26 08:30  reading → read"]
    record = papertrail("show", "umd:5.1", "--json").json
    assert [(change["before"], change["after"]) for change in record["history"]] == [
        (None, "reading"),
        ("reading", "read"),
    ]
    assert record["since"] == "2024-09-26T08:30:00Z"


def test_as_json_with_its_places(papertrail: Any) -> None:
    record = papertrail("show", "umd:9.4", "--json").json
    assert record["key"] == "dettmers2022llmint8"
    assert record["work"]["key"] == "dettmers2022llmint8"
    assert [place["handle"] for place in record["places"]] == ["umd:9.4"]
    assert all("work" not in place for place in record["places"])
    assert record["history"] == []


def test_a_handle_shows_the_reading_at_that_handle(papertrail: Any) -> None:
    record = papertrail("show", "umd:5.1", "--json").json
    assert (record["handle"], record["course"], record["level"]) == ("umd:5.1", "umd-mlscale-2024", "required")


def test_a_companion_says_what_it_goes_with(papertrail: Any) -> None:
    record = papertrail("show", "umd:9.6", "--json").json
    assert (record["label"], record["companion_of"]) == ("LLM.int8() blog", "dettmers2022llmint8")
    assert any("accompanies dettmers2022llmint8" in place for place in facts(papertrail, "umd:9.6")["assigned"])


@pytest.mark.parametrize(
    ("words", "code"), [([], 2), (["umd:5.1", "umd:5.2"], 2), (["nonsense"], 3), (["deep learning for"], 3)]
)
def test_a_paper_that_nobody_knows_is_refused(papertrail: Any, words: list[str], code: int) -> None:
    papertrail.refuses("show", *words, exit_code=code)


def test_on_a_terminal(papertrail: Any) -> None:
    screen = papertrail.on_terminal("show", "umd:5.1", columns=60)
    assert "Alec Radford" in screen
    assert "assigned" in screen


def test_a_book_that_one_course_assigns_in_part_is_shown_as_a_whole(papertrail: Any) -> None:
    shown = papertrail("show", "goodfellow2016deep", "--json").json
    assert shown["part"] is None
    assert {place["handle"] for place in shown["places"]} >= {"umd:1.2", "mit-6883:0.10"}
    assert papertrail("show", "umd:1.2", "--json").json["part"] == "Chapters 5–9"
