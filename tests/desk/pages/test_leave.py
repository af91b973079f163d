"""Somebody asks a real server to leave, or takes it back; nobody asks for another."""

import re
from collections.abc import Iterator

import httpx
import pytest

from publish.bakehouse.corrections.contributors import opened
from publish.people.leavings import waiting_to_leave
from tests.desk.arrivals import ADA, BOB, NOBODY, authors_site, browser, handed_over
from tests.desk.entering import WORDS, Desk, told
from tests.servers import serving

pytestmark = pytest.mark.slow("starts servers")

LEAVE = "/desk/me/leave"


@pytest.fixture
def desk(tmp_path) -> Iterator[Desk]:
    """A site whose places name their authors, and that knows one service."""
    site = authors_site(tmp_path / "site", f"01;Café;café;oui;{ADA}", f"02;Jardin;jardin;non;{BOB}")
    with serving(site.root, 1) as server:
        yield Desk(site, server.address)


def mark(client: httpx.Client) -> str:
    """The mark of a session's forms."""
    found = re.search(r'name="mark" value="(\w+)"', client.get("/desk/me").text)
    assert found
    return found[1]


def sent(client: httpx.Client, act: str, dataset: str = "lieux") -> httpx.Response:
    """The answer to a form of the page."""
    return client.post(LEAVE, data={"mark": mark(client), "dataset": dataset, "act": act})


def leavers(desk: Desk) -> list[str]:
    """Who asked to leave, as the bakehouse alone knows."""
    waits = waiting_to_leave(desk.site.desk)
    return [opened(desk.site, one.who).contributor for one in waits]


def test_what_happens_is_told_before_anything_is_asked_for(desk: Desk) -> None:
    with handed_over(desk, ADA) as client:
        assert 'href="/desk/me/leave?_lang=en"' in client.get("/desk/me").text
        assert "What do you want to leave?" in told(client.get(LEAVE))
        words = told(client.get(LEAVE, params=WORDS | {"dataset": "lieux"}))
    assert "This is what happens if you leave. Nothing is asked for yet." in words
    assert "The rows stay, without you: who contributed them is not published." in words
    assert "What goes, goes with the next publication: by " in words
    assert "The copies that anybody took until then, as the licence lets them" in words
    assert leavers(desk) == []


def test_who_asks_to_leave_may_take_it_back_until_it_is_done(desk: Desk) -> None:
    with handed_over(desk, ADA) as client:
        assert "Your request to leave is taken." in told(sent(client, "leave"))
        assert leavers(desk) == [ADA]
        assert "You asked to leave" in told(client.get(LEAVE))
        assert "It is taken back: you stay." in told(sent(client, "back"))
        assert leavers(desk) == []
        assert "It is too late" in told(sent(client, "back"))


def test_nobody_asks_for_another_nor_takes_it_back(desk: Desk) -> None:
    with handed_over(desk, ADA) as ada, handed_over(desk, BOB) as bob, browser(desk) as stranger:
        sent(ada, "leave")
        # Bob's session has none, whatever others asked: as told as of one that never was.
        first = sent(bob, "back")
        sent(ada, "back")
        assert first.status_code == 404
        assert sent(bob, "back").content == first.content
        sent(ada, "leave")
        for client in (bob, stranger):
            form = {"mark": mark(ada), "dataset": "lieux", "act": "back"}
            assert client.post(LEAVE, data=form).status_code == 403
    assert leavers(desk) == [ADA]


def test_what_is_not_the_asker_s_is_told_as_what_is_not_there(desk: Desk) -> None:
    found = []
    with handed_over(desk, ADA) as client:
        for name in ("nowhere", "../lieux", "LIEUX"):
            asked = client.get(LEAVE, params=WORDS | {"dataset": name})
            found.append(sent(client, "leave", name))
            assert (asked.status_code, found[-1].status_code) == (404, 404)
    assert len({one.content for one in found}) == 1
    assert leavers(desk) == []


def test_who_contributed_nothing_sees_the_same_page(desk: Desk) -> None:
    pages = []
    for who in (ADA, NOBODY):
        with handed_over(desk, who) as client:
            asked = client.get(LEAVE, params=WORDS | {"dataset": "lieux"}), sent(client, "leave")
            pages.append([re.sub(r'value="\w{20,}"', "", one.text) for one in asked])
    assert pages[0] == pages[1]


def test_it_is_read_in_french(desk: Desk) -> None:
    with handed_over(desk, ADA) as client:
        page = client.get(LEAVE, params={"_lang": "fr", "dataset": "lieux"})
    assert "Les lignes restent, sans vous" in told(page)
    assert "Ce que personne ne peut rappeler" in told(page)
