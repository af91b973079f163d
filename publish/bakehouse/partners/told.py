"""What is known of a partner of a table once its rows are merged: for checks, and for the bake."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from publish.declare.partner import Partner


@dataclass(frozen=True)
class PartnerRows:
    """A partner of a table: what is declared of it, how many rows it gave, and how fresh.

    `updated` is the newest of the days of its rows, "" where none is known, and `copy` that of its
    copy, both ISO; `stale` why the copy is not of the day of the run. `held` says that its last
    good rows stand for those of its copy, `counts` what came in and what became of it.
    """

    declared: Partner
    rows: int
    updated: str
    copy: str
    stale: str = ""
    held: bool = False
    counts: Mapping[str, int] = field(default_factory=dict)
