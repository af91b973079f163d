"""Corrections that do not stand, on a real server: kept, taken back, given to another row."""

import json
import re
from hashlib import sha256

import httpx
import pytest

from publish.corrections.decisions import accept, decisions
from publish.corrections.live import Settled, live, settle
from publish.corrections.proposals import Edit, propose
from publish.corrections.states import State
from publish.desk.members import revoke
from publish.desk.rights import Scope, Territory, grant, rights_of, ungrant
from tests.desk.entering import Desk, mark_of, told
from tests.desk.reviewing import id_of
from tests.sites import DAY

pytestmark = pytest.mark.slow("starts a server")

PAGE = "/desk/conflicts"


def broken(desk: Desk, state: State, source: str | None, key: str = "2", beside: int = 0) -> int:
    """The number of the one correction, `beside` another, which came to a state when published."""
    path, row = desk.site.desk, ("points", "places", (key,))
    before = [int(str(one[0])) for one in live(path, "points", "places")]
    settle(path, [Settled(n, "absorbed", "[]", None, None) for n in before if n != beside])
    edits = {"kind": Edit("bar", "pub")}
    told = {"why": "", "evidence": "https://example.org/c"}
    accept(path, propose(path, row, edits, **told, day=DAY), DAY)
    number = max(int(str(one[0])) for one in live(path, "points", "places"))
    settle(path, [Settled(number, state, json.dumps([key]), source, "print")])
    return number


def sent(client: httpx.Client, number: int, decision: str, **more: str) -> dict[str, str]:
    """What a member sends, with the marks of the page as they see it."""
    marks = re.findall(r'name="(seen\.\d+)" value="(\w+)"', client.get(PAGE).text)
    ticked = {"correction": str(number), "decision": decision}
    return {"mark": mark_of(client), **dict(marks), **ticked, **more}


def correction(desk: Desk, number: int) -> tuple[object, ...]:
    """Its key, bases and state."""
    [row] = [one for one in live(desk.site.desk, "points", "places") if one[0] == number]
    return row[1], row[3], row[7]


def test_a_conflict_is_shown_with_all_that_it_is_about(review: Desk) -> None:
    number = broken(review, "conflict", "zinc")
    with review.member() as client:
        words = told(client.get(PAGE))
        assert "1 correction does not stand." in told(client.get("/desk/"))
    assert f"Correction {number}" in words
    assert "The source changed too. Column kind The source says zinc" in words
    assert "The correction says pub" in words
    assert "https://example.org/c" in words


def test_one_that_is_kept_stands_over_what_the_source_says(review: Desk) -> None:
    number = broken(review, "conflict", "zinc")
    with review.member() as client:
        answer = client.post(PAGE, data=sent(client, number, "keep"))
    assert "1 correction kept: it stands over what the source says." in told(answer)
    assert correction(review, number) == ('["2"]', '["zinc","bar"]', "accepted")
    done = decisions(review.site.desk)[0]
    assert (done.decision, done.by) == ("kept", id_of(review, "Ada"))
    assert json.loads(done.about) == {"correction": number, "column": "kind", "over": "zinc"}


def test_none_is_kept_blindly(review: Desk) -> None:
    number = broken(review, "conflict", "zinc")
    with review.member() as client:
        form = sent(client, number, "keep")
        settle(review.site.desk, [Settled(number, "conflict", '["2"]', None, "print")])
        none = sha256(b"''").hexdigest()[:16]
        for mark in (form[f"seen.{number}"], "", none):
            answer = client.post(PAGE, data=form | {f"seen.{number}": mark})
            assert answer.status_code == 409
            assert "the source says something else by now; look again." in told(answer)
        assert correction(review, number)[2] == "conflict"
        assert client.post(PAGE, data=sent(client, number, "keep")).status_code == 200
    assert correction(review, number)[1] == '[null,"bar"]'


def test_one_that_is_taken_back_leaves_the_source(review: Desk) -> None:
    number = broken(review, "invalid", "zinc")
    with review.member() as client:
        kept = client.post(PAGE, data=sent(client, number, "keep"))
        assert "is no longer so, or cannot be decided in this way." in told(kept)
        answer = client.post(PAGE, data=sent(client, number, "source"))
        assert "1 correction taken back: the source stands." in told(answer)
        again = client.post(PAGE, data=sent(client, number, "source"))
        assert (again.status_code, f"Correction {number}: is no longer" in told(again)) == (
            409,
            True,
        )
    assert number not in [one[0] for one in live(review.site.desk, "points", "places")]


@pytest.mark.parametrize("state", ["orphan", "ambiguous"])
def test_a_lost_row_is_found_by_a_person(review: Desk, state: State) -> None:
    number = broken(review, state, None, "L-9")
    with review.member() as client:
        assert "Its key was L-9" in told(client.get(PAGE))
        form = sent(client, number, "key")
        for wrong in ("", "7", "1,2", "L-9", "../1"):
            answer = client.post(PAGE, data=form | {"key": wrong})
            assert "there is no row with the key that was typed." in told(answer), wrong
        answer = client.post(PAGE, data=form | {"key": " 2 "})
    assert "1 correction is of the row with this key from now on." in told(answer)
    assert correction(review, number) == ('["2"]', '["bar"]', "accepted")
    done = decisions(review.site.desk)[0]
    assert (done.decision, json.loads(done.about)["to"]) == ("rekeyed", ["2"])


def test_no_cell_gets_two_corrections(review: Desk) -> None:
    there = broken(review, "applied", "bar")
    number = broken(review, "orphan", None, "L-9", there)
    with review.member() as client:
        answer = client.post(PAGE, data=sent(client, number, "key", key="2"))
        assert "cannot be decided in this way." in told(answer)
    assert correction(review, number)[0] == '["L-9"]'


def test_who_reviews_something_else_sees_and_decides_nothing(review: Desk) -> None:
    number = broken(review, "conflict", "zinc")
    with review.member("Ada") as ada, review.member("Zoé") as zoe:
        [whole] = rights_of(review.site.desk, id_of(review, "Zoé"))
        grant(review.site.desk, "Zoé", "reviewer", Scope("lieux"), 0)
        ungrant(review.site.desk, whole.number, 0)
        assert "No correction waits for a decision." in told(zoe.get(PAGE))
        form = sent(ada, number, "source") | {"mark": mark_of(zoe)}
        for decision in ("source", "keep", "key"):
            answer = zoe.post(PAGE, data=form | {"decision": decision})
            assert f"Correction {number}: is not within what you may decide." in told(answer)
        revoke(review.site.desk, "Zoé", 0)
    assert correction(review, number)[2] == "conflict"


def test_strangers_and_forged_forms_decide_nothing(review: Desk) -> None:
    number = broken(review, "conflict", "zinc")
    assert review.get(PAGE).status_code == 403
    assert review.send(PAGE, {"correction": str(number), "decision": "source"}).status_code == 403
    with review.member("Ada") as ada, review.member("Bob") as bob:
        form = sent(ada, number, "source")
        assert ada.post(PAGE, data=form | {"mark": mark_of(bob)}).status_code == 403
        assert ada.post(PAGE, data=form | {"decision": "delete"}).status_code == 400
        assert ada.post(PAGE, data=form | {"correction": "1 OR 1=1"}).status_code == 422
    assert correction(review, number)[2] == "conflict"


def test_none_is_given_to_a_row_of_somebody_else(review: Desk) -> None:
    number = broken(review, "ambiguous", None)
    with review.member("Zoé") as zoe:
        [whole] = rights_of(review.site.desk, id_of(review, "Zoé"))
        there = Scope("points", "places", ("kind",), Territory("lon", "2.36*"))
        grant(review.site.desk, "Zoé", "reviewer", there, 0)
        ungrant(review.site.desk, whole.number, 0)
        form = sent(zoe, number, "key")
        answer = zoe.post(PAGE, data=form | {"key": "1"})
        assert f"Correction {number}: is not within what you may decide." in told(answer)
        assert correction(review, number) == ('["2"]', '["bar"]', "ambiguous")
        assert zoe.post(PAGE, data=form | {"key": "2"}).status_code == 200
        revoke(review.site.desk, "Zoé", 0)
    assert correction(review, number)[2] == "accepted"
