"""Fixtures for the real files: skipped where ../shared is absent."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.real.real_site import RealSite, make_site


@pytest.fixture
def real(tmp_path: Path, shared: Path) -> RealSite:
    """An empty site beside the real files."""
    return make_site(tmp_path / "site", shared / "data")


@pytest.fixture(scope="session")
def facts(shared: Path) -> dict[str, Any]:
    """What a correct import of each real file must meet."""
    expected: dict[str, Any] = json.loads((shared / "data" / "EXPECTED.json").read_text())
    return expected
