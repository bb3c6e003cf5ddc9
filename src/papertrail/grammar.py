"""How words are put together: articles, plurals, names in a row. Pure: text in, text out."""

from collections.abc import Sequence

_SAID_WITH_AN = tuple("aeio")
_VOWELS = tuple("aeiou")


def capital(text: str) -> str:
    """A text with a capital at its beginning, and all else as it is: "MATLAB report" stays that."""
    return f"{text[:1].upper()}{text[1:]}"


def with_article(noun: str) -> str:
    """A noun with its article: "a critique", "an essay"."""
    return f"an {noun}" if noun[:1].lower() in _SAID_WITH_AN else f"a {noun}"


def plural(noun: str) -> str:
    """A noun for many: "critiques", "summaries"; what is plural already, such as "scribe notes", stays."""
    if noun.endswith("s"):
        return noun
    return f"{noun[:-1]}ies" if noun.endswith("y") and noun[-2:-1] not in _VOWELS else f"{noun}s"


def all_of(names: Sequence[str]) -> str:
    """Names in a row: "Ada", "Ada and Bob", "Ada, Bob and Cy"."""
    return _row(names, "and")


def one_of(names: Sequence[str]) -> str:
    """Names to choose from: "Ada", "Ada or Bob", "Ada, Bob or Cy"."""
    return _row(names, "or")


def _row(names: Sequence[str], word: str) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} {word} {names[-1]}"
