"""A server of mail for the tests of each file."""

from collections.abc import Iterator

import pytest

from tests.mailing import Mailbox, mail_server


@pytest.fixture(scope="module")
def server() -> Iterator[Mailbox]:
    """One server of mail for the tests of a file."""
    with mail_server() as box:
        yield box


@pytest.fixture
def box(server: Mailbox) -> Mailbox:
    """The same, empty, which takes everything."""
    server.clear()
    server.refuses, server.answer, server.closes = {}, "250 OK", False
    server.thinks.set()
    return server
