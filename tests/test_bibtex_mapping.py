"""BibLaTeX read into records and written again loses nothing, type by type and field by field."""

from pathlib import Path
from typing import Any

import pytest

from papertrail.bibliography.mapping import bibtex as table
from papertrail.bibliography.reading.bibtex import read_text
from papertrail.bibliography.reading.entries import RawEntry, Source
from papertrail.bibliography.record import NAME_VARIABLES, TEXT_VARIABLES, TYPES, Date, Record, dumps, loads
from papertrail.bibliography.writing.biblatex import biblatex
from papertrail.bibliography.writing.bibtex import bibtex
from papertrail.people import Name, People

# The manual of biblatex 3.20, section 2.1: regular types, non-standard types, aliases.
REGULAR = """
article book mvbook inbook bookinbook suppbook booklet collection mvcollection incollection suppcollection dataset
manual misc online patent periodical suppperiodical proceedings mvproceedings inproceedings reference mvreference
inreference report software thesis unpublished customa customb customc customd custome customf
""".split()  # noqa: SIM905 - a long list of words is read as words
NON_STANDARD = """
artwork audio commentary image jurisdiction legislation legal letter movie music performance review standard video
""".split()  # noqa: SIM905 - a long list of words is read as words
ALIASES = {
    "conference": "inproceedings", "electronic": "online", "mastersthesis": "thesis", "phdthesis": "thesis",
    "techreport": "report", "www": "online",
}  # fmt: skip
NO_WORKS = ("set", "xdata", "bibnote")

# Section 2.2: names, literals, and what else a value may be.
NAMES = """
afterword annotator author bookauthor commentator editor editora editorb editorc foreword holder introduction
shortauthor shorteditor translator namea nameb namec sortname
""".split()  # noqa: SIM905 - a long list of words is read as words
LITERALS = """
addendum booksubtitle booktitle booktitleaddon chapter eid eventtitle eventtitleaddon howpublished indexsorttitle
indextitle institution issue issuesubtitle issuetitle issuetitleaddon journalsubtitle journaltitle journaltitleaddon
label library location mainsubtitle maintitle maintitleaddon nameaddon note number organization origlocation
origpublisher origtitle part publisher reprinttitle series shorthand shorthandintro shortjournal shortseries shorttitle
sortkey sortshorthand sorttitle subtitle title titleaddon type venue version volume volumes pagetotal
usera userb userc userd usere userf lista listb listc listd liste listf
""".split()  # noqa: SIM905 - a long list of words is read as words
KEYS = {
    "authortype": "author", "bookpagination": "page", "editortype": "compiler", "editoratype": "collaborator",
    "editorbtype": "redactor", "editorctype": "reviser", "entrysubtype": "magazine", "gender": "sf", "ids": "a_b,c",
    "langid": "ngerman", "langidopts": "variant=british", "language": "english", "options": "useprefix=true",
    "origlanguage": "french", "pagination": "section", "presort": "a", "pubstate": "inpress", "related": "a_b",
    "relatedoptions": "useprefix=true", "relatedstring": "See also", "relatedtype": "reprintof", "sortyear": "1900",
    "xref": "other", "nameatype": "x", "namebtype": "y", "namectype": "z",
}  # fmt: skip
OTHERS = {
    "date": "2001-02-03", "eventdate": "2001-02-03/2001-02-05", "origdate": "1899", "urldate": "2020-12-31",
    "doi": "10.1000/x_y", "url": "https://example.org/~a_b", "eprint": "hal-0123", "eprinttype": "hal",
    "eprintclass": "x.y", "edition": "3", "pages": "12--34", "isan": "0000-3BAB", "isbn": "978-3-16-148410-0",
    "ismn": "979-0-2306", "isrn": "KTH/SE", "issn": "1234-5678", "iswc": "T-034", "verba": "a_b&c", "verbb": "x#y",
    "verbc": "50%",
}  # fmt: skip
NOT_WRITTEN = {
    "crossref": "what it refers to is read into the entry",
    "entryset": "a set is no work",
    "execute": "it is no text but a command",
    "xdata": "what it refers to is read into the entry",
    **dict.fromkeys(("abstract", "annotation", "file", "keywords"), "it is the reader's own"),
    **dict.fromkeys(("day", "month"), "BibLaTeX has them in the date"),
    **dict.fromkeys(("address", "annote", "archiveprefix", "journal", "key", "pdf", "primaryclass", "school"), "alias"),
}
WRITTEN = {
    **{name: f"Ho, Jo{name.title()}" for name in NAMES},
    **{name: f"A {name} \\& Some {{Thing}}" for name in LITERALS},
    **KEYS,
    **OTHERS,
}
ALONE = {"editoratype": "editora", "editorbtype": "editorb", "editorctype": "editorc", "editortype": "editor"} | {
    "eprint": "eprinttype", "eprinttype": "eprint",
}  # fmt: skip
"""A field that says nothing without another one."""


def read(entry: str) -> Record:
    found = read_text(entry, Path("x.bib"))
    assert [mistake.sentence for mistake in found.mistakes] == []
    (record,) = found.records
    return record


def raw(text: str) -> RawEntry:
    (found,) = Source(text).entries()
    assert not found.problems
    return found


def again(record: Record) -> RawEntry:
    """What BibLaTeX says of a record that has been stored in between."""
    return raw("".join(biblatex([stored(record)])))


def stored(record: Record) -> Record:
    return loads(
        dumps(record), key=record.key, kind=record.kind, confidence=record.confidence, arxiv=record.arxiv
    )  # fmt: skip


def written(entry_type: str, fields: dict[str, str]) -> str:
    lines = "".join(f",\n  {name} = {{{value}}}" for name, value in fields.items())
    return f"@{entry_type}{{k{lines}\n}}\n"


def test_the_table_has_every_type_and_field_of_the_manual() -> None:
    assert set(REGULAR) | set(NON_STANDARD) <= table.TYPES.keys()
    assert ALIASES.keys() <= table.TYPES.keys() | table.TYPE_ALIASES.keys()
    assert set(NO_WORKS) <= table.NO_ENTRIES
    handled = {*table.NAMES, *table.DATES, "title", "doi", "url", "eprint", "eprinttype"}
    assert WRITTEN.keys() <= table.CARRIED | handled
    assert NOT_WRITTEN.keys().isdisjoint(table.CARRIED)


@pytest.mark.parametrize("entry_type", [*REGULAR, *NON_STANDARD])
def test_every_type_of_biblatex_stays_what_it_is(entry_type: str) -> None:
    fields = {"title": "Title", "author": "Ho, Jo", "booktitle": "Book", "date": "2001", "type": "Sort"}
    found = again(read(written(entry_type, fields)))
    assert found.entry_type == entry_type
    assert found.fields == fields


@pytest.mark.parametrize("entry_type", [*REGULAR, *NON_STANDARD])
def test_a_type_stays_what_it_is_without_all_that_it_should_have(entry_type: str) -> None:
    fields = {"title": "Title", "date": "2001", "url": "https://example.org"}
    found = again(read(written(entry_type, fields)))
    if entry_type == "inbook":  # BibTeX's: its title is that of the book
        found.entry_type = "inbook"
    assert (found.entry_type, found.fields) == (entry_type, fields)


@pytest.mark.parametrize(("alias", "entry_type"), ALIASES.items())
def test_an_alias_leaves_as_what_it_stands_for(alias: str, entry_type: str) -> None:
    fields = {"title": "Title", "author": "Ho, Jo", "booktitle": "Book", "date": "2001"}
    found = again(read(written(alias, fields)))
    assert found.entry_type == entry_type
    assert {name: value for name, value in found.fields.items() if name != "type"} == fields
    kinds = {"phdthesis": "phdthesis", "mastersthesis": "mathesis", "techreport": "techreport"}
    assert found.fields.get("type") == kinds.get(alias)


@pytest.mark.parametrize("name", WRITTEN)
@pytest.mark.parametrize("entry_type", ["article", "book", "incollection", "misc", "online", "report", "thesis"])
def test_every_field_of_biblatex_comes_back(entry_type: str, name: str) -> None:
    fields = {"title": "Title", "date": "2001", name: WRITTEN[name]}
    if name in ALONE:
        fields[ALONE[name]] = WRITTEN[ALONE[name]]
    if entry_type == "report":
        fields.setdefault("type", "Sort")
    assert again(read(written(entry_type, fields))).fields == fields


@pytest.mark.parametrize("entry_type", [*REGULAR, *NON_STANDARD])
def test_an_entry_with_every_field_loses_nothing(entry_type: str) -> None:
    found = again(read(written(entry_type, WRITTEN)))
    assert found.fields == WRITTEN
    assert found.entry_type == entry_type


@pytest.mark.parametrize("write", [bibtex, biblatex])
@pytest.mark.parametrize("entry_type", [*REGULAR, *NON_STANDARD])
def test_what_was_written_is_read_as_the_same_and_written_alike(entry_type: str, write: Any) -> None:
    first = "".join(write([read(written(entry_type, WRITTEN))]))
    assert "".join(write([read(first)])) == first


@pytest.mark.parametrize("name", NOT_WRITTEN)
def test_what_is_not_written_has_a_reason(name: str) -> None:
    if NOT_WRITTEN[name] == "alias":
        assert name in table.ALIASES
        return
    found = again(read(written("book", {"title": "Title", "date": "2001", name: "7"})))
    assert name not in found.fields


PRIVATE = [
    "abstract", "annotation", "annote", "bdsk-file-1", "comment", "comment-ada", "creationdate", "date-added",
    "date-modified", "execute", "file", "groups", "keywords", "local-url", "mendeley-tags", "owner", "pdf", "ranking",
    "readstatus", "timestamp", "__markedentry",
]  # fmt: skip
AT_HOME = ["alttitle", "bibsource", "confidence", "kind", "numpages", "preprintyear", "ris-u1", "yearconfidence"]


@pytest.mark.parametrize("name", [*PRIVATE, *AT_HOME])
@pytest.mark.parametrize("write", [bibtex, biblatex])
def test_what_is_private_never_leaves(write: Any, name: str) -> None:
    canary = {"confidence": "likely", "kind": "survey", "preprintyear": "1234"}.get(name, "canary")
    record = stored(read(written("article", {"title": "Title", "year": "2001", "journal": "J", name: canary})))
    text = "".join(write([record]))
    assert canary not in text
    assert name not in text


def test_private_fields_are_kept_apart_from_those_that_nobody_else_knows() -> None:
    fields = dict.fromkeys([*PRIVATE, "alttitle", "numpages", "yearconfidence"], "canary")
    record = stored(read(written("book", {"title": "Title", "year": "2001", **fields})))
    aliases = {"annote": "annotation", "pdf": "file"}
    assert record.private.keys() == {aliases.get(name, name) for name in PRIVATE} - {"abstract"}
    assert record.kept["bibtex"].keys() == {"alttitle", "numpages", "yearconfidence"}


# What of CSL has no place in BibTeX and BibLaTeX, and why.
NOT_CARRIED = {
    "annote": "it is the reader's own",
    "keyword": "it is the reader's own",
    "event": "event-title is its name",
    "archive": "without a location in it, it is no eprint",
    "archive_location": "without an archive, it is no eprint",
    **dict.fromkeys(
        """
        archive_collection archive-place authority call-number citation-label dimensions division jurisdiction license
        medium original-publisher-place part-title PMCID PMID references reviewed-genre reviewed-title scale section
        source volume-title year-suffix citation-number first-reference-note-number locator page-first printing-number
        supplement-number issue collection-number number
        """.split(),  # noqa: SIM905 - a long list of words is read as words
        "no field of BibLaTeX has its sense, in every type",
    ),
}
NO_ROLE = """
chair collection-editor composer curator director editor-translator editorial-director executive-producer guest host
illustrator interviewer narrator original-author performer producer recipient reviewed-author script-writer
series-creator
""".split()  # noqa: SIM905 - a long list of words is read as words


@pytest.mark.parametrize("variable", sorted(TEXT_VARIABLES))
def test_every_variable_of_csl_has_a_field_or_a_reason(variable: str) -> None:
    value = {"DOI": "10.1000/x", "URL": "https://example.org", "page": "12-34", "edition": "3"}.get(variable, "Value")
    csl = "article-journal" if variable == "container-title" else "book"
    record = Record(key="k", type=csl, texts={"title": "Title", variable: value})
    text = "".join(biblatex([record]))
    if variable in NOT_CARRIED:
        return
    found = read(text)
    assert found.text(variable) == value
    assert "".join(biblatex([found])) == text


@pytest.mark.parametrize("variable", sorted(NAME_VARIABLES))
def test_every_role_of_csl_has_a_field_or_none_has_it(variable: str) -> None:
    people = People((Name(family="Ho", given="Jonathan"),), complete=False)
    record = Record(key="k", type="book", texts={"title": "Title"}, names={variable: people})
    found = read("".join(biblatex([record])))
    assert found.names == ({} if variable in NO_ROLE or variable == "annote" else {variable: people})


@pytest.mark.parametrize("csl", sorted(TYPES))
@pytest.mark.parametrize("write", [bibtex, biblatex])
def test_every_type_of_csl_is_written(write: Any, csl: str) -> None:
    people = {"author": People((Name(family="Ho", given="Jonathan"),))}
    record = Record(key="k", type=csl, names=people, dates={"issued": Date((2001, 2))})
    record.texts |= {"title": "Title", "container-title": "Container", "publisher": "Publisher"}
    text = "".join(write([record]))
    (found,) = read_text(text, Path("x.bib")).records
    assert found.title == "Title"
    assert found.year == 2001
    assert "Container" in text
