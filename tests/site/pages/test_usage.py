"""`/usage`: what features are used for, week by week, from what is published and no more."""

import html
import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from publish.site.app.datasette_site import Site
from publish.usage.check.conditions import CONDITIONS
from publish.usage.check.own import OWN
from tests.counted import FEATURES, counted_site, day, export
from tests.site.conftest import opened
from tests.sites import publish_one

pytestmark = pytest.mark.slow("publishes a site")

WEEKS = 60
USED = FEATURES.replace("[feature, form]", "[feature, dataset, form]").replace(
    "      form:",
    "      dataset: {type: string, role: open, description: {fr: Jeu}}\n      form:",
)


def seen(number: int) -> Iterator[str]:
    """A day: the map gains, the chart loses, the search is new, few people read the help."""
    week = number // 7
    yield f"map;;;{30 + week}"
    yield f"chart;;;{80 - week}"
    yield "download;visits;csv;20"
    yield "table;visits;;25"
    yield "table;places;;40"
    yield "help;;;3"
    if week >= WEEKS - 2:
        yield "search;;;15"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    site = counted_site(tmp_path_factory.mktemp("usage") / "site", USED)
    lines = [f"{day(n)};site;{line};;9" for n in range(7 * WEEKS) for line in seen(n)]
    export(site, lines, header="day;tool;feature;dataset;form;visitors;visits;actions")
    publish_one(site, as_of=day(7 * WEEKS + 1))
    return site.root


@pytest.fixture
async def site(root: Path) -> AsyncIterator[Site]:
    async with opened(root) as started:
        yield started


async def page(site: Site, path: str) -> str:
    """The words of a page, tags taken out."""
    answer = await site.client.get(path)
    assert answer.status_code == 200
    words = re.sub(r"<[^>]+>", " ", html.unescape(answer.text))
    return re.sub(r"\s+", " ", words)


async def test_each_feature_says_how_many_came_in_the_last_week(site: Site) -> None:
    words = await page(site, "/usage?_lang=en")
    period = "Features, by week, week of 18 October 2027"
    assert f"{period} What Visitor-days In one year Course visits actions" in words
    # 7 days of 30 + 59; in the same week of last year they were 30 + 7.
    since = "(week of 14 September 2026)"
    assert f" map 623 +140.5% 224 {since}, then from 224 to 623 unknown 63 table" in words
    assert f" table · places 280 0% 280 {since}, and as many since unknown 63 " in words
    assert f" chart 147 −71.2% 546 {since}, then from 147 to 546 unknown 63 " in words
    assert "Open Licence 2.0 (Licence Ouverte) · CSV · JSON" in words


async def test_few_people_are_others(site: Site) -> None:
    """Last year the downloads were among the others, beside the help: that is no growth."""
    words = await page(site, "/usage?_lang=en")
    assert "help" not in words and "search" not in words
    assert " download · visits · csv 140 unknown unknown unknown 63 Other 126 " in words


async def test_what_grows_and_what_falls_is_said(site: Site) -> None:
    words = await page(site, "/usage?_lang=en")
    assert "Falls most in the last four periods: chart (−15.1%) How this site counts" in words
    assert "Grows most" not in words


async def test_each_line_leads_to_its_weeks(site: Site) -> None:
    text = (await site.client.get("/usage")).text
    [href] = re.findall(r'href="([^"]+)" rel="nofollow">map<', text)[:1]
    answer = await site.client.get(
        html.unescape(href).replace("features_week?", "features_week.json?")
    )
    assert {one["feature"] for one in answer.json()["rows"]} == {"map"}


async def test_a_dataset_says_how_it_is_used(site: Site) -> None:
    words = await page(site, "/visits?_lang=en")
    own = words.partition("How this data is used")[2].partition("What all of it is used for")[0]
    assert " table · visits 175 0% " in own and " download · visits · csv 140 " in own
    assert "map" not in own and "places" not in own


async def test_what_nobody_knows_of_any_line_is_no_column(tmp_path: Path) -> None:
    """After one week there is no year before, and no course; each number has its head beside it."""
    made = counted_site(tmp_path / "site", USED)
    lines = [f"{day(n)};site;map;;;30;;9" for n in range(7)]
    export(made, lines, header="day;tool;feature;dataset;form;visitors;visits;actions")
    publish_one(made, as_of=day(8))
    async with opened(made.root) as started:
        words = await page(started, "/usage?_lang=en")
        text = (await started.client.get("/usage?_lang=en")).text
    assert " What Visitor-days visits actions map 210 unknown 63 " in words
    assert re.findall(r'data-label="([^"]*)"', text) == ["Visitor-days", "visits", "actions"]


async def test_it_is_told_in_french(site: Site) -> None:
    words = (await page(site, "/usage")).replace("\u00a0", " ").replace("\u202f", " ")
    assert "Fonctions, par semaine, semaine du 18 octobre 2027 Quoi Visiteurs-jours" in words
    since = "(semaine du 14 septembre 2026)"
    assert f" map 623 +140,5 % 224 {since}, puis de 224 à 623 inconnu 63 " in words


async def test_the_method_meets_each_condition(site: Site) -> None:
    words = await page(site, "/usage/method?_lang=en")
    assert list(OWN) == list(CONDITIONS)
    for name, condition in CONDITIONS.items():
        asks = condition.asks["en"]
        assert f"{asks[0].upper()}{asks[1:]} {OWN[name]['en']}" in words


async def test_a_site_that_counts_nothing_says_so(root: Path) -> None:
    metadata = root / "metadata.yaml"
    before = metadata.read_text(encoding="utf-8")
    metadata.write_text(f"{before}\nusage: false\n", encoding="utf-8")
    try:
        async with opened(root) as started:
            words = await page(started, "/usage/method?_lang=en")
    finally:
        metadata.write_text(before, encoding="utf-8")
    assert "This site does not count what it is used for." in words
    assert "digest" not in words
