"""A reference from a format of plain values, put together into an `Entry`, with a word about whatever is changed."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from papertrail import cleaning, identifiers
from papertrail.bibliography import Entry
from papertrail.importing.outcome import Reader
from papertrail.importing.texts import (
    LONGEST_ABSTRACT,
    arxiv_mark,
    citation_key,
    is_preprint_server,
    latex,
    paragraphs,
    unmarked,
)
from papertrail.mistakes import quoted

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
VENUE_FIELDS = {
    "inproceedings": "booktitle", "incollection": "booktitle", "article": "journal", "misc": "howpublished",
}  # fmt: skip
"""The BibTeX field for what a work of this type appeared in."""

PUBLISHER_FIELDS = {"techreport": "institution", "phdthesis": "school", "mastersthesis": "school"}
"""The BibTeX field for who published a work of this type, where it is not the publisher."""

_ADDRESSES = frozenset(("file", "urldate", "pdf"))
_YEAR = re.compile(r"\s*(\d{3,4})(?!\d)", re.ASCII)
_FIELD_NAME = re.compile(r"[a-z][a-z0-9+-]{0,40}", re.ASCII)
_SUFFIX = re.compile(r"(?:jr|sr)\.?|I{2,3}|IV|V", re.IGNORECASE)

Name = dict[str, str]


@dataclass
class Draft:
    """A reference while it is read; every text set here is foreign and is cleaned on the way."""

    reader: Reader
    line: int
    called: str
    """How sentences speak of it: "entry 'x'"."""
    key: str = ""
    entry_type: str = "misc"
    kind: str = "paper"
    title: str = ""
    names: list[Name] = field(default_factory=list)
    complete: bool = True
    year: int | None = None
    venue: str = ""
    publisher: str = ""
    arxiv: str | None = None
    doi: str | None = None
    url: str | None = None
    venue_field: str = "series"
    """The BibTeX field for what it appeared in, where its type is none of `VENUE_FIELDS`."""
    fields: dict[str, str] = field(default_factory=dict)

    def changed(self, sentence: str, remedy: str | None = None) -> None:
        """Say that something of it was changed or left out."""
        self.reader.mistake(self.line, f"{self.called}: {sentence}", remedy)

    def put(self, name: str, value: str) -> None:
        """Keep a field; one that is there already stays."""
        if not value or name in self.fields or not _FIELD_NAME.fullmatch(name):
            return
        text = paragraphs(value) if name in {"abstract", "note", "annote"} else unmarked(value)
        if len(text) > LONGEST_ABSTRACT:
            self.changed(f"the field '{name}' is cut at {LONGEST_ABSTRACT} characters")
            text = text[:LONGEST_ABSTRACT].rstrip()
        if text:
            self.fields[name] = text if name in _ADDRESSES else latex(text)

    def put_pages(self, value: str) -> None:
        """Keep pages, a range with BibTeX's double hyphen."""
        self.put("pages", re.sub(r"(?<=\w)\s*[-–—]+\s*(?=\w)", "--", cleaning.line(value)))

    def put_names(self, name: str, people: Iterable[Name]) -> None:
        """Keep the names of editors and others who are not the authors."""
        written = " and ".join(map(_written, people))
        if written:
            self.fields.setdefault(name, written)

    def set_key(self, text: str) -> None:
        """The citation key, if the text can be one."""
        self.key = citation_key(cleaning.line(text))

    def set_year(self, text: str) -> None:
        """The year that a date begins with."""
        if match := _YEAR.match(text):
            self.year = int(match[1])
        elif text.strip():
            self.changed(f"{quoted(text.strip())} does not begin with a year", "write it as 2017 or 2017-06-12")

    def set_doi(self, text: str) -> None:
        """The DOI, and the arXiv id where arXiv registered it."""
        found = identifiers.doi(cleaning.line(text))
        if found:
            self.doi = self.doi or found
            self.arxiv = self.arxiv or identifiers.arxiv_id(found)
        elif text.strip():
            self.changed(f"{quoted(text)} is no DOI and was left out", "write it as 10.1038/nature14236")

    def set_url(self, text: str) -> None:
        """The address, if it is safe; the arXiv id or DOI where it leads to one."""
        found = cleaning.web_link(text)
        if found:
            self.url = self.url or found
            self.arxiv = self.arxiv or identifiers.arxiv_id(found)
        elif text.strip():
            self.changed(f"{quoted(text)} is no web address and was left out", "it begins with https:// or http://")

    def look_for_arxiv(self, text: str) -> bool:
        """Take the arXiv id out of a text such as "arXiv:1706.03762 [cs.CL]"; False where it has none."""
        found, category = arxiv_mark(text)
        self.arxiv = self.arxiv or found
        if category and found == self.arxiv:
            self.put("primaryclass", category)
        return bool(found)

    def keep(self) -> None:
        """Hand the entry to the reader, who leaves it out when it has no title."""
        if not self.title:
            known = f"papertrail add {self.arxiv or self.doi} finds it" if self.arxiv or self.doi else "add one"
            self.reader.skip(self.line, f"{self.called} has no title and was left out", known)
            return
        venue = self._venue()
        entry = Entry(
            key=self.key,
            entry_type=self.entry_type,
            title=self.title,
            names=tuple(self.names),
            complete=self.complete,
            year=self.year,
            venue=venue,
            kind=self.kind,
            arxiv=self.arxiv,
            doi=self.doi,
            url=self.url,
            fields=self.fields,
            line=self.line,
        )
        self.reader.entries.append(entry)

    def _venue(self) -> str | None:
        """Put where it appeared and who published it into the fields; the one of them that is for showing."""
        venue, publisher = unmarked(self.venue), unmarked(self.publisher)
        if is_preprint_server(venue):
            self.look_for_arxiv(venue)
            venue = ""
        if self.arxiv and not venue and self.entry_type == "article":
            self.entry_type = "misc"
        self.put(VENUE_FIELDS.get(self.entry_type, self.venue_field), venue)
        self.put(PUBLISHER_FIELDS.get(self.entry_type, "publisher"), publisher)
        return venue or (publisher if not is_preprint_server(publisher) else "") or None


def person(family: str, given: str = "", *, particle: str = "", suffix: str = "") -> Name:
    """A name from its parts; particles written with the family or the given name are found. Empty without any."""
    family, given, particle, suffix = map(unmarked, (family, given, particle, suffix))
    words = family.split(" ")
    while len(words) > 1 and words[0].islower():
        particle = f"{particle} {words.pop(0)}".strip()
    firsts = given.split(" ")
    while family and len(firsts) > 1 and firsts[-1].islower() and firsts[-1].isalpha():
        particle = f"{firsts.pop()} {particle}".strip()
    if not family:
        return {"literal": given} if given else {}
    parts = {"family": " ".join(words), "given": " ".join(firsts), "particle": particle, "suffix": suffix}
    return {part: text for part, text in parts.items() if text}


def team(name: str) -> Name:
    """The name of a group, or of a person whose parts are not known."""
    text = unmarked(name)
    return {"literal": text} if text else {}


def inverted(name: str) -> Name:
    """A name as "Family, Given" or "Family, Given, Jr."; without a comma it is a team's."""
    pieces = [piece.strip() for piece in name.split(",")]
    if len(pieces) == 1 or not any(pieces[1:]):
        return team(pieces[0])
    family, given, *more = [piece for piece in pieces if piece]
    if more and _SUFFIX.fullmatch(given):
        given, more[0] = more[0], given
    return person(family, given, suffix=" ".join(more))


def _written(name: Name) -> str:
    """A name as BibTeX has it."""
    if "literal" in name:
        return f"{{{latex(name['literal'])}}}"
    last = latex(f"{name.get('particle', '')} {name['family']}".strip())
    parts = [last, *(latex(name[part]) for part in ("suffix", "given") if part in name)]
    return ", ".join(parts)
