"""What of a release can be corrected, as far as its descriptor says; a publication looks again."""

from publish.declare.merged_columns import MADE
from publish.release.package import Package
from publish.release.table import Field, Table
from publish.words.corrections import corrections_of
from publish.words.partners import sources_of

# What a person can type, and a correction can hold.
_TYPED = frozenset({"string", "integer", "number", "boolean", "date", "datetime"})


def correctable(package: Package, table: Table) -> tuple[Field, ...]:
    """The columns whose cells can be corrected; none of tables about people, or without a key."""
    keys = [table.columns[name] for name in table.primary_key if name in table.columns]
    if table.about != "things" or not keys or not all(map(_as_read, keys)) or table.counted:
        return ()
    beside = [of(name) for name in package.tables for of in (corrections_of, sources_of)]
    if table.name in beside:
        # It tells of corrections, or of partners.
        return ()
    apart = {*table.primary_key, *(name for key in table.references for name in key.columns)}
    if sources_of(table.name) in package.tables:
        apart |= MADE.keys()
    return tuple(one for one in table.fields if one.name not in apart and _fits(one))


def _fits(field: Field) -> bool:
    typed = field.type in _TYPED or field.is_list
    return typed and _as_read(field) and not field.constraints.get("unique")


def _as_read(field: Field) -> bool:
    """Whether its values leave as they were read, of nobody."""
    return field.role == "open" and field.protection is None
