"""One message handed to a mail server, over TLS whose certificate is checked, or to a server on this machine."""

import smtplib
import socket
import ssl
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from email.message import EmailMessage

from papertrail import cleaning
from papertrail.digest.account import Account
from papertrail.errors import MailError, UncertainMailError

TIMEOUT = 30.0
"""Seconds that a server may take for each answer."""
_NAME = "[127.0.0.1]"
"""How we introduce ourselves: a submission server needs no name, and asking for ours can take long."""
_OK = (250, 251)
_LONGEST_ANSWER = 200


def deliver(
    message: EmailMessage, *, sender: str, recipients: Sequence[str], account: Account, password: str | None
) -> Mapping[str, str]:
    """Hand a message to the server, for all recipients at once.

    Returns:
        The recipients whom the server refused, each with its words; the others get the message.

    Raises:
        MailError: nothing was sent.
        UncertainMailError: the connection broke while the message was handed over: it may have been sent.
    """
    with _reported(account):
        server = _connected(account)
    try:
        with _reported(account):
            if account.user:
                _log_in(server, account.user, password or "")
            refused = _introduced(server, sender, recipients)
        _hand_over(server, message, account)
    finally:
        with suppress(smtplib.SMTPException, OSError):
            server.quit()
        server.close()
    return refused


def _connected(account: Account) -> smtplib.SMTP:
    if account.security == "tls":
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(account.host, account.port, _NAME, timeout=TIMEOUT, context=context)
    server = smtplib.SMTP(account.host, account.port, _NAME, timeout=TIMEOUT)
    try:
        if account.security == "starttls":
            server.starttls(context=ssl.create_default_context())
        server.ehlo_or_helo_if_needed()
    except BaseException:
        server.close()
        raise
    return server


def _log_in(server: smtplib.SMTP, user: str, password: str) -> None:
    if not (user + password).isascii():  # smtplib sends nothing else
        raise MailError(
            f"the user name or the password of {user} has characters outside of ASCII", hint="choose another"
        )
    server.login(user, password)


def _introduced(server: smtplib.SMTP, sender: str, recipients: Sequence[str]) -> dict[str, str]:
    """Name sender and recipients; whom the server refuses is returned, unless it refuses all."""
    server.ehlo_or_helo_if_needed()
    code, answer = server.mail(sender)
    if code != _OK[0]:
        raise smtplib.SMTPSenderRefused(code, answer, sender)
    refused = {}
    for recipient in recipients:
        code, answer = server.rcpt(recipient)
        if code not in _OK:
            refused[recipient] = _said(code, answer)
    if len(refused) == len(recipients):
        told = "; ".join(f"{recipient} ({words})" for recipient, words in refused.items())
        raise MailError(f"nothing was sent: the server refused {told}")
    return refused


def _hand_over(server: smtplib.SMTP, message: EmailMessage, account: Account) -> None:
    """The message itself. From here on a connection that breaks leaves open whether it was taken."""
    try:
        code, answer = server.data(message.as_bytes())
    except smtplib.SMTPDataError as error:
        raise MailError(f"{account.host} refused the message: {_said(error.smtp_code, error.smtp_error)}") from error
    except (smtplib.SMTPException, OSError) as error:
        raise UncertainMailError(account.host) from error
    if code != _OK[0]:
        raise MailError(f"{account.host} refused the message: {_said(code, answer)}")


@contextmanager
def _reported(account: Account) -> Iterator[None]:
    """Failures inside become a `MailError`: nothing has been sent."""
    place = f"{account.host}:{account.port}"
    try:
        yield
    except smtplib.SMTPAuthenticationError as error:
        raise MailError(
            f"{place} refused the user name or the password of {account.user}:"
            f" {_said(error.smtp_code, error.smtp_error)}",
            hint="papertrail digest --set-password keeps another; some services want an app password",
        ) from error
    except smtplib.SMTPNotSupportedError as error:
        missing = "TLS, so nothing was said to it" if "STARTTLS" in str(error) else "a login that papertrail knows"
        raise MailError(f"{place} offers no {missing}", hint="see host, port and security in [mail]") from error
    except smtplib.SMTPResponseException as error:
        raise MailError(f"{place} refused: {_said(error.smtp_code, error.smtp_error)}") from error
    except ssl.SSLCertVerificationError as error:
        raise MailError(
            f"{place} has a certificate that cannot be trusted: {error.verify_message}",
            hint="SSL_CERT_FILE names a file with the certificates of your own authority",
        ) from error
    except ssl.SSLError as error:
        reason = error.reason or str(error)
        hint = 'port 465 wants security = "tls", port 587 "starttls"'
        raise MailError(f"no TLS connection to {place}: {reason}", hint=hint) from error
    except (smtplib.SMTPException, OSError, UnicodeError) as error:
        raise MailError(f"cannot reach {place}: {_reason(error)}", hint="nothing was sent; try again later") from error


def _reason(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return f"no answer within {TIMEOUT:.0f} seconds"
    if isinstance(error, socket.gaierror):
        return "there is no such host, or no network"
    return cleaning.line(getattr(error, "strerror", None) or str(error), longest=_LONGEST_ANSWER)


def _said(code: int, answer: bytes | str) -> str:
    """A server's own words."""
    words = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return cleaning.line(f"{code} {words}", longest=_LONGEST_ANSWER)
