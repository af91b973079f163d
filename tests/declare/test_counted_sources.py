"""What is said back when two sources tell of the same hits."""

from pathlib import Path
from typing import Any

import pytest

from publish.declare.counted_sources import between, same_source, within_one
from publish.declare.declaration import Dataset
from publish.declare.yaml_file import load
from publish.errors import DeclarationError
from tests.counted import FEATURES
from tests.sites import ABOUT

SOURCE = '{path: exports/features.csv, delimiter: ";"}'
MATOMO = {"matomo": "https://stats.example.org", "site": 3, "report": "features"}


def table(*sources: dict[str, Any], **words: Any) -> dict[str, Any]:
    counts = {"behind": "visitors", "by": ("feature",), "within": "tool", "sum": ("actions",)}
    return {"sources": sources, "counts": counts | words.pop("counts", {})} | words


def file(report: str, **words: Any) -> dict[str, Any]:
    return {"path": f"exports/{report}-*.json", "format": "matomo", "report": report} | words


def inside(*sources: dict[str, Any], **counts: Any) -> list[str]:
    return [clash.why for clash in within_one(table(*sources, counts=counts))]


def beside(ours: dict[str, Any], theirs: dict[str, Any], *, near: bool = True) -> list[str]:
    return [clash.why for clash in between("uses", ours, theirs, near=near)]


@pytest.mark.parametrize("other", ["titles", "visits", "countries", "devices", "referrers"])
def test_reports_of_the_same_hits_are_no_one_table(other: str) -> None:
    assert inside(file("features"), file(other)) == [
        f"counts hits that sources.0 counts too ('features' and '{other}'), and numbers that are "
        "folded could be had by subtraction; keep one of them"
    ]
    assert len(inside(MATOMO, MATOMO | {"report": other})) == 1


def test_reports_of_different_hits_may_be() -> None:
    parts = ("features", "downloads", "outlinks", "events", "searches")
    assert inside(*(file(report) for report in parts)) == []
    assert inside(file("features", path="exports/a.json"), file("features")) == []


def test_one_source_is_read_once() -> None:
    for source in ({"usage": "site"}, MATOMO, file("features")):
        assert len(inside(source, source)) == 1
        assert len(beside(table(source), table(source, counts={"by": "form"}))) == 1


def test_two_tools_are_told_apart_by_a_column_that_every_row_keeps() -> None:
    tools = ({"usage": "site"}, {"path": "exports/access.log", "format": "logs"})
    assert inside(*tools) == []
    assert len(inside(*tools, within=())) == 1
    assert len(inside(*(one | {"set": {"tool": "all"}} for one in tools))) == 1


def test_two_services_are_told_apart_by_a_constant() -> None:
    sources = [file("features", set={"map": "a"}), file("visits", set={"map": "b"})]
    assert len(inside(*sources)) == 1
    assert inside(*sources, within=("tool", "map")) == []


@pytest.mark.parametrize(
    "address",
    ["https://stats.example.org/", "http://Stats.example.org:80", "https://stats.example.org/index.php"],
)  # fmt: skip
def test_a_matomo_is_the_same_however_it_is_written(address: str) -> None:
    assert same_source(MATOMO, MATOMO | {"matomo": address}, near=False)
    assert not same_source(MATOMO, MATOMO | {"matomo": address, "site": 4})


def test_a_file_is_the_same_under_a_pattern_and_not_where_it_holds_several_tables() -> None:
    one = {"path": "exports/a.csv"}
    assert same_source(one, {"path": "exports/*.csv"})
    assert not same_source(one, {"path": "exports/*.csv"}, near=False)
    book = {"path": "exports/a.xlsx"}
    assert not same_source(book | {"sheet": "a"}, book | {"sheet": "b"})


def test_rows_beside_what_is_counted_of_them_are_refused() -> None:
    one = {"path": "exports/a.csv"}
    plain = {"sources": (one,)}
    assert beside(plain, table(one)) == [
        "uses counts from it, and the rows of this table would tell what that one hides; remove "
        "one of the two tables"
    ]
    assert beside(table(one), plain) == [
        "uses has its rows, which would tell what is hidden here; remove one of the two tables"
    ]
    assert beside(plain, plain) == []


def test_reports_of_one_service_count_by_different_columns() -> None:
    ours = table(MATOMO | {"report": "titles"}, counts={"sum": ()})
    theirs = {"by": "country", "within": ("tool", "feature"), "sum": ()}
    elsewhere = table(MATOMO | {"report": "countries"}, counts=theirs)
    for one, other in ((ours, elsewhere), (elsewhere, ours)):
        assert beside(one, other, near=False) == [
            "uses counts the same visits by 'feature' too, and one would tell what the other "
            "hides; count by it in one table"
        ]
    by_country = table(MATOMO | {"report": "countries"}, counts=theirs | {"within": "tool"})
    assert beside(ours, by_country, near=False) == []


def test_a_column_under_another_name_is_the_same() -> None:
    renamed = MATOMO | {"report": "titles", "from": {"page": "feature"}}
    assert len(beside(table(renamed, counts={"by": "page"}), table(MATOMO), near=False)) == 1


def test_a_number_of_all_beside_that_of_a_part_leaves_the_rest() -> None:
    countries = table(MATOMO | {"report": "countries"}, counts={"by": "country"})
    assert beside(countries, table(MATOMO)) == [
        "uses adds up 'actions' too, one of all that is done and one of a part of it, and what is "
        "left may be that of few people; drop it in one of them"
    ]
    visits = {"sum": ("visits",)}
    of_visits = table(MATOMO | {"report": "countries"}, counts={"by": "country"} | visits)
    assert beside(of_visits, table(MATOMO, counts=visits)) == []
    searches = table(MATOMO | {"report": "searches"}, counts={"by": ()} | visits)
    assert len(beside(of_visits, searches)) == 1


def test_it_is_told_with_its_line(tmp_path: Path) -> None:
    two = "[{path: a.json, format: matomo, report: features}, "
    two += "{path: b.json, format: matomo, report: titles}]"
    again = FEATURES.replace("features:", "uses:", 1).replace(SOURCE, "{path: a.json}")
    path = tmp_path / "dataset.yaml"
    text = f"{ABOUT}{FEATURES.replace(f'[{SOURCE}]', two)}{again}"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DeclarationError) as told:
        load(path, Dataset)
    lines = [line.removeprefix(f"{path}:").split(": ")[:2] for line in str(told.value).splitlines()]
    assert lines == [
        ["14", "tables.features.sources.1.report"],
        ["32", "tables.uses.sources.0.path"],
        ["36", "tables.uses.counts.by"],
    ]
