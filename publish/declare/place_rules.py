"""What contradicts itself in where rows lie: boxes, and pairs of coordinates."""

from collections.abc import Iterator

from publish.declare.column_rules import type_of
from publish.declare.model import Finding, Tree
from publish.declare.tree import items, mapping


def pair_findings(pair: Tree, columns: Tree) -> Iterator[Finding]:
    """What contradicts itself in a pair of coordinates."""
    if pair.get("lat") == pair.get("lon") is not None:
        yield ("lon",), f"{pair['lon']!r} is the column of latitudes too; name two columns"
    yield from box_findings(pair, "bounds")
    for key in ("lat", "lon") if pair.get("system") else ():
        name = str(pair.get(key))
        for what in _unfit(mapping(columns.get(name))):
            yield (key,), f"{name!r} becomes degrees: {what}"


def _unfit(column: Tree) -> Iterator[str]:
    """What is declared of a column and would not be true of its degrees."""
    if type_of(column) == "integer":
        yield "declare `type: number`"
    for key in mapping(column.get("constraints")):
        if key != "required":
            yield f"remove its `{key}`, which is of what was read (`bounds` are of degrees)"


def transformed_twice(table: Tree) -> Iterator[Finding]:
    """Columns that two pairs with a `system` would transform."""
    seen = list[object]()
    for number, pair in items(table.get("coordinates")):
        named = mapping(pair)
        for key in [one for one in ("lat", "lon") if one in named] if named.get("system") else ():
            if named[key] in seen:
                what = f"{named[key]!r} becomes degrees already; remove one of the two pairs"
                yield ("coordinates", number, key), what
            seen.append(named[key])


def box_findings(tree: Tree, key: str) -> Iterator[Finding]:
    """A box that is none of degrees."""
    bounds = tree.get(key)
    if not (isinstance(bounds, tuple) and len(bounds) == 4 and all(map(_is_number, bounds))):
        return
    west, south, east, north = bounds
    inside = all(-180 <= x <= 180 for x in (west, east)) and -90 <= south < north <= 90
    if not inside:
        shown = ", ".join(map(str, bounds))
        yield (
            (key,),
            f"[{shown}] is no box of degrees; write [west, south, east, north], as in "
            "[-5.2, 41.3, 9.6, 51.1]",
        )


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
