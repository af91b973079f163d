"""`fournil status` tells what is declared, refused, held and waiting; a mail of it is short."""

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from publish.bakehouse.listed import WHY
from publish.cli import main
from publish.declare.site import SiteFolder
from publish.release.store import Store
from tests.bakehouse.series.site import answer, make_survey
from tests.sites import DATASET, ROWS, copied, declare, deliver, make_site, publish, publish_one

pytestmark = pytest.mark.slow("publishes, refuses and lets wait")


def told(site: SiteFolder, *options: str, day: str = "2026-11-22") -> str:
    words = ["--site", str(site.root), "status", "--as-of", day, *options]
    return CliRunner().invoke(main, words).output


def three(root: Path) -> SiteFolder:
    """One dataset is served, one refused since a week, one served and refused since."""
    site = make_site(root, "lieux", "neuf", "vieux")
    declare(site, "title: oops\n", "neuf")
    assert [one.status for one in publish(site)] == ["published", "refused", "published"]
    deliver(site, *ROWS, ROWS[0], name="vieux")
    publish(site, as_of=date(2026, 11, 22))
    publish(site, as_of=date(2026, 11, 29))
    return site


def test_what_is_refused_says_since_when_and_why(tmp_path: Path) -> None:
    site = copied(tmp_path / "site", three)
    lines = told(site, day="2026-11-30").splitlines()
    assert lines[0].startswith("lieux: ")
    assert lines[1:3] == ["neuf: declared, not released yet", "  refused since 2026-11-21:"]
    vieux = lines[lines.index("  refused since 2026-11-22:") - 1 :]
    assert vieux[0].startswith("vieux: ")
    assert vieux[0].endswith("checked 2026-11-29 (refused since 2026-11-22)")
    assert vieux[2] == (
        "    blocker duplicate-key: places.id: 1 values of this primary key occur more than once "
        "(exports/lieux.csv:2, exports/lieux.csv:5); ask the producer which row is right, or "
        "declare another key"
    )


def test_the_mail_says_first_what_needs_a_person(tmp_path: Path) -> None:
    site = copied(tmp_path / "site", three)
    mail = told(site, "--mail", day="2026-11-25").splitlines()
    assert mail[0] == "Essai, 2026-11-25: 2 of 3 datasets need a person"
    assert mail[1].startswith("- neuf: refused since 2026-11-21: ")
    assert mail[2].startswith("- vieux: refused since 2026-11-22: blocker duplicate-key: places.id")
    assert mail[3:] == ["Nothing to do: lieux"]


def test_the_public_knows_what_is_declared_and_no_more(tmp_path: Path) -> None:
    site = copied(tmp_path / "site", three)
    text = told(site, "--json")
    assert '"freshness": "unreleased"' not in text  # its declaration does not even say a title
    assert '"since": "2026-11-22",\n      "why": "checks"' in text
    assert "duplicate-key" not in text
    declare(site, DATASET, "neuf")
    deliver(site, *ROWS, ROWS[0], name="neuf")
    publish(site, "neuf", as_of=date(2026, 11, 29))
    text = told(site, "--json")
    assert '"dataset": "neuf",\n    "titles": {\n      "fr": "Lieux partagés"' in text
    assert '"freshness": "unreleased"' in text


def test_a_mended_dataset_is_refused_no_more(tmp_path: Path) -> None:
    site = copied(tmp_path / "site", three)
    deliver(site, *ROWS, name="vieux")
    publish(site, "vieux", as_of=date(2026, 11, 30))
    assert "vieux: refused" not in told(site, "--mail", day="2026-11-30")


def test_rows_that_wait_say_until_when(tmp_path: Path) -> None:
    site = make_survey(tmp_path, range(40))
    path = site.data / "enquete" / "dataset.yaml"
    path.write_text(path.read_text("utf-8").replace("min_age: 0d", "min_age: 14d"), "utf-8")
    assert publish_one(site, date(2026, 11, 1)).status == "published"
    answer(site, range(1, 46))
    publish_one(site, date(2026, 11, 21))
    assert told(site).splitlines()[1:] == [
        "  answers: 6 rows wait to come in, not before 2026-12-05",
        "  answers: 1 rows wait to leave, until enough others change",
    ]
    assert told(site, "--mail").splitlines() == [
        "Essai, 2026-11-22: all is well",
        "Nothing to do: enquete",
        f"7 rows wait, as they should (`fournil --site {site.root} status`)",
    ]


def test_a_version_that_is_held_is_named(tmp_path: Path) -> None:
    site = make_site(tmp_path / "site")
    publish_one(site)
    Store(site.releases / "lieux", site.private / "lieux").withdraw(None, "x", date(2026, 11, 22))
    unhold = f"`fournil --site {site.root} unhold lieux VERSION`"
    assert told(site).splitlines()[1:] == [f"  held back: 1.0.0 ({unhold})"]


def test_a_version_that_was_taken_down_for_who_left_is_not(tmp_path: Path) -> None:
    site = make_site(tmp_path / "site")
    publish_one(site)
    Store(site.releases / "lieux", site.private / "lieux").withdraw(None, WHY, date(2026, 11, 22))
    assert told(site).splitlines()[1:] == []
