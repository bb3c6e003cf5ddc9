"""A student's critique on a page: Markdown in; PDF, HTML, plain text, Markdown and an outline out. Nothing is added to it."""

from papertrail.typesetting.printing import bound, printed
from papertrail.typesetting.sheet import Complaint, Printed, Sheet

__all__ = ["Complaint", "Printed", "Sheet", "bound", "printed"]
