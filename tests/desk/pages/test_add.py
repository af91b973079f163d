"""Rows that are missing, and rows that are over, on a real server and without a script."""

import re
from collections.abc import Iterator, Mapping
from itertools import count

import httpx
import pytest

from publish.corrections.proposals import Edit
from tests.desk.entering import FORM, Desk, deciding, told
from tests.servers import serving
from tests.sites import DATASET, METADATA, declare, make_site, publish_one

pytestmark = pytest.mark.slow("starts a server")

ADD = "/desk/lieux/places/add"
TABLE = ("lieux", "places")
TAKING = DATASET.replace(
    "    browse:", "    corrections: {add: true, closed: {open: false}}\n    browse:"
).replace("from: Nom,", "from: Nom, constraints: {required: true},")
_ASKED = count(1)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A site whose table takes rows and says when one is over."""
    site = make_site(tmp_path_factory.mktemp("adding") / "site")
    declare(site, TAKING)
    publish_one(site)
    (site.root / "metadata.yaml").write_text(f"{METADATA}desk: {{}}\n", encoding="utf-8")
    with serving(site.root) as server:
        yield Desk(site, server.address)


def send(desk: Desk, path: str, fields: Mapping[str, str]) -> httpx.Response:
    who = next(_ASKED)
    return desk.send(path, fields, {"x-forwarded-for": f"198.51.{who // 250}.{who % 250}"})


def add(desk: Desk, more: Mapping[str, str] | None = None, **cells: str) -> httpx.Response:
    fields = {f"cell.{name}": value for name, value in cells.items()}
    return send(desk, ADD, {"form": desk.sealed(row=TABLE), **fields, **(more or {})})


def test_the_table_leads_to_the_form(desk: Desk) -> None:
    page = desk.get("/lieux/places")
    assert 'href="/desk/lieux/places/add?_lang=en"' in page.text
    form = desk.get(ADD)
    assert "Add what is missing" in told(form)
    assert "At present" not in told(form)
    assert "This is closed" not in told(form)
    assert 'name="cell.name"' in form.text
    assert 'name="cell.id"' not in form.text
    assert "author" not in form.text


def test_what_is_required_is_asked_for(desk: Desk) -> None:
    before = desk.waiting()
    answer = add(desk, kind="serre")
    assert (answer.status_code, "It cannot be empty." in told(answer)) == (422, True)
    assert "Nothing is said of it yet." not in told(answer)
    assert desk.waiting() == before


def test_rows_that_it_could_be_are_shown_first(desk: Desk) -> None:
    before = desk.waiting()
    answer = add(desk, name="cafe des oeuvres", kind="bistrot")
    assert (answer.status_code, "Is it one of these?" in told(answer)) == (409, True)
    assert re.search(r'href="/desk/lieux/places/01/propose[^"]*">Café des Œuvres</a>', answer.text)
    assert 'value="bistrot"' in answer.text
    assert desk.waiting() == before
    sent = add(desk, {"another": "1"}, name="cafe des oeuvres", kind="bistrot")
    assert sent.status_code == 303
    found = desk.waiting()[-1]
    assert (found.kind, found.key, found.title) == ("addition", (), "cafe des oeuvres")
    assert found.edits == {
        "name": Edit(None, "cafe des oeuvres"),
        "kind": Edit(None, "bistrot"),
    }
    again = add(desk, {"another": "1"}, name="cafe des oeuvres", kind="bistrot")
    assert "known=1" in again.headers["location"]


@pytest.mark.parametrize("name", ["id", "author", "rowid", "code"])
def test_only_cells_of_the_form_are_taken(desk: Desk, name: str) -> None:
    before = desk.waiting()
    assert add(desk, **{"name": "Serre", name: "x"}).status_code == 400
    assert desk.waiting() == before


def test_programs_are_kept_out_as_from_other_forms(desk: Desk) -> None:
    before = desk.waiting()
    trapped = add(desk, {"homepage": "https://casino.example"}, name="Casino")
    assert trapped.headers["location"] == "/desk/thanks?_lang=en"
    fast = {"form": desk.sealed(ago=1, row=TABLE), "cell.name": "Serre"}
    assert "That was fast." in told(send(desk, ADD, fast))
    other = {"form": desk.sealed(), "cell.name": "Serre"}
    assert "This form is too old, or not of this page." in told(send(desk, ADD, other))
    assert desk.waiting() == before


@pytest.mark.parametrize("path", ["lieux/nothing", "other/places", "lieux/sqlite_master"])
def test_other_tables_have_no_form(desk: Desk, path: str) -> None:
    answer = desk.get(f"/desk/{path}/add")
    assert answer.status_code == 404
    assert "There is no such table, or no row can be added to it." in told(answer)


def test_a_button_says_that_a_row_is_over(desk: Desk) -> None:
    assert "This is closed, or no longer exists" in told(desk.get(FORM))
    shut = desk.get("/desk/lieux/places/02/propose")
    assert "This is closed" not in told(shut)
    fields = {"form": desk.sealed(), "closed": "1", "cell.name": "ignored", "why": "seen"}
    assert send(desk, FORM, fields).status_code == 303
    found = desk.waiting()[-1]
    assert (found.edits, found.why) == ({"open": Edit("true", "false")}, "seen")


def test_members_see_a_new_row_as_such_and_accept_it(desk: Desk) -> None:
    assert add(desk, name="La Halle", kind="halle").status_code == 303
    number = desk.waiting()[-1].id
    with desk.member() as client:
        page = told(client.get("/desk/inbox"))
        assert f"Proposal {number}: La Halle A new row – All rows of the table" in page
        sent = deciding(client, desk.waiting()[-1])
        assert "1 proposal accepted" in told(client.post("/desk/inbox", data=sent))
    publish_one(desk.site)
    rows = (desk.site.releases / "lieux/current/places.csv").read_text("utf-8")
    assert re.search(r"desk-[a-z2-7]{8},La Halle,halle,", rows)
