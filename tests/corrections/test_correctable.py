"""Only what is published as it was read can be corrected."""

from publish.corrections.correctable import correctable
from tests.tables import column, table

COLUMNS = {
    "id": column(),
    "name": column(),
    "kind": column(synonyms={"café": ("bar",)}),
    "opened": column("date"),
    "code": column(constraints={"unique": True}),
    "told": column(role="free_text"),
    "author": column(role="identifier", protect="drop"),
    "shape": column("json"),
    "town": column(),
}
TOWNS = ({"columns": ("town",), "references": {"table": "towns", "columns": ("code",)}},)


def test_columns_that_leave_as_they_were_read() -> None:
    declared = table(COLUMNS, primary_key=("id",), foreign_keys=TOWNS)
    assert list(correctable(declared)) == ["name", "opened"]


def test_nothing_without_a_key_that_is_kept() -> None:
    assert correctable(table(COLUMNS)) == {}
    recoded = COLUMNS | {"id": column(role="identifier", protect="pseudonymise")}
    assert correctable(table(recoded, primary_key=("id",))) == {}


def test_nothing_of_people() -> None:
    assert correctable(table(COLUMNS, primary_key=("id",), about="people")) == {}


def test_metres_become_degrees_and_are_corrected_at_the_source() -> None:
    columns = {"id": column(), "lat": column("number"), "lon": column("number")}
    places = ({"lat": "lat", "lon": "lon", "system": "EPSG:2154"},)
    declared = table(columns, primary_key=("id",), coordinates=places)
    assert correctable(declared) == {}
    degrees = table(columns, primary_key=("id",), coordinates=({"lat": "lat", "lon": "lon"},))
    assert list(correctable(degrees)) == ["lat", "lon"]


def test_nobody_gives_anothers_consent() -> None:
    columns = {
        "id": column(),
        "said": column(),
        "line": column(),
        "agreed": column("date"),
        "terms": column(),
        "author": column(),
    }
    assert {*correctable(table(columns, primary_key=("id",)))} == columns.keys() - {"id"}
    ends = {"column": "agreed", "version": "terms", "versions": ("2026",)}
    contact = ends | {"covers": ("line",), "why": "A box on the form."}
    declared = table(
        columns, primary_key=("id",), contributor="author", consents={"contact": contact}
    )
    assert list(correctable(declared)) == ["said"]
