"""Quotes escaped by a backslash come back as they were meant."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.bakehouse.read import read
from publish.bakehouse.read.exports import ExportRequest
from publish.declare.declaration import Source
from publish.errors import SourceError
from tests.tables import bench

CELL = st.text(st.sampled_from(['"', "\\", ",", ";", "\n", "a", "é", "b"]), max_size=6)
ROWS = st.lists(st.tuples(CELL, CELL), min_size=1, max_size=6)


def take(folder: Path, text: str, **declared: object) -> list[tuple[str, ...]]:
    path = folder / "export.csv"
    path.write_text(text, encoding="utf-8", newline="")
    source = Source.model_validate({"path": "export.csv", "escape": "\\"} | declared)
    with bench(folder) as place:
        [export] = read(ExportRequest(path, "export.csv", source, ()), place)
        rows = [tuple(row.values()) for row in export.table.to_pyarrow().to_pylist()]
        assert export.records == len(rows) + len(export.refused())
    return rows


def test_an_escaped_quote_is_a_quote(tmp_path: Path) -> None:
    assert take(tmp_path, 'a,b\n"say \\"hi\\"",2\n') == [('say "hi"', "2")]


def test_without_quotes_the_delimiter_is_escaped(tmp_path: Path) -> None:
    assert take(tmp_path, "a,b\none\\, two,2\n", quote="") == [("one, two", "2")]


def test_an_unclosed_quote_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError) as error:
        take(tmp_path, 'a,b\n"open,2\n')
    assert str(error.value) == (
        "export.csv: line 2: unexpected end of data; "
        "check the declared `quote` and `escape: '\\\\'`"
    )


@pytest.mark.slow("opens a database for each of a hundred tables")
@given(rows=ROWS)
def test_random_cells_come_back(tmp_path_factory: pytest.TempPathFactory, rows: list) -> None:
    text = io.StringIO(newline="")
    writer = csv.writer(
        text, escapechar="\\", doublequote=False, quoting=csv.QUOTE_ALL, lineterminator="\n"
    )
    writer.writerows([("a", "b"), *rows])
    assert take(tmp_path_factory.mktemp("escape"), text.getvalue()) == [tuple(r) for r in rows]
