"""PDFs: whole or not at all, taken up where they broke off, and never something else."""

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from tests.services import faults
from tests.services.answer import Fault
from tests.services.server import Services

from papertrail.sources import pdf
from papertrail.sources.errors import NoPdfError, SourceUnavailableError, UnsavedPdfError
from papertrail.sources.pace import Pace
from papertrail.sources.transport import Client

pytest_plugins = ["tests.services.fixtures"]

CONTENT = b"%PDF-1.7\n" + bytes(range(256)) * 2000 + b"\n%%EOF\n"

Download = Callable[..., int]


@pytest.fixture
def download(services: Services, client: Client, pace: Pace, tmp_path: Path) -> Download:
    services.pdfs["1706.03762"] = CONTENT

    def fetch(**options: object) -> int:
        url = pdf.arxiv_url("1706.03762", services.url)
        return pdf.download(url, tmp_path / "pdfs" / "a.pdf", client=client, pace=pace, **options)  # type: ignore[arg-type]

    return fetch


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "pdfs").iterdir())


def test_a_pdf_arrives_whole(download: Download, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    assert download(on_progress=lambda *one: told.append(one)) == len(CONTENT)
    assert (tmp_path / "pdfs" / "a.pdf").read_bytes() == CONTENT
    assert files(tmp_path) == ["a.pdf"]
    assert told[-1] == (len(CONTENT), len(CONTENT))
    assert sorted(told) == told


def test_old_ids_have_an_address() -> None:
    assert pdf.arxiv_url("hep-th/9901001") == "https://export.arxiv.org/pdf/hep-th/9901001"


def test_a_cut_download_is_continued(services: Services, download: Download, tmp_path: Path) -> None:
    services.spoil("pdf", faults.cut(0.5), faults.cut(0.5))
    download()
    assert (tmp_path / "pdfs" / "a.pdf").read_bytes() == CONTENT
    starts = [one.headers.get("range") for one in services.seen]
    assert starts[0] is None
    assert starts[1] == f"bytes={len(CONTENT) // 2}-"
    assert len(starts) == 3
    assert files(tmp_path) == ["a.pdf"]


def test_a_later_run_continues(services: Services, download: Download, tmp_path: Path) -> None:
    services.spoil("pdf", faults.cut(0.4))
    services.spoil("pdf", faults.status(503), times=4)
    with pytest.raises(SourceUnavailableError, match="503"):
        download()
    assert files(tmp_path) == ["a.pdf.part", "a.pdf.part.tag"]
    download()
    assert "range" in services.seen[-1].headers
    assert (tmp_path / "pdfs" / "a.pdf").read_bytes() == CONTENT


def test_an_interruption_keeps_the_part(services: Services, download: Download, tmp_path: Path) -> None:
    def interrupt(done: int, _total: int) -> None:
        if done > 100_000:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        download(on_progress=interrupt)
    assert files(tmp_path) == ["a.pdf.part", "a.pdf.part.tag"]
    assert download() == len(CONTENT)
    assert "range" in services.seen[-1].headers


def test_another_pdf_is_not_glued_to_the_old_part(services: Services, download: Download, tmp_path: Path) -> None:
    services.spoil("pdf", faults.cut(0.5), faults.status(404))
    with pytest.raises(NoPdfError):
        download()
    services.pdfs["1706.03762"] = b"%PDF-2.0 a new version" + CONTENT
    download()
    assert (tmp_path / "pdfs" / "a.pdf").read_bytes() == b"%PDF-2.0 a new version" + CONTENT


@pytest.mark.parametrize("rest", ["bytes 5-9/10", "bytes 0-1/2", "lines 1-2/3", ""])
def test_a_rest_that_does_not_fit_starts_over(
    rest: str, services: Services, download: Download, tmp_path: Path
) -> None:
    services.spoil("pdf", faults.cut(0.5))
    services.spoil("pdf", lambda answer: replace(answer, headers={"Content-Range": rest}))
    download()
    assert (tmp_path / "pdfs" / "a.pdf").read_bytes() == CONTENT
    assert "range" not in services.seen[-1].headers


def test_a_part_longer_than_the_pdf_starts_over(services: Services, download: Download, tmp_path: Path) -> None:
    services.spoil("pdf", faults.cut(0.5))
    services.spoil("pdf", faults.status(416))
    download()
    assert (tmp_path / "pdfs" / "a.pdf").read_bytes() == CONTENT


NOT_ONE: dict[str, Fault] = {
    "HTML": faults.html(),
    "HTML that says it is a PDF": faults.body(b"<!DOCTYPE html>", "application/pdf"),
    "a PDF that says it is text": faults.body(CONTENT, "text/plain"),
    "nothing": faults.body(b""),
    "its beginning": faults.body(b"%PD"),
    "404": faults.status(404),
    "too large": faults.body(b"%PDF-" + b"x" * 3_000_000),
    "too large when unpacked": faults.gzip_bomb(20),
    "too large without saying so": lambda answer: replace(
        answer, body=b"%PDF-" + b"x" * 3_000_000, headers={"Content-Length": ""}
    ),
}


@pytest.mark.parametrize("fault", NOT_ONE.values(), ids=NOT_ONE)
def test_what_is_no_pdf_leaves_no_file(fault: Fault, services: Services, download: Download, tmp_path: Path) -> None:
    services.spoil("pdf", fault, times=None)
    with pytest.raises((NoPdfError, SourceUnavailableError)) as raised:
        download(largest=2_000_000)
    assert raised.value.exit_code == 5
    assert files(tmp_path) == []
    assert len(services.seen) == 1


PASSING: dict[str, Fault] = {
    "429": faults.status(429),
    "503": faults.status(503),
    "hanging": faults.hang(),
    "cut at once": faults.cut(0),
    "elsewhere": faults.redirect("/pdf/1706.03762?again", 301),
    "packed": faults.packed(),
}


@pytest.mark.parametrize("fault", PASSING.values(), ids=PASSING)
def test_what_passes_is_waited_out(fault: Fault, services: Services, download: Download, tmp_path: Path) -> None:
    services.spoil("pdf", fault)
    assert download() == len(CONTENT)
    assert (tmp_path / "pdfs" / "a.pdf").read_bytes() == CONTENT


def test_without_a_version_nothing_is_taken_up(services: Services, download: Download, tmp_path: Path) -> None:
    services.spoil("pdf", lambda answer: replace(faults.cut(0.5)(answer), headers={"ETag": 'W/"weak"'}))
    services.spoil("pdf", faults.status(404))
    with pytest.raises(NoPdfError):
        download()
    assert files(tmp_path) == []
    download()
    assert all("range" not in one.headers for one in services.seen)


def test_two_runs_do_not_write_into_one_part(services: Services, client: Client, tmp_path: Path) -> None:
    services.pdfs["1"] = CONTENT
    services.spoil("pdf", lambda answer: replace(answer, delay=0.4))
    arguments = (f"{services.url}/pdf/1", tmp_path / "a.pdf")
    with Client() as other:
        first = threading.Thread(target=pdf.download, args=arguments, kwargs={"client": other})
        first.start()
        while not services.seen:
            threading.Event().wait(0.01)
        with pytest.raises(UnsavedPdfError, match="another papertrail"):
            pdf.download(*arguments, client=client)
        first.join()
    assert (tmp_path / "a.pdf").read_bytes() == CONTENT


def test_a_place_that_cannot_be_written_is_said(services: Services, client: Client, tmp_path: Path) -> None:
    services.pdfs["1"] = CONTENT
    (tmp_path / "file").touch()
    for path in (tmp_path / "file" / "a.pdf", tmp_path / ("n" * 300)):
        with pytest.raises(UnsavedPdfError, match="cannot save"):
            pdf.download(f"{services.url}/pdf/1", path, client=client)
