"""The page of a row says what the source says where a cell was corrected."""

import html
import re
from pathlib import Path

import pytest

from publish.corrections.decisions import accept
from publish.corrections.live import undo
from publish.corrections.proposals import Edit, propose
from publish.corrections.row import edits_of
from tests.site.conftest import opened
from tests.sites import DATASET, DAY, declare, make_site, publish_one, published_site

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


async def test_a_row_that_was_added_says_that_the_source_lacks_it(tmp_path: Path) -> None:
    site = make_site(tmp_path)
    declare(site, DATASET.replace("    browse:", "    corrections: {add: true}\n    browse:"))
    publish_one(site)
    edits = {"name": Edit(None, "Serre"), "kind": Edit(None, "serre")}
    row = ("lieux", "places", ())
    number = propose(site.desk, row, edits, why="", evidence="", day=DAY, kind="addition")
    key = accept(site.desk, number, DAY).key[0]
    publish_one(site)
    said = "Added at the desk: the source does not have this row."
    async with opened(site.root) as started:
        page = (await started.client.get(f"/lieux/places/{key}?_lang=en")).text
        assert (said in page, "Corrected" in page) == (True, False)
        assert said not in (await started.client.get("/lieux/places/01?_lang=en")).text
    undo(site.desk, 1, DAY)
    publish_one(site)
    async with opened(site.root) as started:
        gone = await started.client.get(f"/lieux/places/{key}?_lang=en")
        assert (gone.status_code, "has it no more" in gone.text) == (404, True)
