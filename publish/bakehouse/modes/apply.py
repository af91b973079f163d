"""How a table leaves, by its mode: things, counts, records of people, a directory."""

from collections.abc import Callable
from dataclasses import replace

from publish.bakehouse.modes.aggregates import aggregates
from publish.bakehouse.modes.counts import counts
from publish.bakehouse.modes.named import named
from publish.bakehouse.modes.protected import Protected
from publish.bakehouse.modes.records import records
from publish.bakehouse.modes.things import things
from publish.bakehouse.protect.recoded import RecodedTable
from publish.errors import Problem

Mode = Callable[[RecodedTable], Protected]


def undecided(recoded: RecodedTable) -> Protected:
    """Nothing: nobody decided how people leave."""
    problem = Problem(
        "undecided-people",
        recoded.name,
        "the table is about people and nothing says how they leave",
        "declare `aggregates:` (counts), `privacy:` (records) or `named:` (a directory)",
    )
    return Protected((), (problem,))


MODES: dict[str, Mode] = {
    "things": things,
    "counts": counts,
    "records": records,
    "aggregates": aggregates,
    "named": named,
}


def apply_mode(recoded: RecodedTable) -> Protected:
    """What may be published of a table, by its mode."""
    mode = recoded.declared.mode
    left = MODES[mode](recoded) if mode else undecided(recoded)
    return replace(left, linked=recoded.rows)
