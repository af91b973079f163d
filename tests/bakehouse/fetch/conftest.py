"""Servers that the tests of this folder share."""

from collections.abc import Iterator

import pytest

from tests.databases import Server, mariadb, postgresql


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    with postgresql() as server:
        yield server


@pytest.fixture(scope="session")
def maria() -> Iterator[Server]:
    with mariadb() as server:
        yield server
