"""`fournil preview`: the draft release, served here, marked on every page, and gone at its end."""

import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from publish.declare.site import SiteFolder
from tests.servers import PATIENCE, start
from tests.sites import DATASET, DAY, HEADER, ROWS, declare, deliver, make_site, published_site
from tests.trees import everything

pytestmark = pytest.mark.slow("starts servers")

NOTICE = "Brouillon, sur votre machine seulement : rien n’en est publié."
PAGES = (
    "/?_lang=fr",
    "/lieux",
    "/lieux/places",
    "/lieux/places/01",
    "/search?q=caf",
    "/about",
    "/nowhere",
)


@contextmanager
def previewing(site: SiteFolder, name: str = "lieux") -> Iterator[tuple[str, str]]:
    """The address of the draft, and what was said before it."""
    process = start(site.root, name, "--as-of", DAY.isoformat(), command="preview")
    said = ""
    try:
        assert process.stdout is not None
        for line in process.stdout:
            if found := re.search(r"a draft at (http://127\.0\.0\.1:\d+)/", line):
                yield found[1], said
                break
            said += line
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=PATIENCE)


def test_the_draft_is_marked_everywhere_and_nothing_of_it_stays(tmp_path: Path) -> None:
    site = published_site(tmp_path)
    deliver(site, *ROWS, "04;Halle;café;oui;eve@example.org")
    before = everything(site)
    with previewing(site) as (address, said):
        assert said == "as a draft: lieux: 1.0.1 published (places has 4 rows, had 3)\n"
        for path in PAGES:
            page = httpx.get(address + path, follow_redirects=True, timeout=PATIENCE)
            assert NOTICE in page.text, path
            assert '<meta name="robots" content="noindex">' in page.text, path
        csv = httpx.get(f"{address}/download/lieux/places.csv", timeout=PATIENCE)
        assert (csv.headers["x-robots-tag"], csv.text.count("\n")) == ("noindex", 5)
    assert everything(site) == before


def test_a_first_release_can_be_looked_at(tmp_path: Path) -> None:
    site = make_site(tmp_path, "lieux", "autres")
    before = everything(site)
    with previewing(site) as (address, said):
        assert said == "as a draft: lieux: 1.0.0 published (first release)\n"
        assert httpx.get(f"{address}/lieux", timeout=PATIENCE).status_code == 200
        assert httpx.get(f"{address}/autres", timeout=PATIENCE).status_code == 404
    assert everything(site) == before


def test_a_refusal_names_the_way_out_and_serves_nothing(tmp_path: Path) -> None:
    site = published_site(tmp_path)
    declare(site, DATASET.replace("frequency:", "frequence:"))
    before = everything(site)
    process = start(site.root, "lieux", "--as-of", DAY.isoformat(), command="preview")
    said, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode == 3
    assert f"{site.data}/lieux/dataset.yaml:7: frequence: unknown key" in said
    assert "a draft at" not in said
    assert everything(site) == before


def test_a_series_learns_nothing_of_who_was_shown(tmp_path: Path) -> None:
    site = make_site(tmp_path)
    people = (
        "    about: people\n    contributor: author\n"
        "    aggregates: {by_kind: {by: [kind], title: {fr: Par type}}}\n"
    )
    declare(site, DATASET.replace("    about: things\n    primary_key: id\n", people))
    deliver(site, *(f"{n:02};Nom;café;oui;p{n}@example.org" for n in range(30)), header=HEADER)
    before = everything(site)
    with previewing(site) as (address, _):
        counts = httpx.get(f"{address}/download/lieux/places_by_kind.csv", timeout=PATIENCE)
        assert counts.text == "kind,people\ncafé,30\n"
    assert everything(site) == before
