"""`datapackage.json`: Data Package 2, the one description that everything else is derived from.

Beside the standard's keys it holds ours: `titles` and `descriptions` by language, `about`,
`browse`, `charts`, `rows`, `frequency`, `updated`, `contributed`, `demo`, `governance` (who answers
and who decides), of tables about people `basis` (why they may be published) and `consents` (what
each person agrees to, for how many months), of columns `unit` and `units`, `labels`, `order`,
`weight`, of tables in a series `series` and `unchanged_since`, of what a tool counted `counted`,
and of tables that people correct `closed` (the column and the value that say that a row is over)
and `add` (whether rows may be added), and of tables that partners feed `partners` (whose rows they
hold, and how fresh) and `retired` (ids that rows had before they became one with others, with the
ids of these).
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

from publish.bakehouse.bake.resource import (
    Baked,
    FileFacts,
    license_entry,
    present,
    resource,
    texts,
)
from publish.declare.declaration import Dataset
from publish.declare.site import README
from publish.describe.dictionary import FILE as DICTIONARY
from publish.release.described import Json, Tree
from publish.release.disk import sha256_of
from publish.release.package import Package
from publish.release.table import UNCHANGED
from publish.release.table import Table as Released

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"


def descriptor(
    name: str,
    dataset: Dataset,
    tables: Mapping[str, Baked],
    as_of: date,
    updated: Mapping[str, str],
    coverage: Json | None = None,
    readme: FileFacts | None = None,
    fed: Mapping[str, Json] | None = None,
) -> Package:
    """The descriptor of a release, without its version and its other files.

    `updated` holds the `date` of the last update and its `basis`: declared, read or export;
    `coverage` what publish.bakehouse.bake.coverage found; `readme` the file README.md;
    `fed`, by table, what is told of those that partners feed.
    """
    tree = present(
        {
            "$schema": PROFILE,
            "name": name,
            "created": f"{as_of.isoformat()}T00:00:00Z",
            **texts(dataset.title, dataset.description),
            "licenses": _licenses(dataset),
            "contents_license": dataset.contents_license_of(next(iter(dataset.tables))),
            "contributors": [
                present(
                    {
                        "title": dataset.producer.name,
                        "path": dataset.producer.url,
                        "roles": ["publisher"],
                    }
                )
            ],
            "contact": dataset.contact,
            "contributed": dataset.contributed,
            "demo": dataset.demo,
            "keywords": list(dataset.keywords) or None,
            "frequency": dataset.frequency,
            "updated": dict(updated),
            "coverage": coverage,
            "governance": _governance(dataset),
            "resources": [
                resource(dataset, table, baked, (fed or {}).get(table))
                for table, baked in tables.items()
            ],
            "readme": readme and {"path": README, "hash": f"sha256:{readme.sha256}"},
        }
    )
    return Package(tree)


def with_files(
    package: Package, planned: Mapping[str, Sequence[Json]], series: Mapping[str, int]
) -> Package:
    """The descriptor with the files of each table and of the whole, and the series of tables."""
    resources = [
        present({**table.tree, "distributions": list(planned[name]), "series": series.get(name)})
        for name, table in package.tables.items()
    ]
    whole = [
        {"format": "sqlite", "path": f"{package.name}.db", "mediatype": "application/vnd.sqlite3"},
        {"format": "zip", "path": f"{package.name}.zip", "mediatype": "application/zip"},
        {"format": "dictionary", "path": DICTIONARY, "mediatype": "text/csv"},
    ]
    return Package({**package.tree, "resources": resources, "distributions": whole})


def with_days(package: Package, previous: Package | None, as_of: date) -> Package:
    """The descriptor with the day since which the rows of each table in a series are as they are.

    It says nothing that the releases, side by side, do not.
    """
    resources = [
        {**table.tree, UNCHANGED: _since(table, previous, as_of)}
        if table.series is not None
        else table.tree
        for table in package.tables.values()
    ]
    return Package({**package.tree, "resources": resources})


def _since(table: Released, previous: Package | None, as_of: date) -> str:
    before = previous.tables.get(table.name) if previous else None
    if previous is None or before is None or before.hash != table.hash:
        return as_of.isoformat()
    return before.unchanged_since or previous.created


def with_version(package: Package, version: str) -> Package:
    """The descriptor of a version."""
    return Package({**package.tree, "version": version})


def measured(folder: Path, package: Package) -> Package:
    """The descriptor with the size and SHA-256 of each file.

    Not of the ZIP, which holds the descriptor itself.
    """
    resources = [
        {**table.tree, "distributions": _measured(folder, table.tree["distributions"])}
        for table in package.tables.values()
    ]
    whole = _measured(folder, package.tree["distributions"])
    return Package({**package.tree, "distributions": whole, "resources": resources})


def _measured(folder: Path, listed: Iterable[Tree]) -> list[Tree]:
    return [
        one
        if one["format"] == "zip"
        else {
            **one,
            "bytes": (folder / one["path"]).stat().st_size,
            "hash": f"sha256:{sha256_of(folder / one['path'])}",
        }
        for one in listed
    ]


def _licenses(dataset: Dataset) -> list[Json]:
    used = [dataset.license, *(dataset.license_of(table) for table in dataset.tables)]
    covering = [id for id in dict.fromkeys(used) if id in used[1:]]
    return [license_entry(id) for id in covering]


def _governance(dataset: Dataset) -> Json | None:
    """The governance card as it was declared."""
    card = dataset.governance
    return (card.model_dump(exclude_none=True, mode="json") or None) if card else None
