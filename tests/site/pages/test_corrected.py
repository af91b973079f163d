"""The page of a row says what the source says where a cell was corrected."""

import html
import re
from pathlib import Path

import pytest

from publish.corrections.decisions import accept
from publish.corrections.proposals import propose
from publish.corrections.row import edits_of
from tests.site.conftest import opened
from tests.sites import DAY, publish_one, published_site

pytestmark = pytest.mark.slow("publishes a site")


async def test_a_corrected_cell_says_what_the_source_says(tmp_path: Path) -> None:
    site = published_site(tmp_path)
    key, edits = edits_of(site, "lieux", "places", ["02"], {"kind": "parc", "open": "true"})
    accept(
        site.desk,
        propose(site.desk, ("lieux", "places", key), edits, why="", evidence="", day=DAY),
        DAY,
    )
    publish_one(site)
    async with opened(site.root) as started:
        page = html.unescape((await started.client.get("/lieux/places/02?_lang=fr")).text)
        assert re.search(r"parc</a><p [^>]*>Corrigé\xa0: la source dit jardin</p>", page)
        assert re.search(r"oui</a><p [^>]*>Corrigé\xa0: la source dit non</p>", page)
        english = html.unescape((await started.client.get("/lieux/places/02?_lang=en")).text)
        assert re.search(r'Corrected: the source says <span lang="fr">jardin</span>', english)
        other = (await started.client.get("/lieux/places/01?_lang=en")).text
        assert "Corrected" not in other
        told = (await started.client.get("/lieux/places_corrections.json?id=02")).json()["rows"]
        assert [(one["column"], one["source"], one["shown"]) for one in told] == [
            ("kind", "jardin", "parc"),
            ("open", "false", "true"),
        ]
