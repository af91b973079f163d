"""Tables of counts: how many people share each combination of a few columns."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

import ibis

from publish.column import Column, Constraints, Text
from publish.declaration import Browse, Table
from publish.engine import Workspace
from publish.errors import Problem
from publish.people_rules import PEOPLE
from publish.policy import Aggregate
from publish.protect.cells import protected
from publish.protect.classes import CLASS, with_class
from publish.protect.last_release import table_of
from publish.protect.leaving import PERSON, Leaving, Left, Published

if TYPE_CHECKING:
    from publish.series import Settled

By = frozenset[str]


@dataclass(frozen=True)
class Counted:
    """The cells of one aggregate (its columns, CLASS, `people`) that leave, and those that stay."""

    shown: Any
    cells: int
    hidden: int
    people_share: float


def aggregates(leaving: Leaving) -> Left:
    """A table of counts for each declared aggregate, without the cells that say too much."""
    declared = leaving.declared
    if declared.contributor is None:
        return Left((), (_uncountable(leaving),))
    settled = tuple(_settle(leaving))
    sets = [frozenset(one.by) for one in declared.aggregates.values()]
    counted = _counted(dict(zip(sets, settled, strict=True)), leaving)
    tables, figures = [], {}
    problems = [problem for one in settled for problem in one.problems]
    for name, one in declared.aggregates.items():
        count = counted[frozenset(one.by)]
        table = derived(declared, one)
        figures[name] = _figures(count)
        problems += _problems(leaving, name, count)
        if count.cells > count.hidden:
            shown = count.shown.select(*table.published)
            tables.append(Published(f"{leaving.name}_{name}", table, shown))
    return Left(
        tuple(tables),
        tuple(problems),
        {"mode": "aggregates", "k": declared.rule.k, "aggregates": figures},
        # How many wait or are few, taken alone, would be a margin: it stays inside.
        {"series": {one.part: {**one.figures, **one.internal} for one in settled}},
        settled,
    )


def _settle(leaving: Leaving) -> list["Settled"]:
    """The people behind each aggregate, once in each cell, as the series lets them through."""
    # Here, since the series are built on the classes of this package.
    from publish.series import settle_together

    parts = {f"{leaving.name}_{name}": one.by for name, one in leaving.declared.aggregates.items()}
    rows = {part: _people_in(leaving, by) for part, by in parts.items()}
    # Nothing but the columns themselves is said of anyone: no column is guarded by l.
    rule = leaving.declared.rule.model_copy(update={"l": {}})
    return settle_together(leaving, rows, rule)


def _people_in(leaving: Leaving, by: Iterable[str]) -> Any:
    rows = with_class(leaving.rows.select(*by, PERSON).distinct(), by)
    return leaving.place.con.create_table(leaving.place.name("wanted"), rows, temp=True)


def _before(leaving: Leaving, part: str, rows: Any) -> Any:
    """CLASS of each cell that the last release shows."""
    columns = [name for name in rows.columns if name not in (CLASS, PERSON)]
    last = leaving.previous
    shown = table_of(last, part, columns, leaving.place) if last else None
    if shown is None:
        return rows.select(CLASS).limit(0)
    types = {name: rows.schema()[name] for name in columns}
    return with_class(shown.cast(types), columns).select(CLASS)


def _counted(parts: Mapping[By, "Settled"], leaving: Leaving) -> dict[By, Counted]:
    """Count and protect all aggregates of a table together, with every margin they share."""
    place = leaving.place
    cells = {
        by: _cells(parts[by], by, leaving) if by in parts else _margin(parts, by, place)
        for by in _closed(parts)
    }
    listed = ibis.union(*(_listed(by, one) for by, one in cells.items()))
    links = [link for by, one in cells.items() for link in _links(by, one, cells)]
    nested = place.con.create_table(place.name("links"), ibis.union(*links), temp=True)
    safe = protected(listed, nested, leaving.declared.rule.k, place)
    return {by: _split(cells[by], safe.filter(safe.set == _id(by))) for by in parts}


def _closed(given: Iterable[By]) -> list[By]:
    """The sets of columns, all that they have in common, and the whole table (no column).

    What two aggregates have in common can be summed from either: it is a margin of the other.
    """
    found = {frozenset(), *given}
    while more := {a & b for a, b in combinations(found, 2)} - found:
        found |= more
    return sorted(found, key=lambda by: (len(by), _id(by)))


def _cells(settled: "Settled", by: By, leaving: Leaving) -> Any:
    """The cells of an aggregate, and whether the last release showed them."""
    cells = _people(settled.rows, by)
    before = _before(leaving, settled.part, settled.rows).distinct().mutate(before=True)
    joined = cells.left_join(before, CLASS).drop(ibis.selectors.endswith("_right"))
    known = joined.mutate(before=joined.before.fill_null(False), out=False)
    return leaving.place.con.create_table(leaving.place.name("counts"), known, temp=True)


def _margin(parts: Mapping[By, "Settled"], by: By, place: Workspace) -> Any:
    """The cells of what aggregates have in common: computable, though nobody declared it."""
    finer = min((one for one in parts if by < one), key=lambda one: (len(one), _id(one)))
    rows = parts[finer].rows.select(*sorted(by), PERSON)
    cells = _people(with_class(rows, by), by).mutate(out=False, before=True)
    return place.con.create_table(place.name("margin"), cells, temp=True)


def _people(rows: Any, by: By) -> Any:
    return rows.group_by(CLASS, *sorted(by)).agg(**{PEOPLE: rows[PERSON].nunique()})


def _id(by: By) -> str:
    return " ".join(sorted(by))


def _listed(by: By, cells: Any) -> Any:
    named = {"set": ibis.literal(_id(by)), "cell": cells[CLASS], "people": cells[PEOPLE]}
    return cells.select("out", "before", **named)


def _links(by: By, cells: Any, margins: Iterable[By]) -> list[Any]:
    """For each coarser set of columns: which of its cells contains which of these."""
    fine = cells.mutate(fine_cell=cells[CLASS], fine_set=ibis.literal(_id(by)))
    return [
        with_class(fine, margin).select(
            "fine_set",
            "fine_cell",
            margin_set=ibis.literal(_id(margin)),
            margin_cell=CLASS,
            depth=ibis.literal(len(margin)),
        )
        for margin in margins
        if margin < by
    ]


def _split(cells: Any, safe: Any) -> Counted:
    joined = cells.drop("out").inner_join(safe.select("out", **{CLASS: safe.cell}), CLASS)
    total = ibis.coalesce(joined.out.cast("int64").sum(), 0)
    hidden = ibis.coalesce(joined.out.ifelse(joined[PEOPLE], 0).sum(), 0)
    share = ibis.coalesce(hidden / joined[PEOPLE].sum(), 0.0)
    [found] = joined.agg(cells=joined.count(), hidden=total, share=share).to_pyarrow().to_pylist()
    shown = joined.filter(~joined.out)
    return Counted(shown, found["cells"], int(found["hidden"]), round(found["share"], 3))


def derived(declared: Table, aggregate: Aggregate) -> Table:
    """The declaration of a table of counts: the columns counted over, and `people`."""
    columns = {name: declared.columns[name] for name in aggregate.by}
    keys = [key for key in declared.foreign_keys if set(key.columns) <= set(aggregate.by)]
    return declared.model_copy(
        update={
            "title": aggregate.title,
            "description": aggregate.description or declared.description,
            "contributor": None,
            "primary_key": (),
            "foreign_keys": tuple(keys),
            "coordinates": (),
            "columns": columns | {PEOPLE: _people_column(declared.rule.k)},
            "browse": Browse(facets=aggregate.by),
            "privacy": None,
            "aggregates": {},
            "accept": {name: one for name, one in declared.accept.items() if name in columns},
        }
    )


def _people_column(k: int) -> Column:
    return Column(
        type="integer",
        role="open",
        title=Text(fr="Personnes", en="People"),
        description=Text(
            fr=f"Nombre de personnes différentes. Les nombres inférieurs à {k}, et ceux qui "
            "permettraient de les calculer, ne sont pas publiés.",
            en=f"Number of different people. Numbers under {k}, and those from which they could "
            "be computed, are not published.",
        ),
        constraints=Constraints(required=True, minimum=k),
    )


def _figures(count: Counted) -> dict[str, float]:
    return {
        "cells": count.cells - count.hidden,
        "suppressed_cells": count.hidden,
        "suppressed_share": count.people_share,
    }


def _problems(leaving: Leaving, name: str, count: Counted) -> list[Problem]:
    rule, place = leaving.declared.rule, f"{leaving.name}.aggregates.{name}"
    way_out = "count over fewer or coarser columns"
    if count.cells == count.hidden:
        what = f"no combination has {rule.k} people or more, so nothing is left to publish"
        return [Problem("empty-aggregate", place, what, way_out)]
    if count.people_share > rule.max_suppressed:
        what = f"{count.people_share:.0%} of the people counted are in numbers too small to show"
        return [Problem("fine-aggregate", place, what, way_out, "warning")]
    return []


def _uncountable(leaving: Leaving) -> Problem:
    what = "nothing says who is behind a row, so people cannot be counted"
    return Problem("no-contributor", leaving.name, what, "name the column: `contributor: …`")
