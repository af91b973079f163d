"""The values of facets that have too many to be held in memory, from the list of a release."""

import sqlite3
from collections.abc import Iterable, Iterator

from publish.figures.facets import named_keys
from publish.release.release import Release
from publish.site.base.site import Database
from publish.site.search.asked import Asked
from publish.site.search.facet_values import BEGUN, FacetValue, facet_values
from publish.words.inflections import inflections
from publish.words.irregular import ABBREVIATED
from publish.words.letters import fold

LIST = "_facets"
MOST = 6
_FACETS = "SELECT facet_table, facet_column, first, last FROM [_facets]"
_VALUES = f"""
SELECT v.value, v.label, v.n FROM [_values_fts] JOIN [_values] AS v ON v.id = [_values_fts].rowid
WHERE [_values_fts] MATCH ? AND [_values_fts].rowid BETWEEN ? AND ?
ORDER BY [_values_fts].rowid LIMIT {MOST}
"""  # noqa: S608 - no name comes from outside


def many_values(
    connection: sqlite3.Connection, database: Database, allowed: Iterable[str], asked: Asked
) -> list[FacetValue]:
    """Of each such facet the values with all that was asked: of the fewest words, most frequent."""
    release, tables = database.release, frozenset(allowed)
    if LIST not in release.counts:
        return []
    facets = connection.execute(_FACETS).fetchall()
    titles = facet_values(database).titles
    found = (
        value
        for table, column, *ends in facets
        if (match := _match(asked, titles[table, column]))
        for value in _values(connection, release, (table, column), [match, *ends])
    )
    return [value for value in found if value.visible(tables)]


def _values(
    connection: sqlite3.Connection, release: Release, facet: tuple[str, str], asked: list[object]
) -> Iterator[FacetValue]:
    table, column = facet
    is_list = release.tables[table].columns[column].is_list
    keys = dict(named_keys(release.tables, release.tables[table]))
    named_in = keys[column].table if column in keys else ""
    for value, name, rows in connection.execute(_VALUES, asked):
        words = tuple(fold(name or value).split())
        yield FacetValue(table, column, value, rows, words, is_list, name or "", named_in)


def _match(asked: Asked, titles: frozenset[str]) -> str:
    """What FTS5 is asked for: all parts but those that only say what the column is called."""
    telling = [part for part in asked.parts if part not in titles]
    return " AND ".join(map(_either, telling or asked.parts))


def _either(part: str) -> str:
    begins = "*" if len(part) >= BEGUN else ""
    meant = ABBREVIATED.get(part, "").split()
    others = [" AND ".join(f'"{word}"' for word in meant)] if meant else []
    forms = [f'"{form}"' for form in inflections(part)]
    return "(" + " OR ".join([f'"{part}"{begins}', *forms, *(f"({one})" for one in others)]) + ")"
