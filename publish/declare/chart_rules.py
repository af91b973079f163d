"""What contradicts itself in a declared chart; reads it as it was written."""

from collections.abc import Iterator

from publish.declare.chart import CHARTS
from publish.declare.column_rules import published_type_of
from publish.declare.model import Finding, Tree
from publish.declare.tree import mapping
from publish.declare.value_rules import is_ratio


def kinds_of_keys() -> dict[str, list[str]]:
    """The kinds of chart that know each key which not all know."""
    return {
        "measure": [name for name, kind in CHARTS.items() if kind.measures],
        "by": [name for name, kind in CHARTS.items() if kind.steps],
    }


def chart_findings(chart: Tree, columns: Tree) -> Iterator[Finding]:
    """Columns of a type that cannot be drawn so, and keys that do nothing."""
    kind = chart.get("kind")
    if not isinstance(kind, str) or kind not in CHARTS:
        return
    type = _type(chart.get("column"), columns)
    if type and type not in CHARTS[kind].types:
        yield ("column",), f"{chart['column']!r} is a {type}; {_instead(type)}"
    for key, kinds in kinds_of_keys().items():
        if chart.get(key) is not None and kind not in kinds:
            yield (key,), f"only for {' and '.join(kinds)}; this is a {kind}, so remove this key"
    yield from _measure_findings(chart, columns)


def _instead(type: str) -> str:
    fitting = [name for name, kind in CHARTS.items() if type in kind.types]
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
        column = mapping(columns.get(name)) if isinstance(name, str) else {}
        if key == "sum" and is_ratio(column):
            yield (
                ("measure", key),
                f"{name!r} is a ratio, and a sum of ratios is none; write `mean`",
            )
        elif key == "mean" and is_ratio(column) and not column.get("weight"):
            what = f"{name!r} is a share ({column['unit']}) and its rows weigh unequally"
            yield ("measure", key), f"{what}; name the column that weighs it: `weight: …`"


def _type(name: object, columns: Tree) -> str | None:
    return published_type_of(mapping(columns.get(name))) if isinstance(name, str) else None
