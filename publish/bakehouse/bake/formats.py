"""The files that a table is given beside its CSV and the database: those of FORMATS that fit."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from pkgutil import resolve_name

from publish.bakehouse.bake.baked_table import BakedTable, Baker
from publish.errors import StoreError
from publish.forms.formats import ALWAYS, FORMATS
from publish.release.described import Json
from publish.release.package import Package


def baker(name: str) -> Baker:
    """What writes a form of FORMATS; raises KeyError, ImportError."""
    function: Baker = resolve_name(str(FORMATS[name].baker))
    return function


def planned(table: BakedTable) -> list[Json]:
    """The distributions that the table will have, CSV first: those declared that fit."""
    declared = table.declared.formats
    names = [name for name in FORMATS if declared is None or name in declared]
    path, mediatype = table.released.path, ALWAYS["csv"].mediatype
    csv = {"format": "csv", "path": path, "mediatype": mediatype}
    return [csv, *(_planned(table, name) for name in names if baker(name).fits(table))]


def _planned(table: BakedTable, name: str) -> Json:
    return {"format": name, "path": f"{table.name}.{name}", "mediatype": FORMATS[name].mediatype}


def bake_forms(folder: Path, table: BakedTable, package: Package) -> Iterator[str]:
    """Write every planned file of a table but its CSV, telling the name of each before.

    `package` is the descriptor with its version. Raises StoreError when a file read again lacks
    rows.
    """
    versioned = replace(table, package=package)
    for one in versioned.released.forms[1:]:
        bakes, path = baker(one.format), folder / one.path
        yield path.name
        bakes.write(versioned, path)
        if not bakes.whole(versioned, path):
            raise StoreError(f"{path.name}: read again, it lacks rows of {table.name}; bake again")
