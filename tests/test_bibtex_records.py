"""What BibTeX's and BibLaTeX's entries become in a record, and how they leave it."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from papertrail.bibliography.reading.bibtex import read_text, record_of
from papertrail.bibliography.reading.course_bibliography import read as read_bibliography
from papertrail.bibliography.record import TYPES, Date, Record, dumps, loads
from papertrail.bibliography.writing.biblatex import biblatex
from papertrail.bibliography.writing.bibtex import bibtex, fields
from papertrail.people import Name, People
from papertrail.text.marked import Mark, Run

SAMPLES = sorted((Path(__file__).parent / "samples").glob("*.bib"))
BUNDLED = Path(__file__).parent.parent / "data" / "syllabi" / "references.bib"


def read(text: str) -> Record:
    found = read_text(text, Path("x.bib"))
    assert [mistake.sentence for mistake in found.mistakes] == []
    (record,) = found.records
    return stored(record)


def stored(record: Record) -> Record:
    """The record as it comes back from the library."""
    return loads(
        dumps(record), key=record.key, kind=record.kind, confidence=record.confidence, arxiv=record.arxiv
    )  # fmt: skip


@pytest.mark.parametrize(
    ("entry", "csl", "place"),
    [
        ("@article{k, title={T}, journal={Nature}}", "article-journal", "Nature"),
        ("@article{k, title={T}, journal={The Times}, kind={news}}", "article-newspaper", "The Times"),
        ("@article{k, title={T}, journaltitle={Wired}, entrysubtype={magazine}}", "article-magazine", "Wired"),
        ("@inproceedings{k, title={T}, booktitle={ICML}, publisher={PMLR}}", "paper-conference", "ICML"),
        ("@inproceedings{k, title={T}, organization={IEEE}}", "paper-conference", "IEEE"),
        ("@incollection{k, title={T}, booktitle={Essays}}", "chapter", "Essays"),
        ("@inbook{k, title={T}, booktitle={Essays}}", "chapter", "Essays"),
        ("@inbook{k, title={T}, chapter=3, publisher={MIT Press}}", "book", "MIT Press"),
        ("@book{k, title={T}, publisher={MIT Press}}", "book", "MIT Press"),
        ("@book{k, title={T}, howpublished={By hand}}", "book", "By hand"),
        ("@book{k, title={T}, howpublished={online}, publisher={MIT Press}}", "book", "MIT Press"),
        ("@proceedings{k, title={T}, publisher={ACM}}", "book", "ACM"),
        ("@booklet{k, title={T}, howpublished={By hand}}", "pamphlet", "By hand"),
        ("@phdthesis{k, title={T}, school={ETH}}", "thesis", "ETH"),
        ("@thesis{k, title={T}, institution={ETH}, type={phdthesis}}", "thesis", "ETH"),
        ("@techreport{k, title={T}, institution={RAND}}", "report", "RAND"),
        ("@manual{k, title={T}, organization={R Core}}", "report", "R Core"),
        ("@misc{k, title={T}, howpublished={A Site}}", "document", "A Site"),
        ("@misc{k, title={T}, howpublished={A Blog}, kind={blog}}", "post-weblog", "A Blog"),
        ("@misc{k, title={T}, howpublished={GitHub}, kind={code}}", "software", "GitHub"),
        ("@misc{k, title={T}, publisher={Zenodo}}", "document", "Zenodo"),
        ("@online{k, title={T}, organization={A Site}}", "webpage", "A Site"),
        ("@unpublished{k, title={T}, note={Draft}}", "manuscript", None),
        ("@dataset{k, title={T}, publisher={Zenodo}}", "dataset", "Zenodo"),
        ("@patent{k, title={T}, holder={Ho, J.}}", "patent", None),
        ("@movie{k, title={T}}", "motion_picture", None),
        ("@nonsense{k, title={T}}", "document", None),
        ("@misc{k, title={T}, eprint={1706.03762}, archiveprefix={arXiv}}", "article", None),
        ("@online{k, title={T}, eprint={1706.03762}, eprinttype={arxiv}}", "article", None),
        ("@misc{k, title={T}, eprint={hal-1}, eprinttype={hal}}", "article", None),
        ("@article{k, title={T}, journal={CoRR}, volume={abs/1706.03762}}", "article", None),
        ("@article{k, title={T}, journal={arXiv preprint arXiv:1706.03762}}", "article", None),
        ("@misc{k, title={T}, howpublished={arXiv:1706.03762 [cs.CL]}}", "article", None),
        ("@misc{k, title={T}, note={arXiv: 1706.03762}}", "article", None),
        ("@misc{k, title={T}, publisher={arXiv}, doi={10.48550/arXiv.1706.03762}}", "article", None),
        ("@article{k, title={T}, journal={J}, eprint={1706.03762}, archiveprefix={arXiv}}", "article-journal", "J"),
    ],
)  # fmt: skip
def test_an_entry_is_what_csl_calls_it_and_appeared_where_it_says(entry: str, csl: str, place: str | None) -> None:
    record = read(entry)
    assert (record.type, record.venue) == (csl, place)
    assert record.type in TYPES
    assert record.is_preprint == (csl == "article")
    if "1706" in entry:
        assert record.arxiv == "1706.03762"


def test_what_csl_has_words_for_is_in_its_words() -> None:
    record = read(
        '@article{k, title = {On {BERT} and $x_1$}, author = {van den Oord, A{\\"a}ron and others},'
        " journal = {J. {\\&} K.},"
        " volume = 4, number = 2, pages = {12--34}, doi = {https://doi.org/10.1000/X}, url = {https://e.org/a\\_b},"
        " issn = {1234-5678}, note = {In French}, language = {french}, translator = {Pev, R.}, eid = {17},"
        " urldate = {2020-01-02}, shorttitle = {On {BERT}}, pubstate = {inpress}, year = 1999, month = mar}"
    )
    assert record.title == ("On ", Run(Mark.CASE, ("BERT",)), " and ", Run(Mark.MATH, ("x_1",)))
    assert record.authors == People((Name("Oord", "Aäron", "van den"),), complete=False)
    assert record.names["translator"] == People((Name("Pev", "R."),))
    assert record.dates == {"issued": Date((1999, 3)), "accessed": Date((2020, 1, 2))}
    assert {name: record.text(name) for name in record.texts} == {
        "title": "On BERT and x₁", "container-title": "J. & K.", "volume": "4", "issue": "2", "page": "12-34",
        "DOI": "10.1000/x", "URL": "https://e.org/a_b", "ISSN": "1234-5678", "note": "In French", "language": "french",
        "number": "17", "title-short": "On BERT", "status": "in press",
    }  # fmt: skip
    assert record.kept == {}


@pytest.mark.parametrize(
    ("written", "kept", "old"),
    [
        ("12--34", "12-34", "12--34"), ("12-34", "12-34", "12--34"), ("12–34", "12-34", "12--34"), ("7", "7", "7"),
        ("S1--S12", "S1-S12", "S1--S12"), ("A-12", "A-12", "A-12"), ("A-1--A-12", "A-1–A-12", "A-1--A-12"),
        ("2:1--2:20", "2:1-2:20", "2:1--2:20"), ("ix--xii, 3", "ix-xii, 3", "ix--xii, 3"),
        ("1--3, 5--9", "1-3, 5-9", "1--3, 5--9"),
        ("e123", "e123", "e123"),
    ],
)  # fmt: skip
def test_a_range_of_pages_is_told_from_a_page_with_a_hyphen(written: str, kept: str, old: str) -> None:
    record = read(f"@article{{k, title = {{T}}, pages = {{{written}}}}}")
    assert record.texts["page"] == kept
    for write in (bibtex, biblatex):
        assert f"  pages = {{{old}}}" in "".join(write([record]))


def test_what_csl_has_no_word_for_leaves_as_text_and_never_as_a_command() -> None:
    record = read_text(
        "@book{k, title = {T}, year = 2001, subtitle = {\\input{x} \\emph{so} \\'e}, usera = {\\write18{y}},"
        " ids = {a,\\b}, verba = {a\\b}, numpages = {7}}",
        Path("x.bib"),
    ).records[0]
    assert record.kept["bibtex"]["subtitle"] == r"\input{x} \emph{so} \'e"
    text = "".join(biblatex([stored(record)]))
    assert r"subtitle = {{\textbackslash}input{\textbraceleft}x{\textbraceright} \emph{so} é}" in text
    assert "\\write18" not in text
    assert "verba = {a%5Cb}" in text
    assert "numpages" not in text


def test_an_unknown_command_is_shown_as_it_is_written_and_named_once() -> None:
    text = (
        "@article{a,\n title = {Tests of \\GEANTfour},\n journal = {\\GEANTfour News}}\n"
        "@article{b,\n title = {More \\GEANTfour and \\ROOT{}}}\n"
    )
    found = read_text(text, Path("x.bib"))
    assert [(mistake.line, mistake.sentence) for mistake in found.mistakes] == [
        (2, "the command \\GEANTfour is not known here and stays as it is written"),
        (5, "the command \\ROOT is not known here and stays as it is written"),
    ]
    assert found.records[0].text("title") == "Tests of \\GEANTfour"
    assert "title = {Tests of {\\textbackslash}{GEANTfour}}" in "".join(bibtex(found.records))


def test_an_unknown_command_is_named_in_whatever_field_leaves() -> None:
    text = "@book{a,\n title = {T},\n addendum = {\\GEANTfour},\n author = {\\ROOT, A},\n file = {\\private}}\n"
    found = read_text(text, Path("x.bib"))
    assert [(mistake.line, mistake.sentence.split()[2]) for mistake in found.mistakes] == [
        (3, "\\GEANTfour"),
        (4, "\\ROOT"),
    ]


def test_a_bibliography_of_a_course_may_have_commands_that_nobody_knows(tmp_path: Path) -> None:
    path = tmp_path / "x.bib"
    path.write_text("@misc{k, title = {Tests of \\GEANTfour}}")
    assert read_bibliography(path).mistakes == ()


def test_a_name_that_cannot_be_read_is_kept_in_its_place() -> None:
    found = read_text("@misc{k, title = {T}, author = {Ho, J. and A, B, C, D and Jain, A.}}", Path("x.bib"))
    assert [name.full for name in found.records[0].authors.names] == ["J. Ho", "A, B, C, D", "A. Jain"]
    assert [mistake.sentence for mistake in found.mistakes] == [
        "entry 'k': the authors 'A, B, C, D' are kept as one name"
    ]


def test_the_types_of_bibtex_alone_are_understood_as_biblatex_has_them() -> None:
    """A misc entry with an address is an online one, and what is in no collection is in a book."""
    for old, new in (
        ("@misc{k, title={T}, year=2001, url={https://e.org}}", "@online"),
        ("@misc{k, title={T}, date={2001}, url={https://e.org}}", "@misc"),
        ("@incollection{k, title={T}, year=2001, booktitle={B}}", "@inbook"),
        ("@incollection{k, title={T}, date={2001}, booktitle={B}}", "@incollection"),
        ("@incollection{k, title={T}, year=2001, booktitle={B}, editor={Ho, J.}}", "@incollection"),
        ("@misc{k, title={T}, year=2001, kind={code}}", "@software"),
    ):
        assert "".join(biblatex([read(old)])).startswith(f"{new}{{k")


def test_a_type_that_no_longer_fits_is_not_used() -> None:
    record = read("@article{k, title={T}, journal={CoRR}, volume={abs/1706.03762}, year=2017}")
    assert record.kept["bibtex"]["@type"] == "article"
    record.type, record.texts["container-title"] = "paper-conference", "NeurIPS 2017"
    assert "".join(biblatex([record])).startswith("@inproceedings{k")


def test_an_archive_is_called_by_its_name() -> None:
    record = read("@misc{k, title={T}, year=2001, eprint={abc-1}, eprinttype={googlebooks}, eprintclass={x}}")
    assert (record.text("archive"), record.text("archive_location")) == ("Google Books", "abc-1")
    assert "eprinttype = {googlebooks}" in "".join(biblatex([record]))
    assert "eprintclass = {x}" in "".join(biblatex([record]))
    assert "archivePrefix = {googlebooks}" in "".join(bibtex([record]))


def test_plain_values_and_latex_fields_make_a_record() -> None:
    record = record_of(
        "article",
        {"journal": "Phys. {\\&} Rev.", "volume": "4", "month": "June", "annote": "mine", "alttitle": "U"},
        title="A Title",
        authors=People((Name("Ho", "J."),)),
        year=2020,
        venue="Phys. & Rev.",
        doi="10.1000/x",
    )
    assert (record.type, record.venue, record.doi) == ("article-journal", "Phys. & Rev.", "10.1000/x")
    assert record.dates["issued"] == Date((2020, 6))
    assert (record.private, record.kept) == ({"annotation": "mine"}, {"bibtex": {"alttitle": "U"}})
    corrected = record_of("article", {"journal": "Phys. Rev."}, title="A Title", venue="Physical Review")
    assert corrected.venue == "Physical Review"
    published = record_of("inproceedings", {}, title="A Title", venue="ICML", arxiv="1706.03762")
    assert (published.type, published.venue) == ("paper-conference", "ICML")
    preprint = record_of("misc", {"primaryclass": "cs.CL"}, title="A Title", arxiv="1706.03762")
    assert (preprint.type, preprint.venue, preprint.arxiv_class) == ("article", None, "cs.CL")


@pytest.mark.parametrize("path", [*SAMPLES, BUNDLED], ids=lambda path: path.stem)
@pytest.mark.parametrize("write", [bibtex, biblatex])
def test_a_second_round_has_the_same_bytes(path: Path, write: Any) -> None:
    records = read_text(path.read_text(encoding="utf-8"), path).records
    for number, record in enumerate(records):
        record.key = record.key or f"nokey{number}"
    first = "".join(write(map(stored, records)))
    second = "".join(write(read_text(first, path).records))
    assert second == first


VALUES = st.lists(
    st.sampled_from(
        ["a", "Z", " ", "--", "-", "{B}", "\\&", "\\emph{c}", "$x$", "é", "'", "1", "/", ",", "~", "\\x", "and"]
    ),
    min_size=1, max_size=8,
).map("".join)  # fmt: skip
NAMES = ["author", "editor", "journal", "booktitle", "publisher", "institution", "howpublished", "pages", "number",
         "volume", "series", "issue", "eid", "type", "note", "month", "year", "date", "urldate", "edition", "subtitle",
         "eprint", "eprinttype", "url", "doi", "language", "translator", "organization", "school", "usera"]  # fmt: skip


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    entry_type=st.sampled_from(["article", "book", "inbook", "misc", "online", "phdthesis", "report", "unpublished"]),
    values=st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=8),
)
@pytest.mark.parametrize("write", [bibtex, biblatex])
def test_any_entry_is_the_same_after_its_first_round(write: Any, entry_type: str, values: dict[str, str]) -> None:
    written = "".join(f", {name} = {{{value}}}" for name, value in values.items())
    found = read_text(f"@{entry_type}{{k, title = {{T}}{written}}}", Path("x.bib"))
    first = "".join(write(map(stored, found.records)))
    second = "".join(write(read_text(first, Path("x.bib")).records))
    third = "".join(write(read_text(second, Path("x.bib")).records))
    assert third == second
    for record in found.records:
        fields(record)


def once_more(record: Record, write: Any = biblatex) -> str:
    """A record, written, read and written again; the bytes are the same."""
    text = "".join(write([record]))
    found = read_text(text, Path("x.bib"))
    assert "".join(write(map(stored, found.records))) == text
    return text


def test_a_field_that_an_entry_has_under_both_of_its_names_is_kept_twice() -> None:
    thesis = read("@phdthesis{k, title={T}, author={Ho, Ann}, institution={CSAIL}, school={MIT}, year=2001}")
    assert (thesis.venue, thesis.kept["bibtex"]["institution"]) == ("MIT", "CSAIL")
    for write in (bibtex, biblatex):
        text = once_more(thesis, write)
        assert "school = {MIT}" in text
        assert "institution = {CSAIL}" in text
    article = read("@article{k, title={T}, journaltitle={Nature}, journal={Nat.}, location={Rome}, address={Paris}}")
    assert article.venue == "Nature"
    text = once_more(article)
    assert all(line in text for line in ("journal = {Nat.}", "location = {Rome}", "address = {Paris}"))
    same = read("@phdthesis{k, title={T}, school={MIT}, institution={MIT}}")
    assert (same.venue, "institution" in same.kept.get("bibtex", {})) == ("MIT", False)


def test_the_numbers_of_a_double_issue_have_a_hyphen_as_pages_have() -> None:
    for source in ("3--4", "3-4"):
        record = read(f"@article{{k, title={{T}}, journal={{J}}, number={{{source}}}}}")
        assert record.texts["issue"] == "3-4"
        assert "number = {3--4}" in once_more(record)
        assert "number = {3--4}" in once_more(record, bibtex)


def test_addresses_and_half_an_eprint_are_kept_too() -> None:
    record = read(
        "@book{k, title={T}, date={2001}, url={https://a.org/x}, addendum={\\href{https://b.org/}{Errata}}, "
        "eprinttype={jstor}, usera={https://c.org/}}"
    )
    text = once_more(record)
    assert all(name in text for name in ("addendum = {", "eprinttype = {jstor}", "usera = {https://c.org/}"))


def test_an_id_that_is_not_arxivs_is_told_and_kept() -> None:
    found = read_text("@misc{k, title={T}, eprint={3456}, eprinttype={arxiv}}", Path("x.bib"))
    assert [mistake.sentence for mistake in found.mistakes] == ["entry 'k': '3456' is no arXiv id"]
    text = "".join(biblatex(found.records))
    assert "eprint = {3456}" in text
    assert "eprinttype = {arxiv}" in text


def test_another_archive_keeps_the_letters_of_its_name() -> None:
    text = once_more(read("@online{k, title={T}, date={2001}, eprint={1234}, eprinttype={bioRxiv}}"))
    assert "eprinttype = {bioRxiv}" in text


def test_what_an_entry_is_does_not_change_with_an_eprint_on_its_way() -> None:
    code = read("@software{k, title={T}, date={2001}, doi={10.48550/arXiv.1412.6980}}")
    (again,) = read_text("".join(biblatex([code])), Path("x.bib")).records
    assert (code.kind, again.kind, again.arxiv) == ("code", "code", "1412.6980")
    assert read("@online{k, title={T}, eprint={1412.6980}, eprinttype={arxiv}}").kind == "paper"


def test_the_year_of_an_export_of_arxiv_alone_is_that_of_the_latest_version() -> None:
    ours = "@article{k, title={T}, author={Ho, Ann}, journal={arXiv preprint arXiv:1412.6980}, year={2017}}"
    for write in (bibtex, biblatex):
        text = once_more(read(ours), write)
        assert "2017" in text
        assert read(text).year == 2017
    theirs = "@misc{k, title={T}, year={2017}, eprint={1412.6980}, archivePrefix={arXiv}, primaryClass={cs.LG}}"
    (record,) = read_text(theirs, Path("x.bib")).records
    assert record.year == 2014


def test_a_publisher_is_named_once_where_a_style_looks_for_it() -> None:
    book = read("@book{k, title={T}, author={Ho, Ann}, organization={Press}, date={2001}, addendum={A}}")
    text = once_more(book, bibtex)
    assert "publisher = {Press}" in text
    assert "organization" not in text
    booklet = read("@booklet{k, title={T}, howpublished={By hand}, publisher={Press}, date={2001}}")
    text = once_more(booklet)
    assert "howpublished = {By hand}" in text
    assert "publisher = {Press}" in text


def test_a_work_that_becomes_a_misc_entry_says_where_it_appeared() -> None:
    report = read("@report{k, title={T}, author={Ho, Ann}, booktitle={Some Series}, date={2001}}")
    assert "howpublished = {Some Series}" in once_more(report, bibtex)


def test_a_month_leaves_without_braces_whatever_the_year() -> None:
    assert "month = mar\n" in once_more(read("@book{k, title={T}, date={0876-03}}"), bibtex)
    text = "".join(bibtex([read("@book{k, title={T}, date={-0044-03-15}}")]))
    assert "month = mar" in text
    (again,) = read_text(text, Path("x.bib")).records
    assert "month = mar" in "".join(bibtex([again]))


def test_a_day_in_the_place_of_a_year_is_taken() -> None:
    assert read("@misc{k, title={T}, year={2022-11-30}}").dates["issued"] == Date((2022, 11, 30))


def test_a_part_of_a_collection_of_which_nothing_is_known_stays_one() -> None:
    assert once_more(read("@incollection{k, title={T}, author={Ho, Ann}, year=2001}")).startswith("@incollection{")


def test_a_note_of_several_lines_comes_back_from_the_library() -> None:
    record = Record(texts={"title": "T\n", "note": "one\ntwo\x1b"}, private={"annotation": "one\ntwo"})
    again = stored(record)
    assert (again.texts, again.private) == ({"title": "T ", "note": "one\ntwo"}, {"annotation": "one\ntwo"})


def test_the_school_of_a_thesis_without_an_author_is_read_alike() -> None:
    assert "institution = {MIT}" in once_more(read("@phdthesis{k, title={T}, school={MIT}, year=2001}"), bibtex)
