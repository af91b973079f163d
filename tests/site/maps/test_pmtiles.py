"""Which files of tiles a site may declare, and what is said of the others."""

from pathlib import Path

import pytest

from publish.declare.site import SiteFolder
from publish.errors import DeclarationError
from publish.site.app.serve import open_site
from publish.site.maps.pmtiles import LENGTH, read
from tests import factory, tiles

MAP = "map: {tiles: france.pmtiles, attribution: {fr: © des gens}}\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A site whose maps shall have tiles; its `static/` folder is empty."""
    root = factory.site(tmp_path / "site")
    with (root / "metadata.yaml").open("a", encoding="utf-8") as file:
        file.write(MAP)
    (root / "static").mkdir()
    return root


def refusal(root: Path) -> str:
    with pytest.raises(DeclarationError) as refused:
        open_site(SiteFolder(root))
    return str(refused.value).replace(f"{root}/", "").replace(str(root), "")


def header(path: Path) -> bytearray:
    return bytearray(tiles.raster(path, 1).read_bytes())


def test_a_site_knows_its_tiles(root: Path) -> None:
    tiles.raster(root / "static" / "france.pmtiles")
    assert open_site(SiteFolder(root)).declared["map"] == {
        "tiles": "france.pmtiles",
        "attributions": {"fr": "© des gens"},
        "kind": "png",
        "zooms": [0, 2],
        "box": [-180, -85, 180, 85],
    }


def test_a_file_that_is_missing_stops_the_start(root: Path) -> None:
    expected = (
        "metadata.yaml: map.tiles: no file france.pmtiles in static; put it there "
        "(a link to elsewhere does not count), or take `map` out"
    )
    assert refusal(root) == expected
    elsewhere = tiles.raster(root / "elsewhere.pmtiles")
    (root / "static" / "france.pmtiles").symlink_to(elsewhere)
    assert refusal(root) == expected
    (root / "static" / "france.pmtiles").unlink()
    (root / "static").rmdir()
    assert refusal(root) == expected


@pytest.mark.parametrize("content", [b"", b"PMTiles\x03", b"PMTiles\x02" + bytes(500), b"PK" * 500])
def test_what_is_no_such_file_stops_the_start(root: Path, content: bytes) -> None:
    (root / "static" / "france.pmtiles").write_bytes(content)
    assert refusal(root) == (
        "static/france.pmtiles: no PMTiles file of version 3; `pmtiles convert` makes one"
    )


def test_tiles_that_browsers_cannot_draw_are_refused(tmp_path: Path) -> None:
    content = header(tmp_path / "any.pmtiles")
    content[99] = 6
    with pytest.raises(ValueError, match=r"^tiles of type 6; known: MVT, PNG, JPEG, WebP, AVIF$"):
        read(bytes(content))
    content[98:100] = [3, 2]
    with pytest.raises(ValueError, match=r"packed by another way than gzip; write them with gzip$"):
        read(bytes(content))


def test_the_header_is_enough(tmp_path: Path) -> None:
    content = bytes(header(tmp_path / "any.pmtiles"))
    assert read(content[:LENGTH]) == read(content)


@pytest.mark.parametrize("name", ["../france.pmtiles", "france.zip", "https://a.example/b.pmtiles"])
def test_only_a_file_of_the_folder_may_be_named(root: Path, name: str) -> None:
    path = root / "metadata.yaml"
    path.write_text(path.read_text("utf-8").replace("france.pmtiles", name), "utf-8")
    assert "map.tiles" in refusal(root)


def test_whom_to_name_is_asked_for(root: Path) -> None:
    path = root / "metadata.yaml"
    path.write_text(path.read_text("utf-8").replace(", attribution: {fr: © des gens}", ""), "utf-8")
    assert refusal(root) == "metadata.yaml:4: map.attribution: missing; add this key"
