"""Titles, abstracts and names as the services write them, made harmless and put into our shape."""

import html
import re
from collections.abc import Iterable
from functools import lru_cache

from papertrail import cleaning
from papertrail.bibliography.names import parted
from papertrail.sources.records import Names

LONGEST_ABSTRACT = 20_000
"""Characters kept of an abstract."""

MOST_NAMES = 5_000
"""Authors kept of one paper; the longest real list has about 3,000."""

_PARAGRAPH = re.compile(r"\r?\n[ \t]*\r?\n|\r?\n[ \t]{2,}(?=\S)")
_TAG = re.compile(r"</?[A-Za-z][\w:.-]*(?:\s[^<>]*)?/?>")
_MARKUP = re.compile(r"[\\{}~]|--|``|''")
_TEAMS = frozenset(
    (
        "collaboration", "collaborations", "team", "teams", "consortium", "group", "community", "initiative",
        "organization", "organisation", "network", "institute", "university", "company", "inc", "inc.",
    )
)  # fmt: skip
"""Last words of names that are no person's."""

_PLAIN = re.compile(r"(?P<given>(?:[^\W\d_a-z][\w.'’-]*\s)+)(?P<family>[^\W\d_a-z][\w'’-]*)")
_PARTICLED = re.compile(r"(?P<particle>(?:[^\W\dA-ZÀ-Þ][\w.'’]*\s)+)(?P<family>[^\s].*)")
_SUFFIX = re.compile(r"(?P<name>.+?),?\s+(?P<suffix>Jr\.?|Sr\.?|II|III|IV)")


def paragraphs(text: str, *, longest: int = LONGEST_ABSTRACT) -> str:
    """A long text as clean paragraphs with an empty line between them, cut at a number of characters."""
    kept = (_joined(paragraph) for paragraph in _PARAGRAPH.split(text[: 4 * longest].strip("\r\n")))
    return "\n\n".join(filter(None, kept))[:longest].rstrip()


def line(value: object) -> str:
    """Whatever stands in a field of an answer as one clean line; empty where it is no text or number."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return cleaning.line(value) if isinstance(value, str) else ""


def unmarked(value: object) -> str:
    """One clean line of a text with HTML or MathML in it, as publishers send titles."""
    text = value[: 4 * cleaning.LONGEST_LINE] if isinstance(value, str) else ""
    return cleaning.line(html.unescape(_TAG.sub("", text)))


def names(spoken: Iterable[str]) -> Names:
    """Authors from names as they are spoken, in order; what has no letter in it is no name."""
    found: list[dict[str, str]] = []
    for name in spoken:
        if len(found) == MOST_NAMES:
            break
        if parts := _parts(name):
            found.append(dict(parts))
    return tuple(found)


def name(given: object, family: object, suffix: object = None) -> dict[str, str]:
    """A name that comes in parts; empty when there is nothing in it."""
    parts = {"family": line(family), "given": line(given), "suffix": line(suffix)}
    if not parts["family"]:
        return {"literal": parts["given"]} if parts["given"] else {}
    particled = _PARTICLED.fullmatch(parts["family"])
    if particled:
        parts |= {"particle": particled["particle"].strip(), "family": particled["family"]}
    return {part: text for part, text in parts.items() if text}


@lru_cache(maxsize=20_000)  # the same people write many papers
def _parts(spoken: str) -> tuple[tuple[str, str], ...]:
    text = cleaning.line(spoken)
    if _MARKUP.search(text):
        text = cleaning.line(_MARKUP.sub(" ", text))
    if not any(char.isalpha() for char in text):
        return ()
    last = text.rpartition(" ")[2]
    if last == text or last.lower() in _TEAMS:
        return (("literal", text),)
    suffixed = _SUFFIX.fullmatch(text)
    bare = suffixed["name"] if suffixed else text
    if " " not in bare or bare.count(",") > 1:
        return (("literal", text),)
    # BibTeX's rule, which takes its time, has no say where no word is small.
    plain = _PLAIN.fullmatch(bare) if bare.isascii() else None
    parts = {"given": plain["given"].strip(), "family": plain["family"]} if plain else parted(bare)
    if suffixed and "family" in parts:
        parts["suffix"] = suffixed["suffix"]
    return tuple(parts.items()) or (("literal", text),)


def _joined(text: str) -> str:
    if len(text) <= cleaning.LONGEST_LINE:
        return cleaning.line(text)
    return " ".join(filter(None, map(cleaning.line, text.split())))
