"""The page of a member's own tokens, on a real server."""

import re
import time
from collections.abc import Iterator
from itertools import product

import pytest
from itsdangerous import URLSafeSerializer

from publish.desk.members import members
from publish.desk.secret import secret
from publish.desk.tokens import MOST_LIVE, make, tokens
from tests.desk.entering import Desk, mark_of, open_site, told
from tests.servers import serving

pytestmark = pytest.mark.slow("starts a server")
PLUGIN_PAGES = ("/desk/-/api/tokens", "/desk/-/api/tokens/create", "/desk/-/api/tokens/1",
                "/-/api/tokens", "/-/api/tokens/create", "/desk/desk/_datasette_auth_tokens",
                "/desk/desk/_datasette_auth_tokens.json", "/desk/-/tokens",
                "/desk/-/create-token")  # fmt: skip


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A site with both doors, of two workers."""
    site = open_site(tmp_path_factory.mktemp("tokens") / "site")
    with serving(site.root, 2) as server:
        yield Desk(site, server.address)


def id_of(desk: Desk, name: str) -> str:
    """The id of a member."""
    [found] = [one.id for one in members(desk.site.desk) if one.name == name]
    return found


def made(desk: Desk, name: str) -> int:
    """The number of a new token of a member."""
    member = id_of(desk, name)
    return make(desk.site.desk, member, 9, None, by=member, now=int(time.time()))


def test_a_member_makes_sees_and_ends_a_token(desk: Desk) -> None:
    with desk.member("Ada") as client:
        assert "You have no tokens." in told(client.get("/desk/tokens"))
        fields = {"mark": mark_of(client), "days": "30", "only": "correct"}
        answer = client.post("/desk/tokens", data=fields)
        assert "This is the token. It is shown this once: keep it now." in told(answer)
        [token] = re.findall(r"dsatok_[\w.-]+", told(answer))
        again = client.get("/desk/tokens")
        assert token not in again.text
        assert "to correct alone – until" in told(again)
        assert "not used yet" in told(again)
        [id] = re.findall(r'name="end" value="(\d+)"', again.text)
        ended = client.post("/desk/tokens", data={"mark": mark_of(client), "end": id})
        assert "The token is ended." in told(ended)
        assert "You have no tokens." in told(ended)
        twice = client.post("/desk/tokens", data={"mark": mark_of(client), "end": id})
        assert (twice.status_code, "no such token of yours" in told(twice)) == (404, True)


def test_nobody_sees_or_ends_another_s(desk: Desk) -> None:
    with desk.member("Bea") as bea, desk.member("Cleo") as cleo:
        id = made(desk, "Bea")
        assert str(id) in bea.get("/desk/tokens").text
        assert str(id) not in cleo.get("/desk/tokens").text
        answer = cleo.post("/desk/tokens", data={"mark": mark_of(cleo), "end": str(id)})
        assert answer.status_code == 404
        assert str(id) in bea.get("/desk/tokens").text
        assert desk.get("/desk/tokens").status_code == 403
        unmarked = bea.post("/desk/tokens", data={"end": str(id)})
        assert unmarked.status_code == 403


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"days": "0"}, 422),
        ({"days": "366"}, 422),
        ({"days": ""}, 422),
        ({}, 422),
        ({"days": "9", "only": "officer"}, 400),
        ({"end": "1 OR 1=1"}, 404),
    ],
)
def test_a_token_always_ends(desk: Desk, fields: dict[str, str], status: int) -> None:
    with desk.member("Dora") as client:
        mine = {"mark": mark_of(client), **fields}
        assert client.post("/desk/tokens", data=mine).status_code == status
    assert tokens(desk.site.desk, id_of(desk, "Dora"), 0) == []


def test_a_member_who_has_many_is_told(desk: Desk) -> None:
    with desk.member("Eve") as client:
        for _ in range(MOST_LIVE):
            made(desk, "Eve")
        answer = client.post("/desk/tokens", data={"mark": mark_of(client), "days": "9"})
        assert (answer.status_code, "end one of them first" in told(answer)) == (409, True)


@pytest.mark.parametrize("path", PLUGIN_PAGES)
def test_the_plugin_s_pages_are_not_there(desk: Desk, path: str) -> None:
    with desk.member("Fay") as fay:
        id = str(made(desk, "Fay"))
        signed = URLSafeSerializer(secret(desk.site.desk.parent).hex(), "dsatok").dumps(int(id))
        bearer = {"authorization": f"Bearer dsatok_{signed}"}
        assert id in fay.get("/desk/tokens").text
        for method, headers in product(("GET", "POST"), ({}, bearer)):
            answer = fay.request(method, path, headers=headers)
            # Where the address could be that of a row, it is answered as one that is not there.
            assert answer.status_code in (403, 404, 405)
            assert id not in answer.text
