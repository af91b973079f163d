"""Requests: one of each session waits, and what was asked twice is one."""

import pytest

from publish.declare.site import SiteFolder
from publish.people.links import Asker
from publish.people.outbox import put, sweep, take
from publish.people.requests import answered, ask, found, waiting
from tests.people.askers import NOW


@pytest.fixture
def site(tmp_path) -> SiteFolder:
    """A site of which the desk is there."""
    return SiteFolder(tmp_path)


def asker(session: str) -> Asker:
    """Somebody, sealed."""
    return Asker(session, "sealed", ("lieux",))


def test_asked_twice_it_is_one_request_whose_last_key_opens(site: SiteFolder) -> None:
    first, second = (ask(site.desk, asker("a"), "en", NOW) for _ in range(2))
    other = ask(site.desk, asker("b"), "fr", NOW)
    assert found(site.desk, first, NOW) is None
    assert [one.language for one in waiting(site.desk)] == ["en", "fr"]
    assert {one.id for one in waiting(site.desk)} == {
        one.id for key in (second, other) if (one := found(site.desk, key, NOW))
    }


def test_once_answered_who_asked_is_kept_no_longer(site: SiteFolder) -> None:
    key = ask(site.desk, asker("a"), "en", NOW)
    [one] = waiting(site.desk)
    put(site.desk, one.id, one.public, b"archive")
    answered(site.desk, one.id, NOW)
    assert waiting(site.desk) == []
    assert take(site.desk, one.id, key) == b"archive"
    assert take(site.desk, one.id, "another key") is None
    assert b"sealed" not in site.desk.read_bytes()


def test_a_sweep_leaves_what_is_asked_for_and_nothing_else(site: SiteFolder) -> None:
    assert sweep(site.desk, NOW) == 0
    key = ask(site.desk, asker("a"), "en", NOW)
    [one] = waiting(site.desk)
    put(site.desk, one.id, one.public, b"archive")
    put(site.desk, 99, one.public, b"of nobody")
    # Not noted as answered yet, as while another process answers.
    assert sweep(site.desk, NOW) == 0
    assert take(site.desk, one.id, key) == b"archive"
    assert take(site.desk, 99, key) is None


def test_nobody_asked_where_there_is_no_desk(site: SiteFolder) -> None:
    assert waiting(site.desk) == []
    assert not site.desk.exists()
