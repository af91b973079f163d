"""A table in `datapackage.json`: its texts, licence, schema and what the site offers on it."""

from dataclasses import dataclass

from publish.bakehouse.bake.categories import values_described
from publish.declare.counts import FIRST_DAYS, OTHER, VISITOR_DAYS, Counts
from publish.declare.declaration import Column, Dataset, Table, Text
from publish.release.described import Json
from publish.words.licenses import CONTENTS_LICENSES, LICENSES

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


def resource(dataset: Dataset, name: str, baked: Baked, fed: Json | None) -> Json:
    """A table; `fed` is what is told of one that partners feed."""
    table = dataset.tables[name]
    return present(
        {
            "name": name,
            "type": "table",
            "path": f"{name}.csv",
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "bytes": baked.csv.bytes,
            "hash": f"sha256:{baked.csv.sha256}",
            **texts(table.title, table.description),
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


def present(pairs: Json) -> Json:
    """The pairs that have a value."""
    return {key: value for key, value in pairs.items() if value is not None}


def texts(title: Text | None, description: Text | None) -> Json:
    """Title and description in French, and in every language written."""
    return present(
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


def _basis(table: Table) -> Json | None:
    """What people's rows are published on, and why; never which column tells it."""
    return table.basis.model_dump(include={"kind", "why"}) if table.basis else None


def _consents(table: Table) -> list[Json] | None:
    """What each person is asked for beside what `basis` says; never which column tells it."""
    asked = table.asked_for
    if len(asked) < 2 and not any(one.months for one in asked.values()):
        return None
    return [
        present({"purpose": purpose, "why": one.why, "months": one.months})
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
    return present(
        {
            "fields": [_field(table, name, one) for name, one in table.published.items()],
            "primaryKey": list(table.primary_key) or None,
            "foreignKeys": keys or None,
            "missingValues": [""],
        }
    )


def _field(table: Table, name: str, column: Column) -> Json:
    return present(
        {
            "name": name,
            "type": FIELD_TYPES.get(column.type, column.type),
            **texts(column.title, column.description),
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
    return present(
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
