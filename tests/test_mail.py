"""The digest by mail: the message itself, and a real server on this machine that takes, refuses or drops it."""

import asyncio
import json
import os
import pty
import signal
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import partial
from pathlib import Path
from typing import Any

import keyring  # noqa: TID253 - the keyring is replaced by one in memory
import pytest
import trustme
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword
from hypothesis import given, settings
from hypothesis import strategies as st
from keyring.backend import KeyringBackend  # noqa: TID253
from keyring.errors import KeyringError  # noqa: TID253

from papertrail.cli import mailing
from papertrail.digest.account import account, addresses
from papertrail.digest.content import Digest
from papertrail.digest.mail import message
from papertrail.errors import UsageError
from papertrail.schema import connect

USER, PASSWORD = "ada", "correct horse"


class Post:
    """What a server does with what it is told: as a rule it takes everything."""

    def __init__(self) -> None:
        self.taken: list[Envelope] = []
        self.logins: list[bytes] = []
        self.refused: set[str] = set()
        self.at_data = "250 taken"
        self.drop_at: str | None = None
        self.hang = threading.Event()

    def login(self, server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        """Check a password."""
        del server, session, envelope, mechanism
        assert isinstance(data, LoginPassword)
        self.logins.append(data.password)
        return AuthResult(success=data == LoginPassword(USER.encode(), PASSWORD.encode()), handled=False)

    async def handle_RCPT(self, server: SMTP, session: Any, envelope: Envelope, address: str, options: Any) -> str:  # noqa: N802
        """Take a recipient or not."""
        del session, options
        if self.drop_at == "RCPT":
            server.transport.abort()
        if address in self.refused:
            return "550 no such user \x1b[31m here"
        envelope.rcpt_tos.append(address)
        return "250 yes"

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Envelope) -> str:  # noqa: N802
        """Take a message or not."""
        del session
        if self.drop_at == "DATA":
            server.transport.abort()
        if self.drop_at == "never":
            self.hang.set()
            await asyncio.sleep(60)
        if self.at_data.startswith("250"):
            self.taken.append(envelope)
        return self.at_data

    @property
    def messages(self) -> list[EmailMessage]:
        """What arrived, read as any program reads it."""
        return [message_from_bytes(envelope.content, policy=policy.default) for envelope in self.taken]


@pytest.fixture
def post() -> Post:
    return Post()


@pytest.fixture
def authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> trustme.CA:
    """Whom this machine trusts during the test."""
    ca = trustme.CA()
    ca.cert_pem.write_to_path(tmp_path / "ca.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    return ca


def tls(authority: trustme.CA, name: str = "127.0.0.1") -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name).configure_cert(context)
    return context


@pytest.fixture
def following(papertrail: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    papertrail("course", "follow", "umd", "--start", "2027-01-25")
    papertrail.today("2027-02-22")
    monkeypatch.setenv("PAPERTRAIL_SMTP_PASSWORD", PASSWORD)
    return papertrail


def configure(program: Any, port: int, **more: str) -> None:
    values = {"host": "127.0.0.1", "user": USER, "from": "Ada Löw <ada@example.org>", **more}
    lines = [f"{name} = {json.dumps(value)}" for name, value in values.items() if value]
    lines += [f"port = {port}", 'to = ["ada@example.org", "Bob <bob@example.org>"]', 'list = ["group@example.org"]']
    program.config.write_text("\n".join(["[mail]", *lines]), encoding="utf-8")


class Server:
    """A mail server on a port of its own, as long as the `with` lasts."""

    def __init__(self, post: Post, *, ssl_context: ssl.SSLContext | None = None, **options: Any) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)
        factory = partial(SMTP, post, hostname="here", loop=self._loop, authenticator=post.login, **options)
        serving = self._loop.create_server(factory, "127.0.0.1", 0, ssl=ssl_context)
        self._server = self._loop.run_until_complete(serving)
        self.port = self._server.sockets[0].getsockname()[1]

    def __enter__(self) -> int:
        """The port."""
        self._thread.start()
        return int(self.port)

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.run_until_complete(self._closed())
        self._loop.close()

    async def _closed(self) -> None:
        self._server.close()
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.sleep(0.05)


@pytest.fixture
def server(following: Any, post: Post, authority: trustme.CA) -> Iterator[None]:
    """A server with STARTTLS and passwords, and the settings for it."""
    with Server(post, tls_context=tls(authority), require_starttls=True, auth_required=True) as port:
        configure(following, port)
        yield


def states(program: Any) -> list[tuple[Any, ...]]:
    connection = connect(program.database)
    rows = connection.execute(
        "SELECT course, week, monday, audience, state, recipients FROM sent ORDER BY id"
    ).fetchall()
    connection.close()
    return [(*row[:5], json.loads(row[5])) for row in rows]


SENT = ("umd-mlscale-2024", 5, "2027-02-22", "reader", "sent", ["ada@example.org", "bob@example.org"])


@pytest.mark.usefixtures("server")
def test_a_digest_is_sent_once_through_starttls(following: Any, post: Post) -> None:
    run = following("digest", "--send", "--yes")
    assert run.stdout == ""
    assert run.stderr == "sent Papertrail, week 5: Machine Learning at Scale to ada@example.org, bob@example.org\n"
    (envelope,) = post.taken
    assert (envelope.mail_from, envelope.rcpt_tos) == ("ada@example.org", ["ada@example.org", "bob@example.org"])
    (mail,) = post.messages
    assert mail["Subject"] == "Papertrail, week 5: Machine Learning at Scale"
    assert (mail["From"], mail["To"]) == ("Ada Löw <ada@example.org>", "ada@example.org, Bob <bob@example.org>")
    assert "Vision-Language Models" in mail.get_body(("plain",)).get_content()
    assert states(following) == [SENT]


@pytest.mark.usefixtures("server")
def test_the_same_week_is_not_sent_twice_unless_asked(following: Any, post: Post) -> None:
    following("digest", "--send", "--yes")
    for words in ([], ["5"], ["--course", "umd"], ["--to", "other@example.org"]):
        said = following.refuses("digest", *words, "--send", "--yes", exit_code=2)
        assert (
            "the digest of umd-mlscale-2024, week 5, was sent to ada@example.org and bob@example.org"
            " on Mon 22 Feb 2027 12:00\n" in said
        )
        assert "hint: --again sends it once more" in said
    assert len(post.taken) == 1
    following("digest", "--send", "--yes", "--again")
    following("digest", "--send", "--yes", "--for-list")
    following("digest", "6", "--send", "--yes")
    following.today("2027-03-08")
    following("digest", "--send", "--yes")
    assert [mail["To"] for mail in post.messages][2] == "group@example.org"
    assert [row[1:4] for row in states(following)] == [
        (5, "2027-02-22", "reader"), (5, "2027-02-22", "reader"), (5, "2027-02-22", "list"),
        (6, "2027-03-01", "reader"), (7, "2027-03-08", "reader"),
    ]  # fmt: skip


@pytest.mark.usefixtures("server")
def test_a_course_that_joined_later_does_not_send_the_others_again(following: Any, post: Post) -> None:
    following("digest", "--send", "--yes")
    following("course", "follow", "cs229br", "--start", "2027-02-15")
    assert "the digest of umd-mlscale-2024" in following.refuses("digest", "--send", "--yes", exit_code=2)
    following("digest", "-c", "cs229br", "--send", "--yes")
    assert len(post.taken) == 2


@pytest.mark.usefixtures("server")
def test_of_several_processes_at_once_one_sends(following: Any, post: Post) -> None:
    processes = [
        subprocess.Popen(following.command("digest", "--send", "--yes"), stderr=subprocess.PIPE) for _ in range(4)
    ]
    said = [process.communicate(timeout=60)[1] for process in processes]
    assert sorted(process.returncode for process in processes) == [0, 2, 2, 2], said
    assert len(post.taken) == 1


def test_through_tls_from_the_first_byte(following: Any, post: Post, authority: trustme.CA) -> None:
    with Server(post, ssl_context=tls(authority, "localhost"), auth_require_tls=False) as port:
        configure(following, port, security="tls", host="localhost")
        following("digest", "--send", "--yes")
    assert len(post.taken) == 1
    assert post.logins == [PASSWORD.encode()]


def test_a_server_on_this_machine_may_be_plain_and_no_other(following: Any, post: Post) -> None:
    with Server(post) as port:
        configure(following, port, security="none", user="")
        following("digest", "--send", "--yes")
    assert len(post.taken) == 1
    configure(following, 25, security="none", host="mail.example.org")
    assert 'security = "none" would send the password' in following.refuses(
        "digest", "6", "--send", "--yes", exit_code=2
    )


def refused(following: Any, post: Post) -> str:
    """What is said when nothing was sent: the week may be sent the next time."""
    said = str(following.refuses("digest", "--send", "--yes", exit_code=5))
    assert not post.taken
    assert PASSWORD not in said
    assert [row[4] for row in states(following)] == ["failed"]
    return said


@pytest.mark.usefixtures("server")
def test_a_wrong_password(following: Any, post: Post) -> None:
    following.set("PAPERTRAIL_SMTP_PASSWORD", "wrong")
    assert "refused the user name or the password of ada: 535" in refused(following, post)
    following.set("PAPERTRAIL_SMTP_PASSWORD", PASSWORD)
    following("digest", "--send", "--yes")
    assert [row[4] for row in states(following)] == ["failed", "sent"]


@pytest.mark.usefixtures("server")
def test_a_password_that_cannot_be_said(following: Any, post: Post) -> None:
    following.set("PAPERTRAIL_SMTP_PASSWORD", "pässword")
    said = refused(following, post)
    assert "the user name or the password of ada has characters outside of ASCII" in said
    assert "ä" not in said


def test_a_server_without_tls_gets_neither_password_nor_mail(following: Any, post: Post) -> None:
    with Server(post) as port:
        configure(following, port)
        assert "offers no TLS, so nothing was said to it" in refused(following, post)
    assert not post.logins


@pytest.mark.parametrize("security", ["starttls", "tls"])
@pytest.mark.parametrize(("name", "trusted"), [("127.0.0.1", False), ("other.example.org", True)])
def test_a_certificate_that_cannot_be_trusted(
    following: Any, post: Post, authority: trustme.CA, *, security: str, name: str, trusted: bool
) -> None:
    context = tls(authority if trusted else trustme.CA(), name)
    options: dict[str, Any] = {"ssl_context": context} if security == "tls" else {"tls_context": context}
    with Server(post, **options) as port:
        configure(following, port, security=security)
        assert "has a certificate that cannot be trusted" in refused(following, post)
    assert not post.logins


def test_tls_spoken_to_a_server_that_waits_for_starttls(following: Any, post: Post, authority: trustme.CA) -> None:
    with Server(post, tls_context=tls(authority)) as port:
        configure(following, port, security="tls")
        said = refused(following, post)
    assert "no TLS connection to 127.0.0.1" in said
    assert 'port 465 wants security = "tls"' in said


@pytest.mark.usefixtures("server")
def test_a_refused_recipient_is_named_and_the_others_get_the_mail(following: Any, post: Post) -> None:
    post.refused = {"bob@example.org"}
    said = following.refuses("digest", "--send", "--yes", exit_code=5)
    assert "error: the server refused bob@example.org (550 no such user [31m here)" in said
    assert "sent Papertrail, week 5: Machine Learning at Scale to ada@example.org\n" in said
    assert [envelope.rcpt_tos for envelope in post.taken] == [["ada@example.org"]]
    assert states(following) == [(*SENT[:5], ["ada@example.org"])]


@pytest.mark.usefixtures("server")
def test_when_every_recipient_is_refused_nothing_was_sent(following: Any, post: Post) -> None:
    post.refused = {"ada@example.org", "bob@example.org"}
    assert "nothing was sent: the server refused ada@example.org (550" in refused(following, post)


@pytest.mark.usefixtures("server")
def test_a_refused_message(following: Any, post: Post) -> None:
    post.at_data = "554 looks like spam"
    assert "127.0.0.1 refused the message: 554 looks like spam" in refused(following, post)


@pytest.mark.usefixtures("server")
def test_a_connection_that_breaks_before_the_message(following: Any, post: Post) -> None:
    post.drop_at = "RCPT"
    assert "cannot reach 127.0.0.1" in refused(following, post)


@pytest.mark.usefixtures("server")
def test_a_connection_that_breaks_while_the_message_is_taken_leaves_open_whether_it_was(
    following: Any, post: Post
) -> None:
    post.drop_at = "DATA"
    assert "it may have been sent or not" in following.refuses("digest", "--send", "--yes", exit_code=5)
    post.drop_at = None
    said = following.refuses("digest", "--send", "--yes", exit_code=2)
    assert "was about to be sent to ada@example.org and bob@example.org" in said
    assert "hint: see whether it arrived; --again sends it once more" in said
    following("digest", "--send", "--yes", "--again")
    assert [row[4] for row in states(following)] == ["sending", "sent"]


@pytest.mark.usefixtures("server")
def test_a_process_that_is_killed_while_sending_is_never_repeated_unasked(following: Any, post: Post) -> None:
    post.drop_at = "never"
    with subprocess.Popen(following.command("digest", "--send", "--yes")) as process:
        assert post.hang.wait(timeout=30)
        process.send_signal(signal.SIGKILL)
    assert "nobody saw the end of it" in following.refuses("digest", "--send", "--yes", exit_code=2)


def test_nobody_at_home(following: Any, post: Post) -> None:
    with Server(post) as port:
        configure(following, port)
    assert f"cannot reach 127.0.0.1:{port}: Connection refused" in refused(following, post)


def on_terminal(program: Any, *words: str, answer: str) -> tuple[int, str]:
    """Run a command on a terminal where somebody types an answer."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        program.command(*words), stdin=theirs, stdout=theirs, stderr=theirs, env={**os.environ, "TERM": "dumb"}
    ) as process:
        os.close(theirs)
        written = b""
        asked = False
        while True:
            try:
                data = os.read(ours, 65536)
            except OSError:
                break
            if not data:
                break
            written += data
            if not asked and (b"[y/N]" in written or b"Password of" in written):
                asked = True
                time.sleep(0.2)  # until the echo is off
                os.write(ours, f"{answer}\n".encode())
    os.close(ours)
    return process.returncode, written.decode().replace("\r\n", "\n")


@pytest.mark.usefixtures("server")
def test_it_is_shown_first_and_sent_after_a_yes(following: Any, post: Post) -> None:
    code, shown = on_terminal(following, "digest", "--send", answer="n")
    assert (code, len(post.taken)) == (0, 0)
    assert "To: ada@example.org, Bob <bob@example.org>\nSubject: Papertrail, week 5" in shown
    assert "Vision-Language Models" in shown
    assert "nothing was sent" in shown
    assert states(following) == []
    code, shown = on_terminal(following, "digest", "--send", answer="y")
    assert (code, len(post.taken)) == (0, 1)
    assert "sent Papertrail, week 5" in shown


@pytest.mark.parametrize(("name", "page"), [("mine.html", "mine.html"), ("mine.txt", "the usual page")])
@pytest.mark.usefixtures("server")
def test_the_question_says_which_page_goes_with_the_text_that_is_shown(
    following: Any, tmp_path: Path, name: str, page: str
) -> None:
    (tmp_path / name).write_text("Dear all")
    _, shown = on_terminal(following, "digest", "--send", "--template", str(tmp_path / name), answer="n")
    assert f"Send this through 127.0.0.1, with {page} as HTML? [y/N]" in shown
    assert ("Vision-Language Models" in shown) is name.endswith("html")


@pytest.mark.usefixtures("server")
def test_nobody_there_to_say_yes(following: Any, post: Post) -> None:
    assert "hint: --yes sends without asking" in following.refuses("digest", "--send", exit_code=2)
    assert not post.taken


@pytest.mark.usefixtures("server")
def test_a_timer_that_outlives_the_course_sends_nothing(following: Any, post: Post) -> None:
    following.today("2027-05-17")
    assert following("digest", "--send", "--yes").stderr == "nothing was sent: every course has ended\n"
    assert not post.taken
    following.today("2027-05-10")
    following("digest", "--send", "--yes")
    following.today("2027-01-11")
    following("digest", "--send", "--yes")
    assert (
        "Machine Learning at Scale begins on Mon 25 Jan 2027, in 2 weeks"
        in post.messages[1].get_body(("plain",)).get_content()
    )
    assert "this week's digest of umd-mlscale-2024 was sent" in following.refuses(
        "digest", "--send", "--yes", exit_code=2
    )


@pytest.mark.usefixtures("server")
def test_a_week_that_no_course_has_is_not_sent(following: Any, post: Post) -> None:
    for words in ([], ["--for-list"], ["-c", "umd", "-c", "cs229br"]):
        said = following("digest", "17", *words, "--send", "--yes").stderr
        assert said == "nothing was sent: no course has a week 17\n"
    following("digest", "16", "--send", "--yes", "-c", "umd", "-c", "cs229br")
    assert len(post.taken) == 1


class InMemory(KeyringBackend):
    """A keyring for one test."""

    priority = 1.0  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}
        self.locked = False

    def get_password(self, service: str, username: str) -> str | None:
        """What is kept."""
        if self.locked:
            raise KeyringError("it is locked")
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep it."""
        self.kept[service, username] = password


@pytest.fixture
def keys() -> Iterator[InMemory]:
    before = keyring.get_keyring()
    backend = InMemory()
    keyring.set_keyring(backend)
    yield backend
    keyring.set_keyring(before)


@pytest.mark.usefixtures("server")
def test_the_password_comes_from_the_keyring(following: Any, post: Post, keys: InMemory) -> None:
    following.set("PAPERTRAIL_SMTP_PASSWORD", "")
    said = following.refuses("digest", "--send", "--yes", exit_code=5)
    assert "the keyring knows no password of ada\nhint: papertrail digest --set-password keeps it" in said
    keys.locked = True
    assert "the keyring does not answer: it is locked" in following.refuses("digest", "--send", "--yes", exit_code=5)
    keys.locked = False
    assert states(following) == []
    keyring.set_password(mailing.SERVICE, USER, PASSWORD)
    following("digest", "--send", "--yes")
    assert len(post.taken) == 1


def test_a_password_is_asked_for_and_kept(following: Any, tmp_path: Path) -> None:
    configure(following, 25)
    (tmp_path / "pocket.py").write_text(
        "from keyring.backend import KeyringBackend\n"
        "class Pocket(KeyringBackend):\n"
        "    priority = 1\n"
        "    def get_password(self, service, username): ...\n"
        f"    def set_password(self, *words): open({str(tmp_path / 'kept')!r}, 'w').write(repr(words))\n"
    )
    following.set("PYTHONPATH", f"{tmp_path}{os.pathsep}{os.environ.get('PYTHONPATH', '')}")
    following.set("PYTHON_KEYRING_BACKEND", "pocket.Pocket")
    code, shown = on_terminal(following, "digest", "--set-password", answer="correct horse")
    assert code == 0, shown
    assert "correct" not in shown
    assert (tmp_path / "kept").read_text() == "('papertrail', 'ada', 'correct horse')"
    assert "--set-password asks on a terminal" in following.refuses("digest", "--set-password", exit_code=2)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no mail server is set\nhint: write into {config}, with your own values:\n  [mail]\n  host ="),
        ('mail = "x"', "mail must be a table"),
        ('[mail]\nhots = "x"', "unknown setting in [mail] 'hots'\nhint: there are from, host, list, port"),
        ("[mail]\nhost = 1", "host in [mail] must be text in quotes"),
        ('[mail]\nhost = "a\\nb"', "host in [mail] must be text in quotes, on one line"),
        ('[mail]\nhost = "h"\nport = 70000', "port in [mail] is 70000, which is no port"),
        ('[mail]\nhost = "h"\nport = true', "port in [mail] is True"),
        ('[mail]\nhost = "h"\nsecurity = "ssl"', "security in [mail] is 'ssl'\nhint: there are starttls, tls, none"),
        ('[mail]\nhost = "h"\nto = 5', "to in [mail] must be a list of addresses"),
        ('[mail]\nhost = "h"\nto = ["ada"]', "'ada' is no mail address"),
        ('[mail]\nhost = "h"', "the mail has no recipient: give --to, or a usual one"),
        ('[mail]\nhost = "h"\nto = ["a@b.org"]', "the mail has no sender: give --from, or a usual one"),
    ],
)
def test_settings_that_make_no_sense_are_told(following: Any, text: str, said: str) -> None:
    following.config.write_text(text)
    assert said.format(config=following.config) in following.refuses("digest", "--send", "--yes", exit_code=2)


def test_a_mail_has_one_sender(following: Any) -> None:
    several = "Ada <a@b.org>, Bob <b@b.org>"
    said = following.refuses("digest", "-f", "eml", "--from", several, exit_code=2)
    assert said.startswith(f"error: {several!r} is more than one sender\n")
    following.config.write_text(f'[mail]\nhost = "h"\nto = ["a@b.org"]\nfrom = "{several}"')
    assert "more than one sender" in following.refuses("digest", "--send", "--yes", exit_code=2)


def test_a_group_s_mail_has_recipients_of_its_own(following: Any) -> None:
    following.config.write_text('[mail]\nhost = "h"\nfrom = "a@b.org"\nto = ["a@b.org"]')
    said = following.refuses("digest", "--for-list", "--send", "--yes", exit_code=2)
    assert 'list = ["list@example.org"]' in said


def test_the_environment_wins_over_the_settings() -> None:
    table = {"host": "one.example.org", "port": 25, "to": "a@b.org"}
    found = account(table, {"PAPERTRAIL_SMTP_HOST": "two.example.org", "PAPERTRAIL_SMTP_PORT": "465",
                            "PAPERTRAIL_MAIL_TO": "Ada <ada@x.org>, bob@x.org, ADA@x.org"})  # fmt: skip
    assert (found.host, found.port, found.security) == ("two.example.org", 465, "tls")
    assert [str(address) for address in found.to] == ["Ada <ada@x.org>", "bob@x.org"]
    assert account({"host": "h"}, {}).port == 587


@pytest.mark.parametrize(
    "text",
    ["", "ada", "ada@", "@x.org", "a b@x.org", "ada@x.org\nBcc: eve@x.org", "ada@x.org, ", "a@x..", "ü@x.org", "<>",
     "a@x.org>", "undisclosed:;", "a@b@c", "a@-x", '"a b"@x.org'],
)  # fmt: skip
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        addresses([text])


@settings(deadline=None)
@given(st.one_of(st.text(), st.text(alphabet='ab@.<>()",;: []\\=?')))
def test_any_text_is_addresses_or_refused(text: str) -> None:
    try:
        found = addresses([text])
    except UsageError:
        return
    assert all(address.addr_spec.count("@") == 1 and address.addr_spec.isascii() for address in found)


def test_a_domain_in_any_script_is_written_as_servers_do() -> None:
    assert addresses(["Ada <ada@bücher.example>"])[0].addr_spec == "ada@xn--bcher-kva.example"


@pytest.mark.parametrize("length", range(60, 100))
def test_a_subject_of_any_length_is_read_as_it_was_written(length: int) -> None:
    title = f"Papertrail, week 5: {'Machine Learning at Scale, and all there is to it, for everybody ' * 2}"[:length]
    (ada,) = addresses(["ada@example.org"])
    made = Digest(title, "", True, (), ())  # noqa: FBT003
    mail = message(made, text="x", html="x", sender=ada, to=[ada], now=datetime(2027, 2, 22).astimezone())
    assert message_from_bytes(mail.as_bytes(), policy=policy.default)["Subject"] == title.strip()


HOSTILE = st.one_of(
    st.text(), st.sampled_from(["x\r\nBcc: eve@example.org", "a\n\nbody", "=?utf-8?q?x?=", "\x00", "é" * 500])
)


@settings(deadline=None)
@given(
    title=HOSTILE, text=HOSTILE, name=st.text(max_size=40), domain=st.from_regex(r"[a-z0-9]{1,60}\.org", fullmatch=True)
)
def test_no_text_adds_a_header_or_a_part(title: str, text: str, name: str, domain: str) -> None:
    made = Digest(title, "", True, (), ())  # noqa: FBT003
    printable = "".join(c for c in name if c.isprintable() and c not in '"\\<>@,;:()[]')
    try:
        (sender,) = addresses([f'"{printable}" <ada@{domain}>'])
    except UsageError:
        (sender,) = addresses([f"ada@{domain}"])
    mail = message(made, text=text, html="<p>x</p>", sender=sender, to=[sender], now=datetime(2027, 2, 22).astimezone())
    raw = mail.as_bytes()
    assert all(len(line) <= 998 for line in raw.split(b"\r\n"))
    assert raw.isascii()
    read = message_from_bytes(raw, policy=policy.default)
    assert sorted(set(read.keys())) == sorted(read.keys()) == [
        "Auto-Submitted", "Content-Language", "Content-Type", "Date", "From", "MIME-Version", "Message-ID",
        "References", "Subject", "To",
    ]  # fmt: skip
    assert [part.get_content_type() for part in read.iter_parts()] == ["text/plain", "text/html"]
    assert read["To"].addresses[0].addr_spec == f"ada@{domain}"
    assert str(read["References"]).strip().startswith("<digests")  # a long one stands on a line of its own
    assert read["Message-ID"].endswith(f"@{domain}>")


def test_a_mail_file_reads_back_as_it_was_written(following: Any, tmp_path: Path) -> None:
    path = tmp_path / "week.eml"
    following("note", "umd:5.1", "Ünïcödé \N{SNOWMAN} note")
    following("digest", "-o", path, "--from", "ada@example.org", "--to", "bob@example.org, eve@example.org")
    mail = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert mail["To"] == "bob@example.org, eve@example.org"
    assert mail["Date"].datetime.isoformat() == "2027-02-22T12:00:00+00:00"
    assert mail["X-Unsent"] is None
    assert not mail.defects
    assert [str(part.get_content_charset()) for part in mail.iter_parts()] == ["utf-8", "utf-8"]
    plain, page = (part.get_content() for part in mail.iter_parts())
    assert plain.replace("\r\n", "\n") == following("digest").stdout
    assert page.replace("\r\n", "\n") == following("digest", "-f", "html").stdout
    draft = following("digest", "-f", "eml", "--from", "a@example.org").stdout
    second = message_from_bytes(draft.encode(), policy=policy.default)
    assert mail["Message-ID"] != second["Message-ID"]
    assert second["X-Unsent"] == "1"


def test_a_template_of_one_s_own_is_a_part_of_the_mail(following: Any, tmp_path: Path) -> None:
    template = tmp_path / "mine.txt"
    template.write_text("Dear all: {{ digest.title }}")
    run = following("digest", "-f", "eml", "--from", "a@example.org", "--template", template)
    mail = message_from_bytes(run.stdout.encode(), policy=policy.default)
    plain, page = (part.get_content() for part in mail.iter_parts())
    assert plain.strip() == "Dear all: Papertrail, week 5: Machine Learning at Scale"
    assert "Vision-Language Models" in page


@pytest.mark.parametrize("name", ["mine.HTML", "for-the.txt.html", "mine.html.j2"])
def test_a_template_is_the_part_that_the_end_of_its_name_says(following: Any, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("<p>Dear all</p>")
    run = following("digest", "-f", "eml", "--from", "a@example.org", "--template", tmp_path / name)
    parts = message_from_bytes(run.stdout.encode(), policy=policy.default).iter_parts()
    text, html = (part.get_content() for part in parts)
    assert text.startswith("Papertrail, week 5: Machine Learning at Scale")
    assert html == "<p>Dear all</p>\n"
