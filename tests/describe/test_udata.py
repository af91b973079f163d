"""The software of data.gouv.fr harvests our catalog whole. Slow: run it with FOURNIL_UDATA=1."""

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from publish.site import SiteFolder
from tests.servers import serving

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        os.environ.get("FOURNIL_UDATA") != "1", reason="FOURNIL_UDATA=1 runs a real udata"
    ),
]
LICENSES = {
    "enquete-habitants": "lov2",
    "frequentation": "lov2",
    "lieux-partages": "odc-odbl",
    "reseau-transition": "odc-odbl",
}


@pytest.fixture(scope="module")
def udata(shared: Path) -> Iterator[Path]:
    """The program that speaks to a udata of its own."""
    program = shared / "udata" / "udata"
    subprocess.run([program, "start"], check=True, stdout=subprocess.DEVNULL)
    yield program
    subprocess.run([program, "stop"], check=True)


def harvest(program: Path, address: str) -> Any:
    done = subprocess.run([program, "harvest", address], check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


@pytest.mark.parametrize("syntax", ["ttl", "jsonld", "rdf"])
def test_the_catalog_is_harvested_whole(syntax: str, demo: SiteFolder, udata: Path) -> None:
    with serving(demo.root) as server:
        found = harvest(udata, f"{server.address}/catalog.{syntax}")
    assert (found["job"], found["errors"]) == ("done", [])
    assert [one for one in found["items"] if one["status"] != "done"] == []
    datasets = {one["identifier"]: one for one in found["datasets"]}
    assert {name: one["license"] for name, one in datasets.items()} == LICENSES
    assert datasets["lieux-partages"]["quality"]["score"] == 1.0
    for one in datasets.values():
        assert all(file["format"] and file["type"] == "main" for file in one["resources"])
