"""Corrections for the producer of an export, who may take them over at the source."""

import csv
import json
import sqlite3
from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import TextIO

from publish.corrections import desk_file
from publish.corrections.additions import WHOLE
from publish.corrections.states import LIVE
from publish.words.json import pointer

_ASKED = f"""SELECT id, "table", key, "column", source, bases, new, state, month, evidence
    FROM corrections WHERE dataset = ? AND state IN {LIVE} ORDER BY id"""  # noqa: S608


@dataclass(frozen=True)
class Outgoing:
    """A cell that was corrected: what the source says, as far as it is known, and what it should.

    `key` are the values of the row's key, as JSON. Without a column it is a row that was added:
    `corrected` are its cells, as JSON.
    """

    number: int
    table: str
    key: str
    column: str
    source: str | None
    corrected: str | None
    state: str
    month: str
    evidence: str


def outgoing(path: Path, dataset: str) -> list[Outgoing]:
    """The live corrections of a dataset, oldest first."""
    if not desk_file.there(path):
        return []
    with desk_file.reading(path) as database:
        return [_outgoing(row) for row in database.execute(_ASKED, (dataset,))]


def as_csv(found: Sequence[Outgoing], file: TextIO) -> None:
    """Writes one line for each cell."""
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow([one.name for one in fields(Outgoing)])
    writer.writerows(astuple(one) for one in found)


def as_patches(found: Sequence[Outgoing], file: TextIO) -> None:
    """Writes, for each cell, its row and a JSON Patch that tests what the source says first."""
    json.dump([*map(_patch, found)], file, ensure_ascii=False, indent=2)
    file.write("\n")


def _patch(one: Outgoing) -> dict[str, object]:
    if one.column == WHOLE:
        patch = [{"op": "add", "path": "", "value": json.loads(one.corrected or "{}")}]
        return {"table": one.table, "key": json.loads(one.key), "patch": patch}
    path = pointer([one.column])
    return {
        "table": one.table,
        "key": json.loads(one.key),
        "patch": [
            {"op": "test", "path": path, "value": one.source},
            {"op": "replace", "path": path, "value": one.corrected},
        ],
    }


def _outgoing(row: sqlite3.Row) -> Outgoing:
    # Before its first publication nobody knows what the export says: it was looked at so.
    fresh = row["state"] == "accepted"
    bases = json.loads(row["bases"])
    source = bases[0] if fresh and bases else row["source"]
    told = (row["new"], row["state"], row["month"], row["evidence"])
    return Outgoing(row["id"], row["table"], row["key"], row["column"], source, *told)
