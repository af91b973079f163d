"""A site over real releases, asked in process."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import ClassVar

import pytest
import pytest_asyncio
from jinja2.bccache import Bucket, BytecodeCache

from publish.declare.site import SiteFolder
from publish.site.app.datasette_site import Site
from publish.site.app.serve import open_site
from tests import factory


class Compiled(BytecodeCache):
    """The templates of this process: a test that opens a site compiles them half of its time."""

    kept: ClassVar[dict[str, bytes]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Jinja asks for what it compiled."""
        if bucket.key in self.kept:
            bucket.bytecode_from_string(self.kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Jinja hands over what it compiled."""
        self.kept[bucket.key] = bucket.bytecode_to_string()


@pytest.fixture(scope="session")
def pattern(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site that each test gets a copy of."""
    folder = factory.site(tmp_path_factory.mktemp("pattern") / "site")
    factory.places(folder)
    factory.visits(folder)
    return folder


@pytest.fixture
def root(tmp_path: Path, pattern: Path) -> Path:
    """A site with two datasets: `lieux` (ODbL, but `kinds` LO2) and `visites` (LO2)."""
    return shutil.copytree(pattern, tmp_path / "site", symlinks=True)


@asynccontextmanager
async def opened(root: Path) -> AsyncIterator[Site]:
    """Datasette over a folder, started, closed afterwards."""
    site = open_site(SiteFolder(root))
    site.get_jinja_environment().bytecode_cache = Compiled()
    await site.invoke_startup()
    yield site
    await site.invoke_shutdown()


@pytest_asyncio.fixture
async def site(root: Path) -> AsyncIterator[Site]:
    """The site of one test, over its own copy."""
    async with opened(root) as started:
        yield started


@pytest_asyncio.fixture(scope="module")
async def still(pattern: Path) -> AsyncIterator[Site]:
    """The same site, shared by the tests of a module that ask much and change nothing."""
    async with opened(pattern) as started:
        yield started
