"""The bakehouse takes out what people withdrew of a table: all that is theirs in it, or one row."""

from collections.abc import Sequence

from publish.bakehouse.corrections.contributors import opened, opened_list
from publish.bakehouse.part import Part, take_parts
from publish.declare.site import SiteFolder
from publish.errors import FournilError
from publish.people.clock import day_of, last_day_of
from publish.people.part_requests import PartRequest, parts_done, waiting_parts
from publish.people.spellings import by_dataset, is_over, written_otherwise


def let_parts_go(
    site: SiteFolder, now: int, any_spelling: bool
) -> tuple[int, int, list[FournilError]]:
    """How many requests were done, how many wait, and why; raises PrivateStateError, OSError."""
    return by_dataset(
        site,
        waiting_parts(site.desk),
        lambda name, asked: _done(site, name, asked, now, any_spelling),
    )


def _done(
    site: SiteFolder, name: str, asked: Sequence[PartRequest], now: int, any_spelling: bool
) -> int:
    """How many requests of a dataset were done; the others wait for a maintainer."""
    parts = {one.id: _part(site, one) for one in asked}
    if not is_over(site, name, len(asked)):
        names = {one.who for one in parts.values()}
        shared = set() if any_spelling else written_otherwise(site, name, names)
        parts = {id: one for id, one in parts.items() if one.who not in shared}
        take_parts(site, name, list(parts.values()), day_of(now))
    parts_done(site.desk, list(parts), now)
    return len(parts)


def _part(site: SiteFolder, one: PartRequest) -> Part:
    row = tuple(opened_list(site, one.row)) if one.row else ()
    who, ends = opened(site, one.who).contributor, last_day_of(one.asked)
    return Part(who, one.table, row, one.how, day_of(one.asked), ends)
