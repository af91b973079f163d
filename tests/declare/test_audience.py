"""What may be declared of an audience tool's exports."""

from pathlib import Path

import pytest

from publish.bakehouse.read.audience.matomo_reports import REPORTS as READ
from publish.declare.audience import REPORTS
from publish.declare.declaration import Dataset
from publish.declare.source import Source
from publish.declare.yaml_file import load
from publish.errors import DeclarationError
from tests.sites import DATASET

SOURCE = '{path: exports/lieux.csv, delimiter: ";"}'


def declared(folder: Path, source: str) -> Source:
    path = folder / "dataset.yaml"
    path.write_text(DATASET.replace(SOURCE, source), encoding="utf-8")
    return load(path, Dataset).tables["places"].sources[0]


def refusal(folder: Path, source: str) -> str:
    with pytest.raises(DeclarationError) as told:
        declared(folder, source)
    return str(told.value).partition(" ")[2]


def test_every_report_that_may_be_declared_is_read() -> None:
    assert set(REPORTS) == set(READ)


def test_features_are_declared_by_patterns(tmp_path: Path) -> None:
    rules = '[{match: "^/lieux/[^/]+$", feature: place}]'
    source = declared(
        tmp_path, f"{{path: x.json, format: matomo, report: features, features: {rules}}}"
    )
    assert [(rule.match, rule.feature) for rule in source.features] == [("^/lieux/[^/]+$", "place")]


@pytest.mark.parametrize("key", ["report: features", "period: 2026-W48", "features: []"])
def test_other_formats_have_no_reports(key: str, tmp_path: Path) -> None:
    name = key.partition(":")[0]
    assert refusal(tmp_path, f"{{path: exports/lieux.csv, {key}}}") == (
        f"tables.places.sources.0.{name}: only for matomo; this source is csv, remove this key"
    )


def test_an_unknown_report_is_told_with_the_known_ones(tmp_path: Path) -> None:
    told = refusal(tmp_path, "{path: x.json, format: matomo, report: searchs}")
    assert "sources.0.report: 'searchs' is not one of visits, features, downloads" in told


def test_a_name_of_a_feature_is_fit_for_a_file(tmp_path: Path) -> None:
    rules = '[{match: "^/lieux", feature: Lieu partagé}]'
    assert "features.0.feature" in refusal(
        tmp_path, f"{{path: x.json, format: matomo, report: features, features: {rules}}}"
    )
