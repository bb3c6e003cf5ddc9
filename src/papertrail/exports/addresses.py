"""Web addresses, DOIs and other identifiers as they are: never escaped, and yet unable to break a file."""

import re

from papertrail.identifiers import doi_link
from papertrail.references import Reference

_UNSAFE = re.compile(r"[^!#$%&'()*+,\-./0-9:;=?@A-Z\[\]_a-z~]")
_WEB = re.compile(r"https?://[^\s/]", re.IGNORECASE)
_EPRINT = re.compile(r"[A-Za-z0-9.:/_-]{1,100}", re.ASCII)


def address(url: str | None) -> str | None:
    """A web address with what no address may have, braces among it, percent-encoded; None for any other scheme."""
    if url is None or not _WEB.match(url):
        return None
    return _UNSAFE.sub(_encoded, url) if _UNSAFE.search(url) else url


def doi(text: str | None) -> str | None:
    """A DOI, verbatim; braces and what else would break a file percent-encoded."""
    if not text:
        return None
    return re.sub(r"[^\x21-\x7e]|[{}\\\"]", _encoded, text)


def eprint(text: str) -> str | None:
    """An identifier of an archive; None for what cannot be one."""
    return text if _EPRINT.fullmatch(text) else None


def link(reference: Reference) -> str | None:
    """The best address of a work: its own, its DOI's, its preprint's."""
    if own := address(reference.url):
        return own
    if reference.doi:
        return address(doi_link(reference.doi))
    return f"https://arxiv.org/abs/{reference.arxiv}" if reference.arxiv and eprint(reference.arxiv) else None


def _encoded(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match[0].encode("utf-8", errors="replace"))
