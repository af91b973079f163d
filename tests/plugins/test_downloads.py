"""The files of the current release can be downloaded, and nothing else."""

from pathlib import Path

import pytest

from publish.serving.datasette_site import Site
from tests import factory

LINK = '<{}>; rel="license"'


@pytest.mark.parametrize(
    ("file", "type"),
    [
        ("lieux.db", "application/vnd.sqlite3"),
        ("places.csv", "text/csv; charset=utf-8"),
        ("datapackage.json", "application/json; charset=utf-8"),
        ("SHA256SUMS", "text/plain; charset=utf-8"),
    ],
)
async def test_a_file_is_served(file: str, type: str, root: Path, site: Site) -> None:
    whole = (root / "releases" / "lieux" / "1.0.0" / file).read_bytes()
    got = await site.client.get(f"/download/lieux/{file}")
    head = await site.client.head(f"/download/lieux/{file}")
    assert got.content == whole
    assert (got.headers["content-type"], head.headers["content-type"]) == (type, type)
    assert got.headers["content-length"] == head.headers["content-length"] == str(len(whole))
    assert head.content == b""


async def test_a_file_has_the_licence_of_its_table(site: Site) -> None:
    kinds = await site.client.head("/download/lieux/kinds.csv")
    places = await site.client.get("/download/lieux/places.csv")
    database = await site.client.get("/download/lieux/lieux.db")
    assert kinds.headers.get_list("link") == [LINK.format(factory.LO2["path"])]
    assert places.headers.get_list("link") == [LINK.format(factory.ODBL["path"])]
    assert len(database.headers.get_list("link")) == 2


@pytest.mark.parametrize(
    "path",
    [
        "lieux/..%2F..%2F..%2Fmetadata.yaml",
        "lieux/../../../metadata.yaml",
        "lieux/.hidden",
        "lieux/",
        "lieux/current",
        "rien/places.csv",
        "../metadata.yaml/x",
    ],
)
async def test_nothing_else_is_served(path: str, root: Path, site: Site) -> None:
    (root / "releases" / "lieux" / "1.0.0" / ".hidden").write_text("secret")
    response = await site.client.get(f"/download/{path}", follow_redirects=True)
    assert response.status_code == 404
