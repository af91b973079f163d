"""What contradicts itself in the labels, the order and the weight of a declared column."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from publish.declare.bands import band_labels
from publish.declare.column_rules import EXAMPLES, fits, published_type_of, technique_of
from publish.declare.model import Finding, Location, Tree, nearest
from publish.declare.techniques import TECHNIQUES
from publish.declare.tree import items, mapping, texts

LABELLED = ("string", "integer", "list")
NUMBERS = ("integer", "number")
MOST = 100
"""Whole numbers between two bounds that are listed one by one."""
RATIOS = ("%", "‰")
"""Units of shares, which are neither added up nor averaged without a weight."""


def value_findings(name: str, column: Tree, columns: Tree) -> Iterator[Finding]:
    """Labels and orders of values that the column cannot have, and weights that are no numbers."""
    kind = published_type_of(column)
    for key in ("labels", "order"):
        if kind and column.get(key) and kind not in LABELLED:
            what = f"only for published values of type {', '.join(LABELLED)}; these are of type"
            yield (key,), f"{what} {kind}, so remove this key"
        elif kind and column.get(key):
            yield from _unknown_values(key, column, kind)
    yield from _naming_findings(column)
    yield from _order_findings(column)
    yield from _weight_findings(name, column, columns)


def _unknown_values(key: str, column: Tree, kind: str) -> Iterator[Finding]:
    known = _known(column)
    for place, value in _values(key, column):
        if kind == "integer" and not fits(value, kind):
            yield place, f"{value!r} is no {kind}; {EXAMPLES[kind]}"
        elif known and value not in known:
            what = f"{value!r} is no value of this column"
            yield place, f"{what}; {nearest(value, known, 'its values: ')}"


def _values(key: str, column: Tree) -> list[tuple[Location, str]]:
    """The values under `labels` or `order`, each with its place."""
    if key == "order":
        return list(texts(column, key))
    return [((key, value), value) for value in mapping(column[key]) if isinstance(value, str)]


def _known(column: Tree) -> Sequence[str]:
    """The values that a column may be published with, where its declaration tells them."""
    if technique_of(column) == "band":
        return _bands(column)
    return () if technique_of(column) else allowed(mapping(column.get("constraints")))


def allowed(constraints: Tree) -> Sequence[str]:
    """The values that constraints leave: those of `enum`, or a few whole numbers in a row."""
    given = [value for _place, value in texts(constraints, "enum")]
    low, high = (_whole(constraints.get(key)) for key in ("minimum", "maximum"))
    if not given and low is not None and high is not None and 0 <= high - low < MOST:
        return [str(value) for value in range(low, high + 1)]
    return given


def _whole(bound: object) -> int | None:
    return int(bound) if isinstance(bound, int | float) and bound == int(bound) else None


def _bands(column: Tree) -> Sequence[str]:
    cuts = [cut for _, cut in items(mapping(mapping(column["protect"])["band"]).get("cuts"))]
    numbers = all(isinstance(cut, int | float) for cut in cuts)
    if not cuts or not (numbers or all(isinstance(cut, date) for cut in cuts)):
        return ()
    rising = all(low < high for low, high in pairwise(cuts))
    return band_labels(cuts, whole=column.get("type") == "integer") if rising else ()


def _naming_findings(column: Tree) -> Iterator[Finding]:
    """A declaration lists no values that tell people apart, nor codes that nobody knows."""
    role, technique = column.get("role"), technique_of(column)
    coded = technique == "mask" or (technique and TECHNIQUES[technique].keyed)
    for key in ("labels", "order"):
        if column.get(key) and role in ("identifier", "free_text"):
            yield (key,), f"not for the role {role}: its values tell people apart; remove this key"
        elif column.get(key) and coded:
            yield (key,), f"not beside `{technique}`, whose values are codes; remove this key"


def _order_findings(column: Tree) -> Iterator[Finding]:
    if column.get("order") and technique_of(column) == "band":
        yield ("order",), "bands come by size of themselves; remove this key"
    seen = set()
    for place, value in texts(column, "order"):
        if value in seen:
            yield place, f"{value!r} stands twice; keep one"
        seen.add(value)


def _weight_findings(name: str, column: Tree, columns: Tree) -> Iterator[Finding]:
    weight, kind = column.get("weight"), published_type_of(column)
    if not isinstance(weight, str):
        return
    if kind and kind not in NUMBERS:
        yield ("weight",), f"only numbers have a mean; these are of type {kind}; remove this key"
    other = published_type_of(mapping(columns.get(weight)))
    if weight == name:
        yield ("weight",), f"{weight!r} is this column; name the one that says how much each counts"
    elif other and other not in NUMBERS:
        what = f"{weight!r} is a {other}; name a column of numbers"
        yield ("weight",), f"{what}, such as how many each value stands for"


def is_ratio(column: Tree) -> bool:
    """Whether values are shares of something, as their weight or their unit says."""
    return bool(column.get("weight")) or column.get("unit") in RATIOS
