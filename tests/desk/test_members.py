"""Members: links that work once, sessions that end, and nothing in the file that opens either."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from publish.desk.members import (
    LINK_SECONDS,
    SESSION_SECONDS,
    Member,
    invite,
    invited,
    members,
    revoke,
    sign_in,
    sign_out,
    signed_in,
)
from publish.errors import DeskError

NOW = 1_796_000_000


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The file of a desk, not made yet."""
    return tmp_path / "desk" / "desk.db"


def entered(path: Path, name: str = "Ada") -> str:
    """The session of a new member."""
    session = sign_in(path, invite(path, name, "reviewer", NOW), "", NOW)
    assert session
    return session


def who(path: Path, session: str, now: int = NOW) -> str | None:
    """The name of whose session it is."""
    found = signed_in(path, session, now)
    return found and found.name


def test_a_link_signs_in_once(path: Path) -> None:
    link = invite(path, "Ada", "officer", NOW)
    found = invited(path, link, NOW)
    assert found == Member(found.id, "Ada", "officer") if found else False
    session = sign_in(path, link, "", NOW + 5)
    assert session and who(path, session) == "Ada"
    assert invited(path, link, NOW + 5) is None
    assert sign_in(path, link, "", NOW + 5) is None


def test_of_many_who_press_at_once_one_gets_in(path: Path) -> None:
    link = invite(path, "Ada", "reviewer", NOW)
    with ThreadPoolExecutor(20) as pool:
        found = list(pool.map(lambda _: sign_in(path, link, "", NOW), range(20)))
    assert len([one for one in found if one]) == 1


def test_a_link_is_over_after_a_week(path: Path) -> None:
    link = invite(path, "Ada", "reviewer", NOW)
    assert invited(path, link, NOW + LINK_SECONDS - 1)
    assert invited(path, link, NOW + LINK_SECONDS) is None
    assert sign_in(path, link, "", NOW + LINK_SECONDS) is None


def test_a_new_link_ends_the_older_one_and_keeps_the_member(path: Path) -> None:
    first, second = invite(path, "Ada", "reviewer", NOW), invite(path, "Ada", "officer", NOW)
    assert invited(path, first, NOW) is None
    assert invited(path, second, NOW)
    assert [(one.name, one.role) for one in members(path)] == [("Ada", "officer")]


def test_a_session_is_over_after_thirty_days_or_when_it_is_ended(path: Path) -> None:
    session = entered(path)
    assert who(path, session, NOW + SESSION_SECONDS - 1) == "Ada"
    assert who(path, session, NOW + SESSION_SECONDS) is None
    sign_out(path, session)
    assert who(path, session) is None


def test_signing_in_ends_the_session_before(path: Path) -> None:
    before = entered(path, "Mallory")
    after = sign_in(path, invite(path, "Ada", "reviewer", NOW), before, NOW)
    assert after and after != before
    assert (who(path, before), who(path, after)) == (None, "Ada")


def test_revoking_ends_links_and_sessions(path: Path) -> None:
    session, other = entered(path), entered(path, "Bob")
    link = invite(path, "Ada", "reviewer", NOW)
    revoke(path, "Ada", NOW)
    assert (who(path, session), who(path, other)) == (None, "Bob")
    assert sign_in(path, link, "", NOW) is None
    with pytest.raises(DeskError, match="there is no member 'Ada'; `fournil desk members` lists"):
        revoke(path, "Ada", NOW)


def test_no_secret_is_in_the_file(path: Path) -> None:
    link = invite(path, "Bob", "reviewer", NOW)
    secrets = [link.encode(), entered(path).encode()]
    for file in path.parent.iterdir():
        assert not any(secret in file.read_bytes() for secret in secrets), file
        assert file.stat().st_mode & 0o077 == 0, file


@pytest.mark.parametrize("name", ["", " Ada", "<b>", "a" * 61, "Ada\nBob", "_x"])
def test_a_name_is_one(path: Path, name: str) -> None:
    with pytest.raises(DeskError, match="a member's name has 60 letters, digits, blanks"):
        invite(path, name, "reviewer", NOW)
