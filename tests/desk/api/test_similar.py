"""What is alike a row that somebody is about to create, on a real server."""

from collections.abc import Iterator, Mapping
from typing import Any

import httpx
import pytest

from publish.corrections.proposals import Edit, propose
from publish.desk.rights import EVERYWHERE, Scope
from tests.desk.api.asking_programs import problem, program, published_api, with_token
from tests.desk.entering import Desk
from tests.servers import serving
from tests.sites import DAY, copied

pytestmark = pytest.mark.slow("starts a server")

PATH = "/desk/similar"
PLACES = {"dataset": "lieux", "table": "places"}
WAITS = "Le café des œuvres d’Ada"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A site where one row waits to be added."""
    site = copied(tmp_path_factory.mktemp("similar") / "site", published_api)
    edits = {"name": Edit(None, WAITS), "kind": Edit(None, "café")}
    propose(site.desk, ("lieux", "places", ()), edits, why="W", evidence="", day=DAY,
            title=WAITS, kind="addition")  # fmt: skip
    edited = {"name": Edit("Café des Œuvres", "Café secret")}
    propose(site.desk, ("lieux", "places", ("01",)), edited, why="W", evidence="", day=DAY)
    with serving(site.root) as server:
        yield Desk(site, server.address)


def asked(desk: Desk, **cells: str) -> httpx.Response:
    """What a visitor is told of columns in the address."""
    return httpx.get(f"{desk.address}{PATH}", params={**PLACES, **cells}, timeout=60)


def sent(desk: Desk, row: object, place: Mapping[str, Any] = PLACES) -> httpx.Response:
    """The same of a body."""
    return httpx.post(f"{desk.address}{PATH}", json={**place, "row": row}, timeout=60)


def test_a_visitor_is_told_of_rows_alike(desk: Desk) -> None:
    answer = asked(desk, name="cafe des oeuvre", kind="Café")
    assert answer.status_code == 200
    assert answer.json() == {
        "dataset": "lieux",
        "table": "places",
        "release": "1.0.0",
        "rows": [
            {
                "id": "01",
                "key": ["01"],
                "label": "Café des Œuvres",
                "score": 0.972,
                "likely": True,
                "columns": {
                    "name": {"yours": "cafe des oeuvre", "theirs": "Café des Œuvres",
                             "score": 0.968},
                    "kind": {"yours": "Café", "theirs": "café", "score": 1.0},
                },
                "url": f"{desk.address}/lieux/places/01",
            }
        ],
    }  # fmt: skip
    assert httpx.get(answer.json()["rows"][0]["url"]).status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    assert sent(desk, {"name": "cafe des oeuvre", "kind": "Café"}).json() == answer.json()


def test_values_have_their_types(desk: Desk) -> None:
    [found] = sent(desk, {"name": "Café des Œuvres", "open": True, "kind": None}).json()["rows"]
    assert found["columns"]["open"] == {"yours": True, "theirs": True, "score": 1.0}
    assert found["columns"].keys() == {"name", "open"}
    assert asked(desk, id="01").json()["rows"][0]["columns"].keys() == {"id"}


def test_nothing_is_alike_what_is_new(desk: Desk) -> None:
    assert asked(desk, name="Piscine").json()["rows"] == []
    assert sent(desk, {"open": False}).json()["rows"] == []


def test_what_waits_is_told_to_those_who_review_it(desk: Desk) -> None:
    visitor = asked(desk, name="cafe des oeuvres")
    assert "waiting" not in visitor.json()
    with with_token(desk, "Corrects") as corrector:
        told = corrector.get(PATH, params={**PLACES, "name": "cafe des oeuvres"})
        assert told.json() == visitor.json()
    with program(desk, "Elsewhere", scope=Scope("autres")) as other:
        told = other.get(PATH, params={**PLACES, "name": "cafe des oeuvres"})
        assert told.json() == {**visitor.json(), "waiting": []}
    with program(desk, "Reviews") as reviewer:
        told = reviewer.get(PATH, params={**PLACES, "name": "cafe des oeuvres"})
    [waits] = told.json()["waiting"]
    assert waits["url"] == f"{desk.address}/desk/proposals/{waits['proposal']}"
    assert (waits["label"], waits["likely"]) == (WAITS, True)
    assert waits["columns"]["name"]["theirs"] == WAITS
    assert {**told.json(), "waiting": []} == {**visitor.json(), "waiting": []}


def test_a_token_that_may_not_review_hears_nothing_of_what_waits(desk: Desk) -> None:
    with with_token(desk, "Proposes", EVERYWHERE, "propose") as client:
        assert "waiting" not in client.post(PATH, json={**PLACES, "row": {"name": WAITS}}).json()
    wrong = httpx.get(f"{desk.address}{PATH}", params={**PLACES, "name": "x"},
                      headers={"authorization": "Bearer dsatok_none"})  # fmt: skip
    assert problem(wrong)["status"] == 401


@pytest.mark.parametrize(
    ("place", "status"),
    [
        ({"dataset": "nothing", "table": "places"}, 404),
        ({"dataset": "lieux", "table": "places_corrections"}, 404),
        ({"dataset": "lieux", "table": "sqlite_master"}, 404),
        ({"dataset": "../lieux", "table": "places"}, 404),
        ({"dataset": "lieux"}, 422),
        ({"dataset": "lieux", "table": ""}, 422),
        ({"dataset": ["lieux"], "table": "places"}, 422),
    ],
)
def test_a_table_that_there_is_not(desk: Desk, place: dict[str, Any], status: int) -> None:
    assert problem(sent(desk, {"name": "x"}, place))["status"] == status


@pytest.mark.parametrize(
    ("row", "place", "detail"),
    [
        ({"nam": "x"}, "/row/nam", "no open column 'nam'; did you mean `name`?"),
        ({"author": "ada@example.org"}, "/row/author", "no open column 'author'"),
        ({"name\0": "x"}, "/row/name\0", "no open column"),
        ({}, "/row", "nothing is said of the row"),
        ({"name": None, "kind": ""}, "/row", "nothing is said of the row"),
        ({"name": 12}, "/row/name", "12 is not a text"),
        ({"name": ["x"]}, "/row/name", '["x"] is not a text'),
        ({"open": "true"}, "/row/open", '"true" is not true or false'),
        ({"name": "x" * 2001}, "/row/name", "it has more than 2000 letters"),
        ({"name": "a\u202eb"}, "/row/name", "it has characters that nobody sees"),
        ("name", "/row", "write an object"),
    ],
)
def test_a_row_that_cannot_be_compared(desk: Desk, row: object, place: str, detail: str) -> None:
    told = problem(sent(desk, row))
    [wrong] = told["errors"]
    assert (told["status"], wrong["pointer"]) == (422, place)
    assert detail in wrong["detail"]


@pytest.mark.parametrize(
    ("cells", "detail"),
    [
        ({"nothing": "1"}, "no open column 'nothing'"),
        ({"open": "perhaps"}, "'perhaps' is neither `true` nor `false`"),
        ({"name": ["a", "b"]}, "it stands there 2 times"),
        ({"name": ""}, "nothing is said of the row"),
        ({"name": "é" * 2001}, "it has more than 2000 letters"),
    ],
)
def test_an_address_that_cannot_be_compared(desk: Desk, cells: dict[str, Any], detail: str) -> None:
    answer = httpx.get(f"{desk.address}{PATH}", params={**PLACES, **cells}, timeout=60)
    [wrong] = problem(answer)["errors"]
    assert (answer.status_code, detail in wrong["detail"]) == (422, True)


@pytest.mark.parametrize(
    "name",
    [
        "'; DROP TABLE places; --", '" OR name:*', "NEAR(a b)", "%_%", "*", "\"", "-x ^y {z}",
        "<script>alert(1)</script>", "a " * 900, "☃" * 500, "((((((((((", "É\u0301\u0301",
    ],
)  # fmt: skip
def test_whatever_is_typed_is_text(desk: Desk, name: str) -> None:
    for answer in (asked(desk, name=name, kind=name), sent(desk, {"name": name, "kind": name})):
        assert (answer.status_code, answer.json()["rows"]) == (200, [])


def test_other_bodies_are_refused(desk: Desk) -> None:
    address = f"{desk.address}{PATH}"
    for body, kind, status in (
        (b'{"dataset": "lieux"', "application/json", 400),
        (b'{"row": {}, "row": {}}', "application/json", 400),
        (b"[]", "application/json", 422),
        (b"{}", "text/plain", 415),
        (
            b'{"dataset": "lieux", "table": "places", "row": {}, "limit": 5}',
            "application/json",
            422,
        ),
        (b"x" * 70_000, "application/json", 413),
    ):
        answer = httpx.post(address, content=body, headers={"content-type": kind})
        assert (problem(answer)["status"], body[:20]) == (status, body[:20])
    assert problem(httpx.request("DELETE", address))["status"] == 405
