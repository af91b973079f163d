"""News of releases by mail, from the index of each dataset, as the feeds tell them."""

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import suppress

from publish.desk.mail import outbox
from publish.desk.mail.letters import Letter
from publish.desk.mail.outbox import Waiting
from publish.desk.mail.post import Post
from publish.desk.mail.subscribers import asker, subscriber, token
from publish.desk.people_file import writing
from publish.desk.rows import release_of
from publish.errors import StoreError
from publish.release.index import Entry, read_index
from publish.release.package import Package
from publish.release.versions import number
from publish.site.base.releases import current_releases
from publish.site.text.changelog import reasons
from publish.site.text.languages import gettext as _
from publish.site.text.words import readable_date, text
from publish.words.unseen import plain

LEAVE = "/desk/news/leave"
CONFIRM = "/desk/news/confirm"
_TOLD = """INSERT INTO news_told (dataset, version) VALUES (?, ?)
    ON CONFLICT (dataset) DO UPDATE SET version = excluded.version"""
_BEFORE_ANY = "0.0.0"


def collect(post: Post) -> None:
    """Writes to all who want news of the versions that came since the last time.

    The first time nothing is news; later a dataset that is new is.
    """
    newest = current_releases(post.site.releases)
    with writing(post.path) as database:
        # Who did not confirm in time; the next one who asks may come much later.
        database.execute("DELETE FROM news_asked WHERE expires <= ?", (post.now(),))
        told = {
            row["dataset"]: row["version"] for row in database.execute("SELECT * FROM news_told")
        }
        later = {
            name: version
            for name, version in newest.items()
            if number(version) > number(told.get(name, _BEFORE_ANY))
        }
        database.executemany(_TOLD, later.items())
        if told and later:
            _write(post, database, {name: told.get(name, _BEFORE_ANY) for name in later}, later)


def _write(
    post: Post,
    database: sqlite3.Connection,
    since: Mapping[str, str],
    until: Mapping[str, str],
) -> None:
    news = {
        name: [
            one.version
            for one in _kept(post, name)
            if number(since[name]) < number(one.version) <= number(until[name])
        ]
        for name in until
    }
    for row in database.execute("SELECT * FROM subscribers").fetchall():
        wanted = json.loads(row["datasets"]) or news
        mine = {name: found for name, found in news.items() if found and name in wanted}
        if mine:
            about = {"news": mine}
            outbox.add(database, "news", row["language"], post.now(), about, subscriber=row["id"])


def _kept(post: Post, dataset: str) -> tuple[Entry, ...]:
    with suppress(StoreError):
        return read_index(post.site.releases / dataset).kept
    return ()


def confirmation(post: Post, one: Waiting) -> Letter | None:
    """The letter with the link of who asked; None where it is used or over."""
    to = asker(post.path, post.key, one.asked or "", post.now())
    if to is None:
        return None
    words = _(
        "Somebody, you perhaps, asked that news of %(title)s be sent to this address.\n\n"
        "To get them, open this link within two days, and press the button there:\n%(link)s\n\n"
        "If it was not you, delete this message: nothing else will be sent."
    )
    link = post.link(CONFIRM, link=token(post.key, one.asked or ""))
    subject = _("News of %(title)s: is this your address?") % {"title": post.title}
    return Letter(to, subject, words % {"title": post.title, "link": link} + "\n")


def letter(post: Post, one: Waiting) -> Letter | None:
    """The letter about new versions; None where who wanted it left, or nothing is left to tell."""
    reader = subscriber(post.path, one.subscriber or 0)
    told = [
        words for name, found in one.about["news"].items() if (words := _told(post, name, found))
    ]
    if reader is None or not told:
        return None
    leave = post.link(LEAVE, link=reader["secret"])
    end = _("You asked for these news. No more of them:") + f"\n{leave}"
    return Letter(
        reader["address"],
        _("New versions of the data – %(title)s") % {"title": post.title},
        "\n\n".join([*told, end]) + "\n",
        {"List-Unsubscribe": f"<{leave}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
    )


def _told(post: Post, dataset: str, versions: list[str]) -> str:
    """What changed in a dataset; "" where its versions are gone."""
    release = release_of(post.site, dataset)
    package = release.package if release else Package({})
    title = plain(text(package, "title") or dataset)
    lines = [
        line
        for entry in reversed(_kept(post, dataset))
        if entry.version in versions
        for line in _lines(title, entry, package)
    ]
    return "\n".join([*lines, post.link(f"/{dataset}")]) if lines else ""


def _lines(title: str, entry: Entry, package: Package) -> Iterator[str]:
    yield f"{title} {entry.version} ({readable_date(entry.date.isoformat())})"
    for one in reasons(entry, package):
        yield f"- {plain(one.text)}"
