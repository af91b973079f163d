"""Tables of counts: how many people share each combination of a few columns."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import ibis

from publish.bakehouse.modes.noise_words import noise_figures, noisy_people
from publish.bakehouse.modes.protected import Protected, PublishedTable
from publish.bakehouse.protect.classes import CLASS, with_class
from publish.bakehouse.protect.recoded import PERSON, RecodedTable
from publish.bakehouse.series import Settled, settle_together
from publish.declare.column import Column, Constraints, Text
from publish.declare.declaration import Browse, Table
from publish.declare.people_rules import PEOPLE
from publish.declare.policy import Aggregate
from publish.errors import Problem

HIDDEN = f"""
SELECT count(*), count(*) FILTER (_shown IS NULL),
  coalesce(sum({PEOPLE}) FILTER (_shown IS NULL) / sum({PEOPLE}), 0.0)
FROM {{counted}}
"""  # noqa: S608


@dataclass(frozen=True)
class Counted:
    """The cells of one aggregate (its columns, CLASS, `people`) that leave, and those that stay."""

    shown: Any
    cells: int
    hidden: int
    people_share: float


def aggregates(recoded: RecodedTable) -> Protected:
    """A table of counts for each declared aggregate, without the cells that say too much."""
    declared = recoded.declared
    if declared.contributor is None:
        return Protected((), (_uncountable(recoded),))
    settled = tuple(_settle(recoded))
    tables, figures, hidden = [], {}, {}
    problems = [problem for one in settled for problem in one.problems]
    for (name, one), part in zip(declared.aggregates.items(), settled, strict=True):
        count = _counted(part, one.by)
        table = derived(declared, one)
        figures[name] = {"cells": count.cells - count.hidden}
        hidden[name] = {"cells": count.hidden, "people_share": count.people_share}
        if not part.waits:
            problems += _problems(recoded, name, count)
        if count.cells > count.hidden:
            shown = count.shown.select(*table.published)
            tables.append(PublishedTable(f"{recoded.name}_{name}", table, shown))
    return Protected(
        tuple(tables),
        tuple(problems),
        _figures(recoded, figures),
        # How many wait, are few or hidden, taken alone, would be a margin: it stays inside.
        {"series": {one.part: one.internal for one in settled}, "hidden": hidden},
        settled,
    )


def _figures(recoded: RecodedTable, counts: dict[str, Any]) -> dict[str, Any]:
    """The public figures; `only_in` names the records whose people alone are counted."""
    figures = {"mode": "aggregates", "k": recoded.declared.rule.k, "aggregates": counts}
    if noise := noise_figures(recoded.declared):
        figures["noise"] = noise
    names = [beside.name for beside in recoded.beside]
    return {**figures, "only_in": names} if names else figures


def _settle(recoded: RecodedTable) -> list[Settled]:
    """The people behind each aggregate, once in each cell, as the series lets them through."""
    parts = {f"{recoded.name}_{name}": one.by for name, one in recoded.declared.aggregates.items()}
    rows = {part: _people_in(recoded, by) for part, by in parts.items()}
    return settle_together(recoded, rows, recoded.declared.rule)


def _people_in(recoded: RecodedTable, by: Iterable[str]) -> Any:
    rows = with_class(recoded.rows.select(*by, PERSON).distinct(), by)
    return recoded.place.kept("wanted", rows)


def _counted(settled: Settled, by: Iterable[str]) -> Counted:
    """The numbers that the series lets be shown of a table of counts, and how many others."""
    rows, shown, number = settled.rows, settled.ledger_part.shown, ibis.literal(True)
    if settled.noisy is not None:
        shown, number = settled.noisy, settled.noisy["number"]
    counts = rows.group_by(CLASS, *by).agg(**{PEOPLE: rows[PERSON].nunique()})
    known = shown.select(CLASS, _shown=number)
    joined = counts.left_join(known, CLASS).drop(ibis.selectors.endswith("_right"))
    # Kept, as every check asks for it: what it is computed from takes longer to compile than to do.
    place = settled.ledger_part.place
    found = place.kept("counted", joined)
    [(cells, hidden, share)] = place.sql(place.filled(HIDDEN, counted=found))
    left = found.filter(found["_shown"].notnull())
    if settled.noisy is not None:
        left = left.mutate(**{PEOPLE: left["_shown"]})
    return Counted(left.drop("_shown"), cells, hidden, round(share, 3))


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
            "columns": columns | {PEOPLE: _people_column(declared)},
            "browse": Browse(facets=aggregate.by),
            "privacy": None,
            "aggregates": {},
            "accept": {name: one for name, one in declared.accept.items() if name in columns},
        }
    )


def _people_column(declared: Table) -> Column:
    k = declared.rule.k
    exact = Text(
        fr=f"Nombre de personnes différentes. Les nombres inférieurs à {k}, et ceux qui "
        "permettraient de les calculer, ne sont pas publiés.",
        en=f"Number of different people. Numbers under {k}, and those from which they could "
        "be computed, are not published.",
    )
    return Column(
        type="integer",
        role="open",
        title=Text(fr="Personnes", en="People"),
        description=noisy_people(declared) or exact,
        constraints=Constraints(required=True, minimum=k),
    )


def _problems(recoded: RecodedTable, name: str, count: Counted) -> list[Problem]:
    rule, place = recoded.declared.rule, f"{recoded.name}.aggregates.{name}"
    way_out = "count over fewer or coarser columns"
    if count.cells == count.hidden:
        what = f"no combination has {rule.k} people or more, so nothing is left to publish"
        return [Problem("empty-aggregate", place, what, way_out)]
    if rule.noise is None and count.people_share > rule.max_suppressed:
        most = f"{rule.max_suppressed:.0%}"
        what = f"more than {most} of the people counted are in numbers too small to show"
        # A margin of what is hidden: for the maintainer alone.
        return [Problem("fine-aggregate", place, what, way_out, "warning", private=True)]
    return []


def _uncountable(recoded: RecodedTable) -> Problem:
    what = "nothing says who is behind a row, so people cannot be counted"
    return Problem("no-contributor", recoded.name, what, "name the column: `contributor: …`")
