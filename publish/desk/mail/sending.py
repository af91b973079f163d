"""Carries what waits in the outbox to the server; one process at a time does."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from publish.declare.site import SiteFolder
from publish.desk.mail import news, outbox, outcomes
from publish.desk.mail.letters import Letter, as_bytes
from publish.desk.mail.outbox import Kind, Waiting
from publish.desk.mail.post import Clock, Post, post_of
from publish.desk.mail.server import Doubtful, Never, Postponed, Server, Unreachable, opened
from publish.release.disk import claimed, for_owner_alone
from publish.site.text.languages import Shown, speaking

LOCK = "mail.lock"


@dataclass
class Carried:
    """How a run went; `unreachable` says why nothing could be sent any more."""

    sent: int = 0
    postponed: int = 0
    given_up: int = 0
    unreachable: str = ""


# What makes the letter of a message; None where there is nothing to tell any more.
Writer = Callable[[Post, Waiting], Letter | None]
WRITERS: Mapping[Kind, Writer] = {
    "outcome": outcomes.letter,
    "confirmation": news.confirmation,
    "news": news.letter,
}


def send_waiting(site: SiteFolder, now: Clock) -> Carried | None:
    """Sends what waits and whose time has come; None where metadata.yaml names no server.

    Raises DeclarationError, DeskError, PrivateStateError, OSError, sqlite3.Error.
    """
    post = post_of(site, now)
    if post is None:
        return None
    lock = post.path.with_name(LOCK)
    for_owner_alone(lock)
    with claimed(lock) as alone:
        if not alone:
            return Carried()
        outbox.sweep(post.path, now())
        outcomes.collect(post)
        news.collect(post)
        return _carry(post)


def _carry(post: Post) -> Carried:
    carried = Carried()
    while outbox.next_due(post.path, post.now()) is not None:
        before = carried.sent
        try:
            with opened(post.mail, post.path.parent) as server:
                while (one := outbox.next_due(post.path, post.now())) is not None:
                    with speaking(Shown(one.language)):
                        _send(post, server, one, carried)
        except Unreachable as error:
            # A server may end a connection after some messages; it is called again.
            if carried.sent == before:
                carried.unreachable = str(error)
                outbox.postpone_all(post.path, f"no server of mail: {error}", post.now())
                break
    return carried


def _send(post: Post, server: Server, one: Waiting, carried: Carried) -> None:
    letter = WRITERS[one.kind](post, one)
    if letter is None:
        outbox.forget(post.path, one)
        return
    message = as_bytes(post, letter, f"{one.id}.{one.written}", one.written)
    try:
        server.begin(post.mail.sender, letter.to)
        outbox.mark(post.path, one)
        server.hand_over(message)
    except Postponed as error:
        outbox.postpone(post.path, one, f"the server put it off ({error})", post.now())
        carried.postponed += 1
    except Never as error:
        outbox.give_up(post.path, one, f"the server refuses it ({error})", post.now())
        carried.given_up += 1
    except Doubtful:
        outbox.give_up(post.path, one, outbox.IN_DOUBT, post.now())
        carried.given_up += 1
        raise Unreachable(outbox.IN_DOUBT) from None
    else:
        outbox.forget(post.path, one)
        carried.sent += 1
