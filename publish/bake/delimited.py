"""CSV files: UTF-8, commas, RFC 4180, rows in their total order."""

from pathlib import Path
from typing import Any


def bake_csv(path: Path, rows: Any, con: Any) -> None:
    """Write an Ibis table with its header; NULL is an empty cell, booleans true or false."""
    con.to_csv(rows, path, header=True)
