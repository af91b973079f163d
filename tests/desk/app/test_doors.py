"""Both doors of a real server: what the public one does not see, what the second one refuses."""

import sqlite3
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import httpx
import pytest

from publish.corrections.decisions import decisions
from publish.corrections.live import live
from publish.desk.app.routes import ROUTES
from publish.desk.members import LINK_SECONDS, members, revoke
from tests.desk.entering import FORM, Desk, deciding, mark_of, open_site, told
from tests.servers import serving
from tests.sites import publish_one

pytestmark = pytest.mark.slow("starts servers")

ATTACK = '"><script>alert(1)</script><img src=x onerror=alert(1)>{{7*7}}'
# One address of each kind, with the status that it has for a stranger.
STRANGER = {
    "/desk/": 200,
    "/desk/thanks": 200,
    "/desk/sign-in": 403,
    "/desk/sign-out": 405,
    "/desk/hand-over": 405,
    "/desk/inbox": 403,
    "/desk/log": 403,
    "/desk/tokens": 403,
    "/desk/requests": 403,
    "/desk/trust": 403,
    "/desk/reuses": 403,
    "/desk/reuses/add": 200,
    "/desk/reuses/thanks": 200,
    "/desk/me": 200,
    "/desk/me/leave": 200,
    "/desk/me/enter": 404,
    "/desk/me/answer": 200,
    "/desk/me/answer.zip": 405,
    "/desk/me/send": 200,
    "/desk/news": 404,
    "/desk/news/thanks": 200,
    "/desk/news/confirm": 403,
    "/desk/news/leave": 200,
    "/desk/lieux/places/add": 404,
    FORM: 200,
    "/desk/proposals/1": 403,
    "/desk/conflicts": 403,
    "/desk/lieux/duplicates": 403,
    "/desk/changesets": 405,
    "/desk/changesets/1": 401,
    "/desk/clearance": 403,
    "/desk/similar": 422,
    "/desk/lieux/outgoing": 401,
    "/desk/lieux/places": 405,
    "/desk/lieux/places/01": 401,
}
NOWHERE = (
    "/desk/desk", "/desk/desk.json", "/desk/desk/proposals", "/desk/desk/members.json",
    "/desk/.json", "/desk/-/metadata", "/desk/-/databases.json", "/desk/-/actor.json",
    "/desk/-/query?sql=select+1", "/desk/inbox.json", "/desk/inbox/", "/desk/../desk.db",
    "/desk/%2e%2e/secret", "/desk/static/app.css",
)  # fmt: skip


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A site of two workers with both doors; each test has rows or members of its own."""
    site = open_site(tmp_path_factory.mktemp("doors") / "site")
    with serving(site.root, 2) as server:
        yield Desk(site, server.address)


def from_elsewhere(number: int) -> dict[str, str]:
    """Another address for each who asks, as a proxy says."""
    return {"x-forwarded-for": f"203.0.113.{number}"}


def test_a_stranger_reads_nothing_of_what_waits(desk: Desk) -> None:
    assert desk.propose(name="Café nouveau").status_code == 303
    assert len(STRANGER) == len(ROUTES)
    for path, status in STRANGER.items():
        answer = desk.get(path)
        assert (answer.status_code, path) == (status, path)
        assert "nouveau" not in answer.text
        assert answer.headers["cache-control"] == "no-store"
        assert "set-cookie" not in answer.headers
        assert "access-control-allow-origin" not in answer.headers
        assert "script-src 'self'" in answer.headers["content-security-policy"]


@pytest.mark.parametrize("path", NOWHERE)
def test_datasette_s_own_pages_are_not_there(desk: Desk, path: str) -> None:
    with httpx.Client(base_url=desk.address) as client:
        answer = client.send(client.build_request("GET", path))
    assert answer.status_code in (404, 405, 302)
    assert "café" not in answer.text.lower()


@pytest.mark.parametrize(
    "path", ["/desk.json", "/desk.db", "/desk/desk.db", "/download/desk/desk.db"]
)
def test_the_public_door_does_not_see_the_desk(desk: Desk, path: str) -> None:
    assert httpx.get(f"{desk.address}{path}").status_code == 404


def test_public_pages_set_no_cookie_and_take_nothing(desk: Desk) -> None:
    with desk.member() as client:
        for path in ("/", "/lieux", "/lieux/places/01", "/about"):
            answer = client.get(path)
            assert (answer.status_code, "set-cookie" in answer.headers) == (200, False)
            assert "cookie" not in answer.request.headers
            assert client.post(path, data={"a": "b"}).status_code == 405


def test_what_is_accepted_is_published(desk: Desk) -> None:
    assert (
        desk.send(
            "/desk/lieux/places/02/propose",
            {"form": desk.sealed(row=("lieux", "places", "02")), "cell.name": "Jardin d’Ada"},
        ).headers["location"]
        == "/desk/thanks?_lang=en"
    )
    with desk.member() as client:
        [one] = [one for one in desk.waiting() if one.key == ("02",)]
        fields = deciding(client, one)
        answer = client.post("/desk/inbox", data=fields)
    assert "1 proposal accepted: the next publication shows it." in told(answer)
    assert publish_one(desk.site).exit_code == 0
    with closing(
        sqlite3.connect(desk.site.releases / "lieux" / "current" / "lieux.db")
    ) as database:
        [name] = database.execute("SELECT name FROM places WHERE id = '02'").fetchone()
    assert name == "Jardin d’Ada"


def test_of_fifty_who_accept_at_once_one_does(desk: Desk) -> None:
    row = ("lieux", "places", "03")
    fields = {"form": desk.sealed(row=row, version=_version(desk)), "cell.kind": "fablab"}
    assert desk.send("/desk/lieux/places/03/propose", fields).status_code == 303
    [one] = [one for one in desk.waiting() if one.key == ("03",)]
    with desk.member() as client:
        sent = deciding(client, one)
        cookie = {"cookie": f"fournil_desk={client.cookies['fournil_desk']}"}

        def accept(number: int) -> int:
            headers = cookie | from_elsewhere(number)
            return desk.send("/desk/inbox", sent, headers).status_code

        with ThreadPoolExecutor(50) as pool:
            statuses = sorted(pool.map(accept, range(50)))
    assert statuses == [200, *[409] * 49]
    [ada] = [member.id for member in members(desk.site.desk) if member.name == "Ada"]
    assert [d.by for d in decisions(desk.site.desk) if d.proposal == one.id] == [ada]
    assert len(live(desk.site.desk, "lieux", "places")) == 2


def _version(desk: Desk) -> str:
    return (desk.site.releases / "lieux" / "current").readlink().name


def test_what_is_proposed_is_shown_as_text_alone(desk: Desk) -> None:
    cells = {"name": ATTACK, "kind": ATTACK}
    fields = {f"cell.{name}": text for name, text in cells.items()}
    sent = {"form": desk.sealed(version=_version(desk)), "why": ATTACK, **fields}
    sent["evidence"] = "https://example.org/seen"
    again = desk.send(FORM, {**sent, "evidence": ATTACK, "form": ATTACK})
    assert again.status_code == 422
    assert "<script>alert" not in again.text
    assert "<img" not in again.text
    assert again.text.count("&lt;script&gt;alert(1)") == 4
    assert desk.send(FORM, sent).status_code == 303
    with desk.member(name="O’Hara") as client:
        inbox = client.get("/desk/inbox").text
    assert "<script>alert" not in inbox
    assert "<img" not in inbox
    assert "{{7*7}}" in inbox
    assert inbox.count("&lt;script&gt;alert(1)") == 3
    assert inbox.count("<ins><bdi>&#34;&gt;&lt;script") == 2
    assert "<del><bdi>Café des Œuvres</bdi></del>" in inbox
    evidence = inbox.partition("https://example.org/seen")[2]
    assert "Whoever accepts the proposal publishes this address with it" in evidence


def test_only_this_site_s_forms_are_taken(desk: Desk) -> None:
    for headers in (
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site", "origin": desk.address},
        {"sec-fetch-site": "same-site"},
    ):
        before = len(desk.waiting())
        assert desk.propose(headers, name="Autre").status_code == 403
        assert len(desk.waiting()) == before
    ours = {"origin": desk.address, "sec-fetch-site": "same-origin"} | from_elsewhere(77)
    fields = {"form": desk.sealed(version=_version(desk)), "cell.name": "De chez nous"}
    assert desk.send(FORM, fields, ours).status_code == 303


def test_a_member_s_form_needs_the_mark_of_its_session(desk: Desk) -> None:
    with desk.member("Ada") as ada, desk.member("Bob") as bob:
        for mark in ("", "x", mark_of(bob)):
            sent = {"mark": mark, "proposal": "1", "decision": "accept"}
            answer = ada.post("/desk/inbox", data=sent)
            assert answer.status_code == 403
            assert "This form is of another session." in told(answer)
            assert ada.post("/desk/sign-out", data={"mark": mark}).status_code == 403
        assert ada.get("/desk/inbox").status_code == 200


def test_links_work_once_and_not_after_a_week(desk: Desk) -> None:
    link, old = desk.link("Once"), desk.link("Late", ago=LINK_SECONDS)
    # A program that looks through mail opens it.
    assert desk.get("/desk/sign-in", link=link).status_code == 200
    assert "This link is for Once." in told(desk.get("/desk/sign-in", link=link))
    elsewhere = from_elsewhere(5)
    assert desk.send("/desk/sign-in", {"link": link}, elsewhere).status_code == 303
    for over in (link, old, "", "x"):
        answer = desk.send("/desk/sign-in", {"link": over}, elsewhere)
        assert (answer.status_code, "set-cookie" in answer.headers) == (403, False)
        assert desk.get("/desk/sign-in", link=over).status_code == 403


def test_nobody_signs_in_into_a_session_that_was_handed_to_them(desk: Desk) -> None:
    handed = {"cookie": "fournil_desk=chosen-by-mallory"} | from_elsewhere(6)
    answer = desk.send("/desk/sign-in", {"link": desk.link("Fixed")}, handed)
    said = answer.headers["set-cookie"]
    assert "chosen-by-mallory" not in said
    assert said.endswith("; Path=/desk/; Max-Age=2592000; HttpOnly; SameSite=Lax")
    assert httpx.get(f"{desk.address}/desk/inbox?_lang=en", headers=handed).status_code == 403


def test_behind_https_the_cookie_is_for_https_alone(desk: Desk) -> None:
    headers = {"x-forwarded-proto": "https"} | from_elsewhere(7)
    answer = desk.send("/desk/sign-in", {"link": desk.link("Secure")}, headers)
    said = answer.headers["set-cookie"]
    assert said.startswith("__Secure-fournil_desk=")
    assert said.endswith("; HttpOnly; SameSite=Lax; Secure")
    assert answer.headers["strict-transport-security"] == "max-age=31536000"


def test_who_signed_out_or_was_revoked_is_out_at_once(desk: Desk) -> None:
    with desk.member("Out") as out, desk.member("Revoked") as revoked:
        session = out.cookies["fournil_desk"]
        answer = out.post("/desk/sign-out", data={"mark": mark_of(out)})
        assert "Max-Age=0" in answer.headers["set-cookie"]
        kept = httpx.get(
            f"{desk.address}/desk/inbox?_lang=en", headers={"cookie": f"fournil_desk={session}"}
        )
        assert kept.status_code == 403
        assert revoked.get("/desk/inbox").status_code == 200
        revoke(desk.site.desk, "Revoked", int(time.time()))
        assert revoked.get("/desk/inbox").status_code == 403


def test_one_address_sends_twenty_then_waits(desk: Desk) -> None:
    who = from_elsewhere(99)
    statuses = [desk.send(FORM, {"form": "x"}, who).status_code for _ in range(80)]
    assert statuses[:20] == [422] * 20
    # Two workers count apart.
    assert statuses.count(429) >= 40
    assert desk.send(FORM, {"form": "x"}, from_elsewhere(98)).status_code == 422
    again = desk.send(FORM, {"form": "x"}, who)
    assert again.status_code == 429
    assert 800 < int(again.headers["retry-after"]) <= 900
    # People read a page of their language, with the way on, and by when.
    french = httpx.post(f"{desk.address}{FORM}?_lang=fr", data={"form": "x"}, headers=who)
    assert french.headers["content-type"] == "text/html; charset=utf-8"
    assert '<html lang="fr">' in french.text
    assert "Rien n’a été fait. Revenez en arrière et réessayez dans 15 minutes." in french.text
    assert "<h1>Trop de choses sont demandées à la fois</h1>" in french.text
    assert '<a href="/desk/?_lang=fr">' in french.text


def test_an_address_of_the_desk_that_is_none_is_a_page_with_a_way_on(desk: Desk) -> None:
    for path, status in (("/desk/nowhere", 404), ("/desk/hand-over", 405)):
        page = desk.get(path)
        assert (page.status_code, page.headers["content-type"][:9]) == (status, "text/html")
        assert '<html lang="en">' in page.text
        assert '<a href="/desk/?_lang=en">The desk</a>' in page.text


def test_restarts_keep_sessions_and_forms(tmp_path) -> None:
    site = open_site(tmp_path / "site")
    with serving(site.root) as server:
        first = Desk(site, server.address)
        form = first.sealed()
        with first.member() as client:
            session = client.cookies["fournil_desk"]
    with serving(site.root) as server:
        second = Desk(site, server.address)
        cookie = {"cookie": f"fournil_desk={session}"}
        inbox = httpx.get(f"{second.address}/desk/inbox?_lang=en", headers=cookie)
        assert inbox.status_code == 200
        assert second.send(FORM, {"form": form, "cell.name": "Café"}).status_code == 303
        assert server.stop() == (0, "")


def test_below_another_address_it_keeps_below(tmp_path) -> None:
    site = open_site(tmp_path / "site")
    (site.root / "datasette.yaml").write_text("settings: {base_url: /data/}\n")
    with serving(site.root) as server:
        desk = Desk(site, f"{server.address}/data")
        assert f'href="/data{FORM}?_lang=en"' in desk.get("/lieux/places/01").text
        assert 'href="/data/lieux/places/01?_lang=en"' in desk.get(FORM).text
        answer = desk.send("/desk/sign-in", {"link": desk.link("Ada")})
        assert answer.headers["location"] == "/data/desk/inbox?_lang=en"
        assert "; Path=/data/desk/;" in answer.headers["set-cookie"]
        assert server.stop() == (0, "")


def test_a_closed_desk_is_not_there(tmp_path) -> None:
    site = open_site(tmp_path / "site")
    with serving(site.root, 1, "--only", "site") as server:
        assert httpx.get(f"{server.address}/desk/", follow_redirects=True).status_code == 404
        assert (
            "/desk/lieux/places/01/propose" in httpx.get(f"{server.address}/lieux/places/01").text
        )
    (site.root / "metadata.yaml").write_text(
        (site.root / "metadata.yaml").read_text().replace("desk: {}\n", "")
    )
    with serving(site.root) as server:
        assert httpx.get(f"{server.address}/desk/", follow_redirects=True).status_code == 404
        assert "/desk/" not in httpx.get(f"{server.address}/lieux/places/01").text
    assert not site.desk.exists()


def test_the_desk_alone_shows_nothing_of_the_site(tmp_path) -> None:
    site = open_site(tmp_path / "site")
    with serving(site.root, 1, "--only", "desk") as server:
        alone = Desk(site, server.address.removesuffix("/desk"))
        assert alone.get(FORM).status_code == 200
        assert alone.propose(name="Café seul").status_code == 303
        assert alone.get("/lieux/places/01").status_code == 404
        assert server.stop() == (0, "")
