"""Whom exports write in more than one way: these may be two people, and wait for a maintainer."""

from collections.abc import Collection
from typing import Any

from publish.bakehouse.engine import workspace
from publish.bakehouse.protect.identity import canonical
from publish.bakehouse.read import read_all, requests
from publish.bakehouse.shape import shape
from publish.declare.site import SiteFolder
from publish.declare.table import ROW
from publish.errors import PrivateStateError
from publish.release.lock import site_lock


def written_otherwise(site: SiteFolder, name: str, people: Collection[str]) -> set[str]:
    """Those of some people whose name an export of the dataset writes in another way, too."""
    wanted = {canonical(who) for who in people}
    with site_lock(site.private):
        there = _spellings(site, name, wanted)
    return {
        who
        for who in people
        if any(canonical(one) == canonical(who) and one != who for one in there)
    }


def _spellings(site: SiteFolder, name: str, wanted: Collection[str]) -> set[str]:
    """How exports write the people of some canonical forms; raises SourceError."""
    dataset, there = site.dataset(name), set[str]()
    with workspace(site.private / name) as place:
        files = requests(site, name, dataset)
        for table, declared in dataset.tables.items():
            if declared.contributor and declared.contributor != ROW:
                rows: Any = shape(declared, read_all(files[table], place), place).table
                named = rows.select(who=rows[declared.contributor].cast("string")).distinct()
                for batch in named.to_pyarrow_batches():
                    texts = (one for one in batch["who"].to_pylist() if one is not None)
                    there |= {one for one in texts if canonical(one) in wanted}
    return there


def unclear(site: SiteFolder, name: str, waiting: int) -> PrivateStateError:
    """Why requests wait, and the way out."""
    what = "1 request to leave waits" if waiting == 1 else f"{waiting} requests to leave wait"
    return PrivateStateError(
        f"{site.data / name}: {what}: an export writes the same name in two ways, which may be two "
        "people; mend the export, or, where they are one, run "
        "`fournil people serve-requests --any-spelling`"
    )
