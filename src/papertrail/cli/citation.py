"""The full reference of a paper, in plain text."""

from papertrail.bibliography.styles import reference_text
from papertrail.library import Library, reference_list
from papertrail.records import Reading


def full_reference(library: Library, reading: Reading) -> str:
    """A paper as a list of references would name it, with the part meant; the printed label where it is unresolved."""
    found = reference_list.of_works(library, [reading.work]) if reading.work else {}
    record = next(iter(found.values()), None)
    text = reference_text(record) if record else reading.title
    return f"{text} {reading.part}." if reading.part else text
