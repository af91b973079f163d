"""What a file of selected rows says of its table: what the release's own files say."""

from collections.abc import Iterable

from publish.describe.notices import notices
from publish.forms.geojson import ID_KINDS
from publish.forms.heading import Heading
from publish.forms.kinds import Kind, Kinds
from publish.release.package import Package
from publish.release.partner import ListedPartner
from publish.release.table import Field, Table

# As descriptors call the types; all else is text.
_KINDS: dict[str, Kind] = {
    "integer": "integer",
    "number": "number",
    "boolean": "boolean",
    "date": "date",
    "array": "list",
    "list": "list",
    "any": "json",
}
# A technique may leave other texts in the place of these.
_TEXTS = ("date", "list", "json")


def kinds_of(table: Table, names: Iterable[str]) -> Kinds:
    """The kinds of some columns; those that are not the table's own, such as labels, are text."""
    return {name: _kind(table.columns.get(name)) for name in names}


def _kind(field: Field | None) -> Kind:
    kind = _KINDS.get(field.type, "string") if field else "string"
    return "string" if field and field.protection and kind in _TEXTS else kind


def heading_of(
    package: Package,
    table: Table,
    kinds: Kinds,
    filter: str = "",
    shown: Iterable[ListedPartner] | None = None,
) -> Heading:
    """The heading of rows of a table that says where they lie; `filter` says which.

    `shown` are the partners whose rows they are, where those are not all of the table.
    """
    [*keys] = table.primary_key
    return Heading(
        name=table.name,
        title=table.title,
        kinds=kinds,
        notice=notices(package, table, shown)["en"],
        version=package.version,
        key=keys[0] if len(keys) == 1 and kinds[keys[0]] in ID_KINDS else None,
        point=table.point,
        shape=table.shape,
        filter=filter or None,
    )
