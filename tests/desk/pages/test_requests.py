"""The page of what people ask, on a real server: noted, extended, closed, with its letter."""

import time
from collections.abc import Iterator

import pytest

from publish.desk.days import day_of
from publish.people.notices import notices
from publish.people.register import close, listed, note_request
from publish.release.notes import put
from tests.desk.entering import Desk, mark_of, open_site, told
from tests.servers import serving

pytestmark = pytest.mark.slow("starts a server")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A site with a desk, which names an authority."""
    site = open_site(tmp_path_factory.mktemp("requests") / "site")
    with (site.root / "metadata.yaml").open("a") as file:
        file.write("authority: {name: CNIL}\n")
    with serving(site.root) as server:
        yield Desk(site, server.address)


def test_an_officer_notes_extends_and_closes_a_request(desk: Desk) -> None:
    today = day_of(int(time.time())).isoformat()
    with desk.member("Olga", "officer") as client:
        assert "Nobody asked anything yet." in told(client.get("/desk/requests"))
        mark = {"mark": mark_of(client)}
        noted = {"do": "note", "kind": "erasure", "way": "post", "language": "en"}
        noted |= {"received": today, "reference": "26/41"}
        wrong = client.post("/desk/requests", data={**mark, **noted, "reference": "a@example.org"})
        assert wrong.status_code == 422
        assert client.post("/desk/requests", data={**mark, **noted}).status_code == 303
        page = told(client.get("/desk/requests"))
        assert "erasure of their data" in page and "26/41" in page and "days left" in page
        [one] = listed(desk.site.desk)
        change = {**mark, "number": str(one.number)}
        assert client.post("/desk/requests", data={**change, "do": "extend"}).status_code == 422
        extended = {**change, "do": "extend", "why": "Many\r\nfiles."}
        assert client.post("/desk/requests", data=extended).status_code == 303
        assert client.post("/desk/requests", data=extended).status_code == 409
        closed = {**change, "do": "close", "outcome": "erased"}
        assert client.post("/desk/requests", data=closed).status_code == 303
        page = told(client.get("/desk/requests"))
        assert "Your data is erased from our files" in page and "CNIL" in page
        assert client.post("/desk/requests", data=closed).status_code == 409
    [one] = listed(desk.site.desk)
    assert (one.outcome, one.extended is None) == ("erased", False)


def test_an_officer_notes_who_was_told(desk: Desk) -> None:
    put(
        desk.site.releases / "lieux",
        {"pushes": [{"to": "Le portail", "on": "2026-11-21", "version": "1.0.0"}]},
    )
    today = day_of(int(time.time()))
    number = note_request(desk.site.desk, "erasure", "post", today, today, datasets=["lieux"])
    close(desk.site.desk, number, "erased", "", today)
    with desk.member("Odile", "officer") as client:
        page = told(client.get("/desk/requests"))
        waiting = page.count("not told yet")
        assert waiting and "To: Le portail" in page
        sent = {"mark": mark_of(client), "do": "told", "number": str(number), "why": "Done."}
        wrong = client.post("/desk/requests", data={**sent, "recipient": "Nobody"})
        assert wrong.status_code == 409
        right = client.post("/desk/requests", data={**sent, "recipient": "Le portail"})
        assert right.status_code == 303
        page = told(client.get("/desk/requests"))
        assert page.count("not told yet") == waiting - 1
        assert ": Done." in page
    one = next(one for one in listed(desk.site.desk) if one.number == number)
    assert [(each.told, each.answer) for each in notices(desk.site, one)] == [(today, "Done.")]


def test_reviewers_see_nothing_of_it(desk: Desk) -> None:
    with desk.member("Rita", "reviewer") as client:
        answer = client.get("/desk/requests")
        assert (answer.status_code, "Only officers" in told(answer)) == (403, True)
        assert "/desk/requests" not in client.get("/desk/").text
