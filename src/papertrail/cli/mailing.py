"""The digest by mail: the message, the preview and the yes, the password, and the record of what went out."""

import os
import sys
from collections.abc import Sequence
from email.headerregistry import Address
from email.message import EmailMessage
from pathlib import Path

import typer

from papertrail.cli.desk import Desk
from papertrail.cli.digest import Wishes, template_format
from papertrail.cli.words import say
from papertrail.digest.account import Account, account, addresses, one_address
from papertrail.digest.content import Digest
from papertrail.digest.course import Asked, week_meant
from papertrail.digest.mail import message
from papertrail.digest.outbox import Outbox, WeekSent
from papertrail.digest.rendering import rendered
from papertrail.digest.sending import deliver
from papertrail.errors import MailError, UncertainMailError, UsageError
from papertrail.records import Course
from papertrail.schedule import monday

SERVICE = "papertrail"
"""The name under which the keyring keeps the password."""
PASSWORD = "PAPERTRAIL_SMTP_PASSWORD"  # noqa: S105 - the name of a variable


def draft(desk: Desk, digest: Digest, wishes: Wishes) -> bytes:
    """A digest as the text of a mail file; without a recipient it is a draft."""
    ours = _account(desk)
    return _message(desk, ours, digest, _recipients(ours, digest, wishes.to), wishes).as_bytes()


def send(desk: Desk, digest: Digest, courses: Sequence[Course], wishes: Wishes) -> None:
    """Show a digest, ask, and send it: once."""
    if reason := _nothing(desk, courses, wishes.asked.number):
        say(f"nothing was sent: {reason}")
        return
    ours, weeks = _account(desk), _weeks(desk, courses, wishes.asked)
    if not ours.host:
        raise _unset(desk, "no mail server is set")
    to = _recipients(ours, digest, wishes.to)
    if not to:
        raise _unset(
            desk, "the mail has no recipient: give --to, or a usual one", name="to" if digest.personal else "list"
        )
    mail = _message(desk, ours, digest, to, wishes)
    outbox = Outbox(desk.library.connection, desk.library.path, desk.settings.now)
    if not wishes.again:
        outbox.check(weeks)
    if wishes.yes or _agreed(mail, ours, wishes.template):
        _deliver(mail, to, ours, outbox, weeks, again=wishes.again)
    else:
        say("nothing was sent")


def keep_password(desk: Desk) -> None:
    """Ask for the password of the mail account and keep it in the system's keyring."""
    import keyring
    from keyring.errors import KeyringError

    user = _account(desk).user
    if not user:
        raise _unset(desk, "no user is set", name="user")
    if not sys.stdin.isatty():
        raise UsageError("--set-password asks on a terminal", hint=f"elsewhere {PASSWORD} holds the password")
    password = typer.prompt(f"Password of {user}", hide_input=True, err=True)
    try:
        keyring.set_password(SERVICE, user, password)
    except (KeyringError, RuntimeError) as error:
        raise MailError(f"the keyring keeps nothing: {error}", hint=f"{PASSWORD} can hold the password") from error
    say(f"kept the password of {user} in the keyring")


def _deliver(
    mail: EmailMessage, to: Sequence[Address], ours: Account, outbox: Outbox, weeks: Sequence[WeekSent], *, again: bool
) -> None:
    """Note it, hand it over, note how that ended: what breaks off between is never sent again unasked."""
    password = _password(ours) if ours.user else None
    recipients, number = [address.addr_spec for address in to], str(mail["Message-ID"])
    outbox.begin(weeks, number, recipients, again=again)
    try:
        refused = deliver(
            mail, sender=mail["From"].addresses[0].addr_spec, recipients=recipients, account=ours, password=password
        )
    except UncertainMailError:
        raise
    except MailError:
        outbox.end(number, recipients, sent=False)
        raise
    taken = [recipient for recipient in recipients if recipient not in refused]
    outbox.end(number, taken, sent=True)
    say(f"sent {mail['Subject']!s} to {', '.join(taken)}")
    if refused:
        told = "; ".join(f"{recipient} ({words})" for recipient, words in refused.items())
        raise MailError(f"the server refused {told}", hint=f"--again --to {next(iter(refused))} tries once more")


def _account(desk: Desk) -> Account:
    return account(desk.settings.mail, os.environ)


def _unset(desk: Desk, sentence: str, *, name: str = "") -> UsageError:
    lines = {"host": "smtp.example.org", "user": "ada", "from": "ada@example.org"}
    wanted = [f'{key} = "{value}"' for key, value in lines.items() if name in {"", key}]
    wanted += [f'{key} = ["{key}@example.org"]' for key in ("to", "list") if name == key or (not name and key == "to")]
    return UsageError(
        sentence, hint="\n  ".join([f"write into {desk.settings.config}, with your own values:", "[mail]", *wanted])
    )


def _recipients(ours: Account, digest: Digest, to: Sequence[str]) -> tuple[Address, ...]:
    return addresses(to) or (ours.to if digest.personal else ours.group)


def _message(desk: Desk, ours: Account, digest: Digest, to: Sequence[Address], wishes: Wishes) -> EmailMessage:
    found, template = one_address(wishes.sender) if wishes.sender else ours.sender, wishes.template
    if found is None:
        raise _unset(desk, "the mail has no sender: give --from, or a usual one", name="from")
    style = template_format(template) if template else None
    parts = {part: rendered(digest, part, template if part == style else None) for part in ("text", "html")}
    return message(digest, **parts, sender=found, to=to, now=desk.settings.now)


def _weeks(desk: Desk, courses: Sequence[Course], asked: Asked) -> list[WeekSent]:
    audience = "reader" if asked.personal else "list"
    return [WeekSent(course.key, *week_meant(desk.library, course, asked), audience) for course in courses]


def _nothing(desk: Desk, courses: Sequence[Course], number: int | None) -> str | None:
    """Why there is nothing to remind of: no course has the week, or all are over, which a timer may well outlive."""
    if number is not None:
        known = any(week.number >= number for course in courses for week in desk.library.weeks(course.key))
        return None if known else f"no course has a week {number}"
    first = monday(desk.today).isoformat()
    ended = all(course.ends is not None and course.ends < first for course in courses)
    return "every course has ended" if ended else None


def _agreed(mail: EmailMessage, ours: Account, template: Path | None) -> bool:
    """Show the message as it will arrive, and ask."""
    if not sys.stdin.isatty():
        raise UsageError("nobody is there to say yes", hint="--yes sends without asking")
    for name in ("From", "To", "Subject"):
        print(f"{name}: {mail[name]}")
    body = mail.get_body(("plain",))
    print(f"\n{body.get_content() if body else ''}")
    own = template.name if template and template_format(template) == "html" else "the usual page"
    return typer.confirm(f"Send this through {ours.host}, with {own if template else 'the same'} as HTML?", err=True)


def _password(ours: Account) -> str:
    """From the environment, else from the system's keyring."""
    if given := os.environ.get(PASSWORD):
        return given
    import keyring
    from keyring.errors import KeyringError

    try:
        found = keyring.get_password(SERVICE, ours.user)
    except (KeyringError, RuntimeError) as error:
        raise MailError(f"the keyring does not answer: {error}", hint=f"{PASSWORD} can hold the password") from error
    if found is None:
        hint = f"papertrail digest --set-password keeps it; or {PASSWORD} holds it"
        raise MailError(f"the keyring knows no password of {ours.user}", hint=hint)
    return found
