"""What tests of the private side start from."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from publish.bakehouse.engine import Workspace
from tests.tables import bench


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Workspace]:
    """A workspace of the test's own."""
    with bench(tmp_path) as opened:
        yield opened
