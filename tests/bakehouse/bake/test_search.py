"""The search table of a release holds what is searched, as it is written, and names for keys."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

from tests.bakehouse.bake.tables import baked, dataset

TYPES = {"id": "string", "name": "string", "kind": "string", "postcode": "string", "of": "string"}
DECLARED = {
    "browse": {"facets": ("kind",), "search": ("name",), "label": "name"},
    "foreign_keys": ({"columns": ("of",), "references": {"table": "places", "columns": ("id",)}},),
}
ROWS = (
    ("a", "La Fabrique", "Café", "75011", None),
    ("b", "Annexe", "Jardin partagé", "02000", "a"),
)


def found(folder: Path, match: str) -> list[str]:
    sql = "select id from places where rowid in (select rowid from places_fts(?)) order by id"
    with closing(sqlite3.connect(folder / "lieux.db")) as connection:
        return [id for (id,) in connection.execute(sql, [match])]


def test_rows_are_found_by_all_that_is_searched(tmp_path: Path) -> None:
    with baked(tmp_path, ROWS, dataset(TYPES, **DECLARED)) as folder:
        assert found(folder, "partage") == ["b"]
        assert found(folder, '"02000"') == ["b"]
        assert found(folder, "fabrique") == ["a", "b"]
        assert found(folder, "of: a") == []
        [table] = json.loads((folder / "datapackage.json").read_text())["resources"]
    assert table["browse"]["search"] == ["name", "kind", "postcode", "of"]
