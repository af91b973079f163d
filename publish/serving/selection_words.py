"""Filters as they are said."""

import re
from collections.abc import Mapping

from markupsafe import Markup, escape

from publish.serving.cells import number, yes_no
from publish.serving.facet import DAYS
from publish.serving.languages import gettext as _
from publish.serving.selection import Field, Filter
from publish.serving.words import readable_date, tell

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def column_title(field: Field) -> Markup:
    """A column's title, or its name."""
    return tell(field, "title") or escape(field["name"])


def in_words(field: Field, filter: Filter, label: str | None = None) -> Markup:
    """A filter: `Type: Café`; `label` is what its value stands for."""
    value = label or value_in_words(field, filter)
    said = _lookups().get(filter.lookup, "%(value)s") % {"value": value}
    return Markup("{}{} {}").format(column_title(field), _(":"), said)


def value_in_words(field: Field, filter: Filter) -> str:
    """A value as cells of its column show it."""
    if field["type"] == "boolean":
        return yes_no(int(filter.value)) if filter.value in ("0", "1") else filter.value
    if field["type"] in DAYS and _DAY.fullmatch(filter.value):
        return _day(filter.value)
    if field["type"] in ("integer", "number"):
        return _number(filter.value, field.get("unit"))
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
