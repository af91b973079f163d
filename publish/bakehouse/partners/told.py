"""What is known of a partner of a table once its rows are merged: for checks, and for the bake."""

from dataclasses import dataclass

from publish.declare.partner import Partner


@dataclass(frozen=True)
class PartnerRows:
    """A partner of a table: what is declared of it, how many rows it gave, and how fresh.

    `updated` is the newest of the days of its rows, "" where none is known, and `copy` that of its
    copy, both ISO; `stale` why the copy is not of the day of the run.
    """

    declared: Partner
    rows: int
    updated: str
    copy: str
    stale: str = ""
