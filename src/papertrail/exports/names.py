"""Names as BibTeX takes them apart again: "van den Oord, Aäron", "King, Jr., Martin Luther", "{Gemini Team}"."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from papertrail.exports.latex import BIBLATEX, BIBTEX, CAPITALS, Encoder
from papertrail.records import full_name
from papertrail.references import Names

_LETTER = "A-Za-zÀ-ÖØ-öø-ž"
_NO_AND = "(?!A[Nn][Dd] )"  # BibTeX parts names at an "and" in any case
_WORD = rf"{_NO_AND}[{CAPITALS}][{_LETTER}]*+"
_GIVEN = rf"{_NO_AND}[{CAPITALS}][{_LETTER}.]*+"
_SIMPLE = rf"{_WORD}(?:[ -]{_WORD})*+, {_GIVEN}(?:[ -]{_GIVEN})*+"
_SIMPLE_LIST = re.compile(rf"{_SIMPLE}(?: and {_SIMPLE})*+")
"""Names of European letters, as most are: every word begins with a capital."""

_FOREIGN = re.compile(r"\S*[^\x00-\x7f]\S*")
_SIGN = re.compile(r"(\\[&%#_$])")
_UNCUT = r"\relax "
"""Makes one letter of what stands in braces to BibTeX, so that no initial or label cuts it in half."""

_MOST_COMMAS = 2


def name_list(names: Sequence[dict[str, str]], encoder: Encoder, *, complete: bool = True) -> str:
    """The value of an author field."""
    if complete and (simple := _simple_list(names, encoder)):
        return simple
    people = [_name(name, encoder) for name in names]
    if not complete:
        people.append("others")
    return " and ".join(filter(None, people))


def editors(source: str, encoder: Encoder) -> str:
    """A list of names from a bibliography, harmless; one whose parts BibTeX could not tell is kept whole in braces."""
    people = filter(None, (encoder.source(name) for name in split(source)))
    return " and ".join(name if _is_parted(name) else f"{{{name}}}" for name in people)


def _simple_list(names: Sequence[dict[str, str]], encoder: Encoder) -> str | None:
    """A list of simple names at once; None where one of them needs a closer look."""
    written = names.written if isinstance(names, Names) else ""
    if not _SIMPLE_LIST.fullmatch(written):
        return None
    if encoder is BIBLATEX or written.isascii():
        return written
    written = encoder.letters(written)
    return written if written.isascii() else None


def _name(name: dict[str, str], encoder: Encoder) -> str:
    family, given = name.get("family"), name.get("given")
    literal, particle, suffix = name.get("literal"), name.get("particle"), name.get("suffix")
    if literal or not family:
        return _braced(full_name(name) if literal is None else literal, encoder)
    if particle and not all(word[0].islower() for word in particle.split()):
        family, particle = f"{particle} {family}", None  # BibTeX knows particles by their small letters alone
    if not given:
        return _without_given(family, particle, suffix, encoder)
    last = _part(family, encoder, words=True)
    if particle:
        last = f"{_part(particle, encoder)} {last}"
    parts = [last, *([_part(suffix, encoder)] if suffix else []), _part(given, encoder)]
    return ", ".join(parts)


def _without_given(family: str, particle: str | None, suffix: str | None, encoder: Encoder) -> str:
    """A family name alone: more words than one, or a suffix, would be taken for something else."""
    if particle or suffix or " " in family or "," in family or not family[0].isupper():
        return _braced(" ".join(filter(None, (particle, family, suffix))), encoder)
    return _part(family, encoder, words=True)


@lru_cache(maxsize=50_000)
def _part(text: str, encoder: Encoder, *, words: bool = False) -> str:
    """A part of a name; in braces, where BibTeX would see a comma, an "and", or small words of its own in it."""
    several = text.split()
    small = words and any(not word[0].isupper() for word in several[:-1])
    if small or "," in text or "\u00a0" in text or any(word.lower() == "and" for word in several):
        return _braced(text, encoder)
    written = _text(text, encoder)
    if encoder is BIBTEX and not written.isascii():
        return _FOREIGN.sub(lambda match: f"{{{_UNCUT}{match[0]}}}", written)
    return written


def _braced(text: str, encoder: Encoder) -> str:
    """A name, or a part of one, that BibTeX leaves whole."""
    written = _text(text, encoder)
    if not written:
        return ""
    uncut = encoder is BIBTEX and (not written.isascii() or "\\text" in written)
    return f"{{{_UNCUT if uncut else ''}{written}}}"


def _is_parted(name: str) -> bool:
    """True for "Family, Suffix, Given" and less: no part is empty, and there are no more of them."""
    while "{" in name and (inner := re.sub(r"\{[^{}]*\}", "x", name)) != name:
        name = inner
    parts = name.split(",")
    return len(parts) <= _MOST_COMMAS + 1 and all(part.strip(" ~") for part in parts)


def _text(text: str, encoder: Encoder) -> str:
    """A part of a name as LaTeX. There is no mathematics in names."""
    written = encoder.words(text)
    return _SIGN.sub(r"{\1}", written) if "\\" in written else written


def split(source: str) -> Iterator[str]:
    """The names of a list, parted at "and" outside all braces."""
    depth, begin = 0, 0
    for match in re.finditer(r"[{}]|\s+and\s+", source):
        depth += {"{": 1, "}": -1}.get(match[0], 0)
        if len(match[0]) > 1 and depth <= 0:
            yield source[begin : match.start()].strip()
            begin = match.end()
    yield source[begin:].strip()
