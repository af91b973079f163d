"""From one policy to the next: today's rows made both ways, and held against the last release.

Two releases made by different rules still tell of the same people: where a class of the old one
and a class of the new one share few, subtracting one from the other shows them. People are counted
by (old class or none, new class or none); none is what was not, or is not, published.
"""

from typing import Any

import ibis

from publish.bakehouse.engine import Workspace
from publish.bakehouse.protect.classes import with_class
from publish.bakehouse.protect.columns import recode
from publish.bakehouse.protect.recoded import PERSON, RecodedTable
from publish.bakehouse.protect.tools import Tools
from publish.bakehouse.series.candidates import published_then
from publish.bakehouse.series.digests import CLS, ROW, WHO, identified
from publish.bakehouse.series.ledger import Ledger
from publish.bakehouse.series.position import SeriesPosition
from publish.bakehouse.series.recoding import Recoding, recoding_from, recoding_of
from publish.declare.declaration import Table
from publish.errors import Problem

THEN = "then_"
OLD = {CLS: "then_cls", WHO: "then_who", ROW: "then_row"}
WAY_OUT = (
    "publish under the old policy until these changes are out, let new classes be unions of old "
    "ones, or accept it: `fournil new-series {} --why …`"
)


class NotComparable(Exception):
    """The old rows cannot be made again from today's exports."""


def policy_bridge(recoded: RecodedTable, position: SeriesPosition, ledger: Ledger) -> Any:
    """Today's rows as digests made both ways, `then_…` and now; None without another policy.

    Rows of the last release that are exported no more have nulls for now; rows that were not in
    it have a null `then_cls`. Raises NotComparable.
    """
    if position.before is None:
        return None
    old = recoding_from(ledger.recoding(position.before.scope))
    rows = _both(recoded, position, old)
    scope = f"{position.part} {old.digest}"
    place = recoded.place
    columns = {f"{THEN}{name}": name for name in old.columns}
    then = with_class(rows.select(**columns_of(rows, columns)), old.classes)
    numbered = then.mutate(_n=ibis.row_number())
    then = identified(numbered, old, scope, position.key, place, people=position.people)
    now = with_class(rows.select(*position.recoding.columns, PERSON), position.recoding.classes)
    numbered = now.mutate(_n=ibis.row_number())
    now = identified(
        numbered, position.recoding, position.name, position.key, place, people=position.people
    )
    then_lives = ledger.lives(position.before.scope, place)
    rows = published_then(then_lives, position.base, place)
    shown = place.table("shown", "SELECT DISTINCT _cls, _who, _row FROM {rows}", rows=rows)
    return _joined(then, now, shown, place)


def columns_of(rows: Any, columns: dict[str, str]) -> dict[str, Any]:
    """The old columns under their own names, and PERSON."""
    return {name: rows[prefixed] for prefixed, name in columns.items()} | {PERSON: rows[PERSON]}


def _both(recoded: RecodedTable, position: SeriesPosition, old: Recoding) -> Any:
    """The typed rows recoded by both policies at once, kept so that they can be numbered."""
    typed, place = recoded.typed, recoded.place
    if typed is None or not set(old.columns) <= set(typed.columns):
        raise NotComparable
    if old.contributor != position.recoding.contributor or not _recodes_as_then(old, recoded):
        raise NotComparable
    twice = typed.mutate(**{f"{THEN}{name}": typed[name] for name in old.columns})
    columns = {
        **position.recoding.columns,
        **{f"{THEN}{name}": one for name, one in old.columns.items()},
    }
    hidden = {recoded.declared.contributor: recoded.declared.columns[position.recoding.contributor]}
    declared = recoded.declared.model_copy(update={"columns": {**hidden, **columns}})
    return place.kept("both", _recoded(twice, declared, recoded))


def _recodes_as_then(old: Recoding, recoded: RecodedTable) -> bool:
    """Whether the lookups of its ladders are still what they were."""
    table = recoded.declared.model_copy(update={"columns": dict(old.columns)})
    return recoding_of(table, old.columns, old.classes, recoded.folder).facts == old.facts


def _recoded(typed: Any, declared: Table, recoded: RecodedTable) -> Any:
    return recode(typed, declared, Tools(recoded.keys, recoded.place, recoded.folder))


def _joined(then: Any, now: Any, shown: Any, place: Workspace) -> Any:
    before = then.select("_n", **{new: then[name] for name, new in OLD.items()})
    known = shown.select(then_who=shown[WHO], then_row=shown[ROW], _shown=ibis.literal(True))
    before = before.left_join(known, ["then_who", "then_row"]).drop(
        ibis.selectors.endswith("_right")
    )
    pairs = before.inner_join(now.select("_n", CLS, WHO, ROW), "_n")
    was = pairs["_shown"].notnull()
    pairs = pairs.select(
        then_cls=was.ifelse(pairs.then_cls, ibis.null("binary")),
        then_who=pairs.then_who,
        **{name: pairs[name] for name in (CLS, WHO, ROW)},
    )
    gone = shown.anti_join(before, [(shown[WHO], before.then_who), (shown[ROW], before.then_row)])
    nothing = {name: ibis.null("binary") for name in (CLS, WHO, ROW)}
    gone = gone.select(then_cls=gone[CLS], then_who=gone[WHO], **nothing)
    return place.kept("bridge", pairs.union(gone.select(pairs.columns), distinct=True))


def cells(pairs: Any, alive: Any) -> Any:
    """The people by (`then_cls`, `now_cls`): null is what was not, or is not, published."""
    shown = alive.select(WHO, ROW).distinct().mutate(_alive=True)
    joined = pairs.left_join(shown, [WHO, ROW]).drop(ibis.selectors.endswith("_right"))
    joined = joined.mutate(now_cls=joined["_alive"].notnull().ifelse(joined[CLS], ibis.null()))
    seen = joined.filter(joined.then_cls.notnull() | joined.now_cls.notnull())
    who = seen.then_cls.notnull().ifelse(seen.then_who, seen[WHO])
    return seen.group_by("then_cls", "now_cls").agg(people=who.nunique())


def held_back(alive: Any, pairs: Any, delta: int, place: Workspace) -> Any:
    """The rows without those that were not in the last release and come with too few people."""
    small = cells(pairs, alive)
    small = small.filter((small.people < delta) & small.then_cls.isnull())
    new = pairs.filter(pairs.then_cls.isnull()).select(CLS, WHO, ROW)
    few = new.semi_join(small, new[CLS] == small.now_cls)
    return place.kept("alive", alive.anti_join(few, [WHO, ROW]))


def not_comparable(recoded: RecodedTable, part: str) -> Problem:
    """The blocker where old and new cannot be compared."""
    return Problem(
        "policy-difference",
        part,
        "its privacy policy changed, and today's rows cannot be made by the old one any more "
        "(a column, its ladder or the contributor went away), so the two cannot be compared",
        WAY_OUT.format(recoded.dataset),
    )
