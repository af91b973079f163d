"""All files of a release in one folder: first what decides whether it is new, then the rest."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from publish.bake.delimited import bake_csv
from publish.bake.rows import ordered
from publish.bake.sqlite import bake_database
from publish.declaration import Dataset
from publish.describe.datapackage import Baked, File, descriptor
from publish.describe.license_file import license_text
from publish.describe.report import Json, report_html
from publish.engine import Workspace
from publish.fingerprint import sha256_of
from publish.progress import Reporter
from publish.versions import content_hash


@dataclass(frozen=True)
class Batch:
    """What came out of the oven: the descriptor without a version, and the digest of it all.

    `rows` are the published tables (Ibis) in their final order.
    """

    name: str
    dataset: Dataset
    descriptor: Json
    content: str
    rows: Mapping[str, Any]

    @property
    def counts(self) -> dict[str, int]:
        """The published rows of each table."""
        return {one["name"]: one["rows"] for one in self.descriptor["resources"]}

    def finish(self, folder: Path, version: str, report: Json, reporter: Reporter) -> None:
        """Write the database, the descriptor, the licence and the report of `version`."""
        advance = reporter.step(self.name, "bake database", sum(self.counts.values()))
        bake_database(folder / f"{self.name}.db", self.dataset.tables, self.rows, advance)
        reporter.step(self.name, "describe")
        _write_json(folder / "datapackage.json", {**self.descriptor, "version": version})
        text = license_text(self.dataset, self.descriptor["updated"])
        (folder / "LICENSE.txt").write_text(text, encoding="utf-8")
        _write_json(folder / "report.json", report)
        page = report_html(report, self.dataset.title.fr)
        (folder / "report.html").write_text(page, encoding="utf-8")


@dataclass(frozen=True)
class Dough:
    """What is baked: a dataset, its protected rows (Ibis tables by name) and two dates.

    `series` numbers the series of tables about people whose releases are compared.
    """

    name: str
    dataset: Dataset
    rows: Mapping[str, Any]
    as_of: date
    updated: Mapping[str, str]
    series: Mapping[str, int] = field(default_factory=dict)


def bake(folder: Path, dough: Dough, place: Workspace, reporter: Reporter) -> Batch:
    """Order the rows and write every table's CSV into `folder`."""
    rows, baked = {}, {}
    for name, table in dough.dataset.tables.items():
        reporter.step(dough.name, f"bake {name}.csv")
        rows[name] = ordered(dough.rows[name], table, place)
        path = folder / f"{name}.csv"
        bake_csv(path, rows[name], place.con)
        count = int(rows[name].count().to_pyarrow().as_py())
        baked[name] = Baked(count, File(path.stat().st_size, sha256_of(path)))
    described = descriptor(dough.name, dough.dataset, baked, dough.as_of, dough.updated)
    for resource in described["resources"]:
        if resource["name"] in dough.series:
            resource["series"] = dough.series[resource["name"]]
    hashes = {f"{name}.csv": one.csv.sha256 for name, one in baked.items()}
    return Batch(dough.name, dough.dataset, described, content_hash(described, hashes), rows)


def _write_json(path: Path, content: Mapping[str, Any]) -> None:
    text = json.dumps(content, ensure_ascii=False, indent=2)
    path.write_text(text + "\n", encoding="utf-8")
