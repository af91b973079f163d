"""What a harvester is asked and yields, and the copy of a partner's rows that comes of it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import JsonValue

from publish.declare.partner import Partner, PartnerSource
from publish.declare.source import Source

if TYPE_CHECKING:
    # httpx, behind it, is slow to import, and most sites have no partner.
    from publish.bakehouse.partners.polite import PoliteWeb

Record = Mapping[str, JsonValue]
"""A partner's own record, as it is."""


@dataclass(frozen=True)
class Asked:
    """What a harvester is asked: the address of a service, what is declared of it, and how.

    `last` is the file of JSON lines that it made last of the same address, `since` the day on which
    it did, and `day` that of the run, for services that tell what changed; `version` is that of the
    release that the last copy is of, where it stands.
    """

    address: str
    source: PartnerSource
    web: "PoliteWeb"
    last: Path | None = None
    since: date | None = None
    day: date | None = None
    version: str = ""


Harvester = Callable[[Asked], Iterator[Record]]
"""Yields a partner's records; raises SourceError where a service answers what it should not."""


@dataclass(frozen=True)
class Harvested:
    """A copy of a partner's rows: its files, each with its name in messages, and how to read it.

    `day` is the day since which the copy is as it is; `stale` says why it is not of today, and
    `news` what its partner told of the release that it is of.
    """

    partner: str
    declared: Partner
    files: tuple[tuple[Path, str], ...]
    source: Source
    day: date
    stale: str = ""
    license: str = ""
    news: tuple[str, ...] = ()

    @property
    def other_license(self) -> str:
        """The licence that its own descriptor tells of it, where it is another than declared."""
        return "" if self.license == self.declared.license else self.license
