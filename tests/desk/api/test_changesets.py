"""Changesets, and requests that are sent again, on a real server."""

import json
import sqlite3
from contextlib import closing

import httpx
import pytest

from publish.corrections.changesets import MOST_EMPTY
from publish.corrections.proposals import proposals
from publish.desk.api.answered import MOST_KEYS, keep
from publish.desk.people_file import writing
from publish.site.base.answers import Response
from tests.desk.api.asking_programs import MERGE, merged, patched, problem, program, row, tag_of
from tests.desk.entering import Desk

pytestmark = pytest.mark.slow("starts a server")
SAID = {"comment": "Seen on the spot", "evidence": "https://example.org/visit"}


def begun(client: httpx.Client) -> str:
    """The number of a new changeset."""
    answer = client.post("/desk/changesets", json=SAID)
    assert answer.status_code == 201
    assert answer.headers["location"] == f"/desk/changesets/{answer.json()['changeset']}"
    return str(answer.json()["changeset"])


def test_a_changeset_groups_what_is_corrected(desk: Desk) -> None:
    with program(desk, "Groups") as client, program(desk, "Chief", "officer") as chief:
        number = begun(client)
        for key, name in (("01", "Café A"), ("02", "Jardin B")):
            tag = tag_of(client, key)
            assert merged(client, key, {"name": name}, tag, changeset=number).status_code == 200
        found = client.get(f"/desk/changesets/{number}").json()
        assert {name: found[name] for name in SAID} == SAID
        assert [(one["key"], one["state"]) for one in found["changes"]] == [
            (["01"], "accepted"),
            (["02"], "accepted"),
        ]
        assert found["changes"][1]["edits"]["name"]["new"] == "Jardin B"
        assert chief.get(f"/desk/changesets/{number}").json() == found
    last = proposals(desk.site.desk, "accepted")[-1]
    assert (last.why, last.evidence) == ("", SAID["evidence"])


def test_another_member_s_changeset_is_not_there(desk: Desk, ada: httpx.Client) -> None:
    with program(desk, "Owner") as owner:
        number = begun(owner)
        assert ada.get(f"/desk/changesets/{number}").status_code == 404
        tag = tag_of(ada, "01")
        for other in (number, "999999"):
            answer = merged(ada, "01", {"name": "Mine"}, tag, changeset=other)
            assert answer.status_code == 422
            assert problem(answer)["detail"] == f"there is no changeset {other} of yours"
        for wrong in ("x", "-1", "1, 2", "1;2"):
            assert merged(ada, "01", {"name": "Mine"}, tag, changeset=wrong).status_code == 400
        assert tag_of(ada, "01") == tag
        assert owner.get(f"/desk/changesets/{number}").json()["changes"] == []
    stranger = httpx.post(f"{desk.address}/desk/changesets", json=SAID)
    assert (stranger.status_code, problem(stranger)["title"]) == (401, "Unauthorized")


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "/comment"),
        ({"comment": " "}, "/comment"),
        ({"comment": "a\u202eb"}, "/comment"),
        ({"comment": "x" * 1001}, "/comment"),
        ({"comment": "x", "evidence": "http://example.org"}, "/evidence"),
        ({"comment": "x", "member": "other"}, "/member"),
        ({"comment": "x", "id": 1}, "/id"),
        ([], ""),
    ],
)
def test_a_changeset_says_no_more_than_that(ada: httpx.Client, body: object, pointer: str) -> None:
    answer = ada.post("/desk/changesets", json=body)
    assert answer.status_code == 422
    assert [one["pointer"] for one in problem(answer)["errors"]] == [pointer]


def test_nobody_begins_changesets_without_end(desk: Desk) -> None:
    with program(desk, "Begins") as client:
        for _ in range(MOST_EMPTY):
            begun(client)
        answer = client.post("/desk/changesets", json=SAID)
        assert answer.status_code == 409
        assert "100 changesets of yours are empty" in problem(answer)["detail"]


def test_who_sends_again_is_told_the_same(desk: Desk) -> None:
    with program(desk, "Again") as client, program(desk, "Other") as other:
        tag = tag_of(client, "03")
        sent = {"if-match": tag, "idempotency-key": "k-1"}
        first = patched(client, row("03"), '{"name": "Fablab 2"}', MERGE, sent)
        again = patched(client, row("03"), '{"name": "Fablab 2"}', MERGE, sent)
        assert (first.status_code, "idempotent-replayed" in first.headers) == (200, False)
        assert again.headers["idempotent-replayed"] == "true"
        assert (again.status_code, again.content) == (200, first.content)
        assert again.headers["etag"] == first.headers["etag"] == tag_of(client, "03")
        body = patched(client, row("03"), '{"name": "Fablab 3"}', MERGE, sent)
        assert body.status_code == 422
        assert "another request had this Idempotency-Key" in problem(body)["detail"]
        place = patched(client, row("02"), '{"name": "Fablab 2"}', MERGE, sent)
        assert place.status_code == 422
        # The same key of another member is another key.
        assert patched(other, row("03"), '{"name": "Fablab 2"}', MERGE, sent).status_code == 412
        begin = [client.post("/desk/changesets", json=SAID, headers={"idempotency-key": "k-2"})]
        begin += [client.post("/desk/changesets", json=SAID, headers={"idempotency-key": "k-2"})]
        assert begin[0].json() == begin[1].json()
        for key in ("", "x" * 201, "a b"):
            wrong = {"if-match": tag, "idempotency-key": key}
            assert patched(client, row("03"), "{}", MERGE, wrong).status_code == 400


def test_so_many_answers_are_kept_and_no_more(desk: Desk, ada: httpx.Client) -> None:
    path = desk.site.desk
    with closing(sqlite3.connect(path)) as database:
        [member] = database.execute("SELECT id FROM members WHERE name = 'Ada'").fetchone()
    with writing(path) as database:
        for number in range(MOST_KEYS + 5):
            keep(database, member, f"key {number}", "", 1_000_000, Response("{}"))
        counted = "SELECT count(*), min(request) FROM answers WHERE member = ?"
        assert tuple(database.execute(counted, (member,)).fetchone()) == (MOST_KEYS, "")
        keep(database, member, "a day later", "", 1_000_000 + 86_400, Response("{}"))
        assert database.execute(counted, (member,)).fetchone()[0] == 1


def test_names_of_a_row_are_no_more_than_json(ada: httpx.Client) -> None:
    tag = tag_of(ada, "02")
    attack = '"><script>alert(1)</script>\r\nset-cookie: a=b'.replace("\r\n", " ")
    answer = merged(ada, "02", {"name": attack}, tag)
    assert answer.json()["row"]["name"] == attack
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "set-cookie" not in answer.headers
    assert json.loads(ada.get(row("02")).text)["row"]["name"] == attack
