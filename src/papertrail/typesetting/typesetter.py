"""typst: a source of ours in, a PDF and its measures out.

A compilation sees its source, an empty folder and no packages; what is typeset comes as literals in the source
(`literals`), so that no text can reach typst's functions in the first place.
"""

import importlib
import json
import re
import tempfile
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, NamedTuple

from papertrail.errors import TypesetterMissingError, TypesettingError
from papertrail.typesetting.literals import literal

if TYPE_CHECKING:
    from typst import Fonts

_SURE = re.compile("[\x00-\u0101\u200b–—‘’“”…•]")
"""What the fonts that come with typst are sure to have, and what needs no glyph."""


class Note(NamedTuple):
    """A footnote on its page; lengths in points."""

    page: int
    top: float
    """From the upper edge of the page on which it begins."""
    height: float


class SetDocument(NamedTuple):
    """A document that typst has set."""

    pdf: bytes
    pages: int
    end_page: int
    end: float
    """Points from the upper edge of `end_page` to where the text ends."""
    notes: tuple[Note, ...]
    wide: tuple[str, ...]
    """What was made smaller to fit: the marks that the source gave it."""


class GlyphsMissingError(Exception):
    """A document that ought to be PDF/A has characters that no font has."""

    def __init__(self, diagnostic: str) -> None:
        super().__init__(diagnostic)
        found = dict.fromkeys(re.findall(r'the text `"(.*?)"` could not be displayed', diagnostic))
        self.texts = tuple(re.sub(r"\\u\{([0-9a-f]+)\}", lambda code: chr(int(code[1], 16)), text) for text in found)
        """What cannot be shown; of a letter with marks that no font has together, the letter."""
        self.lines = frozenset(int(line) for line in re.findall(r"main\.typ:(\d+):", diagnostic))
        """The lines of the source where it stands."""


@cache
def _typst() -> ModuleType:
    # By name and here: whoever reads outlines or writes HTML needs no typst, nor the time to load it.
    try:
        return importlib.import_module("typst")
    except ImportError as error:
        raise TypesetterMissingError from error


@cache
def _fonts() -> "Fonts":
    fonts: Fonts = _typst().Fonts()
    return fonts


@cache
def families() -> frozenset[str]:
    """The fonts there are."""
    return frozenset(_fonts().families())


def set_document(source: str, on: date, *, archive: bool) -> SetDocument:
    """Typeset a source; as PDF/A-2b for `archive`.

    Raises:
        GlyphsMissingError: No font has some character, and `archive` is asked for.
        TypesettingError: typst cannot set it.
    """
    moment = datetime(on.year, on.month, on.day, tzinfo=UTC)
    with _compiler(source) as compiler:
        pdf = compiler.compile(format="pdf", timestamp=moment, pdf_standards=["a-2b"] if archive else [])
        measure = json.loads(compiler.query("<measure>", field="value", one=True))
    notes = tuple(Note(note["page"], _points(note), note["height"]) for note in measure["notes"])
    end = measure["end"]
    return SetDocument(pdf, measure["pages"], end["page"], _points(end), notes, tuple(measure["wide"]))


def missing(text: str) -> tuple[str, ...]:
    """The characters of a text that no font here has, in their order."""
    characters = [c for c in dict.fromkeys(_SURE.sub("", text)) if not c.isspace()]
    if not characters:
        return ()
    # A mark is asked for on a letter: alone, it would be set on a dotted circle, which may be missing itself.
    probes = ["x" + c if unicodedata.combining(c) else c for c in characters]
    source = "#set page(width: auto, height: auto)\n" + "\n".join(f"#{literal(probe)}#linebreak();" for probe in probes)
    try:
        with _compiler(source) as compiler:
            compiler.compile(format="pdf", timestamp=0, pdf_standards=["a-2b"])
    except GlyphsMissingError as error:
        return tuple(c for line, c in enumerate(characters, 2) if line in error.lines)
    return ()


@contextmanager
def _compiler(source: str) -> Iterator[Any]:
    """A compiler that sees the source and nothing else; its failures become ours."""
    typst = _typst()
    with tempfile.TemporaryDirectory(prefix="papertrail-") as folder:
        main = Path(folder, "main.typ")
        main.write_text(source, encoding="utf-8")
        try:
            yield typst.Compiler(main, root=folder, font_paths=_fonts(), package_path=folder, package_cache_path=folder)
        except typst.TypstError as error:
            if "could not be displayed with font" in error.message:
                raise GlyphsMissingError(error.diagnostic) from error
            raise TypesettingError(error.message) from error
        except BaseException as error:
            if (
                type(error).__name__ != "PanicException"
            ):  # of typst's Rust; it is no Exception, and has no name to import
                raise
            raise TypesettingError("typst gave up on this text") from error


def _points(position: dict[str, Any]) -> float:
    return float(position["y"].removesuffix("pt"))
