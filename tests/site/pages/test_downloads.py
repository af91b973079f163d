"""Files are served by stable addresses, whole or in part, while their release is."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from publish.declare.site import SiteFolder
from publish.site.app.datasette_site import Site
from publish.site.app.serve import open_site
from tests import factory
from tests.servers import Server, serving

ODBL = f'<{factory.ODBL["path"]}>; rel="license"'
LO2 = f'<{factory.LO2["path"]}>; rel="license"'
HOST = "http://localhost/download/lieux"


def write_history(root: Path, *states: tuple[str, str], dataset: str = "lieux") -> None:
    """A releases.json with a version in each state."""
    entries = [
        {
            "version": version,
            "date": "2026-11-21",
            "state": state,
            "held": state == "withdrawn",
            "content": "ab",
            "bump": "major",
            "reason": ["first release"],
        }
        | ({"withdrawn": "2026-11-22", "why": "a name was left in"} if state[0] == "w" else {})
        for version, state in states
    ]
    tree = {"current": states[-1][0], "releases": entries}
    path = root / "releases" / dataset / "releases.json"
    fresh = path.with_name(".releases.json.new")
    fresh.write_text(json.dumps(tree), encoding="utf-8")
    fresh.replace(path)


def links(response: Any) -> list[str]:
    """The links of a response, in order."""
    found: list[str] = response.headers["link"].split(", ")
    return found


@pytest.mark.parametrize(
    ("file", "type"),
    [
        ("lieux.db", "application/vnd.sqlite3"),
        ("places.csv", "text/csv; charset=utf-8; header=present"),
        ("datapackage.json", "application/json; charset=utf-8"),
        ("SHA256SUMS", "text/plain; charset=utf-8"),
    ],
)
async def test_a_file_is_served(file: str, type: str, root: Path, site: Site) -> None:
    whole = (root / "releases" / "lieux" / "1.0.0" / file).read_bytes()
    got = await site.client.get(f"/download/lieux/{file}")
    head = await site.client.head(f"/download/lieux/{file}")
    assert (got.content, head.content) == (whole, b"")
    assert got.headers == head.headers
    assert got.headers["content-type"] == type
    assert got.headers["content-length"] == str(len(whole))
    assert got.headers["last-modified"] == "Sat, 21 Nov 2026 00:00:00 GMT"
    assert got.headers["cache-control"] == "public, max-age=60"
    assert got.headers["content-disposition"] == f"attachment; filename*=UTF-8''{file}"
    assert got.headers["access-control-allow-origin"] == "*"


async def test_the_report_is_a_page_that_can_do_nothing(root: Path, site: Site) -> None:
    folder = root / "releases" / "lieux" / "1.0.0"
    (folder / "report.html").write_text("<!doctype html><title>Report</title>")
    with (folder / "SHA256SUMS").open("a") as sums:
        sums.write("ab  report.html\n")
    got = await site.client.get("/download/lieux/report.html")
    assert got.headers["content-type"] == "text/html; charset=utf-8"
    assert got.headers["content-disposition"] == "inline"
    assert got.headers["content-security-policy"] == (
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'; sandbox"
    )


async def test_the_etag_is_the_checksum(root: Path, site: Site) -> None:
    sums = (root / "releases" / "lieux" / "1.0.0" / "SHA256SUMS").read_text()
    got = await site.client.get("/download/lieux/places.csv")
    assert f"{got.headers['etag'].strip(chr(34))}  places.csv" in sums
    again = await site.client.get(
        "/download/lieux/places.csv", headers={"if-none-match": got.headers["etag"]}
    )
    other = await site.client.get("/download/lieux/places.csv", headers={"if-match": '"other"'})
    assert (again.status_code, again.content, other.status_code) == (304, b"", 412)


async def test_a_file_has_the_licence_of_its_table(site: Site) -> None:
    kinds = await site.client.head("/download/lieux/kinds.csv")
    places = await site.client.get("/download/lieux/places.csv", headers={"range": "bytes=0-3"})
    database = await site.client.get("/download/lieux/lieux.db")
    assert links(kinds)[:2] == [
        LO2,
        f'<{HOST}/1.0.0/datapackage.json>; rel="describedby"; type="application/json"',
    ]
    assert (places.status_code, links(places)[0]) == (206, ODBL)
    assert links(database)[:2] == [ODBL, LO2]


async def test_links_lead_through_the_versions(root: Path, site: Site) -> None:
    factory.places(root, "1.1.0")
    write_history(root, ("1.0.0", "kept"), ("1.1.0", "kept"))
    await site.watch.look()
    got = await site.client.get("/download/lieux/1.1.0/places.csv")
    assert got.headers["cache-control"].endswith("immutable")
    assert links(got)[2:] == [
        f'<{HOST}/1.1.0/places.csv>; rel="canonical"',
        f'<{HOST}/places.csv>; rel="latest-version"',
        f'<{HOST}/1.0.0/places.csv>; rel="predecessor-version"',
        '<http://localhost/lieux/feed.atom>; rel="version-history"; type="application/atom+xml"',
    ]
    old = await site.client.get("/download/lieux/1.0.0/places.csv")
    assert (old.status_code, "predecessor" in old.headers["link"]) == (200, False)


@pytest.mark.parametrize("state", ["pruned", "withdrawn"])
async def test_a_version_that_went_is_410(state: str, root: Path, site: Site) -> None:
    factory.places(root, "1.1.0")
    write_history(root, ("1.0.0", state), ("1.1.0", "kept"))
    await site.watch.look()
    got = await site.client.get("/download/lieux/1.0.0/places.csv")
    head = await site.client.head("/download/lieux/1.0.0/places.csv")
    assert (got.status_code, head.status_code, head.content) == (410, 410, b"")
    assert f'<{HOST}/places.csv>; rel="latest-version"' in links(got)
    assert f'href="{HOST}/places.csv"' in got.text
    assert ("a name was left in" in got.text) == (state == "withdrawn")


async def test_a_withdrawn_release_is_410_at_once(root: Path, site: Site) -> None:
    write_history(root, ("1.0.0", "withdrawn"))
    for address in ("lieux/places.csv", "lieux/1.0.0/places.csv"):
        got = await site.client.get(f"/download/{address}")
        assert (got.status_code, "latest-version" in got.text) == (410, False)
    await site.watch.look()
    assert (await site.client.get("/download/lieux/places.csv")).status_code == 410
    assert (await site.client.get("/lieux")).status_code == 410


async def test_a_difference_with_a_withdrawn_release_is_410(root: Path, site: Site) -> None:
    folder = root / "releases" / "lieux" / "1.1.0"
    factory.places(root, "1.1.0")
    (folder / "changes.json").write_text('{"previous": "1.0.0"}')
    (folder / "places.changes.csv").write_text("op,key,column,old,new\n")
    with (folder / "SHA256SUMS").open("a") as sums:
        sums.write("ab  places.changes.csv\ncd  changes.json\n")
    write_history(root, ("1.0.0", "kept"), ("1.1.0", "kept"))
    await site.watch.look()
    address = "/download/lieux/1.1.0/places.changes.csv"
    assert (await site.client.get(address)).status_code == 200
    write_history(root, ("1.0.0", "withdrawn"), ("1.1.0", "kept"))
    assert (await site.client.get(address)).status_code == 410
    assert (await site.client.get("/download/lieux/1.1.0/changes.json")).status_code == 200
    (folder / "places.changes.csv").unlink()
    (folder / "SHA256SUMS").write_text("cd  changes.json\n")
    assert (await site.client.get(address)).status_code == 410


async def test_other_origins_may_ask(site: Site) -> None:
    got = await site.client.options("/download/lieux/places.csv")
    assert (got.status_code, got.headers["access-control-allow-origin"]) == (204, "*")
    assert "Range" in got.headers["access-control-allow-headers"]
    assert (await site.client.post("/download/lieux/places.csv")).status_code == 405


@pytest.mark.parametrize(
    "path",
    [
        "lieux/..%2F..%2F..%2Fmetadata.yaml",
        "lieux/../../../metadata.yaml",
        "lieux/.hidden",
        "lieux/link.csv",
        "lieux/1.0.0/link.csv",
        "lieux/2.0.0/passwd",
        "lieux/",
        "lieux/current",
        "lieux/current/places.csv",
        "lieux/1.0/places.csv",
        "lieux/9.9.9/places.csv",
        "lieux/1.0.0/..%2F1.0.0%2Fplaces.csv",
        "rien/places.csv",
        "../metadata.yaml/x",
        "%2e%2e/releases/places.csv",
        "lieux/places.csv%00.txt",
    ],
)
async def test_nothing_else_is_served(path: str, root: Path, site: Site) -> None:
    folder = root / "releases" / "lieux" / "1.0.0"
    (folder / ".hidden").write_text("secret")
    (folder / "link.csv").symlink_to("/etc/passwd")
    with (folder / "SHA256SUMS").open("a") as sums:
        sums.write("ab  link.csv\ncd  .hidden\nef  ../../../metadata.yaml\n")
    elsewhere = root / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "SHA256SUMS").write_text("ab  passwd\n")
    (elsewhere / "passwd").write_text("secret")
    (root / "releases" / "lieux" / "2.0.0").symlink_to(elsewhere)
    write_history(root, ("1.0.0", "kept"), ("2.0.0", "kept"))
    response = await site.client.get(f"/download/{path}", follow_redirects=True)
    assert response.status_code == 404


async def test_nginx_may_send_whole_files(root: Path) -> None:
    config = "plugins:\n  downloads: {x_accel_redirect: /inside/}\n"
    (root / "datasette.yaml").write_text(config)
    site = open_site(SiteFolder(root))
    await site.invoke_startup()
    whole = await site.client.get("/download/lieux/places.csv")
    part = await site.client.get("/download/lieux/places.csv", headers={"range": "bytes=0-1"})
    await site.invoke_shutdown()
    assert whole.headers["x-accel-redirect"] == "/inside/lieux/1.0.0/places.csv"
    assert (whole.content, links(whole)[0]) == (b"", ODBL)
    assert (part.content, "x-accel-redirect" in part.headers) == (b"id", False)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of a release with a file of five million bytes."""
    root = factory.site(tmp_path_factory.mktemp("large") / "site")
    folder = factory.places(root)
    (folder / "large.bin").write_bytes(bytes(range(256)) * 20_000)
    with (folder / "SHA256SUMS").open("a") as sums:
        sums.write(f"{'ab' * 32}  large.bin\n")
    with serving(root) as started:
        yield started


@pytest.mark.slow("starts a server")
@pytest.mark.parametrize("held", [0, 1, 300_000, 5_119_999])
def test_curl_resumes_byte_by_byte(held: int, server: Server, tmp_path: Path) -> None:
    whole, target = bytes(range(256)) * 20_000, tmp_path / "large.bin"
    target.write_bytes(whole[:held])
    address = f"{server.address}/download/lieux/large.bin"
    done = subprocess.run(["curl", "-sSf", "-C", "-", "-o", target, address], check=False)
    assert (done.returncode, target.read_bytes() == whole) == (0, True)


@pytest.mark.slow("starts a server")
def test_a_range_beyond_the_end_is_416(server: Server) -> None:
    command = ["curl", "-s", "-i", "-r", "9999999-", f"{server.address}/download/lieux/large.bin"]
    answer = subprocess.run(command, capture_output=True, text=True, check=True).stdout.lower()
    assert answer.startswith("http/1.1 416")
    assert "content-range: bytes */5120000" in answer
