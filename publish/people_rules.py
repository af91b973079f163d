"""What contradicts itself in how a table about people leaves; reads it as it was written."""

from collections.abc import Iterator

from publish.column_rules import type_of
from publish.model import Finding, Tree
from publish.tree import at, mapping, texts

PEOPLE = "people"
"""The column of numbers in a table of counts."""


def people_findings(name: str, table: Tree, tables: Tree) -> Iterator[Finding]:
    """Ways to leave that exclude each other, and columns that cannot be counted over."""
    yield from _mode_findings(table)
    consent = mapping(table.get("named")).get("consent")
    kind = type_of(mapping(mapping(table.get("columns")).get(str(consent))))
    if kind not in ("date", "datetime", None):
        what = f"{consent!r} is of type {kind}; name the column with the day of the consent"
        yield ("named", "consent"), what
    for aggregate in mapping(table.get("aggregates")):
        if f"{name}_{aggregate}" in tables:
            what = f"its table would be {name}_{aggregate}, which is declared; rename it"
            yield ("aggregates", aggregate), what
    yield from at(("aggregates",), _aggregate_findings(table))


def _mode_findings(table: Tree) -> Iterator[Finding]:
    given = [key for key in ("privacy", "aggregates", "named") if table.get(key)]
    if table.get("about") == "things":
        for key in given:
            yield (key,), "only for tables about people; remove it, or write `about: people`"
    elif "named" in given:
        for key in set(given) - {"named"}:
            yield (key,), "not beside `named:`, which publishes rows by name; keep one of the two"


def _aggregate_findings(table: Tree) -> Iterator[Finding]:
    columns, seen = mapping(table.get("columns")), dict[frozenset[str], str]()
    for name, aggregate in mapping(table.get("aggregates")).items():
        by = list(texts(mapping(aggregate), "by"))
        names = frozenset(column for _, column in by)
        if names in seen:
            yield (name, "by"), f"the same columns as {seen[names]!r}; keep one of the two"
        seen.setdefault(names, name)
        for place, column in by:
            role = mapping(columns.get(column)).get("role")
            if role in ("identifier", "free_text"):
                what = f"{column!r} has the role {role}, and no two people share its values"
                yield (name, *place), f"{what}; count over other columns"
            if column == PEOPLE:
                yield (name, *place), f"{PEOPLE!r} is the column of counts; rename yours"
