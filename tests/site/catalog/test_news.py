"""What is new is said as people would say it."""

from datetime import timedelta
from pathlib import Path

from markupsafe import Markup

from tests.site.conftest import opened
from tests.sites import DAY, ROWS, deliver, publish_one, published_site


async def news(root: Path, language: str) -> list[str]:
    """The news of the first page, the newest first."""
    async with opened(root) as site:
        html = (await site.client.get(f"/?_lang={language}")).text
    told = html.split('<span class="said">')[1:]
    return [Markup(one.partition("\n")[0]).striptags().replace("\xa0", " ") for one in told]


async def test_rows_that_came_went_and_changed(tmp_path: Path) -> None:
    site = published_site(tmp_path)
    changed = ROWS[0].replace("café", "bistrot")
    deliver(site, changed, *ROWS[1:2], "04;Four;four;oui;eve@example.org")
    publish_one(site, as_of=DAY + timedelta(days=7))
    assert await news(site.root, "fr") == [
        "Lieux : 1 nouvelle ligne, 1 ligne retirée, 1 ligne corrigée",
        "Nouveau sur ce site",
    ]
    assert await news(site.root, "en") == [
        "Places: 1 new row, 1 row gone, 1 row corrected",
        "New here",
    ]


async def test_what_is_only_about_texts_is_no_news(tmp_path: Path) -> None:
    site = published_site(tmp_path)
    path = site.data / "lieux" / "dataset.yaml"
    said = path.read_text(encoding="utf-8")
    path.write_text(said.replace("fr: Des lieux.", "fr: De beaux lieux."), encoding="utf-8")
    publish_one(site, as_of=DAY + timedelta(days=7))
    assert await news(site.root, "en") == ["New here"]
