"""What a partner's server answers is never a fault of ours: the last good copy stays, and why."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from publish.bakehouse.partners.copies import harvest
from publish.bakehouse.partners.harvested import Harvested
from publish.declare.partner import Partner
from publish.declare.site import PARTNERS, SiteFolder
from tests.bakehouse.partners.examples import EXAMPLES, JSONLD
from tests.bakehouse.partners.services import Answer, Answers, serving
from tests.sites import DAY

pytestmark = pytest.mark.slow("asks real servers")

NO_ADDRESS = "http://[x"
NEXT = {"Link": f'<{NO_ADDRESS}>; rel="next"'}


def _json(said: object) -> Answer:
    return Answer(json.dumps(said).encode())


def _listing(**resource: object) -> Answers:
    return {"/datapackage.json": _json({"resources": [{"name": "x", "format": "csv", **resource}]})}


def _fournil(version: str) -> Answers:
    table = {"name": "places", "distributions": [{"format": "parquet", "path": "places.parquet"}]}
    said = {"name": "lieux", "version": version, "resources": [table]}
    return {"/download/lieux/datapackage.json": _json(said)}


HYDRA = "http://www.w3.org/ns/hydra/core#next"
ODD: dict[str, tuple[str, str, Answers]] = {
    "base": (
        "jsonld",
        "/organizations",
        {"/organizations": _json({**JSONLD, "@context": {"@base": NO_ADDRESS}})},
    ),
    "next": ("jsonld", "/organizations", {"/organizations": _json({**JSONLD, HYDRA: NO_ADDRESS})}),
    "link": (
        "jsonld",
        "/organizations",
        {"/organizations": Answer(json.dumps(JSONLD).encode(), headers=NEXT)},
    ),
    "entries": (
        "wordpress",
        "/wp-json/wp/v2/lieux",
        {
            "/wp-json/wp/v2/lieux": Answer(
                b'[{"id": 1}]', headers={"Link": '<http://a\x01b>; rel="next"'}
            )
        },
    ),
    "path": ("descriptor", "/datapackage.json", _listing(path=f"{NO_ADDRESS}/a.csv")),
    "url": ("descriptor", "/datapackage.json", _listing(url=f"{NO_ADDRESS}/a.csv")),
    "dialect": (
        "descriptor",
        "/datapackage.json",
        {
            **_listing(path="a.csv", dialect={"delimiter": "many", "quoteChar": "xx"}),
            "/a.csv": Answer(b"id,name\n1,x\n"),
        },
    ),
    "half a character": ("fournil", "/lieux/places", _fournil("\ud800")),
}


def _asked(site: SiteFolder, address: str, kind: str, days: int = 0) -> Harvested:
    said = {
        "name": "La Carte",
        "license": "ODbL-1.0",
        "agreed": {"by": "Ada", "on": "2026-01-02", "until": "2027-01-01"},
        "source": {"path": address, "harvest": kind},
        "id": "id",
        "map": {"name": "name"},
    }
    partner = Partner.model_validate_json(json.dumps(said))
    day = DAY + timedelta(days)
    return harvest(site, "lieux", "carte", partner, day, publishing=True, pauses=())


def _site(root: Path, host: str) -> SiteFolder:
    site = SiteFolder(root)
    site.private.mkdir()
    (site.private / "sources.yaml").write_text(f"hosts:\n  {host}: {{datasets: lieux}}\n")
    return site


@pytest.mark.parametrize("odd", sorted(ODD))
def test_what_nobody_can_follow_is_told(odd: str, tmp_path: Path) -> None:
    kind, path, answers = ODD[odd]
    with serving(answers) as service:
        site = _site(tmp_path, service.host)
        found = _asked(site, service.address + path, kind)
        assert found.files == ()
        assert found.stale.startswith(
            f"{service.address}{path}: the answer says what nobody can follow, such as an address "
            "that is none or half a character ("
        )
        assert found.stale.endswith("); ask the partner to mend it")
        folder = site.private / "lieux" / PARTNERS / "carte"
        assert [one.name for one in folder.iterdir() if one.is_file()] == []


def test_the_last_good_copy_stays(tmp_path: Path) -> None:
    example = EXAMPLES["jsonld"]
    with serving(example.answers) as service:
        site, address = _site(tmp_path, service.host), service.address + example.path
        good = _asked(site, address, "jsonld")
        assert (good.stale, len(good.files)) == ("", 1)
        before = good.files[0][0].read_bytes()
        service.answers.update(ODD["next"][2])
        odd = _asked(site, address, "jsonld", days=1)
        assert odd.stale.endswith(f"(last answered on {DAY})")
        assert odd.files[0][0].read_bytes() == before
        # Pages of an answer that was at fault are asked for anew.
        service.answers.update(example.answers)
        assert _asked(site, address, "jsonld", days=2).stale == ""


@pytest.mark.parametrize("body", ['"nothing"', '{"a":' + "[" * 300 + "]" * 300 + "}"])
@pytest.mark.parametrize("kind", ["descriptor", "jsonld"])
def test_a_token_in_an_address_is_not_told(kind: str, body: str, tmp_path: Path) -> None:
    with serving({"/things": Answer(body.encode())}) as service:
        site = _site(tmp_path, service.host)
        found = _asked(site, f"{service.address}/things?token=secret", kind)
        assert found.stale.startswith(f"{service.address}/things?…: ")
        assert "secret" not in found.stale
