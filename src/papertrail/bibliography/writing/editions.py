"""The edition of a book, which BibTeX wants as a word, and BibLaTeX and CSL as a number."""

import re

_WORDS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_EDITION = re.compile(r"\s*\b(?:edition|edn|ed)\b\.?\s*", re.IGNORECASE)
_ENDS = {"1": "st", "2": "nd", "3": "rd"}
_TEENS = ("11", "12", "13")


def number(edition: str) -> str | None:
    """The number of an edition: "2" for "Second", "2nd ed." and "2"; None for "Revised"."""
    word = _EDITION.sub(" ", edition).strip().lower()
    if word in _WORDS:
        return str(_WORDS.index(word) + 1)
    found = re.fullmatch(r"(\d+)(?:st|nd|rd|th)?", word, re.ASCII)
    return found[1] if found else None


def ordinal(edition: str) -> str:
    """The number of an edition as the word before "edition": "Second", "11th"; what has no number as it is."""
    bare = number(edition) or ""
    if not re.fullmatch(r"\d{1,3}", bare, re.ASCII):
        return edition
    if 1 <= int(bare) <= len(_WORDS):
        return _WORDS[int(bare) - 1].capitalize()
    return f"{bare}{'th' if bare.endswith(_TEENS) else _ENDS.get(bare[-1], 'th')}"


def shown(edition: str) -> str:
    """The number, or words that say that they are of an edition: "Revised ed."."""
    return number(edition) or (edition if _EDITION.search(edition) else f"{edition} ed.")
