"""What an import makes of BibTeX files in the style of each program, faults included."""

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papertrail.bibliography.reading import Import, read, read_text
from papertrail.bibliography.record import Date, Record
from papertrail.bibliography.writing.bibtex import fields
from papertrail.errors import PapertrailError
from papertrail.people import Name
from papertrail.text.marked import Mark, Run

SAMPLES = Path(__file__).parent / "samples"


def sample(name: str) -> dict[str, Record]:
    return {entry.key: entry for entry in read(SAMPLES / name).records}


def only(text: str) -> Record:
    found = read_text(text, "stdin")
    assert not found.mistakes
    (entry,) = found.records
    return entry


def said(found: Import) -> list[str]:
    return [f"{mistake.line}: {mistake.sentence}" for mistake in found.mistakes]


def test_google_scholar() -> None:
    found = read(SAMPLES / "scholar.bib")
    assert [entry.key for entry in found.records] == ["vaswani2017attention", "kingma2014adam", "he2016deep"]
    assert not found.records[0].authors.complete
    assert (found.records[1].arxiv, found.records[1].venue) == ("1412.6980", None)
    assert found.skipped == 1
    assert said(found) == ["16: entry 'example2020notitle' has no title"]


def test_dblp_inherits_from_its_volume_and_keeps_both_versions() -> None:
    entries = sample("dblp.bib")
    paper = entries["DBLP:conf/nips/VaswaniSPUJGKP17"]
    assert (paper.year, paper.kind) == (2017, "paper")
    assert (paper.venue or "").startswith("Advances in Neural Information Processing Systems 30")
    assert "crossref" not in fields(paper)
    assert entries["DBLP:journals/corr/VaswaniSPUJGKP17"].arxiv == "1706.03762"
    trends = entries["DBLP:journals/corr/abs-1807-03341"]
    assert (trends.arxiv, trends.authors.names[2].full) == ("1807.03341", "André Martínez")
    assert entries["DBLP:conf/nips/2017"].kind == "book"


def test_acl_anthology() -> None:
    found = read(SAMPLES / "acl.bib")
    bert, bleu = found.records
    assert bert.text("title") == "BERT: Pre-training of Deep Bidirectional Transformers for Language Understanding"
    assert bert.doi == "10.18653/v1/n19-1423"
    assert (fields(bert)["month"], fields(bert)["pages"]) == ("June", "4171--4186")
    assert bert.dates["issued"] == Date((2019, 6))
    assert bleu.dates["issued"] == Date((2002, 7, 6))
    assert (bleu.text("title"), bleu.doi) == ("Bleu: a Method for Automatic Evaluation of Machine Translation", None)
    assert said(found) == ["24: entry 'papineni-etal-2002-bleu': 'not-a-doi' is no DOI"]


def test_zotero() -> None:
    found = read(SAMPLES / "zotero.bib")
    chain, go, note, torch = found.records
    assert chain.authors.names[2] == Name(family="Oord", given="Aäron", particle="van den")
    assert (chain.arxiv, chain.year, chain.kind) == ("2201.11903", 2022, "paper")
    assert chain.private["file"].startswith("/home/ada/Zotero")
    assert (go.venue, go.year, go.url) == ("Nature", 2016, None)
    assert (note.arxiv, note.arxiv_class, note.venue) == ("2106.09685", "cs.LG", None)
    assert (torch.kind, torch.authors.names) == ("code", (Name(literal="The PyTorch Team"),))
    assert said(found) == ["28: entry 'silverMastering2016': 'javascript:alert(1)' is no web address"]


def test_mendeley() -> None:
    found = read(SAMPLES / "mendeley.bib")
    mnih, bitter, watkins = found.records
    assert (mnih.arxiv, mnih.doi, mnih.url) == (
        "1312.5602",
        "10.1038/nature14236",
        "http://dx.doi.org/10.1038/nature14236",
    )
    assert mnih.title == "Human-level control through deep reinforcement learning"
    assert (bitter.key, bitter.title) == ("", "The Bitter Lesson")
    assert (watkins.key, watkins.year, watkins.line) == ("", 1989, 32)
    assert said(found) == [
        "21: entry 'Mnih2015': of several addresses, the first is taken",
        "25: this @misc has no key and gets a new one",
        "32: this @phdthesis has no key and gets a new one",
    ]


def test_jabref() -> None:
    found = read(SAMPLES / "jabref.bib")
    first, book, chapter, again, volume = found.records
    assert first.venue == "IEEE Transactions on Pattern Analysis and Machine Intelligence"
    assert (first.private["groups"], first.private["ranking"]) == ("representation, to read", "rank5")
    assert book.authors.names[0] == Name(literal="Goodfellow, I., Bengio, Y.,")
    assert book.year == 2016
    assert (chapter.venue, chapter.year, chapter.kind) == ("Neural Networks: Tricks of the Trade", 1998, "chapter")
    assert again.key.lower() == first.key.lower()
    assert volume.line == 50
    assert found.skipped == 1
    assert said(found) == [
        "23: entry 'Goodfellow2016': the authors 'Goodfellow, I., Bengio, Y.,' are kept as one name",
        "26: entry 'Goodfellow2016': of the year '2016/17', 2016 is taken",
        "29: entry 'Schmidhuber2015' is never closed",
    ]


def test_arxiv_exports_the_year_of_the_latest_version() -> None:
    found = read(SAMPLES / "arxiv.bib")
    attention, holography = found.records
    assert (attention.arxiv, attention.year) == ("1706.03762", 2017)
    assert attention.authors.names[2].full == "Łukasz Kaiser"
    assert (holography.arxiv, holography.year) == ("hep-th/9802150", 1998)
    assert holography.text("title").endswith("AdS₅ × S⁵")
    assert fields(holography)["title"].endswith(r"{$AdS_5 \times S^5$}")
    assert said(found)[0].endswith("2023 is the year of the preprint's latest version; 2017 is taken")


@pytest.mark.parametrize(
    ("field", "url"),
    [
        (r"howpublished = {\url{https://e.org/~a/x_y%20z}}", "https://e.org/~a/x_y%20z"),
        (r"howpublished = {Available at \url{https://e.org/a\_b}.}", "https://e.org/a_b"),
        (r"howpublished = {https://e.org/a\_b, 2020}", "https://e.org/a_b"),
        (r"howpublished = {\href{https://e.org/a}{here}}", "https://e.org/a"),
        (r"note = {\url{https://e.org/a}}", "https://e.org/a"),
        (r"note = {Code at \url{https://e.org/a}}", None),
        (r"howpublished = {\url{https://e.org/a}}, url = {https://e.org/b}", "https://e.org/b"),
        (r"howpublished = {\url{javascript:alert(1)}}", None),
        (r"howpublished = {A blog}", None),
    ],
)
def test_an_address_is_found_where_bibtex_keeps_it(field: str, url: str | None) -> None:
    entry = only(f"@misc{{k, title = {{T}}, year = 2020, {field}}}")
    assert entry.url == url
    assert "e.org" not in (entry.venue or "")


def test_the_same_work_twice_is_left_to_the_library() -> None:
    one = "@misc{a, title = {T}, eprint = {1706.03762}, archiveprefix = {arXiv}, doi = {10.1000/x}}"
    found = read_text(one + one + one.replace("{a,", "{b,"), "stdin")
    assert [entry.key for entry in found.records] == ["a", "a", "b"]
    assert not found.mistakes


@pytest.mark.parametrize("key", ["a#b", "http://zotero.org/users/1/items/A", "1706.03762", "-o", "x" * 101])
def test_a_key_that_cannot_be_used_is_not_kept(key: str) -> None:
    found = read_text(f"@misc{{{key}, title = {{T}}}}", "stdin")
    assert [entry.key for entry in found.records] == [""]
    assert "gets a new one" in found.mistakes[0].sentence


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("Ho, Jonathan; Jain, Ajay", ["Jonathan Ho", "Ajay Jain"]),
        ("family=Ho, given=Jonathan and Jain, Ajay", ["Jonathan Ho", "Ajay Jain"]),
        (r"{\'E}lie Cartan and Mart{\'{\i}}nez, Ren{\'e}", ["Élie Cartan", "René Martínez"]),
        (r"\v{C}ech, Ji{\v r}{\'\i} and S{\o}ren Kierkegaard", ["Jiří Čech", "Søren Kierkegaard"]),
        (r"Erd{\H{o}}s, P. and Poincar\'e, H.", ["P. Erdős", "H. Poincaré"]),
    ],
)
def test_names_in_many_spellings(written: str, names: list[str]) -> None:
    entry = only(f"@misc{{k, title = {{T}}, author = {{{written}}}}}")
    assert [name.full for name in entry.authors.names] == names


@pytest.mark.parametrize(
    ("written", "title"),
    [
        (r"{\em Emphatic} \textbf{bold} and {\sc Small}", "Emphatic bold and Small"),
        (r"50\% of $x_1$ \& more --- done", "50% of x₁ & more — done"),
        (r"na{\"\i}ve \textless{}b\textgreater{} \textbackslash{}x", r"naïve <b> \x"),
        (r"A.\,B. on \LaTeX{} {\ldots}", "A. B. on LaTeX …"),
    ],
)
def test_titles_lose_their_latex(written: str, title: str) -> None:
    assert only(f"@misc{{k, title = {{{written}}}}}").text("title") == title


def test_a_long_abstract_is_cut_between_words_and_braces() -> None:
    text = "@misc{k, title = {T}, abstract = {" + "{word} " * 4_000 + "}}"
    found = read_text(text, "stdin")
    abstract = found.records[0].abstract or ""
    assert 13_000 < len(abstract) <= 20_000
    assert abstract.endswith("word")
    assert "cut at 20000" in found.mistakes[0].sentence


def test_crossref_in_a_circle_ends() -> None:
    text = "@misc{a, title={A}, crossref={b}} @misc{b, title={B}, crossref={a}} @misc{c, title={C}, crossref={c}}"
    assert [entry.text("title") for entry in read_text(text, "stdin").records] == ["A", "B", "C"]


def test_xdata_is_inherited_and_is_no_work() -> None:
    text = "@xdata{press, publisher = {MIT Press}} @book{a, title = {A}, xdata = {press}}"
    assert only(text).venue == "MIT Press"


def test_an_old_file_in_windows_letters_is_read(tmp_path: Path) -> None:
    path = tmp_path / "old.bib"
    path.write_bytes("@misc{k,\n title = {Über alles}}".encode("cp1252"))
    found = read(path)
    assert found.records[0].title == "Über alles"
    assert said(found)[0].startswith("2: 'Über alles}}' is not UTF-8")


@pytest.mark.parametrize("depth", [99, 101, 20_000])
def test_braces_in_braces_cost_at_most_their_entry(depth: int) -> None:
    deep = "{" * depth + "x" + "}" * depth
    found = read_text(f"@misc{{a, title = {{T}}, author = {deep}}}\n@misc{{b, title = {{T}}}}", "stdin")
    assert [entry.key for entry in found.records][-1:] == ["b"]
    assert len(found.records) + found.skipped == 2


def test_hostile_text_is_harmless() -> None:
    entry = read_text(
        "@misc{k, title={\x1b]8;;http://x\x07a\u202eb\u200bc}, note={\x1b[31mred}, url={data:x}}", "-"
    ).records[0]
    assert entry.title == "]8;;http://xabc"
    assert entry.texts["note"] == "[31mred"
    assert entry.url is None


PIECES = st.lists(
    st.sampled_from(
        ["@misc{k,", "@article(", "title", " = ", "{", "}", '"', ",", "#", "crossref={k}", "author", "A, B, C, D",
         "\\'{\\i}", "\n", "@string{a={b}}", "year={20x}", "@comment{", "eprint={1706.03762}", "url={ftp://x y}", "$",
         "\\", "é", "\x1b", ";"]
    )
)  # fmt: skip


@settings(deadline=None)
@given(st.one_of(PIECES.map("".join), st.text()))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        found = read_text(text, "stdin")
    except PapertrailError:
        return
    assert found.skipped <= len(found.mistakes)
    assert all(entry.title and "\x1b" not in repr(entry) for entry in found.records)


@settings(deadline=None)
@given(st.lists(st.sampled_from(["whole", "untitled", "broken", "keyless"]), min_size=1, max_size=20))
def test_every_entry_is_taken_or_told(kinds: list[str]) -> None:
    texts = {
        "whole": "@misc{k, title = {T}}",
        "untitled": "@misc{k, year = 2001}",
        "broken": "@misc{k, title = {T} year = {2001}}",
        "keyless": "@misc{, title = {T}}",
    }
    found = read_text("\n\n".join(texts[kind] for kind in kinds), "stdin")
    assert len(found.records) + found.skipped == len(kinds)
    assert found.skipped == kinds.count("untitled") + kinds.count("broken")
    assert len(found.mistakes) == found.skipped + kinds.count("keyless")


def test_time_grows_with_the_size_and_no_faster() -> None:
    def seconds(count: int) -> float:
        text = "".join(
            f"@misc{{k{n}, title = {{T {n}}}, author = {{{{Broken, X}}, year = 2001}}\n" for n in range(count)
        )
        start = time.process_time()
        read_text(text, "stdin")
        return time.process_time() - start

    assert seconds(8_000) < 16 * max(seconds(1_000), 0.02)


def test_the_html_of_publishers_is_read_and_a_comparison_is_none(tmp_path: Path) -> None:
    titles = [
        r"{\textless}i{\textgreater}Ab initio{\textless}/i{\textgreater} study",
        r"<i>Drosophila</i> and &lt;i&gt;E. coli&lt;/i&gt; &amp; more",
        "A < B and C > D for all",
    ]
    text = "".join(f"@article{{h{number}, title={{{title}}}, year=2001}}\n" for number, title in enumerate(titles))
    found = read_text(text, tmp_path / "x.bib").records
    assert [record.text("title") for record in found] == [
        "Ab initio study", "Drosophila and E. coli & more", "A < B and C > D for all",
    ]  # fmt: skip
    assert found[0].title == (Run(Mark.ITALIC, ("Ab initio",)), " study")
