"""How partners' servers are asked: only those of the site's list, within bounds."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import httpx
from pydantic import JsonValue

from publish.bakehouse.fetch.kept import Limits
from publish.bakehouse.fetch.web import LIST, Web, fetch, shown
from publish.errors import SourceError
from publish.words.json import read_json
from publish.words.limits import MIB

PAGE_BYTES = 256 * MIB
"""Of one answer of a partner's server."""
PAGE_SECONDS = 600
"""For one answer to come."""
JSON = "application/json"


@dataclass(frozen=True)
class Page:
    """An answer of a server, kept in a private file."""

    address: str
    path: Path

    def json(self) -> JsonValue:
        """What it says; raises SourceError where it is no JSON."""
        try:
            said: JsonValue = read_json(self.path)
        except ValueError as error:
            raise SourceError(
                f"{shown(self.address)}: is no JSON ({error}); open the address in a browser"
            ) from None
        return said


@dataclass(frozen=True)
class PoliteWeb:
    """What a partner's harvest may ask: the hosts of the site's list that name the dataset."""

    hosts: Mapping[str, Mapping[str, str]]
    private: Path

    def page(self, address: str, accept: str = "*/*") -> Page:
        """The answer at an address; raises SourceError where it may not be asked, or has none."""
        web = Web(self.hosts, Limits(PAGE_BYTES, PAGE_SECONDS))
        if not web.lists(httpx.URL(address)):
            raise SourceError(
                f"{shown(address)}: its host is not listed for this dataset; list it under {LIST}"
            )
        return Page(address, fetch(address, self.private, web))

    def json(self, address: str, accept: str = JSON) -> JsonValue:
        """What JSON an address answers; raises SourceError where it is none."""
        return self.page(address, accept).json()
