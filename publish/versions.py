"""What the next release is called: semantic versions of the data, by comparing descriptors.

**major**: a column, table, type, key, licence or protection level went away or changed meaning;
**minor**: one was added; **patch**: rows, texts or forms changed. A part of the descriptor that
the rule has no word for is an error, never a guess: give it a word in one of the tables below.
"""

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Literal, NamedTuple, cast

from publish.errors import StoreError

Level = Literal["major", "minor", "patch"]
Descriptor = Mapping[str, Any]

LEVELS: tuple[Level, ...] = ("major", "minor", "patch")
VOLATILE = {"version", "created"}
VOLATILE_RESOURCE = {"bytes", "hash"}


class Change(NamedTuple):
    """One difference between two descriptors, in a sentence."""

    level: Level
    reason: str


Rule = Callable[[str, Any, Any], Iterator[Change]]


class UnknownChange(StoreError):
    """A part of the descriptor changed for which the version rule has no word."""


def number(version: str) -> tuple[int, int, int]:
    """A version as three numbers that compare; raises StoreError."""
    if not re.fullmatch(r"(0|[1-9]\d*)(\.(0|[1-9]\d*)){2}", version):
        raise StoreError(f"{version!r} is no version; write it as 1.2.3")
    return cast(tuple[int, int, int], tuple(int(part) for part in version.split(".")))


def raised(version: str, level: Level) -> str:
    """The version after `version` at that level: 1.2.3 becomes 2.0.0, 1.3.0 or 1.2.4."""
    major, minor, patch = number(version)
    return {
        "major": f"{major + 1}.0.0",
        "minor": f"{major}.{minor + 1}.0",
        "patch": f"{major}.{minor}.{patch + 1}",
    }[level]


def bump(old: Descriptor, new: Descriptor, rows_changed: bool) -> tuple[Level, list[str]] | None:
    """How the version rises between two descriptors, and why; None where nothing changed.

    The reasons are sentences, the weightiest first. Raises UnknownChange.
    """
    changes = [*_compare("", stable(old), stable(new), DATASET)]
    if rows_changed and not any(" rows, " in change.reason for change in changes):
        changes.append(Change("patch", "rows changed"))
    if not changes:
        return None
    changes.sort(key=lambda change: LEVELS.index(change.level))
    return changes[0].level, list(dict.fromkeys(change.reason for change in changes))


def content_hash(descriptor: Descriptor, files: Mapping[str, str]) -> str:
    """SHA-256 (hex) of what would be published: the descriptor without its volatile keys, and
    the SHA-256 of each data file by name."""
    content = {"descriptor": stable(descriptor), "files": dict(files)}
    text = json.dumps(
        content, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False
    )
    return hashlib.sha256(text.encode()).hexdigest()


def stable(descriptor: Descriptor) -> dict[str, Any]:
    """The descriptor without what changes when nothing was changed."""
    kept = {key: value for key, value in descriptor.items() if key not in VOLATILE}
    if kept.get("updated", {}).get("basis") == "export":
        del kept["updated"]
    kept["resources"] = [
        {key: value for key, value in resource.items() if key not in VOLATILE_RESOURCE}
        for resource in descriptor.get("resources", ())
    ]
    for described in (kept, *kept["resources"]):
        if "distributions" in described:
            described["distributions"] = _listed(described["distributions"])
    return kept


def _listed(distributions: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Which forms there are; how large each came out follows from the rows."""
    return [
        {key: value for key, value in one.items() if key not in VOLATILE_RESOURCE}
        for one in distributions
    ]


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
                "for it; give it one in publish/versions.py"
            )
        yield from rules[key](place, before, after)


def _always(level: Level, what: str) -> Rule:
    def rule(place: str, before: Any, after: Any) -> Iterator[Change]:
        yield Change(level, f"{_of(what, place)} changed")

    return rule


def _shown(what: str) -> Rule:
    """A value whose change is a change of meaning, told with both values."""

    def rule(place: str, before: Any, after: Any) -> Iterator[Change]:
        if before is None:
            yield Change("minor", f"{_of(what, place)} added: {_plain(after)}")
        elif after is None:
            yield Change("major", f"{_of(what, place)} removed: {_plain(before)}")
        else:
            yield Change("major", f"{_of(what, place)}: {_plain(before)}, now {_plain(after)}")

    return rule


def _protection(place: str, before: Any, after: Any) -> Iterator[Change]:
    """Also where there was none: values that are recoded from now on mean something else."""
    yield Change("major", f"protection of {place}: {before or 'none'}, now {after or 'none'}")


def _series(place: str, before: Any, after: Any) -> Iterator[Change]:
    """Rows of different series are not made by the same rules: they are not to be compared."""
    yield Change("major", f"new series of {place}: its privacy policy or its past changed")


def _of(what: str, place: str) -> str:
    return f"{what} of {place}" if place else what


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _dataset_license(place: str, before: Any, after: Any) -> Iterator[Change]:
    """The dataset's own licence, the first; the others follow from those of its tables."""
    before, after = before or [], after or []
    yield from _license(place, before[:1], after[:1])
    if before[1:] != after[1:]:
        yield Change("patch", "list of licences changed")


def _license(place: str, before: Any, after: Any) -> Iterator[Change]:
    was, is_now = ([one["name"] for one in side or ()] for side in (before, after))
    if was != is_now:
        names = (", ".join(side) or "none" for side in (was, is_now))
        yield Change("major", "{}: {}, now {}".format(_of("licence", place or "dataset"), *names))
    elif before != after:
        yield Change("patch", f"{_of('texts', place or 'dataset')} changed (licence)")


def _named(kind: str, rules: Callable[[], Mapping[str, Rule]]) -> Rule:
    """Things with names (tables, columns): removed, added, moved, or compared one by one."""

    def rule(place: str, before: Any, after: Any) -> Iterator[Change]:
        old = {item["name"]: item for item in before or ()}
        new = {item["name"]: item for item in after or ()}
        dot = f"{place}." if place else ""
        for name in old:
            if name not in new:
                yield Change("major", f"{kind} {dot}{name} removed")
            else:
                yield from _compare(f"{dot}{name}", old[name], new[name], rules())
        for name in new:
            if name not in old:
                yield Change("minor", f"{kind} {dot}{name} added")
        if _order(old, new) != _order(new, old):
            yield Change("patch", f"order of {_of(f'{kind}s', place)} changed")

    return rule


def _order(names: Mapping[str, Any], others: Mapping[str, Any]) -> list[str]:
    return [name for name in names if name in others]


def _foreign_keys(place: str, before: Any, after: Any) -> Iterator[Change]:
    old, new = ({_foreign_key(key): key for key in side or ()} for side in (before, after))
    for words in old:
        if words not in new:
            yield Change("major", f"foreign key {place}.{words} removed")
    for words in new:
        if words not in old:
            yield Change("minor", f"foreign key {place}.{words} added")


def _foreign_key(key: Mapping[str, Any]) -> str:
    target = key["reference"]
    return f"{_columns(key['fields'])} to {target['resource']}.{_columns(target['fields'])}"


def _columns(names: str | Sequence[str]) -> str:
    return names if isinstance(names, str) else ", ".join(names)


def _forms(place: str, before: Any, after: Any) -> Iterator[Change]:
    old, new = ({one["format"]: one for one in side or ()} for side in (before, after))
    for format in dict.fromkeys((*old, *new)):
        what = _of(f"form {format}", place)
        if format not in old:
            yield Change("patch", f"{what} added")
        elif format not in new:
            yield Change("patch", f"{what} removed")
        elif old[format] != new[format]:
            yield Change("patch", f"{what} changed")
    if not old.keys() ^ new.keys() and [*old] != [*new]:
        yield Change("patch", f"{_of('order of forms', place)} changed")


def _rows(place: str, before: Any, after: Any) -> Iterator[Change]:
    yield Change("patch", f"{place} has {after} rows, had {before}")


TEXTS: dict[str, Rule] = {
    key: _always("patch", "texts") for key in ("title", "titles", "description", "descriptions")
}
FIELD: dict[str, Rule] = TEXTS | {
    "type": _shown("type"),
    "format": _shown("format"),
    "unit": _shown("unit"),
    "role": _shown("role"),
    "protection": _protection,
    "constraints": _always("patch", "constraints"),
}
SCHEMA: dict[str, Rule] = {
    "fields": _named("column", lambda: FIELD),
    "primaryKey": _shown("primary key"),
    "foreignKeys": _foreign_keys,
    "missingValues": _shown("missing values"),
}
RESOURCE: dict[str, Rule] = (
    TEXTS
    | {key: _always("patch", "form") for key in ("path", "format", "mediatype", "encoding", "type")}
    | {
        "about": _shown("subject"),
        "named": _always("major", "directory of names"),
        "series": _series,
        "licenses": _license,
        "contents_license": _always("major", "contents licence"),
        "rows": _rows,
        "distributions": _forms,
        "schema": lambda place, before, after: _compare(place, before, after, SCHEMA),
        "browse": _always("patch", "browsing"),
        "charts": _always("patch", "charts"),
    }
)
DATASET: dict[str, Rule] = (
    TEXTS
    | {key: _always("patch", key) for key in ("contact", "contributed", "keywords", "frequency")}
    | {
        "$schema": _always("patch", "form"),
        "name": _shown("name"),
        "licenses": _dataset_license,
        "contents_license": _always("major", "contents licence"),
        "contributors": _always("patch", "producer"),
        "demo": _always("major", "demo"),
        "updated": _always("patch", "date of last update"),
        "coverage": _always("patch", "coverage"),
        "readme": _always("patch", "README"),
        "distributions": _forms,
        "resources": _named("table", lambda: RESOURCE),
    }
)
