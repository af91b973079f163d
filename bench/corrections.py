"""CPU of holding corrections against an export: `python -m bench.corrections [ROWS] [CORRECTIONS]`.

A table of 14 columns and corrections of five of them, once where all rows are where they were and
once where 1 in 100 of the corrected rows came back under another key; beside them, what a join
costs that overwrites cells without asking what the export says.
"""

import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa

from publish.bakehouse.corrections import correct
from publish.bakehouse.engine import Workspace, workspace
from publish.declare.table import Table

CORRECTED = ("c1", "c2", "c3", "c4", "c5")
COLUMNS = ("id", *(f"c{n}" for n in range(1, 14)))
ROWS = """
SELECT ({shift} || i)::VARCHAR AS id, {cells} FROM range({rows}) AS t(i)
"""
OVERLAY = """
SELECT r.* REPLACE (coalesce(o.c1, r.c1) AS c1) FROM {rows} AS r
LEFT JOIN {overlay} AS o ON o.id = r.id
"""


def declared() -> Table:
    """A table about things whose columns are texts."""
    columns = {name: {"type": "string", "role": "open"} for name in COLUMNS}
    words = {"title": {"fr": "Banc"}, "about": "things", "primary_key": ("id",)}
    return Table.model_validate(words | {"sources": ({"path": "x.csv"},), "columns": columns})


def rows_of(place: Workspace, rows: int, shift: str = "''") -> Any:
    """So many rows; `shift` is SQL for what stands before the number in the key."""
    cells = ", ".join(f"'{name} ' || (i * 7919 % {rows}) AS {name}" for name in COLUMNS[1:])
    return place.made("rows", ROWS.format(shift=shift, cells=cells, rows=rows))


def said(rows: int, corrections: int, prints: dict[int, str]) -> list[tuple[Any, ...]]:
    """Corrections of as many rows, as publish.corrections.live has them."""
    found = []
    for n in range(corrections):
        row, column = n * (rows // corrections), CORRECTED[n % len(CORRECTED)]
        bases = json.dumps([f"{column} {row * 7919 % rows}"])
        edit = (json.dumps([str(row)]), column, bases, "corrected", "", "2026-11", "applied")
        found.append((n + 1, *edit, prints.get(n + 1)))
    return found


def cpu(what: str, work: Callable[[], Any]) -> Any:
    """What it gives, after a line with the CPU that it took."""
    since = time.process_time()
    given = work()
    print(f"{what:<58}{time.process_time() - since:6.2f} s", flush=True)
    return given


def main() -> None:
    """Prints a line for each."""
    rows, corrections = (int(one) for one in [*sys.argv[1:3], "1000000", "100000"][:2])
    table = declared()
    with tempfile.TemporaryDirectory() as folder, workspace(Path(folder)) as place:
        given, asked = rows_of(place, rows), said(rows, corrections, {})
        overlay = pa.table(
            {"id": [json.loads(one[1])[0] for one in asked], "c1": ["x"] * corrections}
        )
        brought = place.brought("overlay", overlay)
        cpu(
            "overwritten, whatever the export says",
            lambda: place.table("overwritten", OVERLAY, rows=given, overlay=brought),
        )
        found = cpu("held against it", lambda: correct(given, table, asked, None, place))
        print(found.states(place))
        prints = {one.id: one.fingerprint or "" for one in found.settled(place)}
        # Each hundredth of the corrected rows has another key.
        step = 100 * (rows // corrections)
        moved = rows_of(place, rows, f"CASE WHEN i % {step} = 0 THEN 'new-' ELSE '' END")
        before = place.made("before", place.filled("SELECT id FROM {rows}", rows=given))
        asked = said(rows, corrections, prints)
        found = cpu(
            "the same, 1 row in 100 of them re-keyed",
            lambda: correct(moved, table, asked, before, place),
        )
        print(found.states(place))


if __name__ == "__main__":
    main()
