"""What descriptors read of a data package: its texts, its files, its columns."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Package = Mapping[str, Any]
Json = dict[str, Any]

SQLITE = "application/vnd.sqlite3"


@dataclass(frozen=True)
class Form:
    """A file of a release: of one table, or of the whole dataset (`table` is None).

    `bytes` and `sha256` are None where the descriptor does not know them.
    """

    path: str
    format: str
    mediatype: str
    table: str | None = None
    bytes: int | None = None
    sha256: str | None = None


def forms(package: Package) -> Iterator[Form]:
    """The data files of a release: each table's, then those of the whole dataset."""
    for resource in package["resources"]:
        yield from table_forms(resource)
    dataset = [_form(one, None) for one in package.get("distributions", ())]
    database = f"{package['name']}.db"
    if database not in {form.path for form in dataset}:
        yield Form(database, "sqlite", SQLITE)
    yield from dataset


def table_forms(resource: Package) -> Iterator[Form]:
    """The files of a table, its CSV first."""
    csv = _form({"format": "csv", "mediatype": "text/csv"} | dict(resource), resource["name"])
    yield csv
    for one in resource.get("distributions", ()):
        if one["path"] != csv.path:
            yield _form(one, resource["name"])


def _form(described: Package, table: str | None) -> Form:
    hash = described.get("hash")
    return Form(
        path=described["path"],
        format=described["format"],
        mediatype=described["mediatype"],
        table=table,
        bytes=described.get("bytes"),
        sha256=hash.removeprefix("sha256:") if hash else None,
    )


def texts(described: Package, key: str) -> dict[str, str]:
    """`title` or `description` by language, French first; empty where there is none."""
    found: Mapping[str, str] = described.get(f"{key}s") or {}
    if not found and described.get(key):
        return {"fr": described[key]}
    return {language: found[language] for language in sorted(found, key="fr".__ne__)}


def french(described: Package, key: str) -> str | None:
    """The French `title` or `description`."""
    return texts(described, key).get("fr")


def fields(resource: Package) -> list[Json]:
    """The columns of a table."""
    found: list[Json] = resource["schema"]["fields"]
    return found


def license_of(package: Package, resource: Package) -> Json:
    """The licence that covers a table: its own, or the dataset's."""
    found: Json = (resource.get("licenses") or package["licenses"])[0]
    return found


def updated(package: Package) -> str:
    """The ISO date of the last update."""
    return str(package.get("updated", {}).get("date") or package["created"][:10])


def period(package: Package) -> tuple[str, str] | None:
    """The first and the last day (ISO) that the data is about; what goes on ends with the last
    update."""
    found = package.get("coverage", {}).get("temporal")
    return (found["start"], found.get("end") or updated(package)) if found else None


def present(pairs: Json) -> Json:
    """The pairs that hold something."""
    return {key: value for key, value in pairs.items() if value not in (None, [], {}, "")}
