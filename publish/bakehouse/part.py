"""Taking one table, or one row, of somebody out of a dataset: what is noted, what goes at once."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from publish.bakehouse.engine import Workspace, workspace
from publish.bakehouse.listed import WHY, read_listed
from publish.bakehouse.lost_rows import is_lost, may_show
from publish.bakehouse.protect.parted import emptied, is_named_again, is_there, last_given
from publish.bakehouse.protect.partings import How, Parting, part, partings, row_digests
from publish.bakehouse.protect.withdrawal_list import key_of, person
from publish.bakehouse.protect.withdrawals import as_counted
from publish.bakehouse.read import read_all, requests
from publish.bakehouse.shape import shape
from publish.declare.site import SiteFolder
from publish.declare.table import Table
from publish.release.stocklist import changing
from publish.release.store import Store
from publish.words.governance import PURPOSES


class Part(NamedTuple):
    """What somebody withdraws of a dataset: a table, or the row of a primary key; how, and when.

    A consent `ends` that was given until a day: by the service's clock it may be a later day.
    """

    who: str
    table: str
    row: tuple[str, ...]
    how: How
    day: date
    ends: date


def take_parts(site: SiteFolder, name: str, asked: Sequence[Part], as_of: date) -> tuple[str, ...]:
    """Notes what was withdrawn; the older releases that show it, which are taken down.

    The release that is served goes with the next publication. Of who has no such row in the
    exports it is noted for those to come, and taken down is what is known to show them. Raises
    SourceError, PrivateStateError.
    """
    private = site.private / name
    with changing(site.releases, site.private):
        store = Store(site.releases / name, private)
        noted = list(_noted(site, name, asked, store))
        if part(private, noted):
            store.count_up()
        current, shown = store.current(), {version for one in noted for version in one.shown}
        kept = [one.version for one in store.entries() if one.state == "kept"]
        gone = [one for one in kept if one in shown and not (current and one == current.version)]
        for version in gone:
            store.withdraw(version, WHY, as_of)
    return tuple(gone)


def _noted(site: SiteFolder, name: str, asked: Sequence[Part], store: Store) -> Iterator[Parting]:
    private, dataset = site.private / name, site.dataset(name)
    key, files, read = key_of(private), requests(site, name, dataset), dict[str, Any]()
    with workspace(private) as place:
        for one in asked:
            declared = dataset.tables.get(one.table)
            if declared is None or declared.contributor is None:
                # It was declared otherwise since: nothing of it is anybody's.
                continue
            row = row_digests(key, one.row) if one.row else ""
            covers, day = _covers(declared, one.how), one.day.isoformat()
            who = person(key, one.who)
            made = Parting(one.table, who, row, one.how, day=day, covers=covers)
            if one.table not in read:
                shaped = shape(declared, read_all(files[one.table], place), place)
                read[one.table] = shaped.table
            if one.how in PURPOSES:
                # A day ahead, which an export tells already, is no consent given later.
                told = last_given(read[one.table], declared, made, key, place)
                ends = max([one.ends, *told]).isoformat()
                made = replace(made, ends=ends)
            changes = _changes(read[one.table], declared, made, key, place)
            lost = bool(one.row) and is_lost(read[one.table], declared, one.row)
            shown = _showing(private, declared, made, store, changes, one.row if lost else ())
            yield replace(made, shown=tuple(shown))


def _covers(declared: Table, how: How) -> tuple[str, ...]:
    """What a consent to something that needs no row covers."""
    consent = declared.purposes.get(how) if how == "share" or how == "contact" else None
    return consent.covers if consent else ()


def _changes(rows: Any, declared: Table, made: Parting, key: bytes, place: Workspace) -> bool:
    """Whether the exports' rows would be published otherwise."""
    if not is_there(rows, declared, made, key, place):
        return False
    if made.how == "keep" and not emptied(declared):
        return is_named_again(rows, declared, made, key, place)
    return True


def _showing(
    private: Path,
    declared: Table,
    made: Parting,
    store: Store,
    changes: bool,
    lost: Sequence[str],
) -> Iterator[str]:
    """The kept releases that show what somebody withdraws of a table about things.

    Of a table about people the series or the directory lets it go by its own rules, but for what
    a consent covers beside a name. `lost` is the key of a row that exports have no more.
    """
    if not _is_shown(declared, made.how) or not (changes or _is_told(declared, made, lost)):
        return
    known, who = read_listed(private), as_counted(declared, [made.who])
    # Of a row that was kept without who made it, no release tells whose it is.
    unnamed = any(
        one.how == "keep" and who & as_counted(declared, [one.who])
        for one in partings(private, made.table)
    )
    for entry in store.entries():
        people = known.get(entry.version, {}).get(made.table)
        unknown = changes and (people is None or unnamed)
        if entry.state != "kept" or not (unknown or who & set(people or ())):
            continue
        if not lost or may_show(store.release(entry.version), made.table, declared, lost):
            yield entry.version


def _is_told(declared: Table, made: Parting, lost: Sequence[str]) -> bool:
    """Whether releases tell by whom they show what exports do not have.

    All of somebody in a table, or a row of a key that is nobody's now.
    """
    return (not made.row or bool(lost)) and (made.how != "keep" or bool(emptied(declared)))


def _is_shown(declared: Table, how: How) -> bool:
    """Whether releases show what is withdrawn so, which no other rule takes down."""
    if how == "share" or how == "contact":
        return bool(_covers(declared, how)) and not declared.in_series
    return declared.about != "people"
