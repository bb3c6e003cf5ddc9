"""What a name is: a person by the parts of their name, or a team, which has none."""

from collections.abc import Mapping
from typing import Any, NamedTuple


class Name(NamedTuple):
    """A person by the parts of their name, or a team, which has none. All parts are clean plain text."""

    family: str = ""
    given: str = ""
    particle: str = ""
    """CSL's non-dropping particle, BibTeX's von: "van den" of Oord."""
    dropping: str = ""
    """CSL's dropping particle, which sorts and indexes leave out."""
    suffix: str = ""
    """Jr., III."""
    literal: str = ""
    """The name of a team, or of somebody whose parts are not known; the other parts are then empty."""
    comma_suffix: bool = False
    """A comma stands before the suffix."""
    static_ordering: bool = False
    """The family name always comes first."""

    def __bool__(self) -> bool:
        return bool(self.family or self.literal or self.given)

    @property
    def full(self) -> str:
        """The name as it is spoken: "Aäron van den Oord", "Hal Daumé III", "Gemini Team"."""
        family, given, particle, dropping, suffix, literal, comma_suffix, static_ordering = self
        if literal:
            return literal
        if given and family and not (particle or dropping or suffix or static_ordering):
            return f"{given} {family}"  # nearly all names
        last = after(particle, family)
        spoken = [last, given, dropping] if static_ordering else [given, after(dropping, last)]
        before_suffix = " ".join(filter(None, spoken))
        return f"{before_suffix}{',' * comma_suffix} {suffix}".strip() if suffix else before_suffix

    @property
    def last(self) -> str:
        """What first authors are called by: "van den Oord", "Gemini Team"."""
        return self.literal or after(self.particle, self.family) or self.given

    def to_json(self) -> dict[str, Any]:
        """The name as CSL-JSON has it: ``family``, ``given``, ``non-dropping-particle`` …, without empty parts."""
        return {part: value for part, value in zip(_PARTS, self, strict=True) if value}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Name":
        """A name from what `to_json` made of it."""
        if len(stored) == 2 and "given" in stored and "family" in stored:  # noqa: PLR2004 - nearly all names
            return _new(cls, (stored["family"], stored["given"], "", "", "", "", False, False))
        return cls(*[stored.get(part, empty) for part, empty in _EMPTY])


_PARTS = (
    "family", "given", "non-dropping-particle", "dropping-particle", "suffix", "literal", "comma-suffix",
    "static-ordering",
)  # fmt: skip
_EMPTY = tuple(zip(_PARTS, Name(), strict=True))
_new = tuple.__new__


class People(NamedTuple):
    """Names in published order."""

    names: tuple[Name, ...] = ()
    complete: bool = True
    """False where the list is known to go on (``and others``)."""

    def __bool__(self) -> bool:
        return bool(self.names) or not self.complete


def byline(people: People) -> str:
    """First authors by family name: "Ho & Salimans", "Vaswani et al."; empty without authors."""
    names, complete = people
    if not names:
        return ""
    if len(names) > 2 or not complete:  # noqa: PLR2004 - two are named
        return f"{names[0].last} et al."
    return " & ".join([name.last for name in names])


def after(particle: str, family: str) -> str:
    """A particle and what follows it, without a space after an apostrophe or a hyphen: "d'Arc"."""
    return f"{particle}{'' if particle.endswith(JOINING) else ' '}{family}" if particle and family else family


JOINING = ("'", "’", "-")
