"""What contradicts itself in a table's policy; reads it as it was written."""

from collections.abc import Iterator

from publish.column_rules import technique_of
from publish.model import Finding, Tree
from publish.tree import mapping


def policy_findings(table: Tree) -> Iterator[Finding]:
    """People that nobody can count, keys of nobody, and reviews of what is no free text."""
    columns = mapping(table.get("columns"))
    if table.get("about") == "people" and table.get("contributor") is None:
        what = "missing; name the column that tells people apart (it may be dropped)"
        yield ("contributor",), what
    if table.get("series_key") is not None and not list(_keys(table, columns)):
        what = "no published pseudonym of a contributor; remove this key"
        yield ("series_key",), what
    for name, column in columns.items():
        role = mapping(column).get("role")
        if mapping(column).get("review") is not None and role != "free_text":
            what = f"only for the role free_text; this column is {role}, so remove this key"
            yield ("columns", name, "review"), what


def _keys(table: Tree, columns: Tree) -> Iterator[str]:
    """The columns that would group the rows of a person."""
    for name, column in columns.items():
        kept = technique_of(mapping(column)) != "drop"
        if kept and (
            name == table.get("contributor") or mapping(column).get("role") == "identifier"
        ):
            yield name
