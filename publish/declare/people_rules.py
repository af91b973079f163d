"""What contradicts itself in how a table about people leaves; reads it as it was written."""

from collections.abc import Iterator

from publish.declare.column_rules import type_of
from publish.declare.model import Finding, Tree
from publish.declare.tree import at, mapping, texts

PEOPLE = "people"
"""The column of numbers in a table of counts."""


def people_findings(name: str, table: Tree, tables: Tree) -> Iterator[Finding]:
    """Ways to leave that exclude each other, and columns that cannot be counted over."""
    yield from _mode_findings(table)
    yield from _same_findings(name, table)
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


def _same_findings(name: str, table: Tree) -> Iterator[Finding]:
    """Tables that are said to be their own past, or nobody's."""
    for key in ("same_people_as", "other_people", "one_row_per_person"):
        if table.get("about") == "things" and table.get(key) is not None:
            yield (key,), "only for tables about people; remove it, or write `about: people`"
    if table.get("one_row_per_person") and table.get("contributor"):
        what = "`contributor:` names who is behind a row; remove one of the two"
        yield ("one_row_per_person",), what
    if name in [other for _, other in texts(table, "same_people_as")]:
        yield ("same_people_as",), f"{name!r} is this table; name the one that it was, or another"
    aggregates = mapping(table.get("aggregates"))
    for counts, aggregate in aggregates.items():
        before = mapping(aggregate).get("same_people_as")
        if before in aggregates:
            what = f"{before!r} is declared too, so it is not the name that this one had before"
            yield ("aggregates", counts, "same_people_as"), f"{what}; remove this key"


def _mode_findings(table: Tree) -> Iterator[Finding]:
    given = [key for key in ("privacy", "aggregates", "named") if table.get(key)]
    if table.get("about") == "things":
        for key in given:
            yield (key,), "only for tables about people; remove it, or write `about: people`"
        yield from _forget_findings(table)
    elif table.get("forget"):
        yield ("forget",), "only for tables about things: people leave theirs anyway; remove it"
    elif "named" in given:
        for key in set(given) - {"named"}:
            yield (key,), "not beside `named:`, which publishes rows by name; keep one of the two"


def _forget_findings(table: Tree) -> Iterator[Finding]:
    columns = [mapping(one) for one in mapping(table.get("columns")).values()]
    if table.get("forget") and not table.get("contributor"):
        yield ("forget",), "nothing says who is behind a row; name the column: `contributor: …`"
    if table.get("forget") == "texts":
        texts = [one for one in columns if one.get("role") == "free_text"]
        if not texts:
            yield ("forget",), "no column has the role free_text; write `forget: rows`"
        if any(mapping(one.get("constraints")).get("required") for one in texts):
            yield ("forget",), "a required text cannot be emptied; write `forget: rows`"


def _aggregate_findings(table: Tree) -> Iterator[Finding]:
    columns, seen = mapping(table.get("columns")), dict[frozenset[str], str]()
    for name, aggregate in mapping(table.get("aggregates")).items():
        by = list(texts(mapping(aggregate), "by"))
        names = frozenset(column for _, column in by)
        if names in seen:
            yield (name, "by"), f"the same columns as {seen[names]!r}; keep one of the two"
        seen.setdefault(names, name)
        if len(names) < len(by):
            yield (name, "by"), "a column stands twice; write each once"
        for place, column in by:
            role = mapping(columns.get(column)).get("role")
            if role in ("identifier", "free_text"):
                what = f"{column!r} has the role {role}, and no two people share its values"
                yield (name, *place), f"{what}; count over other columns"
            if column == PEOPLE:
                yield (name, *place), f"{PEOPLE!r} is the column of counts; rename yours"
