"""The fields of an entry of BibTeX or BibLaTeX as the variables of a record."""

from collections.abc import Mapping

from papertrail import cleaning
from papertrail.bibliography.mapping import bibtex as table
from papertrail.bibliography.mapping import bibtex_dates as dates
from papertrail.bibliography.reading.bibtex_values import COMMAND, SPECIAL, Read, clean, issue_number
from papertrail.bibliography.reading.texts import is_preprint_server
from papertrail.bibliography.record import Record
from papertrail.people import from_bibtex
from papertrail.text import latex
from papertrail.text.marked import Text
from papertrail.text.plain import plain

_PREPRINTS = frozenset(("article", "misc", "online", "unpublished"))
"""The entry types under which preprints go."""
_PUBLISHED = frozenset(("book", "pamphlet", "report", "software", "standard", "thesis"))
"""The types of CSL that have a publisher and appear in nothing else."""


class Filling:
    """Fills a record, of which title, authors and identifiers are known, with the other fields of an entry."""

    def __init__(self, record: Record, entry_type: str, fields: Mapping[str, str], read: Read) -> None:
        self.record = record
        self.fields = {table.ALIASES.get(name, name): value for name, value in fields.items() if value}
        """By BibLaTeX's names."""
        self.read = read
        self.written = entry_type
        self.kept: dict[str, str] = {}
        self._is_at_school = False
        if len(self.fields) < len(fields):
            self._set_apart(fields)
        known = table.TYPE_ALIASES.get(entry_type, entry_type)
        self.own = known if known in table.TYPES else "misc"
        self.spec = table.TYPES[self.own]
        self.is_modern = (
            self.own in table.MODERN_TYPES
            or ("date" in fields and "year" not in fields)
            or not table.MODERN_FIELDS.isdisjoint(fields)
        )
        """The entry can only be BibLaTeX's."""
        self._taken: set[str] = set()
        self._fields: dict[str, str] = {}
        """The field that a place comes from, by its variable."""

    def fill(self, venue: str | None = None) -> None:
        """Take over every field; `venue` is where it appeared as the reader wants to see it."""
        record, fields = self.record, self.fields
        if "abstract" in fields:
            record.abstract = latex.paragraphs(fields["abstract"]) or None
        self._set_first_year()
        self._set_eprint()
        container, publisher = self._places()
        record.type = self._csl_type(container or publisher or venue)
        self._set_places(container, publisher)
        self._set_number()
        for name, source in fields.items():
            if name not in table.HANDLED and name not in self._taken:
                self._set(name, source)
        self._set_genre()
        self._set_editors()
        if venue and venue != record.venue:
            record.texts["publisher" if self._is_published() else "container-title"] = venue
        for name, variable in table.DATES.items():
            if name != "date" and name in fields:
                self._set_date(name, variable, fields[name])
        self._keep_type()
        if self.kept:
            record.kept["bibtex"] = self.kept | record.kept.get("bibtex", {})

    def _set_apart(self, fields: Mapping[str, str]) -> None:
        """Where an entry has a field under both of its names: BibLaTeX's tells, and the other one is kept.

        Of a thesis the school tells, as BibTeX's styles have it.
        """
        for name, other in table.ALIASES.items():
            value, own = fields.get(name), fields.get(other)
            if not value or not own:
                continue
            self.fields[other] = own
            if value == own:
                continue
            if name == "school" and self.written.endswith("thesis"):
                self.fields[other], self._is_at_school = value, True
                self.kept[other] = clean(own)
            elif table.is_private(other):
                self.fields[other] = f"{own}; {value}"
            else:
                self.kept[name] = clean(value)

    def _set(self, name: str, source: str) -> None:
        texts = self.record.texts
        variable = table.VARIABLES.get(name)
        if variable is None or variable in texts:
            if name in table.NAMES:
                self._set_names(name, source)
            elif table.is_private(name):
                self.record.private[cleaning.line(name)] = clean(source)
            elif value := clean(source):
                self.kept[cleaning.line(name)] = value
                if COMMAND.search(source) and name in table.CARRIED - table.VERBATIM:
                    self.read(source)  # which tells the commands that nobody knows
            return
        special = SPECIAL.get(variable)
        text = special(source) if special else self.read(source)
        if text:
            texts[variable] = text
            if table.FIELDS[variable] != name:
                self.kept[f"@{variable}"] = name

    def _set_names(self, name: str, source: str) -> None:
        variable = table.NAMES[name]
        if variable not in self.record.names and (people := from_bibtex(source).people):
            self.record.names[variable] = people

    def _set_first_year(self) -> None:
        written = self.fields.get("preprintyear", "")
        if written.isdecimal() and written.isascii():
            self.record.first_year = int(written)
        elif written:
            self.kept["preprintyear"] = clean(written)

    def _set_eprint(self) -> None:
        """Where a preprint lies: arXiv, or an archive of another name."""
        record, fields = self.record, self.fields
        archive, category = fields.get("eprinttype", ""), fields.get("eprintclass", "")
        if record.arxiv:
            record.arxiv_class = latex.to_text(category) or None
        elif category:
            self.kept["eprintclass"] = clean(category)
        own = "" if record.arxiv else clean(fields.get("eprint", ""))
        name = latex.to_text(archive)
        if own and name and name.lower() != "arxiv":
            record.texts["archive"] = table.ARCHIVES.get(name.lower(), name)
            record.texts["archive_location"] = latex.address(own)
            return
        if own:
            self.kept["eprint"] = own
        if archive and not (record.arxiv and name.lower() == "arxiv"):
            self.kept["eprinttype"] = clean(archive)

    def _places(self) -> tuple[Text, Text]:
        """What it appeared in and who published it, for showing: an archive or an address is no such place."""
        spec = self.spec
        others = () if spec.csl in _PUBLISHED else table.CONTAINERS
        container = self._place("container-title", (spec.container, *others))
        publishers = tuple(name for name in table.PUBLISHERS if name != spec.container)
        first = () if spec.classic == "misc" else (spec.publisher,)
        return container, self._place("publisher", (*first, *publishers, spec.publisher))

    def _place(self, variable: str, names: tuple[str, ...]) -> Text:
        for name in names:
            if name not in self.fields or name in self._taken:
                continue
            text = self.read(self.fields[name])
            if text and _is_place(text):
                self._taken.add(name)
                self._fields[variable] = name
                return text
        return ""

    def _csl_type(self, place: Text | None) -> str:
        record, own = self.record, self.own
        if not place and own in _PREPRINTS and (record.arxiv or "archive_location" in record.texts):
            return "article"
        if own in {"misc", "online"}:
            return table.KINDS.get(record.kind, self.spec.csl)
        if own == "article":
            subtype = table.SUBTYPES.get(self.fields.get("entrysubtype", ""))
            return subtype or ("article-newspaper" if record.kind == "news" else self.spec.csl)
        if own == "inbook" and self._fields.get("container-title") is None:
            return "book"  # BibTeX's: its title is that of the book
        return self.spec.csl

    def _is_published(self) -> bool:
        return self.record.type in _PUBLISHED

    def _set_places(self, container: Text, publisher: Text) -> None:
        texts = self.record.texts
        name = self._fields.get("container-title")
        if container and name == "howpublished" and self._is_published():
            if not publisher or self.spec.publisher == name:
                if publisher:
                    other = self._fields["publisher"]
                    self.kept[other] = clean(self.fields[other])
                container, publisher = "", container
                self._fields["publisher"] = name
            elif self.own != "misc":  # a book has a publisher, and is also to be had in another way
                container = ""
                self.kept["howpublished"] = clean(self.fields["howpublished"])
        if container:
            texts["container-title"] = container
            if self.is_modern and name and name != self.spec.container:
                self.kept["@container-title"] = name
        if publisher:
            texts["publisher"] = publisher
            self._keep_publisher()

    def _keep_publisher(self) -> None:
        """Remember the field that named the publisher where the writers would not choose it by themselves."""
        chosen, usual = self._fields["publisher"], self.spec.publisher
        if self.spec.classic == "misc":  # for which the two formats choose differently
            usual = "publisher" if not self.is_modern else "" if usual == "organization" else usual
        mended = (chosen, self.spec.publisher) == ("howpublished", "publisher") and not self.is_modern
        if self._is_at_school:
            self.kept["@publisher"] = "school"
        elif chosen != usual and not mended:
            self.kept["@publisher"] = chosen

    def _set_number(self) -> None:
        """The number of a journal's issue, of a volume in its series, of a report; and the number of an article."""
        texts, fields, spec = self.record.texts, self.fields, self.spec
        number, issue, eid = (fields.get(name, "") for name in ("number", "issue", "eid"))
        if spec.number == "issue":
            if number or issue:
                texts["issue"] = issue_number(number or issue, self.read)
            if issue and number:
                self.kept["issue"] = clean(issue)
            elif issue:
                self.kept["@issue"] = "issue"
            if eid:
                texts["number"] = self.read(eid)
            return
        if number:
            in_series = spec.number == "collection-number" and "series" in fields
            texts["collection-number" if in_series else "number"] = self.read(number)
        for name, value in (("issue", issue), ("eid", eid)):
            if value:
                self.kept[name] = clean(value)

    def _set_genre(self) -> None:
        texts = self.record.texts
        genre = texts.get("genre")
        if genre == "techreport" and self.own in {"report", "techreport"}:
            del texts["genre"]
            self.own = "techreport"
        elif isinstance(genre, str) and genre in table.GENRES:
            texts["genre"] = table.GENRES[genre]
        elif not genre and self.own in {"phdthesis", "mastersthesis"}:
            texts["genre"] = table.GENRES["phdthesis" if self.own == "phdthesis" else "mathesis"]

    def _set_editors(self) -> None:
        """Editors whose role CSL has a name for."""
        names, kept = self.record.names, self.kept
        for name in table.EDITOR_FIELDS:
            role = table.EDITOR_TYPES.get(kept.get(f"{name}type", ""))
            if not role or role in names:
                continue
            people = names.pop("editor", None) if name == "editor" else from_bibtex(kept.pop(name, "")).people
            if people:
                names[role] = people
                del kept[f"{name}type"]
                if name != "editor":
                    kept[f"@{role}"] = name

    def _set_date(self, name: str, variable: str, source: str) -> None:
        source = clean(source)
        date = dates.read(source)
        if date:
            self.record.dates[variable] = date
        if date is None or dates.write(date) != source:
            self.kept[name] = source

    def _keep_type(self) -> None:
        """Remember the type of the entry where the writers would not choose it by themselves."""
        record, own = self.record, self.own
        if self.written not in table.TYPES and self.written not in table.TYPE_ALIASES:
            self.kept["@type"] = cleaning.line(self.written)
            return
        usual = table.entry_type(record)
        if own in {"thesis", "report"} and "genre" in record.texts:
            return
        if own in {"misc", "incollection"} and not self.is_modern:
            if table.natural(record.type) in {own, "software"}:
                return
            own = "online" if own == "misc" and (record.url or record.is_preprint) else own
        if own != usual:
            self.kept["@type"] = own


def _is_place(text: Text) -> bool:
    shown = text if isinstance(text, str) else plain(text)
    return bool(shown) and not is_preprint_server(shown) and "://" not in shown
