"""Another Fournil: which file of which release an address means, first of a real one."""

import json
from dataclasses import replace
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
from publish.release.store import Store
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
        ours = _listing(server.address, tmp_path / "ours")
        page = f"{server.address}/lieux/places"
        copy = _harvested(ours, page)
        sent = _downloads(ours)
        assert _harvested(ours, page, DAY + timedelta(1)).day == DAY
        # Descriptor and rows were kept; later one answer said that they are the same still.
        assert (len(sent), len(_downloads(ours))) == (4, 2)
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


@pytest.mark.slow("publishes a site several times and serves it")
def test_what_a_real_fournil_broke_and_withdrew_is_told_until_its_next_release(
    tmp_path: Path,
) -> None:
    theirs = published_site(tmp_path / "theirs")
    with running(theirs.root) as server:
        ours = _listing(server.address, tmp_path / "ours")
        page, declared = f"{server.address}/lieux/places", theirs.declaration("lieux")
        assert _harvested(ours, page).news == ()
        told = declared.read_text("utf-8")
        declared.write_text(told.replace("      kind: {type", "      sort: {type").replace(
            "facets: [kind]", "facets: [sort]"), "utf-8")  # fmt: skip
        assert publish_one(theirs, DAY + timedelta(1)).version == "2.0.0"
        server.until(lambda: "sort" in get(f"{page}.csv").text)
        broke = _harvested(ours, page, DAY + timedelta(2))
        assert broke.news == ("its release 2.0.0 broke with 1.0.0: column places.kind removed",)
        assert _harvested(ours, page, DAY + timedelta(3)).news == broke.news
        store = Store(theirs.releases / "lieux", theirs.private / "lieux")
        store.withdraw("2.0.0", "Une adresse  privée.", DAY + timedelta(4))
        server.until(
            lambda: get(f"{server.address}/download/lieux/changes.json").status_code == 410
        )
        gone = _harvested(ours, page, DAY + timedelta(5))
        deliver(theirs, "05;La Remise;café;oui;ada@example.org", *ROWS)
        assert publish_one(theirs, DAY + timedelta(6)).status == "published"
        server.until(lambda: "La Remise" in get(f"{page}.csv").text)
        again = _harvested(ours, page, DAY + timedelta(7))
    day = DAY + timedelta(4)
    withdrawn = f"it withdrew its release 2.0.0 on {day}: Une adresse privée."
    assert f"{withdrawn}, and has no other; where its rows" in gone.stale
    assert (gone.day, gone.news) == (DAY + timedelta(2), broke.news)
    assert again.stale == ""
    since = "first release since one was withdrawn"
    assert again.news == (withdrawn, f"its release 3.0.0 broke with 2.0.0: {since}")


def test_the_rows_are_fetched_anew_where_the_last_copy_was_spoilt(tmp_path: Path) -> None:
    lines = b'{"id": "1", "name": "La Remise"}\n'
    described = package(table("places", {"format": "jsonl.gz", "path": "places.jsonl"}))
    answers = {
        "/download/lieux/changes.json": Answer(b'{"version": "2.1.0"}'),
        "/download/lieux/datapackage.json": Answer(json.dumps(described).encode()),
        "/download/lieux/2.1.0/places.jsonl": Answer(lines),
    }
    with serving(answers) as service:
        site = _listing(service.address, tmp_path)
        page = f"{service.address}/lieux/places"
        [(path, _)] = _harvested(site, page).files
        service.asked.clear()
        _harvested(site, page)
        assert service.asked == ["/download/lieux/changes.json"]
        path.write_bytes(b"")
        _harvested(site, page)
        assert path.read_bytes() == lines


REMOVED = "column places.a removed"
STEPS: dict[str, tuple[dict[str, JsonValue], dict[str, JsonValue], tuple[str, ...]]] = {
    "all since": (
        {"reasons": [REMOVED], "changes": [
            {"code": "column-removed", "place": "places.a"}]},
        {"reasons": ["type of places.b: x, now y"], "changes": [
            {"code": "type-changed", "place": "places.b"}]},
        (f"its release 4.0.0 broke with 2.1.0: {REMOVED}; type of places.b: x, now y",),
    ),
    "of this table and what breaks alone": (
        {"reasons": ["a", "b", "c"], "changes": [
            {"code": "column-removed", "place": "placesque.a"},
            {"code": "rows-changed", "place": "places"},
            {"code": "of a later Fournil", "place": "places"}]},
        {},
        (),
    ),
    "in a line, without what nobody sees": (
        {"reasons": ["\x1b[31mred\n\u202e\ud800`a`"], "changes": [
            {"code": "column-removed", "place": "places.a"}]},
        {},
        ("its release 4.0.0 broke with 2.1.0: [31mred `a`",),
    ),
    "what is none": ({"reasons": "a", "changes": [1]}, {"changes": {}, "previous": 7}, ()),
}  # fmt: skip


@pytest.mark.parametrize("which", STEPS)
def test_what_broke_is_that_of_all_releases_since(which: str, tmp_path: Path) -> None:
    now, before, news = STEPS[which]
    answers = {
        "/download/lieux/changes.json": {"version": "4.0.0", "previous": "3.0.0", **now},
        "/download/lieux/3.0.0/changes.json": {"version": "3.0.0", "previous": "2.1.0", **before},
        "/download/lieux/datapackage.json": package(table("places", JSONL), version="4.0.0"),
    }
    served = {path: Answer(json.dumps(said).encode()) for path, said in answers.items()}
    with serving(served | {"/lieux/feed.atom": Answer(b"<feed><entry>")}) as service:
        asked = service.ask("/lieux/places", "fournil", tmp_path)
        found = fournil.locate(replace(asked, version="2.1.0"))
    assert (found.version, found.same, found.news) == ("4.0.0", False, news)


ODD = ["03.0.0", "\u0663.0.0", "9" * 5000 + ".0.0", "3.0", "2026-12", "3.0.0\n"]


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("where", ["version", "previous", "last"])
def test_a_version_that_is_none_stops_nothing(odd: str, where: str, tmp_path: Path) -> None:
    told = {"version": "4.0.0", "previous": "3.0.0"} | {where: odd}
    answers = {"changes.json": told, "datapackage.json": package(table("places", JSONL))}
    served = {f"/download/lieux/{n}": Answer(json.dumps(of).encode()) for n, of in answers.items()}
    with serving(served) as service:
        asked = service.ask("/lieux/places", "fournil", tmp_path)
        found = fournil.locate(replace(asked, version=odd if where == "last" else "2.1.0"))
    assert (found.version, found.same, found.news) == ("2.1.0", False, ())


def test_a_release_without_a_version_of_a_fournil_is_fetched_each_time(tmp_path: Path) -> None:
    described = package(table("places", JSONL), version="2026-12")
    answers = {"/download/lieux/datapackage.json": Answer(json.dumps(described).encode())}
    with serving(answers) as service:
        found = fournil.locate(service.ask("/lieux/places", "fournil", tmp_path))
    assert found.address.endswith("/download/lieux/2026-12/places.jsonl.gz")
    assert found.version == ""


FEEDS = {
    "an encoding that is none": Answer(b'<?xml version="1.0" encoding="nope"?><feed/>'),
    "one of several bytes": Answer(b'<?xml version="1.0" encoding="utf-32"?><feed/>'),
    "elements without end": Answer(b"<feed>" + b"<a>" * 9000),
    "somewhere else": Answer(status=302, headers={"Location": "http://localhost:1/feed"}),
    "nothing": Answer(status=500),
}


@pytest.mark.parametrize("which", FEEDS)
def test_a_feed_that_tells_nothing_keeps_no_rows_away(which: str, tmp_path: Path) -> None:
    answers: dict[str, JsonValue] = {
        "changes.json": {"version": "2.1.0", "previous": "2.0.0"},
        "datapackage.json": package(table("places", JSONL)),
    }
    served = {f"/download/lieux/{n}": Answer(json.dumps(of).encode()) for n, of in answers.items()}
    with serving(served | {"/lieux/feed.atom": FEEDS[which]}) as service:
        asked = service.ask("/lieux/places", "fournil", tmp_path)
        found = fournil.locate(replace(asked, version="2.0.0"))
    assert (found.version, found.news) == ("2.1.0", ())


def _downloads(site: SiteFolder) -> list[str]:
    """What was fetched and is kept."""
    kept = site.private / "lieux" / "partners" / "voisin" / "downloads"
    return [path.name for path in kept.iterdir() if path.name != "unfinished"]


def _listing(address: str, folder: Path) -> SiteFolder:
    """A site that lists the host of another Fournil."""
    ours = SiteFolder(folder)
    ours.private.mkdir(parents=True)
    host = address.partition("://")[2]
    (ours.private / "sources.yaml").write_text(f"hosts: {{'{host}': {{datasets: lieux}}}}\n")
    return ours


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
