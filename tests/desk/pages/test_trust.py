"""`/desk/trust` on a real server: offered, accepted, taken back, and read by the two alone."""

import re
import time
from collections.abc import Iterator

import httpx
import pytest

from publish.desk.trust.counted import is_due
from tests.desk.entering import Desk, mark_of, open_site, told
from tests.desk.trust.circles import ids
from tests.servers import serving

pytestmark = pytest.mark.slow("starts a server")

TRUST = "{trust: {founders: [Ada, Bea, Cleo], on: lieux.places, columns: [kind]}}"
ATTACK = '"><script>alert(1)</script>'


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A site whose members vouch for each other; each test has members of its own."""
    site = open_site(tmp_path_factory.mktemp("trust") / "site", TRUST)
    with serving(site.root) as server:
        yield Desk(site, server.address)


def act(client: httpx.Client, do: str, **fields: str) -> httpx.Response:
    """What becomes of a button of the page, each time from another address."""
    sent = {"mark": mark_of(client), "do": do, **fields}
    who = {"x-forwarded-for": f"198.51.100.{act.turn % 250}"}
    act.turn += 1
    return client.post("/desk/trust", data=sent, headers=who, follow_redirects=True)


act.turn = 0


def numbers(client: httpx.Client) -> list[str]:
    """Of the vouches that the page has buttons for."""
    found = re.findall(r'name="number" value="(\d+)"', client.get("/desk/trust").text)
    return list(dict.fromkeys(found))


def counted(desk: Desk, client: httpx.Client) -> str:
    """The page, once the desk has counted what changed."""
    end = time.monotonic() + 60
    while is_due(desk.site.desk, int(time.time())) and time.monotonic() < end:
        time.sleep(0.05)
    return told(client.get("/desk/trust"))


def test_three_founders_vouch_and_a_member_corrects(desk: Desk) -> None:
    with desk.member("Dan") as dan:
        assert "You are not reached yet" in counted(desk, dan)
        for name in ("Ada", "Bea", "Cleo"):
            with desk.member(name) as founder:
                answer = act(founder, "vouch", name=" Dan ")
                assert "Dan , until" in told(answer)
                assert "not accepted yet" in told(answer)
        assert told(dan.get("/desk/trust")).count("vouches for you, if you accept it.") == 3
        for number in numbers(dan):
            assert act(dan, "accept", number=number).status_code == 200
        page = counted(desk, dan)
        assert "You may correct without prior review: Places, Shared places (kind) ." in page
    with desk.member("Ada") as ada:
        [number] = numbers(ada)
        assert "Take back the vouch for Dan" in ada.get("/desk/trust").text
        assert "Nobody yet." in told(act(ada, "end", number=number))


def test_who_vouched_for_whom_is_read_by_nobody_else(desk: Desk) -> None:
    with desk.member("Gil") as gil, desk.member("Hans") as hans, desk.member("Ivo") as ivo:
        act(gil, "vouch", name="Hans")
        [number] = numbers(hans)
        for path in ("/desk/trust", "/desk/inbox", "/desk/"):
            page = told(ivo.get(path))
            assert "Gil" not in page
            assert "Hans" not in page
        for do in ("accept", "decline", "end"):
            answer = act(ivo, do, number=number)
            assert answer.status_code == 409
            assert "This vouch is over, or was decided already." in told(answer)
        assert act(gil, "accept", number=number).status_code == 409
        assert act(hans, "decline", number=number).status_code == 200
        assert numbers(gil) == []


def test_what_cannot_be_offered_is_told_beside_the_field(desk: Desk) -> None:
    desk.link("Kim")
    with desk.member("Jo") as jo:
        for name, words in {
            "Nobody of this name": "No member has this name.",
            "": "No member has this name.",
            "Jo": "Nobody vouches for themselves.",
            ATTACK: "No member has this name.",
        }.items():
            answer = act(jo, "vouch", name=name)
            assert (answer.status_code, words in told(answer)) == (422, True)
            assert 'aria-describedby="name_wrong" aria-invalid="true"' in answer.text
            assert "<script>alert" not in answer.text
        assert act(jo, "vouch", name="Kim").status_code == 200
        assert "You vouch for this member already." in told(act(jo, "vouch", name="Kim"))
        said = "You offered a vouch less than five days ago."
        assert said in told(act(jo, "vouch", name="Ada"))


@pytest.mark.parametrize(
    "fields", [{"do": "vouches"}, {"do": ""}, {"do": "accept"}, {"do": "end", "number": "1 OR 1=1"}]
)
def test_what_is_no_button_of_the_page_does_nothing(desk: Desk, fields: dict[str, str]) -> None:
    with desk.member("Lou") as lou:
        assert act(lou, **fields).status_code == 400


def test_only_forms_of_the_session_are_taken(desk: Desk) -> None:
    with desk.member("Max") as max, desk.member("Ned") as ned:
        for mark in ("", "x", mark_of(ned)):
            sent = {"mark": mark, "do": "vouch", "name": "Ned"}
            who = {"x-forwarded-for": f"203.0.113.{len(mark)}"}
            assert max.post("/desk/trust", data=sent, headers=who).status_code == 403
    assert desk.get("/desk/trust").status_code == 403
    assert desk.send("/desk/trust", {"do": "vouch", "name": "Ned"}).status_code == 403
    assert "Ned" in ids(desk.site.desk)


def test_it_speaks_french(desk: Desk) -> None:
    with desk.member("Oli") as oli:
        page = oli.get("/desk/trust", params={"_lang": "fr"})
        assert "Qui parraine qui n’est dit qu’à ces deux personnes." in told(page)


def test_a_desk_without_trust_has_no_such_page(tmp_path) -> None:
    site = open_site(tmp_path / "site")
    with serving(site.root) as server:
        with Desk(site, server.address).member() as ada:
            assert ada.get("/desk/trust").status_code == 404
            assert "/desk/trust" not in ada.get("/desk/inbox").text
        assert server.stop() == (0, "")
