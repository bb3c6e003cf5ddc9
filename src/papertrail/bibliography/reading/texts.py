"""Keys and arXiv ids as references have them, in every format."""

import re

from papertrail import identifiers

_KEY = re.compile(r"[^\W_](?:[\w:./+&'-]{0,98}\w)?")
_ARXIV = re.compile(
    r"(?:arxiv[:.\s]\s*|corr\s*,?\s*abs/)((?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Za-z]{2})?/\d{7})(?:v\d+)?)"
    r"(?:\s*\[([A-Za-z-]+(?:\.[A-Za-z-]+)?)\])?",
    re.IGNORECASE,
)
_PREPRINT = re.compile(r"\s*(?:arxiv\b|corr\b|computing research repository)", re.IGNORECASE)


def citation_key(text: str) -> str:
    """The text if it can be a citation key; otherwise nothing."""
    return text if _KEY.fullmatch(text) and "://" not in text and not identifiers.arxiv_id(text) else ""


def arxiv_mark(text: str) -> tuple[str | None, str | None]:
    """The arXiv id, and the category, in "arXiv:1706.03762v5 [cs.CL]" and the like, wherever in the text."""
    match = _ARXIV.search(text)
    return (identifiers.arxiv_id(match[1]), match[2]) if match else (None, None)


def is_preprint_server(venue: str) -> bool:
    """True for the names under which arXiv stands where a venue should."""
    return bool(_PREPRINT.match(venue))
