"""The desk's mail, as its maintainer looks after it."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from publish.declare.mail import Mail
from publish.declare.site import SiteFolder
from publish.desk.mail.outbox import State, state
from publish.desk.mail.server import password_of
from publish.errors import DeclarationError

LONG = timedelta(days=1)
"""So long nothing waits, where all is well."""


def lines(site: SiteFolder, today: date) -> Iterator[tuple[str, str]]:
    """What is the matter with it, each with the way out; no way out where all is well."""
    mail = server_of(site)
    if mail is None:
        yield "the desk sends none: no server of mail in metadata.yaml", ""
        return
    if mail.user:
        password_of(site.desk.parent)
    found = state(site.desk)
    mended = [*_late(found, today), *_lost(found)]
    yield from mended or [(f"{found.waiting} messages wait", "")]


def server_of(site: SiteFolder) -> Mail | None:
    """The server; none where nobody can read what metadata.yaml says, which is told elsewhere."""
    try:
        desk = site.metadata().desk
    except DeclarationError:
        return None
    return desk.mail if desk else None


def _late(found: State, today: date) -> Iterator[tuple[str, str]]:
    if found.since is None:
        return
    since = datetime.fromtimestamp(found.since, UTC).date()
    if today - since > LONG:
        what = f"{found.waiting} messages wait, the oldest since {since}"
        yield what, "see why: `fournil desk mail`"


def _lost(found: State) -> Iterator[tuple[str, str]]:
    for why, often in found.undelivered.items():
        what = f"{often} messages of the last 30 days never arrived: {why}"
        yield what, "look at `desk: mail:` and the server's own log; nothing more is tried"
