"""What a series of releases about people costs: the first of a million rows, then a weekly one.

python -m bench.series [--millions N]
"""

import argparse
import shutil
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import adbc_driver_sqlite.dbapi

from bench.measure import WORK, cost, module
from bench.people import QUASI_IDENTIFIERS, written
from publish.bakehouse.engine import Workspace, workspace
from publish.bakehouse.protect.classes import bounded, with_class
from publish.bakehouse.protect.keys import Keys
from publish.bakehouse.protect.recoded import PERSON, RecodedTable
from publish.bakehouse.series import NewRelease, commit, prepare, series_problems, settle
from publish.declare.policy import Privacy
from publish.declare.table import Table

RULE = Privacy(l={"answer": 3}, min_age="0d")
# A week: one row in fifty is new or gone, one in a hundred has another answer.
WEEKS = {
    "1.0.0": "SELECT * FROM given WHERE hash(rowid) % 100 >= 2",
    "1.0.1": (
        "SELECT * REPLACE (CASE WHEN hash(rowid) % 100 = 50 THEN 'answer 0' ELSE answer END "
        "AS answer) FROM given WHERE hash(rowid) % 100 < 98"
    ),
}


def declared() -> Table:
    """The table: four quasi-identifiers, the other columns open, the answer sensitive."""
    roles = dict.fromkeys(QUASI_IDENTIFIERS[4:], "open") | {"answer": "sensitive"}
    roles |= dict.fromkeys(QUASI_IDENTIFIERS[:4], "quasi_identifier")
    columns: dict[str, Any] = {n: {"type": "string", "role": role} for n, role in roles.items()}
    columns["who"] = {"type": "string", "role": "identifier", "protect": "drop"}
    return Table.model_validate(
        {
            "title": {"fr": "Visites"},
            "about": "people",
            "sources": ({"path": "visits.csv"},),
            "contributor": "who",
            "privacy": RULE,
            "columns": columns,
        }
    )


def release(site: Path, path: Path, version: str) -> None:
    """Bound, settle, check and write one release, with its ledger."""
    table = declared()
    with workspace(site) as place:
        place.sql(
            f"CREATE TEMP TABLE given AS SELECT *, row_number() OVER () AS rowid "
            f"FROM read_parquet('{path}')"
        )
        place.sql(f"CREATE TEMP TABLE week AS {WEEKS[version]}")
        rows = place.con.table("week").select(*table.published, PERSON)
        rows = with_class(rows, table.quasi_identifiers)
        kept = bounded(rows, RULE.max_rows_per_class, place)
        few = place.con.create_table("few", kept, temp=True)
        before = site / "1.0.0" / "visits.db"
        previous = before if before.is_file() else None
        keys, day = Keys("visits", site), date(2026, 1, 5)
        recoded = RecodedTable(
            dataset="visits",
            name="visits",
            declared=table,
            rows=rows,
            keys=keys,
            place=place,
            as_of=day,
            private=site,
            previous=previous,
        )
        settled = settle(recoded, few, RULE, "visits")
        print(settled.internal, [*series_problems(settled)])
        prepare(site, [settled.ledger_part], NewRelease(version, day, version))
        publish(site / version / "visits.db", settled.rows.select(*table.published), place)
        commit(site)


def publish(path: Path, rows: Any, place: Workspace) -> None:
    """The public database, as the next release will read it."""
    path.parent.mkdir()
    connect = adbc_driver_sqlite.dbapi.connect
    with closing(sqlite3.connect(path)) as connection, connection:
        names = ", ".join(f"{name} TEXT" for name in rows.columns)
        connection.execute(f"CREATE TABLE visits ({names}) STRICT")
    with connect(str(path), autocommit=True) as connection, connection.cursor() as cursor:
        cursor.adbc_ingest("visits", rows.to_pyarrow_batches(), mode="append")


def main() -> None:
    """Make the rows and measure two releases, or make one in this process."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--millions", type=int, default=1)
    parser.add_argument("--release")
    given = parser.parse_args()
    path, site = written(given.millions), WORK / "series"
    if given.release:
        release(site, path, given.release)
        return
    shutil.rmtree(site, ignore_errors=True)
    for version in WEEKS:
        arguments = ("--release", version, "--millions", given.millions)
        print(version, cost(module("bench.series", *arguments)), flush=True)
    shutil.rmtree(site)


if __name__ == "__main__":
    main()
