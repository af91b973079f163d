"""The process that Prometheus asks: adds up what the workers counted, and looks at the disk."""

import os
import socket
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler

from publish.errors import StoreError
from publish.release.followed import STATE, silence
from publish.release.release import read_package
from publish.release.status import statuses
from publish.site.base.releases import current_releases
from publish.site.meters.processes import Process, processes

TIMEOUT_SECONDS = 10


def export(listener: socket.socket, folder: Path, releases: Path) -> None:
    """Answers `/metrics` on a listening socket, for ever; `folder` holds the workers' figures."""
    from prometheus_client import CollectorRegistry
    from prometheus_client.exposition import ThreadingWSGIServer, make_wsgi_app
    from prometheus_client.multiprocess import MultiProcessCollector

    registry = CollectorRegistry()
    registry.register(_Beside(folder, releases))
    MultiProcessCollector(registry, path=str(folder))  # type: ignore[no-untyped-call]
    host, port = listener.getsockname()[:2]
    server = ThreadingWSGIServer((host, port), _Handler, bind_and_activate=False)
    server.socket.close()
    server.socket = listener
    server.server_name, server.server_port = host, port
    server.setup_environ()
    server.set_app(make_wsgi_app(registry))
    server.serve_forever()


class _Handler(WSGIRequestHandler):
    """Keeps no log, and waits for nobody."""

    timeout = TIMEOUT_SECONDS

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing."""


class _Beside:
    """What no worker counts: memory, descriptors, the age of releases. Forgets dead workers."""

    def __init__(self, folder: Path, releases: Path) -> None:
        self._folder, self._releases = folder, releases

    def collect(self) -> Iterable[Any]:
        """The figures of this moment."""
        found = list(processes(os.getppid(), os.getpid()))
        forget_dead(self._folder, {one.pid for one in found})
        by_role = {role: [p for p in found if p.role == role] for role in ("server", "sql")}
        for name, words, of in _OF_PROCESSES:
            yield _gauge(name, words, "role", {role: of(ps) for role, ps in by_role.items()})
        now = datetime.now(UTC)
        today = now.date()
        if (self._releases / STATE).is_file():
            silent = silence(self._releases, now).total_seconds()
            words = "Since the store that is followed was signed."
            yield _gauge("store_silent_seconds", words, "store", {"followed": silent})
        ages = dict(_ages(self._releases, today))
        yield _gauge("release_age_days", "Since the release that is served.", "dataset", ages)
        late = {one.dataset: one.freshness.days for one in statuses(self._releases, today)}
        yield _gauge("dataset_late_days", "Days over its declared frequency.", "dataset", late)


_OF_PROCESSES: tuple[tuple[str, str, Callable[[list[Process]], int]], ...] = (
    ("processes", "Processes that run.", len),
    ("memory_bytes", "Resident memory of all.", lambda found: sum(p.bytes for p in found)),
    (
        "memory_largest_bytes",
        "Resident memory of the largest.",
        lambda found: max((p.bytes for p in found), default=0),
    ),
    ("descriptors", "Open descriptors of all.", lambda found: sum(p.descriptors for p in found)),
)


def _ages(releases: Path, today: date) -> Iterator[tuple[str, int]]:
    for dataset, version in current_releases(releases).items():
        try:
            made = date.fromisoformat(read_package(releases / dataset / version).created)
        except (StoreError, ValueError, LookupError):
            # The site tells of damage by itself: here it has no age.
            continue
        yield dataset, (today - made).days


def _gauge(name: str, words: str, label: str, values: Mapping[str, float]) -> Any:
    from prometheus_client.core import GaugeMetricFamily

    found = GaugeMetricFamily(f"fournil_{name}", words, labels=[label])
    for said, value in values.items():
        found.add_metric([said], value)
    return found


def forget_dead(folder: Path, living: set[int]) -> None:
    """Takes away what workers that have ended say of "now"; what they counted stays."""
    for path in folder.glob("gauge_live*_*.db"):
        if int(path.stem.rpartition("_")[2]) not in living:
            path.unlink(missing_ok=True)
