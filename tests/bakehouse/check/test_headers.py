"""Every header has a column and every column its header."""

from dataclasses import replace
from pathlib import Path

import pytest

from publish.bakehouse.check import on_exports
from publish.bakehouse.read.exports import ExportRequest
from publish.bakehouse.read.json_records import read_array
from tests.tables import bench, column, export, source, table

DECLARED = table({"id": column(), "name": column(**{"from": "Nom"})})


def problems(tmp_path: Path, headers: list[str]) -> list[str]:
    with bench(tmp_path) as place:
        given = export(place, headers, [])
        return [str(one) for one in on_exports("places", DECLARED, [(source(), given)])]


def test_declared_headers_pass(tmp_path: Path) -> None:
    assert problems(tmp_path, ["Nom", "id"]) == []


def test_an_undeclared_header_is_refused(tmp_path: Path) -> None:
    assert problems(tmp_path, ["id", "Nom", "Courriel"]) == [
        "blocker undeclared-header: places, lieux.csv: the header 'Courriel' has no column; "
        "declare one with `from: 'Courriel'`, and `protect: drop` if it must stay private"
    ]


def test_a_missing_header_is_refused_with_the_nearest(tmp_path: Path) -> None:
    assert problems(tmp_path, ["id", "Noms"]) == [
        "blocker undeclared-header: places, lieux.csv: the header 'Noms' has no column; "
        "declare one with `from: 'Noms'`, and `protect: drop` if it must stay private",
        "blocker missing-header: places.name, lieux.csv: the export has no header 'Nom'; "
        "did you mean 'Noms'? correct the column's `from`, or say `from: {name: null}` "
        "at this source",
    ]


def test_many_files_of_a_source_are_told_in_one_line(tmp_path: Path) -> None:
    with bench(tmp_path) as place:
        first = export(place, ["id", "Nom", "Courriel"], [])
        days = [replace(first, file=f"{day}.csv") for day in range(25)]
        one, other = source(path="exports/*.csv"), source(path="exports/9.csv")
        read = [*((one, day) for day in days), (other, days[9])]
        assert [(told.code, told.place) for told in on_exports("places", DECLARED, read)] == [
            ("undeclared-header", "places, 0.csv and 24 more files"),
            ("undeclared-header", "places, 9.csv"),
        ]
        lacking = [replace(one, headers=("id",)) for one in days[:2]]
        read = [(one, day) for day in lacking]
        assert [(told.code, told.place) for told in on_exports("places", DECLARED, read)] == [
            ("missing-header", "places.name, 0.csv and 1 more file"),
        ]


@pytest.mark.parametrize("header", ["Nom.1", "id.fr", "Nom.", "No"])
def test_a_header_is_not_covered_by_one_that_begins_alike(tmp_path: Path, header: str) -> None:
    assert problems(tmp_path, ["id", "Nom", header]) == [
        f"blocker undeclared-header: places, lieux.csv: the header {header!r} has no column; "
        f"declare one with `from: {header!r}`, and `protect: drop` if it must stay private"
    ]


@pytest.mark.parametrize(
    ("text", "undeclared"),
    [
        ('[{"id": 1, "Nom": {"court": "a", "long": {"fr": "b"}}}]', []),
        ('[{"id": 1, "Nom": "a"}, {"id": 2, "Nom": {"court": "b"}}]', []),
        ('[{"id": 1, "Nom": "a", "Nom.court": "b"}]', ["Nom.court"]),
        ('[{"id": 1, "Nom": {"court": "a"}, "Nom.court": "b"}]', ["Nom.court"]),
    ],
)
def test_a_declared_json_path_covers_what_lies_below_it(
    tmp_path: Path, text: str, undeclared: list[str]
) -> None:
    path = tmp_path / "lieux.json"
    path.write_text(text, encoding="utf-8")
    asked = ExportRequest(path, path.name, source(path="lieux.json"), ("id", "Nom"))
    with bench(tmp_path) as place:
        found = on_exports("places", DECLARED, [(asked.source, next(read_array(asked, place)))])
        assert [(one.code, one.what) for one in found] == [
            ("undeclared-header", f"the header {header!r} has no column") for header in undeclared
        ]


def test_a_first_line_without_any_declared_header_is_not_shown(tmp_path: Path) -> None:
    assert problems(tmp_path, ["Ada Lovelace", "ada@example.org"]) == [
        "blocker no-header: places, lieux.csv: none of the 2 cells of its first line is a declared "
        "header; export it with its line of headers; if all were renamed, correct each column's "
        "`from`"
    ]


@pytest.mark.parametrize(
    ("headers", "way"),
    [
        (["id;Nom"], '`delimiter: ";"`'),
        (['"id"\t"Nom"'], '`delimiter: "\\t"`'),
        (["x,id", "y"], '`delimiter: ","`'),
    ],
)
def test_declared_headers_between_other_delimiters_tell_which(
    tmp_path: Path, headers: list[str], way: str
) -> None:
    [said] = problems(tmp_path, headers)
    assert said.endswith(
        f"is a declared header; cells stand between other delimiters: declare {way} for it"
    )
