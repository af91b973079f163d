"""The numbers of a table's counts that may be shown today, and whose changes wait for that."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from publish.bakehouse.engine import Workspace
from publish.bakehouse.protect.classes import CLASS, with_class
from publish.bakehouse.series.candidates import LACKING, published_rows, table_in
from publish.bakehouse.series.past import Past
from publish.bakehouse.series.pattern import Pattern, Wanted, pattern
from publish.bakehouse.series.program import Width
from publish.bakehouse.series.settle import OpenPart, kept
from publish.bakehouse.series.settled import Settled
from publish.bakehouse.series.totals import with_totals
from publish.bakehouse.series.union import Flags, Ints
from publish.bakehouse.series.unknowns import Numbers, numbers
from publish.errors import Problem

WEEKS = """
SELECT min(seen) FROM {pending} SEMI JOIN
  (FROM {candidates} WHERE _kind IN ('add', 'drop') AND _who NOT IN (FROM {held}))
  USING (_who, _row, _copy)
"""
MOVING = """
SELECT DISTINCT _who FROM {candidates}
WHERE _kind IN ('add', 'drop') AND _who NOT IN (FROM {held}) AND ({all} OR _cls IN (FROM {cells}))
"""

NUMBERS = "SELECT DISTINCT _class, _cls FROM {rows} SEMI JOIN {chosen} USING (_cls)"


@dataclass(frozen=True)
class Found:
    """Which cells are shown (a table of CLS), and whose people must wait (another)."""

    pattern: Pattern
    shown: str
    waiting: str


def hidden_numbers(past: Past, parts: Sequence[OpenPart], alive: Sequence[Any], held: Any) -> Found:
    """The numbers that are shown if these rows (by part) leave, while the `held` people wait."""
    place, rule = parts[0].place, parts[0].rule
    found = numbers(past, parts, alive)
    today = (found.space < len(parts)) & ~_lacking(found, alive, place)
    if found.union.guarded is not None:
        today &= ~found.union.guarded[:, -1]
    again = found.again | _unrecorded(past, found, parts, alive)
    union, cells = with_totals(found, parts, alive, rule.k), len(found.space)
    more = np.zeros(len(union.shown) - cells, np.bool_)
    today, again = np.append(today, ~more), np.append(again, more)
    wanted = Wanted(union, today, again, first=_begins(past, parts))
    made = pattern(wanted, Width(rule.k, rule.width), _weeks(parts, held))
    return Found(
        made,
        _cells(found, np.flatnonzero(made.shown[:cells]), place),
        _cells(found, made.waiting[made.waiting < cells], place),
    )


def _begins(past: Past, parts: Sequence[OpenPart]) -> bool:
    """Whether a reader saw nothing yet of the series of one of the parts."""
    seen = {(past.spaces[record.scope], record.series) for record in past.records}
    return any((n, part.position.series) not in seen for n, part in enumerate(parts))


def _unrecorded(
    past: Past, found: Numbers, parts: Sequence[OpenPart], alive: Sequence[Any]
) -> Flags:
    """The cells that the last release hides, read from it where its ledger does not say so."""
    flags = np.zeros(len(found.space), np.bool_)
    for part, rows in zip(parts, alive, strict=True):
        at, path = part.position, part.recoded.previous
        table = table_in(path, (at.published, at.part)) if path else None
        if path and table and at.served and at.past and (at.base or 0) < past.since:
            told = _published(part, path, table).get_name()
            hidden = part.place.sql(
                f"SELECT DISTINCT cell FROM {found.cells} JOIN "  # noqa: S608
                f"(FROM {rows.get_name()} ANTI JOIN {told} USING ({CLASS})) USING (_cls)"
            )
            flags[[cell for (cell,) in hidden]] = True
    flags &= found.union.people[:, -2:].min(axis=1) > 0
    return flags


def _published(part: OpenPart, path: Path, table: str) -> Any:
    """The cells (CLASS) of a part in a release, where it is that table."""
    columns, place = part.columns, part.place
    rows = published_rows(path, table, part.recoded.declared, columns, place)
    types = {name: part.exported.schema()[name] for name in columns}
    return kept(with_class(rows.cast(types), columns).select(CLASS), place)


def _cells(found: Numbers, cells: Ints, place: Workspace) -> str:
    """A table of the CLS of these cells."""
    name = place.name("chosen")
    given = place.brought("given", pa.table({"cell": pa.array(cells)}))
    place.sql(
        f"CREATE TEMP TABLE {name} AS SELECT _cls FROM {found.cells} "  # noqa: S608
        f"SEMI JOIN {given.get_name()} USING (cell)"
    )
    return name


def _lacking(found: Numbers, alive: Sequence[Any], place: Workspace) -> Flags:
    """The cells that cannot be shown: nothing knows their values any more."""
    flags = np.zeros(len(found.space), np.bool_)
    for rows in alive:
        gone = place.sql(
            f"SELECT cell FROM {found.cells} SEMI JOIN "  # noqa: S608
            f"(FROM {rows.get_name()} WHERE {LACKING}) USING (_cls)"
        )
        flags[[cell for (cell,) in gone]] = True
    return flags


def _weeks(parts: Sequence[OpenPart], held: Any) -> float:
    """How long the oldest change that is to be let through has waited."""
    days = [0]
    for part in parts:
        names = _names(part, held) | {"pending": part.pending.get_name()}
        [[seen]] = part.place.sql(WEEKS.format(**names))
        if seen:
            days.append((part.recoded.as_of - date.fromisoformat(seen)).days)
    return max(days) / 7


def _names(part: OpenPart, held: Any) -> dict[str, str]:
    return {"candidates": part.candidates.get_name(), "held": held.get_name()}


def must_wait(parts: Sequence[OpenPart], held: Any, found: Found) -> Any | None:
    """The people (WHO) who must wait too; None where nobody must, or nobody is left."""
    if not len(found.pattern.waiting):
        return None
    some = _moving(parts, held, found, "false")
    return _moving(parts, held, found, "true") if some is None else some


def _moving(parts: Sequence[OpenPart], held: Any, found: Found, everyone: str) -> Any | None:
    """A table of those whose change is to be let through: in the cells that wait, or anywhere."""
    place = parts[0].place
    words = {"cells": found.waiting, "all": everyone}
    each = [MOVING.format(**_names(part, held), **words) for part in parts]
    moving = place.made("must_wait", " UNION ".join(each))
    return moving if place.count(moving) else None


def with_numbers(settled: Sequence[Settled], alive: Sequence[Any], found: Found) -> list[Settled]:
    """The parts with the cells (CLASS, CLS) that are shown; a blocker where the past tells one."""
    return [
        replace(
            one,
            ledger_part=replace(one.ledger_part, shown=_shown(one, rows, found)),
            problems=(*one.problems, *_problems(one, found)),
        )
        for one, rows in zip(settled, alive, strict=True)
    ]


def _shown(one: Settled, rows: Any, found: Found) -> Any:
    place = one.ledger_part.place
    return place.table("numbers", NUMBERS, rows=rows, chosen=found.shown)


def _problems(one: Settled, found: Found) -> Iterator[Problem]:
    # A new series accepts what earlier releases tell by themselves.
    if found.pattern.told and one.ledger_part.why is None:
        yield Problem(
            "numbers-told",
            one.part,
            f"{found.pattern.told} small numbers would follow from earlier releases by themselves",
            f"accept what they tell: `fournil new-series {one.ledger_part.dataset} --why …`",
        )
