"""A work as everybody cites it: one record, in the vocabulary of CSL, into which every format is read.

The types and variables are those of the Citation Style Language 1.0.2. What papertrail needs beside them has fields of
its own and is never smuggled into CSL's.
Source: https://docs.citationstyles.org/en/stable/specification.html, appendices III and IV.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from papertrail import cleaning
from papertrail.people import Name, People
from papertrail.text import marked
from papertrail.text.marked import Text

TYPES = frozenset(
    """
    article article-journal article-magazine article-newspaper bill book broadcast chapter classic collection dataset
    document entry entry-dictionary entry-encyclopedia event figure graphic hearing interview legal_case legislation
    manuscript map motion_picture musical_score pamphlet paper-conference patent performance periodical
    personal_communication post post-weblog regulation report review review-book software song speech standard thesis
    treaty webpage
    """.split()
)
UNTOLD = frozenset(("article-journal", "document", "manuscript", "report"))
"""The types under which programs without one for preprints keep them."""

BARE = frozenset(("article", "document"))
"""The types that say nothing of where a work appeared."""

TEXT_VARIABLES = frozenset(
    """
    annote archive archive_collection archive_location archive-place authority call-number citation-label
    collection-title container-title container-title-short dimensions division DOI event-title event-place genre
    ISBN ISSN jurisdiction keyword language license medium note original-publisher original-publisher-place
    original-title part-title PMCID PMID publisher publisher-place references reviewed-genre reviewed-title scale
    section source status title title-short URL version volume-title year-suffix
    chapter-number citation-number collection-number edition first-reference-note-number issue locator number
    number-of-pages number-of-volumes page page-first part-number printing-number supplement-number volume
    """.split()
)
"""CSL's standard and number variables. The abstract and the key are fields of the record."""

NAME_VARIABLES = frozenset(
    """
    author chair collection-editor compiler composer container-author contributor curator director editor
    editor-translator editorial-director executive-producer guest host illustrator interviewer narrator organizer
    original-author performer producer recipient reviewed-author script-writer series-creator translator
    """.split()
)
DATE_VARIABLES = frozenset(("accessed", "available-date", "event-date", "issued", "original-date", "submitted"))


class Date(NamedTuple):
    """A date or a range of dates, to the day where that is known."""

    begin: tuple[int, ...] = ()
    """Year, month, day, as far as they are known; a year before the common era is 0 or negative."""
    end: tuple[int, ...] | None = None
    """The end of a range; empty where it is open; None where it is no range."""
    season: str = ""
    circa: bool = False
    """The date is approximate or uncertain."""
    literal: str = ""
    """A date in words, where its parts are not known."""
    time: str = ""
    """The time of the day, ``10:00:00Z``, as the source writes it."""

    @property
    def year(self) -> int | None:
        """The year, or that in which a range begins."""
        return self.begin[0] if self.begin else None

    def to_json(self) -> dict[str, Any]:
        """The date as CSL-JSON has it, and ``time`` beside it; an open end, or beginning, is ``[]``."""
        parts = [list(self.begin)] if self.begin or self.end is not None else []
        if self.end is not None:
            parts.append(list(self.end))
        found = {
            "date-parts": parts,
            "season": self.season,
            "circa": self.circa,
            "literal": self.literal,
            "time": self.time,
        }
        return {name: value for name, value in found.items() if value}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Date":
        """A date from what `to_json` made of it."""
        parts = stored.get("date-parts", ((),))
        if len(stored) == 1 and parts[0] and len(parts) == 1:
            return cls(tuple(parts[0]))  # a day, a month or a year, as nearly all are
        end = tuple(parts[1]) if len(parts) > 1 else None
        return cls(
            tuple(parts[0]), end, stored.get("season", ""), stored.get("circa", False), stored.get("literal", ""),
            stored.get("time", ""),
        )  # fmt: skip


@dataclass(slots=True, kw_only=True)
class Record:
    """A work. Everything in it is clean text (`papertrail.cleaning`), and nothing in it is markup."""

    key: str = ""
    """The citation key; empty where it has none yet."""
    type: str = "document"
    """One of `TYPES`."""
    kind: str = "paper"
    """One of `papertrail.records.KINDS`."""
    texts: dict[str, Text] = field(default_factory=dict)
    """By `TEXT_VARIABLES`. DOI, URL and other identifiers are always ``str``, the DOI bare and in lower case."""
    names: dict[str, People] = field(default_factory=dict)
    """By `NAME_VARIABLES`."""
    dates: dict[str, Date] = field(default_factory=dict)
    """By `DATE_VARIABLES`."""
    arxiv: str | None = None
    """The bare arXiv id, without version."""
    arxiv_class: str | None = None
    """arXiv's category, ``cs.CL``."""
    first_year: int | None = None
    """The year of the first version of the preprint, where it is known to differ from `issued`."""
    abstract: str | None = None
    """Plain text, an empty line between paragraphs."""
    confidence: str = "certain"
    """``certain``, ``likely`` or ``unresolved``."""
    kept: dict[str, dict[str, str]] = field(default_factory=dict)
    """What CSL has no variable for, by format (``bibtex``, ``csl``, ``ris``) and field, and how the source calls what
    it has one for (the entries that begin with ``@``). It leaves through its format alone, as text."""
    private: dict[str, str] = field(default_factory=dict)
    """What is the reader's own or another program's (file, groups, owner, timestamp, keywords, annote, comment), by
    BibTeX's names; it leaves only when asked for."""
    line: int = 0
    """The line of the file that it was read from."""

    @property
    def title(self) -> Text:
        """The title; empty where it has none."""
        return self.texts.get("title", "")

    @property
    def authors(self) -> People:
        """The authors, in published order."""
        return self.names.get("author", _NOBODY)

    @property
    def people(self) -> People:
        """The people by whom it is called: its authors, or where it has none its editors."""
        return self.authors or self.names.get("editor", _NOBODY)

    @property
    def doi(self) -> str | None:
        """The bare DOI, in lower case."""
        return self.text("DOI") or None

    @property
    def url(self) -> str | None:
        """The web address."""
        return self.text("URL") or None

    @property
    def year(self) -> int | None:
        """The year in which it was issued."""
        issued = self.dates.get("issued")
        return issued.begin[0] if issued and issued.begin else None

    @property
    def is_preprint(self) -> bool:
        """True for what lies in an archive and is not known to have appeared anywhere else."""
        return self.type == "article"

    @property
    def venue(self) -> str | None:
        """Where it appeared, for showing: the journal, the proceedings, the site, else the publisher.

        The archive that a preprint lies in has not published it.
        """
        return self.text("container-title") or (not self.is_preprint and self.text("publisher")) or None

    def text(self, variable: str) -> str:
        """A variable as plain text; empty where it has none."""
        found = self.texts.get(variable, "")
        if isinstance(found, str):
            return found
        from papertrail.text.plain import plain  # noqa: PLC0415 - few texts have marks

        return plain(found)


_NOBODY = People()


def dumps(record: Record) -> str:
    """The record as the JSON that the library stores: an object for each sort of variable.

    The key, kind, confidence, arXiv id and abstract have columns of their own and are not in it.
    """
    texts = record.texts
    stored = {
        "type": record.type,
        "texts": {name: text for name, text in texts.items() if isinstance(text, str)},
        "marked": {name: marked.to_json(text) for name, text in texts.items() if not isinstance(text, str)},
        "names": {name: [person.to_json() for person in people.names] for name, people in record.names.items()},
        "incomplete": [name for name, people in record.names.items() if not people.complete],
        "dates": {name: date.to_json() for name, date in record.dates.items()},
        "arxiv_class": record.arxiv_class,
        "first_year": record.first_year,
        "kept": record.kept,
        "private": record.private,
    }
    return json.dumps({name: value for name, value in stored.items() if value}, ensure_ascii=False)


_CONTROLS = re.compile(r"\\[bfnrtu]")
"""How JSON writes what is not printable."""

_decoded = json.JSONDecoder().raw_decode
"""A third quicker than `json.loads`, which looks for white space first; the library writes none."""


def loads(
    stored: str,
    key: str = "",
    kind: str = "paper",
    confidence: str = "certain",
    arxiv: str | None = None,
    abstract: str | None = None,
) -> Record:
    """A record from what `dumps` made of it, and from the columns beside it.

    The file is the reader's, and other programs can write to it: so its texts are made harmless once more.
    """
    decoded = _decoded(stored)[0]
    if not stored.isprintable() or ("\\" in stored and _CONTROLS.search(stored)):
        decoded = {name: _harmless(part, name in _OF_LINES) for name, part in decoded.items()}
    values = decoded.get
    texts: dict[str, Text] = values("texts") or {}
    if marks := values("marked"):
        texts |= {name: marked.from_json(text) for name, text in marks.items()}
    incomplete: Sequence[str] = values("incomplete") or ()
    names = values("names") or {}
    for name, people in names.items():
        names[name] = People(tuple(map(_person, people)), name not in incomplete)
    dates = values("dates") or {}
    for name, date in dates.items():
        dates[name] = Date.from_json(date)
    return Record(
        key=key, type=values("type"), kind=kind, texts=texts, names=names, dates=dates, arxiv=arxiv,
        arxiv_class=values("arxiv_class"), first_year=values("first_year"), abstract=abstract, confidence=confidence,
        kept=values("kept") or {}, private=values("private") or {},
    )  # fmt: skip


_person = Name.from_json


_OF_LINES = frozenset(("kept", "note", "private"))
"""What may have several lines."""


def _harmless(value: Any, has_lines: bool) -> Any:  # noqa: ANN401 - a part of a JSON object
    """A value in which no text has a control character, but for line ends where it may have several lines."""
    if isinstance(value, str):
        return "\n".join(map(cleaning.piece, value.split("\n"))) if has_lines else cleaning.piece(value)
    if isinstance(value, list):
        return [_harmless(part, has_lines) for part in value]
    if isinstance(value, dict):
        return {name: _harmless(part, has_lines or name in _OF_LINES) for name, part in value.items()}
    return value
