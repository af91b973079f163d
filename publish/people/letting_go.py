"""The bakehouse does what people asked who leave: they are forgotten, as `fournil forget` does it.

A withdrawal holds for every spelling of a name. Where exports write the name of who asks also in
another way, it may be another's, and the request waits for a maintainer.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from publish.bakehouse.corrections.contributors import Contributor, opened
from publish.bakehouse.engine import workspace
from publish.bakehouse.forget import forget_people
from publish.bakehouse.protect.identity import canonical
from publish.bakehouse.read import read_all, requests
from publish.bakehouse.shape import shape
from publish.corrections import desk_file
from publish.declare.site import SiteFolder
from publish.declare.table import ROW
from publish.errors import FournilError, PrivateStateError
from publish.people.clock import day_of
from publish.people.leavings import Leaving, done, waiting_to_leave
from publish.people.links import end_what_is_over
from publish.people.said import Said, said, said_by
from publish.release.lock import site_lock


@dataclass(frozen=True)
class LetGo:
    """How many requests to leave were done, how many wait, and why."""

    left: int = 0
    waiting: int = 0
    problems: tuple[FournilError, ...] = ()

    @property
    def is_anything(self) -> bool:
        """Whether there is anything to tell."""
        return bool(self.left or self.waiting)


def describe(gone: LetGo) -> str:
    """What was done, in a line."""
    waits = f", {gone.waiting} wait" if gone.waiting else ""
    return f"people: {gone.left} requests to leave done{waits}"


def let_go(site: SiteFolder, now: int, *, any_spelling: bool = False) -> LetGo:
    """Does what waits, dataset by dataset; raises PrivateStateError, OSError.

    A request waits on where its dataset cannot be read, or another run works on the site.
    `any_spelling` says that names which differ in spelling alone are one person.
    """
    if not desk_file.there(site.desk):
        return LetGo()
    end_what_is_over(site.desk, now)
    asked = waiting_to_leave(site.desk)
    if not asked:
        return LetGo()
    people = {one.id: opened(site, one.who) for one in asked}
    finished, problems = list[int](), list[FournilError]()
    for name in sorted({one.dataset for one in asked}):
        mine = [one for one in asked if one.dataset == name]
        try:
            went, unclear = _of_dataset(site, name, mine, people, now, any_spelling)
        except FournilError as error:
            problems.append(error)
            continue
        finished += went
        problems += [_unclear(site, name, unclear)] if unclear else []
    return LetGo(len(finished), len(asked) - len(finished), tuple(problems))


def _of_dataset(
    site: SiteFolder,
    name: str,
    asked: Sequence[Leaving],
    people: Mapping[int, Contributor],
    now: int,
    any_spelling: bool,
) -> tuple[list[int], int]:
    """The numbers of the requests that were done, and how many wait for a maintainer."""
    if name not in site.datasets():
        # Nothing is left to leave.
        done(site.desk, [one.id for one in asked], [])
        return [one.id for one in asked], 0
    names = {people[one.id].contributor for one in asked}
    shared = set() if any_spelling else _written_otherwise(site, name, names)
    clear = [one for one in asked if people[one.id].contributor not in shared]
    leavers = {people[one.id] for one in clear}
    if clear:
        forget_people(
            site, [name], sorted({who.contributor for who in leavers}), day_of(now), by_hand=False
        )
        ids = [one.id for one in clear]
        done(site.desk, ids, list(_proposals(name, leavers, said(site))))
    return [one.id for one in clear], len(asked) - len(clear)


def _proposals(
    name: str, leavers: Iterable[Contributor], everything: Collection[Said]
) -> Iterator[int]:
    """The numbers of what leavers proposed in a dataset."""
    for who in leavers:
        yield from (one.number for one in said_by(who, [name], everything))


def _written_otherwise(site: SiteFolder, name: str, people: Collection[str]) -> set[str]:
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


def _unclear(site: SiteFolder, name: str, requests: int) -> PrivateStateError:
    what = "1 request to leave waits" if requests == 1 else f"{requests} requests to leave wait"
    return PrivateStateError(
        f"{site.data / name}: {what}: an export writes the same name in two ways, which may be two "
        "people; mend the export, or, where they are one, run "
        "`fournil people serve-requests --any-spelling`"
    )
