"""Pushes in a process of their own, which can be killed."""

import multiprocessing
from datetime import date
from pathlib import Path

from publish.declare.site import SiteFolder
from tests.portals.proxy import Proxy
from tests.portals.sites import push
from tests.servers import PATIENCE

SPAWN = multiprocessing.get_context("forkserver")
SPAWN.set_forkserver_preload(["tests.portals.sites"])


def killed_push(site: SiteFolder, day: date, proxy: Proxy) -> int:
    """Pushes in another process, known to the proxy as its victim; its exit code."""
    process = SPAWN.Process(target=_push, args=(site.root, day))
    process.start()
    assert process.pid is not None
    proxy.condemn(process.pid)
    process.join(PATIENCE)
    assert process.exitcode is not None
    return process.exitcode


def _push(root: Path, day: date) -> None:
    push(SiteFolder(root), day)
