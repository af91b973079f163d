"""One server for all tests of reviewing."""

from collections.abc import Iterator

import pytest

from tests.desk.entering import Desk
from tests.desk.reviewing import reviewed_site
from tests.servers import serving


@pytest.fixture(scope="package")
def review(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A site whose places two members have to look at; each test has proposals of its own."""
    site = reviewed_site(tmp_path_factory.mktemp("review") / "site")
    with serving(site.root) as server:
        yield Desk(site, server.address)
