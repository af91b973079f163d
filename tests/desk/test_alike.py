"""What is about to be added is held against what is there."""

import pytest

from publish.declare.site import SiteFolder
from publish.desk.alike import Alike, alike
from publish.desk.rows import new_row_of, release_of
from tests.sites import ABOUT, PLACES_BEGIN, declare, deliver, make_site, publish_one

DECLARED = (
    ABOUT
    + PLACES_BEGIN
    + """\
      name: {type: string, role: open, description: {fr: Nom}}
      lat: {type: number, role: open, description: {fr: Latitude}}
      lon: {type: number, role: open, description: {fr: Longitude}}
    corrections: {add: true}
    browse: {label: name, map: [lat, lon]}
"""
)
ROWS = (
    "01;Café des Œuvres;48.8566;2.3522",
    "02;Jardin d’Éole;48.8888;2.3666",
    "03;;48.8890;2.3668",
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> SiteFolder:
    found = make_site(tmp_path_factory.mktemp("alike") / "site")
    declare(found, DECLARED)
    deliver(found, *ROWS, header="id;name;lat;lon")
    publish_one(found)
    return found


def keys(site: SiteFolder, **cells: str) -> list[str]:
    return [one.key[0] for one in found(site, **cells) if one.likeness.is_likely]


def found(site: SiteFolder, **cells: str) -> list[Alike]:
    release = release_of(site, "lieux")
    assert release
    return alike(release, release.tables["places"], cells)


@pytest.mark.parametrize("name", ["cafe des oeuvres", "CAFÉ  DES ŒUVRES", "Café-des-Œuvres"])
def test_the_same_name_wherever_it_lies(site: SiteFolder, name: str) -> None:
    assert keys(site, name=name, lat="10.0", lon="10.0") == ["01"]


def test_nearly_the_same_name_in_the_same_place(site: SiteFolder) -> None:
    near = {"lat": "48.8889", "lon": "2.3667"}
    assert keys(site, name="Les jardins d'Eole", **near) == ["02"]
    assert keys(site, name="Les jardins d'Eole", lat="48.8920", lon="2.3667") == []
    assert keys(site, name="Boulangerie", **near) == []
    assert keys(site, **near) == ["02", "03"]


def test_nothing_is_like_what_says_nothing(site: SiteFolder) -> None:
    assert (keys(site), keys(site, name="Neuf")) == ([], [])


def test_a_table_that_takes_no_rows_has_no_form(site: SiteFolder) -> None:
    assert new_row_of(site, "lieux", "nothing") is None
    assert new_row_of(site, "nothing", "places") is None
