"""What runs beside the workers, in processes of their own."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from publish.release.follow import check_folder, follow
from publish.release.remote import kind_of
from publish.release.signature import trusted_keys
from publish.site.app.workers import Address, Beside, listen
from publish.site.meters import metrics
from publish.site.meters.exporter import export


@dataclass(frozen=True)
class Store:
    """The address of a store that is followed, and the public keys that may sign for it."""

    address: str
    trusted: tuple[str, ...]


def following(store: Store, releases: Path) -> Beside:
    """The process that follows a store; raises StoreError where that cannot be begun."""
    check_folder(releases)
    trusted_keys(store.trusted)
    kind_of(store.address)
    run = partial(follow, releases, store.address, list(store.trusted))
    return Beside("the process that follows the store", run)


@contextmanager
def figures(address: Address, releases: Path) -> Iterator[Beside]:
    """The process that Prometheus asks, and the folder of its figures; raises PortTaken."""
    (listener,) = listen(address, 1)
    folder = metrics.begin()
    try:
        yield Beside("the process of the figures", partial(export, listener, folder, releases))
    finally:
        listener.close()
        shutil.rmtree(folder, ignore_errors=True)
