"""Links for one person: each works once, for a week, and says nothing of anybody."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest

from publish.bakehouse.corrections.contributors import make_key, opened
from publish.corrections.sealed import public_key
from publish.declare.site import SiteFolder
from publish.people.clock import LINK_SECONDS, SESSION_SECONDS
from publish.people.links import digest, enter, entered, make_link, works
from tests.people.askers import ADA, NOW


@pytest.fixture
def site(tmp_path) -> SiteFolder:
    """A site with nothing but the key that seals."""
    made = SiteFolder(tmp_path / "site")
    made.root.mkdir()
    make_key(made)
    return made


def link(site: SiteFolder) -> str:
    """A link for Ada."""
    return make_link(site.desk, public_key(site.desk.parent), ["lieux", "autres"], ADA, NOW)


def test_it_begins_a_session_once(site: SiteFolder) -> None:
    secret = link(site)
    assert works(site.desk, secret, NOW)
    session = enter(site.desk, secret, NOW)
    assert session
    assert not works(site.desk, secret, NOW)
    assert enter(site.desk, secret, NOW) is None
    asker = entered(site.desk, session, NOW)
    assert asker
    assert (asker.session, asker.datasets) == (digest(session), ("lieux", "autres"))
    assert opened(site, asker.who) == ("", ADA)
    assert entered(site.desk, session, NOW + SESSION_SECONDS) is None
    # Neither is the other.
    assert entered(site.desk, link(site), NOW) is None
    assert not works(site.desk, session, NOW)


def test_of_many_at_once_one_enters(site: SiteFolder) -> None:
    secret = link(site)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: enter(site.desk, secret, NOW), range(8)))
    assert len([one for one in found if one]) == 1


def test_it_is_over_after_a_week(site: SiteFolder) -> None:
    secret = link(site)
    assert works(site.desk, secret, NOW + LINK_SECONDS - 1)
    assert not works(site.desk, secret, NOW + LINK_SECONDS)
    assert enter(site.desk, secret, NOW + LINK_SECONDS) is None
    # The next one takes it away.
    make_link(site.desk, public_key(site.desk.parent), ["lieux"], ADA, NOW + LINK_SECONDS)
    with closing(sqlite3.connect(site.desk)) as database:
        assert database.execute("SELECT count(*) FROM person_links").fetchone() == (1,)


def test_nothing_that_works_stands_in_the_file(site: SiteFolder) -> None:
    secret = link(site)
    session = enter(site.desk, link(site), NOW)
    content = b"".join(path.read_bytes() for path in site.desk.parent.iterdir())
    for one in (secret, str(session), ADA):
        assert one.encode() not in content
    for one in ("", "x", digest(secret)):
        assert not works(site.desk, one, NOW)
        assert enter(site.desk, one, NOW) is None
        assert entered(site.desk, one, NOW) is None
