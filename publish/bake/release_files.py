"""All files of a release in one folder: first what decides whether it is new, then the rest."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from publish.bake import distributions
from publish.bake.delimited import bake_csv
from publish.bake.dictionary import FILE, write_dictionary
from publish.bake.form import Form, form
from publish.bake.formats import bake_forms, planned
from publish.bake.notes import add_notes
from publish.bake.rows import ordered
from publish.bake.sqlite import bake_database
from publish.declaration import Dataset
from publish.describe import descriptors
from publish.describe.coverage import coverage
from publish.describe.datapackage import Baked, File, descriptor
from publish.describe.license_file import license_text
from publish.describe.report import Json, report_html
from publish.engine import Workspace
from publish.fingerprint import sha256_of
from publish.progress import Reporter
from publish.site import README
from publish.versions import content_hash


@dataclass(frozen=True)
class Batch:
    """What came out of the oven: the descriptor without a version, and the digest of it all.

    `rows` are the published tables (Ibis) in their final order, `forms` the same on their way
    into files.
    """

    name: str
    dataset: Dataset
    descriptor: Json
    content: str
    rows: Mapping[str, Any]
    forms: Mapping[str, Form]
    place: Workspace
    readme: str | None = None

    @property
    def counts(self) -> dict[str, int]:
        """The published rows of each table."""
        return {one["name"]: one["rows"] for one in self.descriptor["resources"]}

    def finish(self, folder: Path, version: str, report: Json, reporter: Reporter) -> None:
        """Write the database, the descriptor, the licence and the report of `version`."""
        package = {**self.descriptor, "version": version}
        advance = reporter.step(self.name, "bake database", sum(self.counts.values()))
        database = folder / f"{self.name}.db"
        bake_database(database, self.dataset.tables, self.rows, advance)
        add_notes(database, package)
        for one in self.forms.values():
            for name in bake_forms(folder, one, package):
                reporter.step(self.name, f"bake {name}")
        reporter.step(self.name, "describe")
        write_dictionary(folder / FILE, package)
        package = distributions.measured(folder, package)
        _write_json(folder / "datapackage.json", package)
        descriptors.write(folder, package)
        text = license_text(self.dataset, self.descriptor["updated"])
        (folder / "LICENSE.txt").write_text(text, encoding="utf-8")
        if self.readme is not None:
            (folder / README).write_text(self.readme, encoding="utf-8")
        _write_json(folder / "report.json", report)
        page = report_html(report, self.dataset.title.fr)
        (folder / "report.html").write_text(page, encoding="utf-8")
        reporter.step(self.name, f"bake {self.name}.zip")
        distributions.zip_dataset(folder, package, self.place.folder)


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
    readme: str | None = None
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
    covered = coverage(dough.dataset, rows)
    described = descriptor(dough.name, dough.dataset, baked, dough.as_of, dough.updated, covered)
    if dough.readme is not None:
        described["readme"] = _readme(dough.readme)
    described["distributions"] = distributions.of_dataset(dough.name)
    forms = _forms(dough, described, rows, place)
    for resource in described["resources"]:
        if resource["name"] in dough.series:
            resource["series"] = dough.series[resource["name"]]
    hashes = {f"{name}.csv": one.csv.sha256 for name, one in baked.items()}
    return Batch(
        dough.name,
        dough.dataset,
        described,
        content_hash(described, hashes),
        rows,
        forms,
        place,
        dough.readme,
    )


def _forms(
    dough: Dough, described: Json, rows: Mapping[str, Any], place: Workspace
) -> dict[str, Form]:
    """The tables on their way into files, each listed in its part of the descriptor."""
    found = {}
    for resource in described["resources"]:
        name = resource["name"]
        table = dough.dataset.tables[name]
        found[name] = form(name, table, rows[name], resource, described, place)
        resource["distributions"] = planned(found[name])
    return found


def _readme(text: str) -> Json:
    return {"path": README, "hash": f"sha256:{sha256(text.encode()).hexdigest()}"}


def _write_json(path: Path, content: Mapping[str, Any]) -> None:
    text = json.dumps(content, ensure_ascii=False, indent=2)
    path.write_text(text + "\n", encoding="utf-8")
