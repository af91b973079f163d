"""One table, or one row of it, is withdrawn by the session that has it alone, and sealed."""

import pytest

from publish.bakehouse.corrections.contributors import make_key, opened_list
from publish.declare.site import SiteFolder
from publish.people.links import Asker
from publish.people.part_requests import (
    keep_part,
    parts_done,
    parts_of,
    waiting_parts,
    withdraw_part,
)
from tests.people.askers import NOW

ADA = Asker("session of Ada", "sealed name of Ada", ("lieux",))
BOB = Asker("session of Bob", "sealed name of Bob", ("lieux",))
ROW = "the row of Ada"


@pytest.fixture
def site(tmp_path) -> SiteFolder:
    """A site of which the desk can seal."""
    made = SiteFolder(tmp_path)
    make_key(made)
    return made


def test_a_table_is_asked_for_once_as_was_said_last(site: SiteFolder) -> None:
    withdraw_part(site.desk, ADA, "lieux", "places", "", "keep", NOW)
    withdraw_part(site.desk, ADA, "lieux", "places", "", "delete", NOW)
    withdraw_part(site.desk, BOB, "lieux", "places", "", "keep", NOW)
    assert [(one.table, one.row, one.how) for one in parts_of(site.desk, ADA)] == [
        ("places", "", "delete")
    ]
    assert [one.who for one in waiting_parts(site.desk)] == [ADA.who, BOB.who]


def test_which_row_it_is_the_bakehouse_alone_reads(site: SiteFolder) -> None:
    withdraw_part(site.desk, ADA, "lieux", "places", ROW, "delete", NOW)
    [one] = waiting_parts(site.desk)
    assert opened_list(site, one.row) == [ROW]
    files = [path for path in site.desk.parent.iterdir() if path.is_file()]
    assert not any(ROW.encode() in path.read_bytes() for path in files)


def test_a_request_is_taken_back_by_its_session_alone(site: SiteFolder) -> None:
    withdraw_part(site.desk, ADA, "lieux", "places", ROW, "delete", NOW)
    [one] = parts_of(site.desk, ADA)
    assert not keep_part(site.desk, BOB, one.id, NOW)
    assert parts_of(site.desk, ADA) == [one]
    assert keep_part(site.desk, ADA, one.id, NOW)
    assert not keep_part(site.desk, ADA, one.id, NOW)
    assert waiting_parts(site.desk) == []


def test_what_is_done_is_in_the_file_no_longer(site: SiteFolder) -> None:
    withdraw_part(site.desk, ADA, "lieux", "places", "", "delete", NOW)
    parts_done(site.desk, [one.id for one in waiting_parts(site.desk)], NOW)
    files = [path for path in site.desk.parent.iterdir() if path.is_file()]
    assert not any(ADA.who.encode() in path.read_bytes() for path in files)


def test_there_is_nothing_where_there_is_no_desk(tmp_path) -> None:
    assert waiting_parts(SiteFolder(tmp_path).desk) == []
