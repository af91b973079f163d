"""The six partners of the demo's network: what is committed is what their servers give."""

import gzip
import re
import shutil
import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import closing

import pytest

from publish.bakehouse.partners.copy_file import came_from
from publish.bakehouse.partners.look import look
from publish.corrections.pairs import asked_in
from publish.declare.site import SiteFolder
from publish.words.compatible import combined
from tests.conftest import ROOT
from tests.demo_partners import DATASET, DAY, PARTNERS, Brought, brought, committed, served
from tests.sites import publish

LICENSES = {
    "archipel": "etalab-2.0",
    "carte": "ODbL-1.0",
    "estuaire": "ODbL-1.0",
    "nord": "ODbL-1.0",
    "vallees": "etalab-2.0",
    "voisins": "CC0-1.0",
}
HOSTS = re.compile(r"https?://([\w.-]+)")


def text(came: Brought) -> bytes:
    """A copy unpacked: libraries may pack the same bytes differently."""
    packed = came.copy.file.endswith(".gz")
    return gzip.decompress(came.content) if packed else came.content


@pytest.fixture(scope="module")
def harvested(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mapping[str, Brought]]:
    """What the six servers give a site that never asked them."""
    folder = tmp_path_factory.mktemp("partners")
    with served(folder / "theirs") as addresses:
        yield brought(SiteFolder(folder / "ours"), addresses)


@pytest.mark.slow("harvests six real servers, one of them a Fournil")
@pytest.mark.parametrize("name", PARTNERS)
def test_a_harvest_gives_the_committed_copy(name: str, harvested: Mapping[str, Brought]) -> None:
    new, kept = harvested[name], committed(name)
    assert (new.harvested.stale, kept.harvested.stale) == ("", "")
    assert text(new) == text(kept)
    without = {"digest"} if kept.copy.file.endswith(".gz") else set()
    assert new.copy.model_dump(exclude=without) == kept.copy.model_dump(exclude=without)


def test_all_six_are_committed_and_fit_the_licence_of_the_table() -> None:
    demo = SiteFolder(ROOT)
    partners = demo.partners(DATASET)
    assert {name: one.license for name, one in partners.items()} == LICENSES
    found = combined(LICENSES.values())
    assert (found.license, found.cautions) == (demo.dataset(DATASET).license, ())
    for name, partner in partners.items():
        kept = committed(name)
        assert (kept.copy.of, kept.copy.checked) == (came_from(partner.source), DAY)
        assert str(kept.harvested.files[0][0]).startswith(str(demo.data / DATASET))


def test_their_addresses_are_of_nobody() -> None:
    partners = SiteFolder(ROOT).partners(DATASET).values()
    told = [(one.url or "", one.contact or "", one.source.path or "") for one in partners]
    hosts = [host for texts in told for one in texts for host in HOSTS.findall(one)]
    assert len(hosts) >= 12
    assert all(host.endswith((".example.org", ".example.net")) for host in hosts)


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> tuple[SiteFolder, list[str]]:
    """The demo's network published where no server is asked, and what the run told."""
    site = SiteFolder(tmp_path_factory.mktemp("published"))
    shutil.copy(ROOT / "metadata.yaml", site.root)
    shutil.copytree(ROOT / "data" / DATASET, site.data / DATASET)
    [outcome] = publish(site, DATASET)
    assert outcome.status == "published", outcome
    return site, [f"{one.code} {one.place}: {one.what}" for one in outcome.problems]


def asked(site: SiteFolder, sql: str) -> list[tuple[object, ...]]:
    """Rows of the release."""
    path = site.releases / DATASET / "current" / f"{DATASET}.db"
    with closing(sqlite3.connect(path)) as database:
        return database.execute(sql).fetchall()


@pytest.mark.slow("publishes a dataset of the demo")
def test_a_clone_publishes_their_rows_and_shows_each_kind_of_trouble(
    published: tuple[SiteFolder, list[str]],
) -> None:
    site, told = published
    rejects = Counter(one.partition(":")[0] for one in told)
    assert rejects == {
        "partner-drift reseau-transition.partners.vallees": 1,
        # Partners tell people themselves what they hold of them.
        "no-way-back organisations": 1,
        "rejected-rows organisations.id": 2,
        "rejected-rows organisations.members": 1,
        "rejected-rows organisations.phone": 1,
        "rejected-rows organisations.themes": 1,
    }
    rows = "SELECT partner, count(*) FROM organisations_sources GROUP BY 1 ORDER BY 1"
    assert asked(site, rows) == [
        ("archipel", 60),
        ("carte", 83),
        ("estuaire", 47),
        ("nord", 330),
        ("vallees", 38),
        ("voisins", 50),
    ]
    merged = (
        "SELECT count(*), sum(json_array_length(source) > 1), count(department), count(lat) "
        "FROM organisations"
    )
    assert asked(site, merged) == [(546, 60, 546, 266)]


@pytest.mark.slow("publishes a dataset of the demo")
def test_people_are_asked_about_the_grey_zone(
    published: tuple[SiteFolder, list[str]],
) -> None:
    site, _ = published
    pairs = asked_in(site.desk, DATASET, "organisations")
    suspected = "SELECT count(*) FROM organisations WHERE quality_duplicate"
    assert (len(pairs), asked(site, suspected)) == (13, [(18,)])


@pytest.mark.slow("publishes a dataset of the demo")
def test_words_that_the_network_does_not_have_are_told(
    published: tuple[SiteFolder, list[str]],
) -> None:
    site, _ = published
    unknown = {name: dict(look(site, DATASET, name, DAY).unknown) for name in PARTNERS}
    assert {name: of for name, of in unknown.items() if of} == {
        "carte": {("themes", "Bien-être"): 3},
        "vallees": {("themes", "Yoga"): 2},
    }


@pytest.mark.slow("publishes a dataset of the demo")
def test_nothing_that_is_not_open_leaves(published: tuple[SiteFolder, list[str]]) -> None:
    site, _ = published
    folder = (site.releases / DATASET / "current").resolve()
    csv = (folder / "organisations.csv").read_text(encoding="utf-8")
    assert not re.search(r"(bonjour|contact)@", csv)
    assert "Levainier" not in csv
    assert "Blédor" not in (folder / "datapackage.json").read_text(encoding="utf-8")
