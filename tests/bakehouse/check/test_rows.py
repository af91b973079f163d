"""What the gate says of rows: keys that hold, tables that are whole, coordinates that fit."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from publish.bakehouse.check import CHECKS, on_rows
from publish.bakehouse.check.inspection import Inspection, TableRun
from publish.bakehouse.engine import Workspace
from publish.bakehouse.modes.protected import Protected, PublishedTable
from publish.bakehouse.read.exports import Reject
from publish.bakehouse.shape import shape
from publish.declare.declaration import Dataset, Table
from publish.errors import Problem
from publish.release.package import Package
from tests.sites import DAY
from tests.tables import Row, bench, column, export, source, table

DATASET = {
    "title": {"fr": "Lieux partagés"},
    "description": {"fr": "Des lieux"},
    "producer": {"name": "Le Collectif"},
    "contact": "contact@example.org",
    "contributed": False,
    "license": "etalab-2.0",
    "frequency": "weekly",
}
REVIEWED = {"by": "Ada", "on": date(2026, 11, 1), "until": date(2027, 11, 1)}
DESCRIBED: dict[str, Any] = {"description": {"fr": "…"}}


def inspect(
    place: Workspace,
    tables: Mapping[str, tuple[Table, Iterable[Row]]],
    previous: Package | None = None,
    **declared: Any,
) -> list[Problem]:
    dataset = Dataset.model_validate(
        DATASET | {"tables": {name: of for name, (of, _) in tables.items()}} | declared
    )
    runs = {}
    for name, (of, rows) in tables.items():
        given = export(place, list(of.columns), list(rows))
        shaped = shape(of, [(source(), given)], place)
        recoded = PublishedTable(name, of, shaped.table.select(list(of.published)))
        runs[name] = TableRun(name, of, shaped, Protected((recoded,)))
    return list(on_rows(Inspection("lieux", dataset, runs, DAY, previous)))


def texts(problems: Iterable[Problem]) -> list[str]:
    return [str(problem) for problem in problems]


def test_a_sound_table_has_no_problem(tmp_path: Path) -> None:
    of = table({"id": column(**DESCRIBED)}, primary_key=("id",))
    with bench(tmp_path) as place:
        assert inspect(place, {"places": (of, [("a",), ("b",)])}) == []


def test_an_empty_table_is_refused(tmp_path: Path) -> None:
    with bench(tmp_path) as place:
        assert texts(inspect(place, {"places": (table({"id": column(**DESCRIBED)}), [])})) == [
            "blocker empty-table: places: no row to publish; ask the producer for a whole export"
        ]


def test_a_repeated_key_is_refused_without_its_value(tmp_path: Path) -> None:
    of = table({"id": column(**DESCRIBED)}, primary_key=("id",))
    with bench(tmp_path) as place:
        assert texts(inspect(place, {"places": (of, [("a",), ("a",), ("b",), (None,)])})) == [
            "blocker duplicate-key: places.id: 1 values of this primary key occur more than once "
            "(lieux.csv:2, lieux.csv:3); ask the producer which row is right, or declare another "
            "key",
            "blocker missing-key: places.id: 1 rows have no value here (lieux.csv:5); give each "
            "its key in the export, remove lines that are no row, or declare another key",
        ]


@pytest.mark.slow("publishes a release, then checks the next")
def test_unique_columns_may_be_empty_but_not_repeated(tmp_path: Path) -> None:
    of = table({"code": column(constraints={"unique": True}, **DESCRIBED)})
    with bench(tmp_path) as place:
        assert inspect(place, {"places": (of, [("a",), (None,), (None,)])}) == []
        [problem] = inspect(place, {"places": (of, [("a",), ("a",)])})
        assert problem.what == (
            "1 values of this unique column occur more than once (lieux.csv:2, lieux.csv:3)"
        )


@pytest.mark.slow("publishes a release, then checks the next")
def test_a_foreign_key_without_its_row_is_refused(tmp_path: Path) -> None:
    key = {"columns": ("kind",), "references": {"table": "kinds", "columns": ("id",)}}
    places = table({"kind": column(**DESCRIBED)}, foreign_keys=(key,))
    kinds = table({"id": column(**DESCRIBED)}, primary_key=("id",))
    with bench(tmp_path) as place:
        tables = {
            "places": (places, [("cafe",), ("jardin",), (None,)]),
            "kinds": (kinds, [("cafe",)]),
        }
        assert texts(inspect(place, tables)) == [
            "blocker broken-foreign-key: places.kind: 1 rows point to no row of kinds.id; "
            "export both tables at the same moment, or drop the foreign key"
        ]


def test_a_foreign_key_to_rows_that_stay_private_is_refused(tmp_path: Path) -> None:
    key = {"columns": ("author",), "references": {"table": "authors", "columns": ("id",)}}
    places = table({"author": column(**DESCRIBED)}, foreign_keys=(key,))
    authors = table({"id": column(**DESCRIBED)}, about="people")
    dataset = Dataset.model_validate(DATASET | {"tables": {"places": places, "authors": authors}})
    with bench(tmp_path) as place:
        shaped = shape(places, [(source(), export(place, ["author"], [("ada",)]))], place)
        run = TableRun(
            "places", places, shaped, Protected((PublishedTable("places", places, shaped.table),))
        )
        inspection = Inspection("lieux", dataset, {"places": run}, DAY)
        assert texts(on_rows(inspection)) == [
            "blocker broken-foreign-key: places.author: it points to authors, whose rows are not "
            "published; drop the foreign key"
        ]


def test_a_record_that_was_not_read_has_no_value(tmp_path: Path) -> None:
    of = table({"id": column(**DESCRIBED)}, rejects={"max": 1})
    with bench(tmp_path) as place:
        short = Reject("lieux.csv", 2, "", "2 cells where the header has 3")
        given = replace(export(place, ["id"], [("a",)]), records=2, refused=lambda: [short])
        shaped = shape(of, [(source(), given)], place)
        run = TableRun(
            "places", of, shaped, Protected((PublishedTable("places", of, shaped.table),))
        )
        dataset = Dataset.model_validate(DATASET | {"tables": {"places": of}})
        [problem] = on_rows(Inspection("lieux", dataset, {"places": run}, DAY))
        assert problem.what == "1 rows rejected: 2 cells where the header has 3 (lieux.csv:2)"


def test_a_table_that_lost_rows_is_refused(tmp_path: Path) -> None:
    previous = Package({"resources": [{"name": "places", "rows": 10}]})
    of = table({"id": column(**DESCRIBED)})
    with bench(tmp_path) as place:
        eight = [(str(number),) for number in range(8)]
        assert inspect(place, {"places": (of, eight)}, previous) == []
        assert texts(inspect(place, {"places": (of, eight[:7])}, previous)) == [
            "blocker shrunk-table: places: 7 rows, 10 in the last release: more than 20% fewer; "
            "check that the export is whole; if it is, raise `shrink: {max: …}` for this once"
        ]


def test_rejected_rows_are_refused_unless_allowed(tmp_path: Path) -> None:
    rows = [("1",), ("deux",)]
    strict = table({"seats": column("integer", **DESCRIBED)})
    lenient = table({"seats": column("integer", **DESCRIBED)}, rejects={"max": 1})
    with bench(tmp_path) as place:
        assert texts(inspect(place, {"places": (strict, rows)})) == [
            "blocker rejected-rows: places.seats: 1 rows rejected: the value is not an integer "
            "(lieux.csv:3); mend the export or the declaration, or allow `rejects: {max: 1}`"
        ]
        [warning] = inspect(place, {"places": (lenient, rows)})
        assert warning.severity == "warning"


@pytest.mark.parametrize(
    ("lat", "lon", "code"),
    [
        ("48.8", "2.3", None),
        (None, None, None),
        ("2.3", "48.8", "coordinates-swapped"),
        ("95", "2.3", "coordinates-off-globe"),
        ("-21.1", "55.5", "coordinates-out-of-bounds"),
    ],
)
def test_coordinates_are_checked(
    tmp_path: Path, lat: str | None, lon: str | None, code: str | None
) -> None:
    pair = {"lat": "lat", "lon": "lon", "bounds": (-5.2, 41.3, 9.6, 51.1)}
    columns = {"lat": column("number", **DESCRIBED), "lon": column("number", **DESCRIBED)}
    of = table(columns, coordinates=(pair,))
    with bench(tmp_path) as place:
        problems = inspect(place, {"places": (of, [(lat, lon)])})
        assert [problem.code for problem in problems] == ([code] if code else [])


def test_bounds_may_cross_the_antimeridian(tmp_path: Path) -> None:
    pair = {"lat": "lat", "lon": "lon", "bounds": (176.0, -20.0, -178.0, -12.0)}
    columns = {"lat": column("number", **DESCRIBED), "lon": column("number", **DESCRIBED)}
    of = table(columns, coordinates=(pair,))
    with bench(tmp_path) as place:
        inside = [("-17.7", "178.0"), ("-16.8", "-179.9")]
        assert inspect(place, {"places": (of, inside)}) == []
        [problem] = inspect(place, {"places": (of, [*inside, ("-17", "0"), ("-17", "175")])})
    assert problem.what == "2 rows outside the declared bounds"


@pytest.mark.parametrize(
    ("points", "told"),
    [
        ([("95", "2"), ("6862305", "652381"), (None, None)], [("blocker", "off-globe", 2)]),
        ([("95", "2"), ("48", "2")], [("warning", "off-globe", 1)]),
        ([("0", "0.0"), ("0", "2"), ("48", "2")], [("warning", "zero", 1)]),
        ([(None, None)], []),
    ],
)
@pytest.mark.parametrize(
    "pair", [{"coordinates": ({"lat": "lat", "lon": "lon"},)}, {"browse": {"map": ("lat", "lon")}}]
)
def test_points_that_lie_nowhere_are_told(
    tmp_path: Path,
    points: list[tuple[str | None, ...]],
    told: list[tuple[str, str, int]],
    pair: dict[str, Any],
) -> None:
    columns = {"lat": column("number", **DESCRIBED), "lon": column("number", **DESCRIBED)}
    of = table(columns, **pair)
    with bench(tmp_path) as place:
        found = [
            (one.severity, one.code.removeprefix("coordinates-"), int(one.what.split()[0]))
            for one in inspect(place, {"places": (of, points)})
        ]
    assert found == told


METRES = ("6862305.1", "652381.7")
PAIR = {"lat": "lat", "lon": "lon"}


@pytest.mark.parametrize(
    ("points", "looks"),
    [
        ([METRES], "these look like metres of EPSG:2154 (Lambert 93): "),
        (
            [("262305", "352381")],
            "these look like metres of EPSG:2972 (UTM 22N (French Guiana)) or EPSG:3163 (Lambert "
            "New Caledonia): ",
        ),
        ([("1e9", "1e9")], "of metres, "),
    ],
)
def test_metres_are_refused_with_the_line_to_write(
    tmp_path: Path, points: list[tuple[str, str]], looks: str
) -> None:
    columns = {"lat": column("number", **DESCRIBED), "lon": column("number", **DESCRIBED)}
    with bench(tmp_path) as place:
        [refused] = inspect(place, {"places": (table(columns, coordinates=(PAIR,)), points)})
    code = "EPSG:2972" if "2972" in looks else "EPSG:2154"
    assert refused.fix == (
        f"write degrees (WGS 84); {looks}declare "
        f"`coordinates: [{{lat: lat, lon: lon, system: {code}}}]`"
    )


@pytest.mark.parametrize(
    ("points", "told"),
    [
        ([METRES], []),
        ([METRES, ("652381.7", "6862305.1")], [("warning", 1)]),
        ([("652381.7", "6862305.1"), (None, None)], [("blocker", 1)]),
    ],
)
def test_points_outside_of_their_system_are_told(
    tmp_path: Path, points: list[tuple[str | None, ...]], told: list[tuple[str, int]]
) -> None:
    columns = {"lat": column("number", **DESCRIBED), "lon": column("number", **DESCRIBED)}
    of = table(columns, coordinates=({**PAIR, "system": "EPSG:2154"},))
    with bench(tmp_path) as place:
        found = inspect(place, {"places": (of, points)})
    assert [(one.severity, int(one.what.split()[0])) for one in found] == told
    assert {one.code for one in found} <= {"coordinates-outside-system"}
    assert {one.what[2:] for one in found} <= {"rows outside of where EPSG:2154 is used"}


POINT = '{"type": "Point", "coordinates": [2.35, 48.85]}'
FAR = '{"type": "LineString", "coordinates": [[2.35, 48.85], [652381.7, 6862305.1]]}'


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ([POINT, None, "null"], []),
        ([POINT, '{"kind": "x"}'], [("warning", "no-geometry", 1)]),
        (['{"kind": "x"}', "12"], [("blocker", "no-geometry", 2)]),
        ([POINT, FAR], [("warning", "coordinates-off-globe", 1)]),
        ([FAR, None], [("blocker", "coordinates-off-globe", 1)]),
    ],
)
def test_shapes_that_lie_nowhere_are_told(
    tmp_path: Path, cells: list[str | None], told: list[tuple[str, str, int]]
) -> None:
    of = table({"zone": column("json", **DESCRIBED)}, browse={"map": "zone"})
    with bench(tmp_path) as place:
        found = inspect(place, {"places": (of, [(cell,) for cell in cells])})
    assert [(one.severity, one.code, int(one.what.split()[0])) for one in found] == told


def test_what_users_gave_needs_share_alike(tmp_path: Path) -> None:
    of = table({"id": column(**DESCRIBED)})
    with bench(tmp_path) as place:
        assert texts(inspect(place, {"places": (of, [("a",)])}, contributed=True)) == [
            "blocker share-alike-required: places: `contributed: true`, but etalab-2.0 has no "
            "share-alike clause; use one of ODbL-1.0, CC-BY-SA-4.0"
        ]
        assert (
            inspect(place, {"places": (of, [("a",)])}, contributed=True, license="ODbL-1.0") == []
        )


def test_an_identifier_never_leaves_as_it_is(tmp_path: Path) -> None:
    of = table({"mail": column(role="identifier", **DESCRIBED)})
    with bench(tmp_path) as place:
        assert texts(inspect(place, {"places": (of, [("ada",)])}, reviewed=REVIEWED)) == [
            "blocker published-identifier: places.mail: an identifier would be published as it is; "
            "add `protect: drop`"
        ]


def test_what_is_published_otherwise_than_read_is_counted(tmp_path: Path) -> None:
    paris = column("datetime", timezone="Europe/Paris", **DESCRIBED)
    of = table({"at": paris, "x": column("number", **DESCRIBED)})
    rows = [
        ("2025-10-26T02:30:00", "0.1"),
        ("2025-10-26T02:15:00.1234567", "0.12345678901234567891"),
    ]
    with bench(tmp_path) as place:
        assert texts(inspect(place, {"places": (of, rows)})) == [
            "warning cut-fraction: places.at: 1 values are finer than a microsecond, and are "
            "published without the rest; declare `type: string` to keep all digits",
            "warning hour-twice: places.at: 2 values are of an hour that clocks showed twice, and "
            "are published as the second (winter time); export times with their offset, as in "
            "2026-10-25T02:30:00+02:00",
            "warning rounded-number: places.x: 1 values have more digits than a number holds, and "
            "are published as the nearest one; declare `type: string` to keep all digits",
        ]


def test_integers_that_javascript_rounds_are_told(tmp_path: Path) -> None:
    of = table({"id": column("integer", **DESCRIBED), "n": column("integer", **DESCRIBED)})
    least = "-9223372036854775808"
    rows = [("9007199254740991", "-9007199254740992"), ("3", None), ("4", least)]
    with bench(tmp_path) as place:
        assert texts(inspect(place, {"places": (of, rows)})) == [
            "warning large-integers: places.n: 2 values of 2^53 or more, which JavaScript rounds "
            "as it reads JSON; declare `type: string` to publish them as text",
        ]


def test_a_column_without_words_is_a_warning(tmp_path: Path) -> None:
    with bench(tmp_path) as place:
        assert texts(inspect(place, {"places": (table({"id": column()}), [("a",)])})) == [
            "warning missing-description: places.id: no description; "
            "say in a sentence what the column holds"
        ]


def test_every_check_takes_a_sound_dataset(tmp_path: Path) -> None:
    of = table({"id": column(**DESCRIBED)}, primary_key=("id",))
    with bench(tmp_path) as place:
        dataset = Dataset.model_validate(DATASET | {"tables": {"places": of}})
        shaped = shape(of, [(source(), export(place, ["id"], [("a",)]))], place)
        left = Protected((PublishedTable("places", of, shaped.table),))
        run = TableRun("places", of, shaped, left)
        for code, check in CHECKS.items():
            assert list(check(Inspection("lieux", dataset, {"places": run}, DAY))) == [], code
