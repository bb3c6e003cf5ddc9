"""A reference of plain values while it is read into a record, with a word about whatever is changed on the way."""

import html
from dataclasses import dataclass, field

from papertrail import cleaning, identifiers
from papertrail.bibliography.reading.outcome import Reader
from papertrail.bibliography.reading.texts import arxiv_mark, citation_key, is_preprint_server
from papertrail.bibliography.record import UNTOLD, Date, Record
from papertrail.mistakes import quoted
from papertrail.text import html as markup
from papertrail.text.marked import Piece, Text, joined
from papertrail.text.plain import plain


@dataclass
class Draft:
    """A reference while it is read; every text set here is foreign and is cleaned on the way."""

    reader: Reader
    called: str
    """How sentences speak of it: "entry 'x'"."""
    record: Record = field(default_factory=Record)
    is_at_arxiv: bool = False
    """True where arXiv stands in the place of a journal."""

    def changed(self, sentence: str, remedy: str | None = None) -> None:
        """Say that something of it was changed or left out."""
        self.reader.mistake(self.record.line, f"{self.called}: {sentence}", remedy)

    def put(self, variable: str, written: str, *, is_marked: bool = True) -> None:
        """Set a variable to a text that may be HTML; one that is there already stays."""
        if not written or variable in self.record.texts:
            return
        text = lines(self._whole(variable, written)) if variable == "note" else self._line(variable, written)
        if text:
            self.record.texts[variable] = text if is_marked else plain(text)

    def put_date(self, variable: str, date: Date) -> None:
        """Set a date; one that is there already stays."""
        if date != Date():
            self.record.dates.setdefault(variable, date)

    def put_abstract(self, written: str) -> None:
        """Set the abstract, if it has none yet."""
        if written and not self.record.abstract:
            self.record.abstract = markup.paragraphs(self._whole("abstract", written)) or None

    def put_private(self, name: str, written: str) -> None:
        """Keep what is the reader's own."""
        if written and (text := cleaning.text(self._whole(name, written))):
            self.record.private.setdefault(name, text)

    def hold(self, format_: str, name: str, text: str) -> None:
        """Keep what CSL has no variable for, beside the record."""
        self.record.kept.setdefault(format_, {}).setdefault(name, text)

    def set_key(self, text: str) -> None:
        """The citation key, if the text can be one."""
        self.record.key = citation_key(cleaning.line(text))

    def set_doi(self, text: str) -> None:
        """The DOI, and the arXiv id where arXiv registered it."""
        found = identifiers.doi(html.unescape(cleaning.line(text)))
        if found:
            self.record.texts.setdefault("DOI", found)
            self.record.arxiv = self.record.arxiv or identifiers.arxiv_id(found)
        elif text.strip():
            self.changed(f"{quoted(text)} is no DOI and was left out", "write it as 10.1038/nature14236")

    def set_url(self, text: str) -> None:
        """The address, if it is safe, and the arXiv id where it leads to one."""
        found = cleaning.web_link(text.replace("&amp;", "&"))
        if found:
            self.record.texts.setdefault("URL", found)
            self.record.arxiv = self.record.arxiv or identifiers.arxiv_id(found)
        elif text.strip():
            self.changed(f"{quoted(text)} is no web address and was left out", "it begins with https:// or http://")

    def look_for_arxiv(self, text: str) -> bool:
        """Take the arXiv id out of a text such as "arXiv:1706.03762 [cs.CL]"; False where it has none."""
        found, category = arxiv_mark(text)
        self.record.arxiv = self.record.arxiv or found
        if category and found == self.record.arxiv:
            self.record.arxiv_class = self.record.arxiv_class or category
        return bool(found)

    def is_arxiv(self, place: str) -> bool:
        """True for a place that is arXiv, whose id is taken out of it."""
        if not is_preprint_server(place):
            return False
        self.look_for_arxiv(place)
        self.is_at_arxiv = True
        return True

    def settle_type(self) -> None:
        """Make a preprint of what lies at arXiv, and is not said to have appeared anywhere else."""
        record = self.record
        if record.type in UNTOLD and (record.arxiv or self.is_at_arxiv) and not record.venue:
            record.type = "article"

    def keep(self) -> None:
        """Hand the record to the reader, who leaves it out when it has no title."""
        record = self.record
        if record.title:
            self.reader.records.append(record)
            return
        known = record.arxiv or record.doi
        remedy = f"papertrail add {known} finds it" if known else "add one"
        self.reader.skip(record.line, f"{self.called} has no title and was left out", remedy)

    def _line(self, variable: str, written: str) -> Text:
        text = markup.read(written[: cleaning.LONGEST_TEXT])
        if len(written) > cleaning.LONGEST_LINE and len(plain(text)) >= cleaning.LONGEST_LINE - 1:
            self.changed(f"the field '{variable}' is cut at {cleaning.LONGEST_LINE} characters")
        return text

    def _whole(self, name: str, written: str) -> str:
        if len(written) <= cleaning.LONGEST_TEXT:
            return written
        self.changed(f"the field '{name}' is cut at {cleaning.LONGEST_TEXT} characters")
        return written[: cleaning.LONGEST_TEXT].rstrip()


def lines(written: str) -> Text:
    """Text that may be HTML, line by line, as notes are written."""
    pieces: list[Piece] = []
    for line in cleaning.text(written).split("\n"):
        read = markup.read(line, longest=cleaning.LONGEST_TEXT)
        pieces += ("\n", read) if isinstance(read, str) else ("\n", *read)
    return joined(pieces[1:])
