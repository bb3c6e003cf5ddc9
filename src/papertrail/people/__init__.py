"""Names of people and teams: one type, one parser for each way in which they are written."""

from importlib import import_module
from typing import TYPE_CHECKING

from papertrail.people.names import Name, People, byline

if TYPE_CHECKING:
    from papertrail.people.bibtex import from_bibtex
    from papertrail.people.lists import listed, means_others
    from papertrail.people.orders import from_inverted, from_spoken
    from papertrail.people.parts import from_parts
    from papertrail.people.writing import to_bibtex, to_inverted

__all__ = [
    "Name", "People", "byline", "from_bibtex", "from_inverted", "from_parts", "from_spoken", "listed", "means_others",
    "to_bibtex", "to_inverted",
]  # fmt: skip

_HOMES = {
    "from_bibtex": "bibtex", "listed": "lists", "means_others": "lists", "from_inverted": "orders",
    "from_spoken": "orders", "from_parts": "parts", "to_bibtex": "writing", "to_inverted": "writing",
}  # fmt: skip
"""Where the readers and writers are, which are loaded when one is asked for: most commands show names and no more."""


def __getattr__(name: str) -> object:
    """What is asked for by this name for the first time."""
    if name not in _HOMES:
        raise AttributeError(name)
    globals()[name] = found = getattr(import_module(f"papertrail.people.{_HOMES[name]}"), name)
    return found
