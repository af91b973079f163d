"""What machines read of the site: the catalog, the API's description, the site's map."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from openapi_spec_validator import validate as validate_openapi
from rdflib import DCAT, DCTERMS, RDF, Graph, Literal, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import Namespace

from publish.declare.site import SiteFolder
from publish.release.notes import NAME as STATUS
from publish.site.app.datasette_site import Site
from publish.site.app.serve import open_site
from publish.site.catalog import catalog
from tests import factory
from tests.describe.validators import shacl_violations

HYDRA = Namespace("http://www.w3.org/ns/hydra/core#")
HOME = "http://localhost"
LO2 = URIRef("https://www.etalab.gouv.fr/licence-ouverte-open-licence")
ODBL = URIRef("https://opendatacommons.org/licenses/odbl/summary/")
FORMATS = {"ttl": "turtle", "jsonld": "json-ld", "rdf": "xml"}


async def graph(site: Site, syntax: str = "ttl", query: str = "") -> Graph:
    response = await site.client.get(f"/catalog.{syntax}{query}")
    assert response.status_code == 200
    return Graph().parse(data=response.text, format=FORMATS[syntax])


def without_view(found: Graph) -> Graph:
    """The graph less the address of its own page, which names its syntax."""
    for view in list(found.subjects(RDF.type, HYDRA.PartialCollectionView)):
        found.remove((view, None, None))
    return found


@pytest.mark.parametrize(
    ("syntax", "type"),
    [
        ("ttl", "text/turtle; charset=utf-8"),
        ("jsonld", "application/ld+json; charset=utf-8"),
        ("rdf", "application/rdf+xml; charset=utf-8"),
    ],
)
async def test_each_syntax_says_the_same(syntax: str, type: str, still: Site) -> None:
    response = await still.client.get(f"/catalog.{syntax}")
    assert response.headers["content-type"] == type
    assert response.headers["access-control-allow-origin"] == "*"
    assert isomorphic(without_view(await graph(still, syntax)), without_view(await graph(still)))


async def test_a_dataset_of_two_licences_is_two(site: Site) -> None:
    found = await graph(site)
    described = {
        str(found.value(one, DCTERMS.identifier)): found.value(one, DCTERMS.license)
        for one in found.subjects(RDF.type, DCAT.Dataset)
    }
    assert described == {"lieux": ODBL, "lieux/etalab-2.0": LO2, "visites": LO2}
    second = URIRef(f"{HOME}/lieux#etalab-2.0")
    assert set(found.objects(second, DCTERMS.title)) == {
        Literal("Lieux partagés (Licence Ouverte 2.0)", "fr"),
        Literal("Shared places (Open Licence 2.0 (Licence Ouverte))", "en"),
    }
    assert list(found.objects(second, DCAT.distribution)) == [URIRef(f"{HOME}/lieux#kinds.csv")]


async def test_a_file_keeps_its_address(site: Site) -> None:
    found = await graph(site)
    file = URIRef(f"{HOME}/visites#days.csv")
    download = URIRef(f"{HOME}/download/visites/days.csv")
    assert found.value(file, DCAT.downloadURL) == found.value(file, DCAT.accessURL) == download
    assert found.value(file, DCTERMS.license) == LO2
    assert found.value(file, DCTERMS.title) == Literal("Jours (days.csv)", "fr")
    whole = URIRef(f"{HOME}/visites#visites.db")
    assert found.value(whole, DCAT.mediaType) == URIRef(
        "https://www.iana.org/assignments/media-types/application/vnd.sqlite3"
    )


async def test_what_portals_refuse_is_left_out(site: Site) -> None:
    text = (await site.client.get("/catalog.ttl")).text
    assert "checksum" not in text.lower()
    assert "accessService" not in text


@pytest.mark.slow("asks a real server for hundreds of addresses")
async def test_the_mandatory_shapes_hold(site: Site, shared: Path) -> None:
    text = (await site.client.get("/catalog.ttl")).text
    assert shacl_violations(text, shared / "shacl") == []


async def test_the_shapes_see_what_is_wrong(site: Site, shared: Path) -> None:
    text = (await site.client.get("/catalog.ttl")).text
    assert shacl_violations(text.replace("dct:title", "dct:alternative"), shared / "shacl")


@pytest.fixture
def pages_of_two(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(catalog, "PAGE_SIZE", 2)
    yield


@pytest.mark.usefixtures("pages_of_two")
async def test_the_pages_follow_each_other(site: Site) -> None:
    first = await graph(site)
    view = first.value(predicate=RDF.type, object=HYDRA.PartialCollectionView)
    following = first.value(view, HYDRA.next)
    assert following == URIRef(f"{HOME}/catalog.ttl?page=2")
    assert len(list(first.subjects(RDF.type, DCAT.Dataset))) == 2
    second = await graph(site, query="?page=2")
    assert len(list(second.subjects(RDF.type, DCAT.Dataset))) == 1
    assert second.value(following, HYDRA.next) is None


@pytest.mark.parametrize("page", ["0", "2", "x", "1.5", "²", "9" * 400])
async def test_there_is_no_such_page(page: str, still: Site) -> None:
    assert (await still.client.get(f"/catalog.ttl?page={page}")).status_code == 404


async def test_a_new_release_is_in_the_catalog_at_once(root: Path, site: Site) -> None:
    assert '"1.0.0"' in (await site.client.get("/catalog.ttl")).text
    factory.places(root, "1.1.0", rows=8)
    await site.watch.look()
    assert '"1.1.0"' in (await site.client.get("/catalog.ttl")).text


async def test_an_export_without_news_dates_the_files_only(
    root: Path, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("publish.site.http.caching.LOOK_SECONDS", 0)
    assert await modified(site) == ("2026-11-15", {"2026-11-21"})
    noted = {"checked": {"on": "2026-12-05", "result": "unchanged", "export": "2026-12-04"}}
    (root / "releases" / "lieux" / STATUS).write_text(json.dumps(noted))
    assert await modified(site) == ("2026-11-15", {"2026-12-04"})


@pytest.mark.parametrize(
    ("frequency", "export", "day"),
    [
        ("weekly", "2026-11-15", "2026-11-15"),
        ("weekly", "2026-11-16", None),
        ("irregular", "2026-11-16", "2026-11-15"),
    ],
)
async def test_a_dataset_in_time_leaves_its_age_to_its_files(
    frequency: str, export: str, day: str | None, tmp_path: Path
) -> None:
    """Udata looks at them only where the dataset names no day."""
    root = factory.site(tmp_path / "site")
    factory.places(root, frequency=frequency)
    noted = {"checked": {"on": "2026-11-21", "result": "published", "export": export}}
    (root / "releases" / "lieux" / STATUS).write_text(json.dumps(noted))
    site = open_site(SiteFolder(root))
    found = await modified(site)
    await site.invoke_shutdown()
    assert found == (day, {export})


async def modified(site: Site) -> tuple[str | None, set[str]]:
    """The day on which a dataset was modified, and those of its files."""
    found = await graph(site)
    dataset = next(found.subjects(DCTERMS.identifier, Literal("lieux")))
    files = [*found.objects(dataset, DCAT.distribution)]
    assert len(files) > 1
    days = {str(found.value(one, DCTERMS.modified)) for one in files}
    day = found.value(dataset, DCTERMS.modified)
    return str(day) if day else None, days


async def test_the_declared_address_comes_first(root: Path) -> None:
    with (root / "metadata.yaml").open("a", encoding="utf-8") as file:
        file.write("address: https://donnees.example.org/\n")
    site = open_site(SiteFolder(root))
    await site.invoke_startup()
    text = (await site.client.get("/catalog.ttl")).text
    assert "<https://donnees.example.org/download/lieux/places.csv>" in text
    assert "localhost" not in text
    assert (
        "Sitemap: https://donnees.example.org/sitemap.xml"
        in (await site.client.get("/robots.txt")).text
    )
    await site.invoke_shutdown()


async def described_api(site: Site) -> Any:
    response = await site.client.get("/openapi.json")
    assert response.status_code == 200
    return response.json()


async def test_the_api_is_described_by_the_standard(site: Site) -> None:
    validate_openapi(await described_api(site))


async def test_every_table_has_its_columns_and_filters(site: Site) -> None:
    api = await described_api(site)
    row = api["components"]["schemas"]["lieux.places"]["properties"]
    assert list(row) == ["id", "name", "kind", "insee", "opened", "seats", "tags"]
    assert row["seats"]["x-unit"] == "sièges"
    names = [one["name"] for one in api["paths"]["/lieux/places.json"]["get"]["parameters"]]
    assert {"_search", "_sort_desc", "kind", "kind__contains", "seats__gte"} <= set(names)
    assert "/lieux/notes/{row}.json" not in api["paths"]
    assert "/lieux/places/{row}.json" in api["paths"]


async def test_every_described_address_answers(site: Site) -> None:
    paths = (await described_api(site))["paths"]
    for path in paths:
        if "{" not in path:
            assert (await site.client.get(path)).status_code == 200, path


async def test_the_map_of_the_site_lists_pages_that_answer(site: Site) -> None:
    response = await site.client.get("/sitemap.xml")
    assert response.headers["content-type"] == "application/xml; charset=utf-8"
    spaces = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    found = ElementTree.fromstring(response.text).findall("s:url/s:loc", spaces)
    addresses = [one.text or "" for one in found]
    assert f"{HOME}/lieux/places" in addresses
    for address in addresses:
        assert (await site.client.get(address.removeprefix(HOME))).status_code == 200, address


async def test_language_models_get_a_summary(site: Site) -> None:
    text = (await site.client.get("/llms.txt")).text
    assert text.startswith("# Le fournil d'essai\n")
    assert f"- [places]({HOME}/lieux/places.json): Lieux; Open Database License (ODbL) 1.0" in text
    assert f"- [kinds]({HOME}/lieux/kinds.json): Genres; Open Licence 2.0" in text
    assert "Fictional data" in text


async def test_crawlers_leave_queries_alone(site: Site) -> None:
    assert (await site.client.get("/robots.txt")).text == (
        "User-agent: *\nDisallow: /*/-/\nDisallow: /*?\n"
        "Allow: /*?_lang=fr$\nAllow: /*?_lang=en$\n"
        "Allow: /?page=\nAllow: /catalog.*?page=\n"
        "Allow: /*/-/elements.json\nAllow: /*/-/taxonomy.json\n\n"
        "Sitemap: http://localhost/sitemap.xml\n"
    )


async def test_templates_get_the_dataset_as_json_ld(site: Site) -> None:
    folder = site.own("templates")
    assert folder is not None
    folder.mkdir()
    (folder / "database.html").write_text("{{ schema_org | tojson }}", encoding="utf-8")
    found = json.loads((await site.client.get("/lieux")).text)
    assert (found["@id"], found["version"]) == (f"{HOME}/lieux", "1.0.0")
    assert f"{HOME}/download/lieux/places.csv" in [f["contentUrl"] for f in found["distribution"]]


@pytest.mark.parametrize("method", ["TRACE", "BREW"])
async def test_a_method_that_nothing_knows_is_refused(method: str, still: Site) -> None:
    response = await still.client.request(method, "/lieux/places/l-0.json")
    assert response.status_code == 405
