"""The page of a dataset begins with its map, two charts and its questions; it counts nothing."""

import re
from pathlib import Path

from markupsafe import Markup

from publish.declare.site import SiteFolder
from publish.release.release import FIRST_VIEWS
from tests.site.conftest import opened
from tests.sites import DAY, copied, fill, make_site, mapped, publish_one

CHARTS = (
    "{kind: bars, column: kind, title: {fr: Par type}}",
    "{kind: bars, column: open, title: {fr: Par horaire}}",
    "{kind: histogram, column: lat}",
)
PEOPLE = """\
  answers:
    title: {fr: Réponses}
    about: people
    contributor: who
    privacy: {k: 5}
    aggregates:
      by_town: {title: {fr: Par commune, en: By town}, by: town}
      trust: {title: {fr: "Qui fait confiance ?", en: Who trusts?}, by: [town, trust]}
    sources: [{path: exports/lieux.csv, delimiter: ";"}]
    columns:
      who: {type: string, role: identifier, protect: drop}
      town: {type: string, role: quasi_identifier, description: {fr: Commune}}
      trust: {type: string, role: sensitive, description: {fr: Confiance}}
"""


def _made(root: Path, tables: str, rows: str) -> SiteFolder:
    site = make_site(root)
    fill(site, tables, rows)
    outcome = publish_one(site, as_of=DAY)
    assert outcome.version == "1.0.0", outcome.message
    return site


def places(root: Path) -> SiteFolder:
    rows = "id;kind;open;lat;lon\n1;café;oui;48.8;2.3\n2;four;non;45.7;4.8\n"
    return _made(root, mapped(("kind", "open"), CHARTS), rows)


def people(root: Path) -> SiteFolder:
    rows = "".join(
        f"p{n};{'Caen' if n % 2 else 'Lyon'};{'oui' if n < 40 else 'non'}\n" for n in range(80)
    )
    return _made(root, PEOPLE, f"who;town;trust\n{rows}")


async def page(site: SiteFolder, language: str = "en") -> str:
    async with opened(site.root) as served:
        response = await served.client.get(f"/lieux?_lang={language}")
    assert response.status_code == 200
    return response.text


def headings(html: str) -> list[str]:
    """The headings below the title, in their order."""
    found = re.findall(r"<h2[^>]*>(.*?)</h2>", html, re.DOTALL)
    return [" ".join(Markup(one).striptags().split()) for one in found]


async def test_a_map_and_two_charts_come_first(tmp_path: Path) -> None:
    html = await page(copied(tmp_path, places))
    assert headings(html)[:3] == ["Map", "Charts", "1 table"]
    assert 'src="/lieux/places/-/map.svg?_bare=1"' in html
    assert html.count('<figure class="chart"') == 2
    assert "Par type" in html and "Par horaire" in html


async def test_questions_come_before_other_tables(tmp_path: Path) -> None:
    html = await page(copied(tmp_path, people))
    assert headings(html)[:3] == ["Charts", "Questions that it answers", "1 other table"]
    asked = html[html.index('id="questions"') : html.index('id="tables"')]
    assert ">Who trusts?</a>" in asked and "By town" not in asked


async def test_nothing_about_people_is_counted_for_the_page(tmp_path: Path) -> None:
    html = await page(copied(tmp_path, people))
    charts = html[html.index('id="charts"') : html.index('id="questions"')]
    assert "<svg" not in charts
    assert "/lieux/answers_trust/-/chart.svg?_chart=bars&amp;_column=trust" in charts
    assert "/lieux/answers_by_town/-/chart.svg?_chart=bars&amp;_column=town" in charts


async def test_what_was_not_baked_is_a_picture(tmp_path: Path) -> None:
    site = copied(tmp_path, places)
    (site.releases / "lieux" / "current" / FIRST_VIEWS).unlink()
    html = await page(site)
    assert "Map" not in headings(html)
    assert "/lieux/places/-/chart.svg?_chart=bars&amp;_column=kind&amp;_bare=1" in html
