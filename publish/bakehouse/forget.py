"""Forgetting people in all datasets of a site: who is found where, what goes and what waits."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from publish.bakehouse.engine import Workspace, workspace
from publish.bakehouse.listed import WHY, read_listed, showing
from publish.bakehouse.protect.digest import of_person
from publish.bakehouse.protect.identity import canonical
from publish.bakehouse.protect.restored import is_older, looked_through
from publish.bakehouse.protect.withdrawal_list import as_whole, forget, key_of, person
from publish.bakehouse.protect.withdrawals import as_counted, found, remember_matched
from publish.bakehouse.read import read_all, requests
from publish.bakehouse.read.exports import ExportRequest
from publish.bakehouse.series.known import ever_contributed
from publish.bakehouse.shape import shape
from publish.declare.declaration import Dataset
from publish.declare.site import SiteFolder
from publish.declare.table import Table
from publish.errors import FournilError
from publish.release.stocklist import changing
from publish.release.store import Store

Rows = Counter[str]
"""Rows by contributor, in canonical form."""


@dataclass(frozen=True)
class Forgotten:
    """What forgetting means for a dataset: the rows by table, its releases, where it is sent.

    `known` are those whom no export names today, and earlier releases tell of; `unread` says why
    it could not be looked through; `taken` are the versions taken down.
    """

    name: str
    declared: Dataset
    rows: Mapping[str, Rows]
    known: frozenset[str] = frozenset()
    noted: bool = False
    kept: int = 0
    taken: tuple[str, ...] = ()
    unread: str = ""

    @property
    def people(self) -> frozenset[str]:
        """The people found in its exports."""
        return frozenset(who for rows in self.rows.values() for who in rows)

    @property
    def concerned(self) -> frozenset[str]:
        """The people whom it has rows of, or had."""
        return self.people | self.known


def forget_people(
    site: SiteFolder,
    names: Sequence[str],
    contributors: Iterable[str],
    as_of: date,
    *,
    by_hand: bool = True,
) -> tuple[list[Forgotten], list[int]]:
    """What was found in each dataset of the site, and the lines that matched nobody anywhere.

    People are noted in the datasets `names`, found there or not, or, where none is named, in
    every dataset that has rows of one of them, had some once, or could not be looked at. `by_hand`
    are those whom a maintainer went through: an older backup that was put back is settled then in
    the datasets `names`.
    """
    lines = [line.strip() for line in contributors]
    for name in names:
        site.dataset(name)
    with changing(site.releases, site.private):
        seen = [_look(site, name, [who for who in lines if who]) for name in site.datasets()]
        done = [_note(site, one, names, lines, as_of, by_hand=by_hand) for one in seen]
    matched = {who for one in done for who in one.concerned}
    lost = [n for n, who in enumerate(lines, 1) if who and not _among(who, matched)]
    return done, lost


def _among(who: str, matched: Iterable[str]) -> bool:
    return bool(_forms(who) & set(matched))


def _forms(who: str) -> set[str]:
    return {canonical(who), canonical(as_whole(who))}


def _look(site: SiteFolder, name: str, contributors: Sequence[str]) -> Forgotten:
    dataset, rows = site.dataset(name), dict[str, Rows]()
    try:
        known = _known(site, name, contributors)
        with workspace(site.private / name) as place:
            files = requests(site, name, dataset)
            for table, declared in dataset.tables.items():
                if declared.contributor:
                    key = key_of(site.private / name)
                    rows[table] = _rows(files[table], declared, contributors, key, place)
    except FournilError as error:
        return Forgotten(name, dataset, rows, unread=str(error))
    left = known - {who for one in rows.values() for who in one}
    return Forgotten(name, dataset, {table: one for table, one in rows.items() if one}, left)


def _known(site: SiteFolder, name: str, contributors: Sequence[str]) -> frozenset[str]:
    """Those of the people (canonical form) whom earlier releases of a dataset tell of."""
    forms = {form for who in contributors for form in _forms(who)}
    known = ever_contributed(site.private, name, forms)
    releases = read_listed(site.private / name).values()
    shown = {who for tables in releases for people in tables.values() for who in people}
    if shown:
        key = key_of(site.private / name)
        known |= {form for form in forms if of_person(key, form) in shown}
    return frozenset(known)


def _rows(
    files: Sequence[ExportRequest],
    declared: Table,
    contributors: Sequence[str],
    key: bytes,
    place: Workspace,
) -> Rows:
    exports = read_all(files, place)
    people = [person(key, who) for who in contributors]
    return found(shape(declared, exports, place).table, declared, people, key, place)


def _note(
    site: SiteFolder,
    seen: Forgotten,
    names: Sequence[str],
    lines: Sequence[str],
    as_of: date,
    *,
    by_hand: bool,
) -> Forgotten:
    private, store = site.private / seen.name, _store(site, seen.name)
    kept = [entry.version for entry in store.entries() if entry.state == "kept"]
    if not (seen.name in names if names else seen.concerned or seen.unread):
        return replace(seen, kept=len(kept))
    here = lines if names or seen.unread else [who for who in lines if _among(who, seen.concerned)]
    settles = by_hand and seen.name in names
    new = forget(private, here, as_of)
    if new or (settles and is_older(private, store.folder)):
        store.count_up()
    if settles:
        looked_through(private)
    remember_matched(private, seen.concerned)
    current = store.current()
    older = [version for version in kept if not current or version != current.version]
    taken = tuple(_shown(private, seen, [who for who in here if who], older))
    for version in taken:
        store.withdraw(version, WHY, as_of)
    return replace(seen, noted=True, kept=len(kept) - len(taken), taken=taken)


def _store(site: SiteFolder, name: str) -> Store:
    return Store(site.releases / name, site.private / name)


def _shown(
    private: Path, seen: Forgotten, people: Sequence[str], older: Sequence[str]
) -> Iterator[str]:
    """The older releases that show one of the people in a table of which they go.

    Those of which nobody knows whom they show go only with people who are found.
    """
    tables = {n: one for n, one in seen.declared.tables.items() if one.named or one.forget}
    if tables and people:
        key, known = key_of(private), read_listed(private)
        asked = [person(key, who) for who in people]
        gone = {name: as_counted(one, asked) for name, one in tables.items()}
        there = any(seen.rows.get(name) for name in tables)
        yield from showing(known, [one for one in older if one in known or there], gone)
