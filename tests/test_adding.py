"""Adding a licence, a form of file, a technique, … is one entry in its dict: the rest follows."""

import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest

from publish.bakehouse.check import CHECKS
from publish.bakehouse.partners.harvesters import HARVESTERS
from publish.bakehouse.partners.locators import LOCATORS
from publish.bakehouse.read import READERS
from publish.declare.chart import CHARTS
from publish.declare.declaration import Push
from publish.declare.partner import HARVESTED
from publish.declare.recipes import RECIPES
from publish.declare.site import SiteFolder
from publish.declare.techniques import TECHNIQUES
from publish.describe.descriptors import DESCRIPTORS
from publish.errors import DeclarationError, GateClosed
from publish.forms.formats import FORMATS
from publish.portals.run import DESTINATIONS
from publish.words.licenses import LICENSES
from tests import additions
from tests.bakehouse.partners.services import Answer, Service, serving
from tests.partners import NORD, by_name, make_partners, partner
from tests.site.conftest import opened
from tests.sites import DATASET, HEADER, ROWS, declare, deliver, make_site, publish_one

# Each publishes and serves a whole site.
pytestmark = pytest.mark.slow("publishes with one entry more of each kind")


@pytest.fixture
def site(tmp_path: Path) -> SiteFolder:
    """A site with the exports of `lieux`, to be declared."""
    return make_site(tmp_path, "lieux")


def released(site: SiteFolder, text: str = DATASET) -> Path:
    """The folder of the release made of a declaration."""
    declare(site, text)
    outcome = publish_one(site)
    assert outcome.exit_code == 0, outcome
    return (site.releases / "lieux" / "current").resolve()


@asynccontextmanager
async def asking(site: SiteFolder) -> AsyncIterator[httpx.AsyncClient]:
    """Asks the site in process."""
    async with opened(site.root) as started:
        yield started.client


async def test_a_licence(site: SiteFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    unknown = DATASET.replace("license: ODbL-1.0", "license: etalab-1.0")
    declare(site, unknown)
    with pytest.raises(DeclarationError, match=r"unknown license 'etalab-1\.0'"):
        site.dataset("lieux")
    monkeypatch.setitem(LICENSES, "etalab-1.0", additions.LICENSE)
    folder = released(site, unknown)
    assert "Lieux partagés (Le Collectif)\u00a0: Licence Ouverte 1.0" in (
        folder / "LICENSE.txt"
    ).read_text("utf-8")
    async with asking(site) as client:
        page = await client.get("/lieux?_lang=fr")
        assert "Saluer la source" in page.text
        assert f'<{additions.ADDRESS}>; rel="license"' in page.headers["link"]
        assert "Salute the source" in (await client.get("/lieux?_lang=en")).text
        assert "Licence Ouverte 1.0" in (await client.get("/licenses/etalab-1.0?_lang=fr")).text
        assert additions.ADDRESS in (await client.get("/catalog.ttl")).text


async def test_a_form_of_file(site: SiteFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = DATASET.replace("    browse:", "    formats: [tsv]\n    browse:")
    declare(site, asked)
    with pytest.raises(DeclarationError, match=r"'tsv' is not one of csv\.gz, jsonl\.gz"):
        site.dataset("lieux")
    monkeypatch.setitem(FORMATS, "tsv", additions.FORMAT)
    folder = released(site, asked)
    first, *_ = (folder / "places.tsv").read_text("utf-8").splitlines()
    assert (
        first.split("\t")[0]
        == (folder / "places.csv").read_text("utf-8").split("\n")[1].split(",")[0]
    )
    async with asking(site) as client:
        file = await client.get("/download/lieux/places.tsv")
        assert file.headers["content-type"] == "text/tab-separated-values"
        page = await client.get("/lieux?_lang=fr")
        assert "Tabulations" in page.text
        assert "pour les vieux outils" in page.text
        assert "TSV" in (await client.get("/?_lang=fr&format=TSV")).text
        assert "file-type/TSV" in (await client.get("/catalog.ttl")).text


async def test_a_technique(site: SiteFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    loud = DATASET.replace("from: Nom,", "from: Nom, protect: {shout: {times: 2}},")
    declare(site, loud)
    with pytest.raises(DeclarationError, match="unknown technique 'shout'"):
        site.dataset("lieux")
    monkeypatch.setitem(TECHNIQUES, "shout", additions.TECHNIQUE)
    folder = released(site, loud)
    _, *lines = (folder / "places.csv").read_text("utf-8").splitlines()
    names = [line.split(",")[1] for line in lines]
    assert names and all(name == name.upper() and name.endswith("!!") for name in names)
    async with asking(site) as client:
        assert "crié" in (await client.get("/lieux?_lang=fr")).text
        assert "shouted" in (await client.get("/lieux?_lang=en")).text
    declare(site, DATASET.replace("type: boolean,", "type: boolean, protect: shout,"))
    with pytest.raises(DeclarationError, match="`shout` is only for type string"):
        site.dataset("lieux")


async def test_a_chart(site: SiteFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = "    charts: [{kind: disc, column: open}]\n    browse:"
    round_one = DATASET.replace("    browse:", lines)
    declare(site, round_one)
    with pytest.raises(DeclarationError, match="'disc' is not one of bars, line, histogram"):
        site.dataset("lieux")
    monkeypatch.setitem(CHARTS, "disc", additions.CHART)
    released(site, round_one)
    asked = "/lieux/places/-/chart"
    async with asking(site) as client:
        page = await client.get("/lieux/places?_lang=en")
        assert "Disc of open" in page.text
        assert "1 of 2." in page.text
        svg = await client.get(f"{asked}.svg?_chart=disc&_column=open")
        assert '<circle cx="20" cy="20" r="2"' in svg.text
        csv = await client.get(f"{asked}.csv?_chart=disc&_column=open")
        assert csv.text == "open,rows\ntrue ones,1\n"
        refused = await client.get(f"{asked}?_chart=disc&_column=name")
        assert refused.status_code == 400
    declare(site, round_one.replace("column: open", "column: name"))
    with pytest.raises(DeclarationError, match="'name' is a string; write `kind: bars`"):
        site.dataset("lieux")


async def test_a_descriptor(site: SiteFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(DESCRIPTORS, "titles", additions.titles)
    folder = released(site)
    assert json.loads((folder / "titles.json").read_text("utf-8")) == {"places": "Lieux"}
    assert "titles.json" in (folder / "SHA256SUMS").read_text("utf-8")
    async with asking(site) as client:
        file = await client.get("/download/lieux/titles.json")
        assert file.json() == {"places": "Lieux"}


def test_a_reader(site: SiteFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    barred = DATASET.replace('delimiter: ";"', "format: barred")
    deliver(site, *(row.replace(";", "|") for row in ROWS), header=HEADER.replace(";", "|"))
    declare(site, barred)
    assert "unknown format 'barred'; declare `format:` as one of csv" in str(publish_one(site))
    monkeypatch.setitem(READERS, "barred", additions.read_bars)
    folder = released(site, barred)
    assert "Café des Œuvres" in (folder / "places.csv").read_text("utf-8")


def test_a_check(site: SiteFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(CHECKS, "few-rows", additions.few_rows)
    declare(site, DATASET)
    outcome = publish_one(site)
    assert outcome.exit_code == GateClosed.exit_code
    assert outcome.message == "blocker few-rows: places: 3 rows; wait for more"
    assert not (site.releases / "lieux" / "current").exists()


def test_every_destination_may_be_declared() -> None:
    assert set(DESTINATIONS) == set(Push.model_fields)


TELEX = """\
name: Le Télex
license: ODbL-1.0
agreed: {{by: Ada, on: 2026-01-01, until: 2999-12-31}}
source: {{path: "{address}/telex", harvest: telex}}
id: number
map: {{name: name}}
"""


@pytest.fixture
def telex() -> Iterator[Service]:
    """A partner's server of a kind that Fournil does not know, until its name is listed."""
    tape = Answer(b"number|name\n7|Le Ruban\n", "text/csv")
    with serving({"/telex": Answer(b"1 Le Quai STOP 2 La Halle"), "/telex.csv": tape}) as service:
        HARVESTED.append("telex")
        yield service
        HARVESTED.remove("telex")


def telex_site(root: Path, service: Service) -> SiteFolder:
    """A site with a partner that has a telex."""
    site = make_partners(root)
    partner(site, "telex", TELEX.format(address=service.address))
    site.private.mkdir(exist_ok=True)
    listed = f"hosts: {{'{service.host}': {{datasets: lieux}}}}\n"
    (site.private / "sources.yaml").write_text(listed)
    return site


def test_a_harvester(tmp_path: Path, telex: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(HARVESTERS, "telex", additions.harvest_telex)
    site = telex_site(tmp_path, telex)
    assert publish_one(site).status == "published"
    assert by_name(site)["La Halle"]["source_id"] == ["2"]


def test_a_locator(tmp_path: Path, telex: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(LOCATORS, "telex", additions.locate_tape)
    site = telex_site(tmp_path, telex)
    assert publish_one(site).status == "published"
    assert by_name(site)["Le Ruban"]["source_id"] == ["7"]


def test_a_recipe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = make_partners(tmp_path)
    loud = NORD.replace("name: Nom", "name: {from: Nom, do: [shout]}")
    partner(site, "nord", loud)
    assert "unknown recipe 'shout'" in publish_one(site).message
    monkeypatch.setitem(RECIPES, "shout", additions.RECIPE)
    assert publish_one(site).status == "published"
    assert by_name(site)["JARDIN D’ÉOLE"]["town"] == "Roubaix"
