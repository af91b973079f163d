"""Every header has a column and every column its header."""

from pathlib import Path

from publish.check import on_exports
from tests.tables import bench, column, export, source, table


def problems(tmp_path: Path, headers: list[str]) -> list[str]:
    declared = table({"id": column(), "name": column(**{"from": "Nom"})})
    with bench(tmp_path) as place:
        given = export(place, headers, [])
        return [str(one) for one in on_exports("places", declared, [(source(), given)])]


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


def test_a_column_covers_what_is_nested_below_it(tmp_path: Path) -> None:
    assert problems(tmp_path, ["id", "Nom", "Nom.court"]) == []


def test_a_first_line_without_any_declared_header_is_not_shown(tmp_path: Path) -> None:
    assert problems(tmp_path, ["Ada Lovelace", "ada@example.org"]) == [
        "blocker no-header: places, lieux.csv: none of the 2 cells of its first line is a declared "
        "header; export it with its line of headers; if all were renamed, correct each column's "
        "`from`"
    ]
