"""News by mail: who is written to, what a link begins and ends, and what a release tells."""

from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from publish.corrections.desk_file import kept_open, reading
from publish.declare.site import SiteFolder
from publish.desk.mail.outbox import state
from publish.desk.mail.sending import Carried, send_waiting
from publish.desk.mail.subscribers import (
    ASKED_SECONDS,
    FullDay,
    Numbers,
    ask,
    asked,
    confirm,
    leave,
    numbers,
    token,
)
from publish.desk.people_file import writing
from publish.desk.secret import secret
from publish.release.store import Store
from publish.upkeep.desk import copied as copied_desk
from tests.mailing import Mailbox, text_of, with_mail
from tests.servers import free_port
from tests.sites import DAY, ROWS, deliver, publish_one, published_site

NOW = 1_800_000_000


@pytest.fixture
def site(tmp_path: Path, box: Mailbox) -> SiteFolder:
    """A site whose desk sends mail, and has looked at its releases once."""
    found = with_mail(published_site(tmp_path / "site"), box.port)
    assert send_waiting(found, lambda: NOW) == Carried()
    return found


def want(site: SiteFolder, address: str, *datasets: str, at: int = NOW, most: int = 200) -> None:
    """Somebody asks for news."""
    ask(site.desk, secret(site.desk.parent), address, datasets, "en", at, most)


def send(site: SiteFolder, at: int = NOW) -> Carried:
    """What a run sends."""
    carried = send_waiting(site, lambda: at)
    assert carried is not None
    return carried


def link_in(box: Mailbox) -> str:
    """The secret of the link in the last message."""
    return text_of(box.messages[-1]).partition("?link=")[2].partition("&_lang=en")[0]


def subscribe(site: SiteFolder, box: Mailbox, address: str, *datasets: str) -> None:
    """Somebody asks, gets the link, and confirms."""
    want(site, address, *datasets)
    send(site)
    assert confirm(site.desk, secret(site.desk.parent), link_in(box), NOW)
    box.clear()


def release(site: SiteFolder, *names: str) -> None:
    """Publishes another release, a day after each other."""
    rows = [f"{number:02};{name};café;oui;a@example.org" for number, name in enumerate(names, 4)]
    deliver(site, *ROWS, *rows)
    assert publish_one(site, DAY + timedelta(days=len(names))).exit_code == 0


@pytest.mark.slow("publishes releases, or asks a thousand times")
def test_news_begin_with_the_link_and_not_before(site: SiteFolder, box: Mailbox) -> None:
    want(site, "ada@example.org", "lieux")
    assert send(site) == Carried(sent=1)
    [message] = box.messages
    assert message["Subject"] == "News of Essai: is this your address?"
    assert "https://data.example.org/desk/news/confirm?link=" in text_of(message)
    assert b"ada@example.org" not in site.desk.read_bytes()
    release(site, "Bar")
    assert send(site) == Carried()
    key = secret(site.desk.parent)
    assert asked(site.desk, key, link_in(box), NOW) == ["lieux"]
    assert confirm(site.desk, key, link_in(box), NOW)
    assert numbers(site.desk, NOW) == Numbers(1, 0, {"lieux": 1}, 0)


def test_a_link_is_used_once_and_ends_after_two_days(site: SiteFolder, box: Mailbox) -> None:
    key = secret(site.desk.parent)
    want(site, "ada@example.org")
    send(site)
    link = link_in(box)
    assert not confirm(site.desk, key, link, NOW + ASKED_SECONDS)
    assert confirm(site.desk, key, link, NOW + ASKED_SECONDS - 1)
    assert not confirm(site.desk, key, link, NOW + 1)
    with writing(site.desk) as database:
        [reader] = database.execute("SELECT secret FROM subscribers").fetchall()
    leave(site.desk, reader["secret"])
    assert not confirm(site.desk, key, link, NOW + 1)
    assert numbers(site.desk, NOW) == Numbers(0, 0, {}, 0)


def test_who_left_is_in_no_file_while_the_desk_is_served(site: SiteFolder, box: Mailbox) -> None:
    with closing(kept_open(site.desk)):
        subscribe(site, box, "ada@example.org")
        files = [site.desk, site.desk.with_name(f"{site.desk.name}-wal")]
        assert any(b"ada@example.org" in one.read_bytes() for one in files)
        with writing(site.desk) as database:
            [reader] = database.execute("SELECT secret FROM subscribers").fetchall()
        leave(site.desk, reader["secret"])
        assert not any(b"ada@example.org" in one.read_bytes() for one in files)


def test_an_address_that_nobody_confirmed_goes_after_two_days(
    site: SiteFolder, box: Mailbox
) -> None:
    want(site, "ada@example.org")
    for at, left in ((NOW, 1), (NOW + ASKED_SECONDS - 1, 1), (NOW + ASKED_SECONDS, 0)):
        send(site, at)
        with reading(site.desk) as database:
            assert len(database.execute("SELECT * FROM news_asked").fetchall()) == left


@pytest.mark.parametrize("forged", ["", ".", "a.b", "é.é", "%"])
def test_a_forged_link_begins_and_ends_nothing(site: SiteFolder, box: Mailbox, forged: str) -> None:
    subscribe(site, box, "ada@example.org")
    want(site, "bob@example.org")
    with writing(site.desk) as database:
        [row] = database.execute("SELECT id FROM news_asked").fetchall()
    for link in (forged, row["id"], token(b"another secret", row["id"])):
        assert not confirm(site.desk, secret(site.desk.parent), link, NOW)
        leave(site.desk, link)
    assert numbers(site.desk, NOW) == Numbers(1, 1, {}, 1)
    assert confirm(
        site.desk, secret(site.desk.parent), token(secret(site.desk.parent), row["id"]), NOW
    )


def test_one_mailbox_is_asked_once_a_day(site: SiteFolder, box: Mailbox) -> None:
    spelt = ("eve@example.org", "E.ve@example.org", "eve+1@example.org")
    for number in range(100):
        want(site, spelt[number % 3])
    assert send(site) == Carried(sent=1)
    want(site, "eve@example.org", at=NOW + 86_401)
    assert send(site, NOW + 86_401) == Carried(sent=1)


@pytest.mark.slow("publishes releases, or asks a thousand times")
def test_a_thousand_addresses_get_no_thousand_messages(site: SiteFolder, box: Mailbox) -> None:
    for number in range(1_000):
        try:
            want(site, f"a{number}@example.org", most=10)
        except FullDay as error:
            assert str(error) == "10 asked for news today, and 10 are written to in a day"
    assert send(site) == Carried(sent=10)
    want(site, "ada@example.org", at=NOW + 86_401, most=10)


def test_who_has_news_is_asked_as_everybody(site: SiteFolder, box: Mailbox) -> None:
    subscribe(site, box, "ada@example.org")
    for address in ("ada@example.org", "bob@example.org"):
        want(site, address, "lieux", at=NOW + 86_401)
    assert send(site, NOW + 86_401) == Carried(sent=2)
    first, second = map(text_of, box.messages)
    assert first.partition("?link=")[0] == second.partition("?link=")[0]
    assert confirm(site.desk, secret(site.desk.parent), link_in(box), NOW + 86_401)
    assert numbers(site.desk, NOW) == Numbers(2, 1, {"lieux": 1}, 1)


@pytest.mark.slow("publishes releases, or asks a thousand times")
def test_a_release_is_told_once_with_what_changed(site: SiteFolder, box: Mailbox) -> None:
    subscribe(site, box, "ada@example.org")
    subscribe(site, box, "bob@example.org", "lieux")
    subscribe(site, box, "eve@example.org", "autres")
    release(site, "Bar")
    release(site, "Bar", "Cave")
    assert send(site) == Carried(sent=2)
    assert box.to == ["ada@example.org", "bob@example.org"]
    message = box.messages[0]
    assert message["Subject"] == "New versions of the data – Essai"
    assert text_of(message).splitlines()[:6] == [
        "Shared places 1.0.2 (23 November 2026)",
        "- Places: 5 rows, 4 before",
        "Shared places 1.0.1 (22 November 2026)",
        "- Places: 4 rows, 3 before",
        "https://data.example.org/lieux?_lang=en",
        "",
    ]
    assert send(site) == Carried()


@pytest.mark.slow("publishes releases, or asks a thousand times")
def test_one_click_ends_the_news_and_what_waits(site: SiteFolder, box: Mailbox) -> None:
    subscribe(site, box, "ada@example.org")
    release(site, "Bar")
    send(site)
    [message] = box.messages
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    url = str(message["List-Unsubscribe"])
    assert url.startswith("<https://data.example.org/desk/news/leave?link=")
    assert b"\r\n " not in box.raw[0].partition(b"\r\n\r\n")[0]
    assert url.strip("<>") in text_of(message)
    release(site, "Bar", "Cave")
    with_mail(site, free_port())
    send(site)
    assert state(site.desk).waiting == 1
    assert b"ada@example.org" in site.desk.read_bytes()
    leave(site.desk, url.partition("link=")[2].partition("&")[0])
    assert state(site.desk).waiting == 0
    assert numbers(site.desk, NOW).subscribers == 0
    assert b"ada@example.org" not in site.desk.read_bytes()


@pytest.mark.slow("publishes releases, or asks a thousand times")
def test_what_is_rolled_back_is_no_news_and_never_told_twice(
    site: SiteFolder, box: Mailbox
) -> None:
    subscribe(site, box, "ada@example.org")
    release(site, "Bar")
    assert send(site) == Carried(sent=1)
    Store(site.releases / "lieux", site.private / "lieux").rollback()
    assert send(site) == Carried()
    release(site, "Cave", "Bar")
    assert send(site) == Carried(sent=1)
    assert "Shared places 1.0.2" in text_of(box.messages[-1])
    assert "1.0.1" not in text_of(box.messages[-1])


def test_a_new_dataset_is_news(site: SiteFolder, box: Mailbox) -> None:
    subscribe(site, box, "ada@example.org")
    with writing(site.desk) as database:
        database.execute("UPDATE news_told SET dataset = 'autre'")
    assert send(site) == Carried(sent=1)
    assert "- First version" in text_of(box.messages[0])


@pytest.mark.slow("publishes releases, or asks a thousand times")
def test_a_restored_desk_tells_nothing_again(site: SiteFolder, box: Mailbox) -> None:
    subscribe(site, box, "ada@example.org")
    want(site, "bob@example.org")
    with copied_desk(site) as [copy]:
        kept = copy.read_bytes()
    release(site, "Bar")
    assert send(site) == Carried(sent=2)
    site.desk.write_bytes(kept)
    assert send(site) == Carried()
    assert numbers(site.desk, NOW) == Numbers(1, 1, {}, 0)
    release(site, "Bar", "Cave")
    assert send(site) == Carried(sent=1)
    assert "Shared places 1.0.2" in text_of(box.messages[-1])


def test_a_link_of_a_restored_desk_works_no_more(site: SiteFolder, box: Mailbox) -> None:
    want(site, "ada@example.org")
    send(site)
    link = link_in(box)
    (site.desk.parent / "secret").unlink()
    assert not confirm(site.desk, secret(site.desk.parent), link, NOW)
