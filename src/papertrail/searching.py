"""Full-text search: what the reader typed becomes a query of the index. FTS5 is known here and in `schema` only."""

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from papertrail.errors import UsageError
from papertrail.filtering import Sieve
from papertrail.identifiers import folded
from papertrail.library import Library
from papertrail.records import Reading, Status

BEGIN, END = "\x02", "\x03"
"""What stands around a hit in `Hit.title` and `Hit.excerpt`; text from outside never holds these."""

# Columns of the index: title, authors, abstract, notes, tags, plain, drafts.
_WEIGHTS = "10.0, 5.0, 1.0, 3.0, 6.0, 2.0, 3.0"
_MARKS = "char(2), char(3)"

# The plus keeps SQLite from looking papers up in the index one by one.
RANKED = f"""
SELECT rowid FROM paper_index WHERE paper_index MATCH :match AND {{few}}
ORDER BY bm25(paper_index, {_WEIGHTS}), rowid LIMIT :limit
"""
LISTED = "SELECT id AS rowid FROM paper_text WHERE {few} ORDER BY subject LIMIT :limit"
FEW = "+rowid IN (SELECT value FROM json_each(:few))"
SUBJECTS = "SELECT p.subject FROM json_each(:papers) one CROSS JOIN paper_text p ON p.id = one.value ORDER BY one.key"
# Only for what is shown: to mark the hits in every paper that has a common word would take long.
MARKED = f"""
SELECT p.subject, highlight(paper_index, 0, {_MARKS}), highlight(paper_index, 1, {_MARKS}),
    snippet(paper_index, 2, {_MARKS}, '…', 16), snippet(paper_index, 3, {_MARKS}, '…', 16),
    snippet(paper_index, 6, {_MARKS}, '…', 16)
FROM json_each(:subjects) one CROSS JOIN paper_text p ON p.subject = one.value
    CROSS JOIN paper_index ON paper_index.rowid = p.id
WHERE paper_index MATCH :match
"""
CALLED = (
    "SELECT p.subject FROM paper_index JOIN paper_text p ON p.id = paper_index.rowid WHERE paper_index MATCH :match"
    " ORDER BY length(paper_index.title), p.subject LIMIT 200"
)
KNOWN = "SELECT 1 FROM paper_index WHERE paper_index MATCH :match LIMIT 1"
WORDS = "SELECT title || ' ' || authors FROM paper_index LIMIT 20000"

_PER_PAPER = 50
"""So many of the best hits are tried, for each paper that is wanted, before all are."""

_ALL = -1
"""No limit, to SQLite."""

_SHORTEST = 4
"""Letters of a word that is worth suggesting."""

_MOST_WORDS = 40

_TOKEN = re.compile(r'(-)?(?:([a-z]+):)?(?:"([^"]*)"|(\S+))', re.IGNORECASE)
_FIELDS = {"author": "authors", "title": "title", "abstract": "abstract", "note": "notes", "draft": "drafts"}
_YEARS = re.compile(r"(\d{4})?(\.\.)?(\d{4})?")


class Query(NamedTuple):
    """What was asked for."""

    match: str
    """The query of the index; empty when there are only filters."""
    filters: dict[str, object]
    words: tuple[str, ...]
    """The plain words, for suggestions."""


class Hit(NamedTuple):
    """A paper that was found."""

    reading: Reading
    title: str
    authors: str
    excerpt: str
    """A stretch of the notes, a draft or the abstract with the hit; empty when neither has one."""


def query(text: str, *, prefixes: bool = False) -> Query:
    """What the reader typed as a query.

    Words must all occur; ``word*`` is a beginning, ``"a phrase"`` stands as it is, ``-word`` must not occur.
    ``author:``, ``title:``, ``abstract:``, ``note:`` and ``draft:`` look in one place, and ``year:2020..2023``,
    ``status:read``, ``course:umd``, ``tag:NAME``, ``kind:book`` filter.

    Args:
        text: The words.
        prefixes: Take every word for a beginning.

    Raises:
        UsageError: a filter has a value that makes no sense.
    """
    wanted: list[str] = []
    unwanted: list[str] = []
    words: list[str] = []
    filters: dict[str, object] = {}
    for minus, name, phrase, word in _TOKEN.findall(text):
        value = phrase or word
        field = name.lower()
        if field in {"year", "status", "course", "tag", "kind"} and not minus:
            filters |= _filter(field, value)
            continue
        if field and field not in _FIELDS:
            value = f"{name}:{value}"
        term = _term(value, column=_FIELDS.get(field), prefix=prefixes and not phrase)
        if term:
            (unwanted if minus else wanted).append(term)
            words += [] if minus or phrase else [value]
    if unwanted and not wanted:
        raise UsageError("a search needs a word that must occur, besides those that must not")
    match = " AND ".join(wanted) + "".join(f" NOT {term}" for term in unwanted)
    return Query(match, filters, tuple(words))


def readings(library: Library, asked: Query, *, limit: int) -> list[Reading]:
    """The best matches, best first; without words, all that the filters let through, by name.

    Args:
        library: The library.
        asked: What was asked for; its course is a key.
        limit: At most so many.
    """
    papers = json.dumps(_papers(library, asked, limit))
    subjects = [subject for (subject,) in library.rows(SUBJECTS, papers=papers)]
    first: dict[str, Reading] = {}  # the first of the places where it is assigned
    for reading in library.papers(subjects):
        first.setdefault(reading.subject, reading)
    return [first[subject] for subject in subjects if subject in first]


def hits(library: Library, asked: Query, found: Sequence[Reading]) -> list[Hit]:
    """What was found, with the words that were asked for marked."""
    subjects = json.dumps([reading.subject for reading in found])
    marked = {}
    if asked.match:
        marked = {subject: texts for subject, *texts in library.rows(MARKED, match=asked.match, subjects=subjects)}
    return [_hit(reading, marked.get(reading.subject)) for reading in found]


def _hit(reading: Reading, marked: Sequence[str] | None) -> Hit:
    title, authors, *texts = marked or (reading.title, "")
    abstract, note, draft = texts or ("", "", "")
    return Hit(reading, title, authors, next((text for text in (note, draft, abstract) if BEGIN in text), ""))


def _papers(library: Library, asked: Query, limit: int) -> list[int]:
    """The numbers of the papers that were found."""
    sieve = Sieve(library, asked.filters)
    if not (asked.match or asked.filters) or sieve.few == set():
        return []
    sql = (RANKED if asked.match else LISTED).format(few="1 = 1" if sieve.few is None else FEW)
    few = json.dumps(list(sieve.few or ()))
    # To put all hits in order takes longer than to rank them; nearly always the best of them are enough.
    for most in (limit if sieve.is_open else _PER_PAPER * limit, _ALL):
        ranked = [paper for (paper,) in library.rows(sql, match=asked.match, few=few, limit=most)]
        found = list(islice(sieve.passed(ranked), limit))
        if len(found) == limit or len(ranked) < most:
            break
    return found


def unknown(library: Library, words: Iterable[str]) -> list[str]:
    """The words that are in no paper."""
    return [word for word in words if not any(library.rows(KNOWN, match=_term(word, column=None, prefix=False)))]


def by_words(library: Library, name: str) -> Iterator[list[str]]:
    """The papers that some words may mean, in steps, each less strict than the one before.

    Yields:
        Papers, shortest title first: with all the words in the title; with words of the title that begin so; and
        with words of title and authors that begin so.
    """
    words = list(_words(folded(name)))[:_MOST_WORDS]
    if not any(char.isalpha() for word in words for char in word):
        return
    for column, star in (("title", ""), ("title", "*"), ("plain", "*")):
        match = " AND ".join(f'"{word}"{star}' for word in words)
        yield [row[0] for row in library.rows(CALLED, match=f"{{{column}}} : ({match})")]


def vocabulary(library: Library) -> set[str]:
    """The words of titles and names, for suggestions."""
    return {word for (text,) in library.rows(WORDS) for word in _words(text) if len(word) >= _SHORTEST}


def _filter(name: str, value: str) -> dict[str, object]:
    if name == "year":
        years = _YEARS.fullmatch(value)
        if not years or not (years[1] or years[3]):
            raise UsageError(f"year:{value} is no year", hint="write year:2021, year:2020..2023 or year:2020..")
        last = years[3] if years[2] else years[1]
        return {"year_from": int(years[1] or 0), "year_to": int(last or 9999)}
    if name == "status" and value not in set(Status):
        raise UsageError(f"status:{value} is no status", hint=f"there are {', '.join(Status)}")
    return {name: value}


def _term(value: str, *, column: str | None, prefix: bool) -> str:
    """One word or phrase, quoted so that nothing in it is syntax; its folded spelling is looked for too."""
    star = "*" if prefix or (value.endswith("*") and len(value) > 1) else ""
    text = " ".join(_words(value))
    if not text:
        return ""
    plain = " ".join(_words(folded(value)))
    term = f'"{text}"{star}'
    either = term if plain == text else f'({term} OR "{plain}"{star})'
    if column == "authors":
        # The folded text holds the title too, so what is found there must be in no title alone.
        return f'({{authors}} : {either} OR ({{plain}} : "{plain}"{star} NOT {{title}} : "{plain}"{star}))'
    return f"({{{column}}} : {either})" if column else either


def _words(text: str) -> Iterator[str]:
    """The words as the index cuts them: letters and digits, everything else parts."""
    kept = "".join(char if unicodedata.category(char)[0] in "LNM" else " " for char in text.lower())
    yield from kept.split()
