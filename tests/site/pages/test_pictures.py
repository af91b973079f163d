"""Pictures of charts and maps: the words of the drawing, in a process that may be killed."""

import sqlite3
import struct
import zlib
from contextlib import closing
from pathlib import Path
from urllib.parse import quote
from xml.etree import ElementTree

import pytest

from publish.forms import picture
from publish.site.app.datasette_site import Site
from publish.site.base.refusals import BadRequest, PayloadTooLarge
from publish.site.charts.svg import PIXELS, picture_width
from publish.site.sql.job import DRAWING_BYTES
from tests import factory
from tests.site.conftest import opened

PATH = "/lieux/places/-/chart"
QUERY = "_chart=bars&_column=kind&_lang=en"


def size(png: bytes) -> tuple[int, int]:
    """The pixels of a picture."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    wide, high = struct.unpack(">II", png[16:24])
    return wide, high


def colors(png: bytes) -> int:
    """How many different bytes its pixels are made of: one where it is blank."""
    found, at = b"", 8
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        if png[at + 4 : at + 8] == b"IDAT":
            found += png[at + 8 : at + 8 + length]
        at += length + 12
    return len(set(zlib.decompress(found)))


async def test_a_chart_is_a_picture_twice_as_large_as_its_drawing(site: Site) -> None:
    answer = await site.client.get(f"{PATH}.png?{QUERY}")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "image/png"
    drawing = (await site.client.get(f"{PATH}.svg?{QUERY}")).text
    height = float(drawing.partition(' height="')[2].partition('"')[0])
    assert size(answer.content) == (1396, round(2 * height))
    assert colors(answer.content) > 100


def test_a_long_picture_is_narrower() -> None:
    assert picture_width('<svg viewBox="0 0 698 500"') == 1396
    assert picture_width('<svg viewBox="0 0 698 6331"') == 813
    assert PIXELS > 813 * 813 * 6331 / 698


async def test_a_map_is_a_picture_too(tmp_path: Path) -> None:
    root = factory.site(tmp_path / "site")
    folder = root / "releases" / "villes" / "1.0.0"
    folder.mkdir(parents=True)
    with closing(sqlite3.connect(folder / "villes.db")) as connection:
        connection.execute("create table towns (lat real, lon real) strict")
        connection.executemany("insert into towns values (?, ?)", [(45.0, 4.0), (48.0, -2.0)])
        connection.commit()
    fields = [{"name": name, "type": "number"} for name in ("lat", "lon")]
    towns = {"name": "towns", "path": "towns.csv", "rows": 2, "licenses": [factory.LO2]}
    towns |= {"about": "things", "schema": {"fields": fields}, "browse": {"map": ["lat", "lon"]}}
    package = factory.places_package("1.0.0", 0) | {"resources": [towns]}
    factory.finish(root, "villes", "1.0.0", package)
    async with opened(root) as site:
        answer = await site.client.get("/villes/towns/-/map.png?_lang=en")
        assert answer.status_code == 200, answer.text
        drawing = (await site.client.get("/villes/towns/-/map.svg?_lang=en")).text
        assert size(answer.content)[0] == picture_width(drawing) == 1316
        assert colors(answer.content) > 50
        page = (await site.client.get("/villes/towns/-/map?lat__gt=46&_lang=en")).text
        assert "/villes/towns/-/map.png?lat__gt=46" in page


async def test_the_picture_of_other_rows_is_another_one(site: Site) -> None:
    all_rows = (await site.client.get(f"{PATH}.png?{QUERY}")).content
    assert (await site.client.get(f"{PATH}.png?{QUERY}&kind=garden")).content != all_rows
    assert (await site.client.get(f"{PATH}.png?{QUERY}")).content == all_rows


async def test_a_visitor_s_words_are_only_words_in_it(site: Site) -> None:
    hostile = quote('garden"/><image href="/etc/passwd"/><a href="https://evil.example">')
    drawing = (await site.client.get(f"{PATH}.svg?{QUERY}&kind={hostile}")).text
    root = ElementTree.fromstring(drawing)
    assert not [one for one in root.iter() if one.tag.endswith(("}image", "}a", "}script"))]
    assert "<image" not in drawing and "<a " not in drawing
    assert (await site.client.get(f"{PATH}.png?{QUERY}&kind={hostile}")).status_code == 200


async def test_a_drawing_that_is_too_large_is_refused_before_it_is_drawn(site: Site) -> None:
    with pytest.raises(PayloadTooLarge, match="too large for a picture; filter more"):
        await site.picture("a", "<svg>" + " " * DRAWING_BYTES, 100)


@pytest.mark.slow("waits for a time limit")
async def test_what_takes_long_to_draw_is_ended_and_the_next_one_drawn(site: Site) -> None:
    blurred = '<filter id="f"><feTurbulence baseFrequency=".01" numOctaves="200"/></filter>'
    many = '<rect width="3000" height="3000" filter="url(#f)"/>' * 400
    frame = '<svg xmlns="http://www.w3.org/2000/svg" width="3000" height="3000">'
    with pytest.raises(BadRequest, match="This chart is too large for a picture; take its SVG"):
        await site.picture("a", f"{frame}{blurred}{many}</svg>", 4000)
    assert size(await site.picture("a", f"{frame}</svg>", 30)) == (30, 30)


async def test_a_site_without_the_font_says_so(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(picture, "FONTS", tmp_path)
    answer = await site.client.get(f"{PATH}.png?{QUERY}")
    assert answer.status_code == 404
    assert "NotoSans-Regular.ttf, NotoSans-Bold.ttf" in answer.text and "run make" in answer.text
    assert str(tmp_path) not in answer.text
