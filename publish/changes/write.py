"""`changes.json` and the row-level differences: files of a release about the step towards it."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from publish.changes.columns import Columns, columns
from publish.changes.compare import Difference, by_count, by_key, texts
from publish.engine import Workspace
from publish.release import Release
from publish.store.differences import CELLS, SUMMARY
from publish.versions import Level

Json = dict[str, Any]
Resource = Mapping[str, Any]


@dataclass(frozen=True)
class Step:
    """The new version, its date, how big the step is and why."""

    version: str
    as_of: date
    bump: Level
    reasons: Sequence[str]


def write_changes(
    folder: Path, descriptor: Resource, step: Step, previous: Release | None, place: Workspace
) -> None:
    """Write what changed since `previous` into the folder of a release that holds its CSV files.

    Tables about things with a key get `<table>.changes.csv` and `.jsonl`, cell by cell; of
    tables about people only the numbers of rows are told, which their CSV tells anyway.
    """
    pairs = _pairs(previous.descriptor if previous else None, descriptor)
    places = (previous.folder if previous else folder, folder)
    content = {
        "dataset": descriptor["name"],
        "version": step.version,
        "previous": previous.version if previous else None,
        "date": step.as_of.isoformat(),
        "bump": step.bump,
        "reasons": list(step.reasons),
        "tables": [_table(old, new, places, place) for old, new in pairs],
    }
    text = json.dumps(content, ensure_ascii=False, indent=2)
    (folder / SUMMARY).write_text(text + "\n", encoding="utf-8")


def _pairs(
    before: Resource | None, after: Resource
) -> Iterator[tuple[Resource | None, Resource | None]]:
    old, new = (
        {r["name"]: r for r in (side or {}).get("resources", ())} for side in (before, after)
    )
    for name in dict.fromkeys((*new, *old)):
        yield old.get(name), new.get(name)


def _table(
    old: Resource | None, new: Resource | None, places: tuple[Path, Path], place: Workspace
) -> Json:
    either = new or old or {}
    told = {"name": either["name"], "about": either["about"]}
    before, after = (side["rows"] if side else 0 for side in (old, new))
    rows: Json = {"before": before, "after": after}
    if "people" in {side["about"] for side in (old, new) if side}:
        return told | {"rows": rows, "columns": _columns(old, new).as_json()}
    if old is None or new is None:
        rows |= {"added": after, "removed": before, "changed": 0}
        return told | {"rows": rows, "columns": _columns(old, new).as_json()}
    found = _columns(old, new)
    difference = _difference(old, new, found, places, place)
    if difference is None:
        return told | {"rows": rows, "columns": found.as_json()}
    counts = (difference.added, difference.removed, difference.changed)
    rows |= dict(zip(("added", "removed", "changed"), counts, strict=True))
    files = _files(places[1], new["name"], difference, place)
    return told | {"rows": rows, "columns": found.as_json(), "files": files}


def _columns(old: Resource | None, new: Resource | None) -> Columns:
    before, after = (side["schema"]["fields"] if side else () for side in (old, new))
    return columns(before, after)


def _difference(
    old: Resource, new: Resource, found: Columns, places: tuple[Path, Path], place: Workspace
) -> Difference | None:
    """None where the key itself is another: no row can be recognised."""
    keys = [side["schema"].get("primaryKey") or () for side in (old, new)]
    if keys[0] != keys[1] or not set(keys[1]) <= set(found.shared):
        return None
    before, after = (
        texts(path / side["path"], [field["name"] for field in side["schema"]["fields"]], place)
        for path, side in zip(places, (old, new), strict=True)
    )
    if keys[1]:
        return by_key(before, after, keys[1], found, place)
    return by_count(before, after, found.shared)


def _files(folder: Path, table: str, difference: Difference, place: Workspace) -> list[str]:
    if difference.lines is None:
        return []
    lines = place.con.create_table(place.name("lines"), difference.lines, temp=True)
    names = [f"{table}{CELLS}csv", f"{table}{CELLS}jsonl"]
    place.con.to_csv(lines, folder / names[0], header=True)
    target = str(folder / names[1]).replace("'", "''")
    place.sql(f"COPY {lines.get_name()} TO '{target}' (FORMAT JSON)")
    return names
