"""A raw BibTeX entry to an `Entry`: plain values, checked, with everything else kept as it was written."""

import re
from dataclasses import dataclass, field
from pathlib import Path

from papertrail import cleaning, identifiers
from papertrail.bibliography.latex import address, plain
from papertrail.bibliography.names import names
from papertrail.bibliography.nearness import did_you_mean
from papertrail.bibliography.source import RawEntry
from papertrail.mistakes import Mistake, quoted
from papertrail.records import KINDS

CONFIDENCES = ("certain", "likely", "unresolved")

_VENUES = ("booktitle", "journal", "journaltitle", "howpublished", "publisher", "institution", "school")
_KINDS = {"book": "book", "incollection": "chapter", "inbook": "chapter"}
_PREPRINT = re.compile(r"\s*(?:arxiv\b|corr\b|computing research repository)", re.IGNORECASE)
_IN_JOURNAL = re.compile(r"arxiv\s*:?\s*([a-z.-]*/?\d[\d.v]*)", re.IGNORECASE)
_YEAR = re.compile(r"\d{3,4}", re.ASCII)


@dataclass(frozen=True)
class Entry:
    """A work as a bibliography describes it."""

    key: str
    entry_type: str
    title: str
    names: tuple[dict[str, str], ...] = ()
    """Authors in order, as ``{"family", "given", "particle", "suffix"}``, or ``{"literal"}`` for a team."""
    complete: bool = True
    """False where the author list ends in "and others"."""
    year: int | None = None
    venue: str | None = None
    """Where it appeared, for showing; None for a preprint."""
    kind: str = "paper"
    arxiv: str | None = None
    doi: str | None = None
    url: str | None = None
    confidence: str = "certain"
    fields: dict[str, str] = field(default_factory=dict)
    """The fields that the attributes above do not hold in full, with their LaTeX; the title only where it has any."""
    line: int = 0


class EntryReader:
    """Takes raw entries one after another, and keeps what they say and what is wrong with them."""

    def __init__(self, path: Path) -> None:
        self.entries: dict[str, Entry] = {}
        self.mistakes: list[Mistake] = []
        self.broken: set[str] = set()
        self._path = path
        self._seen: dict[tuple[str, str], str] = {}

    def mistake(self, line: int, sentence: str, remedy: str | None = None) -> None:
        """Remember a mistake on a line of this file."""
        self.mistakes.append(Mistake(self._path, line, sentence, remedy))

    def add(self, raw: RawEntry) -> None:
        """Read one entry; it is left out when it is broken, has no title, or is there already."""
        raw.key = cleaning.line(raw.key)
        called = f"entry {quoted(raw.key)}" if raw.key else f"this @{raw.entry_type}"
        for line, sentence, remedy in raw.problems:
            self.mistake(line, f"{called} {sentence}", remedy)
        if raw.broken:
            self.broken.add(raw.key)
        elif not raw.key:
            self.mistake(raw.line, f"this @{raw.entry_type} has no key", "write one after the opening brace")
        elif entry := self._entry(raw):
            self._keep(entry)

    def _keep(self, entry: Entry) -> None:
        marks = [("key", entry.key.lower()), ("arXiv id", entry.arxiv), ("DOI", entry.doi)]
        for what, value in marks:
            first = self._seen.get((what, value)) if value else None
            if first:
                where = f"line {self.entries[first].line}"
                sentence = f"entry {quoted(entry.key)} has the same {what} as {quoted(first)} in {where}"
                self.mistake(entry.line, sentence, "drop one of the two")
                if what != "key":
                    self.broken.add(entry.key)
                return
        self.entries[entry.key] = entry
        self._seen.update({(what, value): entry.key for what, value in marks if value})

    def _entry(self, raw: RawEntry) -> Entry | None:
        called = f"entry {quoted(raw.key)}"
        title = plain(raw.fields.get("title", ""))
        if not title:
            self.mistake(raw.line, f"{called} has no title", "add title = {…}")
            self.broken.add(raw.key)
            return None
        authors, complete = self._authors(raw)
        doi = self._doi(raw)
        url = self._url(raw)
        arxiv = self._arxiv(raw)
        return Entry(
            key=raw.key,
            entry_type=raw.entry_type,
            title=title,
            names=authors,
            complete=complete,
            year=self._year(raw),
            venue=_venue(raw),
            kind=self._chosen(raw, "kind", KINDS, _KINDS.get(raw.entry_type, "paper")),
            arxiv=arxiv or _implied_arxiv(raw),
            doi=doi,
            url=url,
            confidence=self._chosen(raw, "confidence", CONFIDENCES, "certain"),
            fields=_rest(raw, title, authors=bool(authors), arxiv=arxiv),
            line=raw.line,
        )

    def _wrong(self, raw: RawEntry, name: str, sentence: str, remedy: str | None = None) -> None:
        self.mistake(raw.lines[name], f"entry {quoted(raw.key)}: {sentence}", remedy)

    def _authors(self, raw: RawEntry) -> tuple[tuple[dict[str, str], ...], bool]:
        found, complete, refused = names(raw.fields.get("author", ""))
        for name in refused:
            sentence = f"cannot tell the parts of the name {quoted(name)}"
            self._wrong(raw, "author", sentence, 'write "Family, Given and Family, Given", and a team in braces')
        return found, complete

    def _year(self, raw: RawEntry) -> int | None:
        value = plain(raw.fields.get("year", ""))
        if value and not _YEAR.fullmatch(value):
            self._wrong(raw, "year", f"{quoted(value)} is no year", "write four digits, such as 2017, or leave it out")
        written = value or raw.fields.get("date", "")[:4]
        return int(written) if _YEAR.fullmatch(written) else None

    def _doi(self, raw: RawEntry) -> str | None:
        value = address(raw.fields.get("doi", ""))
        found = identifiers.doi(value) if value else None
        if value and not found:
            self._wrong(raw, "doi", f"{quoted(value)} is no DOI", "write it as 10.1038/nature14236")
        return found

    def _url(self, raw: RawEntry) -> str | None:
        value = address(raw.fields.get("url", ""))
        found = cleaning.web_link(value) if value else None
        if value and not found:
            self._wrong(raw, "url", f"{quoted(value)} is no web address", "it begins with https:// or http://")
        return found

    def _arxiv(self, raw: RawEntry) -> str | None:
        """The id that the entry states; an archive of another name has ids of its own."""
        value = plain(raw.fields.get("eprint", ""))
        archive = _archive(raw)
        if not value or archive not in {"arxiv", ""}:
            return None
        found = identifiers.arxiv_id(value)
        if not found and archive:
            self._wrong(raw, "eprint", f"{quoted(value)} is no arXiv id", "write it as 1706.03762 or hep-th/9901001")
        return found

    def _chosen(self, raw: RawEntry, name: str, choices: tuple[str, ...], otherwise: str) -> str:
        value = plain(raw.fields.get(name, "")).lower()
        if value and value not in choices:
            self._wrong(raw, name, f"unknown {name} {quoted(value)}", did_you_mean(value, choices))
        return value if value in choices else otherwise


def _archive(raw: RawEntry) -> str:
    return plain(raw.fields.get("archiveprefix") or raw.fields.get("eprinttype") or "").lower()


def _implied_arxiv(raw: RawEntry) -> str | None:
    """The arXiv id as Google Scholar, DBLP and arXiv's own DOIs give it away."""
    journal = plain(raw.fields.get("journal", ""))
    if match := _IN_JOURNAL.search(journal):
        return identifiers.arxiv_id(match[1].rstrip("."))
    if journal.lower() == "corr":
        return identifiers.arxiv_id(raw.fields.get("volume", "").removeprefix("abs/"))
    return identifiers.arxiv_id(address(raw.fields.get("doi", ""))) or identifiers.arxiv_id(
        address(raw.fields.get("url", ""))
    )


def _venue(raw: RawEntry) -> str | None:
    venues = (plain(raw.fields[name]) for name in _VENUES if name in raw.fields)
    return next((venue for venue in venues if venue and not _PREPRINT.match(venue) and "://" not in venue), None)


def _rest(raw: RawEntry, title: str, *, authors: bool, arxiv: str | None) -> dict[str, str]:
    held = {"doi", "url", "year", "kind", "confidence"}
    held |= {"author"} if authors else set()
    held |= {"eprint", "archiveprefix", "eprinttype"} if arxiv or _archive(raw) == "arxiv" else set()
    kept = {cleaning.line(name): _clean(value) for name, value in raw.fields.items() if name not in held}
    if kept.get("title") == title:
        del kept["title"]
    return {name: value for name, value in kept.items() if value}


def _clean(value: str) -> str:
    if len(value) <= cleaning.LONGEST_LINE:
        return cleaning.line(value)
    # Cut short, an abstract would lose the brace that closes something.
    return " ".join(filter(None, map(cleaning.line, value.split())))
