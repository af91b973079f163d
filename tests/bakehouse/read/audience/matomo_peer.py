"""A process that stands for a Matomo, for tests, and what is asked of it."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import httpx

from publish.bakehouse.engine import Workspace
from publish.bakehouse.fetch.kept import Limits
from publish.bakehouse.fetch.web import Web
from publish.bakehouse.read.audience import matomo, matomo_weeks
from publish.bakehouse.read.exports import ExportRequest
from publish.declare.source import Source
from tests.bakehouse.read.audience import matomo_server

TUESDAY = date(2026, 12, 1)
PAGES = [
    {"label": "/lieux/1", "nb_visits": 12, "nb_uniq_visitors": 11, "nb_hits": 20,
     "sum_time_spent": 60, "url": "https://example.org/lieux/1?q=ada@example.org"},
    {"label": "/lieux/1", "nb_visits": 3, "nb_uniq_visitors": 2, "nb_hits": 4,
     "url": "https://example.org/lieux/1?token=0123456789abcdef"},
    {"label": "/compte/0612345678", "nb_visits": 1, "nb_uniq_visitors": 1, "nb_hits": 1},
    {"label": "Others", "nb_visits": 5, "nb_hits": 7},
]  # fmt: skip


@dataclass
class Peer:
    """The process, its address, and the folder of what it answers and was asked."""

    address: str
    folder: Path

    def answers(self, **what: Any) -> None:
        (self.folder / "answer.json").write_text(json.dumps({"VisitsSummary.get": []} | what))

    def all_asked(self) -> list[dict[str, str]]:
        log = self.folder / "asked.jsonl"
        return [json.loads(line) for line in log.read_text().splitlines()] if log.exists() else []

    def asked(self) -> list[dict[str, str]]:
        """All but what was asked of the visitors of a feature."""
        return [one for one in self.all_asked() if "pageUrl" not in one.get("segment", "")]

    def segments(self) -> list[tuple[str, str]]:
        return [(one["date"], one["segment"]) for one in self.all_asked() if "segment" in one]


@contextmanager
def started(folder: Path) -> Iterator[Peer]:
    """The process, until the block ends."""
    folder.mkdir()
    command = [sys.executable, matomo_server.__file__, str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield Peer(process.stdout.readline().strip(), folder)
        process.terminate()


def source(peer: Peer, **more: Any) -> Source:
    declared = {"matomo": peer.address, "site": 3, "token": "MATOMO_TOKEN", "report": "features"}
    rules = ({"match": "^/lieux/", "feature": "place"},)
    return Source.model_validate({"features": rules, **declared, **more})


def brought(peer: Peer, folder: Path, today: date = TUESDAY, **more: Any) -> Path:
    kept = folder / "kept"
    web = Web({httpx.URL(peer.address).netloc.decode(): {}}, Limits(seconds=100), pauses=(0.01,))
    matomo_weeks.brought(source(peer, **more), today, kept, folder / "private", web)
    return kept


def rows(peer: Peer, kept: Path, bench: Workspace) -> tuple[list[tuple[str, ...]], list[str]]:
    asked = ExportRequest(kept, "matomo", source(peer), ())
    (export,) = matomo.read(asked, bench)
    table = export.table.to_pyarrow().to_pydict()
    return list(zip(*table.values(), strict=True)), [one.code for one in export.remarks]
