"""The first page shows of each dataset a figure and a small picture, which were baked."""

from pathlib import Path

from markupsafe import Markup

from publish.declare.site import SiteFolder
from publish.release.release import FIRST_VIEWS
from tests.site.conftest import opened
from tests.sites import DAY, copied, fill, make_site, mapped, publish

COUNTED = """\
  visits:
    title: {fr: Visites par mois, en: Visits by month}
    about: things
    sources: [{path: exports/lieux.csv, delimiter: ";"}]
    columns:
      day: {type: date, role: open, description: {fr: Jour}}
      visits: {type: integer, role: open, title: {fr: Visites, en: Visits}, description: {fr: V}}
    charts: [{kind: line, column: day, by: month, measure: {sum: visits}, title: {fr: Par mois}}]
"""
PEOPLE = """\
  answers:
    title: {fr: Réponses}
    about: people
    contributor: who
    privacy: {k: 5}
    aggregates:
      trust: {title: {fr: "Qui fait confiance ?", en: Who trusts?}, by: trust}
    sources: [{path: exports/lieux.csv, delimiter: ";"}]
    columns:
      who: {type: string, role: identifier, protect: drop}
      trust: {type: string, role: sensitive, description: {fr: Confiance}}
"""
EXPORTS = {
    "lieux": (mapped(), "id;lat;lon\n1;48.8;2.3\n2;45.7;4.8\n"),
    # November, in which the last update falls, is not over.
    "visites": (
        COUNTED,
        "day;visits\n" + "".join(f"2026-{month:02}-03;{month}000\n" for month in range(6, 12)),
    ),
    "enquete": (PEOPLE, "who;trust\n" + "".join(f"p{n};oui\n" for n in range(40))),
}


def made(root: Path) -> SiteFolder:
    site = make_site(root, *EXPORTS)
    for name, (tables, rows) in EXPORTS.items():
        fill(site, tables, rows, name)
    outcomes = publish(site, as_of=DAY)
    assert [one.version for one in outcomes] == ["1.0.0"] * 3, [one.message for one in outcomes]
    return site


async def card(site: SiteFolder, dataset: str, language: str = "fr") -> str:
    """The card of a dataset on the first page."""
    async with opened(site.root) as served:
        html = (await served.client.get(f"/?_lang={language}")).text
    cards = [one.partition('<p class="tags">')[0] for one in html.split('<li class="card">')[1:]]
    [found] = [one for one in cards if f'href="/{dataset}?' in one]
    return found


def said(html: str) -> str:
    return " ".join(Markup(html).striptags().split())


async def test_places_have_a_map_and_are_counted(tmp_path: Path) -> None:
    found = await card(copied(tmp_path, made), "lieux")
    assert 'src="/lieux/places/-/map.svg?_bare=1&amp;_small=1"' in found
    assert "2 Lieux" in said(found)


async def test_what_is_added_up_has_a_line_of_the_months_that_are_over(tmp_path: Path) -> None:
    site = copied(tmp_path, made)
    found = said(await card(site, "visites"))
    assert "51 000 Visites" in found.replace("\u202f", " ")
    assert "Par mois : de juin 2026 à octobre 2026" in found.replace("\xa0", " ")
    english = said(await card(site, "visites", "en"))
    assert "51,000 Visits" in english
    assert "Par mois: June 2026 to October 2026" in english


async def test_of_people_the_first_page_tells_what_was_asked(tmp_path: Path) -> None:
    found = said(await card(copied(tmp_path, made), "enquete", "en"))
    assert "Who trusts?" in found
    assert "1 count of people" in found


async def test_what_was_not_baked_is_not_counted(tmp_path: Path) -> None:
    site = copied(tmp_path, made)
    for dataset in EXPORTS:
        (site.releases / dataset / "current" / FIRST_VIEWS).unlink()
    assert "map.svg" not in await card(site, "lieux")
    assert "<svg" not in await card(site, "visites")
    assert "5 lignes" not in await card(site, "visites")
    assert "6 lignes" in said(await card(site, "visites"))
