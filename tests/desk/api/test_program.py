"""A program corrects five hundred rows with a token; one of them changed after it was looked at."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from publish.corrections.live import live
from publish.declare.site import SiteFolder
from tests.desk.api.asking_programs import merged, program, row, tag_of, with_token
from tests.desk.entering import Desk
from tests.servers import serving
from tests.sites import METADATA, deliver, make_site, publish_one

pytestmark = pytest.mark.slow("asks a server a thousand times")
ROWS = 500
KEYS = [f"{number:03}" for number in range(ROWS)]


def site_of(root: Path) -> SiteFolder:
    """A site of five hundred places with an open desk."""
    site = make_site(root)
    deliver(site, *(f"{key};Lieu {key};café;oui;ada@example.org" for key in KEYS))
    publish_one(site)
    (root / "metadata.yaml").write_text(f"{METADATA}desk: {{}}\n", encoding="utf-8")
    return site


def test_all_are_corrected_but_the_one_that_changed(tmp_path: Path) -> None:
    site = site_of(tmp_path / "site")
    with serving(site.root) as server:
        desk = Desk(site, server.address)
        with with_token(desk, "Program") as client, program(desk, "Ada") as ada:
            number = client.post("/desk/changesets", json={"comment": "Read again"}).json()
            changeset = str(number["changeset"])
            with ThreadPoolExecutor(8) as pool:
                tags = dict(zip(KEYS, pool.map(lambda key: tag_of(client, key), KEYS), strict=True))
                first = merged(ada, "250", {"kind": "bar"}, tags["250"])
                assert first.status_code == 200

                def correct(key: str) -> httpx.Response:
                    cells = {"kind": "salon de thé"}
                    return merged(client, key, cells, tags[key], changeset=changeset)

                answers = dict(zip(KEYS, pool.map(correct, KEYS), strict=True))
            stale = [key for key, answer in answers.items() if answer.status_code != 200]
            assert stale == ["250"]
            assert answers["250"].status_code == 412
            assert answers["250"].json()["columns"] == {
                "kind": {"base": "café", "theirs": "bar", "yours": "salon de thé"}
            }
            held = client.get(f"/desk/changesets/{changeset}").json()["changes"]
            assert len(held) == ROWS - 1
            assert client.get(row("250")).json()["row"]["kind"] == "bar"
    assert len(live(site.desk, "lieux", "places")) == ROWS
