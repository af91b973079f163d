"""A table whose rows can be reconciled: they have names, a key, and words that are searched."""

from collections.abc import Iterator
from dataclasses import dataclass

from publish.release.release import Release
from publish.release.table import Field, Table
from publish.site.base.refusals import NotFound
from publish.site.text.words import text

# Columns that tell rows of one name apart.
DESCRIBING = 2
NONE = "This table cannot be reconciled with: its rows have no names that are searched."


@dataclass(frozen=True)
class Service:
    """The rows of a table, by name and key; a row is of one type, which the table is."""

    release: Release
    table: Table
    label: Field
    key: str

    @property
    def name(self) -> str:
        """What it is called, with the dataset that it is part of."""
        dataset = text(self.release.package, "title") or self.release.dataset
        return f"{self.title} – {dataset}"

    @property
    def title(self) -> str:
        """What the table is called."""
        return text(self.table, "title") or self.table.name

    @property
    def type(self) -> dict[str, str]:
        """The one type of its rows."""
        return {"id": self.table.name, "name": self.title}

    @property
    def describing(self) -> tuple[Field, ...]:
        """The columns that tell rows of one name apart: the first of its facets."""
        found = [self.table.columns[name] for name in self.table.facets]
        short = [one for one in found if not one.is_list and one is not self.label]
        return tuple(short[:DESCRIBING])

    @property
    def searched(self) -> frozenset[str]:
        """The columns whose words are looked up."""
        return frozenset(self.table.search)


def service_of(release: Release, name: str) -> Service:
    """The service of a table; raises NotFound where its rows have no names to be found by."""
    table = release.tables.get(name)
    label = table and table.columns.get(table.label or "")
    if not table or not label or not _is_found(release, table, label):
        raise NotFound(NONE)
    return Service(release, table, label, table.primary_key[0])


def _is_found(release: Release, table: Table, label: Field) -> bool:
    named = table.rows_have_pages and len(table.primary_key) == 1
    return named and label.name in table.search and f"{table.name}_fts" in release.counts


def services(release: Release, tables: tuple[str, ...]) -> Iterator[Service]:
    """Those of the tables that may be seen."""
    for name in tables:
        try:
            yield service_of(release, name)
        except NotFound:
            continue
