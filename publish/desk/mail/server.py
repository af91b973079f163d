"""An SMTP server as the outbox speaks to it, one step after the other."""

import os
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from publish.declare.mail import Mail
from publish.errors import DeskError, PrivateStateError

VARIABLE = "FOURNIL_SMTP_PASSWORD"
PASSWORD = "smtp-password"  # noqa: S105 - the name of a file
# A server may look through a message for minutes before it answers (RFC 5321, 4.5.3.2).
PATIENCE_SECONDS, PATIENCE_AT_THE_END_SECONDS = 60.0, 600.0
_TOO_LATE = 421
_GO_ON = 354
_NEVER = 500


class Unreachable(Exception):
    """Nothing can be sent now, to nobody."""


class Postponed(Exception):
    """The server does not take this message now."""


class Never(Exception):
    """The server will not take this message at any time."""


class Doubtful(Exception):
    """The message was handed over whole, and nobody knows whether it was taken."""


class Server:
    """An open connection."""

    def __init__(self, smtp: smtplib.SMTP) -> None:
        self._smtp = smtp

    def begin(self, sender: str, to: str) -> None:
        """Says from whom and to whom; raises Unreachable, Postponed, Never."""
        with _reached():
            self._smtp.rset()
            code, _said = self._smtp.mail(sender)
            if code >= 400:
                raise Unreachable(f"it refuses the sender ({code})")
            code, _said = self._smtp.rcpt(to)
        _taken(code)

    def hand_over(self, message: bytes) -> None:
        """Gives the message; raises Unreachable, Postponed, Never, Doubtful."""
        with _reached():
            code, _said = self._smtp.docmd("DATA")
        if code != _GO_ON:
            _taken(code if code >= 400 else _TOO_LATE)
        try:
            self._wait(PATIENCE_AT_THE_END_SECONDS)
            self._smtp.send(_dotted(message))
            code, _said = self._smtp.getreply()
            self._wait(PATIENCE_SECONDS)
        except (smtplib.SMTPException, OSError) as error:
            raise Doubtful(type(error).__name__) from None
        _taken(code)

    def _wait(self, seconds: float) -> None:
        if self._smtp.sock is not None:
            self._smtp.sock.settimeout(seconds)


def _dotted(message: bytes) -> bytes:
    """A message with its end, in which no line of its own looks like the end."""
    body = message.replace(b"\r\n.", b"\r\n..")
    body = b"." + body if body.startswith(b".") else body
    return body + (b"" if body.endswith(b"\r\n") else b"\r\n") + b".\r\n"


def _taken(code: int) -> None:
    if code >= _NEVER:
        raise Never(str(code))
    if code >= 400:
        raise Postponed(str(code))


@contextmanager
def opened(mail: Mail, folder: Path) -> Iterator[Server]:
    """A server that may be spoken to; `folder` is the desk's.

    Raises Unreachable, and DeskError or PrivateStateError where its password is not there.
    """
    password = password_of(folder) if mail.user else ""
    with _reached():
        smtp = _connected(mail)
    try:
        with _reached():
            smtp.ehlo_or_helo_if_needed()
            if mail.user:
                smtp.login(mail.user, password)
        yield Server(smtp)
    finally:
        with suppress(smtplib.SMTPException, OSError):
            smtp.quit()
        smtp.close()


def _connected(mail: Mail) -> smtplib.SMTP:
    if mail.tls == "tls":
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(mail.host, mail.port, timeout=PATIENCE_SECONDS, context=context)
    smtp = smtplib.SMTP(mail.host, mail.port, timeout=PATIENCE_SECONDS)
    if mail.tls == "starttls":
        try:
            smtp.starttls(context=ssl.create_default_context())
        except BaseException:
            smtp.close()
            raise
    return smtp


@contextmanager
def _reached() -> Iterator[None]:
    """Turns what the network and the server do into Unreachable, without what the server wrote."""
    try:
        yield
    except smtplib.SMTPResponseException as error:
        raise Unreachable(f"{type(error).__name__} ({error.smtp_code})") from None
    except smtplib.SMTPException as error:
        raise Unreachable(type(error).__name__) from None
    except OSError as error:
        raise Unreachable(error.strerror or type(error).__name__) from None


def password_of(folder: Path) -> str:
    """The password of the SMTP server; raises DeskError, PrivateStateError."""
    path = folder / PASSWORD
    if given := os.environ.get(VARIABLE):
        return given
    if not path.is_file():
        raise DeskError(
            f"no password for the mail server: set {VARIABLE} for the user who serves, or write it "
            f"into {path} (`chmod 600 {path}`)"
        )
    if path.stat().st_mode & 0o077:
        raise PrivateStateError(f"{path}: others than its owner may read it; `chmod 600 {path}`")
    return path.read_text(encoding="utf-8").strip()
