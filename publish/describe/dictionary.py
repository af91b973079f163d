"""The data dictionary: `dictionary.csv`, a line per column of each table, and `_columns`."""

import json
from collections.abc import Iterator
from pathlib import Path

from publish.describe.notices import words
from publish.forms.delimited import write_csv
from publish.release.described import Texts
from publish.release.package import Package
from publish.release.table import Field, Table

FILE = "dictionary.csv"
KEYS = (
    *("table", "name", "type", "unit", "title_fr", "description_fr", "title_en"),
    *("description_en", "role", "protection", "constraints"),
)


def write_dictionary(path: Path, package: Package) -> None:
    """Write what the descriptor says of each column as CSV."""
    with path.open("w", encoding="utf-8", newline="") as file:
        write_csv(file, [KEYS, *([row[key] for key in KEYS] for row in dictionary(package))])


def dictionary(package: Package) -> list[dict[str, str]]:
    """A row per column, KEYS -> text; empty where nothing was said."""
    return [row for table in package.tables.values() for row in column_rows(table)]


def column_rows(table: Table) -> Iterator[dict[str, str]]:
    """The rows of one table."""
    for field in table.fields:
        constraints = field.constraints
        yield {
            "table": table.name,
            "name": field.name,
            "type": field.type,
            "unit": field.unit or "",
            **_texts(field),
            "role": field.role or "",
            "protection": field.protection or "",
            "constraints": json.dumps(constraints, ensure_ascii=False) if constraints else "",
        }


def _texts(field: Field) -> dict[str, str]:
    """Titles and descriptions; the English ones only where someone wrote them."""
    texts = {"title": field.titles, "description": field.descriptions}
    return {f"{key}_{of}": _text(found, of) for of in ("fr", "en") for key, found in texts.items()}


def _text(found: Texts, language: str) -> str:
    return words(found, language) if language == "fr" else found.get(language, "")
