"""What other sites show of a shared address: the baked picture of its dataset, and no other."""

import hashlib
import re
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.site.conftest import opened

PNG = b"\x89PNG\r\n\x1a\n"
CHART = "/lieux/places/-/chart?_column=kind&_split=open"


@pytest.fixture
def pictured(root: Path) -> Path:
    """A site whose `lieux` has a picture in French, and none in English."""
    folder = root / "releases" / "lieux" / "1.0.0"
    (folder / "share-fr.png").write_bytes(PNG)
    with (folder / "SHA256SUMS").open("a") as sums:
        sums.write(f"{hashlib.sha256(PNG).hexdigest()}  share-fr.png\n")
    return root


def shared(page: str) -> dict[str, str]:
    """The words of a page for those who share it."""
    return dict(
        re.findall(r'<meta (?:property|name)="((?:og|twitter):[^"]+)" content="([^"]*)"', page)
    )


@pytest.mark.parametrize(
    "path", ["/lieux", "/lieux/places", "/lieux/places?kind=a", "/lieux/places/-/chart"]
)
async def test_every_page_of_a_dataset_has_its_picture(pictured: Path, path: str) -> None:
    async with opened(pictured) as site:
        joint = "&" if "?" in path else "?"
        found = shared((await site.client.get(f"{path}{joint}_lang=fr")).text)
        assert found["og:image"] == "http://localhost/download/lieux/1.0.0/share-fr.png"
        assert found["og:image:alt"].startswith("Lieux partagés")
        assert (found["og:image:width"], found["og:image:height"]) == ("1200", "630")
        assert found["twitter:card"] == "summary_large_image"
        sent = await site.client.get("/download/lieux/1.0.0/share-fr.png")
        assert (sent.headers["content-type"], sent.content) == ("image/png", PNG)


async def test_a_page_without_a_picture_names_none(pictured: Path) -> None:
    async with opened(pictured) as site:
        for path in ("/lieux?_lang=en", "/visites?_lang=fr", "/?_lang=fr"):
            found = shared((await site.client.get(path)).text)
            assert "og:image" not in found and found["twitter:card"] == "summary"


async def test_what_a_visitor_wrote_is_in_nothing_that_is_shared(pictured: Path) -> None:
    said = quote("Buy <b>now</b>")
    async with opened(pictured) as site:
        found = shared((await site.client.get(f"{CHART}&_title={said}&_lang=fr")).text)
        del found["og:url"]
        assert not [one for one in found.values() if "Buy" in one or "now" in one]
        assert found["og:image"] == "http://localhost/download/lieux/1.0.0/share-fr.png"
