"""What became of proposals, for those who left an address: of what was decided, no more.

Anyone may give somebody else's address, so nothing that strangers typed is in these letters.
"""

import sqlite3
from collections import defaultdict
from datetime import timedelta

from publish.corrections import desk_file
from publish.corrections.proposals import Proposal, proposal
from publish.desk.days import DAY_SECONDS, day_of
from publish.desk.mail import outbox
from publish.desk.mail.addresses import take_turn, unsealed, who
from publish.desk.mail.letters import Letter
from publish.desk.mail.outbox import Waiting
from publish.desk.mail.post import Post
from publish.desk.people_file import writing
from publish.desk.rows import Row, release_of, row_of
from publish.errors import DeskError
from publish.site.http.arguments import tilde_encode
from publish.site.text.languages import gettext as _
from publish.site.text.languages import ngettext
from publish.site.text.words import text
from publish.words.unseen import plain

KEPT_DAYS = 30
"""So long an address waits for a decision."""
_DECIDED = """SELECT a.* FROM hearers AS a JOIN proposals AS p ON p.id = a.proposal
    WHERE p.state <> 'open' ORDER BY a.proposal"""
_AMENDED = "SELECT 1 FROM decisions WHERE proposal = ? AND decision = 'amended'"


def collect(post: Post) -> None:
    """Moves the addresses of what was decided into the outbox: to each one letter a day at most."""
    now = post.now()
    last = day_of(now) - timedelta(days=KEPT_DAYS)
    with writing(post.path) as database:
        database.execute("DELETE FROM hearers WHERE received < ?", (last.isoformat(),))
        database.execute("DELETE FROM mailed WHERE at <= ?", (now - DAY_SECONDS,))
        for digest, found in _by_address(post, database).items():
            if take_turn(database, digest, now):
                _move(database, found, now)


def _by_address(post: Post, database: sqlite3.Connection) -> dict[str, list[sqlite3.Row]]:
    """What was decided, by the digest of whom it is for; what cannot be unsealed is deleted."""
    found = defaultdict[str, list[sqlite3.Row]](list)
    for row in database.execute(_DECIDED).fetchall():
        address = unsealed(post.key, row["address"])
        if address is None:
            _forget(database, row)
        else:
            found[who(post.key, address)].append(row)
    return found


def _move(database: sqlite3.Connection, found: list[sqlite3.Row], now: int) -> None:
    last = found[-1]
    about = {"proposals": [row["proposal"] for row in found]}
    outbox.add(database, "outcome", last["language"], now, about, address=last["address"])
    for row in found:
        _forget(database, row)


def _forget(database: sqlite3.Connection, row: sqlite3.Row) -> None:
    database.execute("DELETE FROM hearers WHERE proposal = ?", (row["proposal"],))


def letter(post: Post, one: Waiting) -> Letter | None:
    """The letter about proposals; None where its address cannot be unsealed any more."""
    to = unsealed(post.key, one.address or "")
    found = [_outcome(post, number) for number in one.about["proposals"]]
    told = [words for words in found if words]
    if to is None or not told:
        return None
    count = len(told)
    subject = ngettext(
        "What became of your suggestion – %(title)s",
        "What became of your suggestions – %(title)s",
        count,
    )
    return Letter(to, subject % {"title": post.title}, "\n\n".join([*told, _end(post)]) + "\n")


def _end(post: Post) -> str:
    words = _(
        "Your address was deleted with this message: no other comes of it. If you suggested "
        "nothing, somebody else gave your address; nothing more will come of it either.\n\n"
        "%(title)s – %(home)s"
    )
    return words % {"title": post.title, "home": post.home}


def _outcome(post: Post, number: int) -> str:
    """What was decided of a proposal; "" where it is gone."""
    try:
        found = proposal(post.path, number)
    except DeskError:
        return ""
    row = row_of(post.site, found.dataset, found.table, found.key)
    lines = [_decision(post, found), *_about(post, found, row)]
    if found.state == "refused" and found.reason:
        lines.append(_("Why: %(reason)s") % {"reason": plain(found.reason)})
    return "\n".join(lines)


def _decision(post: Post, found: Proposal) -> str:
    if found.state == "refused":
        return _("Your suggestion was read, and not accepted.")
    if _is_amended(post, found.id):
        return _(
            "Your suggestion was accepted, with changes: the next publication of the data shows "
            "it. Thank you!"
        )
    return _("Your suggestion was accepted: the next publication of the data shows it. Thank you!")


def _is_amended(post: Post, number: int) -> bool:
    with desk_file.reading(post.path) as database:
        return database.execute(_AMENDED, (number,)).fetchone() is not None


def _about(post: Post, found: Proposal, row: Row | None) -> list[str]:
    """Of what it was, in the words of the release."""
    if row is None:
        return [plain(_table(post, found))]
    columns = [text(row.table.columns[name], "title") or name for name in _columns(found, row)]
    key = ",".join(map(tilde_encode, row.key))
    path = f"/{found.dataset}/{found.table}/{key}"
    return [
        plain(f"{row.title} – {_table(post, found)}"),
        *([plain(", ".join(columns))] if columns else []),
        post.link(path),
    ]


def _table(post: Post, found: Proposal) -> str:
    """The table and its dataset, as they are called by now."""
    release = release_of(post.site, found.dataset)
    described = release.tables.get(found.table) if release else None
    table = (text(described, "title") if described else "") or found.table
    return f"{table}, {(text(release.package, 'title') if release else '') or found.dataset}"


def _columns(found: Proposal, row: Row) -> list[str]:
    return [name for name in found.edits if name in row.table.columns]
