"""Which forms of file a table may declare."""

from pathlib import Path
from typing import get_args

import pytest

from publish.bake.formats import FORMATS
from publish.declaration import Dataset
from publish.errors import DeclarationError
from publish.table import FormatName
from publish.yaml_file import load
from tests.sites import DATASET


def declared(folder: Path, line: str, text: str = DATASET) -> Dataset:
    path = folder / "dataset.yaml"
    path.write_text(text.replace("    browse:", f"    {line}\n    browse:"), encoding="utf-8")
    return load(path, Dataset)


def refusal(folder: Path, line: str, text: str = DATASET) -> str:
    with pytest.raises(DeclarationError) as told:
        declared(folder, line, text)
    return str(told.value).partition(" ")[2]


def test_what_may_be_declared_is_what_can_be_baked() -> None:
    assert get_args(FormatName) == tuple(FORMATS)


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
    assert "'parket' is not one of csv.gz" in refusal(tmp_path, "formats: [parket]")


def test_no_table_takes_the_name_of_the_dictionary(tmp_path: Path) -> None:
    told = refusal(tmp_path, "rejects: {max: 0}", DATASET.replace("  places:", "  dictionary:"))
    assert told == (
        "tables.dictionary: dictionary.csv is the list of all columns; choose another name"
    )
