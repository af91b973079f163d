"""Cells say their language, and those that a phone shows their column."""

import re

import pytest

from publish.site.app.datasette_site import Site


async def page(site: Site, path: str) -> str:
    response = await site.client.get(path)
    assert response.status_code == 200
    return response.text


def labels(html: str) -> list[str]:
    """The names on the card of the first row."""
    row = html.partition("<tbody>")[2].partition("</tr>")[0]
    return re.findall(r'data-label="([^"]*)"', row)


async def test_what_nobody_translated_is_french(still: Site) -> None:
    english = (await page(still, "/lieux/places?_lang=en")).partition("<tbody>")[2]
    row = english.partition("</tr>")[0]
    assert '<th scope="row" lang="fr"><a href="/lieux/places/' in row
    assert re.search(r'<td[^>]* lang="fr">01004</td>', row)
    assert re.search(r'<td class="number"[^>]*>5</td>', row)
    assert 'lang="fr">5<' not in row


async def test_a_french_page_needs_no_mark(still: Site) -> None:
    french = (await page(still, "/lieux/places?_lang=fr")).partition("<tbody>")[2]
    assert ' lang="' not in french.partition("</tbody>")[0]


async def test_choices_say_their_language_too(still: Site) -> None:
    assert '<span><span lang="fr">été</span></span>' in await page(still, "/lieux/places?_lang=en")


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", ["Kind", "Insee", "Opened", "Tags"]),
        ("&_col=name&_col=seats", ["Id", "Seats (sièges)"]),
        ("&_nocol=kind&_nocol=insee", ["Id", "Opened", "Seats (sièges)", "Tags"]),
        ("&kind=a", ["Insee", "Opened", "Seats (sièges)", "Tags"]),
    ],
)
async def test_a_card_shows_four_columns_or_those_chosen(
    query: str, shown: list[str], still: Site
) -> None:
    assert sorted(labels(await page(still, f"/lieux/places?_lang=en{query}"))) == sorted(shown)
