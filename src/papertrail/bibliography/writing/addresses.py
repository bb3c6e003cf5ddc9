"""Web addresses, DOIs and other identifiers as they are: never escaped, and yet unable to break a file."""

import re

from papertrail.bibliography.record import Record
from papertrail.identifiers import arxiv_link, doi_link

_UNSAFE = re.compile(r"[^!#$%&'()*+,\-./0-9:;=?@A-Z\[\]_a-z~]")
_WEB = re.compile(r"https?://[^\s/]", re.IGNORECASE)
_UNSAFE_IN_DOI = re.compile(r"[^\x21-\x7e]|[{}\\\"]|\^(?=\^)")
_EPRINT = re.compile(r"[A-Za-z0-9.:/_-]{1,100}", re.ASCII)


def address(url: str | None) -> str | None:
    """A web address with what no address may have, braces among it, percent-encoded; None for any other scheme."""
    if not url or not _WEB.match(url):
        return None
    return _UNSAFE.sub(_encoded, url) if _UNSAFE.search(url) else url


def doi(text: str | None) -> str | None:
    """A DOI, verbatim; braces and what else would break a file percent-encoded."""
    return _UNSAFE_IN_DOI.sub(_encoded, text) if text else None


def eprint(text: str) -> str | None:
    """An identifier of an archive; None for what cannot be one."""
    return text if _EPRINT.fullmatch(text) else None


def verbatim(text: str) -> str:
    """What is printed as it stands, with the signs that could end it, or begin a command, percent-encoded."""
    return re.sub(r"[{}\\]|\^(?=\^)", _encoded, text)


def own_address(record: Record) -> str | None:
    """The address of a work; for a preprint without one, its page at arXiv."""
    own = address(record.url)
    if own or not record.is_preprint:
        return own
    return arxiv_page(record)


def link(record: Record) -> str | None:
    """The best address of a work: its own, its DOI's, its preprint's."""
    return address(record.url) or (address(doi_link(record.doi)) if record.doi else arxiv_page(record))


def arxiv_page(record: Record) -> str | None:
    """The page of the preprint at arXiv."""
    return arxiv_link(record.arxiv) if record.arxiv and eprint(record.arxiv) else None


def archive_place(record: Record) -> dict[str, str]:
    """Where a preprint lies, in the variables where citation processors look for it; empty for anything else."""
    archive, own = record.text("archive"), record.text("archive_location")
    if record.arxiv and eprint(record.arxiv):
        archive, own = "arXiv", record.arxiv
    return {"publisher": archive, "number": f"{archive}:{own}"} if record.is_preprint and archive and own else {}


def _encoded(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match[0].encode("utf-8", errors="replace"))
