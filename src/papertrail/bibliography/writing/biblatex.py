"""BibLaTeX for biber: Unicode, and the entry types and fields that its manual defines."""

from collections.abc import Iterable, Iterator

from papertrail.bibliography.mapping import bibtex as table
from papertrail.bibliography.mapping import bibtex_dates as dates
from papertrail.bibliography.record import Record
from papertrail.bibliography.writing import editions, entries
from papertrail.bibliography.writing.addresses import address, doi
from papertrail.bibliography.writing.entries import NOTHING, Marks
from papertrail.bibliography.writing.keys import keyed
from papertrail.people import to_bibtex
from papertrail.text.latex import BIBLATEX
from papertrail.text.marked import Text

_TYPES = {"phdthesis": "thesis", "mastersthesis": "thesis", "techreport": "report"}
_USUAL = {"phdthesis": "phdthesis", "mastersthesis": "mathesis", "techreport": "techreport"}
"""What ``type`` says of a work of each of BibTeX's types, where the record says nothing."""

_BEFORE = {"event-title": "eventtitle", "publisher-place": "location"}
_COPIED = {
    "collection-title": "series",
    "chapter-number": "chapter", "edition": "edition", "genre": "type", "version": "version",
    "number-of-pages": "pagetotal", "ISBN": "isbn", "ISSN": "issn",
}  # fmt: skip
_COPIED |= {
    variable: name for variable, name in table.FIELDS.items() if variable not in {*_BEFORE, *_COPIED, "page", "volume"}
}
_KEYS = {words: key for key, words in (table.GENRES | table.STATES).items()}
_SUBTYPES = {csl: name for name, csl in table.SUBTYPES.items()}
_ARCHIVES = {"arxiv", *table.ARCHIVES}
_ROLES = {variable: role for role, variable in table.EDITOR_TYPES.items()}


def biblatex(records: Iterable[Record], marks: Marks | None = None) -> Iterator[str]:
    """Records as BibLaTeX, entry by entry.

    Args:
        records: What to write.
        marks: Fields to add, by citation key.
    """
    for key, record in keyed(records):
        entry = table.entry_type(record)
        if entry == "inbook" and record.type == "book":
            entry = "book"  # a part of a book as BibTeX has it: its title is the book's
        values = _fields(record, entry)
        lines = [f"@{_TYPES.get(entry, entry)}{{{key}"]
        lines += [f"  {name} = {{{value}}}" for name, value in values.items() if value]
        if marks:
            lines += [f"  {name} = {{{value}}}" for name, value in marks.get(record.key, NOTHING).items()]
        yield ",\n".join(lines) + "\n}\n\n"


def _fields(record: Record, entry: str) -> dict[str, str]:
    """The fields of an entry, in order; an empty one is not written."""
    texts, names, spec = record.texts, record.names, table.TYPES[entry]
    values = {
        "title": BIBLATEX.title(record.title),
        "author": to_bibtex(names["author"], BIBLATEX) if "author" in names else "",
        "editor": to_bibtex(names["editor"], BIBLATEX) if "editor" in names else "",
    }
    _add_place(record, spec, values)
    values["date"] = _date("date", "issued", record)
    if not values["date"] and "issued" in record.dates:
        values["year"] = BIBLATEX.words(record.dates["issued"].literal)
    _add_publisher(record, spec, values)
    _add_copied(record, spec, values)
    if not names.keys() <= entries.FIRST_NAMES:
        _add_names(record, values)
    if "page" in texts:
        values["pages"] = entries.pages(record.text("page"), BIBLATEX)
    if entry in _USUAL and not values.get("type"):
        values["type"] = _USUAL[entry]
    values["doi"], values["url"] = doi(record.doi) or "", address(record.url) or ""
    for name, variable in table.DATES.items():
        if name != "date":
            values[name] = _date(name, variable, record)
    if archive := entries.archive(record):
        values["eprint"], values["eprinttype"] = archive.id, _archive_key(archive.name)
        values["eprintclass"] = BIBLATEX.text(archive.category) if archive.category else ""
    if entry == "article" and record.type in _SUBTYPES:
        values["entrysubtype"] = _SUBTYPES[record.type]
    if record.kept:
        _add_kept(record, values)
    return values


def _archive_key(name: str) -> str:
    """What BibLaTeX calls an archive: the ones that it knows have a key in small letters."""
    return name.lower() if name.lower() in _ARCHIVES else name


def _add_place(record: Record, spec: table.EntryType, values: dict[str, str]) -> None:
    """What it appeared in; of a book, a thesis and the like who published it."""
    if container := record.texts.get("container-title"):
        name = entries.kept(record).get("@container-title", spec.container)
        values[name] = entries.place(container, BIBLATEX)
    elif spec.container == "howpublished" and "publisher" in record.texts:
        values[_publisher_field(record, spec)] = entries.place(record.texts["publisher"], BIBLATEX)
    elif source := entries.kept(record).get(spec.container):
        values[spec.container] = "" if entries.is_address(source) else BIBLATEX.source(source)


def _add_publisher(record: Record, spec: table.EntryType, values: dict[str, str]) -> None:
    """Who published what appeared in something else."""
    if "publisher" in record.texts and (spec.container != "howpublished" or "container-title" in record.texts):
        name = _publisher_field(record, spec)
        values["publisher" if values.get(name) else name] = entries.place(record.texts["publisher"], BIBLATEX)


def _publisher_field(record: Record, spec: table.EntryType) -> str:
    name = entries.kept(record).get("@publisher", spec.publisher)
    return "organization" if name == "howpublished" and spec.container == "organization" else name


def _add_copied(record: Record, spec: table.EntryType, values: dict[str, str]) -> None:
    texts = record.texts
    for variable, name in _BEFORE.items():
        if variable in texts:
            values[name] = BIBLATEX.text(texts[variable])
    if "volume" in texts:
        values["volume"] = entries.numbers(texts["volume"], BIBLATEX)
    if number := entries.issue_or_number(record, spec, BIBLATEX):
        name = entries.kept(record).get("@issue", "number") if spec.number == "issue" else "number"
        values[name] = number
    values["eid"] = entries.eid(record, spec, BIBLATEX)
    for variable, name in _COPIED.items():
        if variable in texts:
            own = entries.kept(record).get(f"@{variable}", name)
            values[own] = BIBLATEX.text(_in_biblatex(variable, texts[variable]))


def _in_biblatex(variable: str, text: Text) -> Text:
    """A value by the key, or the number, that BibLaTeX has for it, where it has one."""
    if not isinstance(text, str):
        return text
    if variable == "edition":
        return editions.number(text) or text
    return _KEYS.get(text, text) if variable in {"genre", "status"} else text


def _add_names(record: Record, values: dict[str, str]) -> None:
    """Translators and others, and editors with a role of their own."""
    kept = entries.kept(record)
    for variable, people in record.names.items():
        if (name := table.NAME_FIELDS.get(variable)) and not values.get(name):
            values[name] = to_bibtex(people, BIBLATEX)
        elif variable in _ROLES:
            free = (name for name in table.EDITOR_FIELDS if not values.get(name) and name not in kept)
            slot = kept.get(f"@{variable}") or next(free, "")
            if slot:
                values[slot], values[f"{slot}type"] = to_bibtex(people, BIBLATEX), _ROLES[variable]


def _date(name: str, variable: str, record: Record) -> str:
    """A date, as its source wrote it where that says the same, and more."""
    date = record.dates.get(variable)
    source = entries.kept(record).get(name)
    if date is None:
        return BIBLATEX.source(source) if source and variable != "issued" else ""
    if source and dates.read(source) == date:
        return source
    return dates.write(date)


def _add_kept(record: Record, values: dict[str, str]) -> None:
    """What CSL has no variable for, and BibLaTeX knows."""
    for name, source in entries.carried(record):
        if not values.get(name) and not entries.is_own_address(source, record):
            values[name] = entries.kept_value(name, source, BIBLATEX)
