"""The values of facets as results: `Kind = Jardin partagé (556)`, from what was baked.

Of tables about people there are none: nothing of them is baked, for few people may share a value.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from publish.figures.asking import WholeTable
from publish.figures.facets import (
    FEW,
    KNOWN,
    named_facets,
    named_keys,
    query_of_names,
    query_of_values,
)
from publish.release.release import Release
from publish.release.table import Table
from publish.site.base.memory import once_per_release
from publish.site.base.site import Database
from publish.site.search.asked import Asked
from publish.words.inflections import inflections
from publish.words.irregular import ABBREVIATED
from publish.words.letters import fold

# Values are few: three letters are enough.
BEGUN = 3


@dataclass(frozen=True)
class FacetValue:
    """A value of a facet, the folded words by which it is found, and how many rows have it.

    Its labels in all languages are among the words. Where it is a key, `name` is
    what it stands for in the table `named_in`; else both are "".
    """

    table: str
    column: str
    value: str
    rows: int
    words: tuple[str, ...]
    is_list: bool = False
    name: str = ""
    named_in: str = ""

    @property
    def argument(self) -> tuple[str, str]:
        """What selects these rows in the address of the table."""
        lookup = "__arraycontains" if self.is_list else "__exact" if "__" in self.column else ""
        return self.column + lookup, self.value

    @property
    def length(self) -> int:
        """Of how many words it is: the fewer, the nearer it is to what was typed."""
        return len(fold(self.name or self.value).split())

    def visible(self, tables: frozenset[str]) -> bool:
        """Whether who may see these tables may see it."""
        return self.table in tables and (not self.named_in or self.named_in in tables)


@dataclass(frozen=True)
class FacetValues:
    """The values of the facets of a release, and where each word stands in them.

    `titles` are the words of the titles of a table's columns: people say "département Ardèche".
    """

    values: Sequence[FacetValue] = ()
    places: Mapping[str, frozenset[int]] = field(default_factory=dict)
    titles: Mapping[tuple[str, str], frozenset[str]] = field(default_factory=dict)

    @cached_property
    def _words(self) -> Sequence[str]:
        return sorted(self.places)

    def having(self, part: str) -> frozenset[int]:
        """The numbers of the values with a word that begins so, or that it stands for."""
        meant = [self._beginning(word) for word in ABBREVIATED.get(part, "").split()]
        return self._beginning(part).union(frozenset.intersection(*meant) if meant else ())

    def _beginning(self, part: str) -> frozenset[int]:
        words, end = self._words, part + ("\U0010ffff" if len(part) >= BEGUN else "\0")
        found = words[bisect_left(words, part) : bisect_left(words, end)]
        others = (form for form in inflections(part) if form in self.places)
        return frozenset().union(*(self.places[word] for word in (*found, *others)))


def found_values(database: Database, allowed: Iterable[str], asked: Asked) -> list[FacetValue]:
    """The values with all that was asked, but for what their columns are called."""
    known, tables = facet_values(database), frozenset(allowed)
    having = {part: known.having(part) for part in asked.parts}
    some = frozenset[int]().union(*having.values())
    found = (known.values[place] for place in sorted(some) if _has_all(known, place, having))
    return [value for value in found if value.visible(tables)]


def _has_all(known: FacetValues, place: int, having: Mapping[str, frozenset[int]]) -> bool:
    value = known.values[place]
    titles = known.titles[value.table, value.column]
    return all(place in places or part in titles for part, places in having.items())


@once_per_release
def facet_values(database: Database) -> FacetValues:
    """All values of the facets of a release, as far as they were baked."""
    release = database.release
    values = [value for table in release.tables.values() for value in _of_table(release, table)]
    places: dict[str, set[int]] = {}
    for place, value in enumerate(values):
        for word in value.words:
            places.setdefault(word, set()).add(place)
    titles = {
        (name, column): frozenset(
            word for text in column_titles.titles.values() for word in fold(text).split()
        )
        for name, table in release.tables.items()
        for column, column_titles in table.columns.items()
    }
    return FacetValues(values, {word: frozenset(of) for word, of in places.items()}, titles)


def _of_table(release: Release, table: Table) -> Iterator[FacetValue]:
    for column in named_facets(table):
        for value, rows in _counts(release, table, column):
            if isinstance(value, str) and value.strip():
                words, is_list = _words(table, column, value), table.columns[column].is_list
                yield FacetValue(table.name, column, value, rows, words, is_list)
    for column, key in named_keys(release.tables, table):
        query = query_of_names(WholeTable(table), key, release.tables[key.table].label or "")
        for value, rows, name in release.first_views.get(query.key, ()):
            words = tuple(fold(str(name)).split())
            yield FacetValue(
                table.name, column, str(value), int(rows), words,
                name=str(name), named_in=key.table,
            )  # fmt: skip


def _words(table: Table, column: str, value: str) -> tuple[str, ...]:
    labels = table.columns[column].labels.get(value, {})
    return tuple(dict.fromkeys(fold(" ".join([value, *labels.values()])).split()))


def _counts(release: Release, table: Table, column: str) -> Sequence[tuple[object, int]]:
    """All that was baked of a facet; of older releases its most frequent values."""
    for size in (KNOWN, FEW):
        key = query_of_values(WholeTable(table), column, size).key
        if (found := release.first_views.get(key)) is not None:
            return [(value, int(rows)) for value, rows, *_base in found]
    return []
