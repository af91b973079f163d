"""Each number of a declaration, found in the schema and tried with odd values: a new one too."""

import json
import re
from collections.abc import Iterator
from io import StringIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from publish.declare.column_rules import TYPES_OF_CONSTRAINT
from publish.declare.declaration import Dataset, SiteMetadata
from publish.declare.model import Location, Model
from publish.declare.schema import MODELS, schema
from publish.declare.techniques import TECHNIQUES
from publish.declare.yaml_file import load
from publish.errors import DeclarationError

NEVER = (float("inf"), float("-inf"), float("nan"), 1e308, 10**30, True, "")
NOTHING = {
    "retention.monthly": "no month keeps a release",
    "sources.skip": "no line stands above the headers",
    "rejects.max": "no row may be refused",
    "broken.max": "no correction may break",
    "shrink.max": "no row may go",
    "drift.max": "no value may go",
    "drift.range": "no number may lie outside",
    "drift.distinct": "no different value may go",
    "drift.facets": "no row may have a new value",
    "drift.changed": "no value may be another",
    "drift.keys": "no row may have another key",
    "growth.max": "no row may come",
    "turnover.max": "nobody may be another",
    "privacy.max_suppressed": "no row may be left out",
    "constraints.minimum": "a value as others",
    "constraints.maximum": "a value as others",
    "constraints.min_length": "a text may be empty",
    "band.cuts": "an interval may begin there",
    "top_code.max": "a value as others",
    "mask.first": "no character is kept there",
    "mask.last": "no character is kept there",
    "coverage.bbox": "degrees",
    "coordinates.bounds": "degrees",
}
"""Where 0 means something, and what."""
BELOW = frozenset(
    [
        "constraints.minimum",
        "constraints.maximum",
        "band.cuts",
        "top_code.max",
        "coverage.bbox",
        "coordinates.bounds",
    ]
)
"""Where less than 0 does."""


def numbers(node: Any, whole: Any, at: Location = ()) -> Iterator[Location]:
    """The places of a schema where a number may stand; `x` for any name, 0 for any item."""
    if "$ref" in node:
        node = whole["$defs"][node["$ref"].rsplit("/", 1)[1]]
    if node.get("type") in ("integer", "number"):
        yield at
    for option in node.get("anyOf", ()):
        yield from numbers(option, whole, at)
    for key, inside in node.get("properties", {}).items():
        yield from numbers(inside, whole, (*at, key))
    named = [*node.get("patternProperties", {}).values(), node.get("additionalProperties")]
    for inside in named:
        if isinstance(inside, dict):
            yield from numbers(inside, whole, (*at, "x"))
    for number, inside in enumerate(node.get("prefixItems", ())):
        yield from numbers(inside, whole, (*at, number))
    if isinstance(node.get("items"), dict):
        yield from numbers(node["items"], whole, (*at, 0))


def places() -> list[tuple[type[Model], Location]]:
    found = []
    for kind, model in MODELS.items():
        whole = json.loads(schema(kind))
        found += [(model, place) for place in dict.fromkeys(numbers(whole, whole))]
    return found


PLACES = places()
BOX = [-3, -2, 5, 6]
TABLE: dict[str, Any] = {"about": "people", "contributor": "x", "primary_key": "x"}


def type_at(place: Location) -> str:
    """A type of column on which the key at a place may be declared."""
    types = [TECHNIQUES[step].types for step in place if step in TECHNIQUES]
    types += [TYPES_OF_CONSTRAINT[step] for step in place if step in TYPES_OF_CONSTRAINT]
    return types[0][0] if types and types[0] else "string"


def holding(place: Location, value: Any, beside: dict[str, Any]) -> str:
    """A declaration with a value at a place, others beside it, and little else."""
    column = {"type": type_at(place), "role": "sensitive"}
    table = TABLE | {"sources": [{"path": "a.csv"}], "columns": {"x": column}}
    node: Any = {"tables": {"x": table}}
    written, tree = StringIO(), node
    for step, following in pairwise(place):
        boxed = step in ("bbox", "bounds")
        fresh: Any = list(BOX) if boxed else [{}] if isinstance(following, int) else {}
        node = node.setdefault(step, fresh) if isinstance(node, dict) else node[step]
    node[place[-1]] = value
    if beside:
        node |= beside
    YAML().dump(tree, written)
    return written.getvalue()


def told(model: type[Model], place: Location, value: Any, folder: Path, **beside: Any) -> list[str]:
    """What is said of the value at its place, or of the list that it is in."""
    path = folder / "a.yaml"
    path.write_text(holding(place, value, beside), encoding="utf-8")
    # What else the declaration lacks is told too.
    with pytest.raises(DeclarationError) as refused:
        load(path, model)
    listed = place[:-1] if isinstance(place[-1], int) else place
    at = [".".join(map(str, where)) for where in (place, listed)]
    lines = [line.split(": ", 2)[1:] for line in str(refused.value).splitlines()]
    return [what for where, what in lines if where in at]


def test_the_numbers_of_a_declaration_are_found() -> None:
    found = {".".join(map(str, place)) for model, place in PLACES if model is Dataset}
    assert {
        "retention.last",
        "tables.x.growth.max",
        "tables.x.privacy.delta_k",
        "tables.x.privacy.l.x",
        "tables.x.sources.0.skip",
        "tables.x.coordinates.0.bounds.3",
        "tables.x.columns.x.protect.band.cuts.0",
    } <= found
    site = [("desk", "per_day"), ("desk", "mail", "port")]
    assert [at for model, at in PLACES if model is SiteMetadata] == site


@pytest.mark.slow("reads a declaration for each of three hundred numbers")
@pytest.mark.parametrize("value", NEVER, ids=str)
@pytest.mark.parametrize(("model", "place"), PLACES, ids=lambda one: str(one)[-40:])
def test_no_number_is_endless_huge_or_no_number(
    model: type[Model], place: Location, value: Any, tmp_path: Path
) -> None:
    said = told(model, place, value, tmp_path)
    assert said, "taken"
    assert not re.search(r"[Ii]nput|valid |should |Traceback", said[0])


@pytest.mark.slow("reads a declaration for each key")
@pytest.mark.parametrize(("model", "place"), PLACES, ids=lambda one: str(one)[-40:])
def test_nothing_and_less_than_nothing_are_taken_where_they_mean_something(
    model: type[Model], place: Location, tmp_path: Path
) -> None:
    named = ".".join([step for step in place if isinstance(step, str) and step != "x"][-2:])
    nothing, below = (told(model, place, value, tmp_path) for value in (0, -1))
    assert bool(nothing) == (named not in NOTHING), nothing
    assert bool(below) == (named not in BELOW), below


@pytest.mark.parametrize(
    ("privacy", "error"),
    [
        ({"k": 11, "delta_k": 11}, []),
        (
            {"k": 7, "delta_k": 8},
            ["8 is over `k`, 7: a class of 7 people could never change; write at most 7"],
        ),
        (
            {"delta_k": 12},
            ["12 is over `k`, 11: a class of 11 people could never change; write at most 11"],
        ),
        ({"delta_k": 4}, ["4 is not at least 5"]),
        ({"dominance": 0}, ["0 is not over 0 and at most 1"]),
    ],
)
def test_thresholds_go_together(privacy: dict[str, Any], error: list[str], tmp_path: Path) -> None:
    *others, (key, value) = privacy.items()
    place = ("tables", "x", "privacy", key)
    assert told(Dataset, place, value, tmp_path, **dict(others)) == error
