"""The mail server and the addresses of the reader: the table `[mail]` of the settings file, and its environment."""

import ipaddress
import re
from collections.abc import Mapping, Sequence
from email.errors import MessageError
from email.headerregistry import Address
from email.policy import SMTP
from typing import Any, NamedTuple

from papertrail.errors import UsageError

PORTS = {"starttls": 587, "tls": 465, "none": 25}
"""The ways to a server, each with its usual port."""
_TEXTS = {"host": "PAPERTRAIL_SMTP_HOST", "security": "PAPERTRAIL_SMTP_SECURITY", "user": "PAPERTRAIL_SMTP_USER",
          "from": "PAPERTRAIL_MAIL_FROM"}  # fmt: skip
_LISTS = {"to": "PAPERTRAIL_MAIL_TO", "list": "PAPERTRAIL_MAIL_LIST"}
_PORT = "PAPERTRAIL_SMTP_PORT"
_ADDRESS = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?"
)
_LAST_PORT = 65535


class Account(NamedTuple):
    """What is needed to send mail; `host` is empty while the reader has not set it."""

    host: str
    port: int
    security: str
    """A key of `PORTS`."""
    user: str
    """Empty for a server that asks for no password."""
    sender: Address | None
    to: tuple[Address, ...]
    """Who gets the reader's own digest."""
    group: tuple[Address, ...]
    """Who gets the one for a list."""


def account(table: Mapping[str, Any], environment: Mapping[str, str]) -> Account:
    """The account that the settings describe; variables of the environment win over the table.

    Raises:
        UsageError: something in them makes no sense.
    """
    known = (*_TEXTS, *_LISTS, "port")
    for name in table:
        if name not in known:
            raise UsageError(f"unknown setting in [mail] {name!r}", hint=f"there are {', '.join(sorted(known))}")
    texts = {name: _text(name, environment.get(variable) or table.get(name, "")) for name, variable in _TEXTS.items()}
    port = _port(environment.get(_PORT) or table.get("port"))
    security = _security(texts["security"] or ("tls" if port == PORTS["tls"] else "starttls"), texts["host"])
    to, group = (_several(name, environment.get(variable) or table.get(name)) for name, variable in _LISTS.items())
    sender = one_address(texts["from"]) if texts["from"] else None
    return Account(texts["host"], port or PORTS[security], security, texts["user"], sender, to, group)


def addresses(texts: Sequence[str]) -> tuple[Address, ...]:
    """Mail addresses, each text one or several: ``Ada Example <ada@example.org>``. Each comes once.

    Raises:
        UsageError: one of them is none.
    """
    found: dict[str, Address] = {}
    for text in texts:
        for address in _parsed(text):
            plain = _plain(address, text)
            found.setdefault(plain.addr_spec.lower(), plain)
    return tuple(found.values())


def one_address(text: str) -> Address:
    """The mail address that a text holds.

    Raises:
        UsageError: it holds none, or several.
    """
    found = addresses([text])
    if len(found) > 1:
        raise UsageError(f"{text!r} is more than one sender", hint="write one, and the others as recipients")
    return found[0]


def _parsed(text: str) -> tuple[Address, ...]:
    try:
        header: Any = SMTP.header_factory("to", text) if text.isprintable() else None
    except (IndexError, ValueError, AttributeError, TypeError, MessageError):  # what the parser stumbles over
        raise _no_address(text) from None
    if header is None or header.defects or not header.addresses:
        raise _no_address(text)
    return tuple(header.addresses)


def _plain(address: Address, text: str) -> Address:
    """The same address with its domain as servers write it."""
    try:
        domain = address.domain.encode("idna").decode()
    except UnicodeError:
        raise _no_address(text) from None
    if not _ADDRESS.fullmatch(f"{address.username}@{domain}"):
        raise _no_address(text)
    return Address(address.display_name, address.username, domain)


def _no_address(text: str) -> UsageError:
    return UsageError(f"{text!r} is no mail address", hint="write it as ada@example.org, or Ada <ada@example.org>")


def _text(name: str, value: object) -> str:
    if not isinstance(value, str) or not value.isprintable():
        raise UsageError(f"{name} in [mail] must be text in quotes, on one line")
    return value.strip()


def _several(name: str, value: object) -> tuple[Address, ...]:
    """Addresses from a list of texts, or from one text."""
    values = [value] if isinstance(value, str) else value or []
    if not isinstance(values, list) or not all(isinstance(one, str) for one in values):
        raise UsageError(f"{name} in [mail] must be a list of addresses", hint=f'write {name} = ["ada@example.org"]')
    return addresses(values)


def _port(value: object) -> int | None:
    if value is None:
        return None
    number = int(value) if isinstance(value, str) and value.isdecimal() and len(value) < len("100000") else value
    if not isinstance(number, int) or isinstance(number, bool) or not 0 < number <= _LAST_PORT:
        raise UsageError(f"port in [mail] is {value!r}, which is no port", hint="the usual ones are 587 and 465")
    return number


def _security(value: str, host: str) -> str:
    if value not in PORTS:
        raise UsageError(f"security in [mail] is {value!r}", hint=f"there are {', '.join(PORTS)}")
    if value == "none" and host and not _is_loopback(host):
        raise UsageError(
            'security = "none" would send the password and the mail readable to anybody on the way',
            hint='it is for a server on this machine; others have "starttls" or "tls"',
        )
    return value


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
