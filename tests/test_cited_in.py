"""`papertrail export --cited-in`: what a document cites, and what it cites in vain."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

BERT, TRANSFORMER = "devlin2019bert", "vaswani2017attention"


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.tex"
    path.write_text(f"\\cite{{{BERT}}}\n\\input{{more}}\n", encoding="utf-8")
    (tmp_path / "more.tex").write_text(f"\\citep[p.~2]{{{TRANSFORMER}}}\n", encoding="utf-8")
    return path


def keys(text: str) -> list[str]:
    return sorted(line.partition("{")[2].rstrip(",") for line in text.splitlines() if line.startswith("@"))


def test_only_what_the_document_cites_is_written(papertrail: Any, report: Path) -> None:
    done = papertrail("export", "bibtex", "--cited-in", report)
    assert keys(done.stdout) == [BERT, TRANSFORMER]


def test_several_documents_count_together(papertrail: Any, report: Path) -> None:
    other = report.with_name("other.typ")
    other.write_text("@brown2020language @devlin2019bert")
    done = papertrail("export", "biblatex", "--cited-in", report, "--cited-in", other)
    assert keys(done.stdout) == ["brown2020language", BERT, TRANSFORMER]


@pytest.mark.parametrize("name", ["csl-json", "ris", "markdown", "csv", "html"])
def test_every_format_takes_it(papertrail: Any, report: Path, name: str) -> None:
    done = papertrail("export", name, "--cited-in", report)
    assert "Attention" in done.stdout
    assert "Language Models are Few-Shot Learners" not in done.stdout
    without_case = re.sub(r"</?span[^>]*>", "", done.stdout)  # CSL-JSON marks the words whose case is kept
    assert without_case.count("BERT: Pre-training") == 1


@pytest.mark.parametrize("name", ["markdown", "html"])
def test_what_is_cited_is_one_list_and_not_by_week(papertrail: Any, report: Path, name: str) -> None:
    text = papertrail("export", name, "--cited-in", report).stdout
    assert text.index("BERT: Pre-training") < text.index("Attention")
    assert "Week" not in text
    assert "Machine Learning at Scale" in papertrail("export", name, "--cited-in", report, "--course", "umd").stdout


@pytest.mark.parametrize("name", ["markdown", "csv"])
def test_what_is_cited_comes_once_and_as_a_whole(papertrail: Any, report: Path, name: str) -> None:
    """One course assigns the book, another its chapters 5 to 9."""
    report.write_text("\\cite{vaswani2017attention, goodfellow2016deep}")
    text = papertrail("export", name, "--cited-in", report).stdout
    assert text.count("Goodfellow") == text.count("Attention") == 1
    assert "Chapters" not in text
    assert text.index("Goodfellow") < text.index("Attention")


def test_unknown_keys_are_named_with_their_place_and_the_rest_is_written(papertrail: Any, report: Path) -> None:
    report.write_text(f"\\cite{{{BERT},\n  vaswani2018, nobody}}", encoding="utf-8")
    output = report.with_suffix(".bib")
    done = papertrail("export", "bibtex", "--cited-in", report, "-o", output, exit_code=3)
    assert keys(output.read_text(encoding="utf-8")) == [BERT]
    assert "error: 2 cited keys are not in the library:" in done.stderr
    assert f"{report}:2: 'vaswani2018'; did you mean {TRANSFORMER}" in done.stderr
    assert f"{report}:2: 'nobody'\n" in done.stderr
    assert "hint: papertrail add" in done.stderr


def test_check_writes_nothing(papertrail: Any, report: Path) -> None:
    output = report.with_suffix(".bib")
    done = papertrail("export", "bibtex", "--cited-in", report, "--check", "-o", output)
    assert (done.stdout, output.exists()) == ("", False)
    assert "2 works" in done.stderr
    report.write_text("\\cite{nobody}")
    done = papertrail("export", "bibtex", "--cited-in", report, "--check", "-o", output, exit_code=3)
    assert (done.stdout, output.exists()) == ("", False)


def test_nocite_star_writes_everything(papertrail: Any, report: Path) -> None:
    report.write_text("\\nocite{*}\\cite{nobody}")
    done = papertrail("export", "bibtex", "--cited-in", report, exit_code=3)
    assert keys(done.stdout) == keys(papertrail("export", "bibtex").stdout)


def test_filters_choose_among_what_is_cited(papertrail: Any, report: Path) -> None:
    done = papertrail("export", "bibtex", "--cited-in", report, "--year", "2019")
    assert keys(done.stdout) == [BERT]


def test_a_former_key_is_written_as_the_document_cites_it(papertrail: Any, report: Path) -> None:
    papertrail("key", BERT, "bert")
    done = papertrail("export", "bibtex", "--cited-in", report)
    assert keys(done.stdout) == [BERT, TRANSFORMER]
    report.write_text(f"\\cite{{{BERT}, bert}}")
    done = papertrail("export", "bibtex", "--cited-in", report)
    assert keys(done.stdout) == ["bert", BERT]


def test_another_spelling_is_found_and_told(papertrail: Any, report: Path) -> None:
    report.write_text("\n\\cite{Devlin2019BERT}")
    done = papertrail("export", "bibtex", "--cited-in", report)
    assert keys(done.stdout) == [BERT]
    assert f"{report}:2: 'Devlin2019BERT' is spelled {BERT} here" in done.stderr


def test_keys_of_another_pattern_are_those_of_the_document(papertrail: Any, report: Path) -> None:
    report.write_text("\\cite{Devlin2019, Vaswani2017}")
    done = papertrail("export", "bibtex", "--cited-in", report, "--keys", "authoryear")
    assert keys(done.stdout) == ["Devlin2019", "Vaswani2017"]
    report.write_text(f"\\cite{{{BERT}}}")
    done = papertrail("export", "bibtex", "--cited-in", report, "--keys", "authoryear", exit_code=3)
    assert f"'{BERT}'; did you mean Devlin2019" in done.stderr


def test_nothing_cited_is_told(papertrail: Any, report: Path) -> None:
    report.write_text("No citation.")
    done = papertrail("export", "bibtex", "--cited-in", report)
    assert done.stdout == ""
    assert "nothing is cited" in done.stderr
    done = papertrail("export", "bibtex", "--cited-in", report, "--check")
    assert done.stderr == f"{report}: nothing is cited\n"


def test_a_check_counts_works(papertrail: Any, report: Path) -> None:
    papertrail("key", BERT, "bert")
    report.write_text(f"\\cite{{{BERT}, bert}}")
    done = papertrail("export", "bibtex", "--cited-in", report, "--check")
    assert done.stderr == "the library has all that is cited: 1 work\n"
    report.write_text("\\nocite{*}")
    done = papertrail("export", "bibtex", "--cited-in", report, "--check")
    assert done.stderr == "the library has all that is cited: every work of it\n"


def test_what_cannot_be_followed_is_told(papertrail: Any, report: Path) -> None:
    report.write_text(f"\\input{{\\chapters}}\\cite{{{BERT}}}")
    done = papertrail("export", "bibtex", "--cited-in", report)
    assert keys(done.stdout) == [BERT]
    assert f"warning: {report}:1:" in done.stderr


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (["--check"], 2, "--check looks at what a document cites"),
        (["--cited-in", "none.tex"], 4, "cannot read none.tex"),
        (["--cited-in", "report.docx"], 2, "it is not known how report.docx cites"),
        ([BERT, "--cited-in", "report.tex"], 2, "papers by name leave nothing to filter"),
        (["--cited-in", "broken.tex"], 4, "broken.tex:2: the file 'gone' is not there"),
        (["--cited-in", "circle.tex"], 4, "cannot read circle.tex"),
    ],
)
def test_mistakes_are_one_sentence(
    papertrail: Any, report: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], code: int, sentence: str
) -> None:
    monkeypatch.chdir(report.parent)
    Path("broken.tex").write_text("\n\\input{gone}")
    Path("circle.tex").symlink_to("circle.tex")
    assert sentence in papertrail.refuses("export", "bibtex", *words, exit_code=code)


DRIVER = """
import json, sys
from papertrail.cli import app
try:
    app(sys.argv[1:], prog_name="papertrail")
except SystemExit as end:
    assert not end.code, end.code
print(json.dumps(sorted({name.split(".")[0] for name in sys.modules})), file=sys.stderr)
"""


@pytest.mark.usefixtures("papertrail")
def test_nothing_heavy_is_loaded_while_all_keys_are_known(report: Path) -> None:
    run = [sys.executable, "-c", DRIVER, "export", "bibtex", "--cited-in", str(report)]
    done = subprocess.run(run, capture_output=True, text=True, check=True, timeout=60)
    loaded = set(json.loads(done.stderr.splitlines()[-1]))
    assert not loaded & {"rapidfuzz", "sqlmodel", "pydantic", "pybtex", "httpx", "arxiv", "rich", "citeproc", "lxml"}


def test_a_report_with_a_former_key_compiles(papertrail: Any, report: Path) -> None:
    """BibTeX finds every key of the document in what was written for it."""
    bibtex = shutil.which("bibtex")
    papertrail("key", BERT, "bert")
    papertrail("export", "bibtex", "--cited-in", report, "-o", report.with_name("refs.bib"))
    written = keys(report.with_name("refs.bib").read_text(encoding="utf-8"))
    assert written == [BERT, TRANSFORMER]
    if bibtex:
        aux = f"\\bibstyle{{plain}}\n\\bibdata{{refs}}\n\\citation{{{BERT}}}\n\\citation{{{TRANSFORMER}}}\n"
        report.with_suffix(".aux").write_text(aux)
        done = subprocess.run([bibtex, "report"], cwd=report.parent, capture_output=True, text=True, check=False)
        assert "I didn't find a database entry" not in done.stdout
