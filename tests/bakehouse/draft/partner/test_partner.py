"""A partner's file drafted from what it gives: what is matched, with which recipes, what is not."""

from datetime import date
from pathlib import Path

import pytest

from publish.bakehouse.draft.partner import new_partner
from publish.declare.partner import Partner
from publish.declare.site import SiteFolder
from publish.declare.yaml_file import load
from publish.errors import DeclarationError, SourceError
from tests.partners import by_name, make_partners
from tests.sites import publish_one

DAY = date(2026, 11, 21)
ROWS = """\
Identifiant;Nom du lieu;Commune;Type de lieu;Places;Date de MAJ;Tél
1;<b>Le Hangar</b>;Nancy;café | atelier;12;03/02/2025;1
2;La  Fabrique;Metz;atelier;30;14/02/2025;2
3;Chez Zoé;Metz;atelier;;;2
"""
DECIDED = "license: etalab-2.0\nagreed: {by: Eva, on: 2026-01-01, until: 2999-12-31}\n"


@pytest.fixture
def site(tmp_path: Path) -> SiteFolder:
    (tmp_path / "est.csv").write_text(ROWS, "utf-8")
    return make_partners(tmp_path / "site")


def drafted(site: SiteFolder, tmp_path: Path) -> tuple[Path, list[str]]:
    return new_partner(site, "lieux", "est", str(tmp_path / "est.csv"), DAY)


def test_each_guess_tells_its_score_and_three_values(site: SiteFolder, tmp_path: Path) -> None:
    path, told = drafted(site, tmp_path)
    assert told == [
        "0.67  name ← Nom du lieu (name)  “<b>Le Hangar</b>”, “La Fabrique”, “Chez Zoé”",
        "1.00  town ← Commune (name)  “Nancy”, “Metz”",
        "0.67  kinds ← Type de lieu (name)  “café | atelier”, “atelier”",
        "1.00  seats ← Places (name)  “12”, “30”",
        "      id ← Identifiant",
        "      updated ← Date de MAJ",
        "      of nothing: Tél",
    ]
    # Values may be of people: none stands in a file that is committed.
    assert not any(value in path.read_text("utf-8") for value in ("Hangar", "Nancy", "Zoé"))


def test_it_loads_once_a_person_decided(site: SiteFolder, tmp_path: Path) -> None:
    path, _ = drafted(site, tmp_path)
    with pytest.raises(DeclarationError, match=r"est\.yaml:\d+: agreed: missing"):
        load(path, Partner)
    path.write_text(path.read_text("utf-8") + DECIDED, "utf-8")
    partner = load(path, Partner)
    assert {name: (rule.headers, rule.steps) for name, rule in partner.map.items()} == {
        "name": (("Nom du lieu",), ("html",)),
        "town": (("Commune",), ()),
        "kinds": (("Type de lieu",), ({"split": "|"},)),
        "seats": (("Places",), ()),
    }
    assert (partner.id, partner.unused) == (("Identifiant",), ("Tél",))
    assert partner.updated and partner.updated.steps == ({"date": "%d/%m/%Y"},)


def test_its_rows_come_in_as_drafted(site: SiteFolder, tmp_path: Path) -> None:
    path, _ = drafted(site, tmp_path)
    path.write_text(path.read_text("utf-8") + DECIDED, "utf-8")
    assert publish_one(site).status == "published"
    row = by_name(site)["Le Hangar"]
    assert (row["kinds"], row["seats"], row["source_updated"]) == (
        ["café", "atelier"],
        12,
        "2025-02-03",
    )


def test_values_of_other_partners_tell_what_a_header_means(
    site: SiteFolder, tmp_path: Path
) -> None:
    publish_one(site)
    (tmp_path / "est.csv").write_text("ref,x\n1,Lille\n2,Roubaix\n3,Nice\n", "utf-8")
    _, told = drafted(site, tmp_path)
    assert told[0] == "0.80  town ← x (values of others)  “Lille”, “Roubaix”, “Nice”"


def test_a_file_that_is_like_nothing_is_refused(site: SiteFolder, tmp_path: Path) -> None:
    (tmp_path / "est.csv").write_text("a,b\n1,2\n", "utf-8")
    with pytest.raises(SourceError, match="no header is like a column of 'places'"):
        drafted(site, tmp_path)
    with pytest.raises(SourceError, match="no such file"):
        new_partner(site, "lieux", "est", str(tmp_path / "none.csv"), DAY)


def test_a_name_that_is_taken_is_refused(site: SiteFolder, tmp_path: Path) -> None:
    with pytest.raises(DeclarationError, match=r"nord\.yaml: there already"):
        new_partner(site, "lieux", "nord", str(tmp_path / "est.csv"), DAY)
    with pytest.raises(DeclarationError, match="'place' takes no partners; did you mean"):
        new_partner(site, "lieux", "est", str(tmp_path / "est.csv"), DAY, table="place")


MESSY = """\
Réf.;Dénomination;Mots-clés;Nb de places;MàJ
E1;Le Hangar;café, atelier;4.25;01/10/2026
E2;La Fabrique;atelier;48.13199;2026-10-04
E3;Chez Zoé;café;12;2026-13-45
E4;La Forge;café;7;05/10/2026
E5;La Cour;café;7;06/10/2026
E6;Le Four;café;7;07/10/2026
E7;Le Puits;café;7;08/10/2026
E8;Le Pré;café;7;09/10/2026
E9;La Mare;café;7;10/10/2026
E1;Le Hangar;café;4;01/10/2026
"""


def test_a_messy_file_is_drafted_as_a_person_would(site: SiteFolder, tmp_path: Path) -> None:
    (tmp_path / "est.csv").write_text(MESSY, "utf-8")
    path, told = drafted(site, tmp_path)
    assert told[-2:] == ["      id ← Réf.", "      updated ← MàJ"]
    text = path.read_text("utf-8")
    assert "# DECIDE: rows read that have no id of their own here: 1; they would be" in text
    path.write_text(text + DECIDED, "utf-8")
    partner = load(path, Partner)
    assert partner.id == ("Réf.",)
    # Digits behind a point are no unit.
    assert partner.map["seats"].steps == ()
    assert partner.map["kinds"].headers == ("Mots-clés",)
    assert partner.updated and partner.updated.steps == ({"date": ("%d/%m/%Y", "%Y-%m-%d")},)


def test_headers_that_are_an_id_together_wait_for_a_decision(
    site: SiteFolder, tmp_path: Path
) -> None:
    (tmp_path / "est.csv").write_text("Nom,Commune\nA,Metz\nA,Nancy\nB,Metz\n", "utf-8")
    path, told = drafted(site, tmp_path)
    assert "      id ← Nom, Commune" in told
    assert "# DECIDE: no header is an id. These together differ in each row" in path.read_text()
