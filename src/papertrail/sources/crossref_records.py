"""A work as its publisher registered it at Crossref, as a record: one table of types, one of fields.

Source: https://api.crossref.org/swagger-ui/, "works"; it is near to CSL-JSON, with lists where CSL has one value.
"""

import re
from collections.abc import Callable

from papertrail import cleaning, identifiers
from papertrail.bibliography.record import Date, Record
from papertrail.people import Name, People, from_parts
from papertrail.sources import answers, texts
from papertrail.text import html
from papertrail.text.marked import Text, as_pieces, joined

TYPES = {
    "journal-article": ("article-journal", "paper"),
    "proceedings-article": ("paper-conference", "paper"),
    "book-chapter": ("chapter", "chapter"),
    "book-section": ("chapter", "chapter"),
    "book-part": ("chapter", "chapter"),
    "reference-entry": ("entry", "chapter"),
    "book": ("book", "book"),
    "monograph": ("book", "book"),
    "edited-book": ("book", "book"),
    "reference-book": ("book", "book"),
    "proceedings": ("book", "book"),
    "dissertation": ("thesis", "paper"),
    "report": ("report", "paper"),
    "posted-content": ("article", "paper"),
    "dataset": ("dataset", "paper"),
    "standard": ("standard", "paper"),
    "peer-review": ("review", "paper"),
}
"""Crossref's types: CSL's, and the kind of work."""

_OTHER = ("document", "paper")
_ISBN = re.compile(r"(?:97[89][0-9-]{10,14}|[0-9-]{9,12}[0-9Xx])$")
_ISSN = re.compile(r"[0-9]{4}-?[0-9]{3}[0-9Xx]")


def _web_link(value: object) -> str:
    return cleaning.web_link(texts.line(value)) or ""


def _isbn(value: object) -> str:
    found = _ISBN.search(texts.line(value))
    return found[0] if found else ""


def _issn(value: object) -> str:
    found = _ISSN.fullmatch(texts.line(value))
    return found[0] if found else ""


def _thesis(value: object) -> str:
    """What a thesis is called that earned a degree: "PhD thesis", "Master of Science thesis"."""
    degree = texts.line(value)
    return degree if not degree or degree.lower().endswith(("thesis", "dissertation")) else f"{degree} thesis"


FIELDS: dict[str, tuple[tuple[str | int, ...], Callable[[object], Text]]] = {
    "container-title": (("container-title", 0), texts.html),
    "container-title-short": (("short-container-title", 0), texts.html),
    "volume": (("volume",), texts.line),
    "issue": (("issue",), texts.line),
    "page": (("page",), texts.line),
    "number": (("article-number",), texts.line),
    "edition": (("edition-number",), texts.line),
    "publisher": (("publisher",), texts.html),
    "publisher-place": (("publisher-location",), texts.html),
    "event-title": (("event", "name"), texts.html),
    "event-place": (("event", "location"), texts.html),
    "genre": (("degree", 0), _thesis),
    "ISSN": (("ISSN", 0), _issn),
    "ISBN": (("ISBN", 0), _isbn),
    "URL": (("URL",), _web_link),
}
"""CSL's variables: where their value stands in a message, and how it is read."""

NAMES = ("author", "editor", "translator", "chair")
"""The lists of people, which CSL calls the same."""

_ISSUED = ("published-print", "issued", "published-online", "published")
"""The dates of a publication: that of the printed one counts, else the first."""

_RELATIONS = ("has-preprint", "is-version-of", "has-version")


def record(message: object) -> Record | None:
    """The work in a message of Crossref's; None where it has no title or no DOI."""
    title = _title(message)
    doi = identifiers.doi(texts.line(answers.field(message, "DOI")))
    if not title or not doi:
        return None
    csl_type, kind = TYPES.get(texts.line(answers.field(message, "type")), _OTHER)
    return Record(
        type=csl_type,
        kind=kind,
        texts={"title": title, "DOI": doi} | _texts(message),
        names={role: people for role in NAMES if (people := _people(message, role))},
        dates=_dates(message),
        arxiv=_arxiv(message),
        abstract=_abstract(message),
    )


def _title(message: object) -> Text:
    title, subtitle = (texts.html(answers.field(message, name, 0)) for name in ("title", "subtitle"))
    if not title or not subtitle or str(subtitle).lower() in str(title).lower():
        return title
    return joined((*as_pieces(title), ": ", *as_pieces(subtitle)))


def _texts(message: object) -> dict[str, Text]:
    found = {variable: read(answers.field(message, *path)) for variable, (path, read) in FIELDS.items()}
    if found["container-title-short"] == found["container-title"]:
        del found["container-title-short"]
    return {variable: text for variable, text in found.items() if text}


def _people(message: object, role: str) -> People:
    people = list(answers.items(message, role))[: texts.MOST_NAMES]
    return People(tuple(filter(None, map(_name, people))))


def _name(person: object) -> Name:
    parts = ("family", "given", "suffix", "name")
    family, given, suffix, team = (texts.line(answers.field(person, part)) for part in parts)
    return from_parts(family, given, suffix=suffix, literal=team)


def _dates(message: object) -> dict[str, Date]:
    issued = next(filter(None, (_day(message, name, "date-parts", 0) for name in _ISSUED)), ())
    begin, end = (_day(message, "event", name, "date-parts", 0) for name in ("start", "end"))
    dates = {"issued": Date(issued), "event-date": Date(begin, end if end and end != begin else None)}
    return {name: date for name, date in dates.items() if date.begin}


def _day(message: object, *path: str | int) -> tuple[int, ...]:
    """A year, or a year with its month, or a day; nothing where there is no date."""
    parts = list(answers.items(message, *path))
    year = answers.year(parts[0]) if parts else None
    if year is None:
        return ()
    limits = ((1, 12), (1, 31))
    found = [year]
    for part, (least, most) in zip(parts[1:], limits, strict=False):
        if type(part) is not int or not least <= part <= most:
            break
        found.append(part)
    return tuple(found)


def _abstract(message: object) -> str | None:
    markup = answers.field(message, "abstract")
    return html.paragraphs(markup) or None if isinstance(markup, str) else None


def _arxiv(message: object) -> str | None:
    for relation in _RELATIONS:
        for item in answers.items(message, "relation", relation):
            if found := identifiers.arxiv_id(texts.line(answers.field(item, "id"))):
                return found
    return None
