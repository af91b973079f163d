"""What a patch asks of a row: JSON Merge Patch (RFC 7396), or JSON Patch (RFC 6902)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from publish.corrections.proposals import Edit
from publish.declare.model import nearest
from publish.desk.api.problems import Json, Wrong, unfit
from publish.desk.api.sent import MERGE_PATCH, Sent
from publish.desk.api.values import as_text
from publish.desk.rows import Row
from publish.words.json import pointer

# JSON Patch has others, which move cells about: a correction says what one cell should say.
OPERATIONS = ("test", "replace", "add", "remove")
MOST_WRONG = 20
"""So many places that are wrong are told: each is held against all columns."""
_POINTER = re.compile(r"/((?:[^~/]|~[01])*)")


@dataclass
class Asked:
    """What cells should say, as texts by column, and what a `test` says that they say."""

    new: dict[str, str | None] = field(default_factory=dict)
    tested: dict[str, Json] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    """Where in the body each column stands."""


def asked(row: Row, sent: Sent) -> Asked:
    """What a body asks of the columns of a row; raises Problem with the places that are wrong."""
    found, wrong = Asked(), list[Wrong]()
    if sent.kind == MERGE_PATCH:
        _merge(row, sent.value, found, wrong)
    else:
        _operations(row, sent.value, found, wrong)
    if wrong:
        raise unfit(wrong)
    return found


def new_cells(row: Row, body: Json) -> Asked:
    """What a row says that is missing; raises Problem, also for what it has to say and does not."""
    found, wrong = Asked(), list[Wrong]()
    _merge(row, body, found, wrong)
    told = {one.pointer for one in wrong}
    for name in row.cells:
        if name not in found.new and pointer([name]) not in told:
            _take(row, name, None, ("", found.new), wrong)
    if not wrong and not any(found.new.values()):
        wrong.append(Wrong("", "nothing is said of the new row"))
    if wrong:
        raise unfit(wrong)
    return found


def edits(asked: Asked, now: Mapping[str, str | None]) -> dict[str, Edit]:
    """What changes in a row that says so `now`."""
    return {name: Edit(now[name], new) for name, new in asked.new.items() if new != now[name]}


def _merge(row: Row, body: Json, found: Asked, wrong: list[Wrong]) -> None:
    if not isinstance(body, dict):
        wrong.append(Wrong("", "the body is an object: a value for each column"))
        return
    for name, value in body.items():
        if len(wrong) == MOST_WRONG:
            return
        place = pointer([name])
        if _is_known(row, name, place, wrong):
            _take(row, name, value, (place, found.new), wrong)
            found.places[name] = place


def _operations(row: Row, body: Json, found: Asked, wrong: list[Wrong]) -> None:
    if not isinstance(body, list):
        wrong.append(Wrong("", "a JSON Patch is a list of operations"))
        return
    for number, operation in enumerate(body):
        if len(wrong) == MOST_WRONG:
            return
        _operation(row, operation, (f"/{number}", found), wrong)


def _operation(row: Row, operation: Json, into: tuple[str, Asked], wrong: list[Wrong]) -> None:
    place, found = into
    if not isinstance(operation, dict):
        wrong.append(Wrong(place, "an operation is an object with `op` and `path`"))
        return
    op, path = operation.get("op"), operation.get("path")
    if op not in OPERATIONS:
        wrong.append(Wrong(f"{place}/op", f"`op` is one of {', '.join(OPERATIONS)}"))
        return
    column = _POINTER.fullmatch(path) if isinstance(path, str) else None
    if column is None:
        wrong.append(Wrong(f"{place}/path", "`path` is / and a column: the cells of a row alone"))
        return
    name = column[1].replace("~1", "/").replace("~0", "~")
    if not _is_known(row, name, f"{place}/path", wrong):
        return
    if op != "remove" and "value" not in operation:
        wrong.append(Wrong(place, f"`{op}` needs a `value`"))
    elif op == "test" and name not in found.new:
        found.tested[name] = operation["value"]
    elif op == "test":
        wrong.append(Wrong(place, f"{name}: a `test` stands before what changes the cell"))
    else:
        value = None if op == "remove" else operation["value"]
        _take(row, name, value, (f"{place}/value", found.new), wrong)
    found.places.setdefault(name, f"{place}/path")


def _is_known(row: Row, name: str, place: str, wrong: list[Wrong]) -> bool:
    if name in row.cells:
        return True
    if name in row.table.columns:
        said = f"{name!r} cannot be corrected here: a key, or not published as it was read"
    else:
        said = f"no column {name[:80]!r}; {nearest(name[:80], row.cells)}"
    wrong.append(Wrong(place, said))
    return False


def _take(
    row: Row,
    name: str,
    value: Json,
    into: tuple[str, dict[str, str | None]],
    wrong: list[Wrong],
) -> None:
    place, values = into
    try:
        values[name] = as_text(row.cells[name].field, value, row.cells[name].base)
    except ValueError as error:
        wrong.append(Wrong(place, f"{name}: {error}"))
