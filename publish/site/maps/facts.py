"""What a person needs to know of a place on the map: its kind, its address, when it is open…"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from publish.figures.facets import kind_of
from publish.release.table import Field
from publish.site.rows.selection import Selection
from publish.site.rows.selection_words import column_title, plain
from publish.site.text.cells import listed
from publish.site.text.values import measured, said
from publish.words.places import place_key

# Words of names and titles, in the order in which a postcard has them.
_TOWN = re.compile(r"commune|municipality|ville|city|town")
_LEADING = (
    re.compile(r"address|adresse|voie|street"),
    re.compile(r"postcode|code postal|zip"),
    _TOWN,
    re.compile(r"opening|hours|horaires?"),
    re.compile(r"phone|tel|telephone"),
    re.compile(r"website|web|url|site|lien|link"),
)
MOST, FEW, LONGEST = 7, 3, 160


def fact_columns(selection: Selection) -> tuple[str, ...]:
    """The columns that are told of a point: its category, then what leads a person there."""
    resource = selection.resource
    unwanted = {*resource.map, *resource.primary_key, resource.label}
    free = [name for name in selection.all_columns if name not in unwanted]
    category = [name for name in resource.facets if name in free][:1]
    found = dict.fromkeys([*category, *_leading(selection, free)])
    if len(found) < FEW:
        found |= dict.fromkeys(free[:FEW])
    return tuple(found)[:MOST]


def _leading(selection: Selection, free: Sequence[str]) -> Iterator[str]:
    for pattern in _LEADING:
        named = (name for name in free if _is_called(selection.fields[name], pattern))
        yield from list(named)[:1]


def _is_called(field: Field, pattern: re.Pattern[str]) -> bool:
    words = " ".join(map(place_key, (field.name, *field.titles.values())))
    return re.search(rf"\b({pattern.pattern})\b", words) is not None


def brief_columns(selection: Selection) -> tuple[str, ...]:
    """The columns that are told of a point in a list: its category and its town."""
    named = {*selection.resource.map, selection.resource.label}
    free = [name for name in selection.all_columns if name not in named]
    town = [name for name in free if _is_called(selection.fields[name], _TOWN)]
    return tuple(dict.fromkeys([*categorical(selection)[:1], *town[:1]]))


def categorical(selection: Selection) -> list[str]:
    """The columns by which points can be coloured: the facets of single values."""
    fields = ((name, selection.fields.get(name)) for name in selection.resource.facets)
    return [name for name, field in fields if field and kind_of(field) == "value"]


def category(selection: Selection) -> str | None:
    """The column by which points are coloured where nobody chose another."""
    return next(iter(categorical(selection)), None)


def titles(selection: Selection, columns: Sequence[str]) -> list[str]:
    """The titles of columns, in their order."""
    return [plain(column_title(selection.fields[name])) for name in columns]


def facts(selection: Selection, columns: Sequence[str], values: Sequence[Any]) -> list[str]:
    """The values of those columns in words; "" for none."""
    fields = (selection.fields[name] for name in columns)
    told = (_told(field, value) for field, value in zip(fields, values, strict=True))
    return [one if len(one) <= LONGEST else f"{one[: LONGEST - 1]}…" for one in told]


def _told(field: Field, value: Any) -> str:
    return (
        ", ".join(said(field, item) for item in listed(value))
        if field.is_list
        else measured(field, value)
    )
