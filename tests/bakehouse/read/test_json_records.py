"""JSON lists and JSON lines: values as they stand in the file, nothing lost silently."""

import csv
import gzip
import json
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from publish.bakehouse.engine import workspace
from publish.bakehouse.read.exports import ExportRequest
from publish.bakehouse.read.json_records import read_array, read_lines
from publish.declare.declaration import Source
from publish.errors import SourceError


@pytest.fixture
def written(tmp_path):
    def write(text: str | bytes, name: str = "t.json") -> Path:
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


def test_numbers_keep_the_digits_of_the_file(take, written):
    numbers = ["33.650", "1e3", "12345678901234567890", "0.1", "-0.0", "1E-7", "1004"]
    numbers += ["123456789012345678901234567890.10", "18446744073709551616"]
    records = ", ".join(f'{{"n": {number}, "s": "x\\"1.50"}}' for number in numbers)
    taken = take(written(f"[{records}]"))
    assert taken.columns["n"] == numbers
    assert set(taken.columns["s"]) == {'x"1.50'}


def test_what_is_no_number_is_read_as_written(take, written):
    """As text, so that a column of numbers rejects the record and says its line."""
    taken = take(written('[{"a": NaN}, {"a": -Infinity}, {"a": 1.50}]'))
    assert taken.columns == {"a": ["NaN", "-Infinity", "1.50"]}


def test_blanks_before_and_between_records_are_nothing(take, written):
    blanks = " \n" * 3_000_000
    path = written(f'{blanks}[{{"a": 1}},{blanks}{{"a": 2}}]{blanks}')
    taken = take(path)
    assert taken.columns == {"a": ["1", "2"]}
    assert taken.export.lines([0, 1]) == [3_000_001, 6_000_001]


def test_numbers_in_lists_and_objects_keep_their_digits(take, written):
    path = written(
        '[{"h": {"i": 1.50, "j": [1, 2.0, "1.0", "=a\\"b"]}, "s": "=x", "t": "", "f": 2.50}]'
    )
    taken = take(path, wanted=("h",))
    assert taken.rows == [('{"i":1.50,"j":[1,2.0,"1.0","=a\\"b"]}', "=x", "", "2.50")]


GEOJSON = """{"type": "FeatureCollection", "features": [
{"type": "Feature", "properties": {"id": "a", "r": 1.50}, "geometry":
  {"type": "Point", "coordinates": [2.350, 48.85]}},
{"type": "Feature", "properties": {"id": "b"}, "geometry": null},
{"type": "Feature", "properties": {"id": "=c"}, "geometry":
  {"type": "Polygon", "coordinates": [[[0, 0], [1, 0.5], [1, 1], [0, 0]]]}}]}"""


def test_geojson_gives_its_features_and_the_places_of_points(take, written):
    lon, lat = (f"geometry.coordinates.{place}" for place in range(2))
    taken = take(written(GEOJSON, "t.geojson"), wanted=(lon, lat, "geometry.type"))
    headers = ("type", "properties.id", "properties.r", "geometry.type", lon, lat)
    assert taken.export.headers == headers
    assert taken.columns["properties.id"] == ["a", "b", "=c"]
    assert taken.columns[lon] == ["2.350", None, None]
    assert taken.columns[lat] == ["48.85", None, None]
    assert taken.columns["geometry.type"] == ["Point", None, "Polygon"]
    assert taken.columns["properties.r"] == ["1.50", None, None]


def test_a_geometry_is_kept_whole_beside_its_items(take, written):
    taken = take(
        written(GEOJSON, "t.geojson"),
        wanted=("geometry", "geometry.coordinates.0"),
        records="features",
    )
    assert taken.columns["geometry"][2].startswith(
        '{"type":"Polygon","coordinates":[[[0,0],[1,0.5]'
    )
    assert taken.columns["geometry.coordinates.0"] == ["2.350", None, None]


def test_the_items_of_a_list_are_texts_too(take, written):
    path = written('[{"t": ["[x]", "1.50", 2]}, {"t": []}, {"t": ["a", {"b": 1}]}, {"t": null}]')
    taken = take(path, wanted=("t.0", "t.1"))
    assert taken.columns == {"t.0": ["[x]", None, "a", None], "t.1": ["1.50", None, None, None]}


def test_booleans_nulls_and_absent_values(take, written):
    taken = take(written('[{"a": true, "b": null}, {"a": false, "c": "é\\u00e9"}]'))
    assert taken.columns == {"a": ["true", "false"], "b": [None, None], "c": [None, "éé"]}


def test_a_wanted_path_covers_what_lies_below_it(take, written):
    path = written('[{"address": {"city": "Metz", "zip": "57000"}}, {"address": null}]')
    assert take(path).export.headers == ("address.city", "address.zip")
    assert take(path, wanted=("address.city",)).export.headers == ("address.city", "address.zip")
    whole = take(path, wanted=("address",))
    assert whole.columns == {"address": ['{"city":"Metz","zip":"57000"}', None]}
    both = take(path, wanted=("address", "address.zip"))
    assert both.export.headers == ("address", "address.zip")


def test_a_value_where_others_have_an_object_is_a_header_of_its_own(take, written):
    path = written('[{"address": {"city": "Metz"}}, {"address": "Nancy"}]')
    taken = take(path, wanted=("address.city",))
    assert taken.export.headers == ("address", "address.city")
    assert taken.columns["address.city"] == ["Metz", None]


def test_an_empty_list_beside_objects_is_no_value(take, written):
    taken = take(written('[{"idd": []}, {"idd": {"root": "+2"}}]'))
    assert taken.columns == {"idd.root": [None, "+2"]}


def test_a_key_may_contain_a_dot_but_not_hide_a_path(take, written):
    assert take(written('[{"a.b": 1}]'), wanted=("a.b",)).columns == {"a.b": ["1"]}
    with pytest.raises(SourceError, match=r"t.json: two paths are both called 'a.b'"):
        take(written('[{"a.b": 1, "a": {"b": 2}}]'))


def test_a_list_inside_a_document(take, written):
    path = written('{"meta": {"n": [1]},\n"results": {"items": [\n{"a": 1},\n{"a": 2}\n]}, "z": 1}')
    taken = take(path, records="results.items")
    assert taken.columns == {"a": ["1", "2"]}
    assert taken.export.lines([0, 1]) == [3, 4]
    with pytest.raises(SourceError, match=r"`records: results.x`: there is no key 'x' there"):
        take(path, records="results.x")
    with pytest.raises(SourceError, match=r"`records: results` is no list"):
        take(path, records="results")


def test_packed_marked_and_other_encodings(take, written):
    assert take(written(gzip.compress(b'[{"a": 1}]'), "t.json.gz")).rows == [("1",)]
    assert take(written(b'\xef\xbb\xbf[{"a": "\xc3\xa9"}]')).rows == [("é",)]
    assert take(written(b'[{"a": "\xe9"}]'), encoding="cp1252").rows == [("é",)]


def test_no_record_is_an_empty_table_of_what_is_wanted(take, written):
    taken = take(written("[]"), wanted=("a", "b.c"))
    assert (taken.export.records, taken.columns) == (0, {"a": [], "b.c": []})


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[{"a": 1},\n{"a": }]', "line 2: not JSON: expecting value at character 7"),
        ('[{"a": 1},\n{"a": 1', "line 2: what begins here never ends"),
        ('[{"a": 1},\n{"a": "1}]', "line 2: what begins here never ends"),
        ('[{"a": 1},\n3]', "line 2: an element of the list is no object"),
        ("[[1]]", "line 1: an element of the list is no object"),
        ('[{"a": 1}\n{"a": 2}]', "line 2: a comma is missing before this element"),
        ('[{"a": 1},]', "line 1: a comma before the end of the list"),
        ('[{"a": 1}]\nx', "after the list of records stands what is no JSON"),
        ('{"a": 1}', "not a list; declare `format: jsonl` for one object a line"),
        (
            '{"n": 1, "meta": {"x": [1]}, "rows": [{"a": 1}]}',
            "not a list; declare where the list is (`records: meta.x` or `records: rows`), or",
        ),
        ("", "the file is empty"),
        (r'[{"a": "\ud83d"}]', "line 1: not JSON: half of a character, as \\ud83d without its"),
        ('[{"a": 1, "A": 2}]', "the same header twice: 'a' (column 1), 'A' (column 2)"),
        ('[{"": 1}]', "no header in column 1; mend it in the export"),
    ],
)
def test_what_is_no_list_of_objects_is_refused(take, written, text, words):
    with pytest.raises(SourceError) as error:
        take(written(text))
    assert str(error.value).startswith("t.json: ")
    assert words in str(error.value)


@pytest.mark.parametrize("name", ["t.json", "t.jsonl"])
def test_objects_in_one_another_beyond_measure_are_told_by_their_line(take, written, name):
    deep = '{"a":' * 20_000 + "1" + "}" * 20_000
    text = f'[{{"a": 1}},\n{deep}]' if name == "t.json" else f'{{"a": 1}}\n{deep}\n'
    with pytest.raises(
        SourceError, match=rf"^{name}: line 2: .* beyond measure; export it flatter"
    ):
        take(written(text, name))


def test_many_objects_beside_one_another_are_not_deep(take, written):
    assert take(written(f'[{{"a": [{"{},[],".join([""] * 1_000)}1]}}]')).export.records == 1


def test_a_broken_line_is_one_reject(take, written):
    text = '{"a": 1}\n\n{"a": }\n[1]\n{"a": 3, "a": 4}\r\n{"a": 5}\n'
    text += '{"b": {"x": 1, "x": 2}}\n  \n{"a": "x'
    taken = take(written(text, "t.jsonl"))
    assert taken.columns["a"] == ["1", "5"]
    assert taken.export.records == 7
    assert [(reject.line, reject.reason) for reject in taken.export.refused()] == [
        (3, "not JSON"),
        (4, "not an object with named values"),
        (5, "the same key stands twice in one object"),
        (7, "the same key stands twice in one object"),
        (9, "not JSON"),
    ]
    assert taken.export.lines([0, 1]) == [1, 6]


def test_a_key_that_stands_twice_in_a_list_is_one_reject(take, written):
    taken = take(written('[{"a": 1},\n{"a": 1, "a": 2},\n{"a": 3}]'))
    assert taken.columns == {"a": ["1", "3"]}
    assert [reject.line for reject in taken.export.refused()] == [2]
    assert taken.export.lines([1]) == [3]


keys = st.text(st.characters(codec="utf-8", exclude_characters=".\x00"), min_size=1, max_size=8)
names = keys.map(lambda key: key.strip()).filter(bool)
values = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(st.characters(codec="utf-8")),
)


def texts(value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value)


@pytest.mark.slow("opens a database for each of forty tables")
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_any_table_comes_back_identical(data):
    header = data.draw(st.lists(names, min_size=1, max_size=5, unique_by=str.lower))
    cells = st.lists(values, min_size=len(header), max_size=len(header))
    rows = data.draw(st.lists(cells, min_size=1, max_size=8))
    escaped = data.draw(st.booleans())
    records = [
        json.dumps(dict(zip(header, row, strict=True)), ensure_ascii=escaped) for row in rows
    ]
    expected = [tuple(map(texts, row)) for row in rows]
    assert _read(read_array, "[" + ", ".join(records) + "]") == (tuple(header), expected)
    assert _read(read_lines, "\n".join(records)) == (tuple(header), expected)


def _read(reader, text):
    with TemporaryDirectory() as folder, workspace(Path(folder) / "private") as opened:
        path = Path(folder) / "t.json"
        path.write_text(text, encoding="utf-8", newline="")
        (export,) = reader(ExportRequest(path, path.name, Source(path=path.name), ()), opened)
        columns = export.table.to_pyarrow().to_pydict()
        rows = list(zip(*columns.values(), strict=True))
        assert export.records == len(rows)
        return export.headers, rows


def test_countries_as_json_are_the_countries_of_the_csv(take, shared):
    folder = shared / "data" / "world-countries"
    with (folder / "countries.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    taken = take(folder / "countries.json", wanted=("currencies", "languages", "name.native"))
    assert taken.export.records == len(rows) == 250
    plain = [header for header in rows[0] if header in taken.columns]
    assert len(plain) == 74
    lists = ["tld", "capital", "altSpellings", "latlng", "borders", "callingCodes", "idd.suffixes"]
    truths = ["independent", "unMember", "landlocked"]
    for header in set(plain) - {*lists, *truths, "currencies", "languages"}:
        assert [value or "" for value in taken.columns[header]] == [row[header] for row in rows]
    for header in lists:
        for value, row in zip(taken.columns[header], rows, strict=True):
            assert ",".join(_words(value)) == row[header]
    for header in truths:
        words = {"true": "1", "false": "0", None: ""}
        assert [words[value] for value in taken.columns[header]] == [row[header] for row in rows]


def _words(value: str | None) -> list[str]:
    return [str(each) for each in json.loads(value or "[]", parse_float=str, parse_int=str)]
