"""The types and tags of RIS, each beside what CSL calls it: read and written by one table.

Source: the RIS specification of Research Information Systems as kept at
https://web.archive.org/web/20120526103719/http://refman.com/support/risformat_intro.asp.
"""

from papertrail.bibliography.record import TYPES as CSL_TYPES

_TYPES = {
    "article": "PREPRINT", "article-journal": "JOUR EJOUR INPR ABST", "article-magazine": "MGZN",
    "article-newspaper": "NEWS", "bill": "BILL UNBILL", "book": "BOOK EBOOK EDBOOK SER", "chapter": "CHAP ECHAP",
    "classic": "CLSWK", "dataset": "DATA DBASE AGGR", "document": "GEN CTLG GRNT", "entry-dictionary": "DICT",
    "entry-encyclopedia": "ENCYC", "figure": "FIGURE CHART EQUA", "graphic": "ART", "hearing": "HEAR",
    "legal_case": "CASE", "legislation": "STAT", "manuscript": "MANSCPT UNPB", "map": "MAP",
    "motion_picture": "VIDEO MPCT MULTI ADVS", "musical_score": "MUSIC", "pamphlet": "PAMP",
    "paper-conference": "CPAPER CONF", "patent": "PAT", "periodical": "JFULL", "personal_communication": "PCOMM ICOMM",
    "post-weblog": "BLOG", "regulation": "LEGAL", "report": "RPRT GOVDOC", "software": "COMP", "song": "SOUND",
    "speech": "SLIDE", "standard": "STAND", "thesis": "THES", "webpage": "ELEC WEB",
}  # fmt: skip
"""RIS's types of each type of CSL; the first is written, unless the record came by another."""

TYPES = {name: csl for csl, names in _TYPES.items() for name in names.split()}
KINDS = {"SOUND": "video"}
"""The kind of work, where the type of CSL does not tell it."""

_NEAREST = {
    "article": "UNPB",  # of GEN some readers make an article of a journal, and few know PREPRINT
    "broadcast": "VIDEO", "collection": "GEN", "entry": "ENCYC", "event": "GEN", "interview": "GEN",
    "performance": "GEN", "post": "BLOG", "review": "JOUR", "review-book": "JOUR", "treaty": "GEN",
}  # fmt: skip
"""What is written for the types of CSL that RIS does not have: they come back as another."""

OF_CSL = {csl: _NEAREST.get(csl) or _TYPES[csl].split()[0] for csl in CSL_TYPES}
OF_KIND = {
    "blog": "BLOG", "code": "COMP", "course": "ELEC", "news": "NEWS", "slides": "SLIDE", "video": "VIDEO",
    "website": "ELEC",
}  # fmt: skip
"""The types of preprints that are no papers, by kind."""

ARTICLES = frozenset(
    ("article-journal", "article-magazine", "article-newspaper", "periodical", "review", "review-book")
)
"""The types that have issues."""
JOURNALS = ARTICLES - {"article-newspaper"}

PUBLISHED = frozenset(("book", "classic", "pamphlet", "report", "standard", "thesis"))
"""What appears in nothing else, but at a publisher: another title is read as that of a series."""

PAGED = frozenset(("book", "thesis"))
"""The types whose only page is their number of pages."""

TAGS = {
    "VL": "volume", "T3": "collection-title", "SE": "chapter-number", "ET": "edition", "CY": "publisher-place",
    "PB": "publisher", "J2": "container-title-short", "ST": "title-short", "LA": "language", "M3": "genre",
    "NV": "number-of-volumes", "CN": "call-number", "DB": "source", "RI": "reviewed-title",
}  # fmt: skip
"""The tags that are one variable each. ``IS``, ``M1`` and ``C7`` are numbers, and which depends on the type; titles,
pages, dates and identifiers have rules of their own."""

SYNONYMS = {"DP": "DB", "JA": "J2", "PP": "CY", "VO": "VL"}
"""Tags that are read as others are."""

NAMES = {"A2": "editor", "A3": "collection-editor", "A4": "translator"}
NAME_SYNONYMS = {"ED": "editor"}
TAGS_OF_NAMES = {"author": "AU"} | {role: tag for tag, role in NAMES.items()}

TITLES = ("TI", "T1", "CT")
CONTAINERS = {
    "article-journal": ("JF", "T2", "JO", "JA", "J2", "J1", "BT"),
    "paper-conference": ("C3", "T2", "BT", "JF", "JO", "T3"),
    "chapter": ("T2", "BT", "JF", "JO"),
}
"""Where to look for what a work of a type appeared in; like a chapter are entries, like an article all in journals."""

OTHER_CONTAINERS = ("T2", "JF", "JO", "JA", "J2")
ABBREVIATIONS = ("J2", "JA", "JO", "J1")
LINKS = ("UR", "LK", "L2", "L1", "L3", "L4")
FILES = frozenset(("L1", "L2", "L3", "L4"))
DATES = ("PY", "Y1", "DA", "YR")
ARXIV = ("AN", "M1", "C7", "N1", "VL", "SP")
"""Where programs put the id of a preprint."""

PRIVATE = {
    "C1": "annote", "KW": "keywords", "N1": "annote", "RN": "annote", "U1": "ris-u1", "U2": "ris-u2", "U3": "ris-u3",
    "U4": "ris-u4", "U5": "ris-u5",
}  # fmt: skip
"""Tags that are the reader's own: keywords, fields of their making, and notes, which programs keep for them."""

_NO_TAG = "RIS has no tag for it"
_NO_ROLE = "RIS knows authors, editors, editors of series and translators"
_ANOTHER = "its tag is read as something else"
_OF_CITATIONS = "it belongs to a citation, not to a work"
UNSAID = {
    "annote": "it is the reader's own", "keyword": "it is the reader's own",
    "note": "N1 is where programs keep their reader's own notes",
    **dict.fromkeys(("archive", "archive_location"), "databases use AN for numbers of their own"),
    **dict.fromkeys(
        ("citation-label", "citation-number", "first-reference-note-number", "locator", "year-suffix"), _OF_CITATIONS
    ),
    **dict.fromkeys(("event-place", "status", "page-first", "PMCID", "PMID", "version"), _ANOTHER),
    **dict.fromkeys(
        (
            "archive_collection", "archive-place", "authority", "dimensions", "division", "jurisdiction", "license",
            "medium", "original-publisher", "original-publisher-place", "original-title", "part-number", "part-title",
            "printing-number", "references", "reviewed-genre", "scale", "section", "supplement-number", "volume-title",
            "available-date", "event-date", "original-date", "submitted",
        ),
        _NO_TAG,
    ),
    **dict.fromkeys(
        (
            "chair", "compiler", "composer", "container-author", "contributor", "curator", "director",
            "editor-translator", "editorial-director", "executive-producer", "guest", "host", "illustrator",
            "interviewer", "narrator", "organizer", "original-author", "performer", "producer", "recipient",
            "reviewed-author", "script-writer", "series-creator",
        ),
        _NO_ROLE,
    ),
}  # fmt: skip
"""What does not leave as RIS, with the reason. Neither do marks in texts, the end of a range of dates, that a date is
approximate, the kind of a work that its type does not tell, and particles that are not part of the family name."""
