"""Texts are compressed for who takes it; files and CSV are not, and lengths are true."""

import pytest

from publish.site.app.datasette_site import Site
from publish.site.http.compression import takes_gzip

PLAIN, GZIP = {"accept-encoding": "identity"}, {"accept-encoding": "br;q=1, gzip;q=0.8"}


@pytest.mark.parametrize(
    ("header", "expected"),
    [("gzip", True), ("br, GZIP;q=0.5", True), ("*", True), ("gzip;q=0", False),
     ("*, gzip;q=0.0", False), ("br", False), ("", False)],
)  # fmt: skip
def test_who_takes_gzip(header: str, expected: bool) -> None:
    assert takes_gzip({"headers": [(b"accept-encoding", header.encode())]}) is expected


@pytest.mark.parametrize("path", ["/lieux", "/lieux/places.json", "/static/app.css", "/nowhere"])
async def test_text_is_the_same_but_smaller(path: str, still: Site) -> None:
    plain = await still.client.get(path, headers=PLAIN)
    packed = await still.client.get(path, headers=GZIP)
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.content == plain.content
    assert int(packed.headers["content-length"]) < int(plain.headers["content-length"])
    assert (
        "Accept-Encoding" in packed.headers["vary"] and "Accept-Encoding" in plain.headers["vary"]
    )


async def test_each_encoding_has_its_tag_and_is_kept(site: Site) -> None:
    tags = [
        (await site.client.get("/lieux", headers=h)).headers["etag"] for h in (PLAIN, GZIP, GZIP)
    ]
    assert tags[0] != tags[1] == tags[2]
    unchanged = await site.client.get("/lieux", headers=GZIP | {"if-none-match": tags[1]})
    assert (unchanged.status_code, unchanged.content) == (304, b"")


@pytest.mark.parametrize(
    "path", ["/lieux/places.csv", "/download/lieux/places.csv", "/lieux/-/query.csv?sql=select+1"]
)
async def test_files_and_csv_stay_as_they_are(path: str, still: Site) -> None:
    response = await still.client.get(path, headers=GZIP)
    assert "content-encoding" not in response.headers
    assert int(response.headers["content-length"]) == len(response.content)


async def test_head_says_what_get_would(site: Site) -> None:
    got, head = [await site.client.request(m, "/lieux", headers=GZIP) for m in ("GET", "HEAD")]
    for name in ("content-encoding", "content-length", "etag"):
        assert head.headers[name] == got.headers[name]
    assert head.content == b""


async def test_a_small_answer_is_left(site: Site) -> None:
    response = await site.client.get("/lieux/-/query.json?sql=select+1&_shape=arrays", headers=GZIP)
    assert "content-encoding" not in response.headers
