"""What leaves is read for personal data; hits are told without their values."""

from collections import Counter
from datetime import date
from typing import Any

import ibis
import pyarrow as pa
import pytest

from publish.bakehouse.check.inspection import Inspection, TableRun
from publish.bakehouse.check.personal import personal_data
from publish.bakehouse.engine import Workspace
from publish.bakehouse.modes.protected import Protected, PublishedTable
from publish.bakehouse.shape import Shaped
from publish.declare.declaration import Dataset, Table
from tests.bakehouse.check.test_rows import DATASET
from tests.sites import DAY
from tests.tables import column, table

ACCEPT = {"kind": "email", "why": "the public address of each place", "until": date(2026, 12, 31)}


def found(place: Workspace, of: Table, read: Any, left: Any = None, as_of: date = DAY) -> list[str]:
    """The problems of one table, of what was read and what would leave (Ibis, or cells)."""
    rows = _table(place, read)
    out = rows if left is None else _table(place, left)
    dataset = Dataset.model_validate(DATASET | {"tables": {"places": of}})
    declared = out.select([name for name in of.published if name in out.columns])
    shaped = Shaped(rows, 0, Counter(), ())
    run = TableRun("places", of, shaped, Protected((PublishedTable("places", of, declared),)))
    inspection = Inspection("lieux", dataset, {"places": run}, as_of)
    return [str(problem) for problem in personal_data(inspection)]


def _table(place: Workspace, cells: Any) -> Any:
    if not isinstance(cells, dict):
        return cells
    return place.con.create_table(place.name("cells"), pa.table(cells), temp=True)


def test_harmless_columns_have_no_problem(place: Workspace) -> None:
    of = table({"name": column(), "seats": column("integer"), "open": column("boolean")})
    cells = {"name": ["Café des Halles", "Le Rucher"], "seats": [4, 12], "open": [True, False]}
    assert found(place, of, cells) == []


def test_an_email_is_refused_without_its_value(place: Workspace) -> None:
    of = table({"note": column()})
    cells = {"note": ["Ouvert le mardi", "écrire à ada@example.org", "ada@example.org"]}
    assert found(place, of, cells) == [
        "blocker personal-email: places.note: 2 values look like e-mail addresses; drop or "
        "generalise the column; where it names nobody, say so: "
        "`accept: {note: {kind: email, why: …, until: …}}`"
    ]


@pytest.mark.slow("reads a million rows, or a whole release")
def test_one_email_in_a_million_rows_is_found(place: Workspace) -> None:
    number = ibis.range(1_000_000).unnest().name("number").as_table()
    usual = "Un lieu ouvert à tous, n° " + number.number.cast("string")
    note = (number.number == 777_777).ifelse("Écrire à ada@example.org", usual)
    rows = place.con.create_table("many", number.select(note=note), temp=True)
    [problem] = found(place, table({"note": column()}), rows)
    assert problem.startswith("blocker personal-email: places.note: 1 value looks like e-mail")


def test_items_of_lists_and_insides_of_json_are_read(place: Workspace) -> None:
    of = table({"tags": column("list"), "data": column("json")})
    cells = {
        "tags": ['["jardin", "ada@example.org"]', '["café"]'],
        "data": ['{"contact": {"06 39 98 01 02": true}}', "null"],
    }
    assert [problem.split(": ")[0:2] for problem in found(place, of, cells)] == [
        ["blocker personal-email", "places.tags"],
        ["blocker personal-phone", "places.data"],
    ]


def test_a_person_accepts_a_kind_until_a_day(place: Workspace) -> None:
    of = table({"mail": column()}, accept={"mail": ACCEPT})
    cells = {"mail": ["cafe@example.org"]}
    assert found(place, of, cells, as_of=date(2026, 12, 31)) == []
    assert found(place, of, cells, as_of=date(2027, 1, 1)) == [
        "blocker personal-email: places.mail: 1 value looks like e-mail addresses; it was "
        "accepted until 2026-12-31; look again, then give a later `until`"
    ]


def test_what_is_accepted_of_one_kind_is_not_of_another(place: Workspace) -> None:
    of = table({"mail": column()}, accept={"mail": ACCEPT})
    [problem] = found(place, of, {"mail": ["cafe@example.org, 06 39 98 01 02"]})
    assert problem.startswith("blocker personal-phone: places.mail: 1 value looks like telephone")


def test_our_own_pseudonyms_are_no_digests(place: Workspace) -> None:
    ours = table({"author": column(role="identifier", protect="pseudonymise")})
    theirs = table({"author": column()})
    cells = {"author": ["5d41402abc4b2a76b9719d911017c592"]}
    assert found(place, ours, cells) == []
    assert found(place, theirs, cells)[0].startswith("blocker personal-digest: places.author")


def test_what_was_read_and_stays_inside_is_a_warning(place: Workspace) -> None:
    of = table({"note": column()}, about="people", privacy={"k": 11})
    read = {"note": ["écrire à ada@example.org", "Ouvert"]}
    assert found(place, of, read, left={"note": ["Ouvert"]}) == [
        "warning personal-email: places.note, as read: 1 value looks like e-mail addresses; none "
        "of them leaves this time; drop or generalise the column before one does"
    ]


@pytest.mark.slow("reads a million rows, or a whole release")
def test_people_are_listed_by_the_names_they_agreed_to(place: Workspace) -> None:
    named = {"consent": "agreed", "covers": ("name",), "why": "a box ticked on the form"}
    columns = {"name": column(role="identifier"), "agreed": column("date", protect="drop")}
    of = table(columns, about="people", named=named)
    assert found(place, of, {"name": ["Ada Lovelace"]}) == []
    [problem] = found(place, of, {"name": ["Ada Lovelace, ada@example.org"]})
    assert problem.startswith("blocker personal-email: places.name")


@pytest.mark.slow("reads a million rows, or a whole release")
def test_coordinates_finer_than_their_grid_are_refused(place: Workspace) -> None:
    of = table({"lat": column("number", protect={"grid": {"size": 0.1}})})
    assert found(place, of, {"lat": [45.15, -0.05]}) == []
    assert found(place, of, {"lat": [45.15, 45.1532]}) == [
        "blocker personal-coordinates: places.lat: 1 values are finer than the declared grid of "
        "0.1 degrees; nothing is published until the grid is applied: this is a fault of Fournil"
    ]


@pytest.mark.slow("reads a million rows, or a whole release")
def test_degrees_are_personal_where_rows_are_people(place: Workspace) -> None:
    cells = {"lat": [45.153218, 44.987654]}
    people = table({"lat": column("number")}, about="people", privacy={"k": 11})
    assert found(place, table({"lat": column("number")}), cells) == []
    assert found(place, people, cells)[0].startswith("warning personal-coordinates: places.lat: 2")


def test_a_name_in_an_open_column_refuses_only_about_people(place: Workspace) -> None:
    cells = {"who": ["Ada Lovelace", "Sophie Martin", "Jean Dubois"]}
    people = table({"who": column()}, about="people", privacy={"k": 11})
    quasi = table({"who": column(role="quasi_identifier")}, about="people", privacy={"k": 11})
    assert found(place, people, cells)[0].startswith("blocker personal-name: places.who: 3")
    assert found(place, table({"who": column()}), cells)[0].startswith("warning personal-name")
    assert found(place, quasi, cells)[0].startswith("warning personal-name")
