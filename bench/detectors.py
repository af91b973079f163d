"""Detectors of personal data: recall and precision on two sets, and how long 1 M rows take.

`python -m bench.detectors` prints tables for bench/RESULTS.md.
"""

import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa

from bench.generate import HEADER, write_million
from bench.load import EXPORT
from publish.bakehouse.engine import Workspace, workspace
from publish.bakehouse.personal import KINDS
from publish.bakehouse.personal.scan import scan
from publish.bakehouse.personal.search import Scanned
from tests.bakehouse.personal import invented
from tests.bakehouse.personal.fair_set import FairColumn, fair_set
from tests.bakehouse.personal.hostile_set import hostile_set

SEEDS = range(1, 6)
TEXTS = 1_000_000
DECLARED = {
    "lat": "number",
    "lon": "number",
    "opened": "date",
    "seats": "integer",
    "accessible": "boolean",
}
TYPES = {"number": "DOUBLE", "date": "DATE", "integer": "BIGINT", "boolean": "BOOLEAN"}


@contextmanager
def _place() -> Iterator[Workspace]:
    with TemporaryDirectory() as folder, workspace(Path(folder)) as place:
        yield place


def _found(column: FairColumn, place: Workspace) -> set[str]:
    name = place.name("cells")
    cells = pa.table({"cell": pa.array(column.values, pa.string())})
    rows = place.con.create_table(name, cells, temp=True)
    hits = scan(rows, [Scanned("cell", column.type, column.header, column.people)])
    place.con.drop_table(name)
    return {hit.kind.name for hit in hits}


def quality(name: str, make: Callable[[int], list[FairColumn]]) -> list[str]:
    """A Markdown table: for each kind, columns that hold it, found, and found in vain."""
    holding: Counter[str] = Counter()
    found: Counter[str] = Counter()
    vain: Counter[str] = Counter()
    columns = [column for seed in SEEDS for column in make(seed)]
    with _place() as place:
        for column in columns:
            seen = _found(column, place)
            holding.update(column.kinds)
            found.update(seen & column.kinds)
            vain.update(seen - column.kinds)
    lines = ["| kind | columns that hold it | found | found in vain |", "|---|---|---|---|"]
    lines += [
        f"| {name} | {holding[name]} | {found[name]} | {vain[name]} |"
        for name in KINDS
        if holding[name] or vain[name]
    ]
    all_found, all_vain = found.total(), vain.total()
    return [
        f"{name}: {len(columns)} columns ({len(SEEDS)} seeds), "
        f"{sum(not c.kinds for c in columns)} of them harmless: "
        f"recall {all_found / holding.total():.3f}, "
        f"precision {all_found / (all_found + all_vain):.3f}. Set and detectors were written by "
        "the same hands: columns written by others will give less.",
        "",
        *lines,
    ]


def _texts(count: int) -> list[str]:
    """Sentences of about 80 characters, all different, one in a hundred with a phone number."""
    r = random.Random(7)
    half = [
        f"{invented.prose(r)} {invented.named_place(r)}, au {number} rue {invented.last(r)}"
        for number in range(count)
    ]
    return [
        f"{text} {invented.mobile(r)}" if number % 100 == 0 else text
        for number, text in enumerate(half)
    ]


def speed() -> list[str]:
    """Seconds for 1 M different sentences, and for 1 M short codes."""
    lines = []
    r = random.Random(8)
    for label, values in (
        ("sentences of 80 characters", _texts(TEXTS)),
        ("codes of 8 characters", [f"{r.getrandbits(32):08x}" for _ in range(TEXTS)]),
    ):
        with _place() as place:
            rows = place.con.create_table("cells", pa.table({"cell": values}), temp=True)
            since, cpu = time.monotonic(), time.process_time()
            scan(rows, [Scanned("cell")])
            wall, cpu = time.monotonic() - since, time.process_time() - cpu
        lines.append(f"| 1 M {label} | {wall:.2f} | {cpu:.2f} |")
    return ["| all kinds on | s | s CPU |", "|---|---|---|", *lines, _table()]


def _table() -> str:
    """Seconds for the benchmark's million of places in 14 columns, typed as they would be."""
    if not EXPORT.exists():
        EXPORT.parent.mkdir(parents=True, exist_ok=True)
        write_million(EXPORT)
    read = f"read_csv('{EXPORT}', all_varchar=true, header=true, delim=',', quote='\"')"
    casts = ", ".join(f"{name}::{TYPES[type]} AS {name}" for name, type in DECLARED.items())
    with _place() as place:
        place.con.con.execute(f"CREATE TEMP TABLE places AS SELECT * REPLACE ({casts}) FROM {read}")
        columns = [Scanned(name, DECLARED.get(name, "string"), name) for name in HEADER]
        since, cpu = time.monotonic(), time.process_time()
        scan(place.con.table("places"), columns)
        wall, cpu = time.monotonic() - since, time.process_time() - cpu
    return f"| 1 M places of 14 columns | {wall:.2f} | {cpu:.2f} |"


def main() -> None:
    """Measure each set, then the speed."""
    for lines in (quality("Plain", fair_set), quality("Hostile", hostile_set), speed()):
        print("\n".join([*lines, ""]), flush=True)


if __name__ == "__main__":
    main()
