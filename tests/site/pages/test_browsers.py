"""A browser searches the site from its own bar, and keeps it on a phone's first screen."""

import json
import re
from pathlib import Path
from xml.etree import ElementTree

import yaml

from publish.site.app.datasette_site import Site
from tests.site.conftest import opened

OPENSEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"


async def test_every_page_names_both(still: Site) -> None:
    html = (await still.client.get("/lieux?_lang=en")).text
    assert 'type="application/opensearchdescription+xml"' in html
    assert 'href="/opensearch.xml?_lang=en"' in html
    assert '<link rel="manifest" href="/manifest.webmanifest?_lang=en">' in html


async def test_a_browser_finds_by_the_address_it_was_given(still: Site) -> None:
    response = await still.client.get("/opensearch.xml?_lang=fr")
    kind = "application/opensearchdescription+xml; charset=utf-8"
    assert response.headers["content-type"] == kind
    root = ElementTree.fromstring(response.text)
    urls = {one.attrib["type"]: one.attrib["template"] for one in root.iter(f"{OPENSEARCH}Url")}
    assert urls["text/html"] == "http://localhost/search?q={searchTerms}&_lang=fr"
    for template in urls.values():
        path = template.removeprefix("http://localhost").replace("{searchTerms}", "caf%C3%A9")
        assert (await still.client.get(path)).status_code == 200


async def test_a_long_title_is_cut_where_browsers_want_it_short(root: Path) -> None:
    path = root / "metadata.yaml"
    told = yaml.safe_load(path.read_text(encoding="utf-8"))
    told["title"] = {"fr": "Données ouvertes & communes"}
    path.write_text(yaml.safe_dump(told, allow_unicode=True), encoding="utf-8")
    async with opened(root) as site:
        found = ElementTree.fromstring((await site.client.get("/opensearch.xml")).text)
    assert found.findtext(f"{OPENSEARCH}ShortName") == "Données ouvertes"


async def test_the_manifest_leads_home_in_its_language(still: Site) -> None:
    response = await still.client.get("/manifest.webmanifest?_lang=en")
    assert response.headers["content-type"] == "application/manifest+json; charset=utf-8"
    told = json.loads(response.text)
    assert (told["lang"], told["start_url"], told["scope"]) == ("en", "/?_lang=en", "/")
    [icon] = told["icons"]
    assert re.fullmatch(r"/static/icon\.[0-9a-f]{12}\.svg", icon["src"])
    assert (await still.client.get(icon["src"])).headers["content-type"].startswith(icon["type"])
