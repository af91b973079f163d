"""The data dictionary: `dictionary.csv`, a line per column of each table, and `_columns`."""

import csv
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from publish.bake.notices import words

Json = Mapping[str, Any]
FILE = "dictionary.csv"
KEYS = (
    *("table", "name", "type", "unit", "title_fr", "description_fr", "title_en"),
    *("description_en", "role", "protection", "constraints"),
)


def write_dictionary(path: Path, package: Json) -> None:
    """Write what the descriptor says of each column as CSV."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, KEYS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(dictionary(package))


def dictionary(package: Json) -> list[dict[str, str]]:
    """A row per column, KEYS -> text; empty where nothing was said."""
    return [row for resource in package["resources"] for row in column_rows(resource)]


def column_rows(resource: Json) -> Iterator[dict[str, str]]:
    """The rows of one table."""
    for field in resource["schema"]["fields"]:
        constraints = field.get("constraints")
        yield {
            "table": resource["name"],
            "name": field["name"],
            "type": field["type"],
            "unit": field.get("unit", ""),
            **_texts(field),
            "role": field["role"],
            "protection": field.get("protection") or "",
            "constraints": json.dumps(constraints, ensure_ascii=False) if constraints else "",
        }


def _texts(field: Json) -> dict[str, str]:
    """Titles and descriptions; the English ones only where someone wrote them."""
    return {
        f"{key}_{language}": words(field, key, language)
        if language == "fr"
        else field.get(f"{key}s", {}).get(language, "")
        for language in ("fr", "en")
        for key in ("title", "description")
    }
