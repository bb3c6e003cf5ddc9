"""When a published record is the same paper, and what a preprint says about its own publication."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as some

from papertrail.bibliography.record import Date, Record
from papertrail.people import Name, People
from papertrail.sources import matching
from papertrail.sources.records import Preprint
from papertrail.sources.stated import stated
from papertrail.sources.venues import CONFERENCES, is_preprint
from papertrail.text.marked import Mark, Run

TITLES = some.text(alphabet="abcXYZ äßŁé-:,. 0129$", min_size=1, max_size=60)
FAMILIES = some.lists(
    some.sampled_from(["Vaswani", "Łukasz", "van Dyk", "Müller", "O’Neil", "李"]), min_size=1, max_size=4
)


def work(title: str = "A Title", *families: str, year: int | None = 2017, **fields: object) -> Record:
    authors = People(tuple(Name(family=name, given="X") for name in families or ("Vaswani",)))
    dates = {"issued": Date((year,))} if year is not None else {}
    return Record(texts={"title": title}, names={"author": authors}, dates=dates, arxiv="1706.03762", **fields)  # type: ignore[arg-type]


def appeared(venue: str, doi: str | None = None, csl_type: str = "article-journal") -> Record:
    """Something that appeared in a place."""
    return Record(type=csl_type, texts={"container-title": venue, **({"DOI": doi} if doi else {})})


def preprint(**facts: object) -> Preprint:
    whole = Preprint(work(type="article"), 1, (), "cs.LG", "2017-06-12", "2017-06-12")
    return whole._replace(**facts)  # type: ignore[arg-type]


@given(TITLES, FAMILIES, some.integers(1990, 2030), some.integers(-10, 10))
def test_the_same_paper_within_the_years(title: str, families: list[str], year: int, later: int) -> None:
    same = matching.same_paper(work(title, *families, year=year), work(title, *families, year=year + later))
    assert same == (-1 <= later <= 3 and bool(matching.plain_title(title)))


@given(TITLES, FAMILIES, FAMILIES)
def test_spelling_makes_no_difference_but_people_do(title: str, families: list[str], others: list[str]) -> None:
    shouted = f" {{{title.upper()}}}. ".replace("ß".upper(), "SS")
    same = matching.same_paper(work(title, *families), work(shouted, *map(str.upper, others)))
    assert same == (bool(set(families) & set(others)) and bool(matching.plain_title(title)))


@given(TITLES, TITLES)
def test_another_title_is_another_paper(one: str, other: str) -> None:
    same = matching.same_paper(work(one), work(other))
    assert same == (matching.plain_title(one) == matching.plain_title(other) != "")


@pytest.mark.parametrize("year", [None, 2015, 2021])
def test_an_implausible_year_is_another_paper(year: int | None) -> None:
    assert not matching.same_paper(work(), work(year=year))


def test_the_year_of_the_first_version_counts() -> None:
    assert matching.same_paper(work(year=2022, first_year=2017), work(year=2018))
    assert not matching.same_paper(work(year=2022), work(year=2018))


def test_titles_of_no_letters_match_nothing() -> None:
    assert not matching.same_paper(work("???"), work("???"))
    assert not matching.same_paper(work("A Title", "?"), work("A Title", "?"))


def test_formulae_are_compared_as_they_are_read() -> None:
    formula = Run(Mark.MATH, (r"L_1",))
    ours = replace(work(), texts={"title": ("On ", formula, " Norms")})
    assert matching.same_paper(ours, work("On L₁ norms"))
    assert not matching.same_paper(ours, work("On L₂ norms"))


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
    assert not matching.is_upgrade(appeared(venue or "", doi))


@pytest.mark.parametrize("venue", ["Nature", "Genome Research", "Correspondences", "Halle Studies", "Osfeld"])
def test_a_journal_is_one(venue: str) -> None:
    assert matching.is_upgrade(appeared(venue, "10.1101/gr.1"))
    assert not matching.is_upgrade(appeared(venue, csl_type="document"))


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
    version = stated(preprint(comment=comment))
    assert (version.record.venue if version else None) == venue
    assert version is None or (version.arxiv, version.source) == ("1706.03762", "arxiv")
    assert version is None or (version.record.year, version.record.title) == (2018, "A Title")


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        ("Nature 518, 529-533 (2018)", ("article-journal", "Nature", "518", None, "529-533")),
        ("Nature, 518:529-533, 2018", ("article-journal", "Nature", "518", None, "529-533")),
        ("Phys. Rev. Lett. 116, 061102 (2018)", ("article-journal", "Phys. Rev. Lett.", "116", None, "061102")),
        (
            "Journal of Machine Learning Research 15(1):1929-1958, 2018",
            ("article-journal", "Journal of Machine Learning Research", "15", "1", "1929-1958"),
        ),
        (
            "Journal of Machine Learning Research 21 (2018) 1-67",
            ("article-journal", "Journal of Machine Learning Research", "21", None, "1-67"),
        ),
        (
            "IEEE Transactions on Pattern Analysis, vol. 39, no. 6, pp. 1137-1149, 2018",
            ("article-journal", "IEEE Transactions on Pattern Analysis", "39", "6", "1137-1149"),
        ),
        (
            "In Proceedings of the 35th International Conference on Machine Learning, PMLR 70:1126-1135, 2018",
            (
                "paper-conference",
                "Proceedings of the 35th International Conference on Machine Learning",
                None,
                None,
                "1126-1135",
            ),
        ),
        (
            "Advances in Neural Information Processing Systems 31 (2018)",
            ("paper-conference", "Advances in Neural Information Processing Systems 31", None, None, None),
        ),
        (
            "International Conference on Machine Learning 37, 448-456, 2018",
            ("paper-conference", "International Conference on Machine Learning", None, None, "448-456"),
        ),
        ("ICLR 2018", ("paper-conference", "ICLR 2018", None, None, None)),
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
    version = stated(preprint(journal_ref=reference, doi="10.1000/x"))
    record = version.record if version else None
    details = ("container-title", "volume", "issue", "page")
    found = (record.type, *(record.texts.get(name) for name in details)) if record else None
    assert found == expected
    assert record is None or (record.year, record.doi) == (2018, "10.1000/x")


def test_a_withdrawn_paper_was_not_published() -> None:
    assert stated(preprint(comment="ICLR 2018", withdrawn=True)) is None
    assert stated(preprint(comment="ICLR 2018", first_posted=None)) is None


@given(some.text(max_size=200), some.text(max_size=200))
def test_any_text_is_read_without_harm(comment: str, reference: str) -> None:
    version = stated(preprint(comment=comment, journal_ref=reference))
    assert version is None or (2016 <= (version.record.year or 0) <= 2020 and version.record.venue)


@given(some.sampled_from(CONFERENCES), some.integers(2000, 2035), some.sampled_from(["", "Accepted at ", "9 pages, "]))
def test_a_conference_is_found_if_its_year_is_plausible(name: str, year: int, before: str) -> None:
    version = stated(preprint(comment=f"{before}{name} {year}"))
    assert (version is not None) == (2016 <= year <= 2020)


@pytest.mark.parametrize(
    "text", ["A" * 400, "Nature " * 60, "1 " * 200, "Proceedings of " * 30, "a, (" * 100, "A a " * 99 + "1"]
)
def test_a_text_of_much_the_same_states_nothing_and_takes_no_ages(text: str) -> None:
    assert stated(preprint(comment=text, journal_ref=text)) is None
