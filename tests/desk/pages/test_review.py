"""Reviewing on a real server: a proposal by itself, amending it, two eyes, parts of the list."""

import html
import json
import re
from base64 import b64decode

import httpx
import pytest

from publish.corrections.decisions import accept, accepted_by, decisions
from publish.corrections.live import live
from publish.corrections.proposals import Edit, Proposal, proposal
from publish.desk.members import revoke
from publish.desk.rights import Scope, grant, rights_of, ungrant
from publish.errors import DeskError
from tests.desk.entering import Desk, deciding, mark_of, told
from tests.desk.reviewing import id_of, place, point, proposed
from tests.sites import DAY

pytestmark = pytest.mark.slow("starts a server")


def page(one: Proposal) -> str:
    return f"/desk/proposals/{one.id}"


def corrected(desk: Desk, one: Proposal) -> list[str | None]:
    rows = live(desk.site.desk, one.dataset, one.table)
    return [
        new for _id, key, _column, _bases, new, *_ in rows if json.loads(str(key)) == [*one.key]
    ]


def state(desk: Desk, one: Proposal) -> str:
    return proposal(desk.site.desk, one.id).state


def test_a_proposal_is_shown_with_the_past_of_its_row_and_the_way_it_moves(review: Desk) -> None:
    before = point(review, kind=("café", "bar"))
    accept(review.site.desk, before.id, DAY)
    one = point(review, lat=("48.85", "48.851"), lon=("2.35", "2.35"))
    with review.member() as client:
        answer = client.get(page(one))
    words = told(answer)
    assert "lat 48.85 → should be 48.851" in words
    assert "seen <b>there</b>" in words
    assert "https://example.org/a" in words
    assert "It moves by 111 m to the north." in words
    assert "Before : 48.85000, 2.35000 – on openstreetmap.org (before)".replace(" :", ":") in words
    assert f"Proposal {before.id} – 21 November 2026 kind café → should be bar" in words
    assert "kind: accepted: the next publication looks at it" in words
    assert "Version 1.0.1 of 21 November 2026 kind bistrot → should be café" in words
    [drawing] = re.findall(r'<img src="data:image/svg\+xml;base64,([^"]+)"', answer.text)
    svg = b64decode(drawing).decode()
    assert svg.count("<circle") == 2
    assert "It moves by 111 m to the north." in html.unescape(svg)


def test_what_is_amended_is_what_is_accepted_and_the_log_keeps_the_other(review: Desk) -> None:
    one = point(review, kind=("bar", "pub"), lon=("2.35", "2.5"))
    with review.member() as client:
        version = {"version": "1.0.1", "cell.lon": "2.5"}
        answer = client.post(
            page(one), data=deciding(client, one, **version, **{"cell.kind": "zinc"})
        )
        assert "1 proposal accepted: the next publication shows it." in told(answer)
    assert corrected(review, one) == ["zinc", "2.5"]
    [done, amended] = decisions(review.site.desk)[:2]
    assert (done.decision, amended.decision, amended.by) == (
        "accepted",
        "amended",
        id_of(review, "Ada"),
    )
    assert json.loads(amended.about)["before"]["kind"] == ["bar", "pub"]


def test_what_does_not_fit_is_told_beside_its_field(review: Desk) -> None:
    one = point(review, lat=("48.85", "48.9"))
    with review.member() as client:
        sent = deciding(client, one, version="1.0.1")
        answer = client.post(page(one), data=sent | {"cell.lat": "north"})
        assert answer.status_code == 422
        assert "This does not fit. A number." in told(answer)
        assert 'value="north"' in answer.text
        same = client.post(page(one), data=sent | {"cell.lat": "48.85"})
        assert "It would say what the row says already: refuse it instead." in told(same)
        old = client.post(page(one), data=sent | {"cell.lat": "48.7", "version": "1.0.0"})
        assert (old.status_code, "The data was published anew meanwhile." in told(old)) == (
            409,
            True,
        )
        for name in ("cell.kind", "cell.id", "cell.x"):
            assert client.post(page(one), data=sent | {name: "x"}).status_code == 400
    assert proposal(review.site.desk, one.id) == one


def test_what_is_typed_for_a_row_that_went_meanwhile_is_not_passed_over(review: Desk) -> None:
    one = proposed(review, ("points", "places", ("9",)), {"kind": Edit("bar", "pub")})
    with review.member() as client:
        sent = deciding(client, one, version="1.0.1")
        answer = client.post(page(one), data=sent | {"cell.kind": "zinc"})
        assert "The data was published anew meanwhile." in told(answer)
        assert (answer.status_code, proposal(review.site.desk, one.id)) == (409, one)
        # Its page has no cells any more: it is accepted as it stands there.
        assert 'name="cell.kind"' not in answer.text
        assert client.post(page(one), data=sent).status_code == 200
    assert (state(review, one), corrected(review, one)) == ("accepted", ["pub"])


def test_nobody_accepts_what_was_amended_unseen(review: Desk) -> None:
    one = place(review, "square")
    with review.member("Ada") as ada, review.member("Bob") as bob:
        seen = deciding(bob, one)
        version = {"version": "1.0.0", "cell.kind": "verger"}
        answer = ada.post(page(one), data=deciding(ada, one, **version))
        assert "1 proposal accepted by you: another member has to accept it" in told(answer)
        for address in ("/desk/inbox", page(one)):
            late = bob.post(address, data=seen)
            assert f"Proposal {one.id} was amended meanwhile" in told(late)
        other = bob.post(page(one), data=seen | {"version": "1.0.0", "cell.kind": "bois"})
        assert f"Proposal {one.id} was amended meanwhile" in told(other)
    assert accepted_by(review.site.desk)[one.id] == [id_of(review, "Ada")]


def test_two_members_have_to_look_where_the_table_says_so(review: Desk) -> None:
    one = place(review, "parc")
    with review.member("Ada") as ada, review.member("Bob") as bob:
        first = ada.post("/desk/inbox", data=deciding(ada, one))
        assert "1 proposal accepted by you: another member has to accept it" in told(first)
        assert "You accepted it; another member has to accept it as well." in told(first)
        again = ada.post("/desk/inbox", data=deciding(ada, one))
        assert (again.status_code, state(review, one)) == (409, "open")
        assert f"Proposal {one.id} waits for another member: two have to accept it." in told(again)
        assert "One member accepted it; another one" in told(bob.get(page(one)))
        assert "1 proposal accepted: the next" in told(bob.post(page(one), data=deciding(bob, one)))
    assert (state(review, one), "parc" in corrected(review, one)) == ("accepted", True)


def test_who_proposed_it_is_not_one_of_the_two(review: Desk) -> None:
    with review.member("Ada") as ada:
        one = place(review, "bosquet", by=id_of(review, "Ada"))
        answer = ada.post("/desk/inbox", data=deciding(ada, one))
        assert f"Proposal {one.id} waits for another member" in told(answer)
    assert one.id not in accepted_by(review.site.desk)


def test_nobody_s_own_word_is_enough_where_two_have_to_look(review: Desk) -> None:
    row = ("lieux", "places", "03")
    with review.member("Ada") as ada:
        sent = {"form": review.sealed(row=row), "mark": mark_of(ada), "cell.kind": "fablab"}
        answer = ada.post("/desk/lieux/places/03/propose", data=sent)
        assert answer.headers["location"] == "/desk/thanks?_lang=en"
        one = review.waiting()[-1]
        assert (one.edits["kind"].new, one.by) == ("fablab", id_of(review, "Ada"))
        assert f"Proposal {one.id} waits for another member" in told(
            ada.post("/desk/inbox", data=deciding(ada, one))
        )
    assert corrected(review, one) == []


def test_who_is_a_member_no_more_has_not_looked(review: Desk) -> None:
    one = place(review, "pré")
    with review.member("Eve") as eve:
        eve.post("/desk/inbox", data=deciding(eve, one))
    assert one.id in accepted_by(review.site.desk)
    revoke(review.site.desk, "Eve", 0)
    assert one.id not in accepted_by(review.site.desk)


def test_a_declaration_that_cannot_be_read_lets_nothing_be_accepted(review: Desk) -> None:
    one = place(review, "lande")
    path = review.site.data / "lieux" / "dataset.yaml"
    whole = path.read_text(encoding="utf-8")
    try:
        path.write_text("tables: [", encoding="utf-8")
        with review.member() as client:
            answer = client.post("/desk/inbox", data=deciding(client, one))
    finally:
        path.write_text(whole, encoding="utf-8")
    assert "how its table is declared cannot be read at this moment" in told(answer)
    assert state(review, one) == "open"


def test_the_list_has_parts_and_pages(review: Desk) -> None:
    many = [place(review, f"parc {number}") for number in range(52)]
    other = point(review, kind=("café", "estaminet"))
    with review.member() as client:
        shown = _numbers(client.get("/desk/inbox"))
        assert len(shown) == 50
        of = {"of": "points"}
        points = client.get("/desk/inbox", params=of)
        assert other.id in _numbers(points)
        assert many[0].id not in _numbers(points)
        assert _numbers(client.get("/desk/inbox", params={"of": "points.nothing"})) == []
        first = client.get("/desk/inbox", params={"of": "lieux.places"})
        [link] = re.findall(r'rel="next" href="([^"]+)"', first.text)
        asked = dict(httpx.URL(html.unescape(link)).params)
        rest = client.get("/desk/inbox", params=asked)
        assert not {*_numbers(first)} & {*_numbers(rest)}
        assert many[-1].id in _numbers(rest)
        sent = deciding(client, many[-1], "refuse", reason="no")
        assert "1 proposal refused." in told(client.post("/desk/inbox", params=asked, data=sent))


def _numbers(answer: httpx.Response) -> list[int]:
    assert answer.status_code == 200
    return [int(n) for n in re.findall(r'name="proposal" value="(\d+)"', answer.text)]


def test_a_member_sees_and_decides_within_a_scope_alone(review: Desk) -> None:
    mine, theirs = point(review, kind=("café", "x")), place(review, "y")
    with review.member("Zoé") as zoe:
        [whole] = rights_of(review.site.desk, id_of(review, "Zoé"))
        grant(review.site.desk, "Zoé", "reviewer", Scope("points"), 0)
        ungrant(review.site.desk, whole.number, 0)
        assert "places" not in told(zoe.get("/desk/inbox", params={"of": "lieux"}))
        assert zoe.get(page(mine)).status_code == 200
        for answer in (zoe.get(page(theirs)), zoe.post(page(theirs), data=deciding(zoe, theirs))):
            assert (answer.status_code, "jardin" in answer.text) == (403, False)
        tried = zoe.post("/desk/inbox", data=deciding(zoe, theirs))
        assert f"Proposal {theirs.id} is not within what you may decide." in told(tried)
        assert zoe.get("/desk/proposals/999999").status_code == 404
    assert state(review, theirs) == "open"


def test_strangers_and_other_sessions_decide_nothing(review: Desk) -> None:
    one = point(review, kind=("café", "z"))
    assert review.get(page(one)).status_code == 403
    assert (
        review.send(page(one), {"decision": "accept", "proposal": str(one.id)}).status_code == 403
    )
    with review.member("Ada") as ada, review.member("Bob") as bob:
        sent = deciding(ada, one) | {"mark": mark_of(bob)}
        assert ada.post(page(one), data=sent).status_code == 403
    assert state(review, one) == "open"
    with pytest.raises(DeskError, match="was amended after it was looked at; look again"):
        accept(review.site.desk, one.id, DAY, mark="0")


def test_the_past_of_a_row_tells_nothing_of_what_waits_for_others(review: Desk) -> None:
    hidden, one = point(review, kind=("bar", "speakeasy")), point(review, lon=("2.35", "2.37"))
    with review.member("Ada") as ada, review.member("Zoé") as zoe:
        [whole] = rights_of(review.site.desk, id_of(review, "Zoé"))
        grant(review.site.desk, "Zoé", "reviewer", Scope("points", "places", ("lon",)), 0)
        ungrant(review.site.desk, whole.number, 0)
        assert "speakeasy" in told(ada.get(page(one)))
        answer = zoe.get(page(one))
        assert (answer.status_code, "speakeasy" in answer.text) == (200, False)
        accept(review.site.desk, hidden.id, DAY)
        assert "speakeasy" in told(zoe.get(page(one)))
        revoke(review.site.desk, "Zoé", 0)
