"""Requests to leave that wait for a maintainer: of whom there may be two, or of no dataset."""

from collections.abc import Callable, Collection, Sequence
from typing import Any, Protocol, TypeVar

from publish.bakehouse.engine import workspace
from publish.bakehouse.protect.identity import canonical
from publish.bakehouse.read import read_all, requests
from publish.bakehouse.shape import shape
from publish.declare.site import SiteFolder
from publish.declare.table import ROW
from publish.errors import FournilError, PrivateStateError
from publish.release.lock import site_lock
from publish.release.store import Store


class _OfDataset(Protocol):
    @property
    def dataset(self) -> str: ...


_Asked = TypeVar("_Asked", bound=_OfDataset)


def by_dataset(
    site: SiteFolder, asked: Sequence[_Asked], do: Callable[[str, Sequence[_Asked]], int]
) -> tuple[int, int, list[FournilError]]:
    """How many requests were done, how many wait, and why; `do` does those of a dataset it can.

    The trouble of one dataset stops no other.
    """
    finished, problems = 0, list[FournilError]()
    for name in sorted({one.dataset for one in asked}):
        mine = [one for one in asked if one.dataset == name]
        try:
            went = do(name, mine)
        except FournilError as error:
            problems.append(error)
            continue
        finished += went
        waits = len(mine) - went
        problems += [_unclear(site, name, waits)] if waits else []
    return finished, len(asked) - finished, problems


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


def _unclear(site: SiteFolder, name: str, waiting: int) -> PrivateStateError:
    return PrivateStateError(
        f"{site.data / name}: {_wait(waiting)}: an export writes the same name in two ways, which "
        "may be two people; mend the export, or, where they are one, run "
        "`fournil people serve-requests --any-spelling`"
    )


def is_over(site: SiteFolder, name: str, waiting: int) -> bool:
    """Whether nothing is left to leave; raises PrivateStateError where only releases are left."""
    if name in site.datasets():
        return False
    kept = [one for one in Store(site.releases / name).entries() if one.state == "kept"]
    if kept:
        raise PrivateStateError(
            f"{site.data / name}: no declaration; {_wait(waiting)}, and its releases stay on show: "
            f"bring the file back, or take them down: `fournil withdraw {name} --why …`"
        )
    return True


def _wait(waiting: int) -> str:
    return "1 request to leave waits" if waiting == 1 else f"{waiting} requests to leave wait"
