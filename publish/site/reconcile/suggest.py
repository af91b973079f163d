"""What a box proposes while somebody types a row's name or a column's."""

import sqlite3
from collections.abc import Mapping, Sequence

from publish.site.reconcile.extend import columns_of
from publish.site.reconcile.ranked import alike
from publish.site.reconcile.service import Service
from publish.site.reconcile.sought import MOST_LETTERS
from publish.site.search.common import PAGES, Index
from publish.site.sql.matching import alternatives, telling
from publish.words.letters import fold
from publish.words.sql import quoted, sql_name

SUGGESTED, MOST_SUGGESTED = 10, 50
# Of those that begin so, how many are put in order.
ORDERED = 200
MOST_WORDS = 8


def suggested_rows(
    connection: sqlite3.Connection, service: Service, typed: str
) -> list[tuple[str, str]]:
    """The keys and names that hold all words typed, the last of them perhaps begun."""
    begun = fold(typed[:MOST_LETTERS])
    words = telling(begun.split())[:MOST_WORDS]
    if not words:
        return []
    index = Index(connection, service.table.name)
    label, search = service.label.name, quoted(f"{service.table.name}_fts")
    match = " AND ".join(f"{quoted(label)} : {_form(index, word, words)}" for word in words[:-1])
    ends = f"{quoted(label)} : {_begun(index, words[-1])}"
    match = f"{match} AND {ends}" if match else ends
    sql = f"""
        SELECT t.{sql_name(service.key)}, t.{sql_name(label)}
        FROM (SELECT rowid AS id FROM {search} WHERE {search} MATCH ? LIMIT {ORDERED}) AS hit
        JOIN {sql_name(service.table.name)} AS t ON t.rowid = hit.id
    """  # noqa: S608
    found = [(str(key), str(name)) for key, name in connection.execute(sql, [match])]
    return sorted(found, key=lambda row: (-alike(begun, fold(row[1])), row[1], row[0]))


def _begun(index: Index, word: str) -> str:
    """What FTS5 is asked for the last word, which may be written to its end or not."""
    form = f"{quoted(word)}*"
    return index.narrowed([form]) if index.reads([form]) > PAGES else f"({form})"


def _form(index: Index, word: str, beside: Sequence[str]) -> str:
    """What FTS5 is asked for a word: of a common beginning, a part of what begins so."""
    forms = alternatives(word, beside)
    narrow = index.reads(forms) > PAGES
    return index.narrowed(forms) if narrow else f"({' OR '.join(forms)})"


def suggested_columns(service: Service, typed: str) -> list[Mapping[str, str]]:
    """The columns whose name or title begins so, or has a word that does; all for nothing."""
    begun = fold(typed)
    return [
        one
        for one in columns_of(service)
        if not begun
        or any(f" {fold(said)}".find(f" {begun}") >= 0 for said in (one["id"], one["name"]))
    ]
