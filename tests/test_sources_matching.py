"""When a published record is the same paper, and what a preprint says about its own publication."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from papertrail.sources import matching
from papertrail.sources.records import ArxivRecord, Preprint
from papertrail.sources.stated import stated
from papertrail.sources.venues import CONFERENCES, is_preprint

TITLES = some.text(alphabet="abcXYZ äßŁé-:,. 0129$", min_size=1, max_size=60)
FAMILIES = some.lists(
    some.sampled_from(["Vaswani", "Łukasz", "van Dyk", "Müller", "O’Neil", "李"]), min_size=1, max_size=4
)


def preprint(title: str = "A Title", families: list[str] | None = None, year: int | None = 2017) -> Preprint:
    return Preprint("1706.03762", title, tuple({"family": name} for name in families or ["Vaswani"]), year)


def record(**fields: object) -> ArxivRecord:
    names = ({"family": "Vaswani", "given": "Ashish"},)
    whole = ArxivRecord(
        "1706.03762", 1, "A Title", names, "", (), "cs.LG", "2017-06-12", "2017-06-12", None, None, None,
        withdrawn=False, source="arxiv",
    )  # fmt: skip
    return whole._replace(**fields)  # type: ignore[arg-type]


@given(TITLES, FAMILIES, some.integers(1990, 2030), some.integers(-10, 10))
def test_the_same_paper_within_the_years(title: str, families: list[str], year: int, later: int) -> None:
    names = tuple({"family": name} for name in families)
    same = matching.same_paper(preprint(title, families, year), title=title, names=names, year=year + later)
    assert same == (-1 <= later <= 3 and bool(matching.plain_title(title)))


@given(TITLES, FAMILIES, FAMILIES)
def test_spelling_makes_no_difference_but_people_do(title: str, families: list[str], others: list[str]) -> None:
    shouted = f" {{{title.upper()}}}. ".replace("ß".upper(), "SS")
    names = tuple({"family": name.upper(), "given": "X"} for name in others)
    same = matching.same_paper(preprint(title, families), title=shouted, names=names, year=2017)
    assert same == (bool(set(families) & set(others)) and bool(matching.plain_title(title)))


@given(TITLES, TITLES)
def test_another_title_is_another_paper(one: str, other: str) -> None:
    same = matching.same_paper(preprint(one), title=other, names=({"family": "Vaswani"},), year=2017)
    assert same == (matching.plain_title(one) == matching.plain_title(other) != "")


@pytest.mark.parametrize("year", [None, 2015, 2021])
def test_an_implausible_year_is_another_paper(year: int | None) -> None:
    assert not matching.same_paper(preprint(), title="A Title", names=({"family": "Vaswani"},), year=year)


def test_titles_of_no_letters_match_nothing() -> None:
    assert not matching.same_paper(preprint("???"), title="???", names=({"family": "Vaswani"},), year=2017)
    assert not matching.same_paper(preprint(families=["?"]), title="A Title", names=({"family": "?"},), year=2017)


@pytest.mark.parametrize(
    ("venue", "doi"),
    [
        ("arXiv.org", None), ("CoRR", None), ("SSRN Electronic Journal", None), ("bioRxiv", None), ("Preprints", None),
        ("arXiv preprint arXiv:1706.03762", None), ("Research Square", None), ("Nature", "10.48550/arXiv.1706.03762"),
        ("Nature", "10.2139/ssrn.123"), ("Nature", "10.1101/2020.01.01.123456"), (None, "10.5281/zenodo.1"),
    ],
)  # fmt: skip
def test_a_preprint_server_is_no_publication(venue: str | None, doi: str | None) -> None:
    assert is_preprint(venue, doi)
    assert not matching.is_upgrade(venue=venue, entry="article", doi=doi)


@pytest.mark.parametrize("venue", ["Nature", "Genome Research", "Correspondences", "Halle Studies", "Osfeld"])
def test_a_journal_is_one(venue: str) -> None:
    assert matching.is_upgrade(venue=venue, entry="article", doi="10.1101/gr.1")
    assert not matching.is_upgrade(venue=venue, entry="misc", doi=None)


@pytest.mark.parametrize(
    ("comment", "venue"),
    [
        ("Accepted at ICLR 2018", "ICLR 2018"),
        ("NeurIPS 2018", "NeurIPS 2018"),
        ("12 pages, 4 figures, ICML 2018", "ICML 2018"),
        ("Published as a conference paper at ICLR 2018", "ICLR 2018"),
        ("To appear in CVPR 2018 (Oral). Code: https://github.com/x/y", "CVPR 2018"),
        ("ICLR'18 camera-ready", "ICLR 2018"),
        ("NAACL-HLT 2018 (long paper)", "NAACL-HLT 2018"),
        ("Accepted to TMLR 2018", "Transactions on Machine Learning Research"),
        ("Accepted at ICLR 2018. ICLR 2018 camera ready version", "ICLR 2018"),
        ("ICLR 2018 Workshop", None),
        ("Submitted to ICLR 2018", None),
        ("Under review as a conference paper at ICLR 2018", None),
        ("Rejected from NeurIPS 2018", None),
        ("Extended version of our ICML 2018 paper", None),
        ("Full version of a paper at CRYPTO 2018", None),
        ("Findings of EMNLP 2018", None),
        ("ICLR 2018 and ICML 2018", None),
        ("Accepted at ICLR 2018, ICML 2018", None),
        ("Accepted at ICLR", None),
        ("Uses the ICLR 2018 template", None),
        ("ICLR 2028", None),
        ("NIPS 2014", None),
        ("2nd place at the CVPR 2018 contest", None),
        ("iclr 2018-style", None),
        ("12 pages", None),
        ("", None),
    ],
)
def test_what_a_comment_says(comment: str, venue: str | None) -> None:
    version = stated(record(comment=comment))
    assert (version.venue if version else None) == venue
    assert version is None or (version.year, version.source, version.title) == (2018, "arxiv", "A Title")


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        ("Nature 518, 529-533 (2018)", ("article", "Nature", "518", None, "529-533")),
        ("Nature, 518:529-533, 2018", ("article", "Nature", "518", None, "529-533")),
        ("Phys. Rev. Lett. 116, 061102 (2018)", ("article", "Phys. Rev. Lett.", "116", None, "061102")),
        (
            "Journal of Machine Learning Research 15(1):1929-1958, 2018",
            ("article", "Journal of Machine Learning Research", "15", "1", "1929-1958"),
        ),
        (
            "Journal of Machine Learning Research 21 (2018) 1-67",
            ("article", "Journal of Machine Learning Research", "21", None, "1-67"),
        ),
        (
            "IEEE Transactions on Pattern Analysis, vol. 39, no. 6, pp. 1137-1149, 2018",
            ("article", "IEEE Transactions on Pattern Analysis", "39", "6", "1137-1149"),
        ),
        (
            "In Proceedings of the 35th International Conference on Machine Learning, PMLR 70:1126-1135, 2018",
            (
                "inproceedings",
                "Proceedings of the 35th International Conference on Machine Learning",
                None,
                None,
                "1126-1135",
            ),
        ),
        (
            "Advances in Neural Information Processing Systems 31 (2018)",
            ("inproceedings", "Advances in Neural Information Processing Systems 31", None, None, None),
        ),
        (
            "International Conference on Machine Learning 37, 448-456, 2018",
            ("inproceedings", "International Conference on Machine Learning", None, None, "448-456"),
        ),
        ("ICLR 2018", ("inproceedings", "ICLR 2018", None, None, None)),
        ("Phys.Lett.B716:1-29,2018", None),
        ("Nature 518, 529-533 (2009)", None),
        ("arXiv preprint 1, 2-3 (2018)", None),
        ("Proceedings of the Workshop on Things 2018", None),
        ("Proceedings of A 2017 and Proceedings of B 2018", None),
        ("Proc. 2018", None),
        ("Lecture Notes 2018", None),
    ],
)
def test_what_a_journal_reference_says(reference: str, expected: tuple[str | None, ...] | None) -> None:
    version = stated(record(journal_ref=reference, doi="10.1000/x"))
    found = (version.entry, version.venue, version.volume, version.number, version.pages) if version else None
    assert found == expected
    assert version is None or (version.year, version.doi) == (2018, "10.1000/x")


def test_a_withdrawn_paper_was_not_published() -> None:
    assert stated(record(comment="ICLR 2018", withdrawn=True)) is None
    assert stated(record(comment="ICLR 2018", published="")) is None


@given(some.text(max_size=200), some.text(max_size=200))
def test_any_text_is_read_without_harm(comment: str, reference: str) -> None:
    version = stated(record(comment=comment, journal_ref=reference))
    assert version is None or (2016 <= version.year <= 2020 and version.venue)


@given(some.sampled_from(CONFERENCES), some.integers(2000, 2035), some.sampled_from(["", "Accepted at ", "9 pages, "]))
def test_a_conference_is_found_if_its_year_is_plausible(name: str, year: int, before: str) -> None:
    version = stated(record(comment=f"{before}{name} {year}"))
    assert (version is not None) == (2016 <= year <= 2020)


@pytest.mark.parametrize(
    "text", ["A" * 400, "Nature " * 60, "1 " * 200, "Proceedings of " * 30, "a, (" * 100, "A a " * 99 + "1"]
)
def test_no_text_takes_long(text: str) -> None:
    stated(record(comment=text, journal_ref=text))
