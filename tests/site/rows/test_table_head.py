"""The menu of each header: what it offers leads where it says."""

import html
import re
from urllib.parse import urlencode

import pytest

from publish.site.app.datasette_site import Site

PLACES = "/lieux/places"


async def deeds(site: Site, column: str, query: str = "", path: str = PLACES) -> dict[str, str]:
    """What the menu of a column offers -> where it leads, as a browser without scripts goes."""
    page = html.unescape((await site.client.get(f"{path}?{query}")).text)
    [place] = re.findall(rf'data-column="{column}".*?popovertarget="([^"]+)"', page)
    [menu] = re.findall(rf'<div popover class="deeds" id="{place}".*?</div>', page, re.DOTALL)
    found = {words: href for href, words in re.findall(r'<a href="([^"]*)"[^>]*>([^<]*)</a>', menu)}
    for form, name, value, rest, words in re.findall(
        r'<button type="submit" form="(.*?)" name="(.*?)" value="(.*?)"(.*?)>(.*?)</button>', menu
    ):
        [held] = re.findall(
            rf'<form id="{form}" action="{path}" hidden>(.*?)</form>', page, re.DOTALL
        )
        pairs = re.findall(r'name="([^"]*)" value="([^"]*)"', held)
        _mark, _hash, fragment = rest.partition("#")
        end = f"#{fragment.partition(chr(34))[0]}" if fragment else ""
        found[words] = f"{path}?{urlencode([*pairs, (name, value)])}{end}"
    return found


async def columns(site: Site, address: str) -> list[str]:
    page = await site.client.get(address)
    assert page.status_code == 200
    return re.findall(r'data-column="([^"]+)"', page.text)


@pytest.mark.parametrize(
    ("column", "words"),
    [
        ("name", ("Trier de A à Z", "Trier de Z à A")),
        ("seats", ("Par ordre croissant", "Par ordre décroissant")),
        ("opened", ("Du plus ancien au plus récent", "Du plus récent au plus ancien")),
    ],
)
async def test_a_column_is_sorted_both_ways(
    column: str, words: tuple[str, str], still: Site
) -> None:
    found = await deeds(still, column, "kind=a")
    up, down = (found[one] for one in words)
    assert (up, down) == (
        f"{PLACES}?kind=a&_sort={column}",
        f"{PLACES}?kind=a&_sort_desc={column}",
    )
    page = (await still.client.get(down)).text
    assert f'data-column="{column}" aria-sort="descending"' in page
    assert f'name="_sort_desc" value="{column}" aria-current="true">{words[1]}<' in page


async def test_a_filter_is_where_the_menu_says(still: Site) -> None:
    assert (await deeds(still, "kind"))["Filtrer"] == "#filter-kind"
    listed = (await deeds(still, "insee", "kind=a"))["Filtrer"]
    assert listed == f"{PLACES}?kind=a&_facet=insee#filter-insee"
    page = (await still.client.get(listed)).text
    assert '<fieldset id="filter-insee">' in page
    assert 'name="_in.insee" value="01004"' in page


async def test_a_column_is_hidden(still: Site) -> None:
    hidden = (await deeds(still, "seats", "kind=a"))["Masquer cette colonne"]
    shown = await columns(still, f"{PLACES}?kind=a")
    assert await columns(still, hidden) == [one for one in shown if one != "seats"]
    # One of those that an address asks for is asked for no more.
    few = (await deeds(still, "seats", "_col=name&_col=seats"))["Masquer cette colonne"]
    assert await columns(still, few) == ["name", "id"]
    assert "Masquer cette colonne" not in await deeds(still, "id")


async def test_the_figures_of_a_column_are_on_the_page(still: Site) -> None:
    assert (await deeds(still, "seats"))["Sens et chiffres"] == "#column-seats"
    assert 'id="column-seats"' in (await still.client.get(PLACES)).text


async def test_a_view_and_an_embedded_table(still: Site) -> None:
    view = await deeds(still, "label", path="/lieux/open_places")
    assert {*view} == {"Trier de A à Z", "Trier de Z à A", "Filtrer", "Masquer cette colonne"}
    embedded = (await still.client.get(f"{PLACES}?_embed=1")).text
    assert ("popover" in embedded, 'aria-sort="descending"' in embedded) == (False, True)
