"""What may be declared of an audience tool's exports."""

from pathlib import Path

import pytest

from publish.bakehouse.read.audience.matomo_reports import REPORTS as READ
from publish.declare.audience import REPORTS
from publish.declare.declaration import Dataset
from publish.declare.source import Source
from publish.declare.yaml_file import load
from publish.errors import DeclarationError
from tests.counted import FEATURES
from tests.sites import ABOUT

SOURCE = '{path: exports/features.csv, delimiter: ";"}'


def declared(folder: Path, source: str) -> Source:
    path = folder / "dataset.yaml"
    path.write_text(f"{ABOUT}{FEATURES}".replace(SOURCE, source), encoding="utf-8")
    return load(path, Dataset).tables["features"].sources[0]


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


@pytest.mark.parametrize(
    ("key", "formats"),
    [
        ("report: features", "matomo, xiti"),
        ("period: 2026-W48", "matomo, xiti"),
        ("features: []", "matomo, xiti, logs"),
    ],
)
def test_other_formats_have_no_reports(key: str, formats: str, tmp_path: Path) -> None:
    name = key.partition(":")[0]
    assert refusal(tmp_path, f"{{path: exports/lieux.csv, {key}}}") == (
        f"tables.features.sources.0.{name}: only for {formats}; this source is csv, remove this key"
    )


def test_an_unknown_report_is_told_with_the_known_ones(tmp_path: Path) -> None:
    told = refusal(tmp_path, "{path: x.json, format: matomo, report: searchs}")
    assert "sources.0.report: 'searchs' is not one of visits, features, downloads" in told


def test_a_name_of_a_feature_is_fit_for_a_file(tmp_path: Path) -> None:
    rules = '[{match: "^/lieux", feature: Lieu partagé}]'
    assert "features.0.feature" in refusal(
        tmp_path, f"{{path: x.json, format: matomo, report: features, features: {rules}}}"
    )


def test_a_matomo_is_asked_for_a_report_of_a_site(tmp_path: Path) -> None:
    source = declared(
        tmp_path, '{matomo: "https://stats.example.org", site: 3, token: TOKEN, report: visits}'
    )
    assert (source.matomo, source.site, source.token) == ("https://stats.example.org", 3, "TOKEN")


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ('{matomo: "https://e.org", report: visits}', "site: missing; say the number"),
        ('{matomo: "https://e.org", site: 3}', "report: missing; say which report"),
        (
            '{matomo: "https://e.org", site: 3, report: visits, path: x.csv}',
            "path: the source is a Matomo that is asked; remove this key",
        ),
        (
            '{matomo: "https://e.org", site: 3, report: visits, period: 2026-W48}',
            "period: the source is a Matomo that is asked; remove this key",
        ),
        ("{path: exports/lieux.csv, token: TOKEN}", "token: only for a Matomo that is asked"),
        (
            '{matomo: "https://e.org", site: 3, report: visits, token: 0f0f0f}',
            "token: expected the NAME of an environment variable",
        ),
    ],
)
def test_what_contradicts_itself_is_refused(source: str, told: str, tmp_path: Path) -> None:
    said = refusal(tmp_path, source)
    assert f"sources.0.{told}" in said
    assert "0f0f0f" not in said


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ('{match: "", feature: place}', "match: empty; write something here"),
        ('{match: "^/lieux(", feature: place}',
         "match: '^/lieux(' is no regular expression (missing ), unterminated subpattern at "
         "position 7); put \\ before signs meant as they are"),
        ('{match: "^/lieux", feature: Fiche Lieu}',
         "feature: 'Fiche Lieu' is not written as expected; write a-z, digits, - and _, such as "
         "`opening-hours`"),
        ('{match: "^/lieux", featur: place}', "featur: unknown key; did you mean `feature`?"),
    ],
)  # fmt: skip
def test_a_wrong_rule_is_told_alone(rule: str, told: str, tmp_path: Path) -> None:
    """Not also that the list of sources is empty, of which it is the only one."""
    source = f"{{path: x.json, format: matomo, report: features, features: [{rule}]}}"
    found = refusal(tmp_path, source)
    assert f"tables.features.sources.0.features.0.{told}" in found
    assert "sources: empty" not in found
