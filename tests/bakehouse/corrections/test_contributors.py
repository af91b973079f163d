"""Who proposed is sealed at the desk and opened in the bakehouse, with the key that lies there."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from publish.bakehouse.corrections.contributors import Contributor, make_key, opened
from publish.cli import main
from publish.corrections.sealed import PRIVATE, PUBLIC, public_key, sealed
from publish.declare.site import SiteFolder
from publish.errors import DeskError, PrivateStateError
from publish.upkeep.doctor import look
from tests.sites import DAY, make_site, publish_one

WHO = '["https://service.example.org","éléonore"]'


@pytest.fixture
def site(tmp_path: Path) -> SiteFolder:
    """A site with both halves of the key."""
    made = SiteFolder(tmp_path / "site")
    made.root.mkdir()
    assert make_key(made)
    return made


def seal(site: SiteFolder, text: str = WHO) -> str:
    return sealed(public_key(site.desk.parent), text)


def test_what_was_sealed_is_opened(site: SiteFolder) -> None:
    assert opened(site, seal(site)) == Contributor("https://service.example.org", "éléonore")


def test_each_time_it_is_another_text_of_the_same_length(site: SiteFolder) -> None:
    first, second, other = seal(site), seal(site), seal(site, WHO.replace("éléonore", "al"))
    assert first != second
    assert len(first) == len(second) == len(other)
    assert "service" not in first


def test_both_halves_are_for_their_owner_alone_and_stay(site: SiteFolder) -> None:
    halves = [site.private / PRIVATE, site.desk.with_name(PUBLIC)]
    assert [path.stat().st_mode & 0o777 for path in halves] == [0o600, 0o600]
    before = [path.read_bytes() for path in halves]
    halves[1].unlink()
    assert not make_key(site)
    assert [path.read_bytes() for path in halves] == before
    # The desk has nothing of the other half.
    assert before[0].strip() not in before[1]


def test_another_key_opens_nothing(site: SiteFolder, tmp_path: Path) -> None:
    other = SiteFolder(tmp_path / "other")
    other.root.mkdir()
    make_key(other)
    text = seal(site)
    for where, tried in ((other, text), (site, text[:-8] + "AAAAAAA="), (site, "x"), (site, "")):
        with pytest.raises(PrivateStateError, match="does not open who proposed"):
            opened(where, tried)


def test_a_key_that_is_gone_is_told(site: SiteFolder) -> None:
    text = seal(site)
    (site.private / PRIVATE).unlink()
    with pytest.raises(PrivateStateError, match="no key that can be used"):
        opened(site, text)
    site.desk.with_name(PUBLIC).write_bytes(b"none")
    with pytest.raises(DeskError, match="`fournil desk sealing-key` makes one"):
        public_key(site.desk.parent)


def test_the_command_makes_the_key_once_and_doctor_misses_it(tmp_path: Path) -> None:
    site = SiteFolder(tmp_path)
    path = site.private / PRIVATE
    asked = ["--site", str(tmp_path), "desk", "sealing-key"]
    for made in ("made", "there already"):
        told = CliRunner().invoke(main, asked).output
        assert told == f"{path}: {made}; the desk seals with its public half\n"
    assert not [one for one in look(site, DAY) if str(path) in one.what]
    path.unlink()
    assert next(one.what for one in look(site, DAY) if one.about == "desk") == f"{path} is gone"


def test_a_key_is_made_before_anybody_says_anything(tmp_path: Path) -> None:
    site = make_site(tmp_path)
    make_key(site)
    assert not site.desk.exists()
    assert site.desk.parent.stat().st_mode & 0o777 == 0o700
    assert publish_one(site).status == "published"
