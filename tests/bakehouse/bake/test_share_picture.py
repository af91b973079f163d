"""The picture of a shared address: its size, its words, and nothing of what people answered."""

import re
import struct
import zlib
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest

from publish.bakehouse.bake.share_picture import (
    Shown,
    share_svg,
    unbuilt_font,
    write_share_pictures,
)
from publish.declare.color import BRAND
from publish.figures.chart import Figures, Mark
from publish.forms import picture
from publish.release.package import Package
from publish.release.release import read_package
from publish.release.table import Field
from tests.bakehouse.bake.tables import COLUMNS, ROWS, baked, dataset

RED = "#a01020"
HOSTILE = 'Jardins <image href="/etc/passwd"/> & "cafés"'


def texts(svg: str) -> list[str]:
    """The words of a drawing, which is well-formed."""
    root = ElementTree.fromstring(svg)
    assert {one.tag.rpartition("}")[2] for one in root.iter()} == {"svg", "rect", "text"}
    return [str(one.text) for one in root.iter() if one.tag.endswith("}text")]


def package(about: str, title: str = "Enquête", rows: int = 3500) -> Package:
    table = {
        "name": "answers", "titles": {"fr": "Réponses", "en": "Answers"}, "about": about,
        "rows": rows, "path": "answers.csv",
        "schema": {"fields": [{"name": "age", "type": "string"}], "primaryKey": ["age"]},
    }  # fmt: skip
    return Package(
        {
            "name": "enquete",
            "titles": {"fr": title, "en": "Survey"},
            "contributors": [{"title": "Observatoire"}],
            "resources": [table],
        }
    )


SHOWN = Shown(
    Field({"name": "age", "titles": {"fr": "Âge", "en": "Age"}, "labels": {"60+": {"en": "old"}}}),
    {},
    Figures((Mark("<30", 20, 20), Mark("60+", 10, 10))),
)


def test_of_things_it_says_how_many_and_shows_bars() -> None:
    assert texts(share_svg(package("things"), SHOWN, "fr", RED)) == [
        "Enquête", "Observatoire", "3\u202f500", "Réponses", "Âge", "<30", "60+",
    ]  # fmt: skip
    assert "old" in texts(share_svg(package("things"), SHOWN, "en", RED))
    widths = re.findall(
        r'width="([\d.]+)" height="20"', share_svg(package("things"), SHOWN, "fr", RED)
    )
    assert widths == ["520.0", "260.0"]


def test_it_has_the_colour_of_the_site() -> None:
    drawing = share_svg(package("things"), SHOWN, "fr", RED)
    assert drawing.count(f'fill="{RED}"') == 4
    assert BRAND not in drawing


@pytest.mark.parametrize("language", ["fr", "en"])
def test_of_people_it_says_title_and_producer_only(language: str) -> None:
    title = {"fr": "Enquête", "en": "Survey"}[language]
    assert texts(share_svg(package("people"), SHOWN, language, RED)) == [title, "Observatoire"]


def test_words_stay_words_and_a_long_title_ends() -> None:
    assert HOSTILE.split()[0] in texts(share_svg(package("things", HOSTILE), None, "fr", RED))[0]
    long = texts(share_svg(package("people", "Très long " * 40), None, "fr", RED))
    assert len(long) == 4 and long[2].endswith("…")


def test_a_release_has_one_in_each_language_which_is_no_data(tmp_path: Path) -> None:
    with baked(tmp_path, ROWS, dataset(COLUMNS, browse={"facets": ("text",)})) as folder:
        found = [(folder / f"share-{language}.png").read_bytes() for language in ("fr", "en")]
        for png in found:
            assert struct.unpack(">II", png[16:24]) == (1200, 630)
            start = png.index(b"IDAT") + 4
            assert len(set(zlib.decompressobj().decompress(png[start:]))) > 20
        assert found[0] != found[1]
        assert "share-fr" not in (folder / "datapackage.json").read_text()
        with ZipFile(folder / "lieux.zip") as whole:
            assert not [name for name in whole.namelist() if "share" in name]
        described = read_package(folder)
        write_share_pictures(folder, described, BRAND)
        assert (folder / "share-fr.png").read_bytes() == found[0]


def test_without_the_font_there_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(picture, "FONTS", tmp_path)
    write_share_pictures(tmp_path, package("people"), RED)
    assert list(tmp_path.iterdir()) == []
    [told] = unbuilt_font("lieux")
    assert str(told) == (
        "warning unbuilt-font: lieux: the font of pictures is not built: the release has no "
        "picture for shared addresses; run `make`, then `fournil rebake lieux`"
    )
