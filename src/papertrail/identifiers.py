"""arXiv ids, DOIs and citation keys: parsed once at the border, trusted after.

Source of the arXiv forms: https://info.arxiv.org/help/arxiv_identifier.html.
"""

import re
import unicodedata
from itertools import filterfalse
from urllib.parse import quote, unquote

_NEW_ID = r"\d{2}(?:0[1-9]|1[0-2])\.\d{4,5}"
_OLD_ID = r"[a-z]+(?:-[a-z]+)?(?:\.[A-Za-z]{2})?/\d{2}(?:0[1-9]|1[0-2])\d{3}"
_ARXIV = re.compile(rf"({_NEW_ID}|{_OLD_ID})(?:v[1-9]\d*)?", re.ASCII)
_ARXIV_PREFIX = re.compile(
    r"(?:https?://)?(?:www\.|export\.)?(?:arxiv\.org/(?:abs|pdf|html|format|e-print)/|ar5iv\.org/(?:abs/)?"
    r"|ar5iv\.labs\.arxiv\.org/html/|alphaxiv\.org/(?:abs|pdf)/|huggingface\.co/papers/)",
    re.IGNORECASE,
)
ARXIV_DOI = "10.48550/"
"""The beginning of the DOIs that arXiv registers itself."""
_ARXIV_DOI = re.compile(rf"{re.escape(ARXIV_DOI)}arxiv\.", re.IGNORECASE)
_DOI = re.compile(r"10\.\d{4,9}/(?:[^\s\"<>]|<[^\s\"<>]+>)+", re.ASCII)
_DOI_PREFIX = re.compile(r"(?:doi:\s*|(?:https?://)?(?:dx\.)?doi\.org/)", re.IGNORECASE)

_KEY = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9:_.+-]{0,98}[A-Za-z0-9])?", re.ASCII)
_LIKE_HANDLE = re.compile(r"(?:[a-z0-9][a-z0-9.-]*:)?\d{1,3}\.\d{1,3}|\d+", re.ASCII | re.IGNORECASE)

# Letters that a Unicode decomposition leaves alone.
_LETTERS = str.maketrans(
    {
        "ß": "ss", "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d",
        "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "ı": "i", "ħ": "h", "ŋ": "n", "’": "'", "–": "-", "—": "-",
    }
)  # fmt: skip
_WORD = re.compile(r"[a-z0-9]+")
FILLERS = frozenset(
    (
        "a", "an", "the", "on", "of", "in", "to", "for", "and", "with", "from", "by", "at", "as", "is", "are", "be",
        "do", "does", "can", "how", "what", "why", "when", "where", "which", "who",
    )
)  # fmt: skip


def arxiv_id(text: str) -> str | None:
    """The bare arXiv id, without version, in any form that people paste; None when it is no arXiv id.

    Takes ``1706.03762``, ``arXiv:1706.03762v5``, ``hep-th/9901001``, and abs, pdf, html, ar5iv, alphaxiv and
    Hugging Face links, and the DOIs that arXiv itself registers.
    """
    rest = unquote(text.strip())
    rest = rest[len("arxiv:") :].strip() if rest.lower().startswith("arxiv:") else rest
    rest = _DOI_PREFIX.sub("", rest, count=1) if _ARXIV_DOI.search(rest) else rest
    rest = _ARXIV_DOI.sub("", rest, count=1)
    rest = _ARXIV_PREFIX.sub("", rest, count=1)
    rest = re.split(r"[?#]", rest, maxsplit=1)[0].rstrip("/").removesuffix(".pdf")
    match = _ARXIV.fullmatch(rest)
    return match[1] if match else None


def doi(text: str) -> str | None:
    """The bare DOI in lower case (DOIs ignore case), from a DOI or a doi.org link; None when it is none."""
    rest = _DOI_PREFIX.sub("", unquote(text.strip()), count=1)
    return rest.lower().rstrip(".,;") if _DOI.fullmatch(rest) else None


def arxiv_link(arxiv: str) -> str:
    """The page of a preprint at arXiv."""
    return f"https://arxiv.org/abs/{arxiv}"


def doi_link(doi: str) -> str:
    """The page to which a DOI leads, as an address may be written: older DOIs have angle brackets in them."""
    return f"https://doi.org/{quote(doi, safe='/:;().,_-')}"


def folded(text: str) -> str:
    """Text for comparing and searching: ASCII letters where possible, lower case, accents dropped."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    return "".join(filterfalse(unicodedata.combining, decomposed)).lower()


def slug(text: str) -> str:
    """A short name made of the words of a text, in any script: ``Chapter 5`` is ``chapter-5``."""
    return "-".join(re.findall(r"[^\W_]+", folded(text)))


def title_key(title: str) -> str:
    """What two spellings of one title have in common: its letters and digits, folded."""
    return "".join(filter(str.isalnum, folded(title)))


def citation_key(family: str, year: int | None, title: str) -> str:
    """The key coined for a work: family name, year, first significant word (``vaswani2017attention``).

    Args:
        family: Family name of the first author, without particles; the first word of a team's name; empty when
            there is no author: then two words of the title stand for it (``lighthillreport``).
        year: Year of publication, if known.
        title: The title, without markup.

    Returns:
        A key of ``[a-z0-9]``, never empty. It is up to the caller to make it unique with a, b, c.
    """
    words = ["".join(_WORD.findall(folded(word))) for word in title.split()]
    significant = [word for word in words if word and word not in FILLERS] or [word for word in words if word]
    name = "".join(_WORD.findall(folded(family)))
    if not name:
        return f"{''.join(significant[:2])}{year or ''}" or "untitled"
    return f"{name}{year or ''}{''.join(significant[:1])}"


def unusable_key(key: str) -> str | None:
    """Why a text cannot be a citation key; None when it can."""
    if not _KEY.fullmatch(key):
        longest = 100
        return f"it is longer than {longest} characters" if len(key) > longest else "it holds what no key may hold"
    if _LIKE_HANDLE.fullmatch(key):
        return "it reads as the place of a paper in a course"
    return "it is an arXiv id" if arxiv_id(key) else None
