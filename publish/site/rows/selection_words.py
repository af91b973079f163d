"""A selection in words: columns, conditions, and what the keys of other tables stand for."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

from publish.figures.facets import DAYS
from publish.release.release import Release
from publish.release.table import Field
from publish.site.base.site import Request, Site
from publish.site.http.arguments import tilde_encode
from publish.site.rows.selection import Filter
from publish.site.text.cells import number, yes_no
from publish.site.text.languages import gettext as _
from publish.site.text.words import readable_date, tell
from publish.words.sql import sql_name

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def column_title(field: Field) -> Markup:
    """A column's title, or its name."""
    return tell(field, "title") or escape(field.name)


def in_words(field: Field, filter: Filter, label: str | None = None) -> Markup:
    """A filter: `Type: Café`; `label` is what its value stands for."""
    value = label or value_in_words(field, filter)
    said = _lookups().get(filter.lookup, "%(value)s") % {"value": value}
    return Markup("{}{} {}").format(column_title(field), _(":"), said)


def value_in_words(field: Field, filter: Filter) -> str:
    """A value as cells of its column show it."""
    if field.type == "boolean":
        return yes_no(int(filter.value)) if filter.value in ("0", "1") else filter.value
    if field.type in DAYS and _DAY.fullmatch(filter.value):
        return _day(filter.value)
    if field.is_number:
        return _number(filter.value, field.unit)
    return filter.value


def _day(iso: str) -> str:
    try:
        return readable_date(iso)
    except ValueError:
        return iso


def _number(value: str, unit: str | None) -> str:
    try:
        said = number(float(value))
    except ValueError:
        return value
    return f"{said}\N{NO-BREAK SPACE}{unit}" if unit else said


def _lookups() -> Mapping[str, str]:
    return {
        "not": _("not %(value)s"),
        "contains": _("contains “%(value)s”"),
        "notcontains": _("does not contain “%(value)s”"),
        "startswith": _("starts with “%(value)s”"),
        "endswith": _("ends with “%(value)s”"),
        "gt": _("more than %(value)s"),
        "gte": _("from %(value)s"),
        "lt": _("less than %(value)s"),
        "lte": _("up to %(value)s"),
        "like": _("like “%(value)s”"),
        "notlike": _("not like “%(value)s”"),
        "glob": _("like “%(value)s”"),
        "notin": _("none of %(value)s"),
        "arraycontains": _("with “%(value)s”"),
        "arraynotcontains": _("without “%(value)s”"),
        "date": _("on %(value)s"),
        "isnull": _("not stated"),
        "notnull": _("stated"),
        "isblank": _("not stated"),
        "notblank": _("stated"),
    }


@dataclass(frozen=True)
class LabelReference:
    """The table and the column that a column's values are keys of.

    `label` is the column that names its rows, None where nothing does.
    """

    release: Release
    column: str
    table: str
    key: str
    label: str | None

    @property
    def linked(self) -> bool:
        """Whether a value can be followed to the row it stands for."""
        to = self.release.tables[self.table]
        return to.primary_key == (self.key,) and to.rows_have_pages

    def href(self, site: Site, value: Any) -> str:
        """The path of the row that a value stands for."""
        table = site.urls.table(self.release.dataset, self.table)
        return f"{table}/{tilde_encode(str(value))}"


async def references(
    site: Site, request: Request, release: Release, table: str
) -> list[LabelReference]:
    """The columns of a table that are keys of tables which this visitor may see."""
    found = []
    for key in release.package.table(table).references:
        if len(key.columns) == 1 and await visible(site, request, release, key.table):
            label = release.tables[key.table].label
            found.append(LabelReference(release, key.columns[0], key.table, key.to[0], label))
    return found


async def visible(site: Site, request: Request, release: Release, table: str) -> bool:
    """Whether a visitor may see a table."""
    return table in release.tables and await site.may(
        request.actor, "view-table", release.dataset, table
    )


async def labels(site: Site, reference: LabelReference, wanted: Collection[Any]) -> dict[Any, str]:
    """Value -> the label of the row that it is the key of."""
    unique = [value for value in dict.fromkeys(wanted) if value is not None]
    if reference.label is None or not unique:
        return {}
    key, label = sql_name(reference.key), sql_name(reference.label)
    marks = ", ".join(f":v{n}" for n in range(len(unique)))
    found = await site.databases[reference.release.dataset].execute(
        f"select {key}, {label} from {sql_name(reference.table)} "  # noqa: S608
        f"where {key} in ({marks})",
        {f"v{n}": value for n, value in enumerate(unique)},
    )
    return {row[0]: str(row[1]) for row in found.rows if row[1] not in (None, "")}
