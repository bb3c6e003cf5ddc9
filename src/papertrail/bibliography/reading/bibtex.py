"""BibTeX and BibLaTeX as people and their reference managers write them, read into records.

One reader for both: it is tolerant of every mistake and silent about none. What is imported comes from everywhere, so
the usual faults are mended before (`read_text`); `course_bibliography` is strict.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from pathlib import Path

from papertrail import cleaning, identifiers
from papertrail.bibliography.mapping import bibtex as table
from papertrail.bibliography.nearness import did_you_mean
from papertrail.bibliography.reading.bibtex_faults import mend, with_parents
from papertrail.bibliography.reading.bibtex_fields import Filling
from papertrail.bibliography.reading.bibtex_values import COMMAND, YEAR, set_issued
from papertrail.bibliography.reading.entries import RawEntry, Source
from papertrail.bibliography.reading.outcome import Import, Reader
from papertrail.bibliography.reading.texts import citation_key
from papertrail.bibliography.record import Record
from papertrail.mistakes import quoted
from papertrail.people import People, from_bibtex
from papertrail.records import KINDS
from papertrail.text import html, latex
from papertrail.text.marked import Text, without_outer_case
from papertrail.text.plain import plain

CONFIDENCES = ("certain", "likely", "unresolved")
_SPACED_KEY = re.compile(r"(@[ \t]*[A-Za-z]+[ \t]*\{)[ \t]*[^\s,={}\"]+(?:[ \t]+[^\s,={}\"]+)+[ \t]*,")
"""Mendeley's keys may have spaces; BibTeX's cannot, and the entry is read as one without a key."""
# A search that begins with a set of characters is by far the quickest in a long text.
_PARENT = re.compile(r"[CcXx](?i:rossref|data)\s*=")
_IN_JOURNAL = re.compile(r"arxiv\s*:?\s*([a-z.-]*/?\d[\d.v]*)", re.IGNORECASE)
_MOST_COMMAS = 2
_ON_THE_WEB = frozenset(name for name, kind in table.KINDS_OF_OTHERS.items() if kind == "website")


def read_text(text: str, path: Path) -> Import:
    """The records of a BibTeX text from anywhere."""
    reader = Reader(path)
    entries = Entries(reader)
    source = Source(_SPACED_KEY.sub(r"\1,", text))
    raws: Iterable[RawEntry] = (raw for raw in source.entries() if raw.entry_type not in table.NO_ENTRIES)
    if _PARENT.search(text):
        raws = with_parents(list(source.entries()))
    for raw in raws:
        _take(reader, entries, raw)
    tell_stray_braces(reader, source)
    return reader.outcome()


def record_of(
    entry_type: str,
    fields: Mapping[str, str],
    *,
    title: Text,
    authors: People = People(),  # noqa: B008 - it cannot be changed
    year: int | None = None,
    venue: str | None = None,
    kind: str = "paper",
    arxiv: str | None = None,
    doi: str | None = None,
    url: str | None = None,
) -> Record:
    """A record of what is known about a work in plain values, and of further fields, which are LaTeX.

    Args:
        entry_type: The type in BibTeX's or BibLaTeX's words.
        fields: Fields by their names in BibTeX or BibLaTeX.
        title: The title.
        authors: The authors.
        year: The year; month and day are among the fields.
        venue: Where it appeared, where that is not, or not so, among the fields.
        kind: One of `papertrail.records.KINDS`.
        arxiv: The bare arXiv id.
        doi: The bare DOI.
        url: The web address.
    """
    record = Record(kind=kind, arxiv=arxiv)
    record.texts["title"] = title
    if authors:
        record.names["author"] = authors
    if doi:
        record.texts["DOI"] = doi
    if url:
        record.texts["URL"] = url
    set_issued(record, fields, str(year or ""))
    Filling(record, entry_type, fields, latex.read).fill(venue)
    return record


def tell_stray_braces(reader: Reader, source: Source) -> None:
    """Name every closing brace that closes nothing."""
    for line in source.stray_braces():
        reader.mistake(line, "a closing brace has no opening one", "remove it, or open the brace before")


def _take(reader: Reader, entries: "Entries", raw: RawEntry) -> None:
    if not raw.broken:
        mend(reader, raw)
    if not raw.key and not raw.broken:
        reader.mistake(raw.line, f"this @{raw.entry_type} has no key and gets a new one")
        raw.key = f"line {raw.line}"
    raw.key = cleaning.line(raw.key)
    record = entries.record(raw)
    if record is None:
        reader.skipped += 1
    else:
        _finish(reader, raw, record)
        reader.records.append(record)


def _finish(reader: Reader, raw: RawEntry, record: Record) -> None:
    record.key = citation_key(raw.key)
    if not record.key and raw.key != f"line {record.line}":
        sentence = f"the key {quoted(raw.key)} cannot be used here; the entry gets a new one"
        reader.mistake(record.line, sentence)


class Entries:
    """Reads raw entries one after another, each alone."""

    def __init__(self, reader: Reader, *, strict: bool = False) -> None:
        self.reader = reader
        self._strict = strict
        self._raw = RawEntry("", "", 0)

    def record(self, raw: RawEntry) -> Record | None:
        """The record of an entry; None where it is broken or has no title, which is then among the mistakes."""
        called = f"entry {quoted(raw.key)}" if raw.key else f"this @{raw.entry_type}"
        for line, sentence, remedy in raw.problems:
            self.reader.mistake(line, f"{called} {sentence}", remedy)
        if raw.broken:
            return None
        if not raw.key:
            self.reader.mistake(raw.line, f"this @{raw.entry_type} has no key", "write one after the opening brace")
            return None
        self._raw = raw
        title = self._title()
        if not title:
            self.reader.mistake(raw.line, f"{called} has no title", "add title = {…}")
            return None
        return self._record(title)

    def _record(self, title: Text) -> Record:
        raw = self._raw
        record = Record(key=raw.key, line=raw.line)
        record.texts["title"] = title
        for role in ("author", "editor", "translator"):
            if role in raw.fields:
                self._set_names(record, role, raw.fields[role])
        if doi := self._identifier("doi", identifiers.doi, "DOI", "write it as 10.1038/nature14236"):
            record.texts["DOI"] = doi
        if url := self._identifier("url", cleaning.web_link, "web address", "it begins with https:// or http://"):
            record.texts["URL"] = url
        record.arxiv = self._arxiv() or _implied_arxiv(raw.fields)
        record.kind = self._chosen("kind", KINDS, self._usual_kind(record))
        record.confidence = self._chosen("confidence", CONFIDENCES, "certain")
        set_issued(record, raw.fields, self._year())
        Filling(record, raw.entry_type, raw.fields, self._read).fill()
        return record

    def _usual_kind(self, record: Record) -> str:
        """What sort of work an entry is by its type; what lies in an archive on the web is a paper."""
        written = self._raw.entry_type
        if self._strict or (written in _ON_THE_WEB and (record.arxiv or self._raw.fields.get("eprint"))):
            return table.KINDS_OF_TYPES.get(written, "paper")
        return table.KINDS_OF_TYPES.get(written) or table.KINDS_OF_OTHERS.get(written, "paper")

    def _title(self) -> Text:
        """The title; braces around the whole of it protect nothing."""
        title = latex.read(self._raw.fields.get("title", ""), on_unknown=self._unknown)
        title = without_outer_case(html.within(title))
        return title if isinstance(title, str) or plain(title) else ""

    def _read(self, source: str) -> Text:
        """The LaTeX of a field as text. Most of it is short and plain, or was read before."""
        if source.isalnum() and source.isascii():
            return source
        text, unknown = _read_once(source)
        for command in unknown:
            self._unknown(command)
        return text

    def _unknown(self, command: str) -> None:
        if not self._strict:
            lines = self._raw.lines
            line = next((lines[name] for name, value in self._raw.fields.items() if command in value), self._raw.line)
            self.reader.unknown(line, command)

    def _wrong(self, name: str, sentence: str, remedy: str | None = None) -> None:
        self.reader.mistake(self._raw.lines[name], f"entry {quoted(self._raw.key)}: {sentence}", remedy)

    def _set_names(self, record: Record, role: str, value: str) -> None:
        people, doubtful, mended = from_bibtex(value)
        if COMMAND.search(value):
            self._read(value)  # which tells the commands that nobody knows
        for name in mended:
            self._wrong(
                role, f'beside an "and" there is no name in {quoted(name)}', "write what is missing, or drop it"
            )
        for name in doubtful:
            if not self._strict and name.count(",") > _MOST_COMMAS:
                sentence = f"the {role}s {quoted(name)} are kept as one name"
                self._wrong(role, sentence, 'write "and" between names')
            else:
                sentence = f"cannot tell the parts of the name {quoted(name)}"
                self._wrong(role, sentence, 'write "Family, Given and Family, Given", and a team in braces')
        if people:
            record.names[role] = people

    def _year(self) -> str:
        value = latex.to_text(self._raw.fields.get("year", ""))
        if value and not YEAR.fullmatch(value):
            self._wrong("year", f"{quoted(value)} is no year", "write four digits, such as 2017, or leave it out")
        return value

    def _identifier(self, name: str, find: Callable[[str], str | None], what: str, remedy: str) -> str | None:
        value = latex.address(self._raw.fields.get(name, ""))
        found = find(value) if value else None
        if value and not found:
            self._wrong(name, f"{quoted(value)} is no {what}", remedy)
        return found

    def _arxiv(self) -> str | None:
        """The id that the entry states; an archive of another name has ids of its own."""
        value = latex.to_text(self._raw.fields.get("eprint", ""))
        archive = _archive(self._raw.fields)
        if not value or archive not in {"arxiv", ""}:
            return None
        found = identifiers.arxiv_id(value)
        if not found and archive:
            self._wrong("eprint", f"{quoted(value)} is no arXiv id", "write it as 1706.03762 or hep-th/9901001")
        return found

    def _chosen(self, name: str, choices: tuple[str, ...], otherwise: str) -> str:
        value = latex.to_text(self._raw.fields.get(name, "")).lower()
        if value and value not in choices:
            self._wrong(name, f"unknown {name} {quoted(value)}", did_you_mean(value, choices))
        return value if value in choices else otherwise


@lru_cache(maxsize=5_000)
def _read_once(source: str) -> tuple[Text, tuple[str, ...]]:
    """A text and the commands in it that nobody knows: journals and publishers come again and again.

    Publishers put their titles' HTML into BibTeX as it is, or as the LaTeX that shows it.
    """
    unknown: list[str] = []
    text = html.within(latex.read(source, on_unknown=unknown.append))
    return text, tuple(unknown)


def _archive(fields: Mapping[str, str]) -> str:
    return latex.to_text(fields.get("archiveprefix") or fields.get("eprinttype") or "").lower()


def _implied_arxiv(fields: Mapping[str, str]) -> str | None:
    """The arXiv id as Google Scholar, DBLP and arXiv's own DOIs give it away."""
    journal = latex.to_text(fields.get("journal") or fields.get("journaltitle") or "")
    if match := _IN_JOURNAL.search(journal):
        return identifiers.arxiv_id(match[1].rstrip("."))
    if journal.lower() == "corr" and (found := identifiers.arxiv_id(fields.get("volume", "").removeprefix("abs/"))):
        return found
    for name in ("doi", "url"):
        if name in fields and (found := identifiers.arxiv_id(latex.address(fields[name]))):
            return found
    return None
