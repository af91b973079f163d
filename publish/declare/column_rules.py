"""What contradicts itself inside one declared column; reads the column as it was written."""

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any, get_args
from zoneinfo import available_timezones

from publish.declare.column import TRUE, Type
from publish.declare.model import Finding, Location, Tree, nearest
from publish.declare.techniques import TECHNIQUES, published_type
from publish.declare.tree import at, items, mapping, texts

TYPES_OF_KEY: dict[str, tuple[str, ...]] = {
    "format": ("date", "datetime"),
    "timezone": ("datetime",),
    "decimal": ("number",),
    "thousands": ("integer", "number"),
    "part": ("integer", "number"),
    "true_values": ("boolean",),
    "false_values": ("boolean",),
    "separator": ("list",),
    "synonyms": ("string",),
    "trim": ("string",),
}
TYPES_OF_CONSTRAINT: dict[str, tuple[str, ...]] = {
    "pattern": ("string",),
    "min_length": ("string",),
    "max_length": ("string",),
    "minimum": ("integer", "number", "date", "datetime"),
    "maximum": ("integer", "number", "date", "datetime"),
}
DIRECTIVES = frozenset("aAbBcdfgGHIjmMnpSuUVwWxXyYzZ%")
# A zone that a format holds as plain text, behind a clock.
LITERAL_ZONE = re.compile(r"%-?[HMSfgnpX] ?(Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)$")
UTC = frozenset({"UTC", "Etc/UTC", "GMT", "Etc/GMT", "Zulu", "Etc/Zulu", "Universal", "Etc/UCT"})


def type_of(column: Tree) -> str | None:
    """The column's type, where it is one."""
    kind = column.get("type")
    return kind if isinstance(kind, str) and kind in get_args(Type) else None


def technique_of(column: Tree) -> str | None:
    """The name of the column's technique, where it is one."""
    protect = column.get("protect")
    name = protect if isinstance(protect, str) else next(iter(mapping(protect)), None)
    return name if name in TECHNIQUES else None


def published_type_of(column: Tree) -> str | None:
    """The type of the column's values once its technique is applied, where it is one."""
    kind = type_of(column)
    return kind and published_type(kind, technique_of(column))


def column_findings(column: Tree) -> Iterator[Finding]:
    """What contradicts itself between the keys of a column."""
    kind = type_of(column)
    if kind:
        yield from _misplaced(column, TYPES_OF_KEY, kind)
        for place, what in _constraint_findings(mapping(column.get("constraints")), kind):
            yield ("constraints", *place), what
        yield from _technique_findings(column, kind)
    yield from _format_findings(column)
    yield from _zone_findings(column)
    yield from _mark_findings(column)


def _misplaced(tree: Tree, types_of: dict[str, tuple[str, ...]], kind: str) -> Iterator[Finding]:
    for key, types in types_of.items():
        if tree.get(key) is not None and kind not in types:
            what = f"only for type {', '.join(types)}; this column is of type {kind}"
            yield (key,), f"{what}, so remove this key"


def _technique_findings(column: Tree, kind: str) -> Iterator[Finding]:
    technique = technique_of(column)
    types = TECHNIQUES[technique].types if technique else None
    if types and kind not in types:
        what = f"`{technique}` is only for type {', '.join(types)}; this column is of type {kind}"
        yield ("protect",), f"{what}, so choose another technique"
    elif technique:
        values = mapping(mapping(column.get("protect")).get(technique))
        yield from at(("protect", technique), _value_findings(values, kind))


def _value_findings(parameters: Tree, kind: str) -> Iterator[Finding]:
    """Cuts, steps and bounds that are of another kind than the column's values."""
    written: list[tuple[Location, Any]]
    written = [((key,), parameters[key]) for key in ("to", "max") if key in parameters]
    written += [(("cuts", number), cut) for number, cut in items(parameters.get("cuts"))]
    for place, value in written:
        if isinstance(value, int | float | date) and not _is_measure(value, kind):
            yield place, f"{value} is no {kind}; {EXAMPLES[kind.removesuffix('time')]}"


def _is_measure(value: object, kind: str) -> bool:
    if kind in ("date", "datetime"):
        return isinstance(value, date) and not isinstance(value, datetime)
    whole = isinstance(value, int) and not isinstance(value, bool)
    return whole or (kind == "number" and isinstance(value, float))


def _format_findings(column: Tree) -> Iterator[Finding]:
    for place, written in texts(column, "format"):
        used = re.findall(r"%-?(.)", written)
        unknown = [letter for letter in used if letter not in DIRECTIVES]
        if not used:
            yield place, f"{written!r} has no directive; write for example `%d/%m/%Y`"
        elif unknown:
            yield place, f"{written!r}: unknown directive `%{unknown[0]}`; {_directive(unknown[0])}"
        elif not set(used) & set("YyGcx"):
            yield place, f"{written!r} has no year; add `%Y`"
        elif set(used) & set("zZ") and column.get("type") == "date":
            yield place, f"{written!r}: a day has no time zone; declare `type: datetime`"
        elif (zone := LITERAL_ZONE.search(written)) and not _said(zone[1], column):
            way_out = "`timezone: UTC`" if zone[1] in UTC else "`%z` in its place, which reads it"
            yield place, f"{written!r}: the zone {zone[1]!r} would be left out; write {way_out}"


def _said(zone: str, column: Tree) -> bool:
    """Whether the declared zone is the one that the format holds."""
    return column.get("timezone") in UTC and zone in ("Z", "UTC", "GMT", "+00:00", "+0000", "+00")


def _directive(unknown: str) -> str:
    other = unknown.swapcase()
    return f"did you mean `%{other}`?" if other in DIRECTIVES else "write for example `%d/%m/%Y`"


def _zone_findings(column: Tree) -> Iterator[Finding]:
    zone = column.get("timezone")
    if isinstance(zone, str) and zone not in (zones := available_timezones()):
        # The long list of zones helps nobody.
        near = nearest(zone, zones)
        hint = near if near.startswith("did") else "write for example `Europe/Paris`"
        yield ("timezone",), f"unknown time zone {zone!r}; {hint}"


def _mark_findings(column: Tree) -> Iterator[Finding]:
    thousands = column.get("thousands")
    if thousands is not None and thousands == column.get("decimal", "."):
        yield (
            ("thousands",),
            f"{thousands!r} is the decimal mark too; they must differ (`decimal` is `.` if absent)",
        )
    truths = {word for _, word in texts({"true_values": TRUE, **column}, "true_values")}
    for place, word in texts(column, "false_values"):
        if word in truths:
            yield place, f"{word!r} means true already; keep it in one of the two lists"


def _constraint_findings(constraints: Tree, kind: str) -> Iterator[Finding]:
    yield from _misplaced(constraints, TYPES_OF_CONSTRAINT, kind)
    for number, value in items(constraints.get("enum")):
        if isinstance(value, str) and not fits(value, kind):
            yield ("enum", number), f"{value!r} is no {kind}; {EXAMPLES[kind]}"
    if kind in TYPES_OF_CONSTRAINT["minimum"]:
        yield from _bound_findings(constraints, kind)
    yield from _order_findings(constraints, "min_length", "max_length")


def _bound_findings(constraints: Tree, kind: str) -> Iterator[Finding]:
    wrong = [
        key
        for key in ("minimum", "maximum")
        if (value := constraints.get(key)) is not None and not _is_bound(value, kind)
    ]
    for key in wrong:
        yield (key,), f"{constraints[key]!r} is no {kind}; {EXAMPLES[kind]}, without quotes"
    if not wrong:
        yield from _order_findings(constraints, "minimum", "maximum")


def _is_bound(value: object, kind: str) -> bool:
    if kind in ("integer", "number"):
        return isinstance(value, int | float)
    return isinstance(value, date) or (isinstance(value, str) and fits(value, kind))


def _order_findings(constraints: Tree, low: str, high: str) -> Iterator[Finding]:
    least, greatest = constraints.get(low), constraints.get(high)
    comparable = isinstance(least, int | float) and isinstance(greatest, int | float)
    if not comparable and least is not None and greatest is not None:
        least, greatest = str(least), str(greatest)
    if least is not None and greatest is not None and least > greatest:
        yield (low,), f"{least} is over `{high}`, {greatest}; swap them"


def fits(value: str, kind: str) -> bool:
    """Whether a text is how a value of this type ends up."""
    try:
        _PARSERS.get(kind, str)(value)
    except (KeyError, ValueError):
        return False
    return True


_PARSERS: dict[str, Callable[[str], Any]] = {
    "integer": int,
    "number": float,
    "boolean": {"true": True, "false": False}.__getitem__,
    "date": date.fromisoformat,
    "datetime": datetime.fromisoformat,
}
EXAMPLES = {
    "integer": "write for example 12",
    "number": "write for example 1.5",
    "boolean": "write true or false",
    "date": "write for example 2026-11-01",
    "datetime": "write for example 2026-11-01T08:30:00",
}
