"""Rows for programs on a real server of two workers: what is written, and what is refused."""

import json
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from publish.corrections.decisions import decisions
from publish.corrections.live import live
from publish.corrections.proposals import proposals
from publish.desk.members import members
from publish.desk.rights import Scope
from tests.desk.api.asking_programs import (
    MERGE,
    PATCH,
    merged,
    patched,
    problem,
    program,
    row,
    tag_of,
    with_token,
)
from tests.desk.entering import Desk

pytestmark = pytest.mark.slow("starts a server")


def written(desk: Desk) -> int:
    """How many corrections and proposals there are in all."""
    states = ("open", "accepted", "refused")
    waiting = sum(len(proposals(desk.site.desk, state)) for state in states)  # type: ignore[arg-type]
    return waiting + len(live(desk.site.desk, "lieux", "places"))


def test_a_row_is_read_with_a_strong_tag(ada: httpx.Client) -> None:
    answer = ada.get(row("01"))
    assert answer.json() == {
        "dataset": "lieux",
        "table": "places",
        "key": ["01"],
        "release": "1.0.0",
        "row": {"name": "Café des Œuvres", "kind": "café", "open": True},
        "pending": {},
    }
    assert answer.headers["etag"].startswith('"1.0.0--')
    assert answer.headers["cache-control"] == "no-store"
    head = ada.head(row("01"))
    assert (head.status_code, head.text) == (200, "")
    assert head.headers["etag"] == answer.headers["etag"]


def test_who_may_correct_does_so_at_once(desk: Desk, ada: httpx.Client) -> None:
    tag = tag_of(ada, "02")
    answer = merged(ada, "02", {"kind": "potager", "open": None}, tag)
    assert answer.status_code == 200
    assert answer.json()["row"] == {"name": "Jardin d’Éole", "kind": "potager", "open": None}
    assert {name: one["released"] for name, one in answer.json()["pending"].items()} == {
        "kind": "jardin",
        "open": False,
    }
    assert answer.headers["etag"] == tag_of(ada, "02") != tag
    found = [one for one in live(desk.site.desk, "lieux", "places") if one[1] == '["02"]']
    assert [(one[2], one[3], one[4]) for one in found] == [
        ("kind", '["jardin"]', "potager"),
        ("open", '["false"]', None),
    ]
    [by] = [member.id for member in members(desk.site.desk) if member.name == "Ada"]
    assert (decisions(desk.site.desk)[0].decision, decisions(desk.site.desk)[0].by) == (
        "accepted",
        by,
    )
    # The same once more changes nothing.
    again = merged(ada, "02", {"kind": "potager"}, answer.headers["etag"])
    assert (again.status_code, again.headers["etag"]) == (200, answer.headers["etag"])


def test_of_fifty_with_one_tag_one_is_taken(desk: Desk, ada: httpx.Client) -> None:
    tag = tag_of(ada, "03")

    def send(number: int) -> int:
        with httpx.Client(headers=ada.headers, base_url=desk.address, timeout=60) as client:
            return merged(client, "03", {"name": f"Fablab {number}"}, tag).status_code

    with ThreadPoolExecutor(50) as pool:
        statuses = sorted(pool.map(send, range(50)))
    assert statuses == [200, *[412] * 49]
    names = [
        one for one in live(desk.site.desk, "lieux", "places") if one[1:3] == ('["03"]', "name")
    ]
    assert len(names) == 1


def test_who_was_slower_is_told_base_theirs_and_yours(ada: httpx.Client) -> None:
    first = merged(ada, "03", {"kind": "salle"}, tag_of(ada, "03"))
    second = merged(ada, "03", {"kind": "grange", "open": True}, first.headers["etag"])
    assert second.status_code == 200
    third = merged(ada, "03", {"kind": "halle", "open": True}, first.headers["etag"])
    assert third.status_code == 412
    told = problem(third)
    assert told["columns"] == {
        "kind": {"theirs": "grange", "base": "salle", "yours": "halle"},
        "open": {"theirs": True, "base": None, "yours": True},
    }
    assert third.headers["etag"] == second.headers["etag"]
    assert merged(ada, "03", {"kind": "halle"}, third.headers["etag"]).status_code == 200


def test_a_json_patch_tests_what_was_looked_at(ada: httpx.Client) -> None:
    tag = tag_of(ada, "01")

    def send(*operations: dict[str, object]) -> httpx.Response:
        return patched(ada, row("01"), json.dumps(operations), PATCH, {"if-match": tag})

    false = send(
        {"op": "test", "path": "/open", "value": 1},
        {"op": "test", "path": "/name", "value": "Café des Œuvres"},
        {"op": "replace", "path": "/open", "value": False},
    )
    assert false.status_code == 412
    assert problem(false)["columns"] == {"open": {"base": 1, "theirs": True, "yours": False}}
    true = send(
        {"op": "test", "path": "/open", "value": True},
        {"op": "remove", "path": "/open"},
        {"op": "add", "path": "/kind", "value": "bar"},
    )
    assert true.status_code == 200
    assert true.json()["row"] == {"name": "Café des Œuvres", "kind": "bar", "open": None}


@pytest.mark.parametrize(
    ("body", "pointer", "detail"),
    [
        ({"nmae": "x"}, "/nmae", "no column 'nmae'; did you mean `name`?"),
        ({"open": "true"}, "/open", 'open: "true" is not true or false'),
        ({"open": 1}, "/open", "open: 1 is not true or false"),
        ({"name": 7}, "/name", "name: 7 is not a text"),
        ({"name": {"x": None}}, "/name", 'name: {"x": null} is not a text'),
        ({"name": "a\u202eb"}, "/name", "name: it has characters that nobody sees"),
        ({"name": "x" * 2001}, "/name", "name: it has more than 2000 letters"),
        ({"a/b~c": 1}, "/a~1b~0c", "no column 'a/b~c'; known: name, kind, open"),
        ([], "", "the body is an object: a value for each column"),
        (None, "", "the body is an object: a value for each column"),
    ],
)
def test_what_does_not_fit_is_told_with_its_place(
    desk: Desk, ada: httpx.Client, body: object, pointer: str, detail: str
) -> None:
    before = written(desk)
    sent = json.dumps(body)
    answer = patched(ada, row("01"), sent, MERGE, {"if-match": tag_of(ada, "01")})
    assert answer.status_code == 422
    assert problem(answer)["errors"] == [{"pointer": pointer, "detail": detail}]
    assert written(desk) == before


@pytest.mark.parametrize(
    "name", ["id", "author", "state", "by", "proposal", "rowid", "changeset", "__proto__", ""]
)
def test_nothing_but_cells_is_assigned(desk: Desk, ada: httpx.Client, name: str) -> None:
    before = written(desk)
    cells = {"kind": "mine", name: "x"}
    assert merged(ada, "01", cells, tag_of(ada, "01")).status_code == 422
    operation = [{"op": "add", "path": f"/{name}", "value": "x"}]
    headers = {"if-match": tag_of(ada, "01")}
    answer = patched(ada, row("01"), json.dumps(operation), PATCH, headers)
    assert problem(answer)["errors"][0]["pointer"] == "/0/path"
    assert written(desk) == before


@pytest.mark.parametrize(
    ("operation", "pointer"),
    [
        ({"op": "move", "from": "/name", "path": "/kind"}, "/0/op"),
        ({"op": "copy", "from": "/name", "path": "/kind"}, "/0/op"),
        ({"op": ["add"], "path": "/kind"}, "/0/op"),
        ({"op": "add", "path": "", "value": {}}, "/0/path"),
        ({"op": "add", "path": "kind", "value": ""}, "/0/path"),
        ({"op": "add", "path": "/name/0", "value": ""}, "/0/path"),
        ({"op": "add", "path": "/na~2me", "value": ""}, "/0/path"),
        ({"op": "add", "path": "/kind"}, "/0"),
        ({"op": "replace", "path": "/open", "value": "no"}, "/0/value"),
        ("add", "/0"),
    ],
)
def test_operations_on_cells_alone(ada: httpx.Client, operation: object, pointer: str) -> None:
    headers = {"if-match": tag_of(ada, "01")}
    answer = patched(ada, row("01"), json.dumps([operation]), PATCH, headers)
    assert answer.status_code == 422
    assert problem(answer)["errors"][0]["pointer"] == pointer


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        (b'{"name": "a", "name": "b"}', "'name' stands there twice"),
        (b'{"open": NaN}', "NaN is no number"),
        (b'{"open": -Infinity}', "-Infinity is no number"),
        (b'{"open": 1e999}', "1e999 is no number that can be kept"),
        (b'{"name": "\xff"}', "byte 10 is not UTF-8"),
        (b'\xef\xbb\xbf{"name": "a"}', "Unexpected UTF-8 BOM"),
        (b"", "Expecting value"),
        (b"{'name': 'a'}", "Expecting property name"),
        (b'{"name": ' + b"[" * 30_000, "nested more than 8 deep"),
        (b'{"name": ' + b"[" * 9 + b"]" * 9 + b"}", "nested more than 8 deep"),
        (b'{"open": ' + b"9" * 5_000 + b"}", "The body is no JSON that can be read"),
    ],
)
def test_what_could_be_read_in_two_ways_is_not_read(
    desk: Desk, ada: httpx.Client, body: bytes, detail: str
) -> None:
    before = written(desk)
    answer = patched(ada, row("01"), body, MERGE, {"if-match": tag_of(ada, "01")})
    assert answer.status_code == 400
    assert detail in problem(answer)["detail"]
    assert written(desk) == before


def test_other_bodies_are_told_what_may_be_sent(ada: httpx.Client) -> None:
    headers = {"if-match": tag_of(ada, "01")}
    for kind in ("application/json", "text/plain", "application/x-www-form-urlencoded", "x"):
        answer = patched(ada, row("01"), "{}", kind, headers)
        assert answer.status_code == 415
        assert answer.headers["accept-patch"] == f"{MERGE}, {PATCH}"
    large = patched(ada, row("01"), b'{"name": "' + b"x" * 70_000 + b'"}', MERGE, headers)
    assert (large.status_code, problem(large)["title"]) == (413, "Request Entity Too Large")


@pytest.mark.parametrize(
    ("tag", "status"),
    [
        (None, 428),
        ("", 428),
        ("*", 428),
        ("1.0.0", 400),
        ('"1.0.0', 400),
        ('"1.0.0--0123456789abcdef"', 412),
        ('"9.9.9-1.2-0123456789abcdef"', 412),
        ('"../../secret-1-0123456789abcdef"', 412),
        ("W/%s", 412),
        ('"other", %s', 200),
    ],
)
def test_the_tag_is_demanded_and_compared_strongly(
    ada: httpx.Client, tag: str | None, status: int
) -> None:
    said = {} if tag is None else {"if-match": tag.replace("%s", tag_of(ada, "01"))}
    answer = patched(ada, row("01"), '{"name": "Café des Œuvres"}', MERGE, said)
    assert answer.status_code == status, answer.text
    if status == 428:
        assert "send its ETag as If-Match" in problem(answer)["detail"]


def test_strangers_are_asked_for_a_token(desk: Desk, ada: httpx.Client) -> None:
    false = ({"authorization": said} for said in ("Bearer x", "Basic eDp4", "Bearer", ""))
    for headers in ({}, {"cookie": "fournil_desk=x"}, *false):
        for method in ("GET", "PATCH"):
            answer = httpx.request(method, f"{desk.address}{row('01')}", headers=headers)
            assert answer.status_code == 401
            assert answer.headers["www-authenticate"].startswith("Bearer")
            assert "Café" not in answer.text
            problem(answer)
    # A cookie alone is what another site's page could make a browser send.
    cookie = {"cookie": ada.headers["cookie"]}
    for mark in ({}, {"desk-mark": "x"}, {"desk-mark": "0" * 64}):
        answer = httpx.get(f"{desk.address}{row('01')}", headers=cookie | mark)
        assert answer.status_code == 403
        assert problem(answer)["detail"] == "a session needs its mark in the header Desk-Mark"


def test_no_other_site_may_ask(desk: Desk, ada: httpx.Client) -> None:
    asked = {"origin": "https://evil.example", "access-control-request-method": "PATCH"}
    preflight = ada.options(row("01"), headers=asked)
    assert preflight.status_code == 405
    assert preflight.headers["allow"] == "GET, PATCH, DELETE, HEAD"
    read = ada.get(row("01"), headers={"origin": "https://evil.example"})
    for answer in (preflight, read):
        assert not [name for name in answer.headers if name.startswith("access-control")]


@pytest.mark.parametrize(
    "key",
    [
        "99",
        "01,02",
        "~30~31x",
        "%00",
        "01~0D~0Aset-cookie:~20a=b",
        "..~2F..~2Fdesk",
        "'~20OR~201=1",
    ],
)
def test_other_rows_are_not_there(ada: httpx.Client, key: str) -> None:
    answer = ada.get(row(key))
    assert answer.status_code == 404
    assert "set-cookie" not in answer.headers
    problem(answer)


def test_a_key_may_be_tilde_encoded(ada: httpx.Client) -> None:
    assert ada.get(row("~30~31")).headers["etag"] == tag_of(ada, "01")


def test_rights_say_what_becomes_of_it(desk: Desk, ada: httpx.Client) -> None:
    tag, places = tag_of(ada, "01"), Scope(dataset="lieux", table="places", columns=("kind",))
    with (
        program(desk, "Kinds", "corrector", places) as kinds,
        program(desk, "Elsewhere", "corrector", Scope(dataset="other")) as elsewhere,
    ):
        assert kinds.get(row("01")).headers["etag"] == tag
        assert merged(kinds, "01", {"name": "x"}, tag).status_code == 403
        assert merged(kinds, "01", {"name": "x", "kind": "bar"}, tag).status_code == 403
        assert elsewhere.get(row("01")).status_code == 403
        refused = merged(elsewhere, "01", {"kind": "x"}, tag)
        assert problem(refused)["detail"] == "you may neither correct nor propose this: kind"
        assert tag_of(ada, "01") == tag
        assert merged(kinds, "01", {"kind": "buvette"}, tag).status_code == 200


def test_a_token_that_only_proposes_fills_the_inbox(desk: Desk, ada: httpx.Client) -> None:
    tag = tag_of(ada, "02")
    with with_token(desk, "Proposes", only="propose") as client:
        assert tag_of(client, "02") == tag
        first = merged(client, "02", {"kind": "verger"}, tag)
        assert (first.status_code, first.headers["etag"]) == (202, tag)
        assert first.json()["row"]["kind"] != "verger"
        again = merged(client, "02", {"kind": "verger"}, tag)
        assert again.json()["proposal"] == first.json()["proposal"]
    assert tag_of(ada, "02") == tag
    [one] = [one for one in proposals(desk.site.desk) if one.id == first.json()["proposal"]]
    assert (one.key, one.edits["kind"].new, one.state) == (("02",), "verger", "open")
    with with_token(desk, "Reviews", only="review") as client:
        # Its member is no reviewer.
        assert client.get(row("02")).status_code == 403
        assert merged(client, "02", {"kind": "verger"}, tag).status_code == 403


def test_where_two_have_to_look_nobody_corrects_alone(desk: Desk, ada: httpx.Client) -> None:
    path = "/desk/autres/places/01"
    sent = {"if-match": ada.get(path).headers["etag"]}
    answer = patched(ada, path, '{"kind": "bar"}', MERGE, sent)
    assert (answer.status_code, answer.json()["pending"]) == (202, {})
    assert live(desk.site.desk, "autres", "places") == []


def test_a_row_is_closed_where_the_table_says_how(desk: Desk, ada: httpx.Client) -> None:
    assert ada.delete(row("01")).status_code == 428
    stale = ada.delete(row("01"), headers={"if-match": '"1.0.0--0123456789abcdef"'})
    assert [*problem(stale)["columns"]] == ["open"]
    done = ada.delete(row("01"), headers={"if-match": tag_of(ada, "01")})
    assert (done.status_code, done.json()["row"]["open"]) == (200, False)
    again = ada.delete(row("01"), headers={"if-match": done.headers["etag"]})
    assert (again.status_code, again.headers["etag"]) == (200, done.headers["etag"])
    columns = Scope(columns=("kind",))
    with with_token(desk, "Kind", columns) as client:
        refused = client.delete(row("01"), headers={"if-match": done.headers["etag"]})
        assert refused.status_code == 403
    other = ada.delete("/desk/autres/places/01", headers={"if-match": "*"})
    assert (other.status_code, other.headers["allow"]) == (405, "GET, HEAD, PATCH")
    said = "nothing says here that a row is over: declare `closed` in tables.places.corrections"
    assert problem(other)["detail"] == said


def test_a_row_that_is_missing_is_added(desk: Desk, ada: httpx.Client) -> None:
    table, new = "/desk/lieux/places", {"name": "La Serre", "kind": "serre", "open": True}
    done = ada.post(table, json=new, headers={"idempotency-key": "added"})
    assert (done.status_code, done.json()["row"]) == (201, new)
    [key] = done.json()["key"]
    again = ada.post(table, json=new, headers={"idempotency-key": "added"})
    assert again.json() == done.json()
    same = ada.post(table, json=new)
    assert (same.status_code, problem(same)["detail"]) == (
        409,
        "the very same row was added already",
    )
    [one] = [one for one in live(desk.site.desk, "lieux", "places") if one[1] == f'["{key}"]']
    assert json.loads(str(one[4])) == {"kind": "serre", "name": "La Serre", "open": "true"}
    with with_token(desk, "Suggests", only="propose") as client:
        waits = client.post(table, json={"name": "La Cave"})
        assert (waits.status_code, waits.json()["key"]) == (202, [])
        told = client.post(table, json={"name": "La Cave"})
        assert told.json()["proposal"] == waits.json()["proposal"]
    with with_token(desk, "Kinds alone", Scope(columns=("kind",))) as client:
        assert client.post(table, json={"kind": "x"}).status_code == 403


@pytest.mark.parametrize(
    ("body", "errors"),
    [
        ({"id": "mine", "name": "x"}, {"/id"}),
        ({"name": "x", "state": "accepted", "key": "1"}, {"/state", "/key"}),
        ({"name": "x", "open": "true"}, {"/open"}),
        ({}, {""}),
        ({"name": None, "kind": "  "}, {""}),
        ([], {""}),
    ],
)
def test_a_row_says_what_its_table_takes(
    desk: Desk, ada: httpx.Client, body: object, errors: set[str]
) -> None:
    before = written(desk)
    answer = ada.post("/desk/lieux/places", json=body)
    assert answer.status_code == 422
    assert {one["pointer"] for one in problem(answer)["errors"]} == errors
    assert written(desk) == before


def test_tables_that_take_no_rows_say_what_to_declare(desk: Desk, ada: httpx.Client) -> None:
    answer = ada.post("/desk/autres/places", json={"name": "x"})
    assert (answer.status_code, answer.headers["allow"]) == (405, "")
    said = "no row can be added here: declare `add: true` in tables.places.corrections"
    assert problem(answer)["detail"] == said
    assert ada.post("/desk/lieux/nothing", json={"name": "x"}).status_code == 404
    assert ada.post("/desk/lieux/places", content="{}").headers["accept-post"] == "application/json"
    stranger = httpx.post(f"{desk.address}/desk/lieux/places", json={"name": "x"})
    assert stranger.status_code == 401
