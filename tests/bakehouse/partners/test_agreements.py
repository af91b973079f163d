"""What a release says of its partners, what their licences allow, and what goes when they end."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from publish.bakehouse.rebake import rebake
from publish.declare.site import SiteFolder
from publish.forms.picture import png
from publish.progress import Silent
from publish.release.partner import ListedPartner
from publish.release.store import Store
from tests.partners import NORD, SUD, gives, make_partners, partner, rows_of
from tests.sites import DAY, publish_one

LATER = date(2027, 3, 1)
RED = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40">'
    '<rect width="40" height="40" fill="{}"/></svg>'
)


@pytest.fixture
def site(tmp_path: Path) -> SiteFolder:
    return make_partners(tmp_path)


def listed(site: SiteFolder, table: str = "places") -> dict[str, ListedPartner]:
    release = Store(site.releases / "lieux", site.private / "lieux").current()
    assert release is not None
    return {one.name: one for one in release.tables[table].partners}


def ending(text: str, day: str) -> str:
    """A partner's file with an agreement that ends on a day."""
    return text.replace("until: 2999-12-31", f"until: {day}")


def strict(site: SiteFolder) -> None:
    """No row may go missing."""
    path = site.data / "lieux" / "dataset.yaml"
    path.write_text(path.read_text().replace("shrink: {max: 1}", "shrink: {max: 0}"))


def released(site: SiteFolder) -> list[Path]:
    folder = (site.releases / "lieux" / "current").resolve()
    return [path for path in folder.iterdir() if path.is_file()]


def test_a_release_lists_who_gave_what_and_how_fresh(site: SiteFolder) -> None:
    publish_one(site)
    found = listed(site)
    assert [*found] == ["nord", "sud"]
    nord, sud = found.values()
    assert (nord.title, nord.license, nord.rows) == ("Le Nord", "ODbL-1.0", 2)
    assert nord.updated == "2026-10-01"
    assert nord.copy == DAY.isoformat()
    assert not nord.stale
    assert (sud.license, sud.updated) == ("etalab-2.0", "")
    assert listed(site, "places_sources") == found


def test_those_of_most_trust_stand_first(tmp_path: Path) -> None:
    site = make_partners(tmp_path, "{order: [sud]}")
    publish_one(site)
    assert [*listed(site)] == ["sud", "nord"]


def test_every_file_with_words_names_them(site: SiteFolder) -> None:
    publish_one(site)
    folder = site.releases / "lieux" / "current"
    text = (folder / "LICENSE.txt").read_text(encoding="utf-8")
    assert "avec des données fournies par Le Nord et Le Sud" in text
    assert "with data from Le Nord and Le Sud" in text
    assert "Le Sud\u00a0: Licence Ouverte 2.0, https://www.etalab.gouv.fr/" in text


def test_who_agreed_and_a_contact_without_leave_stand_in_no_released_file(
    site: SiteFolder,
) -> None:
    secret = "contact: canari-3f9a@example.org\n"
    partner(site, "nord", NORD.replace("by: Ada", "by: Canari Sept") + secret)
    partner(site, "sud", SUD + "contact: ici@example.org\nshow_contact: true\n")
    assert publish_one(site).status == "published"
    for path in released(site):
        content = path.read_bytes()
        assert b"canari-3f9a" not in content, path.name
        assert b"Canari Sept" not in content, path.name
    assert listed(site)["sud"].contact == "ici@example.org"


@pytest.mark.parametrize("names", [["nord"], ["nord", "sud"]])
def test_an_agreement_that_ends_takes_the_rows_out_whatever_the_gate_says_of_fewer_rows(
    site: SiteFolder, names: list[str]
) -> None:
    strict(site)
    texts = {"nord": NORD, "sud": SUD}
    for name in names:
        partner(site, name, ending(texts[name], "2027-02-28"))
    publish_one(site)
    assert publish_one(site, date(2027, 2, 28)).status == "unchanged"
    outcome = publish_one(site, LATER)
    assert outcome.status == "published"
    kept = texts.keys() - {*names}
    assert {name for row in rows_of(site) for name in row["source"]} == kept
    assert {*listed(site)} == kept
    told = [str(one) for one in outcome.problems if one.code == "partner-agreement"]
    assert told[0] == (
        "warning partner-agreement: lieux.partners.nord: the agreement ended on 2027-02-28: "
        "nothing of this partner is published; ask for a new one, and write its days under "
        "`agreed:`; or remove the file"
    )
    assert b"Caf\xc3\xa9 des \xc5\x92uvres" not in b"".join(
        path.read_bytes() for path in released(site) if path.suffix in (".csv", ".db", ".json")
    )


@pytest.mark.parametrize(
    ("until", "told"),
    [
        ("2026-12-18", ["the agreement ends on 2026-12-18: after that day, nothing of this "
                        "partner is published"]),
        ("2026-12-19", []),
    ],
)  # fmt: skip
def test_an_agreement_that_ends_within_four_weeks_is_told_before(
    site: SiteFolder, until: str, told: list[str]
) -> None:
    partner(site, "nord", ending(NORD, until))
    outcome = publish_one(site, date(2026, 11, 21))
    assert [one.what for one in outcome.problems if one.code == "partner-agreement"] == told
    assert {*listed(site)} == {"nord", "sud"}


def test_rows_come_back_under_their_ids_with_a_new_agreement(site: SiteFolder) -> None:
    partner(site, "nord", ending(NORD, "2027-02-28"))
    publish_one(site)
    before = rows_of(site)
    publish_one(site, LATER)
    partner(site, "nord", NORD)
    publish_one(site, date(2027, 3, 2))
    assert [row["id"] for row in rows_of(site)] == [row["id"] for row in before]


def test_an_agreement_that_begins_later_gives_nothing_yet(site: SiteFolder) -> None:
    partner(site, "nord", NORD.replace("on: 2026-01-01", "on: 2026-12-01"))
    outcome = publish_one(site)
    assert {*listed(site)} == {"sud"}
    assert "the agreement begins on 2026-12-01" in " ".join(map(str, outcome.problems))


def test_rows_that_are_lost_otherwise_still_close_the_gate(site: SiteFolder) -> None:
    strict(site)
    publish_one(site)
    partner(site, "nord", NORD + "policy: {shrink: 1}\n")
    gives(site, "nord", "code;modif;Nom;Ville;Genres;Places", "1;;Café;Lille;;12")
    assert publish_one(site, LATER).status == "refused"


def test_licences_that_clash_publish_nothing_and_say_why(site: SiteFolder) -> None:
    partner(site, "sud", SUD.replace("etalab-2.0", "CC-BY-SA-4.0"))
    outcome = publish_one(site)
    assert outcome.status == "refused"
    assert not (site.releases / "lieux" / "current").exists()
    assert "partner-licenses" in " ".join(map(str, outcome.problems))


def test_a_partner_without_agreement_clashes_with_nobody(site: SiteFolder) -> None:
    partner(site, "sud", ending(SUD.replace("etalab-2.0", "CC-BY-SA-4.0"), "2026-02-01"))
    assert publish_one(site).status == "published"


def logo_of(site: SiteFolder, color: str) -> None:
    path = site.data / "lieux" / "partners" / "nord.png"
    path.write_bytes(png(RED.format(color), 40, []))


def test_a_logo_is_a_file_of_the_release_and_another_one_makes_a_release(site: SiteFolder) -> None:
    partner(site, "nord", NORD + "logo: nord.png\n")
    logo_of(site, "red")
    publish_one(site)
    first = listed(site)["nord"].logo
    assert (site.releases / "lieux" / "current" / first).read_bytes().startswith(b"\x89PNG")
    assert publish_one(site, date(2026, 11, 22)).status == "unchanged"
    logo_of(site, "blue")
    outcome = publish_one(site, date(2026, 11, 23))
    assert outcome.reasons == ("partners of places changed", "partners of places_sources changed")
    assert listed(site)["nord"].logo != first


def test_a_logo_that_is_none_is_told_and_stops_nothing(site: SiteFolder) -> None:
    partner(site, "nord", NORD + "logo: nord.png\n")
    (site.data / "lieux" / "partners" / "nord.png").write_text("<html>")
    outcome = publish_one(site)
    assert outcome.status == "published"
    assert "partner-logo" in {one.code for one in outcome.problems}
    assert listed(site)["nord"].logo == ""


def test_a_rebake_keeps_partners_and_logos(site: SiteFolder) -> None:
    partner(site, "nord", NORD + "logo: nord.png\n")
    logo_of(site, "red")
    publish_one(site)
    before = listed(site)
    rebake(site, "lieux", date(2026, 11, 22), Silent())
    assert listed(site) == before
    assert before["nord"].logo in {path.name for path in released(site)}


def test_what_is_private_of_an_agreement_is_told_to_the_maintainer_alone(
    site: SiteFolder,
) -> None:
    partner(site, "nord", ending(NORD, "2026-02-01"))
    publish_one(site)
    report: Any = json.loads((site.releases / "lieux" / "current" / "report.json").read_text())
    assert "partner-agreement" not in json.dumps(report)
