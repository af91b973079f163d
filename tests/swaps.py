"""Swaps between two releases of different schemas, while a load is on."""

import asyncio
import shutil
from pathlib import Path

from tests import factory
from tests.load import Load, put_on
from tests.servers import Server


def releases(root: Path) -> None:
    """Two releases of `lieux` that differ in columns, rows and titles, and one of `visites`."""
    factory.places(root, "1.0.0", rows=6)
    resources = factory.places_package("2.0.0", 9)["resources"]
    resources[0]["titles"] = {"fr": "Lieux nouveaux"}
    factory.places(root, "2.0.0", rows=9, extra=True, resources=resources)
    factory.make_current(root, "lieux", "1.0.0")
    factory.visits(root)


async def swap_under_load(
    server: Server, root: Path, swaps: int, rate: float, pause: float, come_and_go: bool = True
) -> Load:
    """Swaps `swaps` times; another dataset comes and goes as well."""
    stop = asyncio.Event()
    load = asyncio.create_task(put_on(server.address, rate, stop))
    for turn in range(1, swaps + 1):
        await asyncio.sleep(pause)
        factory.make_current(root, "lieux", "2.0.0" if turn % 2 else "1.0.0")
        if come_and_go and turn % 4 == 0:
            await asyncio.to_thread(come_or_go, root)
    await asyncio.sleep(pause)
    stop.set()
    return await load


def come_or_go(root: Path) -> None:
    """Publishes a second dataset, or takes it away."""
    folder = root / "releases" / "jardins"
    if folder.exists():
        # At once, as a maintainer's command would: a server may be reading the files.
        gone = folder.rename(root / "gone")
        shutil.rmtree(gone)
    else:
        factory.places(root, dataset="jardins")
