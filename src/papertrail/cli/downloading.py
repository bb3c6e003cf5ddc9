"""What `papertrail pdf` does: download, count the pages, and keep where the file is."""

import hashlib
import logging
from collections.abc import Sequence
from pathlib import Path

import typer
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from papertrail.bibliography.record import Record
from papertrail.catalogue import files
from papertrail.cli.desk import Desk
from papertrail.cli.network import arxiv_pace, client, progress
from papertrail.cli.words import counted, say
from papertrail.errors import PapertrailError
from papertrail.identifiers import slug
from papertrail.library import Scope
from papertrail.sources import pdf
from papertrail.sources.errors import UnsavedPdfError
from papertrail.sources.transport import Client

_LONGEST_NAME = 120


def download(desk: Desk, scopes: Sequence[Scope], *, again: bool) -> None:
    """Download the PDFs of the works meant; one that fails is named, and the others go on."""
    library, settings = desk.library, desk.settings
    works = {work.key: work for scope in scopes for work in library.works(scope)}
    done = failed = 0
    without: list[str] = []
    worst = 0
    try:
        settings.pdfs.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UnsavedPdfError(settings.pdfs, error.strerror or str(error)) from error
    with client(settings, settings.sources["arxiv_pdf_url"]) as http:
        for work in works.values():
            path = settings.pdfs / file_name(work.key)
            if path.exists() and not again:
                continue
            url = _address(desk, work)
            if url is None:
                without.append(work.key)
                continue
            try:
                _one(desk, http, work, url, path)
                done += 1
            except PapertrailError as error:
                say(f"error: {work.key}: {error}")
                failed, worst = failed + 1, max(worst, error.exit_code)
    there = len(works) - done - failed - len(without)
    say(f"downloaded {done}, there already {there}, failed {failed}, {len(without)} without a PDF that is known")
    if worst:
        raise typer.Exit(worst)


def file_name(key: str) -> str:
    """The name of a work's PDF: its citation key, in letters, digits and hyphens that every file system takes.

    A key with other characters gets a mark of its own behind it, so that no two keys share a file.
    """
    plain = slug(key)[:_LONGEST_NAME] or "paper"
    mark = "" if plain == key else f"-{hashlib.sha256(key.lower().encode()).hexdigest()[:8]}"
    return f"{plain}{mark}.pdf"


def _address(desk: Desk, work: Record) -> str | None:
    """Where a PDF of a work is known to be: at arXiv, or behind a link that ends so."""
    if work.arxiv:
        return pdf.arxiv_url(work.arxiv, desk.settings.sources["arxiv_pdf_url"])
    return work.url if work.url and work.url.lower().partition("?")[0].endswith(".pdf") else None


def _one(desk: Desk, http: Client, work: Record, url: str, path: Path) -> None:
    address = desk.settings.sources["arxiv_pdf_url"]
    pace = arxiv_pace(desk.settings, address) if work.arxiv else None
    with progress(f"{work.key}", 0) as on_progress:
        size = pdf.download(
            url, path, client=http, pace=pace, service="arXiv" if work.arxiv else "the server", on_progress=on_progress
        )
    pages = page_count(path)
    files.keep(desk.library.connection, work.key, path.name, size=size, pages=pages, at=desk.now)
    print(f"{path}  {counted(pages, 'page') if pages else 'length unknown'}")


def page_count(path: Path) -> int | None:
    """How many pages a PDF has; None where it cannot be told."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # its remarks on the file are for programmers
    try:
        return len(PdfReader(path, strict=False).pages) or None
    except (PyPdfError, ValueError, TypeError, KeyError, RecursionError, OSError, AttributeError):
        return None  # a PDF that is damaged or encrypted is still one that some viewer may show
