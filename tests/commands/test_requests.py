"""What a maintainer types for what people ask by the GDPR, and how they are reminded."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from publish.cli import main
from publish.declare.site import SiteFolder
from publish.upkeep.update import short
from tests.sites import DAY, METADATA


@pytest.fixture
def site(tmp_path: Path) -> SiteFolder:
    """A site that names an authority, where nobody asked anything."""
    (tmp_path / "metadata.yaml").write_text(f"{METADATA}authority: {{name: CNIL}}\n")
    return SiteFolder(tmp_path)


def run(site: SiteFolder, *words: str) -> tuple[int, str]:
    """What a command of `fournil people requests` ends with, and says."""
    done = CliRunner().invoke(main, ["--site", str(site.root), *words])
    return done.exit_code, done.output


def test_a_request_is_noted_extended_closed_and_answered(site: SiteFolder) -> None:
    asked = ("people", "requests")
    assert run(site, *asked) == (0, "nobody asked anything yet\n")
    day = ("--as-of", "2026-12-02")
    noted = run(site, *asked, "note", "access", "--by", "post", "--received", "2026-12-01",
                "--reference", "26/41", *day)  # fmt: skip
    said = "request 1  access  2026-12-01 by post, 26/41"
    assert noted == (0, f"{said}  is due in 30 days, on 2027-01-01\n")
    assert run(site, *asked, *day) == noted
    assert run(site, *asked, "extend", "1", "--why", "Many files.", *day) == (
        0, f"{said}  extended, is due in 89 days, on 2027-03-01\n",
    )  # fmt: skip
    assert "Many files." in run(site, *asked, "letter", "1")[1]
    closed = run(site, *asked, "close", "1", "given", "--as-of", "2027-03-02")
    assert closed == (0, f"{said}  given on 2027-03-02, after its last day, 2027-03-01\n")
    assert "CNIL" in run(site, *asked, "letter", "1")[1]
    assert run(site, *asked, "close", "1", "given")[0] == 12
    assert run(site, *asked, "notices", "1") == (0, "request 1: nobody is to be told\n")
    nobody = run(site, *asked, "told", "1", "Le portail")
    assert nobody[0] == 12
    assert "'Le portail': of request 1 these are told: nobody" in nobody[1]


def test_status_and_mail_remind_of_what_ends_soon_or_is_late(site: SiteFolder) -> None:
    run(site, "people", "requests", "note", "erasure", "--as-of", "2026-12-01")
    first = "people: 1 request waits for an answer, the first by 2027-01-01"
    assert run(site, "status", "--as-of", "2026-12-24")[1].splitlines()[-1] == first
    soon = run(site, "status", "--as-of", "2026-12-25")[1]
    assert f"{first}\n  request 1 (erasure) is due in 7 days, on 2027-01-01" in soon
    late = run(site, "status", "--mail", "--as-of", "2027-01-03")[1]
    assert "\n- request 1 (erasure) was due on 2027-01-01, 2 days ago: `fournil" in late
    run(site, "people", "requests", "close", "1", "erased", "--as-of", "2027-01-03")
    assert "request" not in run(site, "status", "--as-of", "2027-01-03")[1]
    assert "request" not in short(site, DAY)
