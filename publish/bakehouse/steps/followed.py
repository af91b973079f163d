"""What people said of rows that are one with others by now, in a run: it goes along with them."""

from collections.abc import Mapping, Sequence
from typing import Any

from publish.bakehouse.steps.work import RunWork
from publish.corrections.moved_rows import carried, carry
from publish.errors import Problem
from publish.words.sql import quoted


def followed(
    work: RunWork, name: str, said: Sequence[tuple[Any, ...]]
) -> Sequence[tuple[Any, ...]]:
    """The live corrections of a table under the keys that their rows have; notices of them."""
    merged = work.merged.get(name)
    if merged is None:
        return said
    there, (moved, stayed) = carried(work.run.site.desk, (work.run.name, name), said, merged.moves)
    if moved or stayed:
        stays = f", {stayed} stay where they are, for that cell is corrected there already"
        work.notices.append(
            Problem(
                "followed-corrections",
                name,
                f"{moved} corrections follow rows that became one with another, or came back"
                f"{stays if stayed else ''}",
                "`fournil desk conflicts` lists those that stay, `fournil desk undo NUMBER` ends "
                "one"
                if stayed
                else "",
                "warning",
            )
        )
    return there


def note_followed(work: RunWork) -> None:
    """The same, told to the desk; raises DeskError."""
    run = work.run
    for name, merged in work.merged.items():
        carry(run.site.desk, (run.name, name), merged.moves, run.as_of)


def retired_ids(work: RunWork, name: str) -> Mapping[str, str]:
    """The ids that were public once, with those of the rows that leave in their place."""
    moves, rows = work.merged[name].moves, work.inspection.published.get(name)
    if rows is None or not moves.retired:
        return {}
    [key] = work.run.dataset.tables[name].primary_key
    asked = "SELECT {key} FROM {rows} WHERE list_contains($ends, {key})"
    words = {"key": quoted(key), "rows": rows.rows}
    found = work.place.sql(
        work.place.filled(asked, **words), {"ends": sorted({*moves.retired.values()})}
    )
    there = {id for (id,) in found}
    return {id: now for id, now in sorted(moves.retired.items()) if now in there}
