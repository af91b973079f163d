"""Pushes in a process of their own, which can be killed."""

import multiprocessing
from datetime import date
from pathlib import Path

from publish.site import SiteFolder
from tests.push.proxy import Proxy
from tests.push.sites import push

SPAWN = multiprocessing.get_context("forkserver")
SPAWN.set_forkserver_preload(["tests.push.sites"])


def killed_push(site: SiteFolder, day: date, proxy: Proxy) -> int:
    """Pushes in another process, known to the proxy as its victim; its exit code."""
    process = SPAWN.Process(target=_push, args=(site.root, day))
    process.start()
    proxy.victim = process.pid
    process.join(60)
    assert process.exitcode is not None
    return process.exitcode


def _push(root: Path, day: date) -> None:
    push(SiteFolder(root), day)
