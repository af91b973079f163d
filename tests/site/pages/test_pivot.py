"""Tables of counts over two columns are pivots, which say what they hide."""

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from publish.site.app.datasette_site import Site
from tests import factory
from tests.site.conftest import opened

SQL = """\
create table trust (age text, trust integer, people integer) strict;
create table homes (size text, people integer) strict;
"""
# Of the eldest nobody is told to trust little, of the young one did not answer.
TRUST = [("30+", 2, 60), ("30+", None, 20), ("<30", 1, 11), ("<30", 2, 89), ("<30", None, 13)]
HOMES = [("flat", 3), ("flat", 4), ("flat", 2), ("flat", 2), ("house", 5)]
AGE = {"name": "age", "type": "string", "protection": "band", "unit": "ans",
       "order": ["<30", "30+"], "titles": {"fr": "Âge", "en": "Age band"}}  # fmt: skip
LABELS = {"1": {"fr": "peu", "en": "little"}, "2": {"fr": "beaucoup", "en": "<much>"}}
ANSWER = {"name": "trust", "type": "integer", "labels": LABELS, "order": ["2", "1"]}
REASON = {"fr": "Les nombres inférieurs à 11 ne sont pas publiés."}
PEOPLE = {"name": "people", "type": "integer", "role": "open", "descriptions": REASON,
          "constraints": {"required": True, "minimum": 11}}  # fmt: skip
# How many people live there, as somebody answered: no count.
HOUSEHOLD = {"name": "people", "type": "integer", "role": "quasi_identifier"}
SIZE = {"name": "size", "type": "string"}

SILENT = '<span class="quiet">did not answer</span>'


def resource(name: str, fields: list[dict[str, Any]], facets: list[str]) -> dict[str, Any]:
    words = {"name": name, "path": f"{name}.csv", "rows": 5, "licenses": [factory.LO2]}
    schema = {"fields": fields}
    return words | {"about": "people", "schema": schema, "browse": {"facets": facets}}


@pytest_asyncio.fixture
async def site(tmp_path: Path) -> AsyncIterator[Site]:
    root = factory.site(tmp_path / "site")
    resources = [
        resource("trust", [AGE, ANSWER, PEOPLE], ["age", "trust"]),
        resource("homes", [SIZE, HOUSEHOLD], ["size"]),
    ]
    factory.tables(root, "ville", SQL, {"trust": TRUST, "homes": HOMES}, resources)
    async with opened(root) as started:
        yield started


async def page(site: Site, address: str) -> str:
    response = await site.client.get(address)
    assert response.status_code == 200
    return response.text


def lines(html: str) -> list[list[str]]:
    """The texts of a pivot's cells."""
    found = re.search(r'<table class="pivot">(.*?)</table>', html, re.DOTALL)
    if found is None:
        return []
    rows = re.findall(r"<tr>(.*?)</tr>", found[1], re.DOTALL)
    cells = (re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for row in rows)
    return [[re.sub("<[^>]*>", "", cell) for cell in row] for row in cells]


async def test_each_line_says_shares_of_those_who_answered(site: Site) -> None:
    assert lines(await page(site, "/ville/trust?_lang=en")) == [
        ["Age band", "answered", "&lt;much&gt;", "little", "did not answer"],
        ["under 30\u00a0ans", "100", "89% (89)", "11% (11)", "13"],
        ["30\u00a0ans or more", "–", "60", "hidden", "20"],
    ]


async def test_what_is_hidden_has_its_reason(site: Site) -> None:
    french = await page(site, "/ville/trust?_lang=fr")
    assert "«\u00a0masqué\u00a0»\u00a0: personne, ou un nombre qui n’est pas publié" in french
    assert "Les nombres inférieurs à 11 ne sont pas publiés." in french
    young = await page(site, "/ville/trust?_lang=fr&age=%3C30")
    assert lines(young)[1] == [
        "moins de 30\u00a0ans", "100", "89\u00a0% (89)", "11\u00a0% (11)", "13"
    ]  # fmt: skip
    assert "«\u00a0masqué\u00a0»" not in young


@pytest.mark.parametrize("query", ["trust=1", "people__gte=20", "age=%3C30&trust__in=1,2"])
async def test_a_selection_that_would_change_the_base_has_no_pivot(query: str, site: Site) -> None:
    assert lines(await page(site, f"/ville/trust?_lang=en&{query}")) == []


async def test_facets_of_counts_count_people(site: Site) -> None:
    html = await page(site, "/ville/trust?_lang=en")
    found = re.findall(r"<span>([^<]*)</span><span class=\"count\">(\d+)</span>", html)
    assert found == [
        ("under 30\u00a0ans", "113"),
        ("30\u00a0ans or more", "80"),
        ("&lt;much&gt;", "149"),
        ("little", "11"),
    ]
    assert re.search(r'did not answer<span class="unseen">.*?</a> <span class="quiet">33<', html)


async def test_a_facet_of_counts_says_shares_of_those_who_answered(site: Site) -> None:
    html = await page(site, "/ville/trust?_lang=en&age=%3C30")
    (legend, choices), *_ = [
        part.split("</legend>") for part in html.split("<legend>") if part.startswith("trust")
    ]
    assert "of 100 people" in legend
    found = re.findall(r'class="count">(\d+)</span> <span class="share">([^<]*)<', choices)
    assert found[:2] == [("89", "89%"), ("11", "11%")]
    assert "sur 160 personnes" in await page(site, "/ville/trust?_lang=fr")


@pytest.mark.parametrize(
    ("query", "counts", "missing"),
    [("", {2: 149, 1: 11}, 33), ("&age=%3C30", {2: 89, 1: 11}, 13), ("&age=none", {}, 0)],
)
async def test_facets_of_counts_count_people_in_json_too(
    query: str, counts: dict[int, int], missing: int, site: Site
) -> None:
    told = await site.client.get(f"/ville/trust.json?_facet=trust{query}")
    found = told.json()["facet_results"]["results"]["trust"]
    assert {one["value"]: one["count"] for one in found["results"]} == counts
    assert found["missing"] == missing


async def test_facets_of_people_that_somebody_answered_count_rows(site: Site) -> None:
    told = await site.client.get("/ville/homes.json?_facet=size")
    found = told.json()["facet_results"]["results"]["size"]["results"]
    assert [(one["value"], one["count"]) for one in found] == [("flat", 4), ("house", 1)]


async def test_rows_of_counts_come_in_the_order_of_their_values(site: Site) -> None:
    html = await page(site, "/ville/trust?_lang=en")
    body = html[html.index('<div class="scroll tall rows"') :].partition("</table>")[0]
    found = re.findall(r"<th scope=\"row\">(.*?)</th><td[^>]*>(.*?)</td>", body)
    assert found == [
        ("under 30\u00a0ans", "&lt;much&gt;"),
        ("under 30\u00a0ans", "little"),
        ("under 30\u00a0ans", SILENT),
        ("30\u00a0ans or more", "&lt;much&gt;"),
        ("30\u00a0ans or more", SILENT),
    ]


async def test_counts_over_two_columns_are_stacked_in_per_cent(site: Site) -> None:
    shown = await page(site, "/ville/trust/-/chart?_chart=bars&_column=age&_split=trust&_sum=people"
                             "&_share=1&_lang=en")  # fmt: skip
    assert '<td class="number">89%</td><td class="number">11%</td>' in shown
    assert "33 people did not answer." in shown
    assert '<th scope="col" class="number">Base</th>' in shown
    assert '<td class="number">100</td>' in shown and ">60 or more</td>" in shown
    young = await page(site, "/ville/trust/-/chart?_chart=bars&_column=age&_split=trust&_sum=people"
                             "&_share=1&_lang=en&age=%3C30")  # fmt: skip
    assert "&lt;much&gt; comes first: 89 of 100 people (89%)." in young
    table = await page(site, "/ville/trust?_lang=en")
    assert "People (in %) by “Age band” and “trust”" in table


async def test_a_number_of_people_that_somebody_answered_is_no_count(site: Site) -> None:
    html = await page(site, "/ville/homes?_lang=en")
    found = re.findall(
        r"<span lang=\"fr\">([^<]*)</span></span><span class=\"count\">(\d+)</span>", html
    )
    assert found == [("flat", "4"), ("house", "1")]
