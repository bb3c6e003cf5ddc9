"""Identifiers in every form that people paste."""

import re
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papertrail.identifiers import arxiv_id, citation_key, doi, folded, slug

YEARS_AND_MONTHS = st.tuples(st.integers(7, 99), st.integers(1, 12)).map(lambda pair: f"{pair[0]:02}{pair[1]:02}")
NEW_IDS = st.tuples(YEARS_AND_MONTHS, st.from_regex(r"[0-9]{4,5}", fullmatch=True)).map(".".join)
OLD_IDS = st.tuples(
    st.sampled_from(["hep-th", "math", "math.GT", "cs.LG", "cond-mat", "q-bio.NC"]),
    YEARS_AND_MONTHS,
    st.from_regex(r"[0-9]{3}", fullmatch=True),
).map(lambda parts: f"{parts[0]}/{parts[1]}{parts[2]}")
FORMS = st.sampled_from(
    [
        "{}", " {} ", "arXiv:{}", "arxiv: {}", "ARXIV:{}", "https://arxiv.org/abs/{}", "http://arxiv.org/pdf/{}.pdf",
        "https://arxiv.org/pdf/{}", "https://www.arxiv.org/abs/{}", "https://export.arxiv.org/abs/{}",
        "arxiv.org/abs/{}", "https://arxiv.org/html/{}", "https://ar5iv.org/abs/{}", "https://ar5iv.labs.arxiv.org/html/{}",
        "https://www.alphaxiv.org/abs/{}", "https://huggingface.co/papers/{}", "https://arxiv.org/abs/{}?context=cs.LG",
        "https://arxiv.org/abs/{}#comments", "https://arxiv.org/abs/{}/", "10.48550/arXiv.{}",
        "https://doi.org/10.48550/arXiv.{}", "doi:10.48550/ARXIV.{}",
    ]
)  # fmt: skip
VERSIONS = st.sampled_from(["", "v1", "v12"])


@given(NEW_IDS | OLD_IDS, VERSIONS, FORMS)
def test_an_arxiv_id_is_found_in_every_form(bare: str, version: str, form: str) -> None:
    assert arxiv_id(form.format(bare + version)) == bare


@pytest.mark.parametrize(
    "text",
    ["", "1706", "1713.03762", "1700.03762", "1706.037", "1706.037621", "v5", "arXiv:", "see 1706.03762",
     "1706.03762v0", "https://example.org/abs/1706.03762", "https://arxiv.org/list/cs.LG",
     "١٧٠٦.٠٣٧٦٢", "hep-th/99010011", "5.1"],
)  # fmt: skip
def test_other_text_is_no_arxiv_id(text: str) -> None:
    assert arxiv_id(text) is None


@given(st.text())
def test_any_text_is_an_arxiv_id_or_none(text: str) -> None:
    found = arxiv_id(text)
    assert found is None or arxiv_id(found) == found


@pytest.mark.parametrize(
    "form", ["{}", "doi:{}", "DOI: {}", "https://doi.org/{}", "http://dx.doi.org/{}", "doi.org/{}"]
)
@pytest.mark.parametrize("bare", ["10.1038/nature14236", "10.1002/j.1538-7305.1951.tb01366.x", "10.1145/(x)_1;2"])
def test_a_doi_is_found_in_every_form_and_ignores_case(form: str, bare: str) -> None:
    assert doi(form.format(bare)) == doi(form.format(bare.upper())) == bare


@pytest.mark.parametrize(
    "text", ["", "10.1038", "10.1/x", "nature14236", "https://example.org/10.1038/x", "10.1038/a b"]
)
def test_other_text_is_no_doi(text: str) -> None:
    assert doi(text) is None


def test_an_escaped_doi_link_is_understood() -> None:
    assert doi("https://doi.org/10.1002%2F(SICI)1097") == "10.1002/(sici)1097"
    serial = "10.1002/(SICI)1097-0258(19980815)17:15/16<1661::AID-SIM968>3.0.CO;2-2"
    assert doi(serial) == doi(f"https://doi.org/{quote(serial)}") == serial.lower()
    assert doi("10.1002/x>") is doi("10.1002/<x") is doi("10.1002/<>") is None


@pytest.mark.parametrize(
    ("text", "plain"),
    [("Nyströmformer", "nystromformer"), ("Łukasz", "lukasz"), ("Søren Ærø", "soren aero"), ("STRASSE", "strasse"),
     ("Straße", "strasse"), ("Çaglar Gülçehre", "caglar gulcehre"), ("ﬁne", "fine"), ("Mądry’s", "madry's")],
)  # fmt: skip
def test_folded_text_has_no_accents(text: str, plain: str) -> None:
    assert folded(text) == plain


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert folded(folded(text)) == folded(text)


@given(st.text())
def test_a_slug_is_words_and_hyphens(text: str) -> None:
    assert re.fullmatch(r"(?:[^\W_]+(?:-[^\W_]+)*)?", slug(text))


@given(st.text(), st.none() | st.integers(1000, 2200), st.text())
def test_a_citation_key_is_never_empty_and_has_only_letters_and_digits(
    family: str, year: int | None, title: str
) -> None:
    assert re.fullmatch(r"[a-z0-9]+", citation_key(family, year, title))


@pytest.mark.parametrize(
    ("family", "year", "title", "key"),
    [
        ("Vaswani", 2017, "Attention Is All You Need", "vaswani2017attention"),
        ("He", 2016, "Deep Residual Learning", "he2016deep"),
        ("Ouyang", 2022, "Training language models to follow", "ouyang2022training"),
        ("Bender", 2021, "On the Dangers of Stochastic Parrots", "bender2021dangers"),
        ("Dettmers", 2022, "LLM.int8(): 8-bit Matrix Multiplication", "dettmers2022llmint8"),
        ("Çelik", None, "The Überblick", "celikuberblick"),
        ("", None, "The Lighthill Report", "lighthillreport"),
        ("", 2019, "Adversarial Examples Are Not Bugs", "adversarialexamples2019"),
        ("Gemini", 2023, "Gemini: A Family", "gemini2023gemini"),
        ("", None, "", "untitled"),
        ("Who", 2001, "What is it?", "who2001it"),
        ("Zhao", 2001, "Why", "zhao2001why"),
    ],
)
def test_a_citation_key_is_coined_from_name_year_and_first_word(
    family: str, year: int | None, title: str, key: str
) -> None:
    assert citation_key(family, year, title) == key
