"""What a reference to a work says: the best version that is known of it, the published one before the preprint."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple, overload

_decoded = json.JSONDecoder().raw_decode
"""A third quicker than `json.loads`, which looks for white space first; the library writes none."""


class Names(Sequence[dict[str, str]]):
    """Names as the library stores them, taken apart when somebody looks at one: an export of thousands need not."""

    __slots__ = ("_parts", "_stored")

    def __init__(self, stored: str) -> None:
        self._stored = stored
        self._parts: tuple[dict[str, str], ...] | None = None

    @property
    def written(self) -> str:
        """The names as "Family, Given and Family, Given".

        Where one of them has other parts, or signs that JSON escapes, there are quotation marks in it.
        """
        if not self._stored.startswith(_FIRST):
            return self._stored
        return self._stored[len(_FIRST) : -len(_LAST)].replace(_NEXT, " and ").replace(_GIVEN, ", ")

    def __iter__(self) -> Iterator[dict[str, str]]:
        return iter(self._names())

    def __len__(self) -> int:
        return len(self._names())

    def __bool__(self) -> bool:
        return self._stored != "[]"

    @overload
    def __getitem__(self, index: int) -> dict[str, str]: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[dict[str, str]]: ...
    def __getitem__(self, index: int | slice) -> dict[str, str] | Sequence[dict[str, str]]:
        return self._names()[index]

    def _names(self) -> tuple[dict[str, str], ...]:
        if self._parts is None:
            self._parts = tuple(_decoded(self._stored)[0])
        return self._parts


_FIRST, _NEXT, _GIVEN, _LAST = '[{"family": "', '"}, {"family": "', '", "given": "', '"}]'
"""What stands around the names in `Names._stored` that have a family and a given name only."""


class Reference(NamedTuple):
    """A work as others would cite it. Every text is plain, but for ``$…$``, except in `fields`."""

    key: str
    entry: str
    """The BibTeX type of the best version: ``article``, ``inproceedings``, ``book``, ``misc`` …"""
    title: str
    names: Sequence[dict[str, str]]
    """Authors in published order, as ``{"family", "given", "particle", "suffix"}`` or ``{"literal"}``."""
    complete: bool
    """False where the author list is known to go on (``and others``)."""
    year: int | None
    date: str | None
    """The day or month it appeared, ``2021-12-14`` or ``2021-12``, in `year`; None where only the year is known."""
    venue: str | None
    """Journal, proceedings, publisher, site …; None for a preprint that is not known to have been published."""
    kind: str
    arxiv: str | None
    primary_class: str | None
    """arXiv's category, ``cs.CL``."""
    preprint_year: int | None
    """The year of the first version of the preprint."""
    doi: str | None
    url: str | None
    confidence: str
    """``certain``, or ``likely`` where the record, or that a course means it, is likely only."""
    abstract: str | None
    fields: dict[str, str]
    """The rest of the bibliography entry as LaTeX: ``volume``, ``pages``, ``publisher``, ``editor`` …

    ``title`` is here too where the bibliography wrote it with LaTeX of its own, and what `venue` tells in plain text.
    """


_SIGNS = str.maketrans(
    {
        "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}", "$": r"\$", "&": r"\&",
        "%": r"\%", "#": r"\#", "_": r"\_", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
    }
)  # fmt: skip
_PLACES = {"article": "journal", "inproceedings": "booktitle", "incollection": "booktitle"}
_ARXIV_DOI = "10.48550/"


def reference(row: tuple[Any, ...]) -> Reference:
    """A row of `library.reference_list.COLUMNS`: a work, what a service said of its publication, and its preprint.

    What a bibliography says of a publication stands as it is. Where it knows a preprint only, the publication that a
    service found takes its place; the title, the authors and the arXiv id stay those of the record.
    """
    (
        key, entry, title, names, complete, year, venue, kind, arxiv, doi, url, confidence, abstract, fields_text,
        likely, category, first_posted,
        new_entry, new_names, new_year, new_venue, new_doi, new_url, new_fields,
    ) = row  # fmt: skip
    fields: dict[str, str] = _decoded(fields_text)[0] if fields_text != "{}" else {}
    people = Names(names)
    first_year = _first_year(fields, first_posted, year if arxiv and venue is None else None)
    if new_entry and venue is None:
        place = _PLACES.get(new_entry)
        fields = {**fields, **({place: new_venue.translate(_SIGNS)} if place else {}), **_escaped(new_fields)}
        entry, venue, year = new_entry, new_venue, new_year or year
        doi = new_doi or (None if doi and doi.startswith(_ARXIV_DOI) else doi)
        url = new_url or url
        if not (complete and people) and new_names != "[]":
            people, complete = Names(new_names), 1
    date = fields.get("date")
    return Reference(
        key, entry, title, people, bool(complete), year,
        date if date and year and date.startswith(f"{year}-") else None,
        venue, kind, arxiv, fields.get("primaryclass") or category if arxiv else None, first_year, doi, url,
        "likely" if likely else confidence, abstract, fields,
    )  # fmt: skip


def _first_year(fields: Mapping[str, str], first_posted: str | None, year: int | None) -> int | None:
    """The year of a preprint's first version: as arXiv says, else the bibliography, else of the preprint itself."""
    written = first_posted[:4] if first_posted else fields.get("preprintyear", "")
    return int(written) if written.isdecimal() else year


def _escaped(fields: str) -> dict[str, str]:
    """Fields of a service, which are plain text, as LaTeX."""
    values: dict[str, Any] = json.loads(fields)
    return {name: str(value).translate(_SIGNS) for name, value in values.items()}
