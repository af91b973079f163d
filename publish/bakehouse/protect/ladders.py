"""Ladders: a wider unit in place of a code, from a lookup that is part of the policy."""

import json
from collections import defaultdict
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

import publish
from publish.bakehouse.protect.tools import Tools
from publish.declare.declaration import Table
from publish.declare.techniques import Ladder, Parameters
from publish.errors import DeclarationError

BUILT = Path(publish.__file__).parent / "built" / "ladders"


@dataclass(frozen=True)
class Rungs:
    """What a ladder turns each value into: `lookup` has the columns `source` and `target`.

    `origin` names the file or package that the lookup comes from.
    """

    lookup: pa.Table
    origin: str

    @property
    def digest(self) -> str:
        """SHA-256 (hex) of the pairs, whatever order the file has them in."""
        ordered = self.lookup.sort_by("source").to_pydict()
        return sha256(json.dumps(ordered, ensure_ascii=False).encode()).hexdigest()


def path_of(parameters: Ladder, folder: Path) -> Path:
    """The file of a ladder's lookup; `folder` is the dataset's. Raises DeclarationError."""
    path = folder / parameters.file if parameters.file else BUILT / f"{parameters.name}.csv"
    if not path.is_file():
        way_out = "add the file" if parameters.file else "run `make publish`, which makes it"
        raise DeclarationError(f"{path}: no such lookup of a ladder; {way_out}")
    return path


def ladders(table: Table) -> dict[str, Ladder]:
    """The ladders of a table by column."""
    declared = {n: c.protect.parameters for n, c in table.columns.items() if c.protect}
    return {name: one for name, one in declared.items() if isinstance(one, Ladder)}


def lookups(table: Table, folder: Path) -> dict[str, Path]:
    """The files that a table's ladders read, by the name they have in the declaration."""
    used = ladders(table).values()
    return {f"ladder {one.file or one.name}": path_of(one, folder) for one in used}


def rungs(parameters: Ladder, folder: Path) -> Rungs:
    """The lookup of a ladder; raises DeclarationError when it is absent, unfit or ambiguous."""
    path = path_of(parameters, folder)
    headers = _headers(path)
    source = parameters.source or headers[0]
    for name in (source, parameters.to):
        if name not in headers:
            raise DeclarationError(f"{path}: no column {name!r}; columns: {', '.join(headers)}")
    lookup = _pairs(path, source, parameters.to)
    _refuse_ambiguous(path, source, lookup)
    return Rungs(lookup, _origin(parameters))


def wider(parameters: Ladder, folder: Path) -> list[str]:
    """The columns of a lookup that are coarser than the one that is published, the finest first.

    Each value published now has one value there, and there are fewer of them, two at least. Of
    columns that make the same groups, the one that is called most like it: `region_name`.
    """
    path = path_of(parameters, folder)
    found: dict[frozenset[frozenset[str]], str] = {}
    ending = parameters.to.rpartition("_")[1:]
    for name in sorted(_headers(path), key=lambda name: name.rpartition("_")[1:] != ending):
        groups = _groups(path, parameters.to, name)
        if groups is not None:
            found.setdefault(groups, name)
    return [found[groups] for groups in sorted(found, key=lambda groups: -len(groups))]


def _groups(path: Path, finer: str, coarser: str) -> frozenset[frozenset[str]] | None:
    """The values of a column put together by another; None where that is no coarser one."""
    pairs = _pairs(path, finer, coarser).to_pydict()
    members: defaultdict[str | None, set[str]] = defaultdict(set)
    for value, group in zip(pairs["source"], pairs["target"], strict=True):
        members[group].add(value)
    groups = [frozenset(one) for one in members.values()]
    values = frozenset[str]().union(*groups)
    nested = sum(map(len, groups)) == len(values)
    return frozenset(groups) if nested and 1 < len(groups) < len(values) else None


def _headers(path: Path) -> list[str]:
    try:
        return list(csv.open_csv(path).schema.names)
    except pa.ArrowInvalid as error:
        first = str(error).splitlines()[0]
        raise DeclarationError(f"{path}: not a CSV of UTF-8 and commas ({first})") from None


def _pairs(path: Path, source: str, target: str) -> pa.Table:
    """The distinct pairs of two columns, all text; an empty target is NULL."""
    names = list(dict.fromkeys([source, target]))
    options = csv.ConvertOptions(
        include_columns=names,
        column_types=dict.fromkeys(names, pa.string()),
        null_values=[""],
        strings_can_be_null=True,
    )
    table = csv.read_csv(path, convert_options=options)
    columns = [table[source], table[target]]
    pairs = pa.Table.from_arrays(columns, names=["source", "target"])
    return pairs.filter(pairs["source"].is_valid()).group_by(pairs.column_names).aggregate([])


def _refuse_ambiguous(path: Path, source: str, lookup: pa.Table) -> None:
    counted = lookup.group_by("source").aggregate([([], "count_all")]).sort_by("source")
    twice = counted.filter(pc.field("count_all") > 1)["source"].to_pylist()
    if twice:
        raise DeclarationError(
            f"{path}: {twice[0]!r} of {source!r} has more than one rung; keep one"
        )


def _origin(parameters: Ladder) -> str:
    if parameters.file:
        return parameters.file
    made = json.loads((BUILT / "sources.json").read_text(encoding="utf-8"))[parameters.name]
    return f"{made['package']} {made['version']}"


def ladder(table: Any, column: str, parameters: Parameters, tools: Tools) -> Any:
    """The wider unit of each value; NULL, and what the lookup does not know, is NULL."""
    assert isinstance(parameters, Ladder)
    rung_table = rungs(parameters, tools.folder)
    place = tools.place
    lookup = place.brought("ladder", rung_table.lookup)
    joined = table.left_join(lookup, table[column].cast("string") == lookup.source)
    return joined.mutate(**{column: joined.target}).select(table.columns)


def unknown(values: Any, parameters: Ladder, folder: Path) -> int:
    """How many values (an Ibis column) the lookup does not know; NULL is known."""
    known = ibis.memtable(rungs(parameters, folder).lookup)
    held = values.cast("string").name("source").as_table()
    strangers = held.filter(held.source.notnull()).anti_join(known, "source")
    return int(strangers.count().to_pyarrow().as_py())
