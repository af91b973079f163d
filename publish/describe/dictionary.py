"""The data dictionary: `dictionary.csv`, a line per column of each table, and `_columns`."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from publish.describe.notices import words
from publish.forms.delimited import write_csv
from publish.release.cards import Card, Cards
from publish.release.described import Texts, Tree
from publish.release.package import Package
from publish.release.table import Field, Table

FILE = "dictionary.csv"
QUARTILES = ("lower_quartile", "median", "upper_quartile")
KEYS = (
    *("table", "name", "type", "unit", "title_fr", "description_fr", "title_en"),
    *("description_en", "role", "protection", "constraints"),
    *("number", "filled", "distinct", "least", *QUARTILES, "most", "values"),
    *("unit_en", "labels", "order", "weight"),
)


def write_dictionary(path: Path, package: Package, cards: Cards) -> None:
    """Write what the descriptor says of each column, and its figures, as CSV."""
    with path.open("w", encoding="utf-8", newline="") as file:
        write_csv(file, [KEYS, *_lines(package, cards)])


def dictionary(package: Package, cards: Cards) -> list[dict[str, str]]:
    """A row per column, KEYS -> text; empty where nothing was said."""
    return [
        row | _figures(cards.get(table.name, {}).get(row["name"]))
        for table in package.tables.values()
        for row in column_rows(table)
    ]


def _lines(package: Package, cards: Cards) -> Iterator[list[str]]:
    for row in dictionary(package, cards):
        yield [row[key] for key in KEYS]


def _figures(card: Card | None) -> dict[str, str]:
    """The figures of a column; `values` are its most frequent ones with their numbers, as JSON."""
    card = card or Card(0)
    quartiles = dict(zip(QUARTILES, card.quartiles or (), strict=False))
    values = json.dumps(dict(card.values), ensure_ascii=False) if card.values else None
    told = {
        "number": card.number or None,
        "filled": card.filled,
        "distinct": card.distinct,
        "least": card.least,
        "most": card.most,
        "values": values,
        **dict.fromkeys(QUARTILES),
        **quartiles,
    }
    return {key: "" if value is None else str(value) for key, value in told.items()}


def column_rows(table: Table) -> Iterator[dict[str, str]]:
    """What the descriptor says of the columns of one table."""
    for field in table.fields:
        yield {
            "table": table.name,
            "name": field.name,
            "type": field.type,
            "unit": field.unit or "",
            **_texts(field),
            "role": field.role or "",
            "protection": field.protection or "",
            "constraints": _json(field.constraints),
            "unit_en": field.texts("unit").get("en", ""),
            "labels": _json(field.labels),
            "order": _json(field.order),
            "weight": field.weight or "",
        }


def _json(found: Tree | Sequence[str]) -> str:
    """JSON in a cell; empty where nothing was said."""
    return json.dumps(found, ensure_ascii=False) if found else ""


def _texts(field: Field) -> dict[str, str]:
    """Titles and descriptions; the English ones only where someone wrote them."""
    texts = {"title": field.titles, "description": field.descriptions}
    return {f"{key}_{of}": _text(found, of) for of in ("fr", "en") for key, found in texts.items()}


def _text(found: Texts, language: str) -> str:
    return words(found, language) if language == "fr" else found.get(language, "")
