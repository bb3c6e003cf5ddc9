"""CSL-JSON and the record, which speaks CSL: all that differs are spellings, an order, and what stays at home."""

import re

from papertrail.bibliography.record import DATE_VARIABLES, NAME_VARIABLES, TEXT_VARIABLES

ALIASES = {
    "archive-location": "archive_location", "doi": "DOI", "event": "event-title", "isbn": "ISBN", "issn": "ISSN",
    "journalAbbreviation": "container-title-short", "part": "part-number", "pmcid": "PMCID", "pmid": "PMID",
    "printing": "printing-number", "shortTitle": "title-short", "supplement": "supplement-number", "url": "URL",
}  # fmt: skip
"""Spellings of older schemas and programs, each as CSL 1.0.2 has it. They leave under its name; where an item has both
and they differ, the older one is kept and leaves beside it as it came."""

IDENTIFIERS = frozenset(("DOI", "ISBN", "ISSN", "PMCID", "PMID", "URL"))
"""The variables in which nothing is ever marked."""

PRIVATE = {"annote": "annote", "keyword": "keywords"}
"""Variables that are the reader's own, and their names among `Record.private`; with the abstract, they stay at home."""

VARIABLES = {
    name.lower().replace("_", "-"): name
    for name in (TEXT_VARIABLES | NAME_VARIABLES | DATE_VARIABLES) - PRIVATE.keys() - {"note"}
} | {"citation-key": "citation-key", "type": "type"}  # fmt: skip
"""What a line "name: value" of a note may tell, by its name in lower case."""

_KINDS = {
    "article-newspaper": "news", "book": "book", "broadcast": "video", "chapter": "chapter", "classic": "book",
    "collection": "book", "entry": "chapter", "entry-dictionary": "chapter", "entry-encyclopedia": "chapter",
    "motion_picture": "video", "post": "blog", "post-weblog": "blog", "software": "code", "speech": "slides",
    "webpage": "website",
}  # fmt: skip


def kind(csl_type: str) -> str:
    """The kind of work that a type tells by itself."""
    return _KINDS.get(csl_type, "paper")


_FIRST = (
    "id", "type", "title", "author", "editor", "translator", "issued", "container-title", "publisher", "volume",
    "collection-title", "chapter-number", "publisher-place", "event-title", "ISBN", "ISSN", "language", "version",
    "number-of-pages", "number-of-volumes", "genre", "title-short", "edition", "issue", "collection-number", "number",
    "page", "accessed", "DOI", "URL",
)  # fmt: skip
_OTHERS = sorted((TEXT_VARIABLES | NAME_VARIABLES | DATE_VARIABLES).difference(_FIRST))
ORDER = {name: place for place, name in enumerate((*_FIRST, *_OTHERS, "", "custom"))}
"""The place of each member in an item; what is not here stands where the empty name does."""

PUBLISHED_BY = frozenset(("book", "report", "software", "thesis"))
"""The types that appear in nothing else, but at a publisher; another place, which older exports name, stays theirs."""

CASED = re.compile(r"(?<![\w-])(?:[A-Z]+\d[A-Z\d]*|\d+[A-Z]+)(?!\w)", re.ASCII)
"""Words that a style which changes the case of titles would spoil: "CASP14", "3D"."""

_BLOG = re.compile(r"(?<=\w) \(blog\)$")

ALL_CASE = "nocase"
"""What is kept of a text that keeps the case of all its letters."""

ENTRIES = {"online": "misc"}
"""The one entry type of BibLaTeX that tells nothing which BibTeX's does not."""

CUSTOM = frozenset(("entry", "eprint", "eprintclass", "eprinttype", "incomplete", "kind", "times", "venue"))
"""The members of ``custom`` that are ours: what CSL has no word for."""

PRIVATE_MEMBERS = frozenset(
    """
    abstract abstracts annotation annotations annote attachment attachments bibtexsource comment comments date-added
    date-modified dateadded datemodified file files folder folders group groups keyword keywords localfile notes owner
    path pdf priority private ranking readstatus review tags timestamp uploaded
    """.split()
)
"""Members that are not CSL's, and those of ``custom``, which are the reader's own or another program's, in lower
case."""
PRIVATE_PREFIXES = ("bdsk-", "mendeley", "jabref", "zotero", "citeulike")


def is_private(member: str) -> bool:
    """True for a member that stays at home."""
    name = member.lower().replace("_", "-")
    return name in PRIVATE_MEMBERS or name.startswith(PRIVATE_PREFIXES)


def name_of_blog(place: str) -> str:
    """The name of a blog without the words that say that it is one: the type does."""
    return _BLOG.sub("", place)


def civil(parts: tuple[int, ...]) -> list[int]:
    """Year, month and day with no year 0: before the common era a record counts as astronomers do, and CSL does not."""
    year, *rest = parts
    return [year if year > 0 else year - 1, *rest]
