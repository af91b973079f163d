"""What contradicts itself in a declared chart; reads it as it was written."""

from collections.abc import Iterator

from publish.column_rules import published_type_of
from publish.model import Finding, Tree
from publish.tree import mapping

TYPES_OF_CHART = {
    "bars": ("string", "integer", "boolean", "list"),
    "line": ("date", "datetime"),
    "histogram": ("integer", "number"),
}
KEYS_OF_CHART = {"measure": ("bars", "line"), "by": ("line",)}


def chart_findings(chart: Tree, columns: Tree) -> Iterator[Finding]:
    """Columns of a type that cannot be drawn so, and keys that do nothing."""
    kind = chart.get("kind")
    if kind not in TYPES_OF_CHART:
        return
    type = _type(chart.get("column"), columns)
    if type and type not in TYPES_OF_CHART[kind]:
        yield ("column",), f"{chart['column']!r} is a {type}; {_instead(type)}"
    for key, kinds in KEYS_OF_CHART.items():
        if chart.get(key) is not None and kind not in kinds:
            yield (key,), f"only for {' and '.join(kinds)}; this is a {kind}, so remove this key"
    yield from _measure_findings(chart, columns)


def _instead(type: str) -> str:
    fitting = [kind for kind, types in TYPES_OF_CHART.items() if type in types]
    if not fitting:
        return "draw another column"
    return f"write `kind: {fitting[0]}`, or name another column"


def _measure_findings(chart: Tree, columns: Tree) -> Iterator[Finding]:
    if chart.get("measure") is None:
        return
    named = {key: name for key, name in mapping(chart["measure"]).items() if name is not None}
    if len(named) != 1:
        yield ("measure",), "name one column; write for example `measure: {sum: visits}`"
    for key, name in named.items():
        type = _type(name, columns)
        if type and type not in ("integer", "number"):
            yield ("measure", key), f"{name!r} is a {type}; only numbers have a {key}"


def _type(name: object, columns: Tree) -> str | None:
    return published_type_of(mapping(columns.get(name))) if isinstance(name, str) else None
