"""A real server of SMTP in the test's own process, and what it was given."""

import asyncio
import email
import email.policy
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from publish.declare.site import SiteFolder
from tests.servers import PATIENCE, free_port
from tests.sites import METADATA

HOME = "https://data.example.org"


def _done() -> threading.Event:
    found = threading.Event()
    found.set()
    return found


@dataclass
class Mailbox:
    """What arrived; `refuses` are answers by address, `answer` that to each whole message.

    It is given when it `thinks` no more.
    """

    refuses: dict[str, str] = field(default_factory=dict)
    answer: str = "250 OK"
    raw: list[bytes] = field(default_factory=list)
    to: list[str] = field(default_factory=list)
    closes: bool = False
    thinks: threading.Event = field(default_factory=_done)
    port: int = 0

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Takes a recipient, or refuses."""
        if address in self.refuses:
            return self.refuses[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Takes a message; one that `closes` takes it, and goes away without a word."""
        if self.answer.startswith("2"):
            assert isinstance(envelope.original_content, bytes)
            self.raw.append(envelope.original_content)
            self.to += envelope.rcpt_tos
        await asyncio.to_thread(self.thinks.wait, PATIENCE)
        if self.closes:
            server.transport.abort()  # type: ignore[union-attr]
        return self.answer

    @property
    def messages(self) -> list[EmailMessage]:
        """What arrived, as a program of mail reads it."""
        return [email.message_from_bytes(one, policy=email.policy.default) for one in self.raw]

    def clear(self) -> None:
        """Forgets what arrived."""
        self.raw.clear()
        self.to.clear()

    def until(self, condition: Callable[[], bool]) -> None:
        """Waits for what a server does by itself."""
        end = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < end, "it did not come"
            time.sleep(0.05)


def text_of(message: EmailMessage) -> str:
    """The words of a message."""
    return str(message.get_content())


@contextmanager
def mail_server(
    context: ssl.SSLContext | None = None, password: str | None = None, implicit: bool = False
) -> Iterator[Mailbox]:
    """A server on a free port, with STARTTLS (or TLS at once) and a password where given."""
    box = Mailbox()

    def known(_server: object, _session: object, _envelope: object, _how: str, data: Any) -> Any:
        right = isinstance(data, LoginPassword) and data.password == (password or "").encode()
        return AuthResult(success=right, handled=False)

    more: dict[str, Any] = {}
    if context is not None and not implicit:
        more = {"tls_context": context, "require_starttls": True}
    if password is not None:
        more |= {"authenticator": known, "auth_required": True, "auth_require_tls": False}
    controller = Controller(
        box,
        hostname="127.0.0.1",
        port=free_port(),
        ssl_context=context if implicit else None,
        **more,
    )
    controller.start()
    box.port = controller.port
    try:
        yield box
    finally:
        controller.stop()


def with_mail(site: SiteFolder, port: int, more: str = "tls: none") -> SiteFolder:
    """The same site, whose desk sends mail."""
    said = f"{{host: 127.0.0.1, port: {port}, from: desk@example.org, {more}}}"
    (site.root / "metadata.yaml").write_text(
        f"{METADATA}address: {HOME}\ndesk: {{mail: {said}}}\n", encoding="utf-8"
    )
    return site
