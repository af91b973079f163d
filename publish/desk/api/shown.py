"""A row as programs read it, and what they are told of one that changed meanwhile."""

import json
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from publish.corrections.proposals import Edit
from publish.corrections.row_state import RowState
from publish.desk.api.patches import Asked
from publish.desk.api.problems import Json, Problem
from publish.desk.api.tags import tag_of
from publish.desk.api.values import as_json
from publish.desk.rows import Row
from publish.site.base.answers import Response


class Now(NamedTuple):
    """A row of the current release, and what the desk has said of it since."""

    row: Row
    state: RowState

    @property
    def tag(self) -> str:
        """Its ETag."""
        return tag_of(self.row.release.version, self.state)

    @property
    def place(self) -> tuple[str, str, tuple[str, ...]]:
        """The dataset, the table and the key."""
        return place_of(self.row)

    @property
    def cells(self) -> dict[str, str | None]:
        """What the next publication shows, as far as the desk knows."""
        pending = self.state.pending
        released = {name: cell.base for name, cell in self.row.cells.items()}
        return released | {name: one.new for name, one in pending.items() if name in released}


def as_tree(now: Now) -> dict[str, Json]:
    """What GET answers."""
    dataset, table, key = now.place
    pending: dict[str, Json] = {
        name: {
            "correction": one.number,
            "released": as_value(now.row, name, now.row.cells[name].base),
        }
        for name, one in now.state.pending.items()
        if name in now.row.cells
    }
    return {
        "dataset": dataset,
        "table": table,
        "key": [*key],
        "release": now.row.release.version,
        "row": {name: as_value(now.row, name, text) for name, text in now.cells.items()},
        "pending": pending,
    }


def stale(
    now: Now, then: Mapping[str, str | None], asked: Asked, columns: Collection[str]
) -> Problem:
    """Somebody was faster: each column as it was looked at where that is known, is, and was to be.

    A `test` says itself what was looked at.
    """
    told: dict[str, Json] = {
        name: _three(now, then, asked, name) for name in now.cells if name in columns
    }
    return Problem(
        412,
        "the row changed after it was looked at: look again, and send what holds with its new ETag",
        {"etag": now.tag},
        {"columns": told},
    )


def _three(now: Now, then: Mapping[str, str | None], asked: Asked, name: str) -> Json:
    found: dict[str, Json] = {"theirs": as_value(now.row, name, now.cells[name])}
    if name in asked.tested:
        found["base"] = asked.tested[name]
    elif name in then:
        found["base"] = as_value(now.row, name, then[name])
    if name in asked.new:
        found["yours"] = as_value(now.row, name, asked.new[name])
    return found


def as_value(row: Row, name: str, text: str | None) -> Json:
    """A cell's text as JSON."""
    return as_json(row.cells[name].field, text)


def place_of(row: Row) -> tuple[str, str, tuple[str, ...]]:
    """The dataset, the table and the key."""
    return row.release.dataset, row.table.name, row.key


def shown(now: Now, status: int = 200, more: Mapping[str, Json] | None = None) -> Response:
    """The row as it is answered."""
    body = json.dumps({**as_tree(now), **(more or {})}, ensure_ascii=False)
    return Response(body, status, {"etag": now.tag}, "application/json")


def added(row: Row, edits: Mapping[str, Edit], key: Sequence[str], proposal: int) -> Response:
    """A row that was missing, as it is answered: under its key, or as a proposal that waits."""
    dataset, table, _none = place_of(row)
    cells: dict[str, Json] = {name: as_value(row, name, edit.new) for name, edit in edits.items()}
    tree: dict[str, Json] = {
        "dataset": dataset,
        "table": table,
        "key": [*key],
        "row": cells,
        "proposal": proposal,
    }
    return Response(
        json.dumps(tree, ensure_ascii=False), 201 if key else 202, {}, "application/json"
    )
