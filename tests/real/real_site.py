"""A temporary site that publishes the real files of ../shared by declarations of this folder."""

import csv
import hashlib
import json
import shutil
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from publish.bakehouse.publication import publish_all
from publish.bakehouse.steps import Outcome
from publish.declare.site import SiteFolder
from publish.progress import Silent
from tests.sites import METADATA

DECLARATIONS = Path(__file__).parent
Row = tuple[str, ...]

csv.field_size_limit(1 << 30)


@dataclass(frozen=True)
class RealSite:
    """A site in a folder of its own; `files` are the real ones."""

    folder: SiteFolder
    files: Path

    def publish(
        self, declaration: str, exports: Mapping[str, str], as_of: str = "2026-11-21"
    ) -> Outcome:
        """Publish `<dataset>/<declaration>` with these exports: name in exports/, real file."""
        dataset = Path(declaration).parent.name
        return self.publish_text(dataset, self.declaration(declaration), exports, as_of)

    def declaration(self, name: str) -> str:
        """The text of `<dataset>/<declaration>`."""
        return (DECLARATIONS / f"{name}.yaml").read_text(encoding="utf-8")

    def publish_text(
        self, dataset: str, text: str, exports: Mapping[str, str], as_of: str = "2026-11-21"
    ) -> Outcome:
        """Publish a dataset by this declaration with these exports alone."""
        place = self.folder.data / dataset
        shutil.rmtree(place, ignore_errors=True)
        for name, real in exports.items():
            (place / "exports" / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(self.files / real, place / "exports" / name)
        (place / "dataset.yaml").write_text(text, encoding="utf-8")
        [outcome] = publish_all(self.folder, [dataset], date.fromisoformat(as_of), Silent())
        return outcome

    def release(self, dataset: str) -> Path:
        """The folder of the current release."""
        return self.folder.releases / dataset / "current"

    def rows(self, dataset: str, table: str) -> list[dict[str, str]]:
        """The rows of a published CSV."""
        with (self.release(dataset) / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def ask(self, dataset: str, sql: str) -> list[Any]:
        """What a query to the published database answers."""
        with closing(sqlite3.connect(self.release(dataset) / f"{dataset}.db")) as connection:
            return connection.execute(sql).fetchall()

    def described(self, dataset: str) -> Any:
        """The published descriptor."""
        return json.loads((self.release(dataset) / "datapackage.json").read_text(encoding="utf-8"))


def make_site(root: Path, files: Path) -> RealSite:
    """A site without a dataset."""
    root.mkdir(parents=True)
    (root / "metadata.yaml").write_text(METADATA, encoding="utf-8")
    return RealSite(SiteFolder(root), files)


def found(outcome: Outcome) -> list[tuple[str, str, str]]:
    """The code, place and words of each problem, missing descriptions aside."""
    return [
        (problem.code, problem.place, problem.what)
        for problem in outcome.problems
        if problem.code != "missing-description"
    ]


def records(path: Path, delimiter: str = ",", encoding: str = "utf-8-sig") -> list[Row]:
    """The records of a delimited file as Python's own reader sees them, its header first."""
    with path.open(encoding=encoding, newline="") as file:
        return [tuple(row) for row in csv.reader(file, delimiter=delimiter) if row]


def digest(rows: Iterable[Row]) -> str:
    """The `rows_sha256` of EXPECTED.json: each row as a JSON list on a line of its own."""
    lines = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    return hashlib.sha256(lines.encode()).hexdigest()
