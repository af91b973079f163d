"""A person's word that a series begins anew: what it can no longer be compared with is accepted."""

import json
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from secrets import token_hex

from publish.bakehouse.series.ledger import Ledger
from publish.declare.site import SiteFolder
from publish.errors import PrivateStateError
from publish.release.disk import write_private
from publish.release.store import Store
from publish.words.json import read_json

NAME = "new-series.json"


@dataclass(frozen=True)
class NewSeries:
    """Why a new series was asked for, when, and its number where no ledger knows it."""

    why: str
    on: date
    series: int
    token: str = field(default_factory=lambda: token_hex(8))

    @classmethod
    def requested(cls, private: Path, ledger: Ledger) -> "NewSeries | None":
        """What a person asked for and no release has done yet."""
        asked_for = cls.read(private)
        return None if asked_for and asked_for.token == ledger.fact("fresh") else asked_for

    @classmethod
    def read(cls, private: Path) -> "NewSeries | None":
        """What a person asked for last; None where nobody did. Raises PrivateStateError."""
        try:
            tree = read_json(private / NAME)
            on, series = date.fromisoformat(tree["on"]), int(tree["series"])
            return cls(str(tree["why"]), on, series, str(tree["token"]))
        except FileNotFoundError:
            return None
        except (ValueError, LookupError, TypeError) as error:
            raise PrivateStateError(
                f"{private / NAME}: damaged ({error}); ask again: `fournil new-series "
                f"{private.name} --why …`, or remove it to go on with the series there is"
            ) from None

    def write(self, private: Path) -> Path:
        """Ask for a new series at the next release."""
        private.mkdir(parents=True, exist_ok=True, mode=0o700)
        tree = asdict(self) | {"on": self.on.isoformat()}
        path = private / NAME
        write_private(path, json.dumps(tree, indent=2, ensure_ascii=False) + "\n")
        return path

    def done(self, private: Path) -> None:
        """A release has done it."""
        (private / NAME).unlink()


def request_new_series(site: SiteFolder, dataset: str, why: str, on: date) -> None:
    """Ask for a new series of a dataset, numbered after those in its ledger and its releases."""
    private = site.private / dataset
    store = Store(site.releases / dataset, private)
    current = store.current() if store.folder.is_dir() else None
    tables = current.tables.values() if current else ()
    numbers = [table.series or 0 for table in tables]
    NewSeries(why, on, 1 + max([0, *numbers])).write(private)
