"""Real delimited files come back whole, as the facts noted about them say, or are refused."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from publish.bakehouse.engine import Workspace, workspace
from publish.bakehouse.read.delimited import read
from publish.bakehouse.read.exports import Export, ExportRequest
from publish.declare.declaration import Source
from publish.errors import SourceError

pytestmark = pytest.mark.slow("reads every real file")
DATA = Path(__file__).parents[4] / "shared" / "data"
FACTS: dict[str, dict[str, Any]] = (
    json.loads((DATA / "EXPECTED.json").read_text()) if (DATA / "EXPECTED.json").is_file() else {}
)
BLANK = [name for name, facts in FACTS.items() if "blank_headers" in facts]
RAGGED = [name for name, facts in FACTS.items() if "ragged" in facts and name not in BLANK]
NO_HEADER = [name for name, facts in FACTS.items() if "columns" not in facts]
WHOLE = [name for name in FACTS if name not in (*BLANK, *RAGGED, *NO_HEADER)]


@pytest.fixture
def space(tmp_path: Path, shared: Path) -> Iterator[Workspace]:
    with workspace(tmp_path / "private") as opened:
        yield opened


def export(space: Workspace, name: str, **declared: object) -> Export:
    facts = FACTS[name]
    source = Source(
        path=name, delimiter=facts["delimiter"], encoding=encoding(facts["encoding"]), **declared
    )
    (found,) = read(ExportRequest(DATA / name, name, source, ()), space)
    return found


def encoding(noted: str) -> str:
    if noted.startswith("utf-16"):
        return "utf-16"
    return "cp1252" if noted.startswith("not utf-8") else "utf-8"


def rows(space: Workspace, found: Export) -> list[tuple[str, ...]]:
    return space.sql(f'SELECT * FROM "{found.table.get_name()}"')


def digest(table: list[tuple[str, ...]]) -> str:
    lines = "\n".join(json.dumps(row, ensure_ascii=False) for row in table)
    return hashlib.sha256(lines.encode()).hexdigest()


@pytest.mark.parametrize("name", WHOLE)
def test_every_cell_comes_back(space, name):
    facts, found = FACTS[name], export(space, name)
    table = rows(space, found)
    assert digest(table) == facts["rows_sha256"]
    assert found.refused() == []
    assert found.records == len(table) == facts.get("rows", 0)
    assert len(found.headers) == facts["columns"]
    # The facts list the first headers of wide files only.
    noted = [header.strip() for header in facts["header"] if not header.startswith("…")]
    assert list(found.headers[: len(noted)]) == noted


@pytest.mark.parametrize("name", BLANK)
def test_columns_without_header_are_refused_until_they_are_named(space, name):
    with pytest.raises(SourceError, match="no header in column"):
        export(space, name)
    facts = FACTS[name]
    names = tuple(f"column {number}" for number in range(facts["columns"]))
    found = export(space, name, header=names, skip=1)
    table = rows(space, found)
    assert found.records == len(table) + len(found.refused()) == facts["rows"]
    assert "ragged" in facts or digest(table) == facts["rows_sha256"]


@pytest.mark.parametrize("name", RAGGED)
def test_ragged_records_are_refused_and_counted(space, name):
    facts, found = FACTS[name], export(space, name)
    table, refused = rows(space, found), found.refused()
    assert found.records == len(table) + len(refused) == facts["rows"]
    assert all("where the header has" in reject.reason for reject in refused)
    too_short = sum(n for cells, n in facts["ragged"].items() if int(cells) < facts["columns"])
    assert len(refused) >= too_short


@pytest.mark.parametrize("name", NO_HEADER)
def test_a_file_without_header_is_refused(space, name):
    with pytest.raises(SourceError, match="empty; an export has a header"):
        export(space, name)
