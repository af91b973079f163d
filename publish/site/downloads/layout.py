"""Where the columns of a table stand in the elements of its map."""

import re
from collections.abc import Collection, Iterator, Mapping

from publish.figures.facets import kind_of
from publish.release.partner import SOURCE
from publish.release.table import Field
from publish.site.downloads.element_form import LATITUDE, LONGITUDE, OWN, Layout, Path
from publish.site.downloads.heading import kinds_of
from publish.site.rows.selection import Selection
from publish.words.places import place_key
from publish.words.sql import literal, sql_name

# SQL names them so; no column is called like it.
PLACED = ("map.lat", "map.lon")
# Whole names of columns, as `place_key` has them.
_ADDRESS: Mapping[str, re.Pattern[str]] = {
    "streetAddress": re.compile(r"address|adresse|rue|street( address)?|voie"),
    "postalCode": re.compile(r"code postal|post(al )?code|zip( ?code)?"),
    "addressLocality": re.compile(r"city|commune|municipality|town|ville"),
}
UPDATED = "source_updated"
"""The column by which merged tables tell when a partner changed a row."""


def layout(selection: Selection, category: str | None, names: Mapping[str, str]) -> Layout:
    """The layout of all columns but those that say where rows lie, which come last."""
    told = columns(selection)
    return Layout(
        kinds={**kinds_of(selection.resource, told), **dict.fromkeys(PLACED, "number")},
        paths=dict(_paths(selection, told, category)),
        names=names,
        page="",
    )


def columns(selection: Selection) -> tuple[str, ...]:
    """The columns that elements have, but for those of coordinates and shapes."""
    placed = selection.resource.map
    needed = (*key_of(selection), label_of(selection), *selection.columns)
    return tuple(name for name in dict.fromkeys(needed) if name not in placed)


def category(selection: Selection) -> str | None:
    """The column of categories: the first facet that is a text or a list, and no partner."""
    found = (selection.fields[one] for one in selection.resource.facets if one in selection.fields)
    return next((one.name for one in found if _categorizes(one)), None)


def _categorizes(field: Field) -> bool:
    kind = kind_of(field)
    texts = kind == "list" or (kind == "value" and field.type == "string")
    return texts and not field.name.startswith(SOURCE)


def _paths(
    selection: Selection, told: Collection[str], category: str | None
) -> Iterator[tuple[Path, str]]:
    """Each path in the element, and its column: GoGoCarto's own names first."""
    own = dict(_own(selection, told, category))
    yield from own.items()
    for name in told:
        if name not in own.values():
            yield (f"{name}_" if name in OWN else name,), name


def _own(
    selection: Selection, told: Collection[str], category: str | None
) -> Iterator[tuple[Path, str]]:
    yield from ((("id",), name) for name in key_of(selection))
    yield ("name",), label_of(selection)
    yield from zip((LATITUDE, LONGITUDE), PLACED, strict=True)
    taken = {*key_of(selection), label_of(selection), category}
    for part, name in address([name for name in told if name not in taken]).items():
        yield ("address", part), name
    if category in told and category is not None:
        yield ("categories",), category
    if selection.resource.partners and UPDATED in told:
        yield ("updatedAt",), UPDATED


def address(columns: Collection[str]) -> dict[str, str]:
    """The parts of an address that columns are called like, each with the first of them."""
    keys = {name: place_key(name) for name in columns}
    called = {
        part: next((name for name, key in keys.items() if pattern.fullmatch(key)), None)
        for part, pattern in _ADDRESS.items()
    }
    return {part: name for part, name in called.items() if name is not None}


def key_of(selection: Selection) -> tuple[str, ...]:
    """The column of ids; none where rows have no pages, or several columns tell them apart."""
    return selection.keys if selection.has_row_pages and len(selection.keys) == 1 else ()


def label_of(selection: Selection) -> str:
    """The column that names an element: the label, a key, or the first column."""
    return selection.resource.label or next(iter(selection.keys), selection.all_columns[0])


def degrees_sql(selection: Selection) -> tuple[str, str]:
    """SQL of where a row lies: of a shape, where its name stands."""
    if point := selection.resource.point:
        return sql_name(point[0]), sql_name(point[1])
    row, of = f"{sql_name(selection.table)}.rowid", literal(selection.table)
    lat, lon = (
        f"(select {side} from _shapes where [of] = {of} and row = {row})"  # noqa: S608
        for side in ("lat", "lon")
    )
    return lat, lon


def degrees(selection: Selection) -> list[str]:
    """The same as columns, under the names of PLACED."""
    found = zip(degrees_sql(selection), PLACED, strict=True)
    return [f"{sql} as {sql_name(name)}" for sql, name in found]
