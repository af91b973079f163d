"""The facets of the JSON count the whole selection, and several values of one column."""

from typing import Any
from urllib.parse import parse_qsl, urlsplit

from publish.site.app.datasette_site import Site


async def facets(site: Site, query: str) -> Any:
    response = await site.client.get(f"/lieux/places.json?_extra=facet_results&{query}")
    assert response.status_code == 200, response.text
    return response.json()["facet_results"]["results"]


def counts(facet: Any) -> list[tuple[str, int, bool]]:
    return [(one["value"], one["count"], one["selected"]) for one in facet["results"]]


async def test_one_more_value_widens_the_selection(site: Site) -> None:
    found = (await facets(site, 'kind__in=["a"]&seats__gte=1'))["kind"]
    assert counts(found) == [("a", 3, True), ("b", 2, False)]
    more = dict(parse_qsl(urlsplit(found["results"][1]["toggle_url"]).query))
    assert more["kind__in"] == '["a","b"]'


async def test_labels_stay(site: Site) -> None:
    found = (await facets(site, "kind=a"))["kind"]
    assert [one["label"] for one in found["results"]] == ["Café", "Atelier"]
    assert "kind" not in dict(parse_qsl(urlsplit(found["results"][0]["toggle_url"]).query))


async def test_a_later_page_counts_as_much(site: Site) -> None:
    first = (await site.client.get("/lieux/places.json?_size=2")).json()
    later = await facets(site, f"_size=2&_next={first['next']}")
    assert counts(later["kind"]) == [("a", 3, False), ("b", 3, False)]
    assert counts(later["tags"]) == [("été", 6, False), ("hiver", 3, False)]
    assert "_next" not in later["tags"]["results"][0]["toggle_url"]


async def test_each_facet_comes_once(site: Site) -> None:
    found = await facets(site, "_facet=insee&_facet_date=opened&_search=caf%C3%A9")
    assert sorted(found) == ["insee", "kind", "opened", "tags"]
    assert found["insee"]["results"][0]["count"] == 6
