"""The server that programs of a file of tests ask."""

from collections.abc import Iterator

import httpx
import pytest

from tests.desk.api.asking_programs import program, published_api
from tests.desk.entering import Desk
from tests.servers import serving
from tests.sites import copied


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A site of two workers; each test reads the tag of a row before it changes it."""
    site = copied(tmp_path_factory.mktemp("programs") / "site", published_api)
    with serving(site.root, 2) as server:
        yield Desk(site, server.address)


@pytest.fixture(scope="module")
def ada(desk: Desk) -> Iterator[httpx.Client]:
    """A reviewer's program."""
    with program(desk) as client:
        yield client
