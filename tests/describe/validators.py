"""The validators that reusers trust, run on the descriptors of a release folder."""

import contextlib
import os
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import frictionless
from csvw import CSVW
from pyshacl import validate
from rdflib import Graph

MANDATORY = ("dcat-ap-3.0.1", "dcat-ap-3-shapes", "dcat-ap-3-range", "dcat-ap-3-deprecated-uris")


@contextlib.contextmanager
def inside(folder: Path) -> Iterator[None]:
    """Runs the block in a folder: relative addresses start there."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


def data_package_errors(folder: Path, name: str) -> list[Any]:
    """What frictionless finds, reading every row."""
    with inside(folder), frictionless.system.use_context(trusted=True):
        return frictionless.validate(name).flatten(["rowNumber", "fieldName", "note"])


def csvw_complaints(path: Path) -> list[str]:
    """What the csvw validator finds, reading every row."""
    with warnings.catch_warnings(record=True) as complaints:
        warnings.simplefilter("always")
        try:
            valid = CSVW(str(path), validate=True).is_valid
        except ValueError as error:
            return [str(error)]
    return [] if valid else [str(one.message) for one in complaints] or ["not valid"]


def croissant_records(path: Path, count: int = 2) -> dict[str, list[dict[str, Any]]]:
    """The first records of each record set; raises where the file is not valid."""
    import mlcroissant  # it brings pandas: only where it is used

    dataset = mlcroissant.Dataset(jsonld=path)
    assert not dataset.metadata.issues.errors
    return {
        one.uuid: [
            record for record, _ in zip(dataset.records(one.uuid), range(count), strict=False)
        ]
        for one in dataset.metadata.record_sets
    }


def shacl_violations(text: str, shapes: Path) -> list[str]:
    """What breaks the mandatory shapes of DCAT-AP, in a catalog in Turtle."""
    graph, found = Graph().parse(data=text, format="turtle"), []
    for name in MANDATORY:
        valid, _, report = validate(graph, shacl_graph=str(shapes / f"{name}.ttl"))
        found += [] if valid else [report]
    return found
