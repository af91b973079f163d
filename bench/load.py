"""Loading a CSV into a typed SQLite table: Fournil against the floor and its peers.

    python -m bench.load [--runs N] [--ten-million]

The floor is what nobody can go under: parsing the CSV once, and building the b-tree of the
same typed table once from rows that are ready. `load` here is Fournil's own way from the export
to the filled table: independent count, text, types, rejects, total order, SQLite.
"""

import argparse
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import duckdb

from bench.measure import WORK, Timed, best, cost, module
from bench.site import make_site
from publish.bakehouse.bake.rows import ordered
from publish.bakehouse.bake.sqlite import _append, _create
from publish.bakehouse.engine import workspace
from publish.bakehouse.read import read, requests
from publish.bakehouse.shape import shape
from publish.declare.site import SiteFolder

EXPORT = WORK / "places-1.csv"


def parse(export: Path) -> None:
    """Floor, first half: every cell of the CSV parsed to its type, and thrown away."""
    relation = duckdb.sql(f"""
        SELECT * REPLACE (lat::DOUBLE AS lat, lon::DOUBLE AS lon, seats::BIGINT AS seats,
                          opened::DATE AS opened, accessible::BOOLEAN AS accessible)
        FROM read_csv('{export}', all_varchar=true, header=true, delim=',', quote='"',
                      auto_detect=false, columns={_columns(export)})
    """)
    for _ in relation.to_arrow_reader(50_000):
        pass


def _columns(export: Path) -> dict[str, str]:
    header = export.open(encoding="utf-8").readline().strip().split(",")
    return dict.fromkeys(header, "VARCHAR")


def btree(ready: Path) -> None:
    """Floor, second half: the table's b-tree built from a table that is ready."""
    target = WORK / "btree.db"
    target.unlink(missing_ok=True)
    connection = sqlite3.connect(target, isolation_level=None)
    connection.execute("ATTACH ? AS ready", (str(ready),))
    [sql] = connection.execute("SELECT sql FROM ready.sqlite_master WHERE name='places'").fetchone()
    connection.execute("PRAGMA journal_mode = OFF")
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute(sql.replace("places", "main.places", 1).replace("[main.places]", "places"))
    connection.execute("INSERT INTO main.places SELECT * FROM ready.places ORDER BY rowid")
    connection.close()


def load(site_root: Path) -> None:
    """Fournil's way from the export to the filled table."""
    site = SiteFolder(site_root)
    dataset = site.dataset("places")
    table = dataset.tables["places"]
    target = WORK / "load.db"
    target.unlink(missing_ok=True)
    _create(target, {"places": table})
    with workspace(site.private / "places") as place:
        asked = requests(site, "places", dataset)["places"]
        exports = [(one.source, export) for one in asked for export in read(one, place)]
        rows = ordered(shape(table, exports, place).table, table, place)
        _append(target, "places", rows.mutate(accessible=rows.accessible.cast("int64")), _ignore)


def _ignore(rows: int) -> None:
    pass


def stages(site_root: Path) -> None:
    """`fournil publish` in this process: seconds of CPU a step, that of its start first."""
    timed = Timed()
    timed.step("", "start")
    from publish.bakehouse.publication import publish_all

    publish_all(SiteFolder(site_root), (), date(2026, 11, 21), timed)
    timed.step("", "")


PARTS: dict[str, Callable[[Path], None]] = {
    "parse": parse,
    "btree": btree,
    "load": load,
    "stages": stages,
}


def compare(runs: int) -> None:
    """The table of costs at one million rows."""
    site = WORK / "site"
    make_site(site, EXPORT)
    ours = best(module("bench.load", "--part", "load", site), runs)
    print(f"fournil, load            {ours}", flush=True)
    parsing = best(module("bench.load", "--part", "parse", EXPORT), runs)
    print(f"floor: parse             {parsing}", flush=True)
    building = best(module("bench.load", "--part", "btree", WORK / "load.db"), runs)
    print(f"floor: b-tree            {building}", flush=True)
    peer = best(["sqlite3", str(_fresh("import.db"))], runs, _import_script())
    print(f"sqlite3 .import          {peer}", flush=True)
    utils = Path(sys.executable).with_name("sqlite-utils")
    insert = [str(utils), "insert", str(_fresh("utils.db")), "places", str(EXPORT), "--csv"]
    slow = cost(insert)
    print(f"sqlite-utils insert      {slow}", flush=True)
    floor = parsing.cpu + building.cpu
    print(f"load / floor             {ours.cpu / floor:7.2f} ×  (at most 2)")
    print(f"load / sqlite3 .import   {ours.cpu / peer.cpu:7.2f} ×  (at most 1)")
    print(f"sqlite-utils / load      {slow.cpu / ours.cpu:7.2f} ×  (at least 15)")


def whole(export: Path, label: str) -> None:
    """`fournil publish` of the whole dataset from nothing."""
    site = WORK / "site"
    shutil.rmtree(site, ignore_errors=True)
    make_site(site, export)
    fournil = Path(sys.executable).with_name("fournil")
    spent = cost([str(fournil), "--site", str(site), "publish", "--quiet"])
    print(f"fournil publish, {label:<8}{spent}", flush=True)
    shutil.rmtree(site)
    make_site(site, export)
    subprocess.run(module("bench.load", "--part", "stages", site), check=True)


def _fresh(name: str) -> Path:
    path = WORK / name
    path.unlink(missing_ok=True)
    return path


def _import_script() -> str:
    """The sqlite3 shell fills the same typed table."""
    filled = sqlite3.connect(WORK / "load.db")
    [schema] = filled.execute("SELECT sql FROM sqlite_master").fetchone()
    lenient = schema.replace("STRICT", "")
    return (
        "DROP TABLE IF EXISTS places;\nPRAGMA journal_mode = OFF;\nPRAGMA synchronous = OFF;\n"
        f"{lenient};\n.import --csv --skip 1 {EXPORT} places\n"
    )


def main() -> None:
    """Compare, or run one part for the comparison."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--ten-million", action="store_true")
    parser.add_argument("--part", nargs=2, metavar=("NAME", "PATH"))
    given = parser.parse_args()
    if given.part:
        PARTS[given.part[0]](Path(given.part[1]))
        return
    cost(module("bench.generate", EXPORT))
    compare(given.runs)
    whole(EXPORT, "1 M")
    if given.ten_million:
        ten = WORK / "places-10.csv"
        cost(module("bench.generate", ten, "--millions", 10))
        whole(ten, "10 M")


if __name__ == "__main__":
    main()
