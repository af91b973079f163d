"""A partner's file drafted from what it gives: headers matched to our columns, a person decides."""

import json
import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import date
from pathlib import Path

from publish.bakehouse.draft.partner.match import Cells, cells_of, matches, ours
from publish.bakehouse.draft.partner.write import Draft, id_of, repeated, told, updated_of, written
from publish.bakehouse.draft.samples import samples_of
from publish.bakehouse.partners.copies import harvest
from publish.declare.column import Column
from publish.declare.declaration import Dataset
from publish.declare.model import nearest
from publish.declare.partner import Partner, PartnerSource
from publish.declare.partner_folder import ENDING, partner_name
from publish.declare.site import PARTNERS, SiteFolder
from publish.declare.table import Table
from publish.errors import DeclarationError, SourceError
from publish.release.disk import write_whole
from publish.words.sql import quoted
from publish.words.sqlite import read_only

VALUES = 2_000
"""Of a column of the current release, as other partners' values."""


def new_partner(
    site: SiteFolder,
    dataset: str,
    name: str,
    given: str,
    as_of: date,
    table: str | None = None,
    kind: str | None = None,
) -> tuple[Path, list[str]]:
    """Write data/<dataset>/partners/<name>.yaml; its path, and what to tell of each guess.

    `given` is a file, copied into the dataset's exports, or an address of https, of a `kind` that
    is harvested. Raises DeclarationError and SourceError.
    """
    declared = site.dataset(dataset)
    chosen = fed_table(declared, dataset, table)
    path = site.data / dataset / PARTNERS / f"{partner_name(name)}{ENDING}"
    if path.exists():
        raise DeclarationError(f"{path}: there already; choose another name")
    if given.startswith("https://"):
        file, source = _asked(site, dataset, name, PartnerSource(path=given, harvest=kind), as_of)
    else:
        _refuse_other_schemes(given)
        file, source = _placed(site.data / dataset, Path(given))
    draft = _drafted(site, dataset, declared.tables[chosen], chosen, name, file, source)
    if not draft.matches:
        known = ", ".join(ours(declared.tables[chosen]))
        raise SourceError(f"{given}: no header is like a column of {chosen!r} ({known})")
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, written(draft))
    return path, [*told(draft)]


def _refuse_other_schemes(given: str) -> None:
    scheme, separated, rest = given.partition("://")
    if separated and scheme.isalnum():
        raise SourceError(
            f"{scheme}://{rest.rpartition('@')[2]}: only addresses that begin with https:// are "
            "taken; write it so if the server answers there, or save what it gives and name that "
            "file"
        )


def fed_table(declared: Dataset, dataset: str, table: str | None) -> str:
    """The table that takes partners; raises DeclarationError where none does, or several do."""
    fed = [name for name, one in declared.tables.items() if one.partners]
    if table is None and len(fed) == 1:
        return fed[0]
    if table in fed:
        return str(table)
    if not fed:
        raise DeclarationError(
            f"no table of {dataset!r} takes partners; write `partners: {{}}` into one of them"
        )
    if table is None:
        raise DeclarationError(f"{', '.join(fed)} take partners; say which by --table")
    raise DeclarationError(f"{table!r} takes no partners; {nearest(table, fed)}")


def _asked(
    site: SiteFolder, dataset: str, name: str, source: PartnerSource, as_of: date
) -> tuple[Path, dict[str, object]]:
    """The copy of what lies at an address, and how it is declared."""
    asked = Partner.model_construct(name=name, source=source, refresh=None)
    harvested = harvest(site, dataset, name, asked, as_of, publishing=True)
    if not harvested.files:
        raise SourceError(harvested.stale)
    told: dict[str, object] = {"path": source.path}
    told |= {"harvest": source.harvest} if source.harvest else {}
    return harvested.files[0][0], told


def _placed(folder: Path, file: Path) -> tuple[Path, dict[str, object]]:
    """A file of the dataset's folder, copied there where it lies elsewhere."""
    if not file.is_file():
        raise SourceError(f"{file}: no such file; name what the partner gave, or its address")
    if file.resolve().is_relative_to(folder.resolve()):
        return file, {"path": file.resolve().relative_to(folder.resolve()).as_posix()}
    place = folder / "exports" / file.name
    if place.exists() and place.read_bytes() != file.read_bytes():
        raise SourceError(f"{place}: another file of that name is there; rename {file.name}")
    place.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(file, place)
    return place, {"path": f"exports/{file.name}"}


def _drafted(
    site: SiteFolder,
    dataset: str,
    table: Table,
    chosen: str,
    name: str,
    file: Path,
    source: dict[str, object],
) -> Draft:
    samples, _ = samples_of(file)
    sample = max(samples, key=lambda one: len(one.rows))
    found = cells_of(sample)
    matched = matches(table, found, _known(site, dataset, chosen, table))
    id, updated = id_of(found, matched), updated_of(found, matched)
    return Draft(
        name,
        chosen,
        {**source, **sample.source},
        matched,
        id,
        sum(repeated(cells) for cells in found if id == (cells.header,)),
        updated,
        _unused(found, {*id, str(updated.get("from")), *(one.header for one in matched)}),
        [column for column in ours(table) if column not in {one.column for one in matched}],
    )


def _unused(found: Sequence[Cells], used: set[str]) -> list[str]:
    return [cells.header for cells in found if cells.header not in used]


def _known(
    site: SiteFolder, dataset: str, table: str, declared: Table
) -> dict[str, frozenset[str]]:
    """The values that the current release has, by column: those of other partners."""
    path = site.releases / dataset / "current" / f"{dataset}.db"
    if not path.exists():
        return {}
    with closing(sqlite3.connect(read_only(path), uri=True)) as connection:
        there = {str(row[1]) for row in connection.execute(f"PRAGMA table_info({quoted(table)})")}
        return {
            name: frozenset(
                part
                for (value,) in connection.execute(
                    f"SELECT DISTINCT {quoted(name)} FROM {quoted(table)} LIMIT {VALUES}"  # noqa: S608
                )
                for part in _parts(value, column)
            )
            for name, column in ours(declared).items()
            if name in there
        }


def _parts(value: object, column: Column) -> list[str]:
    """What a cell of a release says, in small letters: the items of a list, or the one value."""
    items = json.loads(str(value)) if value and column.type == "list" else [value]
    return [str(item).casefold() for item in items]
