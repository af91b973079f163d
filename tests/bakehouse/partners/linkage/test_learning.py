"""From many rows the model is learned, kept, and finds what a person would."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from bench.partners_link import DIRECTORY, Row, directory
from publish.bakehouse.partners.linkage import linked
from tests.tables import bench, rows_of

POINT = ("lat", "lon")
MODEL = "partners/model.json"


def nobody(words: str) -> None:
    """Hears what is told."""


def pairs(rows: list[Row], folder: Path) -> list[dict[str, Any]]:
    """The pairs, which are also written into `pairs.json` beside the model."""
    names = ("id", *DIRECTORY, *POINT)
    cells = pa.table({name: [row[name] for row in rows] for name in names})
    with bench(folder) as place:
        brought = place.brought("rows", cells)
        found = rows_of(linked(brought, DIRECTORY, POINT, place, folder / MODEL, tell=nobody))
    (folder / "pairs.json").write_text(json.dumps(found), "utf-8")
    return found


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    return list(directory(5000))


@pytest.fixture(scope="module")
def learned(rows: list[Row], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what a linkage told, and the model that it kept."""
    folder = tmp_path_factory.mktemp("learned")
    pairs(rows, folder)
    return folder


@pytest.mark.slow("learns a model")
def test_it_finds_one_thing_and_neither_branches_nor_tenants(
    rows: list[Row], learned: Path
) -> None:
    of = {row["id"]: row["of"] for row in rows}
    found = json.loads((learned / "pairs.json").read_text("utf-8"))
    said = [of[one["left"]] == of[one["right"]] for one in found if one["probability"] >= 0.95]
    every = list(of.values())
    true = sum(count * (count - 1) // 2 for count in map(every.count, set(every)))
    assert sum(said) / len(said) >= 0.98
    assert sum(said) / true >= 0.92


@pytest.mark.slow("learns a model")
def test_equal_rows_give_equal_pairs_and_an_equal_model(
    rows: list[Row], learned: Path, tmp_path: Path
) -> None:
    pairs(rows[::-1], tmp_path)
    for file in ("pairs.json", MODEL):
        assert (tmp_path / file).read_bytes() == (learned / file).read_bytes()


AGAIN = """
import sys
from pathlib import Path
from tests.bakehouse.partners.linkage.test_learning import directory, pairs
pairs(list(directory(5000)), Path(sys.argv[1]))
"""


@pytest.mark.slow("learns a model in another process")
def test_another_process_finds_the_same(learned: Path, tmp_path: Path) -> None:
    root = Path(__file__).parents[4]
    words = os.environ | {"PYTHONHASHSEED": "7", "PYTHONPATH": str(root)}
    done = subprocess.run(
        [sys.executable, "-c", AGAIN, str(tmp_path)], capture_output=True, env=words, cwd=root
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    for file in ("pairs.json", MODEL):
        assert (tmp_path / file).read_bytes() == (learned / file).read_bytes()


@pytest.mark.slow("learns a model")
def test_the_kept_model_stays_while_rows_change_little(
    rows: list[Row], learned: Path, tmp_path: Path
) -> None:
    before = (learned / MODEL).read_bytes()
    (tmp_path / MODEL).parent.mkdir()
    (tmp_path / MODEL).write_bytes(before)
    pairs(rows[:4900], tmp_path)
    assert (tmp_path / MODEL).read_bytes() == before
    assert json.loads(before)["groups"] == {
        "address": "where", "postcode": "where", "town": "where", "lat, lon": "where",
        "email": "whose", "phone": "whose", "website": "whose",
    }  # fmt: skip
