"""A site over real releases, asked in process."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from publish.serve import open_site
from publish.serving.datasette_site import Site
from publish.site import SiteFolder
from tests import factory


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A site with two datasets: `lieux` (ODbL, but `kinds` LO2) and `visites` (LO2)."""
    folder = factory.site(tmp_path / "site")
    factory.places(folder)
    factory.visits(folder)
    return folder


@pytest_asyncio.fixture
async def site(root: Path) -> AsyncIterator[Site]:
    """Datasette over `root`, started, closed afterwards."""
    opened = open_site(SiteFolder(root))
    await opened.invoke_startup()
    yield opened
    await opened.invoke_shutdown()
