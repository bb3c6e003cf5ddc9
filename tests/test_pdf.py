"""`papertrail pdf` and `open`: what is downloaded, what is refused, where it lies, and which link is opened."""

import io
import os
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfWriter  # noqa: TID253 - a test needs a real PDF
from tests.services.answer import Answer, Fault
from tests.services.faults import body, cut, hang, html, redirect, status

pytest_plugins = ["tests.services.fixtures"]

ATTENTION = "1706.03762"
KEY = "vaswani2017attention"


def document(pages: int, *, locked: bool = False) -> bytes:
    """A real PDF of so many pages."""
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(width=200, height=200)
    if locked:
        writer.encrypt("open sesame")
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


@pytest.fixture
def online(papertrail: Any, services: Any, tmp_path: Path) -> Any:
    """The program, with all services on this machine and a folder of its own for PDFs."""
    for name in ("ARXIV", "ARXIV_PDF", "DATACITE", "SEMANTIC_SCHOLAR", "CROSSREF"):
        papertrail.set(f"PAPERTRAIL_{name}_URL", services.url)
    papertrail.set("PAPERTRAIL_CACHE", str(tmp_path / "cache"))
    papertrail.set("PAPERTRAIL_PDFS", str(tmp_path / "pdfs"))
    services.pdfs[ATTENTION] = document(15)
    return papertrail


def files(tmp_path: Path) -> dict[str, int]:
    """What lies in the folder of PDFs, with the sizes."""
    folder = tmp_path / "pdfs"
    return {path.name: path.stat().st_size for path in folder.iterdir()} if folder.exists() else {}


def test_a_pdf_is_downloaded_counted_and_shown(online: Any, services: Any, tmp_path: Path) -> None:
    run = online("pdf", ATTENTION)
    assert run.lines == [f"{tmp_path / 'pdfs' / KEY}.pdf  15 pages"]
    assert run.stderr.splitlines()[-1] == "downloaded 1, there already 0, failed 0, 0 without a PDF that is known"
    assert (tmp_path / "pdfs" / f"{KEY}.pdf").read_bytes() == services.pdfs[ATTENTION]
    assert files(tmp_path).keys() == {f"{KEY}.pdf"}
    assert f"pdf\t{KEY}.pdf, 15 pages" in online("show", ATTENTION).lines
    assert str(tmp_path / "pdfs") in online("where").stdout
    again = online("pdf", ATTENTION)
    assert "downloaded 0, there already 1" in again.stderr
    assert len(services.asked("pdf")) == 1
    online("pdf", ATTENTION, "--again")
    assert len(services.asked("pdf")) == 2


def test_its_length_is_the_readings_and_is_summed(online: Any, services: Any) -> None:
    records = online("list", "-c", "umd", "-w", "3", "--json").json
    ids = [one["work"]["arxiv"] for one in records if one["work"] and one["work"]["arxiv"]]
    known = sum(one["pages"] or 0 for one in records if not one["work"] or one["work"]["arxiv"] not in ids)
    services.pdfs.update({id_: document(10 + number) for number, id_ in enumerate(ids)})
    online("pdf", "--course", "umd", "--week", "3")
    expected = known + sum(10 + number for number in range(len(ids)))
    after = online("list", "-c", "umd", "-w", "3", "--json").json
    assert sum(one["pages"] or 0 for one in after) == expected
    screen = online.on_terminal("week", "3", "-c", "umd")
    assert "10 pages" in screen
    assert f"{expected} pages" in screen


def test_a_part_does_not_get_the_length_of_the_whole(online: Any, services: Any) -> None:
    parts = [one for one in online("list", "--json").json if one["part"] and one["work"] and one["work"]["arxiv"]]
    if not parts:
        pytest.fail("no bundled course assigns a part of a preprint")
    before = parts[0]["pages"]
    services.pdfs[parts[0]["work"]["arxiv"]] = document(99)
    online("pdf", parts[0]["handle"])
    assert online("show", parts[0]["handle"], "--json").json["pages"] == before


def test_a_broken_download_is_taken_up_where_it_broke_off(online: Any, services: Any, tmp_path: Path) -> None:
    services.pdfs[ATTENTION] = document(300)
    services.spoil("pdf", cut(0.5), cut(0.5))
    online("pdf", ATTENTION)
    assert (tmp_path / "pdfs" / f"{KEY}.pdf").read_bytes() == services.pdfs[ATTENTION]
    ranges = [one.headers.get("range") for one in services.asked("pdf")]
    assert ranges[0] is None
    assert all(one and int(one.removeprefix("bytes=").rstrip("-")) > 0 for one in ranges[1:])


def test_the_next_run_takes_a_download_up(online: Any, services: Any, tmp_path: Path) -> None:
    services.pdfs[ATTENTION] = document(300)
    services.spoil("pdf", cut(0.5))
    services.spoil("pdf", status(503), times=None)
    run = online("pdf", ATTENTION, exit_code=5)
    assert f"error: {KEY}: arXiv is unavailable" in run.stderr
    assert f"{KEY}.pdf" not in files(tmp_path)
    assert online("show", ATTENTION, "--json").json["pages"] is None
    services.mend()
    services.seen.clear()
    online("pdf", ATTENTION)
    assert (tmp_path / "pdfs" / f"{KEY}.pdf").read_bytes() == services.pdfs[ATTENTION]
    (request,) = services.asked("pdf")
    assert request.headers.get("range", "").startswith("bytes=")
    assert files(tmp_path).keys() == {f"{KEY}.pdf"}


def test_what_changed_meanwhile_is_downloaded_anew(online: Any, services: Any, tmp_path: Path) -> None:
    services.pdfs[ATTENTION] = document(300)
    services.spoil("pdf", cut(0.5))
    services.spoil("pdf", status(503), times=None)
    online("pdf", ATTENTION, exit_code=5)
    services.mend()
    services.pdfs[ATTENTION] = document(310)
    assert "310 pages" in online("pdf", ATTENTION).stdout
    assert (tmp_path / "pdfs" / f"{KEY}.pdf").read_bytes() == services.pdfs[ATTENTION]


def huge(answer: Answer) -> Answer:
    headers = {**answer.headers, "Content-Length": "900000000000"}
    return Answer(answer.status, answer.body, answer.kind, headers)


NO_PDF: dict[str, tuple[Fault, str]] = {
    "a page for people": (html(), "text/html"),
    "not a PDF inside": (body(b"<html>not a PDF</html>"), "what the server sends is none"),
    "empty": (body(b""), "what the server sends is none"),
    "another type": (body(document(1), "application/octet-stream"), "application/octet-stream"),
    "too large": (huge, "larger than"),
    "not found": (status(404), "404"),
    "gone": (status(410), "410"),
}


@pytest.mark.parametrize(("fault", "words"), NO_PDF.values(), ids=NO_PDF)
def test_what_is_no_pdf_is_refused(online: Any, services: Any, tmp_path: Path, fault: Fault, words: str) -> None:
    services.spoil("pdf", fault, times=None)
    run = online("pdf", ATTENTION, exit_code=5)
    assert words in run.stderr
    assert f"error: {KEY}: " in run.stderr
    assert run.stdout == ""
    assert "failed 1" in run.stderr
    assert files(tmp_path) == {}
    assert "pdf" not in [row[0] for row in online("show", ATTENTION).rows]


REFUSALS: dict[str, Fault] = {
    "503": status(503),
    "429": status(429),
    "cut": cut(0),
    "redirected to a file": redirect("file:///etc/passwd"),
}


@pytest.mark.parametrize("fault", REFUSALS.values(), ids=REFUSALS)
def test_an_unavailable_server(online: Any, services: Any, tmp_path: Path, fault: Fault) -> None:
    services.spoil("pdf", fault, times=None)
    run = online("pdf", ATTENTION, exit_code=5)
    assert f"error: {KEY}: arXiv is unavailable" in run.stderr
    assert f"{KEY}.pdf" not in files(tmp_path)


def test_one_that_fails_does_not_keep_the_others(online: Any, services: Any, tmp_path: Path) -> None:
    services.pdfs["2103.00020"] = document(2)
    run = online("pdf", "1707.06347", ATTENTION, "2103.00020", exit_code=5)
    assert len(run.lines) == 2
    assert "downloaded 2, there already 0, failed 1" in run.stderr
    assert len(files(tmp_path)) == 2


def test_a_failed_second_download_keeps_the_first(online: Any, services: Any, tmp_path: Path) -> None:
    online("pdf", ATTENTION)
    first = files(tmp_path)
    services.spoil("pdf", html(), times=None)
    online("pdf", ATTENTION, "--again", exit_code=5)
    assert files(tmp_path) == first
    assert online("show", ATTENTION, "--json").json["pages"] == 15


@pytest.mark.parametrize(
    "content",
    [b"%PDF-1.5\n" + b"x" * 5000, document(3, locked=True), document(30)[:300], b"%PDF-"],
    ids=["rubbish", "encrypted", "truncated", "nothing but the beginning"],
)
def test_a_damaged_pdf_is_kept_without_a_length(online: Any, services: Any, tmp_path: Path, content: bytes) -> None:
    services.pdfs[ATTENTION] = content
    assert "length unknown" in online("pdf", ATTENTION).stdout
    assert files(tmp_path) == {f"{KEY}.pdf": len(content)}
    assert online("show", ATTENTION, "--json").json["pages"] is None


def test_no_length_becomes_none_after_a_better_file(online: Any, services: Any) -> None:
    services.pdfs[ATTENTION] = b"%PDF-1.5\n" + b"x" * 5000
    assert "length unknown" in online("pdf", ATTENTION).stdout
    services.pdfs[ATTENTION] = document(4)
    online("pdf", ATTENTION, "--again")
    assert online("show", ATTENTION, "--json").json["pages"] == 4


def test_the_name_of_the_file_comes_from_the_key(online: Any, services: Any, tmp_path: Path) -> None:
    services.pdfs["hep-th/9901001"] = document(1)
    path = tmp_path / "a.bib"
    path.write_text(
        "@misc{../../etc/pass wd:x, title={T}, author={A. B}, year={1999}, eprint={hep-th/9901001},"
        " archiveprefix={arXiv}}\n",
        encoding="utf-8",
    )
    online("add", path)
    online("pdf", "hep-th/9901001")
    (name,) = files(tmp_path)
    assert name.endswith(".pdf")
    assert "/" not in name
    assert ".." not in name
    assert services.asked("pdf")[0].path == "/pdf/hep-th/9901001"


def test_two_keys_of_one_spelling_have_two_files(online: Any, services: Any, tmp_path: Path) -> None:
    path = tmp_path / "a.bib"
    path.write_text(
        "@misc{key:one, title={One Paper}, author={A. B}, eprint={2001.00001}, archiveprefix={arXiv}}\n"
        "@misc{key-one, title={Other Paper}, author={C. D}, eprint={2001.00002}, archiveprefix={arXiv}}\n",
        encoding="utf-8",
    )
    online("add", path)
    services.pdfs |= {"2001.00001": document(1), "2001.00002": document(2)}
    online("pdf", "2001.00001", "2001.00002")
    assert len(files(tmp_path)) == 2
    assert online("show", "2001.00002", "--json").json["pages"] == 2


def test_a_folder_that_cannot_be_written(online: Any, tmp_path: Path) -> None:
    (tmp_path / "pdfs").write_text("a file")
    result = online.process("pdf", ATTENTION)
    assert result.returncode not in {0, 1}, result.stderr
    assert "Traceback" not in result.stderr


def test_no_paper_is_named(online: Any) -> None:
    assert "which PDFs?" in online.refuses("pdf", exit_code=2)
    assert "--week needs a course" in online.refuses("pdf", "--week", "5", exit_code=2)
    online("course", "follow", "umd")
    assert "downloaded" in online("pdf", "--week", "99").stderr


def test_a_hanging_server_can_be_interrupted(online: Any, services: Any, tmp_path: Path) -> None:
    services.spoil("pdf", hang(60), times=None)
    with subprocess.Popen(
        online.command("pdf", ATTENTION), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ
    ) as process:
        until = time.monotonic() + 20
        while not services.asked("pdf") and time.monotonic() < until:
            time.sleep(0.02)
        process.send_signal(signal.SIGINT)
        _, stderr = process.communicate(timeout=10)
    assert process.returncode != 0
    assert "Traceback" not in stderr
    assert f"{KEY}.pdf" not in files(tmp_path)


# open


def link(program: Any, *words: str) -> str:
    return str(program("open", *words, "--print").stdout).strip()


def test_every_kind_of_link(online: Any, tmp_path: Path) -> None:
    path = tmp_path / "a.bib"
    path.write_text(
        "@article{withdoi, title={With a DOI}, author={A. B}, doi={10.1000/x}, url={https://example.org/x}}\n"
        "@misc{withurl, title={With a URL}, author={A. B}, url={https://example.org/y}}\n"
        "@misc{bare, title={Bare}, author={A. B}}\n",
        encoding="utf-8",
    )
    online("add", path)
    assert link(online, ATTENTION) == f"https://arxiv.org/abs/{ATTENTION}"
    assert link(online, ATTENTION, "--abs") == f"https://arxiv.org/abs/{ATTENTION}"
    assert link(online, ATTENTION, "--pdf") == f"https://arxiv.org/pdf/{ATTENTION}"
    assert link(online, "withdoi") == "https://doi.org/10.1000/x"
    assert link(online, "withdoi", "--abs") == "https://doi.org/10.1000/x"
    assert link(online, "withurl") == "https://example.org/y"
    assert "no link is known for Bare" in online.refuses("open", "bare", "--print", exit_code=2)
    assert "no link is known" in online.refuses("open", "withurl", "--pdf", "--print", exit_code=2)
    online("pdf", ATTENTION)
    own = str(tmp_path / "pdfs" / f"{KEY}.pdf")
    assert link(online, ATTENTION) == link(online, ATTENTION, "--pdf") == own
    assert link(online, ATTENTION, "--abs") == f"https://arxiv.org/abs/{ATTENTION}"
    Path(own).unlink()
    assert link(online, ATTENTION) == f"https://arxiv.org/abs/{ATTENTION}"
    target = online("list", "--unresolved").rows[0][0]
    assert "no link is known" in online.refuses("open", target, "--print", exit_code=2)


def test_a_link_is_opened_and_a_failure_said(online: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []

    def launch(url: str) -> int:
        opened.append(url)
        return 0

    monkeypatch.setattr("typer.launch", launch)
    assert online("open", ATTENTION).stdout == ""
    assert opened == [f"https://arxiv.org/abs/{ATTENTION}"]
    monkeypatch.setattr("typer.launch", lambda _url, **_: 1)
    assert "nothing here opens https://arxiv.org" in online.refuses("open", ATTENTION, exit_code=1)
