"""Which forms of file a table may declare."""

from pathlib import Path

import pytest

from publish.declare.declaration import Dataset
from publish.declare.yaml_file import load
from publish.errors import DeclarationError
from publish.forms.formats import FORMATS
from tests.sites import DATASET


def declared(folder: Path, line: str, text: str = DATASET) -> Dataset:
    path = folder / "dataset.yaml"
    path.write_text(text.replace("    browse:", f"    {line}\n    browse:"), encoding="utf-8")
    return load(path, Dataset)


def refusal(folder: Path, line: str, text: str = DATASET) -> str:
    with pytest.raises(DeclarationError) as told:
        declared(folder, line, text)
    return str(told.value).partition(" ")[2]


@pytest.mark.parametrize("format", FORMATS)
def test_what_can_be_baked_may_be_declared(format: str, tmp_path: Path) -> None:
    degrees = "".join(f"      {name}: {{type: number, role: open}}\n" for name in ("lat", "lon"))
    mapped = DATASET.replace("      author:", f"{degrees}      author:")
    mapped = mapped.replace("search: [name]", "search: [name], map: [lat, lon]")
    assert declared(tmp_path, f"formats: {format}", mapped).tables["places"].formats == (format,)


@pytest.mark.parametrize("written", ["parquet", "[parquet]"])
def test_one_form_may_stand_alone(written: str, tmp_path: Path) -> None:
    assert declared(tmp_path, f"formats: {written}").tables["places"].formats == ("parquet",)


def test_no_form_but_csv_and_sqlite(tmp_path: Path) -> None:
    assert declared(tmp_path, "formats: []").tables["places"].formats == ()


def test_absent_means_all_that_fit(tmp_path: Path) -> None:
    assert declared(tmp_path, "rejects: {max: 0}").tables["places"].formats is None


def test_geojson_needs_a_map(tmp_path: Path) -> None:
    assert refusal(tmp_path, "formats: [parquet, geojson]") == (
        "tables.places.formats.1: 'geojson' needs to know where rows lie; "
        "declare `map` under `browse`"
    )


def test_a_form_stands_once(tmp_path: Path) -> None:
    assert refusal(tmp_path, "formats: [parquet, parquet]") == (
        "tables.places.formats.1: 'parquet' stands twice; keep one"
    )


def test_an_unknown_form_is_told_with_the_known_ones(tmp_path: Path) -> None:
    assert refusal(tmp_path, "formats: [parket]") == (
        "tables.places.formats.0: 'parket' is not one of csv.gz, jsonl.gz, parquet, geojson, "
        "xlsx; did you mean `parquet`?"
    )


def test_no_table_takes_the_name_of_the_dictionary(tmp_path: Path) -> None:
    told = refusal(tmp_path, "rejects: {max: 0}", DATASET.replace("  places:", "  dictionary:"))
    assert told == (
        "tables.dictionary: dictionary.csv is the list of all columns; choose another name"
    )
