"""What a dataset.yaml may say, and what is said back when it contradicts itself."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import ValidationError

from publish.declare.declaration import Dataset, SiteMetadata, Text
from publish.declare.model import RESERVED_DATASETS, dataset_name, nearest
from publish.declare.techniques import TECHNIQUES
from publish.declare.yaml_file import load
from publish.errors import DeclarationError
from publish.words.frequencies import FREQUENCIES, FrequencyName

BASE = """\
title: {fr: Lieux partagés, en: Shared places}
description: {fr: Des lieux.}
producer: {name: Collectif des lieux}
contact: contact@example.org
contributed: true
license: ODbL-1.0
frequency: weekly
tables:
  kinds:
    title: {fr: Genres}
    about: things
    sources: [{path: exports/genres.csv}]
    columns:
      id: {type: integer, role: open}
      secret: {type: string, role: identifier, protect: drop}
  places:
    title: {fr: Lieux}
    about: things
    sources:
      - {path: exports/lieux.csv}
    primary_key: id
    columns:
      id: {type: string, role: open}
      author: {type: string, role: identifier, protect: drop}
      kind: {type: string, role: open}
      opened: {type: date, role: open}
      seats: {type: integer, role: open}
      lat: {type: number, role: open}
      lon: {type: number, role: open}
"""
# The line of BASE after which a table's key or source, a column and a dataset's key can stand.
TABLE, COLUMN, DATASET = 20, 29, 7

Told = Callable[..., list[str]]


@pytest.fixture
def told(tmp_path: Path) -> Told:
    """The errors of BASE with lines added after one of its lines; without the file's name."""

    def tell(after: int, *added: str) -> list[str]:
        path = tmp_path / "dataset.yaml"
        lines = BASE.splitlines()
        lines[after:after] = added
        path.write_text("\n".join(lines), encoding="utf-8")
        try:
            load(path, Dataset)
        except DeclarationError as refused:
            return [line.removeprefix(f"{path}:") for line in str(refused).splitlines()]
        return []

    return tell


def of_table(told: Told, *added: str) -> list[str]:
    errors = told(TABLE, *(f"    {line}" for line in added))
    return [line.partition("tables.places.")[2] for line in errors]


def of_column(told: Told, column: str) -> list[str]:
    errors = told(COLUMN, f"      x: {{role: open, {column}}}")
    return [line.partition("tables.places.columns.x.")[2] for line in errors]


def test_a_sound_declaration_loads(told: Told) -> None:
    assert told(TABLE) == []


@pytest.mark.parametrize(
    ("added", "error"),
    [
        ("contributor: auteur", "contributor: no column 'auteur'; did you mean `author`?"),
        ("contributor: author", None),
        (
            "browse: {facets: [kind, zzz]}",
            "browse.facets.1: no column 'zzz'; columns: id, author, kind, opened, seats, lat, lon",
        ),
        ("browse: {search: kidn}", "browse.search: no column 'kidn'; did you mean `kind`?"),
        ("browse: {label: Kind2}", "browse.label: 'Kind2' is no table or column name; use a-z, "
         "0-9 and _, starting with a letter"),
        ("browse: {sort: -seat}", "browse.sort: no column 'seat'; did you mean `seats`?"),
        ("browse: {sort: -seats}", None),
        ("browse: {sort: '- seats'}",
         "browse.sort: '- seats' is not written as expected; write a column's name, or -name"),
        ("browse: {facets: author}",
         "browse.facets: 'author' is dropped and cannot be shown; name a published column"),
        ("browse: {facets: [kind, kind]}", "browse.facets.1: 'kind' stands twice; keep one"),
        ("browse: {map: [lat, lng]}", "browse.map.1: no column 'lng'; did you mean `lon`?"),
        ("browse: {map: [lat, kind]}",
         "browse.map.1: 'kind' is a string; degrees need `type: number`"),
        ("browse: {map: lat}", "browse.map: 'lat' is a number; a map of one column needs GeoJSON "
         "in it, `type: json`; of two, write [lat, lon]"),
        ("browse: {map: [lat, lon, id]}", "browse.map: 3 items are too many; write 2"),
        ("browse: {map: [lat, lon, id]}", "browse.map: 3 items are too many; write 2"),
        ("charts: [{kind: bars, column: kind, measure: {mean: seats}}]", None),
        ("charts: [{kind: line, column: opened, by: year}]", None),
        ("charts: []", None),
        ("charts: [{kind: pie, column: kind}]",
         "charts.0.kind: 'pie' is not one of bars, line, histogram"),
        ("charts: [{kind: bars, column: kidn}]",
         "charts.0.column: no column 'kidn'; did you mean `kind`?"),
        ("charts: [{kind: bars, column: author}]",
         "charts.0.column: 'author' is dropped and cannot be shown; name a published column"),
        ("charts: [{kind: bars, column: opened}]",
         "charts.0.column: 'opened' is a date; write `kind: line`, or name another column"),
        ("charts: [{kind: line, column: kind}]",
         "charts.0.column: 'kind' is a string; write `kind: bars`, or name another column"),
        ("charts: [{kind: bars, column: lat}]",
         "charts.0.column: 'lat' is a number; write `kind: histogram`, or name another column"),
        ("charts: [{kind: histogram, column: seats, by: year}]",
         "charts.0.by: only for line; this is a histogram, so remove this key"),
        ("charts: [{kind: histogram, column: seats, measure: {sum: seats}}]",
         "charts.0.measure: only for bars and line; this is a histogram, so remove this key"),
        ("charts: [{kind: bars, column: kind, measure: {sum: opened}}]",
         "charts.0.measure.sum: 'opened' is a date; only numbers have a sum"),
        ("charts: [{kind: bars, column: kind, measure: {sum: seat}}]",
         "charts.0.measure.sum: no column 'seat'; did you mean `seats`?"),
        ("charts: [{kind: bars, column: kind, measure: {sum: seats, mean: seats}}]",
         "charts.0.measure: name one column; write for example `measure: {sum: visits}`"),
        ("coordinates: [{lat: lat, lon: opened}]",
         "coordinates.0.lon: 'opened' is a date; degrees need `type: number`"),
        ("coordinates: [{lat: lat, lon: lat}]",
         "coordinates.0.lon: 'lat' is the column of latitudes too; name two columns"),
        ("coordinates: [{lat: lat, lon: lon, bounds: [41, -5, 51, 9]}]", None),
        ("coordinates: [{lat: lat, lon: lon, bounds: [-5, 51, 9, 41]}]",
         "coordinates.0.bounds: [-5, 51, 9, 41] is no box of degrees; "
         "write [west, south, east, north], as in [-5.2, 41.3, 9.6, 51.1]"),
        ("coordinates: [{lat: lat, lon: lon, system: EPSG:2154}]", None),
        ("coordinates: [{lat: lat, lon: lon, system: 2154}]",
         "coordinates.0.system: 2154 is not a text; put it in quotes: \"2154\""),
        ("coordinates: [{lat: lat, lon: lon, system: lambert-93}]",
         "coordinates.0.system: 'lambert-93' is no code of a system; did you mean `EPSG:2154`?"),
        ("coordinates: [{lat: lat, lon: lon, system: metres}]",
         "coordinates.0.system: 'metres' is no code of a system; write for example EPSG:2154"),
        ("coordinates: [{lat: lat, lon: seats, system: EPSG:2154}]",
         "coordinates.0.lon: 'seats' becomes degrees: declare `type: number`"),
        ("shrink: {max: 3}", "shrink.max: 3 is not between 0 and 1"),
        ("rejects: {max: -1}", "rejects.max: -1 is not at least 0"),
        ("rejects:", "rejects: empty; write a mapping such as {max: …}, or remove the key"),
        ("license: etalab-2.0", None),
        ("license: ODbL-2", "license: unknown license 'ODbL-2'; did you mean `ODbL-1.0`? known: "
         "CC-BY-4.0, CC-BY-SA-4.0, CC0-1.0, ODC-By-1.0, ODbL-1.0, etalab-2.0"),
        ("license: CC-BY-NC-4.0", "license: license 'CC-BY-NC-4.0' cannot be published: "
         "CC-BY-NC-4.0 forbids what is commercial, which every open licence allows: "
         "whoever takes the table under its licence would break that of this data"),
        ("contents_license: DbCL", "contents_license: unknown license of contents 'DbCL'; known: "
         "CC-BY-4.0, CC-BY-SA-4.0, CC0-1.0, DbCL-1.0"),
    ],
)  # fmt: skip
def test_names_of_a_table_must_fit(told: Told, added: str, error: str | None) -> None:
    assert of_table(told, added) == ([error] if error else [])


def test_a_column_becomes_degrees_once(told: Told) -> None:
    pair = "{lat: lat, lon: lon, system: EPSG:2154}"
    assert of_table(told, f"coordinates: [{pair}, {pair}]") == [
        "coordinates.1.lat: 'lat' becomes degrees already; remove one of the two pairs",
        "coordinates.1.lon: 'lon' becomes degrees already; remove one of the two pairs",
    ]


def test_what_is_true_of_metres_is_not_of_degrees(told: Told) -> None:
    x = "      x: {type: number, role: open, constraints: {required: true, minimum: 6000000}}"
    pair = "    coordinates: [{lat: x, lon: lon, system: EPSG:2154}]"
    assert told(COLUMN, x, pair) == [
        "31: tables.places.coordinates.0.lat: 'x' becomes degrees: remove its `minimum`, which is "
        "of what was read (`bounds` are of degrees)"
    ]


def test_a_contents_license_is_for_odbl_only(told: Told) -> None:
    assert of_table(told, "license: CC-BY-4.0", "contents_license: DbCL-1.0") == [
        "contents_license: CC-BY-4.0 covers the contents too; remove this key (it is for ODbL-1.0)"
    ]


@pytest.mark.parametrize(
    ("key", "error"),
    [
        ("{columns: seats, references: {table: kinds, columns: id}}", None),
        ("{columns: sead, references: {table: kinds, columns: id}}",
         "foreign_keys.0.columns: no column 'sead'; did you mean `seats`?"),
        ("{columns: seats, references: {table: kind, columns: id}}",
         "foreign_keys.0.references.table: no table 'kind'; did you mean `kinds`?"),
        ("{columns: seats, references: {table: kinds, columns: [idd]}}",
         "foreign_keys.0.references.columns.0: no column 'idd'; did you mean `id`?"),
        ("{columns: kind, references: {table: kinds, columns: secret}}",
         "foreign_keys.0.references.columns: "
         "'secret' is dropped and cannot be shown; name a published column"),
        ("{columns: author, references: {table: places, columns: id}}",
         "foreign_keys.0.columns: "
         "'author' is dropped and cannot be shown; name a published column"),
        ("{columns: kind, references: {table: kinds, columns: id}}",
         "foreign_keys.0.columns: "
         "'kind' is of type string, 'id' of type integer; give both the same type"),
        ("{columns: [], references: {table: kinds, columns: id}}",
         "foreign_keys.0.columns: empty; name at least one column"),
        ("{columns: [seats, lat], references: {table: kinds, columns: id}}",
         "foreign_keys.0.columns: 2 here, 1 in `references`; name as many columns in both"),
    ],
)  # fmt: skip
def test_a_foreign_key_must_lead_somewhere(told: Told, key: str, error: str | None) -> None:
    assert of_table(told, f"foreign_keys: [{key}]") == ([error] if error else [])


@pytest.mark.parametrize(
    ("keys", "error"),
    [
        ("from: {kid: Genre}", "from.kid: no column 'kid'; did you mean `kind`?"),
        ("from: {kind: Genre, seats: null}", None),
        ("from: {kind: 2024}", 'from.kind: 2024 is not a text; put it in quotes: "2024"'),
        ("set: {kid: Café}", "set.kid: no column 'kid'; did you mean `kind`?"),
        ("from: {kind: Genre}, set: {kind: Café}",
         "set.kind: both a constant and a header in `from`; keep one"),
        ("sheet: Feuille 1", "sheet: only for xlsx, xls, ods; this source is csv, remove this key"),
        ("format: xlsx, sheet: Feuille 1", None),
        ("format: json, delimiter: ;",
         "delimiter: only for csv; this source is json, remove this key"),
        ("delimiter: ;;", "delimiter: ';;' is too long; write at most 1 character"),
        ("delimiter: '\\t'", "delimiter: a backslash and a t are two characters; "
         'write a tab with double quotes: "\\t"'),
        ("delimiter: ''", "delimiter: empty; write something here"),
        ("delimiter: '|', quote: '|'", "quote: '|' is the delimiter too; they must differ"),
        ("encoding: windows-1252", None),
        ("encoding: cp-1252", "encoding: unknown encoding 'cp-1252'; did you mean `cp1252`?"),
        ("encoding: utf-88", "encoding: unknown encoding 'utf-88'; did you mean `utf-8`?"),
        ("encoding: base64", "encoding: unknown encoding 'base64'; write for example `cp1252`"),
        ("header: false", "header: false is not true or a list such as [a, b]"),
        ("header: [a, b]", None),
        ("skip: 1.5", "skip: 1.5 is not a whole number"),
    ],
)  # fmt: skip
def test_a_source_must_fit_its_format(told: Told, keys: str, error: str | None) -> None:
    added = f"      - {{path: exports/x.csv, {keys}}}"
    found = [line.partition("tables.places.sources.1.")[2] for line in told(TABLE, added)]
    assert found == ([error] if error else [])


@pytest.mark.parametrize(
    ("column", "error"),
    [
        ("type: strin", "type: 'strin' is not one of string, integer, number, boolean, date, "
         "datetime, json, list; did you mean `string`?"),
        ("type: float", "type: 'float' is not one of string, integer, number, boolean, date, "
         "datetime, json, list; did you mean `number`?"),
        ("type: [string]", "type: a list is not one of string, integer, number, boolean, date, "
         "datetime, json, list"),
        ("type: string, format: '%Y'",
         "format: only for type date, datetime; this column is of type string, so remove this key"),
        ("type: date, timezone: Europe/Paris",
         "timezone: only for type datetime; this column is of type date, so remove this key"),
        ("type: datetime, timezone: Europe/Pari",
         "timezone: unknown time zone 'Europe/Pari'; did you mean `Europe/Paris`?"),
        ("type: datetime, timezone: '?'",
         "timezone: unknown time zone '?'; write for example `Europe/Paris`"),
        ("type: datetime, timezone: Europe/Paris, format: ['%d/%m/%Y %H:%M', '%Y-%m-%dT%H:%M%z']",
         None),
        ("type: date, format: dd/mm/yyyy",
         "format: 'dd/mm/yyyy' has no directive; write for example `%d/%m/%Y`"),
        ("type: date, format: ['%Y-%m-%d', '%D/%m/%Y']",
         "format.1: '%D/%m/%Y': unknown directive `%D`; did you mean `%d`?"),
        ("type: date, format: '%Y-%é'",
         "format: '%Y-%é': unknown directive `%é`; write for example `%d/%m/%Y`"),
        ("type: date, format: '%Y-%m-%dT%H:%M%z'",
         "format: '%Y-%m-%dT%H:%M%z': a day has no time zone; declare `type: datetime`"),
        ("type: datetime, format: '%Y-%m-%dT%H:%M:%SZ'",
         "format: '%Y-%m-%dT%H:%M:%SZ': the zone 'Z' would be left out; write `%z` in its place, "
         "which reads it"),
        ("type: datetime, timezone: Europe/Paris, format: '%Y-%m-%d %H:%M+00:00'",
         "format: '%Y-%m-%d %H:%M+00:00': the zone '+00:00' would be left out; write `%z` in its "
         "place, which reads it"),
        ("type: datetime, format: ['%Y', '%Y-%m-%d %H:%M UTC']",
         "format.1: '%Y-%m-%d %H:%M UTC': the zone 'UTC' would be left out; write `timezone: UTC`"),
        ("type: datetime, timezone: UTC, format: ['%Y-%m-%dT%H:%MZ', '%Y-%m-%d %H:%M:%S UTC']",
         None),
        ("type: datetime, format: '%d/%m/%Y %Hh%M'", None),
        ("type: date, format: '%d/%m'", "format: '%d/%m' has no year; add `%Y`"),
        ("type: integer, decimal: ','",
         "decimal: only for type number; this column is of type integer, so remove this key"),
        ("type: number, decimal: ';'", "decimal: ';' is not one of '.', ','"),
        ("type: number, decimal: ',', thousands: ','",
         "thousands: ',' is the decimal mark too; they must differ (`decimal` is `.` if absent)"),
        ("type: number, thousands: '.'",
         "thousands: '.' is the decimal mark too; they must differ (`decimal` is `.` if absent)"),
        ("type: number, decimal: ',', thousands: ' '", None),
        ("type: string, separator: '|'",
         "separator: only for type list; this column is of type string, so remove this key"),
        ("type: boolean, true_values: [oui, o], false_values: [non, o]",
         "false_values.1: 'o' means true already; keep it in one of the two lists"),
        ("type: boolean, true_values: [1], false_values: '0'",
         'true_values.0: 1 is not a text; put it in quotes: "1"'),
        ("type: integer, constraints: {enum: ['1', deux]}",
         "constraints.enum.1: 'deux' is no integer; write for example 12"),
        ("type: boolean, constraints: {enum: [oui]}",
         "constraints.enum.0: 'oui' is no boolean; write true or false"),
        ("type: date, constraints: {minimum: 2020-01-31, maximum: 2019-12-31}",
         "constraints.minimum: 2020-01-31 is over `maximum`, 2019-12-31; swap them"),
        ("type: date, constraints: {minimum: 31/01/2020}",
         "constraints.minimum: '31/01/2020' is no date; write for example 2026-11-01, "
         "without quotes"),
        ("type: integer, constraints: {minimum: 9, maximum: 10}", None),
        ("type: integer, constraints: {minimum: 10, maximum: 9}",
         "constraints.minimum: 10 is over `maximum`, 9; swap them"),
        ("type: number, constraints: {minimum: '9'}",
         "constraints.minimum: '9' is no number; write for example 1.5, without quotes"),
        ("type: number, constraints: {minimum: [9]}",
         "constraints.minimum: a list is not a text or a number"),
        ("type: string, constraints: {min_length: 5, max_length: 3}",
         "constraints.min_length: 5 is over `max_length`, 3; swap them"),
        ("type: string, constraints: {minimum: 3}", "constraints.minimum: only for type integer, "
         "number, date, datetime; this column is of type string, so remove this key"),
        ("type: string, constraints: {pattern: '[0-9'}",
         "constraints.pattern: '[0-9' is no regular expression (unterminated character set at "
         "position 0); put \\ before signs meant as they are"),
        ("type: string, protect: dorp", "protect: unknown technique 'dorp'; did you mean `drop`?"),
        ("type: string, protect: {drop: {}, pseudonymise: {}}",
         "protect: expected one technique; write for example `protect: drop`"),
        ("type: string, protect: {pseudonymise: {lenght: 16}}",
         "protect.pseudonymise.lenght: unknown key; did you mean `length`?"),
        ("type: string, protect: {pseudonymise: {length: 4}}",
         "protect.pseudonymise.length: 4 is not between 8 and 64"),
        ("type: string, protect: 3",
         "protect: expected a technique's name; write for example `protect: drop`"),
        ("type: null",
         "type: empty; write one of string, integer, number, boolean, date, datetime, json, list"),
        ("type: string, unit: null", None),
        ("type: string, constraints: null",
         "constraints: empty; write a mapping such as {required: …, unique: …, enum: …, …}, or "
         "remove the key"),
        ("type: string, protect: {pseudonymise: 16}",
         "protect.pseudonymise: 16 is not a mapping such as {length: …}"),
        ("type: string, header: Nom", "header: unknown key; known here: type, role, from, part, "
         "title, description, unit, labels, order, weight, format, timezone, decimal, thousands, "
         "true_values, false_values, separator, synonyms, missing_values, trim, constraints, "
         "protect, review"),
    ],
)  # fmt: skip
def test_a_column_must_make_sense(told: Told, column: str, error: str | None) -> None:
    assert of_column(told, column) == ([error] if error else [])


@pytest.mark.parametrize(
    ("added", "error"),
    [
        ("updated: {column: places.opened}", None),
        ("updated: {on: 2026-11-01}", None),
        ("updated: {on: yesterday}", "updated.on: 'yesterday' is not a date such as 2026-11-01"),
        ("updated: {column: opened}",
         "updated.column: 'opened' is not written as expected; write `table.column`"),
        ("updated: {column: place.opened}",
         "updated.column: no table 'place'; did you mean `places`?"),
        ("updated: {column: places.open}",
         "updated.column: no column 'open' in places; did you mean `opened`?"),
        ("updated: {column: places.seats}",
         "updated.column: 'places.seats' is of type integer; name a column of type date or "
         "datetime"),
        ("updated: {column: places.author}", "updated.column: 'places.author' is dropped; "
         "name a published column, or write `on:` with a date"),
        ("updated: {on: 2026-11-01, column: places.opened}",
         "updated: expected one date; write `on: 2026-11-01` or `column: table.column`"),
        ("coverage: {temporal: places.opened, spatial: France}", None),
        ("coverage: {temporal: places.author}", "coverage.temporal: 'places.author' is dropped; "
         "name a published column"),
        ("coverage: {temporal: places.seats}",
         "coverage.temporal: 'places.seats' is of type integer; name a column of type date or "
         "datetime"),
        ("coverage: {since: 2026-01-01, until: 2026-06-30, bbox: [-5.2, 41.3, 9.6, 51.1]}", None),
        ("coverage: {temporal: places.opened, since: 2026-01-01}",
         "coverage: time is told twice; write `temporal:` or `since:`"),
        ("coverage: {since: 2026-01-01, until: 2025-06-30}",
         "coverage: `until:` ends what `since:` begins; write both, in their order"),
        ("coverage: {bbox: [41.3, -5.2, 51.1, 96]}",
         "coverage.bbox: [41.3, -5.2, 51.1, 96] is no box of degrees; write [west, south, east, "
         "north], as in [-5.2, 41.3, 9.6, 51.1]"),
        ("keyword: [a]", "keyword: unknown key; did you mean `keywords`?"),
        ("retention: {last: 0}", "retention.last: 0 is not at least 1"),
        ("demo: oui", "demo: 'oui' is not true or false"),
        ("3: x", '3: the key 3 is not a text; put it in quotes: "3"'),
    ],
)  # fmt: skip
def test_keys_of_a_dataset_must_fit(told: Told, added: str, error: str | None) -> None:
    assert told(DATASET, added) == ([f"8: {error}"] if error else [])


def test_two_columns_may_come_from_one_header(told: Told) -> None:
    assert told(COLUMN, "      a: {type: string, role: open, from: kind}") == []


def test_a_wrong_column_still_counts_as_named(told: Told) -> None:
    errors = told(COLUMN, "      x: {type: string}", "    browse: {facets: x}")
    assert errors == ["30: tables.places.columns.x.role: missing; add this key"]


def as_tuples(node: Any) -> Any:
    if isinstance(node, dict):
        return {key: as_tuples(value) for key, value in node.items()}
    return tuple(map(as_tuples, node)) if isinstance(node, list) else node


WORDS = """
    tables places columns x from set sources browse facets map charts kind measure
    coordinates bounds system lat lon foreign_keys
    references updated column license type format timezone constraints enum minimum
"""
KEYS = st.sampled_from(WORDS.split())
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4) | KEYS
TREES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS | SCALARS, inner, max_size=6),
    max_leaves=25,
)


@pytest.mark.slow("a law over hundreds of drawn files")
@given(st.dictionaries(KEYS, TREES, max_size=6))
@example({"coordinates": [{"system": 1}]})
@example({"coordinates": [{"system": 1, "lat": {}}, {"system": 1, "lat": {}}]})
def test_no_file_whatever_it_holds_breaks_the_checks(tree: dict[str, Any]) -> None:
    for place, what in Dataset.findings(as_tuples({"tables": {"places": tree}, **tree})):
        assert place
        assert what


def test_english_falls_back_to_french() -> None:
    assert Text(fr="Lieux", en="Places").language("en") == ("Places", "en")
    assert Text(fr="Lieux").language("en") == ("Lieux", "fr")


def test_a_table_has_its_own_licence_or_its_dataset_s(tmp_path: Path) -> None:
    path = tmp_path / "dataset.yaml"
    path.write_text(BASE.replace("    title: {fr: Genres}", "    title: {fr: Genres}\n"
                                 "    license: etalab-2.0"), encoding="utf-8")  # fmt: skip
    dataset = load(path, Dataset)
    assert dataset.license_of("kinds") == "etalab-2.0"
    assert dataset.contents_license_of("kinds") is None
    assert dataset.license_of("places") == "ODbL-1.0"
    assert dataset.contents_license_of("places") == "DbCL-1.0"


def test_dropped_columns_are_not_published(tmp_path: Path) -> None:
    path = tmp_path / "dataset.yaml"
    path.write_text(BASE, encoding="utf-8")
    kinds = load(path, Dataset).tables["kinds"]
    assert list(kinds.columns) == ["id", "secret"]
    assert list(kinds.published) == ["id"]


def test_models_are_frozen() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        Text(fr="Lieux").fr = "Places"  # type: ignore[misc]


def test_names_of_datasets() -> None:
    assert dataset_name("lieux-partages") == "lieux-partages"
    for name in ("Lieux", "2024", "lieux partagés", "a_b", ""):
        with pytest.raises(ValueError, match="is no dataset name; use a-z, 0-9 and -"):
            dataset_name(name)
    for name in RESERVED_DATASETS:
        with pytest.raises(ValueError, match="is reserved for the site's own pages"):
            dataset_name(name)


@pytest.mark.parametrize(
    ("word", "known", "help"),
    [
        ("kidn", ["kind", "id"], "did you mean `kind`?"),
        ("KIND", ["kind"], "did you mean `kind`?"),
        ("zzz", ["kind", "id"], "known: kind, id"),
        ("zzz", [], "known: none"),
        ("yearly", ["annual", "daily"], "did you mean `annual`?"),
    ],
)
def test_the_nearest_word_is_proposed(word: str, known: list[str], help: str) -> None:
    assert nearest(word, known) == help


def test_every_frequency_has_a_code() -> None:
    assert set(FrequencyName.__args__) == set(FREQUENCIES)  # type: ignore[attr-defined]
    assert FREQUENCIES["weekly"].days == 7
    assert FREQUENCIES["semiannual"].uri == (
        "http://publications.europa.eu/resource/authority/frequency/ANNUAL_2"
    )


@pytest.mark.parametrize("technique", TECHNIQUES)
def test_every_technique_refuses_unknown_parameters(told: Told, technique: str) -> None:
    errors = of_column(told, f"type: string, protect: {{{technique}: {{nonsense: 1}}}}")
    assert any(f"protect.{technique}.nonsense: unknown key" in error for error in errors)
    if not TECHNIQUES[technique].needs_parameters:
        assert of_column(told, f"type: string, protect: {technique}") == []


def test_a_site_says_who_publishes_it(tmp_path: Path) -> None:
    path = tmp_path / "metadata.yaml"
    path.write_text("title: Données\nlanguages: [fr, de]\npublisher: {name: ''}\n")
    with pytest.raises(DeclarationError) as refused:
        load(path, SiteMetadata)
    assert str(refused.value).replace(str(path), "metadata.yaml").splitlines() == [
        "metadata.yaml:1: contact: missing; add this key",
        "metadata.yaml:1: title: 'Données' is not a mapping such as {fr: …, en: …}",
        "metadata.yaml:2: languages.1: 'de' is not one of fr, en",
        "metadata.yaml:3: publisher.name: empty; write something here",
    ]
