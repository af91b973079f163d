"""The privacy benchmark's rows: 1 M rows × 8 quasi-identifiers of about 130 k people, or ten times.

python -m bench.people bench/work/people.parquet [--millions N]
"""

import argparse
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from bench.measure import WORK

ROWS, PEOPLE = 1_000_000, 132_826
SEED = 20261121
SIZES = {"department": 96, "age": 14, "sex": 3, "job": 8, "household": 5, "diploma": 6}
VISITS = {"month": 24, "activity": 10}
QUASI_IDENTIFIERS = (*SIZES, *VISITS)
DAY = date(2026, 1, 5)
WHO = {"type": "string", "role": "identifier", "protect": "drop"}
"""The column of the person, which never leaves."""


def _skewed(rng: np.random.Generator, size: int, count: int) -> np.ndarray:
    """Values 0..size-1, the first the commonest, the last a rare one."""
    weights = 1 / np.arange(1, size + 1)
    return rng.choice(size, count, p=weights / weights.sum())


def _texts(name: str, values: np.ndarray) -> Any:
    """Texts of a column; the rarest sex is a missing one."""
    missing = values == 2 if name == "sex" else None
    return pa.array(np.char.add(f"{name} ", values.astype(str)), pa.string(), mask=missing)


def million(part: int) -> pa.Table:
    """The same million rows at every call; each part has people of its own."""
    rng = np.random.default_rng(SEED)
    who = rng.integers(0, PEOPLE, ROWS)
    columns: dict[str, Any] = {
        "_person": pa.array(np.char.add(f"{part}-", who.astype(str)), pa.string())
    }
    for name, size in SIZES.items():
        columns[name] = _texts(name, _skewed(rng, size, PEOPLE)[who])
    for name, size in VISITS.items():
        columns[name] = _texts(name, _skewed(rng, size, ROWS))
    columns["answer"] = _texts("answer", _skewed(rng, 12, ROWS))
    return pa.table(columns)


def write(path: Path, millions: int) -> None:
    """So many millions of rows as Parquet."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with pq.ParquetWriter(path, million(0).schema) as writer:
        for part in range(millions):
            writer.write_table(million(part))


def written(millions: int) -> Path:
    """The file of so many millions of rows, made unless it is there."""
    path = WORK / f"people-{millions}.parquet"
    if not path.is_file():
        write(path, millions)
    return path


def reviewed(about: str, tables: dict[str, Any]) -> dict[str, Any]:
    """A declaration of tables about people, read by somebody, as of DAY."""
    return {
        "title": {"fr": about},
        "description": {"fr": about},
        "producer": {"name": "Banc"},
        "contact": "banc@example.org",
        "contributed": False,
        "license": "etalab-2.0",
        "frequency": "weekly",
        "updated": {"on": DAY},
        "reviewed": {"by": "Ada", "on": date(2026, 1, 1), "until": date(2027, 1, 1)},
        "tables": tables,
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("path", type=Path)
    parser.add_argument("--millions", type=int, default=1)
    given = parser.parse_args()
    write(given.path, given.millions)
