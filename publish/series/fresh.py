"""A person's word that a series begins anew: what it can no longer be compared with is accepted."""

import json
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from secrets import token_hex

from publish.release import Store
from publish.series.ledger import Ledger
from publish.site import SiteFolder
from publish.store.disk import write_whole

NAME = "new-series.json"


@dataclass(frozen=True)
class Fresh:
    """Why a new series was asked for, when, and its number where no ledger knows it."""

    why: str
    on: date
    series: int
    token: str = field(default_factory=lambda: token_hex(8))

    @classmethod
    def asked(cls, private: Path, ledger: Ledger) -> "Fresh | None":
        """What a person asked for and no release has done yet."""
        found = cls.read(private)
        return None if found and found.token == ledger.fact("fresh") else found

    @classmethod
    def read(cls, private: Path) -> "Fresh | None":
        """What a person asked for last; None where nobody did."""
        try:
            tree = json.loads((private / NAME).read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        return cls(tree["why"], date.fromisoformat(tree["on"]), tree["series"], tree["token"])

    def write(self, private: Path) -> Path:
        """Ask for a new series at the next release."""
        private.mkdir(parents=True, exist_ok=True, mode=0o700)
        tree = asdict(self) | {"on": self.on.isoformat()}
        path = private / NAME
        write_whole(path, json.dumps(tree, indent=2, ensure_ascii=False) + "\n")
        path.chmod(0o600)
        return path

    def forget(self, private: Path) -> None:
        """A release has done it."""
        (private / NAME).unlink()


def ask(site: SiteFolder, dataset: str, why: str, on: date) -> None:
    """Ask for a new series of a dataset, numbered after those in its ledger and its releases."""
    private, store = site.private / dataset, Store(site.releases / dataset)
    current = store.current() if store.folder.is_dir() else None
    resources = current.descriptor["resources"] if current else ()
    numbers = [resource.get("series", 0) for resource in resources]
    Fresh(why, on, 1 + max([0, *numbers])).write(private)
