"""From one policy to the next: today's rows made both ways, and held against the last release.

Two releases made by different rules still tell of the same people: where a class of the old one
and a class of the new one share few, subtracting one from the other shows them. People are counted
by (old class or none, new class or none); none is what was not, or is not, published.
"""

from typing import Any

import ibis

from publish.declaration import Table
from publish.engine import Workspace
from publish.errors import Problem
from publish.protect.classes import with_class
from publish.protect.leaving import PERSON, Leaving
from publish.protect.tools import Tools
from publish.series.chapter import Chapter
from publish.series.digests import CLS, ROW, WHO, identified
from publish.series.ledger import Ledger
from publish.series.policy import Form, form, form_of
from publish.series.universe import published_then

THEN = "then_"
OLD = {CLS: "then_cls", WHO: "then_who", ROW: "then_row"}
WAY_OUT = (
    "publish under the old policy until these changes are out, let new classes be unions of old "
    "ones, or accept it: `fournil new-series {} --why …`"
)


class Unknown(Exception):
    """The old rows cannot be made again from today's exports."""


def bridge(leaving: Leaving, at: Chapter, ledger: Ledger) -> Any:
    """Today's rows as digests made both ways, `then_…` and now; None without another policy.

    Rows of the last release that are exported no more have nulls for now; rows that were not in
    it have a null `then_cls`. Raises Unknown.
    """
    if at.before is None:
        return None
    old = form_of(ledger.form(at.before.scope))
    rows = _both(leaving, at, old)
    scope = f"{at.part} {old.digest}"
    place = leaving.place
    columns = {f"{THEN}{name}": name for name in old.columns}
    then = with_class(rows.select(**columns_of(rows, columns)), old.classes)
    numbered = then.mutate(_n=ibis.row_number())
    then = identified(numbered, old, scope, at.key, place, at.people)
    now = with_class(rows.select(*at.form.columns, PERSON), at.form.classes)
    numbered = now.mutate(_n=ibis.row_number())
    now = identified(numbered, at.form, at.name, at.key, place, at.people)
    shown = published_then(ledger.lives(at.before.scope, place), at.base)
    shown = place.con.create_table(place.name("shown"), shown.select(CLS, WHO, ROW).distinct())
    return _joined(then, now, shown, place)


def columns_of(rows: Any, columns: dict[str, str]) -> dict[str, Any]:
    """The old columns under their own names, and PERSON."""
    return {name: rows[prefixed] for prefixed, name in columns.items()} | {PERSON: rows[PERSON]}


def _both(leaving: Leaving, at: Chapter, old: Form) -> Any:
    """The typed rows recoded by both policies at once, kept so that they can be numbered."""
    typed, place = leaving.typed, leaving.place
    if typed is None or not set(old.columns) <= set(typed.columns):
        raise Unknown
    if old.contributor != at.form.contributor or not _recodes_as_then(old, leaving):
        raise Unknown
    twice = typed.mutate(**{f"{THEN}{name}": typed[name] for name in old.columns})
    columns = {**at.form.columns, **{f"{THEN}{name}": one for name, one in old.columns.items()}}
    hidden = {leaving.declared.contributor: leaving.declared.columns[at.form.contributor]}
    declared = leaving.declared.model_copy(update={"columns": {**hidden, **columns}})
    return place.con.create_table(place.name("both"), _recoded(twice, declared, leaving), temp=True)


def _recodes_as_then(old: Form, leaving: Leaving) -> bool:
    """Whether the lookups of its ladders are still what they were."""
    table = leaving.declared.model_copy(update={"columns": dict(old.columns)})
    return form(table, old.columns, old.classes, leaving.folder).facts == old.facts


def _recoded(typed: Any, declared: Table, leaving: Leaving) -> Any:
    # Here, since the modes of that package are built on series.
    from publish.protect.columns import recode

    return recode(typed, declared, Tools(leaving.keys, leaving.place, leaving.folder))


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
    return place.con.create_table(
        place.name("bridge"), pairs.union(gone.select(pairs.columns), distinct=True), temp=True
    )


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
    return place.con.create_table(place.name("alive"), alive.anti_join(few, [WHO, ROW]), temp=True)


def unknown(leaving: Leaving, part: str) -> Problem:
    """The blocker where old and new cannot be compared."""
    return Problem(
        "policy-difference",
        part,
        "its privacy policy changed, and today's rows cannot be made by the old one any more "
        "(a column, its ladder or the contributor went away), so the two cannot be compared",
        WAY_OUT.format(leaving.dataset),
    )
