"""JSON Lines: an object per row, with real numbers, booleans, lists and JSON; gzip."""

from pathlib import Path

from publish.bake.compressed import unpacked, write_gzip
from publish.bake.form import Form, joined, literal, quoted

NESTED = ("list", "json")


def bake_json_lines(form: Form, path: Path) -> None:
    """Write the rows; a missing value is null, dates and datetimes are ISO 8601 texts."""
    write_gzip(path, form.texts(joined([row_as_json(form), "chr(10)"])))


def json_lines_whole(form: Form, path: Path) -> bool:
    """Whether there is a line per row."""
    return sum(block.count(b"\n") for block in unpacked(path)) == form.rows


def row_as_json(form: Form) -> str:
    """SQL for a row as the text of a JSON object."""
    members = (
        f"{literal(name)}, {quoted(name)}" + ("::JSON" if kind in NESTED else "")
        for name, kind in form.kinds.items()
    )
    return f"json_object({', '.join(members)})::VARCHAR"
