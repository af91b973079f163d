"""Fixtures for all tests."""

import gc
import os
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests import once
from tests import udata as peer

# A busy machine is no failure: nothing in the tests is timed.
settings.register_profile(
    "untimed", settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("untimed")

ROOT = Path(__file__).parent.parent
UDATA = ROOT.parent / "shared" / "udata" / "udata"


def pytest_configure() -> None:
    """One udata, and one folder of sites, for all processes of this run."""
    peer.announce()
    once.announce()


def pytest_sessionfinish(session: pytest.Session) -> None:
    """The process that started the others ends the udata they shared."""
    if not hasattr(session.config, "workerinput"):
        peer.end()


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real files; skips where a clone stands alone."""
    folder = ROOT.parent / "shared"
    if not (folder / "data" / "EXPECTED.json").is_file():
        pytest.skip("the real files of ../shared are not here")
    return folder


@pytest.fixture(scope="session")
def udata(shared: Path) -> peer.Udata:
    """The software of data.gouv.fr, running; skips where it cannot be installed."""
    if not shutil.which("redis-server") and os.geteuid() != 0:
        pytest.skip("udata needs redis-server, which only root can install")
    return peer.start(UDATA)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The quick tests first, so that what breaks is known early; then those of minutes."""
    items.sort(key=_place)


def pytest_collection_finish() -> None:
    """What was collected stays to the end: no search for garbage need look through it again."""
    gc.collect()
    gc.freeze()


def _place(item: pytest.Item) -> tuple[bool, int]:
    slow = item.get_closest_marker("slow")
    return slow is not None, -slow.kwargs.get("minutes", 0) if slow else 0
