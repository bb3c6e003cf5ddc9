"""Pieces of text as reference managers write them: tags and entities removed, and plain text put as LaTeX."""

import html
import re

from papertrail import cleaning, identifiers

LONGEST_ABSTRACT = 20_000
"""Characters kept of an abstract or a note."""

_TAG_NAMES = (
    "a|abstract|b|bold|br|code|disp-formula|div|em|font|i|img|inline-formula|inline-graphic|italic|li|math|monospace|"
    "nocase|ol|p|pre|roman|sc|scp|script|sec|sans-serif|small|span|strong|style|sub|sup|title|tt|u|ul|underline"
)
_TAG = re.compile(
    rf"<(?P<end>/?)(?P<name>(?:jats|mml|m|xhtml):[a-z][\w-]*|{_TAG_NAMES})(?P<rest>[\s/][^<>]{{0,2000}})?>",
    re.IGNORECASE,
)
_BLOCK = re.compile(r"(?:jats:)?(?:abstract|br|div|li|ol|p|sec|title|ul)", re.IGNORECASE)
_HEADING = re.compile(r"\s*(?:abstract|summary)\s*(?:\n|[:.]\s|—)\s*", re.IGNORECASE)
_PARAGRAPHS = re.compile(r"\n\s*\n|\n(?=\s{2,})")

_KEY = re.compile(r"[^\W_](?:[\w:./+&'-]{0,98}\w)?")
_ARXIV = re.compile(
    r"arxiv[:.\s]\s*((?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Za-z]{2})?/\d{7})(?:v\d+)?)(?:\s*\[([A-Za-z-]+(?:\.[A-Za-z-]+)?)\])?",
    re.IGNORECASE,
)
_PREPRINT = re.compile(r"\s*(?:arxiv\b|corr\b|computing research repository)", re.IGNORECASE)

# A dollar sign begins mathematics as in pandoc: nothing blank inside it, and no digit after it.
_MATH = re.compile(r"(?<!\\)(\$(?! )[^$]{1,500}(?<![ \\])\$(?!\d))")
_SIGNS = {
    "\\": r"\textbackslash{}", "&": r"\&", "%": r"\%", "#": r"\#", "_": r"\_", "$": r"\$", "{": r"\{", "}": r"\}",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip
_ESCAPES = str.maketrans(_SIGNS)
# BibTeX counts an escaped brace as a brace, so one that has no partner is named instead.
_NAMED_ESCAPES = str.maketrans(_SIGNS | {"{": r"\textbraceleft{}", "}": r"\textbraceright{}"})


def unmarked(text: str) -> str:
    """One line without HTML or JATS: tags removed, what they hold kept, entities decoded once."""
    return cleaning.line(html.unescape(_TAG.sub(_space, text)) if "<" in text or "&" in text else text)


def paragraphs(text: str) -> str:
    """An abstract or a note: as `unmarked`, with an empty line between paragraphs."""
    if "<" in text or "&" in text:
        text = html.unescape(_TAG.sub(_break, text))
    text = _HEADING.sub("", cleaning.text(text), count=1) if text.strip()[:1] in "AaSs" else cleaning.text(text)
    found = (" ".join(paragraph.split()) for paragraph in _PARAGRAPHS.split(text))
    return "\n\n".join(filter(None, found))


def latex(text: str) -> str:
    """Plain text as the LaTeX that shows it; mathematics in ``$…$`` is left alone."""
    if not _is_balanced(text):
        return text.translate(_NAMED_ESCAPES)
    pieces = _MATH.split(text) if "$" in text else [text]
    if not all(map(_is_balanced, pieces)):
        return text.translate(_ESCAPES)
    return "".join(piece if index % 2 else piece.translate(_ESCAPES) for index, piece in enumerate(pieces))


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


def _is_balanced(text: str) -> bool:
    depth = 0
    for brace in re.findall("[{}]", text):
        depth += 1 if brace == "{" else -1
        if depth < 0:
            return False
    return depth == 0


def _space(tag: re.Match[str]) -> str:
    return " " if _BLOCK.fullmatch(tag["name"]) else ""


def _break(tag: re.Match[str]) -> str:
    return "\n\n" if _BLOCK.fullmatch(tag["name"]) else ""
