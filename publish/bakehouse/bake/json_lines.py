"""JSON Lines with DuckDB, compressed: the rows that `publish.forms.json_lines` writes."""

from pathlib import Path

from publish.bakehouse.bake.baked_table import BakedTable, Baker, every_table, joined
from publish.forms.compressed import unpacked, write_gzip
from publish.forms.json_lines import LINE_END, NESTED
from publish.forms.kinds import Kinds
from publish.words.sql import literal, quoted


def bake_json_lines(table: BakedTable, path: Path) -> None:
    """Write the rows; a missing value is null, dates and datetimes are ISO 8601 texts."""
    write_gzip(path, table.texts(joined([row_as_json(table.kinds), f"chr({ord(LINE_END)})"])))


def json_lines_whole(table: BakedTable, path: Path) -> bool:
    """Whether there is a line per row."""
    return sum(block.count(LINE_END.encode()) for block in unpacked(path)) == table.rows


def row_as_json(kinds: Kinds) -> str:
    """SQL for a row of these columns as the text of a JSON object."""
    members = (
        f"{literal(name)}, {quoted(name)}" + ("::JSON" if kind in NESTED else "")
        for name, kind in kinds.items()
    )
    return f"json_object({', '.join(members)})::VARCHAR"


JSON_LINES = Baker(every_table, bake_json_lines, json_lines_whole)
