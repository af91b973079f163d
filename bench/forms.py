"""Every form of a million rows: what each costs, beside DuckDB's own COPY and gzip.

    python -m bench.forms

`ours` bakes a whole release in one process and tells the CPU seconds of each step, the reading
again of each file included; the peers run in a second process on the same typed rows.
"""

import argparse
import os
import shutil
import subprocess
from contextlib import suppress
from datetime import date
from typing import Any

from bench.load import EXPORT
from bench.measure import WORK, Timed, cost, module
from bench.site import make_site
from publish.bakehouse.bake.release_files import UnbakedRelease, bake
from publish.bakehouse.bake.spreadsheet import MOST_ROWS
from publish.bakehouse.engine import Workspace, workspace
from publish.bakehouse.read import read, requests
from publish.bakehouse.shape import shape
from publish.declare.site import SiteFolder

SITE = WORK / "forms-site"
INTO = WORK / "forms"
DAY = date(2026, 11, 21)
UPDATED = {"date": "2026-11-21", "basis": "declared"}
REPORT: dict[str, Any] = {
    "dataset": "places",
    "tables": [],
    "checks": [],
    "warnings": [],
    "tools": {},
}
PEERS = {
    "DuckDB COPY csv": "FORMAT csv, HEADER",
    "DuckDB COPY csv.gz": "FORMAT csv, HEADER, COMPRESSION gzip",
    "DuckDB COPY jsonl.gz": "FORMAT json, COMPRESSION gzip",
    "DuckDB COPY parquet": "FORMAT parquet, COMPRESSION zstd",
}


def _unbaked(place: Workspace, most: int | None) -> UnbakedRelease:
    """The typed rows of the export, as the pipeline holds them before baking; with a map."""
    site = SiteFolder(SITE)
    dataset = site.dataset("places")
    table = dataset.tables["places"]
    browse = table.browse.model_copy(update={"map": ("lat", "lon")})
    mapped = table.model_copy(update={"browse": browse})
    asked = requests(site, "places", dataset)["places"]
    exports = [(one.source, export) for one in asked for export in read(one, place)]
    rows = shape(table, exports, place).table
    tables = {"places": rows.limit(most) if most else rows}
    declared = dataset.model_copy(update={"tables": {"places": mapped}})
    return UnbakedRelease(name="places", dataset=declared, rows=tables, as_of=DAY, updated=UPDATED)


def ours(most: int | None = None) -> None:
    """Bake a release; a line per step."""
    timed = Timed()
    with suppress(FileNotFoundError):
        shutil.rmtree(INTO)
    INTO.mkdir(parents=True)
    with workspace(WORK / "forms-private") as place:
        timed.step("", "read the export")
        unbaked = _unbaked(place, most)
        bake(INTO, unbaked, place, timed).finish(INTO, "1.0.0", REPORT, timed)
        timed.step("", "")


def few() -> None:
    """As many rows as a spreadsheet is made of."""
    ours(MOST_ROWS)


def peers() -> None:
    """The same typed rows by DuckDB's COPY, and gzip -6 of the CSV."""
    timed = Timed()
    with workspace(WORK / "forms-private") as place:
        place.con.create_view("peer", _unbaked(place, None).rows["places"])
        for name, options in PEERS.items():
            timed.step("", name)
            place.con.raw_sql(f"COPY (FROM peer) TO '{INTO / 'peer'}' ({options})")
        timed.step("", "")
    print(f"{'gzip -6 of the CSV':<26}{cost(['gzip', '-6nc', str(INTO / 'places.csv')]).cpu:7.2f}")


PARTS = {"ours": ours, "peers": peers, "few": few}


def _sizes() -> None:
    for path in sorted(INTO.iterdir()):
        if path.stat().st_size > 1e6:
            print(f"    {path.name:<22}{path.stat().st_size / 1e6:7.1f} MB", flush=True)


def compare() -> None:
    """CPU seconds a step, sizes, peak memory of each part in a process of its own."""
    make_site(SITE, EXPORT)
    for part, rows in (("ours", "1 M rows"), ("peers", "1 M rows"), ("few", "200 k rows")):
        print(f"--- {part}, {rows}: seconds of CPU", flush=True)
        child = subprocess.Popen(module("bench.forms", "--part", part))
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        if status:
            raise RuntimeError(f"{part} ended with {child.returncode}")
        print(f"peak memory {usage.ru_maxrss / 1024:.0f} MiB", flush=True)
        _sizes()


def main() -> None:
    """Compare, or run one part for the comparison."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--part", choices=PARTS)
    given = parser.parse_args()
    if given.part:
        PARTS[given.part]()
        return
    cost(module("bench.generate", EXPORT))
    compare()


if __name__ == "__main__":
    main()
