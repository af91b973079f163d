"""All files of a release in one folder: first what decides whether it is new, then the rest."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from publish.bakehouse.bake.baked_table import BakedTable, baked_table
from publish.bakehouse.bake.cards import cards
from publish.bakehouse.bake.coverage import coverage
from publish.bakehouse.bake.datapackage import (
    descriptor,
    measured,
    with_days,
    with_files,
    with_version,
)
from publish.bakehouse.bake.delimited import bake_csv
from publish.bakehouse.bake.formats import bake_forms, planned
from publish.bakehouse.bake.license_file import license_text
from publish.bakehouse.bake.notes import add_notes
from publish.bakehouse.bake.resource import Baked, FileFacts
from publish.bakehouse.bake.rows import ordered
from publish.bakehouse.bake.shapes import add_shapes
from publish.bakehouse.bake.share_picture import write_share_pictures
from publish.bakehouse.bake.slices import slice_facets
from publish.bakehouse.bake.sqlite import bake_database
from publish.bakehouse.bake.whole_zip import zip_dataset
from publish.bakehouse.engine import Workspace
from publish.bakehouse.report.report import Json, report_html
from publish.declare.color import BRAND
from publish.declare.declaration import Dataset
from publish.declare.site import README
from publish.describe import descriptors
from publish.describe.dictionary import FILE, write_dictionary
from publish.figures.first_view import write_first_views
from publish.progress import Reporter
from publish.release.cards import Cards
from publish.release.disk import sha256_of
from publish.release.package import Package
from publish.release.release import CARDS, DESCRIPTOR, FACETS
from publish.release.versions import content_hash


@dataclass(frozen=True, kw_only=True)
class BakedRelease:
    """A release without its number: its tables, its descriptor and the digest of its content.

    `rows` are the published tables (Ibis) in their final order, `tables` the same on their way
    into files.
    """

    name: str
    dataset: Dataset
    package: Package
    content: str
    rows: Mapping[str, Any]
    tables: Mapping[str, BakedTable]
    place: Workspace
    color: str
    readme: str | None = None
    logos: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def counts(self) -> dict[str, int]:
        """The published rows of each table."""
        return {name: table.rows for name, table in self.package.tables.items()}

    def finish(self, folder: Path, version: str, report: Json, reporter: Reporter) -> None:
        """Write the database, the descriptor, the licence and the report of `version`."""
        package = with_version(self.package, version)
        advance = reporter.step(self.name, "bake database", sum(self.counts.values()))
        database = folder / f"{self.name}.db"
        facets = slice_facets(package, self.rows)
        bake_database(database, self.dataset.tables, self.rows, advance, facets.wide)
        add_shapes(database, self.dataset.tables)
        reporter.step(self.name, "count columns")
        told = {name: cards(table) for name, table in self.tables.items()}
        add_notes(database, package, told)
        for one in self.tables.values():
            for name in bake_forms(folder, one, package):
                reporter.step(self.name, f"bake {name}")
        reporter.step(self.name, "describe")
        write_dictionary(folder / FILE, package, told)
        package = measured(folder, package)
        _write_json(folder / DESCRIPTOR, package.tree)
        descriptors.write(folder, package)
        text = license_text(self.dataset, package)
        (folder / "LICENSE.txt").write_text(text, encoding="utf-8")
        for name, picture in self.logos.items():
            (folder / name).write_bytes(picture)
        if self.readme is not None:
            (folder / README).write_text(self.readme, encoding="utf-8")
        _write_json(folder / "report.json", report)
        page = report_html(report, self.dataset.title.fr)
        (folder / "report.html").write_text(page, encoding="utf-8")
        reporter.step(self.name, f"bake {self.name}.zip")
        zip_dataset(folder, package, self.place.folder)
        # Behind the ZIP, which holds what is licensed: this is for the site.
        reporter.step(self.name, "bake first views")
        write_first_views(folder, package)
        _write_cards(folder / CARDS, told)
        write_share_pictures(folder, package, self.color)
        if facets.told:
            (folder / FACETS).write_bytes(facets.told)


@dataclass(frozen=True, kw_only=True)
class UnbakedRelease:
    """What a release is baked from: a dataset, its protected rows (Ibis, by table), two dates.

    `series` numbers the series of tables about people whose releases are compared; `previous` is
    the descriptor of the release before, if any; `color` is the site's. `fed`, by table,
    is what is told of those that partners feed, and `logos` their pictures by the names of files.
    """

    name: str
    dataset: Dataset
    rows: Mapping[str, Any]
    as_of: date
    updated: Mapping[str, str]
    color: str = BRAND
    readme: str | None = None
    series: Mapping[str, int] = field(default_factory=dict)
    previous: Package | None = None
    fed: Mapping[str, Json] = field(default_factory=dict)
    logos: Mapping[str, bytes] = field(default_factory=dict)


def bake(
    folder: Path, unbaked: UnbakedRelease, place: Workspace, reporter: Reporter
) -> BakedRelease:
    """Order the rows and write every table's CSV into `folder`."""
    rows, baked = {}, {}
    for name, table in unbaked.dataset.tables.items():
        reporter.step(unbaked.name, f"bake {name}.csv")
        rows[name] = ordered(unbaked.rows[name], table, place)
        path = folder / f"{name}.csv"
        bake_csv(path, rows[name], place.con)
        baked[name] = Baked(
            place.count(rows[name]), FileFacts(path.stat().st_size, sha256_of(path))
        )
    covered = coverage(unbaked.dataset, rows)
    readme = _text_file(unbaked.readme) if unbaked.readme is not None else None
    bare = descriptor(
        unbaked.name,
        unbaked.dataset,
        baked,
        unbaked.as_of,
        unbaked.updated,
        covered,
        readme,
        unbaked.fed,
    )
    tables = {
        name: baked_table(name, table, rows[name], package=bare, place=place)
        for name, table in unbaked.dataset.tables.items()
    }
    listed = {name: planned(one) for name, one in tables.items()}
    package = with_files(bare, listed, unbaked.series)
    package = with_days(package, unbaked.previous, unbaked.as_of)
    hashes = {f"{name}.csv": one.csv.sha256 for name, one in baked.items()}
    return BakedRelease(
        name=unbaked.name,
        dataset=unbaked.dataset,
        package=package,
        content=content_hash(package.tree, hashes),
        rows=rows,
        tables=tables,
        place=place,
        color=unbaked.color,
        readme=unbaked.readme,
        logos=unbaked.logos,
    )


def _text_file(text: str) -> FileFacts:
    content = text.encode()
    return FileFacts(len(content), sha256(content).hexdigest())


def _write_cards(path: Path, told: Cards) -> None:
    tree = {
        table: {name: card.tree for name, card in columns.items()}
        for table, columns in told.items()
    }
    path.write_text(json.dumps(tree, ensure_ascii=False) + "\n", encoding="utf-8")


def _write_json(path: Path, content: Mapping[str, Any]) -> None:
    text = json.dumps(content, ensure_ascii=False, indent=2)
    path.write_text(text + "\n", encoding="utf-8")
