"""A digest as a message: plain text and HTML side by side, in the encodings that every mail program reads."""

from collections.abc import Sequence
from datetime import datetime
from email.headerregistry import Address, BaseHeader, HeaderRegistry, MessageIDHeader, UniqueUnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, Policy
from email.utils import make_msgid

from papertrail import cleaning
from papertrail.digest.content import Digest

_LONGEST_SUBJECT = 200
_MOST_NAMED = 3
"""How many courses the id of a message names."""


class _Subject(UniqueUnstructuredHeader, BaseHeader):  # type: ignore[misc] # max_count, which the first one sets
    """A subject that begins on the line of its name: else one that just fits a line of its own is read with a blank."""

    def fold(self, *, policy: Policy) -> str:
        return super().fold(policy=policy).replace(":\r\n ", ": ", 1)


# A long id would else be encoded like any text, and be another.
_HEADERS = HeaderRegistry()
_HEADERS.map_to_type("references", MessageIDHeader)  # type: ignore[arg-type] # as its own table does
_HEADERS.map_to_type("subject", _Subject)
_POLICY = SMTP.clone(header_factory=_HEADERS)


def message(
    digest: Digest, *, text: str, html: str, sender: Address, to: Sequence[Address], now: datetime
) -> EmailMessage:
    """The message that carries a digest.

    Args:
        digest: What it says; its title is the subject.
        text: The plain text.
        html: The HTML.
        sender: From whom.
        to: To whom; nobody for a draft.
        now: Its date.
    """
    made = EmailMessage(policy=_POLICY)
    made["Date"] = now.astimezone()
    made["From"] = sender
    if to:
        made["To"] = tuple(to)
    made["Subject"] = cleaning.line(digest.title, longest=_LONGEST_SUBJECT)
    made["Message-ID"] = make_msgid(".".join(["digest", *_weeks(digest)]), sender.domain)
    # No message has this id. Mail programs show all that refer to it as one thread: the digests of a course.
    made["References"] = f"<{'.'.join(['digests', *_courses(digest)])}@{sender.domain}>"
    made["Auto-Submitted"] = "auto-generated"  # so that no absence note answers it
    if not to:
        made["X-Unsent"] = "1"  # some mail programs then open the file as a draft
    made.set_content(text, charset="utf-8", cte="quoted-printable")
    made.add_alternative(html, subtype="html", charset="utf-8", cte="quoted-printable")
    made["Content-Language"] = "en"
    return made


def _courses(digest: Digest) -> list[str]:
    """The courses' keys, as far as an id can hold them, and the audience."""
    keys = ["".join(c for c in course.key if c.isascii() and (c.isalnum() or c in "-_")) for course in digest.courses]
    return [*keys[:_MOST_NAMED], "reader" if digest.personal else "list"]


def _weeks(digest: Digest) -> list[str]:
    numbers = {course.number for course in digest.courses if course.number is not None}
    return [*_courses(digest), *(f"week-{number}" for number in sorted(numbers)[:_MOST_NAMED])]
