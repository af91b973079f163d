"""What waits for an organisation, on a real server: who sees it, and what becomes of a click."""

from collections.abc import Iterator

import httpx
import pytest

from publish.corrections.clearances import Candidate, known, note
from publish.corrections.log import entries
from publish.desk.rights import Role, Scope
from tests.desk.entering import Desk, mark_of, open_site, told
from tests.servers import serving
from tests.sites import DAY

pytestmark = pytest.mark.slow("starts a server")
PATH = "/desk/clearance"
PLACE = ("lieux", "places")
ROWS = (
    Candidate('["02"]', "a" * 64, "changed", '{"kind":["jardin","<b>parc"],"open":["true",null]}'),
    Candidate('["03"]', "b" * 64, "gone", '{"name":["Fablab",null]}'),
    Candidate('["04"]', "c" * 64, "new", '{"name":[null,"Serre"]}'),
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk at which nothing waits yet."""
    site = open_site(tmp_path_factory.mktemp("clearance") / "site")
    with serving(site.root) as server:
        yield Desk(site, server.address)


@pytest.fixture(autouse=True)
def waits(desk: Desk) -> None:
    """Three changes wait, none of them cleared."""
    note(desk.site.desk, PLACE, (), DAY)
    note(desk.site.desk, PLACE, ROWS, DAY)


def cleared(desk: Desk) -> list[str]:
    return [one.key for one in known(desk.site.desk, *PLACE) if one.cleared]


def marks(client: httpx.Client) -> list[str]:
    page = client.get(PATH).text
    return [part.partition('"')[0] for part in page.split('name="change" value="')[1:]]


def test_a_clearer_sees_what_would_change(desk: Desk) -> None:
    with desk.member("Ada", "clearer", Scope(*PLACE)) as client:
        answer = client.get(PATH)
    assert answer.status_code == 200
    assert "<b>parc" not in answer.text
    said = told(answer)
    assert "3 changes wait." in said
    assert "Changed row: 02" in said
    assert "jardin → should be <b>parc" in said
    assert "yes → should be not stated" in said
    assert "Row that is gone" in said and "New row" in said
    assert ("/lieux/places/02?" in answer.text, "/lieux/places/04" in answer.text) == (True, False)


def test_what_is_ticked_is_cleared_by_its_member(desk: Desk) -> None:
    with desk.member("Ada", "clearer", Scope("lieux")) as client:
        sent = {"mark": mark_of(client), "change": marks(client)[:2]}
        answer = client.post(PATH, data=sent)
        assert "2 changes were cleared; the next publication shows them." in told(answer)
        assert cleared(desk) == ['["02"]', '["03"]']
        again = client.post(PATH, data=sent)
        assert (again.status_code, "2 changes are not what they were" in told(again)) == (409, True)
    line = next(one for one in entries(desk.site.desk) if one.act == "cleared")
    assert (line.about, line.by == "shell") == ("table lieux.places", False)


def test_what_was_not_seen_is_not_cleared(desk: Desk) -> None:
    with desk.member("Ada", "officer", Scope()) as client:
        mark, seen = mark_of(client), marks(client)
        other = ROWS[0]._replace(digest="d" * 64)
        note(desk.site.desk, PLACE, (other, *ROWS[1:]), DAY)
        answer = client.post(PATH, data={"mark": mark, "change": seen[:1]})
    assert (answer.status_code, cleared(desk)) == (409, [])


@pytest.mark.parametrize(
    ("role", "scope", "status"),
    [
        ("reviewer", Scope(), 403),
        ("corrector", Scope(), 403),
        ("clearer", Scope("autres"), 200),
        ("clearer", Scope("lieux", "places", ("kind",)), 200),
        ("clearer", Scope(expires=1), 200),
    ],
)
def test_others_see_and_clear_nothing(role: Role, scope: Scope, status: int, desk: Desk) -> None:
    with desk.member("Ada", "officer", Scope()) as client:
        seen = marks(client)
    with desk.member("Bob", role, scope) as client:
        answer = client.get(PATH)
        assert (answer.status_code, "parc" in answer.text) == (status, False)
        sent = client.post(PATH, data={"mark": mark_of(client), "change": seen})
        assert sent.status_code == (403 if status == 403 else 409)
    assert cleared(desk) == []


def test_a_form_of_another_session_clears_nothing(desk: Desk) -> None:
    with desk.member("Ada", "clearer", Scope("lieux")) as client:
        found = marks(client)
        assert client.post(PATH, data={"mark": "0" * 64, "change": found}).status_code == 403
        assert client.post(PATH, data={"mark": mark_of(client)}).status_code == 422
    assert cleared(desk) == []
