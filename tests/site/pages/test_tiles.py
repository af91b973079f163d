"""A file of tiles is sent in parts, never kept, never compressed; pages say where it is."""

from pathlib import Path

import httpx
import pytest

from publish.site.app.datasette_site import Site
from tests import tiles

FILE = "/static/france.pmtiles"


@pytest.fixture
def root(root: Path) -> Path:
    """The site with a file of tiles, which its maps use."""
    tiles.raster(root / "static" / "france.pmtiles")
    with (root / "metadata.yaml").open("a", encoding="utf-8") as file:
        file.write("map: {tiles: france.pmtiles, attribution: {fr: '© <b>des gens', en: © people}}")
    return root


@pytest.fixture
def content(root: Path) -> bytes:
    return (root / "static" / "france.pmtiles").read_bytes()


async def part(site: Site, span: str, **headers: str) -> httpx.Response:
    sent = {"range": f"bytes={span}", "accept-encoding": "gzip", **headers}
    return await site.client.get(FILE, headers=sent)


async def test_the_file_is_sent_whole(site: Site, content: bytes) -> None:
    got = await site.client.get(FILE, headers={"accept-encoding": "gzip"})
    assert (got.status_code, got.content) == (200, content)
    assert got.headers["content-type"] == "application/vnd.pmtiles"
    assert got.headers["content-length"] == str(len(content))
    assert got.headers["accept-ranges"] == "bytes"
    assert got.headers["cache-control"] == "public, max-age=3600"
    assert "content-encoding" not in got.headers


async def test_a_part_is_sent(site: Site, content: bytes) -> None:
    for span, expected in [("0-126", content[:127]), ("127-", content[127:]), ("-9", content[-9:])]:
        got = await part(site, span)
        assert (got.status_code, got.content) == (206, expected)
        assert got.headers["content-length"] == str(len(expected))
        assert got.headers["content-range"].endswith(f"/{len(content)}")
        assert "content-encoding" not in got.headers


async def test_a_part_that_is_not_there_is_refused(site: Site, content: bytes) -> None:
    got = await part(site, f"{len(content)}-")
    assert (got.status_code, got.headers["content-range"]) == (416, f"bytes */{len(content)}")


async def test_a_file_that_was_replaced_has_another_tag(site: Site, root: Path) -> None:
    before = (await part(site, "0-6")).headers["etag"]
    assert not before.startswith("W/")
    assert (await site.client.get(FILE, headers={"if-none-match": before})).status_code == 304
    tiles.raster(root / "static" / "france.pmtiles", 4)
    assert (await part(site, "0-6")).headers["etag"] != before
    assert (await part(site, "0-6", **{"if-range": before})).status_code == 200
    assert (await part(site, "0-6", **{"if-match": before})).status_code == 412


async def test_its_length_is_told_without_it(site: Site, content: bytes) -> None:
    got = await site.client.head(FILE)
    assert (got.status_code, got.content) == (200, b"")
    assert got.headers["content-length"] == str(len(content))
    assert (await site.client.post(FILE)).status_code in (403, 405)


async def test_no_other_file_is_sent(site: Site, root: Path) -> None:
    (root / "static" / "below").mkdir()
    (root / "static" / "below" / "x.pmtiles").write_bytes(b"x")
    (root / "static" / "link.pmtiles").symlink_to(root / "metadata.yaml")
    for name in ("below/x", "link", "nothing"):
        assert (await site.client.get(f"/static/{name}.pmtiles")).status_code == 404
