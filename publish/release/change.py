"""What can change from one release to the next: a table of codes, each with its weight.

A `Change` is data: the index of the releases and `changes.json` hold it, and each reader words it
in its own language. The sentence here is the one of the terminal and of `reason` in the index.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

Level = Literal["major", "minor", "patch"]
LEVELS: tuple[Level, ...] = ("major", "minor", "patch")
Value = str | int | tuple[str, ...] | None


class Code(NamedTuple):
    """How a kind of change raises the version, and how English says it.

    The sentence may name `{place}`, ` of place` as `{of}` (nothing for the dataset), `{where}`
    (the place, or "dataset") and the values `{before}` and `{after}`.
    """

    level: Level
    sentence: str


def _valued(name: str, words: str) -> dict[str, Code]:
    """A value whose change is a change of meaning."""
    return {
        f"{name}-added": Code("minor", f"{words}{{of}} added: {{after}}"),
        f"{name}-removed": Code("major", f"{words}{{of}} removed: {{before}}"),
        f"{name}-changed": Code("major", f"{words}{{of}}: {{before}}, now {{after}}"),
    }


CODES: dict[str, Code] = {
    "first-release": Code("major", "first release"),
    "first-since-withdrawal": Code("major", "first release since one was withdrawn"),
    "first-since-loss": Code("major", "first release since earlier ones were lost"),
    "made-again": Code("patch", "made again: the files of the last release were lost"),
    "rebaked": Code("patch", "forms and texts made anew from the same rows"),
    "rows-changed": Code("patch", "rows changed"),
    "row-count": Code("patch", "{place} has {after} rows, had {before}"),
    "table-removed": Code("major", "table {place} removed"),
    "table-added": Code("minor", "table {place} added"),
    "tables-reordered": Code("patch", "order of tables changed"),
    "column-removed": Code("major", "column {place} removed"),
    "column-emptied": Code(
        "major",
        "column {place} no longer in every export: {after} of the rows have it, {before} before",
    ),
    "column-added": Code("minor", "column {place} added"),
    "columns-reordered": Code("patch", "order of columns{of} changed"),
    **_valued("name", "name"),
    **_valued("type", "type"),
    **_valued("format", "format"),
    **_valued("unit", "unit"),
    **_valued("role", "role"),
    **_valued("subject", "subject"),
    **_valued("primary-key", "primary key"),
    **_valued("missing-values", "missing values"),
    "foreign-key-removed": Code("major", "foreign key {place} to {before} removed"),
    "foreign-key-added": Code("minor", "foreign key {place} to {after} added"),
    "protection": Code("major", "protection of {place}: {before}, now {after}"),
    "new-series": Code("major", "new series of {place}: its privacy policy or its past changed"),
    "counted-anew": Code("major", "{place} counted anew: not to be compared with earlier releases"),
    "directory": Code("major", "directory of names{of} changed"),
    "basis": Code("patch", "legal basis{of} changed"),
    "consents": Code("patch", "consents asked for{of} changed"),
    "governance": Code("patch", "governance card changed"),
    "constraints": Code("patch", "constraints{of} changed"),
    "values-described": Code("patch", "labels, order or weight of the values{of} changed"),
    "license": Code("major", "licence of {where}: {before}, now {after}"),
    "license-texts": Code("patch", "texts of {where} changed (licence)"),
    "licenses-listed": Code("patch", "list of licences changed"),
    "contents-license": Code("major", "contents licence{of} changed"),
    "texts": Code("patch", "texts{of} changed"),
    "readme": Code("patch", "README changed"),
    "contact": Code("patch", "contact changed"),
    "contributed": Code("patch", "contributed changed"),
    "keywords": Code("patch", "keywords changed"),
    "frequency": Code("patch", "frequency changed"),
    "producer": Code("patch", "producer changed"),
    "demo": Code("major", "demo changed"),
    "updated": Code("patch", "date of last update changed"),
    "coverage": Code("patch", "coverage changed"),
    "browsing": Code("patch", "browsing{of} changed"),
    "charts": Code("patch", "charts{of} changed"),
    "counting": Code("minor", "how a tool counted{of} changed"),
    "desk": Code("patch", "what the desk takes{of} changed"),
    "partners": Code("patch", "partners{of} changed"),
    "layout": Code("patch", "form{of} changed"),
    "form-added": Code("patch", "form {after}{of} added"),
    "form-removed": Code("patch", "form {before}{of} removed"),
    "form-changed": Code("patch", "form {after}{of} changed"),
    "forms-reordered": Code("patch", "order of forms{of} changed"),
}


@dataclass(frozen=True)
class Change:
    """One difference between two releases: a code of `CODES`, where, and the values if they tell.

    `place` is a table, `table.column`, or "" for the dataset.
    """

    code: str
    place: str = ""
    before: Value = None
    after: Value = None

    @property
    def level(self) -> Level:
        """How the version rises for it; raises KeyError for a code that is none."""
        return CODES[self.code].level

    def __str__(self) -> str:
        return CODES[self.code].sentence.format(
            place=self.place,
            of=f" of {self.place}" if self.place else "",
            where=self.place or "dataset",
            before=_plain(self.before),
            after=_plain(self.after),
        )


def change_tree(change: Change) -> dict[str, Any]:
    """A change as JSON values; what it does not have is left out."""
    found = {"place": change.place or None, "before": change.before, "after": change.after}
    given = {key: value for key, value in found.items() if value is not None}
    return {"code": change.code} | {
        key: list(value) if isinstance(value, tuple) else value for key, value in given.items()
    }


def change_of(tree: Mapping[str, Any]) -> Change:
    """A change from JSON values; its code may be one that only later versions of Fournil know."""
    before, after = (
        tuple(value) if isinstance(value, list) else value
        for value in (tree.get("before"), tree.get("after"))
    )
    return Change(str(tree["code"]), str(tree.get("place", "")), before, after)


def _plain(value: Value) -> str:
    if value is None:
        return "none"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
