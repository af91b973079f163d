"""The demo, published once for all tests of its descriptors."""

from pathlib import Path

import pytest

from publish.declare.site import SiteFolder
from tests.describe.demo import publish_demo
from tests.sites import copied


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> SiteFolder:
    """The demo site with all its datasets."""
    return copied(tmp_path_factory.mktemp("described"), publish_demo)


@pytest.fixture(scope="session")
def places(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The release of the demo's places: keys, dates, booleans, lists, a map."""
    site = publish_demo(tmp_path_factory.mktemp("places"), "lieux-partages")
    return site.releases / "lieux-partages" / "current"
