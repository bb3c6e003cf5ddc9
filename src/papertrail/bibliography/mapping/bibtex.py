"""The entry types and fields of BibTeX and BibLaTeX, each beside what CSL calls it: read and written by one table.

Names are BibLaTeX's; BibTeX's own ones are among the `ALIASES`.
Source: the manual of biblatex 3.20, sections 2.1 and 2.2; "BibTeXing" by Oren Patashnik, section 3.
"""

from typing import NamedTuple

from papertrail.bibliography.record import TYPES as CSL_TYPES
from papertrail.bibliography.record import Record


class EntryType(NamedTuple):
    """An entry type: what CSL and BibTeX call it, and the fields that tell where such a work appeared."""

    csl: str
    classic: str
    """The type for BibTeX's own styles."""
    container: str
    """The field for what it appeared in."""
    publisher: str
    """The field for who published it."""
    number: str
    """The variable for its number; a book has one in its series."""


_PART = ("incollection", "booktitle", "publisher", "collection-number")
_BOOK = ("book", "howpublished", "publisher", "collection-number")
_OTHER = ("misc", "howpublished", "organization", "number")
_THESIS = ("howpublished", "institution", "number")
_REPORT = ("techreport", "howpublished", "institution", "number")

TYPES = {
    name: EntryType(*values)
    for name, values in {
        "article": ("article-journal", "article", "journaltitle", "publisher", "issue"),
        "inproceedings": ("paper-conference", "inproceedings", "booktitle", "publisher", "collection-number"),
        "misc": ("document", *_OTHER),
        "book": ("book", *_BOOK),
        "incollection": ("chapter", *_PART),
        "inbook": ("chapter", *_PART),
        "phdthesis": ("thesis", "phdthesis", *_THESIS),
        "mastersthesis": ("thesis", "mastersthesis", *_THESIS),
        "thesis": ("thesis", "phdthesis", *_THESIS),
        "techreport": ("report", *_REPORT),
        "report": ("report", *_REPORT),
        "manual": ("report", "manual", "howpublished", "organization", "number"),
        "proceedings": ("book", "proceedings", "howpublished", "publisher", "collection-number"),
        "booklet": ("pamphlet", "booklet", "howpublished", "howpublished", "collection-number"),
        "unpublished": ("manuscript", "unpublished", "howpublished", "organization", "number"),
        "online": ("webpage", "misc", "organization", "publisher", "number"),
        "software": ("software", *_OTHER),
        "dataset": ("dataset", "misc", "howpublished", "publisher", "number"),
        "patent": ("patent", *_OTHER),
        "periodical": ("periodical", "misc", "howpublished", "publisher", "issue"),
        "mvbook": ("book", *_BOOK),
        "collection": ("book", *_BOOK),
        "mvcollection": ("book", *_BOOK),
        "mvproceedings": ("book", "proceedings", "howpublished", "publisher", "collection-number"),
        "reference": ("book", *_BOOK),
        "mvreference": ("book", *_BOOK),
        "commentary": ("book", *_BOOK),
        "bookinbook": ("chapter", *_PART),
        "suppbook": ("chapter", *_PART),
        "suppcollection": ("chapter", *_PART),
        "inreference": ("entry", *_PART),
        "suppperiodical": ("article-journal", "article", "journaltitle", "publisher", "issue"),
        "review": ("review", "article", "journaltitle", "publisher", "issue"),
        "artwork": ("graphic", *_OTHER),
        "audio": ("song", *_OTHER),
        "image": ("figure", *_OTHER),
        "jurisdiction": ("legal_case", *_OTHER),
        "legal": ("treaty", *_OTHER),
        "legislation": ("legislation", *_OTHER),
        "letter": ("personal_communication", *_OTHER),
        "movie": ("motion_picture", *_OTHER),
        "music": ("song", *_OTHER),
        "performance": ("performance", *_OTHER),
        "standard": ("standard", *_REPORT),
        "video": ("motion_picture", *_OTHER),
        **{f"custom{letter}": ("document", *_OTHER) for letter in "abcdef"},
    }.items()
}
TYPE_ALIASES = {
    "conference": "inproceedings", "electronic": "online", "www": "online", "webpage": "online",
    "mathesis": "mastersthesis",
}  # fmt: skip
NO_ENTRIES = frozenset(("bibnote", "control", "ieeetranbstctl", "jabref-meta", "set", "xdata"))
"""Entries that are no works."""

MODERN_TYPES = TYPES.keys() - {
    "article", "book", "booklet", "inbook", "incollection", "inproceedings", "manual", "mastersthesis", "misc",
    "phdthesis", "proceedings", "techreport", "unpublished",
}  # fmt: skip
"""The types that BibTeX does not have."""

_OF_CSL = {
    "article": "misc", "article-magazine": "article", "article-newspaper": "article", "bill": "legislation",
    "broadcast": "misc", "classic": "book", "collection": "book", "entry-dictionary": "inreference",
    "entry-encyclopedia": "inreference", "event": "misc", "hearing": "jurisdiction", "interview": "misc",
    "map": "misc", "motion_picture": "misc", "musical_score": "misc", "post": "misc", "post-weblog": "misc",
    "regulation": "legislation", "report": "techreport", "review": "article", "review-book": "article",
    "song": "music", "speech": "misc", "thesis": "phdthesis", "webpage": "misc",
}  # fmt: skip
OF_CSL = {name: _OF_CSL.get(name) or next(entry for entry in TYPES if TYPES[entry].csl == name) for name in CSL_TYPES}
"""The entry type of each type of CSL. A misc entry with an address is an online one to BibLaTeX."""

SUBTYPES = {"magazine": "article-magazine", "newspaper": "article-newspaper"}
"""What ``entrysubtype`` makes of an article."""

KINDS = {
    "blog": "post-weblog", "book": "book", "chapter": "chapter", "code": "software", "course": "webpage",
    "news": "article-newspaper", "slides": "speech", "video": "motion_picture", "website": "webpage",
}  # fmt: skip
"""The type of CSL for a misc entry, by the kind of work."""

KINDS_OF_TYPES = {"book": "book", "inbook": "chapter", "incollection": "chapter"}
"""What sort of work an entry of BibTeX is by its type."""
KINDS_OF_OTHERS = {
    "bookinbook": "chapter", "collection": "book", "electronic": "website", "movie": "video", "mvbook": "book",
    "online": "website", "proceedings": "book", "software": "code", "suppbook": "chapter", "video": "video",
    "www": "website",
}  # fmt: skip
"""What sort of work an entry of BibLaTeX, or of a reference manager, is by its type."""

VARIABLES = {
    "shorttitle": "title-short", "shortjournal": "container-title-short", "eventtitle": "event-title",
    "location": "publisher-place", "volume": "volume", "series": "collection-title", "chapter": "chapter-number",
    "edition": "edition", "type": "genre", "version": "version", "pagetotal": "number-of-pages", "isbn": "ISBN",
    "issn": "ISSN", "pages": "page", "part": "part-number", "volumes": "number-of-volumes", "venue": "event-place",
    "language": "language", "langid": "language", "pubstate": "status", "origtitle": "original-title",
    "origpublisher": "original-publisher", "origlocation": "original-publisher-place", "note": "note",
}  # fmt: skip
"""The variable of each field that has one whatever the type of its entry. The first field of a variable is written."""

FIELDS = {variable: name for name, variable in reversed(VARIABLES.items())}
"""The field of each variable."""

CONTAINERS = ("journaltitle", "booktitle", "howpublished")
PUBLISHERS = ("publisher", "organization", "institution")
"""Where a field of the entry type's own is missing, one of these speaks for it."""

PLACES = frozenset((*CONTAINERS, "institution", "journal", "publisher", "school"))
"""The fields that may say where a work appeared, under BibTeX's names and BibLaTeX's."""

NAMES = {"author": "author", "editor": "editor", "translator": "translator", "bookauthor": "container-author"}
NAME_FIELDS = {variable: name for name, variable in NAMES.items()}
EDITOR_FIELDS = ("editor", "editora", "editorb", "editorc")
EDITOR_TYPES = {"compiler": "compiler", "collaborator": "contributor", "organizer": "organizer"}
"""The role of editors, by ``editortype``."""
OTHER_NAMES = frozenset(
    """
    afterword annotator commentator editora editorb editorc foreword holder introduction namea nameb namec shortauthor
    shorteditor sortname
    """.split()
)
"""Lists of names for which CSL has no variable."""

DATES = {"date": "issued", "urldate": "accessed", "eventdate": "event-date", "origdate": "original-date"}

ALIASES = {
    "address": "location", "annote": "annotation", "archiveprefix": "eprinttype", "articleno": "eid",
    "journal": "journaltitle", "key": "sortkey", "pdf": "file", "primaryclass": "eprintclass", "school": "institution",
}  # fmt: skip
CLASSIC = {
    "eprintclass": "primaryclass", "eprinttype": "archiveprefix", "journaltitle": "journal", "location": "address",
    "sortkey": "key",
}  # fmt: skip
"""BibTeX's names of fields, by BibLaTeX's."""

ARCHIVES = {"googlebooks": "Google Books", "hal": "HAL", "hdl": "HDL", "jstor": "JSTOR", "pubmed": "PubMed"}
"""The names of archives, by ``eprinttype``."""

GENRES = {
    "bathesis": "Bachelor’s thesis", "candthesis": "Candidate thesis", "mathesis": "Master’s thesis",
    "phdthesis": "PhD thesis", "resreport": "Research report",
}  # fmt: skip
"""The words for which BibLaTeX has a key in ``type``."""
STATES = {"inpreparation": "in preparation", "inpress": "in press"}
"""The words for which BibLaTeX has a key in ``pubstate``."""

PRIVATE = frozenset(
    """
    annotation comment creationdate date-added date-modified execute file groups internal-note keywords local-url
    localfile modificationdate owner printed priority qualityassured ranking rating read readstatus relevance review
    tags timestamp uploaddate
    """.split()
)
"""What is the reader's own or another program's, and ``execute``, which is no text but a command."""
_PRIVATE_PREFIXES = ("__", "bdsk-", "comment-", "jabref-", "mendeley-")

HANDLED = frozenset(
    """
    abstract author confidence date day doi eid eprint eprintclass eprinttype issue kind month number preprintyear
    title url urldate year eventdate origdate
    """.split()
)
"""What does not become a variable, or kept, as it stands."""

_KEPT_KNOWN = frozenset(
    """
    addendum afterword annotator authortype bookpagination booksubtitle booktitleaddon commentator editora editoratype
    editorb editorbtype editorc editorctype editortype eid entrysubtype eprint eprintclass eprinttype eventtitleaddon
    foreword gender holder howpublished ids indexsorttitle indextitle institution introduction isan ismn isrn issue
    issuesubtitle issuetitle issuetitleaddon iswc journalsubtitle journaltitle journaltitleaddon booktitle label
    langid langidopts library mainsubtitle maintitle maintitleaddon nameaddon number options organization
    origlanguage pagination presort publisher related relatedoptions relatedstring relatedtype reprinttitle
    shortauthor shorteditor shorthand shorthandintro shortseries sortkey sortname sortshorthand sorttitle sortyear
    subtitle titleaddon xref
    """.split()
)
CUSTOM = frozenset(
    (
        *(f"{name}{letter}" for name in ("name", "verb") for letter in "abc"),
        *(f"name{letter}type" for letter in "abc"),
        *(f"{name}{letter}" for name in ("list", "user") for letter in "abcdef"),
    )
)
VERBATIM = frozenset(("verba", "verbb", "verbc"))
KEYS = frozenset(("ids", "langidopts", "options", "related", "relatedoptions", "xref"))
"""Fields of keys and options, in which LaTeX's signs stand as they are."""

CARRIED = _KEPT_KNOWN | CUSTOM | VARIABLES.keys()
"""The fields that leave again, though CSL has no variable for some of them.

What neither BibTeX's styles nor BibLaTeX's data model know stays at home; so do ``crossref`` and ``xdata``, because
what they refer to is read into the entry, and ``entryset``, which refers to no work.
"""

SECOND = ALIASES.keys() - {"annote", "pdf"}
"""The other names of fields, which leave where an entry has a field under both and they differ."""

MODERN_FIELDS = frozenset(
    """
    addendum booksubtitle booktitleaddon eventdate eventtitle eventtitleaddon issuetitle
    journalsubtitle journaltitle langid maintitle origdate pagetotal pubstate subtitle titleaddon
    """.split()
)
"""Fields by which an entry is known to be BibLaTeX's."""


def is_private(name: str) -> bool:
    """True for a field that is the reader's own or another program's."""
    return name in PRIVATE or name.startswith(_PRIVATE_PREFIXES)


def is_master(genre: str) -> bool:
    """True for the thesis of a master, or one of that rank."""
    words = genre.lower()
    return any(word in words for word in ("master", "magister", "diplom", "m.sc", "msc")) or words.startswith("m.")


def fits(entry: str, csl: str) -> bool:
    """True where an entry of this type may be what CSL calls so."""
    if entry in {"misc", "online"}:
        return csl in {"document", "article", "webpage", *KINDS.values()}
    if csl == "article":
        return entry in {"article", "unpublished"}
    if entry == "inbook" and csl == "book":
        return True
    return entry in TYPES and (
        TYPES[entry].csl == csl or (entry == "article" and csl.startswith(("article-", "review")))
    )


def natural(csl: str, genre: str = "") -> str:
    """The entry type for a type of CSL, of which nothing else is known."""
    if csl == "thesis" and is_master(genre):
        return "mastersthesis"
    return OF_CSL[csl]


def entry_type(record: Record) -> str:
    """The entry type of a record in BibLaTeX's words: that of its source where it still fits."""
    csl = record.type
    own = record.kept["bibtex"].get("@type") if "bibtex" in record.kept else None
    if own and fits(own, csl):
        return own
    entry = natural(csl, record.text("genre"))
    if entry == "misc" and (record.url or (record.is_preprint and is_archived(record))):
        return "online"
    if entry == "incollection" and "editor" not in record.names and "container-title" in record.texts:
        return "inbook"  # a collection has an editor; a part of a book need not
    return entry


def is_archived(record: Record) -> bool:
    """True for what lies in an archive of preprints."""
    return bool(record.arxiv) or "archive_location" in record.texts
