"""Corrections that the service pulls: by whom, in which form, and what is not sent again."""

import time
from contextlib import closing

import httpx
import pytest

from publish.corrections.decisions import accept
from publish.corrections.proposals import Edit, propose
from publish.desk.app.serve import open_desk
from publish.desk.members import invite, members
from publish.desk.rights import Action, Role, Scope
from publish.desk.tokens import make
from tests.desk.api.asking_programs import problem
from tests.desk.entering import Desk
from tests.sites import DAY

pytestmark = pytest.mark.slow("starts a server")
PATH = "/desk/lieux/outgoing"
HEAD = "number,table,key,column,source,corrected,state,month,evidence"
LINE = '1,places,"[""02""]",kind,jardin,parc,accepted,2026-11,https://example.org/a'


@pytest.fixture(scope="module", autouse=True)
def corrected(desk: Desk) -> None:
    """A correction is alive."""
    row, edits = ("lieux", "places", ("02",)), {"kind": Edit("jardin", "parc")}
    link = "https://example.org/a"
    number = propose(desk.site.desk, row, edits, why="", evidence=link, day=DAY)
    accept(desk.site.desk, number, DAY)


def asked(
    desk: Desk, name: str, role: Role, on: str = "", only: Action | None = None
) -> dict[str, str]:
    """The header of a program of a member, who is made, with rights on `dataset.table`."""
    dataset, _dot, table = on.partition(".")
    now = int(time.time())
    invite(desk.site.desk, name, role, now, Scope(dataset, table))
    [member] = [one.id for one in members(desk.site.desk) if one.name == name]
    number = make(desk.site.desk, member, 1, only, by=member, now=now)
    with closing(open_desk(desk.site)) as opened:
        return {"authorization": f"Bearer {opened.token_of(number)}"}


def get(desk: Desk, headers: dict[str, str], path: str = PATH) -> httpx.Response:
    return httpx.get(f"{desk.address}{path}", headers=headers, timeout=60)


def test_a_service_pulls_csv(desk: Desk) -> None:
    answer = get(desk, asked(desk, "Ada", "reviewer"))
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/csv; charset=utf-8")
    assert answer.text.splitlines() == [HEAD, LINE]
    assert answer.headers["cache-control"] == "no-store"
    assert get(desk, asked(desk, "Ada", "reviewer"), f"{PATH}.csv").text == answer.text


def test_or_patches_that_test_what_the_source_says(desk: Desk) -> None:
    headers = asked(desk, "Ada", "reviewer")
    patch = [
        {"op": "test", "path": "/kind", "value": "jardin"},
        {"op": "replace", "path": "/kind", "value": "parc"},
    ]
    for path, more in ((f"{PATH}.json", {}), (PATH, {"accept": "application/json"})):
        answer = get(desk, headers | more, path)
        assert answer.headers["content-type"] == "application/json"
        assert answer.json() == [{"table": "places", "key": ["02"], "patch": patch}]


def test_what_it_has_is_not_sent_again(desk: Desk) -> None:
    headers = asked(desk, "Ada", "reviewer")
    tag = get(desk, headers).headers["etag"]
    again = get(desk, headers | {"if-none-match": f'"x", W/{tag}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert get(desk, headers | {"if-none-match": '"x"'}).status_code == 200
    assert get(desk, headers | {"if-none-match": tag}, f"{PATH}.json").status_code == 200


@pytest.mark.parametrize(
    ("role", "on", "only", "status"),
    [
        ("officer", "", None, 200),
        ("reviewer", "lieux.places", None, 200),
        ("reviewer", "", "review", 200),
        ("reviewer", "", "correct", 403),
        ("corrector", "", None, 403),
        ("reviewer", "autres", None, 403),
        ("reviewer", "lieux.autres", None, 403),
    ],
)
def test_only_who_reviews_or_clears_the_table_reads_it(
    role: Role, on: str, only: Action | None, status: int, desk: Desk
) -> None:
    answer = get(desk, asked(desk, "Bob", role, on, only))
    assert (answer.status_code, "parc" in answer.text) == (status, status == 200)
    if status == 403:
        assert problem(answer)["detail"] == ("no table of this dataset is yours to review or clear")


def test_nobody_else_reads_it(desk: Desk) -> None:
    assert problem(get(desk, {}))["status"] == 401
    assert problem(get(desk, {"authorization": "Bearer dsatok_x"}))["status"] == 401
    headers = asked(desk, "Ada", "reviewer")
    assert problem(get(desk, headers, "/desk/nulle-part/outgoing"))["status"] == 404
    assert problem(httpx.post(f"{desk.address}{PATH}", headers=headers))["status"] == 405


def test_a_session_reads_it_too(desk: Desk) -> None:
    with desk.member("Zoe") as client:
        assert client.get(PATH).text.splitlines() == [HEAD, LINE]
