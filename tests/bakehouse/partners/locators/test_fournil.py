"""Another Fournil: which file of which release an address means, first of a real one."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from httpx import get
from pydantic import JsonValue

from publish.bakehouse.engine import workspace
from publish.bakehouse.partners.copies import harvest
from publish.bakehouse.partners.harvested import Asked, Harvested
from publish.bakehouse.partners.located import Located
from publish.bakehouse.partners.locators import fournil
from publish.bakehouse.read import read
from publish.bakehouse.read.exports import ExportRequest
from publish.declare.partner import Partner, PartnerSource
from publish.declare.site import SiteFolder
from publish.errors import SourceError
from tests.bakehouse.partners.services import Answer, Service, serving
from tests.servers import serving as running
from tests.sites import DAY, ROWS, deliver, publish_one, published_site

ODBL: JsonValue = [{"name": "ODbL-1.0"}]
JSONL = {"format": "jsonl.gz", "path": "places.jsonl.gz", "hash": "sha256:abc"}
PARQUET = {"format": "parquet", "path": "places.parquet", "hash": "sha256:def"}


def table(name: str, *forms: JsonValue, **said: JsonValue) -> dict[str, JsonValue]:
    return {"name": name, "path": f"{name}.csv", "distributions": list(forms), **said}


def package(*tables: JsonValue, **said: JsonValue) -> dict[str, JsonValue]:
    named = {"name": "lieux", "version": "2.1.0", "licenses": ODBL}
    return {**named, "resources": list(tables), **said}


def located(
    said: JsonValue, tmp_path: Path, path: str = "/lieux/places", table: str | None = None
) -> Located:
    """The file, its address from the server's root on."""
    described = Answer(json.dumps(said).encode())
    answers = {f"{at}/download/lieux/datapackage.json": described for at in ("", "/data")}
    with serving(answers) as service:
        found = fournil.locate(_asked(service, path, table, tmp_path))
        return Located(
            found.address.removeprefix(service.address),
            found.read,
            sha256=found.sha256,
            license=found.license,
        )


def _asked(service: Service, path: str, table: str | None, private: Path) -> Asked:
    asked = service.ask(path, "fournil", private)
    source = PartnerSource(path=asked.address, harvest="fournil", table=table)
    return Asked(asked.address, source, asked.web)


@pytest.mark.parametrize(
    ("path", "named", "prefix"),
    [
        ("/lieux/places", None, ""),
        ("/lieux/places?_facet=kind#map", None, ""),
        ("/lieux", "places", ""),
        ("/lieux/", "places", ""),
        ("/data/lieux/places", None, "/data"),
        ("/data/lieux", "places", "/data"),
        ("/download/lieux/datapackage.json", "places", ""),
        ("/data/download/lieux/1.0.0/places.csv", "places", "/data"),
    ],
)
def test_a_table_by_the_address_of_its_page_or_of_the_descriptor(
    path: str, named: str | None, prefix: str, tmp_path: Path
) -> None:
    both = package(table("places", PARQUET, JSONL), table("people", PARQUET))
    file = f"{prefix}/download/lieux/2.1.0/places.jsonl.gz"
    read = {"format": "jsonl"}
    found = located(both, tmp_path, path, named)
    assert found == Located(file, read, sha256="abc", license="ODbL-1.0")


def test_parquet_where_there_are_no_json_lines(tmp_path: Path) -> None:
    found = located(package(table("places", PARQUET, licenses=[{"name": "etalab-2.0"}])), tmp_path)
    file = "/download/lieux/2.1.0/places.parquet"
    assert found == Located(file, {"format": "parquet"}, sha256="def", license="etalab-2.0")


def test_the_only_table_of_a_release_needs_no_name(tmp_path: Path) -> None:
    descriptor = "/download/lieux/datapackage.json"
    one = located(package(table("places", JSONL)), tmp_path, descriptor)
    assert one.address == "/download/lieux/2.1.0/places.jsonl.gz"
    two = package(table("places", JSONL), table("people"))
    with pytest.raises(SourceError, match="more than one table there; name it by `table:`: places"):
        located(two, tmp_path / "2", descriptor)


REFUSED: dict[str, tuple[JsonValue, str]] = {
    "a list": ([1], "no release of a Fournil"),
    "no tables": (package(), "no release of a Fournil"),
    "tables of another kind": (package("places"), "no release of a Fournil"),
    "another dataset": (package(table("places", JSONL), name="autre"), "no release of a Fournil"),
    "no version": (package(table("places", JSONL), version=2), "no release of a Fournil"),
    "another table": (package(table("people", JSONL)), "no table 'places' there; name it by"),
    "only a CSV": (package(table("places")), "places has neither JSON Lines nor Parquet"),
    "a file elsewhere": (
        package(table("places", {"format": "parquet", "path": "../../../desk/x.parquet"})),
        "places has neither JSON Lines nor Parquet",
    ),
}


@pytest.mark.parametrize("refused", REFUSED)
def test_what_is_no_release_with_the_table_is_refused(refused: str, tmp_path: Path) -> None:
    said, why = REFUSED[refused]
    with pytest.raises(SourceError, match=why):
        located(said, tmp_path)


def test_the_address_of_a_site_alone_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no dataset there; give the address of a table's page"):
        located(package(table("places", JSONL)), tmp_path, "/")


@pytest.mark.slow("publishes a site and serves it")
def test_the_rows_of_a_real_fournil_come_as_they_are_published(tmp_path: Path) -> None:
    theirs = published_site(tmp_path / "theirs")
    with running(theirs.root) as server:
        ours = SiteFolder(tmp_path / "ours")
        (ours.private).mkdir(parents=True)
        host = server.address.partition("://")[2]
        (ours.private / "sources.yaml").write_text(f"hosts: {{'{host}': {{datasets: lieux}}}}\n")
        page = f"{server.address}/lieux/places"
        copy = _harvested(ours, page)
        sent = _downloads(ours)
        assert _harvested(ours, page, DAY + timedelta(1)).day == DAY
        # Nothing was sent again: descriptor and rows are the files that were kept.
        assert len(sent) == 4 and _downloads(ours) == sent
        deliver(theirs, "04;Le Quai;café;oui;ada@example.org", *ROWS)
        publish_one(theirs, DAY + timedelta(7))
        server.until(lambda: "Le Quai" in get(f"{page}.csv").text)
        later = _harvested(ours, page, DAY + timedelta(8))
    assert (copy.stale, later.stale) == ("", "")
    assert (copy.license, later.license) == ("ODbL-1.0", "ODbL-1.0")
    assert (copy.day, later.day) == (DAY, DAY + timedelta(8))
    [(path, shown)] = later.files
    assert shown == "private/lieux/partners/voisin/records.jsonl.gz"
    release = theirs.releases / "lieux" / "current"
    assert path.read_bytes() == (release / "places.jsonl.gz").read_bytes()
    with workspace(ours.private) as place:
        [export] = read(ExportRequest(path, shown, later.source, ("id", "name", "open")), place)
        rows = [(row["id"], row["open"]) for row in export.table.to_pyarrow().to_pylist()]
    assert sorted(rows) == [("01", "true"), ("02", "false"), ("03", None), ("04", "true")]


def _downloads(site: SiteFolder) -> dict[str, int]:
    """What was fetched, each file by its number on the disk."""
    kept = site.private / "lieux" / "partners" / "voisin" / "downloads"
    return {path.name: path.stat().st_ino for path in kept.iterdir()}


def _harvested(site: SiteFolder, path: str, day: date = DAY) -> Harvested:
    said = {
        "name": "Le Voisin",
        "license": "ODbL-1.0",
        "agreed": {"by": "Ada", "on": "2026-01-02", "until": "2027-01-01"},
        "source": {"path": path, "harvest": "fournil"},
        "id": "id",
        "map": {"name": "name"},
    }
    partner = Partner.model_validate_json(json.dumps(said))
    return harvest(site, "lieux", "voisin", partner, day, True, pauses=())
