"""Killed between any two requests, the next push comes to the same end as a clean one."""

import shutil
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from publish.declare.site import SiteFolder
from tests.portals.conftest import Peer
from tests.portals.killed import killed_push
from tests.portals.proxy import Kill, Proxy, Request
from tests.portals.sites import KEY, declaration, push, pushing_site, redeclare, shown
from tests.sites import DAY, ROWS, declare, deliver, publish_one

pytestmark = pytest.mark.slow("kills a push at each of its requests")
MORE = (*ROWS, "04;Ressourcerie du Canal;atelier;oui;ada@example.org")
FEW = ("    primary_key: id", "    formats: [csv.gz]\n    primary_key: id")


class Pushes:
    """Pushes of the same two releases, each time to a new organisation."""

    def __init__(self, root: Path, peer: Peer, proxy: Proxy, mode: str) -> None:
        self.root, self.peer, self.proxy, self.mode = root, peer, proxy, mode
        self.first = pushing_site(root / "first", proxy.address, "nobody", mode)
        redeclare(self.first, *FEW)
        publish_one(self.first)
        self.second = SiteFolder(root / "second")
        shutil.copytree(self.first.root, self.second.root, symlinks=True)
        deliver(self.second, *MORE)
        assert publish_one(self.second).status == "published"

    def to_a_new_team(self) -> str:
        """Both sites push to an organisation that has nothing yet."""
        team = self.peer.organization()
        for site in (self.first, self.second):
            declare(site, declaration(self.proxy.address, team, self.mode))
            (site.private / "lieux" / "data_gouv.json").unlink(missing_ok=True)
        self.proxy.forget()
        return team

    def create(self) -> SiteFolder:
        """The first push of a dataset."""
        return self.first

    def update(self) -> SiteFolder:
        """The push of a second release."""
        push(self.first)
        name = Path("lieux", "data_gouv.json")
        shutil.copy(self.first.private / name, self.second.private / name)
        self.proxy.forget()
        return self.second

    def clean(self, prepare: Callable[[], SiteFolder]) -> tuple[Any, list[Request]]:
        """What an undisturbed push shows, and its requests."""
        team = self.to_a_new_team()
        push(prepare())
        return self.end(team), list(self.proxy.seen)

    def end(self, team: str) -> Any:
        """What the one dataset of an organisation shows."""
        [there] = self.peer.datasets(team)
        return shown(there)


def deaths(requests: list[Request], *, every: bool) -> Iterator[tuple[int, bool]]:
    """The number of a request, and whether the portal does it before the process dies.

    A request that is never heard of leaves what the write before it left: where not `every` death
    is tried, it is the one just after each write.
    """
    for one in requests:
        if every:
            yield one.number, False
        if one.writes:
            yield one.number, True


@pytest.mark.parametrize("mode", ["remote", "upload"])
@pytest.mark.parametrize("kind", ["create", "update"])
def test_the_next_push_ends_as_a_clean_one(
    kind: str,
    mode: str,
    tmp_path: Path,
    peer: Peer,
    proxy: Proxy,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(KEY, peer.key)
    pushes = Pushes(tmp_path, peer, proxy, mode)
    prepare = getattr(pushes, kind)
    clean, requests = pushes.clean(prepare)
    for number, done in deaths(requests, every=(kind, mode) == ("create", "remote")):
        team = pushes.to_a_new_team()
        site = prepare()
        proxy.harm = lambda one, n=number, d=done: Kill(d) if one.number == n else None
        assert killed_push(site, DAY, proxy) == -signal.SIGKILL
        proxy.forget()
        push(site)
        assert pushes.end(team) == clean, (number, done, requests[number - 1])
    proxy.forget()
    assert push(site).result == "unchanged"
    assert proxy.writes == []
