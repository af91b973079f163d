"""A service hands its own user over to a real server, who proposes; attackers hand over nobody."""

import re
import sqlite3
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from itertools import count

import httpx
import pytest

from publish.bakehouse.corrections.contributors import Contributor, make_key, opened
from publish.corrections.log import entries
from tests.desk.entering import FORM, WORDS, Desk, mark_of, open_site, told
from tests.desk.services import ISSUER, WHO, assertion, declared
from tests.servers import serving

pytestmark = pytest.mark.slow("starts servers")

DECLARED = f"""
  services:
    - {{issuer: {ISSUER}, key: desk-keys/service.pem, datasets: [lieux]}}
address: https://data.example.org"""
PATH = "/desk/hand-over"
ROW = {"dataset": "lieux", "table": "places", "key": "02"}
_ONCE = count(1)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A site of two workers that knows one service."""
    site = open_site(tmp_path_factory.mktemp("services") / "site", DECLARED)
    declared(site.root)
    make_key(site)
    with serving(site.root, 2) as server:
        yield Desk(site, server.address)


def fresh(**others: str) -> str:
    return assertion(int(time.time()), jti=f"assertion-{next(_ONCE)}", **others)


def send(desk: Desk, text: str, origin: str | None = ISSUER, **more: str) -> httpx.Response:
    """The form of a service's page, as a browser sends it from an address of its own."""
    number = next(_ONCE)
    headers = {
        "sec-fetch-site": "cross-site",
        "x-forwarded-for": f"203.0.{number >> 8}.{number % 256}",
    }
    headers |= {"origin": origin} if origin is not None else {}
    data = {"assertion": text, **more}
    return httpx.post(f"{desk.address}{PATH}", params=WORDS, data=data, headers=headers, timeout=60)


def cookie_of(answer: httpx.Response) -> str:
    found = re.match(r"fournil_contributor=([\w-]+);", answer.headers["set-cookie"])
    assert found
    return found[1]


def column(desk: Desk, asked: str) -> list[str]:
    with closing(sqlite3.connect(desk.site.desk)) as database:
        return [value for (value,) in database.execute(asked)]


def test_a_user_proposes_and_the_bakehouse_alone_knows_who(desk: Desk) -> None:
    answer = send(desk, fresh(), **ROW)
    assert (answer.status_code, answer.headers["location"]) == (
        303, "/desk/lieux/places/02/propose?_lang=en",
    )  # fmt: skip
    said = answer.headers["set-cookie"]
    assert "Path=/desk/; Max-Age=3600; HttpOnly; SameSite=Lax" in said
    with httpx.Client(base_url=desk.address, params=WORDS, timeout=60) as client:
        client.cookies.set("fournil_contributor", cookie_of(answer))
        form = client.get("/desk/lieux/places/02/propose")
        assert "You come from service.example.org" in told(form)
        row = ("lieux", "places", "02")
        fields = {"form": desk.sealed(row=row), "cell.kind": "verger"}
        assert client.post("/desk/lieux/places/02/propose", data=fields).status_code == 303
        # A proposer, and no member.
        assert client.get("/desk/inbox").status_code == 403
    [kept] = column(desk, "SELECT contributor FROM proposals WHERE changes LIKE '%verger%'")
    assert opened(desk.site, kept) == Contributor(ISSUER, WHO)
    for file in desk.site.desk.parent.iterdir():
        assert WHO.encode() not in file.read_bytes()
        assert cookie_of(answer).encode() not in file.read_bytes()
    assert [one[2:4] for one in entries(desk.site.desk) if one.act == "handed over"][:1] == [
        ("", "service")
    ]


def test_strangers_propose_without_a_name(desk: Desk) -> None:
    assert "You come from" not in told(desk.get(FORM))
    assert desk.propose(kind="tiers-lieu").status_code == 303
    asked = "SELECT contributor FROM proposals WHERE changes LIKE '%tiers-lieu%'"
    assert column(desk, asked) == [""]


def test_of_many_times_at_once_it_is_used_once(desk: Desk) -> None:
    text = fresh()
    with ThreadPoolExecutor(20) as pool:
        found = sorted(pool.map(lambda _: send(desk, text).status_code, range(20)))
    assert found == [303, *[403] * 19]
    assert send(desk, text).status_code == 403
    assert send(desk, fresh()).status_code == 303


@pytest.mark.parametrize(
    "origin", [None, "null", "https://evil.example", f"{ISSUER}.evil.example", f"{ISSUER}:8443",
               ISSUER.replace("https", "http")]
)  # fmt: skip
def test_another_site_s_page_hands_nobody_over(desk: Desk, origin: str | None) -> None:
    text = fresh()
    answer = send(desk, text, origin)
    assert (answer.status_code, "set-cookie" in answer.headers) == (403, False)
    assert "sent from its pages, which is used once" in told(answer)
    # And did not use it up.
    assert send(desk, text).status_code == 303


def test_what_is_no_assertion_gives_no_session(desk: Desk) -> None:
    old = assertion(int(time.time()) - 120, jti="much-too-old")
    for text in ("", "x", old, fresh(aud="https://evil.example/desk/"), fresh(iss="https://b.org")):
        answer = send(desk, text)
        assert (answer.status_code, "set-cookie" in answer.headers) == (403, False)
    assert send(desk, "x" * 70_000).status_code == 413


def test_it_leads_to_rows_of_the_service_s_datasets_alone(desk: Desk) -> None:
    for row in (
        {"dataset": "autres", "table": "places", "key": "02"},
        {"dataset": "//evil.example", "table": "x", "key": "y"},
        {"dataset": "lieux", "table": "places"},
        {},
    ):
        answer = send(desk, fresh(), **row)
        assert answer.headers["location"] == "/desk/?_lang=en"
    strange = send(desk, fresh(), dataset="lieux", table="/../..//evil", key="\r\nset-cookie: a=b")
    assert strange.headers["location"].startswith("/desk/lieux/%2F..%2F..%2F%2Fevil/%0")


def test_a_member_stays_signed_in_and_no_session_is_taken_over(desk: Desk) -> None:
    with desk.member("Maya") as client:
        mark = mark_of(client)
        headers = {"origin": ISSUER, "sec-fetch-site": "cross-site"}
        client.cookies.set("fournil_contributor", "planted")
        answer = client.post(PATH, data={"assertion": fresh()}, headers=headers)
        assert cookie_of(answer) != "planted"
        assert mark_of(client) == mark


def test_other_addresses_take_no_form_of_other_sites(desk: Desk) -> None:
    headers = {"origin": ISSUER, "sec-fetch-site": "cross-site"}
    fields = {"form": desk.sealed(), "cell.kind": "forged"}
    assert desk.send(FORM, fields, headers).status_code == 403
    assert column(desk, "SELECT id FROM proposals WHERE changes LIKE '%forged%'") == []
