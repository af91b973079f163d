"""The figures that workers keep for Prometheus; each worker its own, added up when they are read.

`begin` comes before the first import of prometheus_client: that is when it decides whether a
process is alone.
"""

import os
from collections import Counter
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from publish.site.meters.asked import Answered

_FOLDER = "PROMETHEUS_MULTIPROC_DIR"
SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


def begin() -> Path:
    """A fresh folder for the figures of all workers, which the processes to come will share."""
    folder = Path(mkdtemp(prefix="fournil-metrics-"))
    os.environ[_FOLDER] = str(folder)
    return folder


class Metrics:
    """What one worker counts."""

    def __init__(self) -> None:
        from prometheus_client import Counter as Count
        from prometheus_client import Gauge, Histogram

        self._requests = Count(
            "fournil_requests", "Requests answered; 499: the asker left.", ["kind", "status"]
        )
        self._seconds = Histogram(
            "fournil_answer_seconds", "Time until an answer begins.", ["kind"], buckets=SECONDS
        )
        self._bytes = Count("fournil_answer_bytes", "Bytes of bodies sent.", ["kind"])
        self._cache = Count(
            "fournil_cache", "Answers from memory (hit, unchanged), or not.", ["result"]
        )
        self._sql = Count("fournil_sql", "Strangers' SQL by how it ended.", ["outcome"])
        self._now = {
            name: Gauge(f"fournil_{name}", words, multiprocess_mode=mode)
            for name, words, mode in _NOW
        }
        self._known: Counter[str] = Counter()
        # Finding a figure by its labels takes longer than counting.
        self._found: dict[tuple[str, int, str], tuple[Any, ...]] = {}

    def __call__(self, answered: Answered) -> None:
        """Counts one answer."""
        key = (answered.asked.kind, answered.status, answered.cache)
        found = self._found.get(key) or self._figures(*key)
        requests, seconds, sent, cache = found
        requests.inc()
        seconds.observe(answered.seconds)
        sent.inc(answered.bytes)
        cache.inc()

    def _figures(self, kind: str, status: int, cache: str) -> tuple[Any, ...]:
        found = self._found[kind, status, cache] = (
            self._requests.labels(kind, str(status)),
            self._seconds.labels(kind),
            self._bytes.labels(kind),
            self._cache.labels(cache),
        )
        return found

    def now(self, sql: Counter[str], **figures: float) -> None:
        """What is so at this moment: how SQL ended since the start, and each gauge of `_NOW`."""
        for outcome, count in (sql - self._known).items():
            self._sql.labels(outcome).inc(count)
        self._known = sql.copy()
        for name, value in figures.items():
            self._now[name].set(value)


_NOW: tuple[tuple[str, str, Any], ...] = (
    ("connections", "Connections that are open.", "livesum"),
    ("connections_most", "Connections that there may be.", "livesum"),
    ("sql_running", "Queries of strangers that run.", "livesum"),
    ("sql_waiting", "Queries of strangers that wait.", "livesum"),
    ("datasets", "Datasets attached; of the worker with the fewest.", "livemin"),
    ("ready", "1 where every worker is ready.", "livemin"),
)
