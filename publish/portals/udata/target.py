"""What one udata dataset is to become, beside what it is."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from publish.portals.udata.memory import Memory
from publish.portals.udata.portal import Json
from publish.portals.udata.resources import matched
from publish.portals.udata.steps import Work
from publish.portals.udata.there import Home
from publish.portals.udata.wanted import OwnMark, Wanted
from publish.release.reuse import ListedReuse


@dataclass(frozen=True)
class Target:
    """One udata dataset: where it goes, what tells it of ours, what is wanted, what is there.

    `contact` is the id of its contact point, None until it is made; `confirmed` is the day of the
    newest export, None where the last one was refused; `reuses` are those to list beside it.
    """

    home: Home
    mark: OwnMark
    wanted: Wanted
    there: Json | None
    spatial: Json | None
    contact: str | None
    memory: Memory
    day: date
    confirmed: date | None
    reuses: tuple[ListedReuse, ...] = ()

    @property
    def resources(self) -> list[Json]:
        """The resources there, in order."""
        return list((self.there or {}).get("resources", ()))

    @cached_property
    def matched(self) -> dict[str, Json]:
        """The resource of each file that has one."""
        return matched(self.wanted.files, self.resources)


def work(target: Target) -> Work:
    """What the steps of a plan start from."""
    ids = {name: one["id"] for name, one in target.matched.items()}
    return Work(target.home.portal, (target.there or {}).get("id", ""), ids)
