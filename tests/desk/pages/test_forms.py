"""The forms of the desk on a real server: what is kept, what is refused, and in which words."""

import re
import time
from collections.abc import Iterator, Mapping
from itertools import count

import httpx
import pytest

from publish.corrections.live import live
from publish.corrections.proposals import Edit
from publish.desk.members import invite
from publish.desk.rights import Scope
from publish.desk.rows import row_of
from tests.desk.entering import FORM, WORDS, Desk, deciding, open_site, told
from tests.servers import serving

pytestmark = pytest.mark.slow("starts a server")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A site whose desk takes three proposals a day."""
    site = open_site(tmp_path_factory.mktemp("forms") / "site", "{per_day: 3}")
    with serving(site.root) as server:
        yield Desk(site, server.address)


_ASKED = count(1)


def send(desk: Desk, fields: Mapping[str, str]) -> httpx.Response:
    """What becomes of the form of the row, each time from another address."""
    who = next(_ASKED)
    return desk.send(FORM, fields, {"x-forwarded-for": f"198.51.{who // 250}.{who % 250}"})


def refused(desk: Desk, status: int, words: str, **fields: str) -> httpx.Response:
    """A form that is answered with words, and of which nothing comes."""
    before = desk.waiting()
    answer = send(desk, {"form": desk.sealed(), "cell.name": "Bar"} | fields)
    assert (answer.status_code, words in told(answer)) == (status, True), told(answer)
    assert desk.waiting() == before
    return answer


def test_the_form_shows_the_row_as_it_is(desk: Desk) -> None:
    answer = desk.get(FORM)
    assert "Café des Œuvres" in told(answer)
    assert 'name="cell.name"' in answer.text
    assert 'name="cell.id"' not in answer.text
    assert "author" not in answer.text
    french = httpx.get(f"{desk.address}{FORM}?_lang=fr").text
    assert 'lang="fr"' in french
    assert "Proposer une correction" in french


def test_what_was_typed_is_kept_beside_what_is_wrong(desk: Desk) -> None:
    more = {"cell.open": "perhaps", "why": "I was there", "evidence": "http://example.org"}
    answer = refused(desk, 422, "This does not fit. Yes or no.", **more)
    assert "Give the address of a page, which begins with https://." in told(answer)
    assert 'value="Bar"' in answer.text
    assert "I was there</textarea>" in answer.text
    assert 'value="http://example.org"' in answer.text
    assert answer.text.count('aria-invalid="true"') == 2
    assert 'aria-describedby="f-open_of f-open_wrong"' in answer.text


def test_who_sends_at_once_or_after_a_day_is_asked_to_look_again(desk: Desk) -> None:
    refused(desk, 422, "That was fast.", form=desk.sealed(ago=1))
    refused(desk, 422, "This form is too old, or not of this page.", form=desk.sealed(ago=86_500))
    other = desk.sealed(row=("lieux", "places", "02"))
    refused(desk, 422, "This form is too old, or not of this page.", form=other)


def test_a_form_of_another_release_is_looked_at_again(desk: Desk) -> None:
    old = desk.sealed(version="0.9.0")
    refused(desk, 422, "The data was published anew meanwhile.", form=old)


def test_what_fills_in_the_trap_is_thanked_and_forgotten(desk: Desk) -> None:
    sent = {"form": desk.sealed(), "cell.name": "Casino", "homepage": "https://casino.example"}
    answer = send(desk, sent)
    assert answer.headers["location"] == "/desk/thanks?_lang=en"
    assert not any(one.edits["name"].new == "Casino" for one in desk.waiting())


@pytest.mark.parametrize("name", ["id", "author", "rowid", "open; drop table places", "state", ""])
def test_only_cells_of_the_form_are_taken(desk: Desk, name: str) -> None:
    words = "What was sent is not a form that can be read."
    refused(desk, 400, words, **{f"cell.{name}": "x"})


def test_fields_that_no_form_has_change_nothing(desk: Desk) -> None:
    more = {"state": "accepted", "dataset": "other", "id": "7", "reason": "mine", "received": "1"}
    fields = {"form": desk.sealed(), "cell.kind": "bistrot", **more}
    assert send(desk, fields).status_code == 303
    found = desk.waiting()[-1]
    assert (found.dataset, found.key, found.state, found.reason) == ("lieux", ("01",), "open", "")
    assert found.edits["kind"].new == "bistrot"
    assert [*found.edits] == ["kind"]


def test_the_same_is_not_taken_twice_while_it_waits(desk: Desk) -> None:
    before = desk.waiting()
    assert "kind" in before[-1].edits
    answer = send(desk, {"form": desk.sealed(), "cell.kind": " bistrot ", "why": "other words"})
    assert answer.headers["location"] == "/desk/thanks?_lang=en&known=1"
    assert desk.waiting() == before
    thanks = desk.get("/desk/thanks", known="1")
    assert "The same proposal is at the desk already." in told(thanks)
    assert "Your proposal is with the desk." in told(desk.get("/desk/thanks"))


def test_what_nobody_sees_is_not_taken(desk: Desk) -> None:
    turned = {"cell.name": "Bar\u202e", "why": "a\x1b[2J", "evidence": "https://a.b/\u2066"}
    answer = refused(desk, 422, "This has characters that cannot be seen", **turned)
    assert told(answer).count("This has characters that cannot be seen") == 4
    assert 'aria-describedby="f-name_of f-name_wrong"' in answer.text
    assert answer.text.count('aria-invalid="true"') == 3
    words = "This has characters that cannot be seen"
    refused(desk, 422, words, **{"cell.name": "Bar\0"})


def test_what_is_too_large_or_no_form_is_not_read(desk: Desk) -> None:
    refused(desk, 413, "This is too much at once.", why="x" * 70_000)
    many = {f"cell.c{number}": "x" for number in range(600)}
    refused(desk, 400, "What was sent is not a form that can be read.", **many)
    address = f"{desk.address}{FORM}?_lang=en"
    who = {"x-forwarded-for": "198.51.100.251"}
    for answer in (
        httpx.post(address, json={"form": desk.sealed(), "cell.name": "x"}, headers=who),
        httpx.post(address, files={"cell.name": b"x"}, headers=who),
    ):
        assert (answer.status_code, "Only the forms of these pages" in told(answer)) == (415, True)


@pytest.mark.parametrize(
    "row", ["lieux/places/99", "lieux/nothing/01", "other/places/01", "lieux/places/01,02",
            "lieux/places/%3Cscript%3E", "..~2F..~2Fdesk/places/01", "lieux/sqlite_master/1"]
)  # fmt: skip
def test_other_rows_have_no_form(desk: Desk, row: str) -> None:
    answer = desk.get(f"/desk/{row}/propose")
    assert answer.status_code == 404
    assert "There is no such row, or it cannot be corrected here." in told(answer)


def test_no_more_is_taken_in_a_day_than_was_said(desk: Desk) -> None:
    for number in range(3 - len(desk.waiting())):
        sent = {"form": desk.sealed(), "cell.name": f"Bar {number}"}
        assert send(desk, sent).status_code == 303
    refused(desk, 429, "So much was proposed today that no more is taken.")


def test_members_refuse_with_a_reason_and_decide_once(desk: Desk) -> None:
    [first, *_others] = desk.waiting()
    with desk.member() as client:
        sent = deciding(client, first, "refuse")
        assert "Say why it is refused" in told(client.post("/desk/inbox", data=sent))
        turned = client.post("/desk/inbox", data=sent | {"reason": "no\u202e"})
        assert (turned.status_code, "cannot be seen" in told(turned)) == (422, True)
        assert first in desk.waiting()
        answer = client.post("/desk/inbox", data=sent | {"reason": "It is right as it is."})
        assert "1 proposal refused." in told(answer)
        assert first not in desk.waiting()
        again = client.post("/desk/inbox", data=sent | {"decision": "accept"})
        assert again.status_code == 409
        assert f"Proposal {first.id} does not wait any more" in told(again)
        for wrong in ({"decision": "delete"}, {"proposal": ""}, {"proposal": "1 OR 1=1"}):
            assert client.post("/desk/inbox", data=sent | {"reason": "x"} | wrong).status_code in (
                400,
                422,
            )


def test_the_row_is_read_as_a_release_writes_it(desk: Desk) -> None:
    row = row_of(desk.site, "lieux", "places", ["01"])
    assert row
    assert {name: cell.base for name, cell in row.cells.items()} == {
        "name": "Café des Œuvres",
        "kind": "café",
        "open": "true",
    }
    assert (row.title, row.key) == ("Café des Œuvres", ("01",))


def test_who_may_correct_the_row_does_so_from_its_form(desk: Desk) -> None:
    scope = Scope("lieux", "places", ("open",))
    link = invite(desk.site.desk, "Corrector", "corrector", int(time.time()), scope)
    with httpx.Client(base_url=desk.address, params=WORDS, timeout=60) as client:
        client.post("/desk/sign-in", data={"link": link})
        path = "/desk/lieux/places/02/propose"
        page = client.get(path)
        assert "What you may correct yourself is a correction as soon as you send it" in told(page)
        mark = re.findall(r'name="mark" value="(\w+)"', page.text)[-1]
        form = desk.sealed(row=("lieux", "places", "02"))
        sent = {"form": form, "cell.open": "true"}
        before = len(live(desk.site.desk, "lieux", "places"))
        # Without the mark of the session the form could be another page's: it is a stranger's.
        assert client.post(path, data=sent).status_code in (303, 429)
        assert len(live(desk.site.desk, "lieux", "places")) == before
        done = client.post(path, data=sent | {"mark": mark})
        assert done.headers["location"] == "/desk/thanks?_lang=en&done=1"
        assert len(live(desk.site.desk, "lieux", "places")) == before + 1
        thanks = told(client.get("/desk/thanks", params=WORDS | {"done": "1"}))
        assert "Your correction is taken. The next publication of the data shows it." in thanks
        beyond = client.post(path, data={"form": form, "cell.name": "Bar", "mark": mark})
        # It waits like anyone's, though the day is full for those who are no members.
        assert beyond.headers["location"] == "/desk/thanks?_lang=en"
        assert desk.waiting()[-1].edits == {"name": Edit("Jardin d’Éole", "Bar")}
        assert len(live(desk.site.desk, "lieux", "places")) == before + 1
