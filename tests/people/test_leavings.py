"""Requests to leave wait at the desk, sealed, and are taken back by the same session alone."""

import pytest

from publish.declare.site import SiteFolder
from publish.people.leavings import asked_in, done, leave, take_back, waiting_to_leave
from publish.people.links import Asker
from tests.people.askers import NOW

ADA = Asker("session of Ada", "sealed name of Ada", ("lieux", "autres"))
BOB = Asker("session of Bob", "sealed name of Bob", ("lieux",))


@pytest.fixture
def site(tmp_path) -> SiteFolder:
    """A site of which the desk is there."""
    return SiteFolder(tmp_path)


def test_asked_twice_it_is_one_request_of_each_dataset(site: SiteFolder) -> None:
    for _ in range(2):
        leave(site.desk, ADA, ["lieux", "autres"], NOW)
    leave(site.desk, BOB, ["lieux"], NOW)
    assert asked_in(site.desk, ADA) == ["autres", "lieux"]
    assert [(one.who, one.dataset) for one in waiting_to_leave(site.desk)] == [
        (ADA.who, "lieux"), (ADA.who, "autres"), (BOB.who, "lieux"),
    ]  # fmt: skip


def test_what_is_not_the_askers_is_not_left(site: SiteFolder) -> None:
    leave(site.desk, BOB, ["lieux", "autres"], NOW)
    assert asked_in(site.desk, BOB) == ["lieux"]


def test_a_request_is_taken_back_by_its_session_alone(site: SiteFolder) -> None:
    leave(site.desk, ADA, ["lieux", "autres"], NOW)
    assert not take_back(site.desk, BOB, "lieux", NOW)
    assert asked_in(site.desk, ADA) == ["autres", "lieux"]
    assert take_back(site.desk, ADA, "lieux", NOW)
    assert asked_in(site.desk, ADA) == ["autres"]
    assert not take_back(site.desk, ADA, "lieux", NOW)


def test_once_done_nothing_of_it_is_in_the_file(site: SiteFolder) -> None:
    leave(site.desk, ADA, ["lieux"], NOW)
    files = [site.desk, site.desk.with_name(f"{site.desk.name}-wal")]

    def told() -> bool:
        return any(ADA.who.encode() in one.read_bytes() for one in files if one.exists())

    assert told()
    done(site.desk, [one.id for one in waiting_to_leave(site.desk)], [], NOW)
    assert waiting_to_leave(site.desk) == []
    assert not told()


def test_nobody_leaves_where_there_is_no_desk(site: SiteFolder) -> None:
    assert waiting_to_leave(site.desk) == []
    assert not site.desk.exists()
