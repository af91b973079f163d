"""`changes.json` and the row-level differences: files of a release about the step towards it."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from publish.bakehouse.changes.columns import Columns, columns
from publish.bakehouse.changes.compare import (
    OPS,
    Difference,
    by_count,
    by_key,
    identifies,
)
from publish.bakehouse.engine import Workspace
from publish.release.change import Change, Level, change_tree
from publish.release.described import Json
from publish.release.differences import CELLS, SUMMARY
from publish.release.package import Package
from publish.release.release import Release
from publish.release.table import Table
from publish.words.sql import literal

Pair = tuple[Table | None, Table | None]


@dataclass(frozen=True)
class VersionStep:
    """The new version, its date, how big the step is and why."""

    version: str
    as_of: date
    bump: Level
    changes: Sequence[Change]


def write_changes(
    folder: Path,
    package: Package,
    step: VersionStep,
    previous: Release | None,
    place: Workspace,
) -> None:
    """Write what changed since `previous` into the folder of a release that holds its CSV files.

    Tables about things with a key get `<table>.changes.csv` and `.jsonl`, cell by cell; of
    tables about people only the numbers of rows are told, which their CSV tells anyway.
    """
    pairs = _pairs(previous.package if previous else None, package)
    places = (previous.folder if previous else folder, folder)
    content = {
        "dataset": package.name,
        "version": step.version,
        "previous": previous.version if previous else None,
        "date": step.as_of.isoformat(),
        "bump": step.bump,
        "reasons": list(map(str, step.changes)),
        "changes": [change_tree(change) for change in step.changes],
        "tables": [_table(old, new, places, place) for old, new in pairs],
    }
    text = json.dumps(content, ensure_ascii=False, indent=2)
    (folder / SUMMARY).write_text(text + "\n", encoding="utf-8")


def _pairs(before: Package | None, after: Package) -> Iterator[Pair]:
    old, new = before.tables if before else {}, after.tables
    for name in dict.fromkeys((*new, *old)):
        yield old.get(name), new.get(name)


def _table(
    old: Table | None, new: Table | None, places: tuple[Path, Path], place: Workspace
) -> Json:
    sides = [side for side in (new, old) if side]
    facts = {"name": sides[0].name, "about": sides[0].about}
    before, after = (side.rows if side else 0 for side in (old, new))
    rows: Json = {"before": before, "after": after}
    if "people" in {side.about for side in sides}:
        return facts | {"rows": rows, "columns": _columns(old, new).as_json()}
    if old is None or new is None:
        rows |= {"added": after, "removed": before, "changed": 0, "columns_only": 0}
        return facts | {"rows": rows, "columns": _columns(old, new).as_json()}
    compared = _columns(old, new)
    difference = _difference(old, new, compared, places, place)
    if difference is None:
        return facts | {"rows": rows, "columns": compared.as_json()}
    rows |= {op: getattr(difference, op) for op in OPS}
    by = {"by": difference.by, "columns": list(difference.columns)}
    files = _files(places[1], new.name, difference, place)
    return facts | {"rows": rows, "compared": by, "columns": compared.as_json(), "files": files}


def _columns(old: Table | None, new: Table | None) -> Columns:
    before, after = (side.fields if side else () for side in (old, new))
    return columns(before, after)


def _difference(
    old: Table, new: Table, compared: Columns, places: tuple[Path, Path], place: Workspace
) -> Difference | None:
    """By the key of both; by a key that one has and that tells apart the rows of the other too.

    Without one by whole rows; None where no column means the same.
    """
    before, after = (
        place.texts(path / side.path, list(side.columns))
        for path, side in zip(places, (old, new), strict=True)
    )
    keys = [key for key in (new.primary_key, old.primary_key) if _in(key, compared)]
    for key in keys:
        if old.primary_key == new.primary_key or _identified(before, after, key):
            return by_key(before, after, key, compared, place)
    return by_count(before, after, compared.shared) if compared.shared else None


def _identified(before: Any, after: Any, key: Sequence[str]) -> bool:
    return identifies(before, key) and identifies(after, key)


def _in(key: Sequence[str], compared: Columns) -> bool:
    return bool(key) and set(key) <= set(compared.shared)


def _files(folder: Path, table: str, difference: Difference, place: Workspace) -> list[str]:
    if difference.lines is None:
        return []
    lines = place.kept("lines", difference.lines)
    names = [f"{table}{CELLS}csv", f"{table}{CELLS}jsonl"]
    place.con.to_csv(lines, folder / names[0], header=True)
    place.sql(f"COPY {lines.get_name()} TO {literal(str(folder / names[1]))} (FORMAT JSON)")
    return names
