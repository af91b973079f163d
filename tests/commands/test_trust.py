"""`fournil desk vouch` and `trust`: how many, whether somebody, and never who for whom."""

import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from publish.cli import main
from publish.declare.site import SiteFolder
from publish.desk.days import DAY_SECONDS
from publish.desk.members import invite
from publish.desk.rights import may
from tests.desk.entering import open_site
from tests.desk.trust.circles import ids, vouched

TRUST = "{trust: {founders: [Ada, Bea, Cleo], on: lieux.places, columns: [kind]}}"


@pytest.fixture
def site(tmp_path: Path) -> SiteFolder:
    site = open_site(tmp_path / "site", TRUST)
    for name in ("Ada", "Bea", "Dan"):
        invite(site.desk, name, "member", int(time.time()))
    return site


def run(site: SiteFolder, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["--site", str(site.root), "desk", *arguments])


def test_from_vouches_to_a_member_who_is_reached(site: SiteFolder) -> None:
    assert run(site, "trust").output == (
        "2 founders (Cleo: no such member), 0 of 3 members reached; "
        "they may correct lieux.places  columns kind\n"
    )
    run(site, "invite", "Cleo", "--role", "member")
    for name in ("Ada", "Bea", "Cleo"):
        told = "offered: it counts when Dan accepts it on /desk/trust\n"
        assert run(site, "vouch", name, "--for", "Dan").output == told
    waiting = "Dan: not reached; 0 live vouches (of 3 that are needed), 0 given; "
    assert run(site, "trust", "Dan").output == f"{waiting}0 others are reached by those alone\n"
    from publish.desk.trust.vouches import accept

    for number in (1, 2, 3):
        assert accept(site.desk, ids(site.desk)["Dan"], number, int(time.time()))
    assert run(site, "trust", "Dan").output.startswith("Dan: reached; 3 live vouches ")
    told = run(site, "trust", "Ada").output
    assert told.startswith(
        "Ada: founder; 0 live vouches (of 3 that are needed), 1 given; 1 others "
    )
    assert "Dan" not in told
    assert "1 of 4 members reached" in run(site, "trust").output
    run(site, "revoke", "Bea")
    assert run(site, "trust", "Dan").output.startswith("Dan: not reached; 2 live vouches ")


def test_nobody_corrects_by_a_trust_that_is_declared_no_more(site: SiteFolder) -> None:
    invite(site.desk, "Cleo", "member", int(time.time()))
    run(site, "trust")
    early = int(time.time()) - 40 * DAY_SECONDS
    vouched(site.desk, [(name, "Dan") for name in ("Ada", "Bea", "Cleo")], early)
    assert run(site, "trust", "Dan").output.startswith("Dan: reached; ")
    dan, place = ids(site.desk)["Dan"], ("lieux", "places")
    assert may(site.desk, dan, "correct", place, ["kind"], int(time.time()))
    metadata = site.root / "metadata.yaml"
    metadata.write_text(metadata.read_text(encoding="utf-8").replace(TRUST, "{}"), encoding="utf-8")
    assert run(site, "trust").exit_code == 3
    assert not may(site.desk, dan, "correct", place, ["kind"], int(time.time()))


def test_vouches_of_others_are_in_no_list(site: SiteFolder) -> None:
    vouched(site.desk, [("Ada", "Dan")], int(time.time()))
    for words in (["trust"], ["trust", "Bea"], ["trust", "Ada"], ["members"], ["log"], ["inbox"]):
        told = run(site, *words).output
        assert not ("Ada" in told and "Dan" in told) or words == ["members"]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["vouch", "Zoé", "--for", "Dan"], 12, "there is no member 'Zoé'; `fournil "),
        (["vouch", "Ada", "--for", "Zoé"], 12, "there is no member 'Zoé'"),
        (["vouch", "Ada", "--for", "Ada"], 12, "nobody vouches for themselves"),
        (["vouch", "Ada"], 2, "Missing option '--for'"),
        (["trust", "Zoé"], 12, "there is no member 'Zoé'; `fournil "),
    ],
)
def test_what_cannot_be_is_told(site: SiteFolder, words: list[str], code: int, said: str) -> None:
    result = run(site, *words)
    assert (result.exit_code, said in result.output) == (code, True), result.output


@pytest.mark.parametrize(
    ("declared", "said"),
    [
        ("{}", "no web of trust is open; write `desk: {trust: {founders: [NAME], on: "),
        ("{trust: {founders: [], on: lieux}}", "founders"),
        ("{trust: {founders: [Ada], on: a.b.c}}", "on"),
        ("{trust: {founders: [Ada], on: lieux.place}}", "no published table 'place'"),
        ("{trust: {founders: [Ada], on: lieux.places, columns: [kinds]}}",
         "lieux.places: no published column 'kinds'"),
    ],
)  # fmt: skip
def test_what_is_declared_wrongly_is_told(tmp_path: Path, declared: str, said: str) -> None:
    result = run(open_site(tmp_path / "site", declared), "trust")
    assert result.exit_code != 0
    assert said in result.output
