"""A student's critique on a page: Markdown in; PDF, HTML, text, Markdown and an outline out. No word is added to it."""

from papertrail.typesetting.comments import uncommented
from papertrail.typesetting.outlining import Block, Section, outline, word_count
from papertrail.typesetting.page import as_html
from papertrail.typesetting.plain import as_markdown, as_text
from papertrail.typesetting.printing import bound, printed
from papertrail.typesetting.sheet import Complaint, Printed, Sheet

__all__ = [
    "Block",
    "Complaint",
    "Printed",
    "Section",
    "Sheet",
    "as_html",
    "as_markdown",
    "as_text",
    "bound",
    "outline",
    "printed",
    "uncommented",
    "word_count",
]
