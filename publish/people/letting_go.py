"""The bakehouse does what people asked who leave: they are forgotten, as `fournil forget` does it.

A withdrawal holds for every spelling of a name. Where exports write the name of who asks also in
another way, it may be another's, and the request waits for a maintainer.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from publish.bakehouse.corrections.contributors import Contributor, opened
from publish.bakehouse.forget import forget_people
from publish.corrections import desk_file
from publish.declare.site import SiteFolder
from publish.errors import FournilError
from publish.people.clock import day_of
from publish.people.leavings import Leaving, done, waiting_to_leave
from publish.people.letting_parts import let_parts_go
from publish.people.links import end_what_is_over
from publish.people.said import Said, said, said_by
from publish.people.spellings import by_dataset, is_over, written_otherwise


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
    left, left_waiting, why = _let_all_go(site, now, any_spelling)
    parts, parts_waiting, more = let_parts_go(site, now, any_spelling)
    return LetGo(left + parts, left_waiting + parts_waiting, (*why, *more))


def _let_all_go(
    site: SiteFolder, now: int, any_spelling: bool
) -> tuple[int, int, list[FournilError]]:
    """How many who leave a whole dataset were let go, how many wait, and why."""
    asked = waiting_to_leave(site.desk)
    people = {one.id: opened(site, one.who) for one in asked}
    return by_dataset(
        site, asked, lambda name, mine: _of_dataset(site, name, mine, people, now, any_spelling)
    )


def _of_dataset(
    site: SiteFolder,
    name: str,
    asked: Sequence[Leaving],
    people: Mapping[int, Contributor],
    now: int,
    any_spelling: bool,
) -> int:
    """How many requests of a dataset were done; the others wait for a maintainer."""
    if is_over(site, name, len(asked)):
        done(site.desk, [one.id for one in asked], [], now)
        return len(asked)
    names = {people[one.id].contributor for one in asked}
    shared = set() if any_spelling else written_otherwise(site, name, names)
    clear = [one for one in asked if people[one.id].contributor not in shared]
    leavers = {people[one.id] for one in clear}
    if clear:
        forget_people(
            site, [name], sorted({who.contributor for who in leavers}), day_of(now), by_hand=False
        )
        ids = [one.id for one in clear]
        done(site.desk, ids, list(_proposals(name, leavers, said(site))), now)
    return len(clear)


def _proposals(
    name: str, leavers: Iterable[Contributor], everything: Collection[Said]
) -> Iterator[int]:
    """The numbers of what leavers proposed in a dataset."""
    for who in leavers:
        yield from (one.number for one in said_by(who, [name], everything))
