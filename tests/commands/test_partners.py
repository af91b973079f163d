"""`fournil partner`: a draft of a partner's file, and what would come in beside what there is."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from publish.cli import main
from publish.declare.site import SiteFolder
from tests.partners import NORD, NORD_ROWS, gives, make_partners, partner
from tests.sites import publish_one

OPEN_SEATS = "      seats:"
DROPPED = (
    "      mail: {type: string, role: identifier, protect: drop, description: {fr: Adresse}}\n"
)


@pytest.fixture
def site(tmp_path: Path) -> SiteFolder:
    return make_partners(tmp_path)


def said(site: SiteFolder, *words: str, code: int = 0) -> str:
    """What a command prints."""
    result = CliRunner().invoke(main, ["--site", str(site.root), "partner", *words])
    assert result.exit_code == code, result.output
    return result.output


def test_new_drafts_a_file(site: SiteFolder, tmp_path: Path) -> None:
    (tmp_path / "est.csv").write_text("id,Nom,Commune\n1,Le Hangar,Nancy\n", "utf-8")
    told = said(site, "new", "est", str(tmp_path / "est.csv"))
    assert "1.00  town ← Commune (name)  “Nancy”" in told
    assert "fill in what is marked DECIDE, then `fournil --site" in told
    assert (site.data / "lieux" / "partners" / "est.yaml").is_file()
    assert (site.data / "lieux" / "exports" / "est.csv").is_file()


@pytest.mark.parametrize("name", ["../../est", "a b", "Est", "est/nord", "é", ""])
def test_a_name_that_is_none_writes_no_file(site: SiteFolder, tmp_path: Path, name: str) -> None:
    (tmp_path / "est.csv").write_text("id,Nom,Commune\n1,Le Hangar,Nancy\n", "utf-8")
    before = sorted(tmp_path.rglob("*"))
    told = said(site, "new", name, str(tmp_path / "est.csv"), code=3)
    assert f"{name!r} is no partner's name; use a-z, 0-9 and -, starting with a letter" in told
    assert sorted(tmp_path.rglob("*")) == before


def test_check_shows_what_would_come_in_beside_what_there_is(site: SiteFolder) -> None:
    publish_one(site)
    changed = NORD_ROWS[1].replace("12", "15")
    gives(site, "nord", NORD_ROWS[0] + ";tel", f"{changed};1", "3;;Neuf;Lens;;;", "4;;Dix;;;cent;")
    _, *lines = said(site, "check", "nord", "--as-of", "2026-11-22").splitlines()
    assert lines == [
        "  2 would come in: 1 new, 1 changed",
        "  1 of 2 in the release are gone",
        "  1 rejected: seats is not an integer (line 4)",
        "  headers that nothing is made of: tel",
        "+ 3",
        "    name: Neuf",
        "    town: Lens",
        "    kinds: –",
        "    seats: –",
        "~ 1",
        "    seats: 12 -> 15",
        "- 2",
    ]


def test_an_unchanged_file_would_change_nothing(site: SiteFolder) -> None:
    publish_one(site)
    assert "2 would come in: 0 new, 0 changed" in said(site, "check", "nord")


def test_who_is_no_partner_is_told(site: SiteFolder) -> None:
    told = said(site, "check", "ouest", code=3)
    assert "lieux: no partner 'ouest'; there: nord, sud" in told
    told = said(site, "check", "nord", "--dataset", "lieu", code=3)
    assert "no dataset 'lieu'" in told


def test_what_does_not_leave_is_not_shown(site: SiteFolder) -> None:
    declared = site.data / "lieux" / "dataset.yaml"
    text = declared.read_text("utf-8").replace(OPEN_SEATS, f"{DROPPED}{OPEN_SEATS}")
    declared.write_text(text, encoding="utf-8")
    partner(site, "nord", NORD.replace("{name: Nom", "{mail: Mail, name: Nom"))
    gives(site, "nord", NORD_ROWS[0] + ";Mail", NORD_ROWS[1] + ";zoe@example.org")
    told = said(site, "check", "nord")
    assert "1 would come in: 1 new" in told
    assert "zoe@" not in told
    assert "report.html" in said(site, "report", "nord")


def test_a_row_of_two_files_is_told_as_a_reject(site: SiteFolder) -> None:
    partner(site, "nord", NORD.replace("exports/nord.csv", "exports/nord*.csv"))
    gives(site, "nord-2", NORD_ROWS[0], "2;;Encore;;;")
    told = said(site, "check", "nord")
    assert "3 records" in told
    assert "1 rejected: id stands further up in this partner's file already" in told


def test_a_partner_that_cannot_be_read_keeps_no_report_from_the_others(site: SiteFolder) -> None:
    partner(site, "est", NORD.replace("Le Nord", "L’Est").replace("nord.csv", "est.csv"))
    told = said(site, "report", code=4)
    folder = site.private / "lieux" / "partners"
    assert [(folder / name / "report.html").is_file() for name in ("est", "nord", "sud")] == [
        False, True, True,
    ]  # fmt: skip
    assert "fournil: est: exports/est.csv: no such file in " in told


def test_a_draft_that_is_not_finished_stops_no_other_partner(
    site: SiteFolder, tmp_path: Path
) -> None:
    (tmp_path / "est.csv").write_text("id,Nom,Commune\n1,Le Hangar,Nancy\n", "utf-8")
    said(site, "new", "est", str(tmp_path / "est.csv"))
    draft = f"{site.data}/lieux/partners/est.yaml"
    assert "2 would come in: 2 new" in said(site, "check", "nord")
    told = [line for line in said(site, "check", "est", code=3).splitlines() if line]
    assert told and all(line.removeprefix("fournil: ").startswith(draft) for line in told)
    told = said(site, "report", code=3).splitlines()
    folder = site.private / "lieux" / "partners"
    files = ("report.html", "report.csv")
    assert told[:4] == [f"{folder / name / file}" for name in ("nord", "sud") for file in files]
    assert all(line.removeprefix("fournil: ").startswith(draft) for line in told[4:])


@pytest.mark.parametrize("given", ["http://est.example.org/a.csv", "ftp://est.example.org/a.csv"])
def test_an_address_that_is_not_of_https_is_no_missing_file(site: SiteFolder, given: str) -> None:
    told = said(site, "new", "est", given, code=4)
    assert told == (
        f"fournil: {given}: only addresses that begin with https:// are taken; write it so if the "
        "server answers there, or save what it gives and name that file\n"
    )
    assert "no such file" in said(site, "new", "est", "nothing.csv", code=4)


def test_a_password_in_an_address_is_not_repeated(site: SiteFolder) -> None:
    assert "s3cret" not in said(site, "new", "est", "http://ada:s3cret@est.example.org/", code=4)
