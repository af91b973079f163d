"""The current releases are attached, swapped and dropped while the site runs."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from publish.site.app.datasette_site import Site
from publish.site.app.snapshot import pin
from tests import factory


async def shown(site: Site, path: str) -> Any:
    """The JSON behind a path."""
    return (await site.client.get(path)).json()


async def test_every_current_release_is_served(site: Site) -> None:
    assert set(site.databases) == {"lieux", "visites"}
    assert (await site.client.get("/_memory")).status_code == 404


async def test_work_in_progress_is_never_served(root: Path, site: Site) -> None:
    shutil.copytree(root / "releases" / "visites", root / "releases" / ".visites", symlinks=True)
    await site.watch.look()
    assert set(site.databases) == {"lieux", "visites"}


async def test_a_new_release_is_swapped_in(root: Path, site: Site) -> None:
    await shown(site, "/lieux/places.json")
    factory.places(root, "1.1.0", rows=9, extra=True)
    await site.watch.look()
    answer = await shown(site, "/lieux/places.json?_extra=count,columns&_size=0")
    assert (answer["count"], answer["columns"][-1]) == (9, "extra")
    database = await shown(site, "/lieux.json")
    assert {t["name"]: t["count"] for t in database["tables"]}["places"] == 9


async def test_a_request_keeps_the_release_it_started_with(root: Path, site: Site) -> None:
    before = site.live
    with pin(before):
        factory.places(root, "1.1.0", rows=9)
        await site.watch.look()
        assert site.databases["lieux"].release.version == "1.0.0"
        assert (await site.databases["lieux"].execute("select 1")).single_value() == 1
    assert site.databases["lieux"].release.version == "1.1.0"


async def test_an_old_database_is_closed_when_nobody_uses_it(root: Path, site: Site) -> None:
    old = site.live["lieux"]
    with pin(site.live):
        factory.places(root, "1.1.0")
        await site.watch.look()
        assert not old._closed
    await site.watch.look()
    assert old._closed
    assert site.watch.retired == []


async def test_a_new_dataset_appears(root: Path, site: Site) -> None:
    assert (await site.client.get("/jardins")).status_code == 404
    factory.places(root, dataset="jardins")
    await site.watch.look()
    assert (await site.client.get("/jardins/places/l-1")).status_code == 200
    assert 'href="/jardins"' in (await site.client.get("/")).text


@pytest.mark.parametrize("gone", ["link", "folder"])
async def test_a_dataset_that_went_away_is_dropped(gone: str, root: Path, site: Site) -> None:
    await site.client.get("/")
    folder = root / "releases" / "visites"
    (folder / "current").unlink() if gone == "link" else shutil.rmtree(folder)
    await site.watch.look()
    assert (await site.client.get("/visites/days")).status_code == 404
    home = await site.client.get("/")
    assert home.status_code == 200
    assert "visites" not in home.text


async def test_metadata_comes_with_the_release_and_leaves_with_it(root: Path, site: Site) -> None:
    first = await shown(site, "/lieux/places.json?_extra=metadata&_size=0")
    assert first["metadata"] == {
        "title": "Lieux",
        "description": "Lieux, une ligne par chose.",
        "source": "Collectif des lieux",
        "source_url": "https://lieux.example.org",
        "license": "Open Database License (ODbL) 1.0",
        "license_url": "https://opendatacommons.org/licenses/odbl/1-0/",
        "columns": {
            "id": "La colonne id",
            "name": "La colonne name",
            "kind": "La colonne kind",
            "insee": "La colonne insee",
            "opened": "La colonne opened",
            "seats": "La colonne seats (unité\u00a0: sièges)",
            "tags": "La colonne tags",
        },
    }
    package = factory.places_package("1.0.1", 6)
    places = package["resources"][0]
    del places["descriptions"], places["browse"]
    del places["schema"]["fields"][0]["descriptions"], places["schema"]["fields"][0]["title"]
    factory.places(root, "1.0.1", resources=package["resources"])
    await site.watch.look()
    second = (await shown(site, "/lieux/places.json?_extra=metadata&_size=0"))["metadata"]
    assert "description" not in second
    assert "id" not in second["columns"]
    assert "facet_results" not in await shown(site, "/lieux/places.json?_size=0")


async def test_the_release_says_how_a_table_is_browsed(site: Site) -> None:
    answer = await shown(site, "/lieux/places.json?_extra=facet_results")
    assert [row["seats"] for row in answer["rows"]] == [5, 4, 3, 2, 1, 0]
    facets = answer["facet_results"]["results"]
    assert {facet["name"]: facet["type"] for facet in facets.values()} == {
        "kind": "column",
        "tags": "array",
    }
    assert [(v["label"], v["count"]) for v in facets["kind"]["results"]] == [
        ("Café", 3),
        ("Atelier", 3),
    ]


async def test_the_site_says_its_own_title(site: Site) -> None:
    assert "<h1>Le fournil d&#39;essai" in (await site.client.get("/")).text


async def test_counts_are_exact(root: Path, site: Site) -> None:
    factory.places(root, "2.0.0", rows=10_050)
    await site.watch.look()
    everything = await shown(site, "/lieux/places.json?_extra=count,count_truncated&_size=0")
    filtered = await shown(
        site, "/lieux/places.json?_extra=count,count_truncated&_size=0&seats__gte=40"
    )
    assert (everything["count"], everything["count_truncated"]) == (10_050, False)
    assert (filtered["count"], filtered["count_truncated"]) == (10_010, False)
    assert "10\u202f050 lignes" in (await site.client.get("/lieux")).text


def cut(folder: Path) -> None:
    database = folder / "lieux.db"
    database.write_bytes(database.read_bytes()[:-4096])


def garbage(folder: Path) -> None:
    (folder / "lieux.db").write_bytes(b"nothing" * 5000)


def missing(folder: Path) -> None:
    (folder / "lieux.db").unlink()


def fewer_rows(folder: Path) -> None:
    path = folder / "datapackage.json"
    package = json.loads(path.read_text())
    package["resources"][0]["rows"] = 99
    path.write_text(json.dumps(package))


def no_descriptor(folder: Path) -> None:
    (folder / "datapackage.json").write_text("{")


def unknown_license(folder: Path) -> None:
    path = folder / "datapackage.json"
    package = json.loads(path.read_text())
    package["licenses"] = [{"name": "WTFPL"}]
    path.write_text(json.dumps(package))


BROKEN = {
    cut: "cut short or not a SQLite file",
    garbage: "cut short or not a SQLite file",
    missing: "No such file or directory",
    fewer_rows: "table places has 6 rows, datapackage.json says 99",
    no_descriptor: "no descriptor that can be read",
    unknown_license: "licence WTFPL; known: CC-BY-4.0,",
}


@pytest.mark.parametrize("damage", BROKEN, ids=lambda damage: damage.__name__)
async def test_a_broken_release_is_not_swapped_in(
    damage: Any, root: Path, site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = factory.places(root, "1.1.0")
    damage(folder)
    await site.watch.look()
    await site.watch.look()
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert BROKEN[damage] in told
    assert told.endswith("; the previous release stays; `fournil verify lieux` says more\n")
    assert site.databases["lieux"].release.version == "1.0.0"
    assert (await site.client.get("/lieux/places")).status_code == 200


async def test_a_link_to_nowhere_is_not_swapped_in(root: Path, site: Site) -> None:
    link = root / "releases" / "lieux" / "current"
    link.unlink()
    link.symlink_to("9.9.9")
    await site.watch.look()
    assert site.databases["lieux"].release.version == "1.0.0"


async def test_a_mended_release_is_swapped_in(root: Path, site: Site) -> None:
    folder = factory.places(root, "1.1.0")
    whole = (folder / "lieux.db").read_bytes()
    cut(folder)
    await site.watch.look()
    (folder / "lieux.db").write_bytes(whole)
    await site.watch.look()
    assert site.databases["lieux"].release.version == "1.1.0"
