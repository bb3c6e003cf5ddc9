"""Full-text search: what the reader typed becomes a query of the index. FTS5 is known here and in `schema` only."""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from papertrail.errors import UsageError
from papertrail.identifiers import folded
from papertrail.library import Library
from papertrail.records import Reading, Status

BEGIN, END = "\x02", "\x03"
"""What stands around a hit in `Hit.title` and `Hit.excerpt`; text from outside never holds these."""

# Columns of the index: title, authors, abstract, notes, tags, plain, drafts.
_WEIGHTS = "10.0, 5.0, 1.0, 3.0, 6.0, 2.0, 3.0"
_MARKS = "char(2), char(3)"

# The best are chosen first: to mark the hits in every paper that has a common word would take much longer.
FOUND = f"""
WITH best AS MATERIALIZED (
    SELECT paper_index.rowid AS id, bm25(paper_index, {_WEIGHTS}) AS score
    FROM paper_index WHERE paper_index MATCH :match AND {{conditions}} ORDER BY score, id LIMIT :limit
)
SELECT p.subject, highlight(paper_index, 0, {_MARKS}), highlight(paper_index, 1, {_MARKS}),
    snippet(paper_index, 2, {_MARKS}, '…', 16), snippet(paper_index, 3, {_MARKS}, '…', 16),
    snippet(paper_index, 6, {_MARKS}, '…', 16)
FROM best JOIN paper_index ON paper_index.rowid = best.id JOIN paper_text p ON p.id = best.id
WHERE paper_index MATCH :match ORDER BY best.score, best.id
"""
CALLED = (
    "SELECT p.subject FROM paper_index JOIN paper_text p ON p.id = paper_index.rowid WHERE paper_index MATCH :match"
    " ORDER BY length(paper_index.title), p.subject LIMIT 200"
)
FILTERED = """
SELECT p.subject, coalesce(w.title, t.label), '', '', '', ''
FROM paper_text p LEFT JOIN work w ON w.key = p.subject LEFT JOIN target t ON t.key = p.subject
WHERE {conditions} ORDER BY p.subject LIMIT :limit
"""
# Each filter finds its few papers first; the plus keeps SQLite from looking them up in the index one by one.
_WORKS = "+{id} IN (SELECT p.id FROM work w JOIN paper_text p ON p.subject = w.key WHERE {test})"
_TARGETS = (
    "SELECT p.id FROM {source} JOIN target t ON t.key = {target}"
    " JOIN paper_text p ON p.subject = coalesce(t.work, t.key)"
)
CONDITIONS = {
    "years": _WORKS.replace("{test}", "w.year BETWEEN :year_from AND :year_to"),
    "kind": _WORKS.replace("{test}", "w.kind = :kind"),
    "status": f"+{{id}} IN ({_TARGETS.format(source='status s', target='s.target')} WHERE s.status = :status)",
    "unread": f"+{{id}} NOT IN ({_TARGETS.format(source='status s', target='s.target')})",
    "course": f"+{{id}} IN ({_TARGETS.format(source='reading r', target='r.target')} WHERE r.course = :course)",
    "tag": "+{id} IN (SELECT p.id FROM tag JOIN paper_text p ON p.subject = tag.subject WHERE tag.name = :tag)",
}
"""The filters by name; their values are parameters of the same name, and `id` is the paper's number."""
WORDS = "SELECT title || ' ' || authors FROM paper_index LIMIT 20000"

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
    ``author:``, ``title:``, ``abstract:``, ``note:`` and ``draft:`` look in one place, and ``year:2020..2023``, ``status:read``,
    ``course:umd``, ``tag:NAME``, ``kind:book`` filter.

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


def hits(library: Library, asked: Query, *, limit: int) -> list[Hit]:
    """The best matches, best first; without words, all that the filters let through.

    Args:
        library: The library.
        asked: What was asked for; its course is a key.
        limit: At most so many.
    """
    if not asked.match and not asked.filters:
        return []
    number = "paper_index.rowid" if asked.match else "p.id"
    names = [
        "unread" if value == Status.UNREAD else name for name, value in asked.filters.items() if name in CONDITIONS
    ]
    names += ["years"] if "year_from" in asked.filters else []
    conditions = " AND ".join(CONDITIONS[name].format(id=number) for name in names) or "1 = 1"
    sql = (FOUND if asked.match else FILTERED).format(conditions=conditions)
    rows = list(library.rows(sql, match=asked.match, limit=limit, **asked.filters))
    readings = _readings(library, [row[0] for row in rows])
    return [
        Hit(readings[subject], title, authors, next((text for text in (note, draft, abstract) if BEGIN in text), ""))
        for subject, title, authors, abstract, note, draft in rows
        if subject in readings
    ]


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


def _readings(library: Library, subjects: list[str]) -> dict[str, Reading]:
    """For each paper the first place where it is assigned."""
    first: dict[str, Reading] = {}
    for reading in library.papers(subjects):
        first.setdefault(reading.subject, reading)
    return first


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
