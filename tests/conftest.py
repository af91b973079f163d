"""Fixtures for all tests."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# A busy machine is no failure: nothing in the tests is timed.
settings.register_profile(
    "untimed", settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("untimed")

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real files; skips where a clone stands alone."""
    folder = ROOT.parent / "shared"
    if not (folder / "data" / "EXPECTED.json").is_file():
        pytest.skip("the real files of ../shared are not here")
    return folder


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The quick tests first, so that what breaks is known early."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is not None)
