"""What the page of a table shows before anybody filters it: counted once, when it is baked.

Of a table about people nothing is baked: its page counts what it shows, each time within limits.
Neither is what stands in a column of free text.
"""

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from publish.figures.asking import Asking, Lines, Query, WholeTable, answered
from publish.figures.chart import BARS, figures
from publish.figures.facets import (
    FEW,
    KNOWN,
    MONTH,
    YEAR,
    ends,
    kind_of,
    most_values,
    named_facets,
    named_keys,
    offered,
    periods,
    query_of_names,
    query_of_values,
    ranged,
    values,
)
from publish.figures.frames import first_cells, still
from publish.figures.places import POINTS
from publish.figures.specification import specifications
from publish.figures.usage import usage
from publish.release.package import Package
from publish.release.release import FIRST_VIEWS
from publish.release.table import Table
from publish.words.sqlite import read_only

# Of a file that is read many times from one end to the other: a fifth less CPU.
MAPPED = 1 << 30


def write_first_views(folder: Path, package: Package) -> None:
    """Writes what the first views ask the finished database of a release, and what it told."""
    known: dict[str, Lines] = {}
    uri = read_only(folder / f"{package.name}.db")
    with closing(sqlite3.connect(uri, uri=True)) as connection:
        connection.execute(f"pragma mmap_size = {MAPPED}")

        def rows(query: Query) -> Lines:
            if query.key not in known:
                known[query.key] = connection.execute(query.sql, query.parameters).fetchall()
            return known[query.key]

        for table in package.tables.values():
            known |= _known_values(table, rows)
            for _column, key in named_keys(package.tables, table):
                rows(query_of_names(WholeTable(table), key, package.tables[key.table].label or ""))
            for asking in questions(table):
                answered(asking, rows)
    text = json.dumps(known, ensure_ascii=False) + "\n"
    (folder / FIRST_VIEWS).write_text(text, encoding="utf-8")


def _known_values(table: Table, rows: Callable[[Query], Lines]) -> dict[str, Lines]:
    """All values of facets that a search knows; those that a page shows are the first of them."""
    found, counted = {}, WholeTable(table)
    for column in named_facets(table):
        every = rows(query_of_values(counted, column, KNOWN))
        few = query_of_values(counted, column, FEW)
        found[few.key] = every[: most_values(FEW)]
    return found


def questions(table: Table) -> Iterator[Asking[Any]]:
    """All that the first view of a table asks: ends, facets, charts, map."""
    if table.about == "people":
        return
    counted = WholeTable(table)
    if table.counted and table.counted.every != "day":
        yield usage(table, table.counted)
    if columns := list(ranged(counted)):
        yield ends(table.name, columns)
    for column in offered(counted, table.rows):
        if _is_free(table, column):
            continue
        if kind_of(table.columns[column]) == "day":
            yield periods(counted, column, YEAR)
            # Those of a year stand beneath it once it is chosen.
            yield periods(counted, column, MONTH)
        else:
            yield values(counted, column, FEW)
    for wanted in specifications(counted):
        if not _is_free(table, wanted.column):
            yield figures(counted, wanted, BARS)
    if table.map:
        yield still(counted)
    if table.map and table.rows > POINTS:
        yield first_cells(counted)


def _is_free(table: Table, column: str) -> bool:
    return table.columns[column].role == "free_text"
