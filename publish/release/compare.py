"""What differs between two descriptors: a rule for each of their keys, in tables at the end.

A key that the tables do not name is an error, never a guess: give it a rule there.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from publish.errors import StoreError
from publish.release.change import Change, Value

Descriptor = Mapping[str, Any]
Rule = Callable[[str, Any, Any], Iterator[Change]]


class UnknownChange(StoreError):
    """A part of the descriptor changed for which the version rule has no word."""


def compare(old: Descriptor, new: Descriptor) -> Iterator[Change]:
    """The changes from one descriptor of a dataset to the next, in the order of its keys.

    Raises UnknownChange.
    """
    yield from _compare("", old, new, DATASET)


def _compare(
    place: str, old: Descriptor, new: Descriptor, rules: Mapping[str, Rule]
) -> Iterator[Change]:
    for key in dict.fromkeys((*old, *new)):
        before, after = old.get(key), new.get(key)
        if before == after:
            continue
        if key not in rules:
            where = f"{place}: " if place else ""
            raise UnknownChange(
                f"{where}`{key}` of datapackage.json changed and the version rule has no word "
                "for it; give it one in publish/release/compare.py"
            )
        yield from rules[key](place, before, after)


def _always(code: str) -> Rule:
    def rule(place: str, before: Any, after: Any) -> Iterator[Change]:
        yield Change(code, place)

    return rule


def _told(code: str) -> Rule:
    """A change with both values, also where there was none or is none any more."""

    def rule(place: str, before: Any, after: Any) -> Iterator[Change]:
        yield Change(code, place, _value(before), _value(after))

    return rule


def _valued(name: str) -> Rule:
    """A value whose change is a change of meaning."""

    def rule(place: str, before: Any, after: Any) -> Iterator[Change]:
        step = "added" if before is None else "removed" if after is None else "changed"
        yield Change(f"{name}-{step}", place, _value(before), _value(after))

    return rule


def _value(value: Any) -> Value:
    return tuple(value) if isinstance(value, list) else value


def _dataset_license(place: str, before: Any, after: Any) -> Iterator[Change]:
    """The dataset's own licence, the first; the others follow from those of its tables."""
    before, after = before or [], after or []
    yield from _license(place, before[:1], after[:1])
    if before[1:] != after[1:]:
        yield Change("licenses-listed", place)


def _license(place: str, before: Any, after: Any) -> Iterator[Change]:
    was, is_now = (", ".join(one["name"] for one in side or ()) for side in (before, after))
    if was != is_now:
        yield Change("license", place, was or None, is_now or None)
    elif before != after:
        yield Change("license-texts", place)


def _named(kind: str, rules: Callable[[], Mapping[str, Rule]]) -> Rule:
    """Things with names (tables, columns): removed, added, moved, or compared one by one."""

    def rule(place: str, before: Any, after: Any) -> Iterator[Change]:
        old = {item["name"]: item for item in before or ()}
        new = {item["name"]: item for item in after or ()}
        dot = f"{place}." if place else ""
        for name in old:
            if name not in new:
                yield Change(f"{kind}-removed", f"{dot}{name}")
            else:
                yield from _compare(f"{dot}{name}", old[name], new[name], rules())
        yield from (Change(f"{kind}-added", f"{dot}{name}") for name in new if name not in old)
        if _order(old, new) != _order(new, old):
            yield Change(f"{kind}s-reordered", place)

    return rule


def _order(names: Mapping[str, Any], others: Mapping[str, Any]) -> list[str]:
    return [name for name in names if name in others]


def _foreign_keys(place: str, before: Any, after: Any) -> Iterator[Change]:
    old, new = ([_foreign_key(place, key) for key in side or ()] for side in (before, after))
    for source, target in old:
        if (source, target) not in new:
            yield Change("foreign-key-removed", source, before=target)
    for source, target in new:
        if (source, target) not in old:
            yield Change("foreign-key-added", source, after=target)


def _foreign_key(place: str, key: Mapping[str, Any]) -> tuple[str, str]:
    """The columns that point, and those pointed to."""
    target = key["reference"]
    source = f"{place}.{_columns(key['fields'])}"
    return source, f"{target['resource']}.{_columns(target['fields'])}"


def _columns(names: str | Sequence[str]) -> str:
    return names if isinstance(names, str) else ", ".join(names)


def _forms(place: str, before: Any, after: Any) -> Iterator[Change]:
    old, new = ({one["format"]: one for one in side or ()} for side in (before, after))
    for format in dict.fromkeys((*old, *new)):
        if format not in old:
            yield Change("form-added", place, after=format)
        elif format not in new:
            yield Change("form-removed", place, before=format)
        elif old[format] != new[format]:
            yield Change("form-changed", place, format, format)
    if not old.keys() ^ new.keys() and [*old] != [*new]:
        yield Change("forms-reordered", place)


TEXTS: dict[str, Rule] = {
    key: _always("texts") for key in ("title", "titles", "description", "descriptions")
}
FIELD: dict[str, Rule] = TEXTS | {
    "type": _valued("type"),
    "format": _valued("format"),
    "unit": _valued("unit"),
    "units": _always("texts"),
    "labels": _always("values-described"),
    "order": _always("values-described"),
    "weight": _always("values-described"),
    "categories": _always("values-described"),
    "categoriesOrdered": _always("values-described"),
    "role": _valued("role"),
    "protection": _told("protection"),
    "constraints": _always("constraints"),
}
SCHEMA: dict[str, Rule] = {
    "fields": _named("column", lambda: FIELD),
    "primaryKey": _valued("primary-key"),
    "foreignKeys": _foreign_keys,
    "missingValues": _valued("missing-values"),
}
RESOURCE: dict[str, Rule] = (
    TEXTS
    | {key: _always("layout") for key in ("path", "format", "mediatype", "encoding", "type")}
    | {
        "about": _valued("subject"),
        "named": _always("directory"),
        "basis": _always("basis"),
        "consents": _always("consents"),
        # Rows of different series are not made by the same rules: they are not to be compared.
        "series": _always("new-series"),
        "licenses": _license,
        "contents_license": _told("contents-license"),
        "rows": _told("row-count"),
        "distributions": _forms,
        "schema": lambda place, before, after: _compare(place, before, after, SCHEMA),
        "browse": _always("browsing"),
        "charts": _always("charts"),
        "counted": _always("counting"),
        "closed": _always("desk"),
        "add": _always("desk"),
        "partners": _always("partners"),
    }
)
DATASET: dict[str, Rule] = (
    TEXTS
    | {key: _always(key) for key in ("contact", "contributed", "keywords", "frequency")}
    | {
        "$schema": _always("layout"),
        "name": _valued("name"),
        "licenses": _dataset_license,
        "contents_license": _told("contents-license"),
        "contributors": _always("producer"),
        "demo": _always("demo"),
        "updated": _always("updated"),
        "coverage": _always("coverage"),
        "readme": _always("readme"),
        "governance": _always("governance"),
        "distributions": _forms,
        "resources": _named("table", lambda: RESOURCE),
    }
)
