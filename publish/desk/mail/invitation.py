"""The letter that brings a member the link that signs them in; nothing of it is kept."""

import time
from secrets import token_hex

from publish.declare.site import SiteFolder
from publish.desk.mail.letters import Letter, as_bytes
from publish.desk.mail.post import NO_SERVER, Post, post_of
from publish.desk.mail.server import Doubtful, Never, Postponed, Unreachable, opened
from publish.errors import DeskError
from publish.site.text.languages import Shown, speaking
from publish.site.text.languages import gettext as _
from publish.words.mail_address import is_address


def mail_link(site: SiteFolder, address: str, link: str) -> str:
    """Sends a link at once, and says so; raises DeskError where that cannot be."""
    post = post_of(site, lambda: int(time.time()))
    if post is None:
        raise DeskError(f"{site.root / 'metadata.yaml'}: {NO_SERVER}")
    if not is_address(address):
        raise DeskError(f"{address!r} is no e-mail address, such as ada@example.org")
    try:
        _send(post, address, link)
    except (Unreachable, Postponed, Never, Doubtful) as error:
        raise DeskError(f"the link could not be mailed ({error}); hand it over yourself") from None
    return f"mailed to {address}"


def _send(post: Post, address: str, link: str) -> None:
    with speaking(Shown(post.declared.languages[0])):
        letter = Letter(address, _subject(post), _text(post, link))
        message = as_bytes(post, letter, token_hex(8), post.now())
    with opened(post.mail, post.path.parent) as server:
        server.begin(post.mail.sender, address)
        server.hand_over(message)


def _subject(post: Post) -> str:
    return _("Your way in at the desk of %(title)s") % {"title": post.title}


def _text(post: Post, link: str) -> str:
    words = _(
        "You were invited to the desk of %(title)s, where suggestions of visitors are decided.\n\n"
        "This link signs you in. It works once, within 7 days:\n%(link)s\n\n"
        "If you do not know why you get this, delete it: without the link nothing happens."
    )
    return words % {"title": post.title, "link": link} + "\n"
