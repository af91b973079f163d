"""What a run does for people who are shown no more: it takes down older releases that show them."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from publish.bakehouse.listed import (
    WHY,
    Listed,
    listed,
    outdated,
    read_listed,
    remember_listed,
    showing,
)
from publish.bakehouse.protect.partings import shown_before
from publish.bakehouse.protect.withdrawal_list import withdrawn
from publish.bakehouse.protect.withdrawals import as_counted
from publish.bakehouse.steps.work import RunWork


class People(NamedTuple):
    """Whom the exports of a run list, and who of others asked to be forgotten, by table."""

    now: Listed
    gone: Listed


def remember_people(work: RunWork, version: str) -> People:
    """Note whom a release is about to show, before it is public."""
    people = People(_now(work), _forgotten(work))
    if people.now:
        gone = {table: set(who) for table, who in people.gone.items()}
        shown = {name: sorted(set(who) - gone.get(name, set())) for name, who in people.now.items()}
        remember_listed(work.run.private, {**read_listed(work.run.private), version: shown})
    return people


def take_down_outdated(work: RunWork, served: str, people: People) -> None:
    """Withdraw every kept release but the one served that shows someone who is gone.

    From a directory, whoever is listed no longer; else, whoever asked to be forgotten, or withdrew
    rows that it shows, be it in a table that is declared no more.
    """
    (now, gone), tables = people, work.run.dataset.tables
    store, private = work.run.store, work.run.private
    known = read_listed(private)
    kept = [entry.version for entry in store.entries() if entry.state == "kept"]
    older = [version for version in kept if version != served]
    things = {table for table in now if not tables[table].named}
    late = outdated(known, older, now, things) if now.keys() - things else []
    late += showing(known, older, gone) if gone else []
    late += _of_lost_tables(work, known, older)
    parted = shown_before(private)
    late += [version for version in older if version in parted]
    for version in dict.fromkeys(late):
        store.withdraw(version, WHY, work.run.as_of)
        kept.remove(version)
    if known:
        remember_listed(private, {one: who for one, who in known.items() if one in kept})


def _of_lost_tables(
    work: RunWork, known: Mapping[str, Listed], versions: Iterable[str]
) -> list[str]:
    """The versions that show who asked to be forgotten in tables that are declared no more."""
    due = withdrawn(work.run.private, work.run.as_of)
    gone = {digest for who in due for digest in (who.text, who.whole)}
    return [
        version
        for version in versions
        for table, who in known.get(version, {}).items()
        if table not in work.run.dataset.tables and gone & set(who)
    ]


def _now(work: RunWork) -> Listed:
    tables = work.run.dataset.tables
    people = {
        name: recoded.rows
        for name, recoded in work.recoded.items()
        if tables[name].named or (tables[name].about == "things" and tables[name].contributor)
    }
    return listed(people, work.run.keys.key()) if people else {}


def _forgotten(work: RunWork) -> Listed:
    """Who asked to be forgotten, by table about things that says what goes."""
    run = work.run
    due = withdrawn(run.private, run.as_of)
    tables = {name: table for name, table in run.dataset.tables.items() if table.forget and due}
    return {name: as_counted(one, due) for name, one in tables.items()}
