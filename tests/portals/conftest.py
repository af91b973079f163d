"""A real udata with people in it, a proxy in front, and a site that pushes there."""

import json
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import httpx
import pytest

from publish.declare.site import SiteFolder
from tests.conftest import UDATA
from tests.portals.proxy import Proxy, proxied
from tests.portals.sites import KEY, pushing_site
from tests.udata import Udata

NUMBERS = count(1)


@dataclass(frozen=True)
class Peer:
    """A udata with an editor who is no administrator; `others` is an organisation not theirs."""

    udata: Udata
    address: str
    key: str = field(repr=False)
    expired: str = field(repr=False)
    others: str

    def ask(self, method: str, path: str, **options: Any) -> Any:
        """What the editor is answered, by hand and not by us."""
        headers = {"X-API-KEY": self.key}
        url = f"{self.address}/api/{path}"
        answer = httpx.request(method, url, headers=headers, timeout=60, **options)
        answer.raise_for_status()
        return answer.json() if answer.content else None

    def organization(self) -> str:
        """A new organisation of the editor's."""
        asked = {"name": f"Équipe {next(NUMBERS)}", "description": "Pour un essai"}
        return str(self.ask("POST", "1/organizations/", json=asked)["id"])

    def datasets(self, organization: str) -> list[Any]:
        """The living datasets of an organisation, whole."""
        found = self.ask("GET", f"2/datasets/?organization={organization}&page_size=100")["data"]
        ids = [one["id"] for one in found if not one["deleted"]]
        return [self.ask("GET", f"1/datasets/{id}/") for id in ids]


@pytest.fixture(scope="session")
def peer(udata: Udata) -> Peer:
    """The udata of this run, with its people."""
    home = Path(udata.environment["UDATA_HOME"])
    command = [
        home / "web/bin/python",
        Path(__file__).parent / "people.py",
        UDATA.parent / "app.py",
    ]
    done = subprocess.run(command, capture_output=True, text=True, env=udata.environment)
    assert done.returncode == 0, done.stderr
    return Peer(udata, udata.url.removesuffix("/api/1"), **json.loads(done.stdout))


@pytest.fixture
def proxy(peer: Peer) -> Iterator[Proxy]:
    """A proxy in front of udata."""
    with proxied(peer.address) as found:
        yield found


@pytest.fixture
def team(peer: Peer) -> str:
    """An organisation without datasets."""
    return peer.organization()


@pytest.fixture
def site(
    tmp_path: Path, peer: Peer, proxy: Proxy, team: str, monkeypatch: pytest.MonkeyPatch
) -> SiteFolder:
    """A site with a release, which pushes through the proxy."""
    monkeypatch.setenv(KEY, peer.key)
    return pushing_site(tmp_path / "site", proxy.address, team)
