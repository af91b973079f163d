"""A phone asks how many rows a selection would have, before it is applied."""

import pytest

from publish.site.app.datasette_site import Site

COUNT = "/lieux/places/-/count.json"


@pytest.mark.parametrize(
    ("query", "number", "words"),
    [
        ("", 6, "Voir 6 résultats"),
        ("kind=a", 3, "Voir 3 résultats"),
        ("_in.kind=a&_in.kind=b&seats__gte=5", 1, "Voir 1 résultat"),
        ("_search=echange&seats__lt=2", 2, "Voir 2 résultats"),
        ("seats__gte=&seats__lte=", 6, "Voir 6 résultats"),
        ("kind=zzz", 0, "Voir 0 résultat"),
        ("kind=zzz&_lang=en", 0, "See 0 results"),
    ],
)
async def test_it_counts_what_the_form_sends(
    query: str, number: int, words: str, still: Site
) -> None:
    response = await still.client.get(f"{COUNT}?{query}", follow_redirects=True)
    assert response.status_code == 200
    assert response.json() == {"count": number, "words": words}


async def test_it_counts_the_rows_that_the_page_shows(still: Site) -> None:
    query = "?tags__arraycontains=hiver&seats__gte=2"
    told = (await still.client.get(COUNT + query)).json()["count"]
    page = (await still.client.get(f"/lieux/places{query}")).text
    rows = page.partition("<tbody>")[2].partition("</tbody>")[0]
    assert rows.count('<th scope="row"') == told == 2


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"{COUNT}?nothing=1", 400),
        (f"{COUNT}?seats=many", 400),
        ("/lieux/nothing/-/count.json", 404),
        ("/nothing/places/-/count.json", 404),
    ],
)
async def test_what_selects_nothing_is_refused(path: str, status: int, still: Site) -> None:
    assert (await still.client.get(path)).status_code == status


async def test_of_a_table_that_may_not_be_seen_no_number_is_told(site: Site) -> None:
    site.config["databases"] = {"lieux": {"tables": {"places": {"allow": {"id": "root"}}}}}
    assert (await site.client.get(COUNT)).status_code == 403
