"""Somebody asks a real server what is held of them, and reads it; strangers learn nothing."""

import html
import json
import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner

from publish.bakehouse.forget import forget_people
from publish.cli import main
from publish.people.answering import Served, serve_requests
from publish.people.clock import ANSWER_SECONDS, LINK_SECONDS
from publish.people.outbox import NAME
from tests.desk.arrivals import ADA, BOB, NOBODY, authors_site, browser, handed_over
from tests.desk.entering import WORDS, Desk, told
from tests.people.askers import files_of, rows_of
from tests.servers import serving

pytestmark = pytest.mark.slow("starts servers")

GONE = "gone@example.org"
ME, ANSWER, ZIP = "/desk/me", "/desk/me/answer", "/desk/me/answer.zip"
EVERYONE = (f"01;Café;café;oui;{ADA}", f"02;Jardin;jardin;non;{BOB}", f"03;Fablab;atelier;;{ADA}")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A site of two workers whose places name their authors, and that knows one service."""
    site = authors_site(tmp_path_factory.mktemp("me") / "site", *EVERYONE)
    with serving(site.root, 2) as server:
        yield Desk(site, server.address)


def link(desk: Desk, who: str) -> str:
    """The secret of the link that a maintainer makes."""
    arguments = ["--site", str(desk.site.root), "person", "link", "lieux"]
    done = CliRunner().invoke(main, arguments, input=f"{who}\n")
    assert done.exit_code == 0, done.output
    address = re.fullmatch(r"https://data\.example\.org(/desk/me/enter\?link=)([\w-]{43})\n",
                           done.output)  # fmt: skip
    assert address
    return address[2]


def ask(client: httpx.Client) -> str:
    """The key that somebody is shown who asks."""
    page = client.get(ME).text
    mark = re.search(r'name="mark" value="(\w+)"', page)
    assert mark
    answer = client.post(ME, data={"mark": mark[1]})
    assert answer.status_code == 200
    key = re.search(r"<code>([0-9A-Z-]{34})</code>", answer.text)
    assert key
    assert key[1] not in client.get(ME).text
    return key[1]


def read(client: httpx.Client, key: str) -> httpx.Response:
    """What the key opens."""
    return client.post(ANSWER, data={"key": key})


def test_who_is_handed_over_asks_and_reads_and_takes_it_along(desk: Desk) -> None:
    with handed_over(desk, ADA) as client:
        for page in (ME, "/desk/me/send"):
            assert "One cookie, by which the desk knows you for an hour" in client.get(page).text
        key = ask(client)
    # Without any session, on another machine: the key is enough.
    with browser(desk) as client:
        assert "The answer is made at the next publication" in told(read(client, key))
        assert client.post(ZIP, data={"key": key}).status_code == 404
        assert serve_requests(desk.site, int(time.time())) == Served(1, 0)
        words = told(read(client, key.lower().replace("-", " ")))
        assert "2 rows of yours, of “lieux”." in words
        assert "published as it is id, name, kind, open private: it never leaves author" in words
        assert f"author {ADA} – private" in words
        assert "the current one (ODbL-1.0): 2 of your rows are in it" in words
        assert "Send it to a place of mine" in words
        assert "bob" not in words
        assert "Jardin" not in words
        taken = client.post(ZIP, data={"key": key})
    assert taken.headers["content-type"] == "application/zip"
    assert taken.headers["cache-control"] == "no-store"
    files = files_of(taken.content)
    assert [row["id"] for row in rows_of(files, "places")] == ["01", "03"]
    assert not any(b"bob" in content or b"Jardin" in content for content in files.values())
    manifest = json.loads(files["manifest.json"])
    assert manifest["counts"]["rows"] == {"lieux.places": 2}


def test_who_comes_by_a_link_asks_the_same(desk: Desk) -> None:
    secret = link(desk, BOB)
    with browser(desk) as client:
        # A program that looks through mail opens it.
        for _ in range(2):
            page = client.get("/desk/me/enter", params=WORDS | {"link": secret})
            assert "This link is for one person, and works once." in told(page)
        entered = client.post("/desk/me/enter", data={"link": secret})
        assert entered.headers["location"] == "/desk/me?_lang=en"
        said = entered.headers["set-cookie"]
        assert said.startswith("fournil_person=")
        assert "Path=/desk/; Max-Age=3600; HttpOnly; SameSite=Lax" in said
        key = ask(client)
        # It makes nobody a proposer, nor a member.
        assert "You come from" not in told(client.get("/desk/lieux/places/02/propose"))
        assert client.get("/desk/inbox").status_code == 403
    serve_requests(desk.site, int(time.time()))
    with browser(desk) as client:
        assert client.post("/desk/me/enter", data={"link": secret}).status_code == 404
        files = files_of(client.post(ZIP, data={"key": key}).content)
    assert [row["id"] for row in rows_of(files, "places")] == ["02"]


def test_whether_anybody_is_called_so_makes_no_difference(desk: Desk) -> None:
    pages = []
    for who in (ADA, NOBODY):
        with browser(desk) as client:
            client.post("/desk/me/enter", data={"link": link(desk, who)})
            mine, key = client.get(ME), ask(client)
            waits = read(client, key)
            serve_requests(desk.site, int(time.time()))
            pages.append([without_secrets(one.text, key) for one in (mine, waits)])
            words = told(read(client, key))
    assert pages[0] == pages[1]
    assert "Nothing is held under the name by which you came." in words
    sizes = {path.stat().st_size for path in desk.site.desk.with_name(NAME).iterdir()}
    assert len(sizes) == 1


def without_secrets(page: str, key: str) -> str:
    return re.sub(r'name="mark" value="\w+"', "", page).replace(key, "")


def test_what_opens_nothing_is_answered_in_the_same_bytes(desk: Desk) -> None:
    now = int(time.time())
    with handed_over(desk, ADA) as client:
        over = ask(client)
        serve_requests(desk.site, now - ANSWER_SECONDS - 60)
        right = ask(client)
        serve_requests(desk.site, now)
        wrong = ["0" * 28, "x", "", over, right[:-1], f"{right}0"]
        for path in (ANSWER, ZIP):
            found = [client.post(path, data={"key": key}) for key in wrong]
            assert {one.status_code for one in found} == {404}
            assert len({one.content for one in found}) == 1
            assert "No answer opens with this key" in told(found[0])
            # A slip is mended at once: the field is there, and says what was wrong with it.
            assert 'aria-describedby="key_of key_wrong" aria-invalid="true"' in found[0].text
        assert read(client, right).status_code == 200
    # What was over is gone since somebody read.
    with closing(sqlite3.connect(desk.site.desk)) as database:
        assert database.execute(
            "SELECT count(*) FROM requests WHERE expires <= ?", (now,)
        ).fetchone() == (0,)
        kept = {f"{id}.sealed" for (id,) in database.execute("SELECT id FROM requests")}
    assert {path.name for path in desk.site.desk.with_name(NAME).iterdir()} <= kept


def test_a_link_that_does_not_work_is_answered_in_the_same_bytes(desk: Desk) -> None:
    used, old = link(desk, ADA), link(desk, ADA)
    with browser(desk) as client:
        assert client.post("/desk/me/enter", data={"link": used}).status_code == 303
    with closing(sqlite3.connect(desk.site.desk)) as database:
        database.execute("UPDATE person_links SET expires = expires - ?", (LINK_SECONDS,))
        database.commit()
    with browser(desk) as client:
        links = [used, old, "A" * 43]
        found = [client.post("/desk/me/enter", data={"link": one}) for one in links]
        shown = [client.get("/desk/me/enter", params=WORDS | {"link": one}) for one in links]
    assert {one.status_code for one in (*found, *shown)} == {404}
    assert len({one.content for one in found}) == 1
    # The address of the page stands in it, for the other language.
    assert len({one.text.replace(two, "") for one, two in zip(shown, links, strict=True)}) == 1


def test_a_stranger_is_told_how_to_come_and_nothing_else(desk: Desk) -> None:
    with browser(desk) as client:
        words = told(client.get(ME))
        assert "You come here from the service where you contribute" in words
        assert "Ask for what is held of me" not in words
        for mark in ("", "x"):
            answer = client.post(ME, data={"mark": mark})
            assert answer.status_code == 403
        assert client.get(ZIP).status_code == 405
        planted = client.get(ME, headers={"cookie": "fournil_person=x; fournil_contributor=y"})
        assert "Ask for what is held of me" not in told(planted)


def test_a_form_of_another_session_asks_nothing(desk: Desk) -> None:
    with handed_over(desk, ADA) as ada, handed_over(desk, BOB) as bob:
        mark = re.search(r'name="mark" value="(\w+)"', bob.get(ME).text)
        assert mark
        answer = ada.post(ME, data={"mark": mark[1]})
        assert answer.status_code == 403
        assert "This form is of another session." in told(answer)
        elsewhere = {"origin": "https://evil.example", "sec-fetch-site": "cross-site"}
        assert bob.post(ME, data={"mark": mark[1]}, headers=elsewhere).status_code == 403
        assert bob.post(ME, data={"mark": mark[1]}).status_code == 200


def test_sent_twice_it_is_one_request(desk: Desk) -> None:
    serve_requests(desk.site, int(time.time()))
    with handed_over(desk, ADA) as client:
        first, second = ask(client), ask(client)
        assert serve_requests(desk.site, int(time.time())).answered == 1
        assert read(client, first).status_code == 404
        assert read(client, second).status_code == 200


def test_who_enters_by_a_link_goes_on_as_nobody_else(desk: Desk) -> None:
    with handed_over(desk, BOB) as client:
        client.post("/desk/me/enter", data={"link": link(desk, ADA)})
        key = ask(client)
        serve_requests(desk.site, int(time.time()))
        assert f"author {ADA} – private" in told(read(client, key))


def test_what_they_proposed_is_theirs(desk: Desk) -> None:
    row = ("lieux", "places", "01")
    with handed_over(desk, ADA) as client:
        fields = {"form": desk.sealed(row=row), "cell.kind": "guinguette"}
        assert client.post("/desk/lieux/places/01/propose", data=fields).status_code == 303
        key = ask(client)
        serve_requests(desk.site, int(time.time()))
        assert "guinguette" in told(read(client, key))
    with handed_over(desk, BOB) as client:
        key = ask(client)
        serve_requests(desk.site, int(time.time()))
        assert "guinguette" not in told(read(client, key))


def test_it_is_read_in_french(desk: Desk) -> None:
    with handed_over(desk, ADA) as client:
        key = ask(client)
        serve_requests(desk.site, int(time.time()))
        page = client.post(f"{ANSWER}?_lang=fr", params={"_lang": "fr"}, data={"key": key})
    assert "L’emporter (ZIP)" in html.unescape(page.text)
    assert "publiée telle quelle" in told(page)


def test_who_left_and_has_no_row_any_more_reads_what_they_withdrew(desk: Desk) -> None:
    forget_people(desk.site, ["lieux"], [GONE], date(2026, 11, 30))
    with handed_over(desk, GONE) as client:
        key = ask(client)
        serve_requests(desk.site, int(time.time()))
        words = told(read(client, key))
    assert "No export has a row of yours any more. You left “Shared places”. Noted on" in words
    assert "What others copied before cannot be called back." in words
    assert "Nothing is held" not in words


def test_nothing_in_the_desk_tells_who_asked(desk: Desk) -> None:
    with handed_over(desk, ADA) as client:
        key = ask(client)
        session = client.cookies["fournil_contributor"]
    serve_requests(desk.site, int(time.time()))
    for path in (one for one in Path(desk.site.desk.parent).rglob("*") if one.is_file()):
        content = path.read_bytes()
        for secret in (ADA, key, key.replace("-", ""), session):
            assert secret.encode() not in content, path
