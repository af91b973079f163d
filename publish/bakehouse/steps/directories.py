"""What a run does for people who are shown no more: it takes down older releases that show them."""

from publish.bakehouse.listed import (
    WHY,
    Listed,
    listed,
    outdated,
    read_listed,
    remember_listed,
    showing,
)
from publish.bakehouse.protect.withdrawal_list import withdrawn
from publish.bakehouse.protect.withdrawals import as_counted
from publish.bakehouse.steps.work import RunWork


def remember_people(work: RunWork, version: str) -> None:
    """Note whom a release is about to show, before it is public."""
    gone = _forgotten(work)
    if now := _now(work):
        shown = {table: sorted(set(who) - set(gone.get(table, ()))) for table, who in now.items()}
        remember_listed(work.run.private, {**read_listed(work.run.private), version: shown})


def take_down_outdated(work: RunWork, served: str) -> None:
    """Withdraw every kept release but the one served that shows someone who is gone.

    From a directory, whoever is listed no longer; else, whoever asked to be forgotten.
    """
    now, gone, tables = _now(work), _forgotten(work), work.run.dataset.tables
    if not now:
        return
    store, private = work.run.store, work.run.private
    known = read_listed(private)
    kept = [entry.version for entry in store.entries() if entry.state == "kept"]
    older = [version for version in kept if version != served]
    things = {table for table in now if tables[table].forget}
    late = outdated(known, older, now, things) if now.keys() - things else []
    late += showing(known, older, gone) if gone else []
    for version in dict.fromkeys(late):
        store.withdraw(version, WHY, work.run.as_of)
        kept.remove(version)
    remember_listed(private, {one: who for one, who in known.items() if one in kept})


def _now(work: RunWork) -> Listed:
    tables = work.run.dataset.tables
    people = {
        name: recoded.rows
        for name, recoded in work.recoded.items()
        if tables[name].named or tables[name].forget
    }
    return listed(people, work.run.keys.key()) if people else {}


def _forgotten(work: RunWork) -> Listed:
    """Who asked to be forgotten, by table about things that says what goes."""
    run = work.run
    due = withdrawn(run.private, run.as_of)
    tables = {name: table for name, table in run.dataset.tables.items() if table.forget and due}
    return {name: as_counted(one, due) for name, one in tables.items()}
