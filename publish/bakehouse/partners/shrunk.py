"""Whether a partner gave far fewer rows than last: a file that is not whole takes none out."""

from collections.abc import Sequence
from math import ceil

from publish.bakehouse.engine import Workspace
from publish.bakehouse.partners.memory import Memory
from publish.bakehouse.partners.warned import warning
from publish.bakehouse.read.exports import Export
from publish.errors import Problem


def shrunk(
    memory: Memory, exports: Sequence[Export], dataset: str, place: Workspace
) -> Problem | None:
    """The warning that its last good rows stay, where today's are too few to take their place.

    Not where rows that it has no more stay anyway.
    """
    policy, kept = memory.partner.policy, memory.rows(place)
    if policy.vanished != "remove" or kept is None:
        return None
    most = memory.table.shrink.max if policy.shrink is None else policy.shrink
    before, after = place.count(kept), sum(place.count(export.table) for export in exports)
    lost = (before - after) / before if before else 0
    if lost <= most:
        return None
    return warning(
        "partner-shrunk",
        dataset,
        memory.name,
        f"its last good rows stay: {after} rows came, {before} were there: more than {most:.0%} "
        "fewer",
        "check that what it gave is whole; if it is, write "
        f"`policy: {{shrink: {ceil(lost * 100) / 100:g}}}` in its file for this once",
    )
