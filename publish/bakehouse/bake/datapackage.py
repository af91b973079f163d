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
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from publish.bakehouse.bake.categories import values_described
from publish.declare.counts import FIRST_DAYS, OTHER, VISITOR_DAYS, Counts
from publish.declare.declaration import Column, Dataset, Table, Text
from publish.declare.site import README
from publish.describe.dictionary import FILE as DICTIONARY
from publish.release.described import Json, Tree
from publish.release.disk import sha256_of
from publish.release.package import Package
from publish.release.table import UNCHANGED
from publish.release.table import Table as Released
from publish.words.licenses import CONTENTS_LICENSES, LICENSES

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
FIELD_TYPES = {"list": "array", "json": "any"}
BOUNDS = ("minimum", "maximum")
CONSTRAINTS = {"min_length": "minLength", "max_length": "maxLength"}


@dataclass(frozen=True)
class FileFacts:
    """A file of a release: its size in bytes and its SHA-256."""

    bytes: int
    sha256: str


@dataclass(frozen=True)
class Baked:
    """What baking learnt of a table: its rows and its CSV."""

    rows: int
    csv: FileFacts


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
    tree = _present(
        {
            "$schema": PROFILE,
            "name": name,
            "created": f"{as_of.isoformat()}T00:00:00Z",
            **_texts(dataset.title, dataset.description),
            "licenses": _licenses(dataset),
            "contents_license": dataset.contents_license_of(next(iter(dataset.tables))),
            "contributors": [
                _present(
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
                _resource(dataset, table, baked, (fed or {}).get(table))
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
        _present({**table.tree, "distributions": list(planned[name]), "series": series.get(name)})
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


def _present(pairs: Json) -> Json:
    return {key: value for key, value in pairs.items() if value is not None}


def _texts(title: Text | None, description: Text | None) -> Json:
    """Title and description in French, and in every language written."""
    return _present(
        {
            "title": title and title.fr,
            "titles": title and title.model_dump(exclude_none=True),
            "description": description and description.fr,
            "descriptions": description and description.model_dump(exclude_none=True),
        }
    )


def license_entry(id: str) -> Json:
    """A licence as Data Package writes it."""
    license = LICENSES[id]
    return {"name": id, "title": license.title["en"], "path": license.url}


def _licenses(dataset: Dataset) -> list[Json]:
    used = [dataset.license, *(dataset.license_of(table) for table in dataset.tables)]
    covering = [id for id in dict.fromkeys(used) if id in used[1:]]
    return [license_entry(id) for id in covering]


def _resource(dataset: Dataset, name: str, baked: Baked, fed: Json | None) -> Json:
    table = dataset.tables[name]
    return _present(
        {
            "name": name,
            "type": "table",
            "path": f"{name}.csv",
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "bytes": baked.csv.bytes,
            "hash": f"sha256:{baked.csv.sha256}",
            **_texts(table.title, table.description),
            "licenses": [license_entry(dataset.license_of(name))],
            "contents_license": _contents(dataset, name),
            "about": table.about,
            "named": True if table.named else None,
            "basis": _basis(table),
            "consents": _consents(table),
            "rows": baked.rows,
            "schema": _schema(table),
            "browse": _browse(table),
            "charts": _charts(table),
            "counted": _counted(table.counts) if table.counts else None,
            "closed": table.corrections.closed if table.corrections else None,
            "add": (table.corrections and table.corrections.add) or None,
            **(fed or {}),
        }
    )


def _governance(dataset: Dataset) -> Json | None:
    """The governance card as it was declared."""
    card = dataset.governance
    return (card.model_dump(exclude_none=True, mode="json") or None) if card else None


def _basis(table: Table) -> Json | None:
    """What people's rows are published on, and why; never which column tells it."""
    return table.basis.model_dump(include={"kind", "why"}) if table.basis else None


def _consents(table: Table) -> list[Json] | None:
    """What each person is asked for beside what `basis` says; never which column tells it."""
    asked = table.asked_for
    if len(asked) < 2 and not any(one.months for one in asked.values()):
        return None
    return [
        _present({"purpose": purpose, "why": one.why, "months": one.months})
        for purpose, one in asked.items()
    ]


def _counted(counts: Counts) -> Json:
    """The period of a row, what it was counted by, its numbers, and how many people are behind."""
    [every] = counts.every
    return {
        "every": every,
        "date": FIRST_DAYS[every],
        "by": [*counts.by],
        "within": [*counts.within],
        "measures": [VISITOR_DAYS, *counts.sum],
        "folded": OTHER,
        "k": counts.k,
    }


def _browse(table: Table) -> Json:
    """As it was declared, with all columns that are searched."""
    browse = table.browse.model_copy(update={"search": table.searched})
    return browse.model_dump(exclude_defaults=True, mode="json")


def _charts(table: Table) -> list[Json] | None:
    if table.charts is None:
        return None
    return [chart.model_dump(exclude_none=True, mode="json") for chart in table.charts]


def _contents(dataset: Dataset, table: str) -> str | None:
    id = dataset.contents_license_of(table)
    return id if id in CONTENTS_LICENSES else None


def _schema(table: Table) -> Json:
    keys = [
        {
            "fields": list(key.columns),
            "reference": {"resource": key.references.table, "fields": list(key.references.columns)},
        }
        for key in table.foreign_keys
    ]
    return _present(
        {
            "fields": [_field(table, name, one) for name, one in table.published.items()],
            "primaryKey": list(table.primary_key) or None,
            "foreignKeys": keys or None,
            "missingValues": [""],
        }
    )


def _field(table: Table, name: str, column: Column) -> Json:
    return _present(
        {
            "name": name,
            "type": FIELD_TYPES.get(column.type, column.type),
            **_texts(column.title, column.description),
            **_unit(column),
            **values_described(column),
            "weight": column.weight if column.weight in table.published else None,
            "role": column.role,
            "protection": column.protect.technique if column.protect else None,
            "constraints": _constraints(column) or None,
        }
    )


def _unit(column: Column) -> Json:
    """The unit, in each language where it is not the same word in all."""
    return _present(
        {
            "unit": column.unit_texts.get("fr"),
            "units": None if isinstance(column.unit, str) else column.unit_texts or None,
        }
    )


def _constraints(column: Column) -> Json:
    declared = column.constraints.model_dump(exclude_defaults=True, mode="json")
    whole = column.type == "integer"
    return {
        CONSTRAINTS.get(key, key): int(value) if whole and key in BOUNDS else value
        for key, value in declared.items()
    }
