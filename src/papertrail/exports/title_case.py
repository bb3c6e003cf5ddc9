"""The titles of references in the case that a style wants.

Only what is sure to be no name is put in small letters: the bibliography's braces say so, or a list of common words
does. A title with a capital of which neither knows keeps its own case.
"""

import re
from functools import cache
from importlib.resources import files

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_TOKEN = re.compile(r"\S+")
_BRACED = re.compile(r"\{([^{}\\]*)\}")
_ENDS = (":", "?", "!", ".", "—", "–")
_OPENING = "\"“‘'(«["
_CLOSING = "\"”’'»)]"
_STOPS = ("?", "!", ".")
_SMALL = frozenset(
    (
        "a", "an", "and", "as", "at", "but", "by", "for", "from", "in", "into", "nor", "of", "off", "on", "onto", "or",
        "per", "than", "the", "to", "up", "via", "vs", "with", "without",
    )
)  # fmt: skip


def sentence_case(title: str, source: str | None = None, *, subtitle: bool = True) -> str:
    """A title with small letters but at its beginning, after a colon, and in names.

    Args:
        title: The title, as plain text.
        source: The title with the braces of its bibliography; None where it has none.
        subtitle: Whether the word after a colon keeps its capital.
    """
    marked = _braced(source) if source else frozenset[str]()
    begins = True
    written = list[str]()
    for token in re.split(r"(\s+)", title):
        if not token or token.isspace():
            written.append(token)
            continue
        lowered = _lowered(token, marked, sure=bool(marked), begins=begins)
        if lowered is None:
            return title
        written.append(lowered)
        begins = token.rstrip(_CLOSING).endswith(_ENDS if subtitle else _STOPS)
    return "".join(written)


def headline_case(title: str) -> str:
    """A title with capitals at all words but small ones; capitals that are there stay."""
    tokens = list(_TOKEN.finditer(title))
    written, last = list[str](), 0
    for number, match in enumerate(tokens):
        before = tokens[number - 1][0] if number else ":"
        first_or_last = before.endswith(_ENDS) or number == len(tokens) - 1
        written += (title[last : match.start()], _raised(match[0], always=first_or_last))
        last = match.end()
    return "".join((*written, title[last:]))


def _lowered(token: str, marked: frozenset[str], *, sure: bool, begins: bool) -> str | None:
    """A word in small letters; None where it cannot be told whether it is a name."""
    pieces, last = [], 0
    if "$" in token:
        return token
    for match in _WORD.finditer(token):
        word = match[0]
        pieces.append(token[last : match.start()])
        last = match.end()
        kept = not _is_plain_capital(word) or word in marked or _holds_digit(token, match) or _is_letter(token, word)
        if begins and not token[: match.start()].strip(_OPENING):
            pieces.append(word if kept and not _is_raisable(token, match) else f"{word[0].upper()}{word[1:]}")
        elif kept:
            pieces.append(word)
        elif sure or word.lower().replace("’", "'") in _common():
            pieces.append(word.lower())
        else:
            return None
    return "".join((*pieces, token[last:]))


def _is_plain_capital(word: str) -> bool:
    """True for "Attention" and for the article "A"; "BERT", "PyTorch" and "Q" have capitals of their own."""
    return word == "A" or (len(word) > 1 and word[0].isupper() and word[1:].islower())


def _is_letter(token: str, word: str) -> bool:
    """True for an A that is no article: of "A/B", "A*" and "Q&A"."""
    return word == "A" and token.strip(_OPENING + _CLOSING) != word


def _holds_digit(token: str, match: re.Match[str]) -> bool:
    return any(char.isdigit() for char in token[max(match.start() - 1, 0) : match.end() + 1])


def _raised(token: str, *, always: bool) -> str:
    match = _WORD.search(token)
    if not match or token[: match.start()].strip(_OPENING) or "$" in token or "://" in token:
        return token
    word = match[0]
    if (word in _SMALL and not always) or not _is_raisable(token, match):
        return token
    return f"{token[: match.start()]}{word[0].upper()}{word[1:]}{token[match.end() :]}"


def _is_raisable(token: str, match: re.Match[str]) -> bool:
    """True for a small word; "arXiv", "k-means" and "lil.log" are written small on purpose."""
    alone = len(match[0]) == 1 and token[match.end() : match.end() + 1] == "-"
    return match[0].islower() and not alone and not _holds_digit(token, match) and "." not in token[:-1]


def _braced(source: str) -> frozenset[str]:
    """The words that stand in braces."""
    return frozenset(word for group in _BRACED.findall(source) for word in _WORD.findall(group))


@cache
def _common() -> frozenset[str]:
    text = files("papertrail.exports").joinpath("styles/common-words.txt").read_text(encoding="utf-8")
    return frozenset(text.split())
