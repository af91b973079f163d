"""Foreign keys between the tables of a draft: told by the name of a column and by its values."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from publish.bakehouse.draft.browse import DraftColumn
from publish.bakehouse.draft.types import TypeGuess
from publish.bakehouse.draft.vocabulary import IDS, PARENTS
from publish.bakehouse.draft.yaml_text import Line, sequence
from publish.bakehouse.header_words import words

TYPES = ("string", "integer")
NEARLY = 0.8
"""The share of values that are keys from which what lacks is told."""


@dataclass(frozen=True)
class Keyed:
    """A table of a draft: its columns, and the one that is its key, if any."""

    name: str
    columns: list[DraftColumn]
    key: str | None


@dataclass(frozen=True)
class Link:
    """A column whose values are keys of another table, but for those that `lack` there."""

    column: str
    values: int
    lack: int
    table: str
    key: str

    def __str__(self) -> str:
        """`column → table.key`."""
        return f"{self.column} → {self.table}.{self.key}"


@dataclass(frozen=True)
class Linked:
    """The columns of a table, those that point elsewhere typed as what they point to."""

    columns: list[DraftColumn]
    links: list[Link]


def linked(tables: Sequence[Keyed]) -> list[Linked]:
    """What points from each table to the keys of all; one link a column, the likeliest."""
    often = Counter(word for table in tables for word in _stems(table.name))
    common = {word for word, times in often.items() if times > 1}
    told = [_Told(number, one, _stems(one.name) - common) for number, one in enumerate(tables)]
    return [_linked(one, told) for one in told]


def link_lines(links: Sequence[Link]) -> Iterator[Line]:
    """The foreign keys of a table, and what is nearly one."""
    for link in links:
        if link.lack:
            yield f"not linked: {link}; {link.lack} of {link.values} values are no key there"
    if whole := [link for link in links if not link.lack]:
        yield from (f"{link}: all {link.values} values are keys there" for link in whole)
        yield "foreign_keys", sequence(*map(_declared, whole))


def _declared(link: Link) -> dict[str, object]:
    return {"columns": link.column, "references": {"table": link.table, "columns": link.key}}


@dataclass(frozen=True)
class _Told:
    """A table in the order of all, and the words that it alone is called by."""

    number: int
    table: Keyed
    called: frozenset[str]

    @property
    def key(self) -> DraftColumn | None:
        return next((one for one in self.table.columns if one.name == self.table.key), None)


def _linked(told: _Told, all_told: Sequence[_Told]) -> Linked:
    columns, links = list(told.table.columns), []
    for number, column in enumerate(told.table.columns):
        found = [
            (link, key)
            for target in all_told
            if (key := target.key) and _may_point(told, column, target, key)
            if (link := _link(column, target.table.name, key)).lack <= (1 - NEARLY) * link.values
        ]
        if found:
            link, key = min(found, key=lambda one: (one[0].lack, one[1].header != column.header))
            links.append(link)
            columns[number] = column if link.lack else _typed_as(column, key, link)
    return Linked(columns, links)


def _link(column: DraftColumn, table: str, key: DraftColumn) -> Link:
    values = column.values
    return Link(column.name, len(values), len(values - key.values), table, key.name)


def _may_point(told: _Told, column: DraftColumn, target: _Told, key: DraftColumn) -> bool:
    """Whether a column can be told from its name to hold keys of the target."""
    if not (column.open and column.type.type in TYPES and column.values):
        return False
    if target is told:
        return column.name != key.name and bool(PARENTS.intersection(words(column.header)))
    if column.name == told.table.key:
        return _named_after(column, target, key) and _lies_behind(told, column, target, key)
    return column.header == key.header or _named_after(column, target, key)


def _lies_behind(told: _Told, column: DraftColumn, target: _Told, key: DraftColumn) -> bool:
    """Whether a table's own key points to another's, and not the other's to it."""
    spoken = _stems(column.header)
    if told.called & spoken:
        return False
    fewer = column.values < key.values
    return fewer or bool(target.called & spoken) or target.number < told.number


def _named_after(column: DraftColumn, target: _Told, key: DraftColumn) -> bool:
    """Whether a header speaks of the target: `route`, `route_id`, `code_ligne`, `from_stop_id`."""
    spoken = _stems(column.header)
    shared = spoken & (target.called | _stems(key.header))
    if not shared:
        return False
    named = spoken == shared or bool(IDS.intersection(words(column.header)))
    return named or not all(map(str.isdecimal, key.values))


def _stems(text: str) -> frozenset[str]:
    """The words of a name without the `s` of many, but for those that any key has."""
    return frozenset(word.removesuffix("s") for word in words(text) if word not in IDS)


def _typed_as(column: DraftColumn, key: DraftColumn, link: Link) -> DraftColumn:
    """The column with the type of the key, which a foreign key has to have."""
    if column.type.type == key.type.type:
        return column
    kept = {k: v for k, v in column.type.keys.items() if k == "missing_values"}
    why = f"of the type of {link.table}.{link.key}"
    return replace(column, type=TypeGuess(key.type.type, kept, (why,)))
