"""What other sites show of a shared address: the baked picture of its dataset, and no other."""

import hashlib
import re
import struct
from pathlib import Path
from urllib.parse import quote

import pytest

from tests import factory
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
        for path in ("/lieux?_lang=en", "/visites?_lang=fr"):
            found = shared((await site.client.get(path)).text)
            assert "og:image" not in found and found["twitter:card"] == "summary"


@pytest.mark.parametrize("path", ["/?_lang=fr", "/search?q=ventes&_lang=fr", "/status?_lang=fr"])
async def test_the_site_has_a_picture_of_its_own(root: Path, path: str) -> None:
    async with opened(root) as site:
        found = shared((await site.client.get(path)).text)
        assert found["og:image"] == "http://localhost/share.png?_lang=fr"
        assert found["og:image:alt"] == "Le fournil d&#39;essai, Le collectif"
        sent = await site.client.get("/share.png?_lang=fr")
        assert sent.headers["content-type"] == "image/png"
        assert struct.unpack(">II", sent.content[16:24]) == (1200, 630)
        other = await site.client.get("/share.png?_lang=fr&q=ventes")
        assert other.status_code != 200 or other.content == sent.content


async def test_it_has_the_sites_colour_and_title(tmp_path: Path) -> None:
    plain, red = factory.site(tmp_path / "plain"), factory.site(tmp_path / "red")
    declared = red / "metadata.yaml"
    declared.write_text(declared.read_text("utf-8") + 'look: {color: "#a01020"}\n', "utf-8")
    pictures = []
    for root in (plain, red):
        async with opened(root) as site:
            pictures.append((await site.client.get("/share.png?_lang=fr")).content)
    assert pictures[0] != pictures[1]


async def test_what_a_visitor_wrote_is_in_nothing_that_is_shared(pictured: Path) -> None:
    said = quote("Buy <b>now</b>")
    async with opened(pictured) as site:
        found = shared((await site.client.get(f"{CHART}&_title={said}&_lang=fr")).text)
        del found["og:url"]
        assert not [one for one in found.values() if "Buy" in one or "now" in one]
        assert found["og:image"] == "http://localhost/download/lieux/1.0.0/share-fr.png"
