"""A message as it goes to the server: plain text, and headers of our own words alone."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from urllib.parse import urlsplit

from publish.desk.mail.post import Post
from publish.words.unseen import plain


@dataclass(frozen=True)
class Letter:
    """To whom, in which words; `more` are headers besides."""

    to: str
    subject: str
    text: str
    more: Mapping[str, str] = field(default_factory=dict)


def as_bytes(post: Post, letter: Letter, id: str, written: int) -> bytes:
    """The message, the same at each try, so that a second copy of it can be known."""
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(post.title, addr_spec=post.mail.sender)
    message["To"] = Address(addr_spec=letter.to)
    message["Subject"] = plain(letter.subject)
    message["Date"] = format_datetime(datetime.fromtimestamp(written, UTC))
    message["Message-ID"] = f"<{id}@{urlsplit(post.home).hostname}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text, cte="quoted-printable")
    # `email` would encode what is longer than a line, and an address must stand as it is.
    more = "".join(f"{name}: {plain(value)}\r\n" for name, value in letter.more.items())
    return more.encode("ascii") + message.as_bytes()
