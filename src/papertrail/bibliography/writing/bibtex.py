"""BibTeX for the classic styles: LaTeX escapes, and only entry types for which enough is known.

A style warns of an article without a journal or a book without a publisher. Such a work becomes what it is known to
be: a booklet, or a misc entry with what is known of its place.
"""

import re
from collections.abc import Iterable, Iterator

from papertrail import people
from papertrail.bibliography.mapping import bibtex as table
from papertrail.bibliography.mapping import bibtex_dates as dates
from papertrail.bibliography.record import Date, Record
from papertrail.bibliography.writing import editions, entries
from papertrail.bibliography.writing.addresses import address, doi
from papertrail.bibliography.writing.bibtex_types import PARTS, PLACES, classic_type, supported_type
from papertrail.bibliography.writing.entries import Marks
from papertrail.bibliography.writing.keys import keyed
from papertrail.identifiers import folded
from papertrail.text.latex import BIBLATEX, BIBTEX, Encoding
from papertrail.text.marked import Text, is_plain

_PUBLISHERS = {
    "booklet": "howpublished", "manual": "organization", "mastersthesis": "school", "phdthesis": "school",
    "techreport": "institution",
}  # fmt: skip
"""The field for who published a work, where it is not the publisher."""
_NAMES = dict.fromkeys(table.EDITOR_TYPES.values(), "editor") | table.NAME_FIELDS
_USUAL = {"phdthesis": table.GENRES["phdthesis"], "mastersthesis": table.GENRES["mathesis"]}
"""What a style calls a thesis by itself."""
_YEAR = ",\n  year = {"
_STATES = {words: key for key, words in table.STATES.items()}
_EDITED = frozenset(("book", "inbook", "proceedings"))
_IN_SERIES = frozenset(("book", "inbook", "proceedings", "inproceedings", "incollection"))

_COPIED = {
    "collection-title": "series", "chapter-number": "chapter", "edition": "edition",
    "publisher-place": "address", "genre": "type", "version": "version", "ISBN": "isbn", "ISSN": "issn",
}  # fmt: skip
"""The fields of the classic styles for variables that need no thought, in their order; then BibLaTeX's."""
_COPIED |= {variable: name for variable, name in table.FIELDS.items() if variable not in {*_COPIED, "page", "volume"}}


def bibtex(records: Iterable[Record], marks: Marks | None = None) -> Iterator[str]:
    """Records as BibTeX, entry by entry.

    Args:
        records: What to write.
        marks: Fields to add, by citation key.
    """
    for key, record in keyed(records):
        entry, values = _entry(record)
        if marks:
            values |= marks.get(record.key, {})
        yield _written(entry, key, values)


def fields(record: Record) -> dict[str, str]:
    """The fields of a record, as BibTeX has them, beside those that everybody shows in plain text.

    The title is among them where it has marks. The authors, the year, the DOI, the address, the kind and the
    confidence are not, nor is the arXiv id.
    """
    texts, spec = record.texts, table.TYPES[table.entry_type(record)]
    values = _places(record, spec)
    if not is_plain(record.title):
        values["title"] = BIBLATEX.text(record.title)
    _add_names(record, BIBLATEX, values, besides="author")
    _add_numbers(record, spec, BIBLATEX, values)
    _add_copied(record, spec, BIBLATEX, values)
    if "page" in texts:
        values["pages"] = entries.pages(record.text("page"), BIBLATEX)
    values |= _date_fields(record)
    if "archive_location" in texts:
        values["eprint"], values["archiveprefix"] = record.text("archive_location"), record.text("archive")
    if record.arxiv and record.arxiv_class:
        values["primaryclass"] = record.arxiv_class
    if record.first_year:
        values["preprintyear"] = str(record.first_year)
    for name, source in entries.kept(record).items():
        if name[0] != "@":
            values.setdefault(table.CLASSIC.get(name, name), source)
    for name, value in record.private.items():
        values.setdefault("annote" if name == "annotation" else name, value)
    return {name: value for name, value in values.items() if value}


def _places(record: Record, spec: table.EntryType) -> dict[str, str]:
    """What a work appeared in and who published it, under BibTeX's names."""
    texts, values = record.texts, dict[str, str]()
    if container := texts.get("container-title"):
        name = "howpublished" if spec.container == "organization" else spec.container
        values[table.CLASSIC.get(name, name)] = entries.place(container, BIBLATEX)
    if publisher := texts.get("publisher"):
        values[_publisher_field(record, spec.classic)] = entries.place(publisher, BIBLATEX)
    return values


def _date_fields(record: Record) -> dict[str, str]:
    """The day of publication, or its month, and the other days."""
    issued, values = record.dates.get("issued"), dict[str, str]()
    if issued and (len(issued.begin) > 2 or issued.end is not None or issued.circa or issued.time):  # noqa: PLR2004 - a day
        values["date"] = dates.write(issued)
    elif issued and (month := dates.month_words(issued)):
        values["month"] = month
    for name, variable in table.DATES.items():
        if name != "date" and variable in record.dates:
            values[name] = dates.write(record.dates[variable])
    return values


def _written(entry: str, key: str, values: dict[str, str]) -> str:
    month = values.pop("month", "")
    lines = [f",\n  {name} = {{{value}}}" for name, value in values.items() if value]
    if month:  # abbreviations stand without braces, after the year
        place = next((at for at, line in enumerate(lines, 1) if line.startswith(_YEAR)), len(lines))
        lines.insert(place, f",\n  month = {month}")
    return f"@{entry}{{{key}{''.join(lines)}\n}}\n\n"


def _entry(record: Record) -> tuple[str, dict[str, str]]:
    """The type of an entry and its fields, in order; an empty field is not written."""
    names = record.names
    authors = people.to_bibtex(names["author"], BIBTEX) if "author" in names else ""
    editors = people.to_bibtex(names["editor"], BIBTEX) if "editor" in names else ""
    own = table.entry_type(record)
    classic = classic_type(record, own)
    entry, where = supported_type(record, classic, authors, editors)
    values = {
        "title": BIBTEX.title(record.texts.get("title", "")),
        "author": authors,
        "editor": editors,
        "key": "",
        PLACES.get(entry, "howpublished"): where,
    }
    _add_date(record, values)
    if entry in PLACES and entry not in PARTS and "container-title" in record.texts:
        values["howpublished"] = entries.place(record.texts["container-title"], BIBTEX)
    is_told = where and (entry == "booklet" or (entry in PLACES and entry not in PARTS))
    _add_variables(record, table.TYPES[own], entry, "" if is_told else classic, values)
    if record.kept:
        _add_kept(record, values)
        if entry in {"misc", "booklet"}:
            _show_place(values)
    if not names.keys() <= entries.FIRST_NAMES:
        _add_names(record, BIBTEX, values)
    if page := record.texts.get("page"):
        values["pages"] = entries.pages(page if isinstance(page, str) else record.text("page"), BIBTEX)
    if not authors and not (editors and entry in _EDITED):
        values["key"] = values["key"] or _sort_key(record)
    eprint = _add_identifiers(record, values)
    if entry in {"misc", "booklet"}:
        _say_where(values, values.get("url", ""), eprint)
    _note_what_no_style_takes(entry, values)
    return entry, values


def _add_date(record: Record, values: dict[str, str]) -> None:
    """The year and the month."""
    issued = record.dates.get("issued")
    if issued is None:
        return
    begin = issued.begin
    values["year"] = str(begin[0]) if begin else BIBTEX.words(issued.literal)
    if len(begin) > 1 or issued.season:
        values["month"] = dates.month_macros(issued)


def _add_variables(record: Record, spec: table.EntryType, entry: str, classic: str, values: dict[str, str]) -> None:
    """The publisher, where the entry has not named it yet, the numbers, and what needs no thought."""
    texts = record.texts
    if classic and "publisher" in texts:
        name = _publisher_field(record, classic)
        if name == "school" and entry == "misc" and "institution" not in entries.kept(record):
            name = "institution"  # as which a school is read, where nothing says that this is a thesis
        if not values.get(name):
            values[name] = entries.place(texts["publisher"], BIBTEX)
    _add_numbers(record, spec, BIBTEX, values)
    if not _COPIED.keys().isdisjoint(texts):
        _add_copied(record, spec, BIBTEX, values)


def _add_numbers(record: Record, spec: table.EntryType, encoding: Encoding, values: dict[str, str]) -> None:
    texts = record.texts
    if "volume" in texts:
        values["volume"] = entries.numbers(texts["volume"], encoding)
    if number := entries.issue_or_number(record, spec, encoding):
        values["number"] = number
    if eid := entries.eid(record, spec, encoding):
        values["eid"] = eid


def _add_copied(record: Record, spec: table.EntryType, encoding: Encoding, values: dict[str, str]) -> None:
    texts = record.texts
    for variable, name in _COPIED.items():
        if variable in texts and not values.get(name):
            values[name] = encoding.text(_in_bibtex(variable, texts[variable], spec))


def _add_names(record: Record, encoding: Encoding, values: dict[str, str], *, besides: str = "") -> None:
    """Everybody who is not there yet."""
    for variable, name in _NAMES.items():
        if variable in record.names and variable != besides and not values.get(name):
            values[name] = people.to_bibtex(record.names[variable], encoding)


def _add_identifiers(record: Record, values: dict[str, str]) -> str:
    """The DOI, the address and the preprint, which is given back as the styles print it."""
    texts = record.texts
    if "DOI" in texts:
        values["doi"] = doi(record.doi) or ""
    if "URL" in texts:
        values["url"] = address(record.url) or ""
    archive = entries.archive(record) if record.arxiv or "archive" in texts else None
    if archive is None:
        return ""
    values["eprint"], values["archivePrefix"] = archive.id, archive.name
    values.pop("archiveprefix", None)
    values["primaryClass"] = BIBTEX.text(archive.category) if archive.category else ""
    return f"{archive.name}:{archive.id}"


def _publisher_field(record: Record, classic: str) -> str:
    chosen = entries.kept(record).get("@publisher", "")
    usual = _PUBLISHERS.get(classic, "publisher")
    return usual if chosen in {"", "institution"} and usual != "publisher" else chosen or usual


def _in_bibtex(variable: str, text: Text, spec: table.EntryType) -> Text:
    """A value in the words that BibTeX's styles expect."""
    if not isinstance(text, str):
        return text
    if variable == "edition":
        return editions.ordinal(text)
    if variable == "genre":
        return "" if text == _USUAL.get(spec.classic) else text
    return _STATES.get(text, text) if variable == "status" else text


def _add_kept(record: Record, values: dict[str, str]) -> None:
    """What CSL has no variable for, and BibTeX's styles or BibLaTeX know."""
    for name, source in entries.carried(record):
        classic = table.CLASSIC.get(name, name)
        if values.get(classic) or entries.is_own_address(source, record):
            continue
        values[classic] = entries.kept_value(name, source, BIBTEX)
    month = entries.kept(record).get("month")
    if month and "month" not in values:
        known = dates.months(month)
        date = known and Date((0, *known.begin), known.end and (0, *known.end), known.season)
        values["month"] = (date and dates.month_macros(date)) or f"{{{BIBTEX.source(month)}}}"


def _show_place(values: dict[str, str]) -> None:
    """What a work of another type appeared in is how it was published: the styles know no other place of it."""
    for name in ("booktitle", "journal"):
        if values.get(name) and not values.get("howpublished") and not entries.is_address(values[name]):
            values["howpublished"] = values.pop(name)


def _say_where(values: dict[str, str], link: str, eprint: str) -> None:
    """Of a misc entry the styles print nothing but this: the address and the preprint go here."""
    shown = f"\\url{{{link}}}" if link else ""
    place = values.get("howpublished") or ""
    values["howpublished"] = place or eprint or shown
    if place and shown:
        values["note"] = "; ".join(filter(None, (values.get("note"), shown)))


def _note_what_no_style_takes(entry: str, values: dict[str, str]) -> None:
    """What a style would warn of, and leave out, as a note."""
    notes = [values["note"]] if values.get("note") else []
    if values["editor"] and values["author"] and entry in {"book", "inbook"}:
        notes.append(f"Edited by {values.pop('editor')}")
    volume, number = values.get("volume"), values.get("number")
    if number and (
        (entry == "article" and not volume) or (entry in _IN_SERIES and (volume or not values.get("series")))
    ):
        notes.append(f"Number {values.pop('number')}")
    if notes:
        values["note"] = "; ".join(notes)


def _sort_key(record: Record) -> str:
    """What the styles sort by, and take a label from, where there is no author."""
    words = re.findall(r"[a-z0-9]+", folded(record.text("title")))
    return " ".join(words).capitalize() or record.key
