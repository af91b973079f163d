"""What goes to a portal: a dataset, and the plan for each udata dataset that comes of it."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from publish.declare.declaration import DataGouv
from publish.portals.udata.memory import Memory
from publish.portals.udata.steps import Step, Work
from publish.portals.udata.target import Target
from publish.portals.udata.there import Home
from publish.portals.udata.wanted import OwnMark
from publish.release.store import Store


@dataclass(frozen=True)
class Sending:
    """A dataset on its way to a portal.

    `site` names the site in the marks left there; `address` is its public address, if it has one.
    """

    name: str
    store: Store
    declared: DataGouv
    home: Home
    private: Path
    site: str
    address: str | None
    day: date
    anew: bool = False

    @property
    def memory(self) -> Memory:
        """The ids that the portal gave."""
        return Memory(self.private, self.home.portal.address)


@dataclass(frozen=True)
class Planned:
    """A udata dataset, and the steps that bring it up to date."""

    title: str
    mark: OwnMark
    steps: tuple[Step, ...]
    work: Work
    target: Target | None = None
    notes: tuple[str, ...] = ()
