"""DESCRIPTORS: the other standards that describe a release, all from its `datapackage.json`.

One function a standard: it takes the data package and yields the name and content of each file.
"""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

from publish.describe.croissant import croissant
from publish.describe.csvw import csvw
from publish.describe.schema_org import schema_org_file
from publish.describe.sqlite_package import sqlite_package
from publish.release.described import Json
from publish.release.package import Package

Descriptor = Callable[[Package], Iterator[tuple[str, Json]]]

DESCRIPTORS: dict[str, Descriptor] = {
    "csvw": csvw,
    "croissant": croissant,
    "schema-org": schema_org_file,
    "sqlite": sqlite_package,
}


def write(folder: Path, package: Package) -> list[Path]:
    """Write every descriptor of a release into its folder; the files written."""
    written = []
    for describe in DESCRIPTORS.values():
        for name, content in describe(package):
            path = folder / name
            text = json.dumps(content, ensure_ascii=False, indent=2)
            path.write_text(text + "\n", encoding="utf-8")
            written.append(path)
    return written
