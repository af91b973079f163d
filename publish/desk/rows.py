"""A row of a current release as a form shows it: each cell that can be corrected, and its text."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path

from publish.corrections.correctable import correctable as declared_correctable
from publish.corrections.declared import declared_tables
from publish.corrections.row import cells_of
from publish.corrections.values import released
from publish.declare.site import SiteFolder
from publish.errors import DeclarationError, StoreError
from publish.release.correctable import correctable
from publish.release.release import Release
from publish.release.table import Field, Table
from publish.site.base.releases import current_release, current_releases, read_release
from publish.site.http.arguments import tilde_encode
from publish.site.text.words import text


@dataclass(frozen=True)
class Cell:
    """A column, and what the row says there as a release writes it; None is no value."""

    field: Field
    base: str | None

    @cached_property
    def typed(self) -> str:
        """As a person reads and writes it: of a list, an item a line."""
        return "" if self.base is None else as_typed(self.field, self.base)


@dataclass(frozen=True)
class Row:
    """A row, with what names it, the texts of its key, and its cells by column.

    `values` are the texts of all that the release says of it. A row that is missing has no key.
    """

    release: Release
    table: Table
    key: tuple[str, ...]
    title: str
    cells: Mapping[str, Cell]
    values: Mapping[str, str | None] = field(default_factory=dict)

    @property
    def is_new(self) -> bool:
        """Whether it is a row that is missing yet."""
        return not self.key

    @property
    def place(self) -> tuple[str, ...]:
        """The dataset, the table and the key."""
        return (self.release.dataset, self.table.name, *self.key)


def row_path(dataset: str, table: str, key: Sequence[str]) -> str:
    """The path of the public page of a row; without a key, of its table."""
    return f"/{dataset}/{table}/{','.join(map(tilde_encode, key))}".rstrip("/")


def titles_of(site: SiteFolder) -> dict[str, str]:
    """The datasets that have a current release, and what they are called."""
    current = current_releases(site.releases).items()
    found = {name: kept_release(site, name, version) for name, version in current}
    return {name: text(one.package, "title") or name for name, one in found.items() if one}


def place_title(site: SiteFolder, dataset: str, table: str) -> str:
    """What a table and its dataset are called by now; without a table, the dataset."""
    release = release_of(site, dataset)
    described = release.tables.get(table) if release else None
    found = ((described, table), (release.package if release else None, dataset))
    titles = ((text(one, "title") if one else "") or name for one, name in found)
    return ", ".join(filter(None, titles))


def release_of(site: SiteFolder, dataset: str) -> Release | None:
    """The current release of a dataset; None without one that can be read."""
    version = current_release(site.releases, dataset)
    return kept_release(site, dataset, version) if version else None


def kept_release(site: SiteFolder, dataset: str, version: str) -> Release | None:
    """A release of a dataset; None where it cannot be read."""
    try:
        return _read(site.releases, dataset, version)
    except (StoreError, OSError):
        return None


@lru_cache(maxsize=64)
def _read(releases: Path, dataset: str, version: str) -> Release:
    return read_release(releases, dataset, version)


def row_of(site: SiteFolder, dataset: str, table: str, key: Sequence[str]) -> Row | None:
    """A row that can be corrected; None where there is no such row, or it cannot be."""
    release = release_of(site, dataset)
    described = release.tables.get(table) if release else None
    if release is None or described is None or len(key) != len(described.primary_key):
        return None
    fields = _correctable(site, release, described)
    found = cells_of(release, table, described.primary_key, key) if fields else None
    if found is None:
        return None
    texts = {name: released(one.type, found[name]) for name, one in described.columns.items()}
    keys = tuple(texts[name] or "" for name in described.primary_key)
    label = texts.get(described.label or "") or ", ".join(keys)
    cells = {one.name: Cell(one, texts[one.name]) for one in fields}
    return Row(release, described, keys, label, cells, texts)


def new_row_of(site: SiteFolder, dataset: str, table: str) -> Row | None:
    """A row that is missing in a table; None where there is no such table, or it takes no rows."""
    release = release_of(site, dataset)
    described = release.tables.get(table) if release else None
    if release is None or described is None or not described.takes_rows:
        return None
    fields = _correctable(site, release, described)
    cells = {one.name: Cell(one, None) for one in fields}
    return Row(release, described, (), "", cells) if cells else None


def _correctable(site: SiteFolder, release: Release, table: Table) -> tuple[Field, ...]:
    """As far as the descriptor says, and the declaration, where it lies on this machine.

    Nothing where it lies there and cannot be read: it may say less than the descriptor.
    """
    fields = correctable(release.package, table)
    try:
        declared = declared_tables(site, release.dataset)
    except DeclarationError:
        return ()
    if declared is None:
        return fields
    known = declared_correctable(declared[table.name]) if table.name in declared else ()
    return tuple(one for one in fields if one.name in known)


def as_typed(field: Field, base: str) -> str:
    """The text of a release as a person writes it."""
    text = base.replace("\r\n", "\n")
    return "\n".join(map(str, json.loads(text))) if field.is_list and text else text


def as_released(field: Field, typed: str) -> str:
    """What a person typed as the text of a release, yet to be looked at."""
    if not field.is_list:
        return typed
    items = [line.strip() for line in typed.split("\n") if line.strip()]
    return json.dumps(items, ensure_ascii=False, separators=(",", ":")) if items else ""
