"""JSON Lines: an object per row, with real numbers, booleans, lists and JSON."""

import json
from collections.abc import Iterable, Iterator

from publish.forms.kinds import Cell, Kind, Kinds, Row

LINE_END = "\n"
NESTED = ("list", "json")


def json_lines(kinds: Kinds, rows: Iterable[Row]) -> Iterator[bytes]:
    """A line per row; a missing value is null, dates and datetimes are ISO 8601 texts."""
    for row in rows:
        yield f"{json_row(kinds, row)}{LINE_END}".encode()


def json_row(kinds: Kinds, row: Row) -> str:
    """A row as the text of a JSON object."""
    cells = zip(kinds.items(), row, strict=True)
    return json_text({name: json_value(kind, cell) for (name, kind), cell in cells})


def json_value(kind: Kind, cell: Cell) -> object:
    """A cell as what JSON knows."""
    if cell is None:
        return None
    if kind == "boolean":
        return bool(cell)
    return json.loads(str(cell)) if kind in NESTED else cell


def json_text(value: object) -> str:
    """JSON on one line, without blanks."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
