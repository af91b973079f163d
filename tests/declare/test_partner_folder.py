"""The files of partners beside each other: names that are there twice, or nowhere."""

from pathlib import Path

import pytest

from publish.declare.site import SiteFolder
from publish.errors import DeclarationError
from tests.partners import NORD, SUD, make_partners, partner


def test_a_file_of_another_ending_is_not_passed_over(tmp_path: Path) -> None:
    site = make_partners(tmp_path)
    folder = site.data / "lieux" / "partners"
    for path in folder.iterdir():
        path.rename(path.with_suffix(".yml"))
    assert _refused(site) == [
        f"{folder}/nord.yml: not read, for its ending; rename it to nord.yaml",
        f"{folder}/sud.yml: not read, for its ending; rename it to sud.yaml",
    ]
    for path in folder.iterdir():
        path.rename(path.with_suffix(".yaml"))
    assert list(site.partners("lieux")) == ["nord", "sud"]


def test_an_order_names_partners_of_its_table(tmp_path: Path) -> None:
    site = make_partners(tmp_path, "{order: [nord, sudd, est]}")
    declared = site.data / "lieux" / "dataset.yaml"
    assert _refused(site) == [
        f"{declared}:14: tables.places.partners.order.1: no file partners/sudd.yaml feeds this "
        "table; did you mean `sud`? (write the file, or take the name out)",
        f"{declared}:14: tables.places.partners.order.2: no file partners/est.yaml feeds this "
        "table; its partners: nord, sud (write the file, or take the name out)",
    ]


def test_an_order_without_any_partner_is_told(tmp_path: Path) -> None:
    site = make_partners(tmp_path, "{order: [nord]}")
    for path in (site.data / "lieux" / "partners").iterdir():
        path.unlink()
    assert len(_refused(site)) == 1


def test_a_file_with_a_mistake_is_no_unknown_name(tmp_path: Path) -> None:
    site = make_partners(tmp_path, "{order: [nord]}")
    partner(site, "nord", NORD.replace("id: code", 'id: ""'))
    assert _refused(site) == [
        f"{site.data}/lieux/partners/nord.yaml:5: id: '' is no header; write it as their file "
        "has it"
    ]


def test_readers_can_tell_partners_apart(tmp_path: Path) -> None:
    site = make_partners(tmp_path)
    partner(site, "sud", SUD.replace("Le Sud", "le  nord"))
    assert _refused(site) == [
        f"{site.data}/lieux/partners/sud.yaml:1: name: 'le  nord' is the name of "
        "partners/nord.yaml too; write another one, by which readers tell them apart"
    ]


def test_a_former_name_is_of_one_partner_that_is_no_more(tmp_path: Path) -> None:
    site = make_partners(tmp_path)
    folder = site.data / "lieux" / "partners"
    partner(site, "est", NORD.replace("Le Nord", "L’Est") + "formerly: nord\n")
    partner(site, "sud", SUD + "formerly: sud\n")
    kept = "is or was called; keep one of both, or take this out"
    assert _refused(site) == [
        f"{folder}/est.yaml:8: formerly: 'nord' is what partners/nord.yaml {kept}",
        f"{folder}/sud.yaml:8: formerly: 'sud' is what partners/sud.yaml {kept}",
    ]
    partner(site, "est", NORD.replace("Le Nord", "L’Est") + "formerly: ouest\n")
    partner(site, "sud", SUD + "formerly: ouest\n")
    assert _refused(site) == [
        f"{folder}/sud.yaml:8: formerly: 'ouest' is what partners/est.yaml {kept}"
    ]
    partner(site, "sud", SUD + "formerly: Le Sud\n")
    assert len(_refused(site)) == 1


def test_one_partner_is_read_whatever_is_wrong_with_another(tmp_path: Path) -> None:
    site = make_partners(tmp_path, "{order: [nord]}")
    partner(site, "est", "name: DECIDE\n")
    assert site.partner("lieux", "nord").name == "Le Nord"
    with pytest.raises(DeclarationError) as refused:
        site.partner("lieux", "est")
    own = str(refused.value).splitlines()
    assert own == _refused(site)
    assert {line.partition(":")[0] for line in own} == {f"{site.data}/lieux/partners/est.yaml"}


def test_what_is_wrong_of_a_partner_elsewhere_is_its_own(tmp_path: Path) -> None:
    site = make_partners(tmp_path, "{order: [noord]}")
    with pytest.raises(DeclarationError, match=r"no file partners/noord\.yaml feeds this table"):
        site.partner("lieux", "nord")
    (site.data / "lieux" / "partners" / "nord.yaml").rename(tmp_path / "nord.yml")
    (tmp_path / "nord.yml").rename(site.data / "lieux" / "partners" / "nord.yml")
    with pytest.raises(DeclarationError, match=r"nord\.yml: not read, for its ending; rename it"):
        site.partner("lieux", "nord")


def _refused(site: SiteFolder) -> list[str]:
    with pytest.raises(DeclarationError) as refused:
        site.partners("lieux")
    return str(refused.value).splitlines()
