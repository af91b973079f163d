"""The server that programs of a file of tests ask."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from publish.declare.site import SiteFolder
from tests.desk.api.asking_programs import program
from tests.desk.entering import Desk
from tests.servers import serving
from tests.sites import DATASET, METADATA, copied, declare, make_site, publish

CLOSED = DATASET.replace("    browse:", "    corrections: {closed: {open: false}}\n    browse:")


def _published(root: Path) -> SiteFolder:
    """Two datasets of places with an open desk; one declares what says that a row is over."""
    site = make_site(root, "lieux", "autres")
    declare(site, CLOSED)
    publish(site)
    (root / "metadata.yaml").write_text(f"{METADATA}desk: {{}}\n", encoding="utf-8")
    return site


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A site of two workers; each test reads the tag of a row before it changes it."""
    site = copied(tmp_path_factory.mktemp("programs") / "site", _published)
    with serving(site.root, 2) as server:
        yield Desk(site, server.address)


@pytest.fixture(scope="module")
def ada(desk: Desk) -> Iterator[httpx.Client]:
    """A reviewer's program."""
    with program(desk) as client:
        yield client
