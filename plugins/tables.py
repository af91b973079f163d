"""The pages of tables and rows, in the place of Datasette's own."""

from typing import Any

from publish.serving.hooks import hookimpl
from publish.serving.pages import row, table


@hookimpl(trylast=True)
def register_routes() -> list[tuple[str, Any]]:
    """After every other page of ours: a table's address looks like many others."""
    database, name = r"(?P<database>(?!-/)[^/.]+)", r"(?P<table>(?!-(/|$))[^/.]+)"
    return [
        (rf"^/{database}/{name}$", table.page),
        (rf"^/{database}/{name}/(?P<pks>[^/.]+)$", row.page),
    ]
