"""Charts of real releases: what they count, what they say, and what they refuse."""

import csv
import html
import json
import re
from collections.abc import AsyncIterator
from io import StringIO
from pathlib import Path
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree

import pytest
import pytest_asyncio

from publish.site.app.datasette_site import Site
from tests import factory
from tests.site.conftest import opened

SQL = """\
create table shops (id integer primary key, kind text, opened text, seats integer, area real,
  key text, open integer) strict;
create table answers (age text, people integer) strict;
"""
# Seats 0 to 39, and one shop with 4,000; three months, a gap of one between them.
MONTHS = ("2026-01-15", "2026-02-15", "2026-04-15")
SHOPS = [
    (
        n,
        "café" if n % 3 else "garden",
        MONTHS[n % 3],
        n,
        n / 4,
        json.dumps(["a", "b"][: n % 3]),
        n % 2,
    )
    for n in range(40)
] + [(40, None, None, 4000, None, None, None)]
TYPES = {"id": "integer", "kind": "string", "opened": "date", "seats": "integer",
         "area": "number", "key": "array", "open": "boolean"}  # fmt: skip
ANSWERS = [("60+", 20), ("<30", 12), ("30–59", 40)]


def resource(name: str, rows: int, types: dict[str, str], **said: Any) -> dict[str, Any]:
    fields = [{"name": column, "type": type} for column, type in types.items()]
    words = {"name": name, "path": f"{name}.csv", "rows": rows, "licenses": [factory.LO2]}
    return words | {"about": "things", "schema": {"fields": fields, "primaryKey": []}} | said


@pytest_asyncio.fixture
async def site(tmp_path: Path) -> AsyncIterator[Site]:
    """A site with shops, and with answers of people counted by age."""
    root = factory.site(tmp_path / "site")
    shops = resource("shops", len(SHOPS), TYPES, browse={"facets": ["kind", "key"]})
    ages = {"name": "age", "type": "string", "protection": "band"}
    stated = {"constraints": {"required": True, "minimum": 11}}
    people = {"name": "people", "type": "integer", "role": "open", **stated}
    answers = resource("answers", 3, {}, about="people", browse={"facets": ["age"]})
    answers["schema"]["fields"] = [ages, people]
    rows = {"shops": SHOPS, "answers": ANSWERS}
    factory.tables(root, "ville", SQL, rows, [shops, answers])
    async with opened(root) as started:
        yield started


async def figures(site: Site, query: str, table: str = "shops") -> list[list[str]]:
    """The lines of a chart's CSV, without the names of its columns."""
    response = await site.client.get(f"/ville/{table}/-/chart.csv?_lang=en&{query}")
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    return list(csv.reader(StringIO(response.text)))[1:]


async def test_bars_count_the_rows_of_each_value(site: Site) -> None:
    found = await figures(site, "_chart=bars&_column=kind")
    assert found == [["café", "26"], ["garden", "14"], ["(no value)", "1"]]


async def test_bars_follow_the_filters(site: Site) -> None:
    found = await figures(site, "_chart=bars&_column=kind&seats__lt=9")
    assert found == [["café", "6"], ["garden", "3"]]


async def test_bars_add_up_and_average(site: Site) -> None:
    summed = await figures(site, "_chart=bars&_column=kind&_sum=seats&seats__lt=9")
    assert summed == [["café", "6", "27"], ["garden", "3", "9"]]
    means = await figures(site, "_chart=bars&_column=kind&_mean=seats&seats__lt=9")
    assert means == [["café", "6", "4.5"], ["garden", "3", "3.0"]]


async def test_a_row_counts_in_each_item_of_its_list(site: Site) -> None:
    found = await figures(site, "_chart=bars&_column=key")
    assert found == [["a", "26"], ["b", "13"], ["(no value)", "15"]]


async def test_truth_has_words(site: Site) -> None:
    found = await figures(site, "_chart=bars&_column=open")
    assert {line[0]: line[1] for line in found} == {"Yes": "20", "No": "20", "(no value)": "1"}


async def test_bars_beyond_the_first_are_told_together(site: Site) -> None:
    page = (await site.client.get("/ville/shops/-/chart?_chart=bars&_column=seats&_lang=en")).text
    assert "31 other values are not drawn, with 31 together." in page
    assert "(other values)" in page


async def test_a_line_has_a_point_each_month_also_the_empty_one(site: Site) -> None:
    found = await figures(site, "_chart=line&_column=opened")
    assert found == [
        ["2026-01", "14"], ["2026-02", "13"], ["2026-03", "0"], ["2026-04", "13"],
        ["(no value)", "1"],
    ]  # fmt: skip


async def test_a_line_of_years(site: Site) -> None:
    found = await figures(site, "_chart=line&_column=opened&_by=year&_sum=seats")
    assert found == [["2026", "40", "780"], ["(no value)", "1", "4000"]]


async def test_a_mean_of_nothing_is_a_gap(site: Site) -> None:
    found = await figures(site, "_chart=line&_column=opened&_mean=seats")
    assert found[2] == ["2026-03", "0", ""]


@pytest.mark.parametrize("column", ["seats", "area"])
@pytest.mark.parametrize("filters", ["", "&seats__lt=7", "&kind=garden", "&id=3"])
async def test_a_histogram_loses_no_value(site: Site, column: str, filters: str) -> None:
    every = await figures(site, f"_chart=bars&_column=kind{filters}")
    found = await figures(site, f"_chart=histogram&_column={column}{filters}")
    rows = sum(int(line[3]) for line in found)
    assert rows == sum(int(line[1]) for line in every)


async def test_a_value_far_away_does_not_press_the_others(site: Site) -> None:
    found = await figures(site, "_chart=histogram&_column=seats")
    assert found[0] == ["0 to 4", "0.0", "5.0", "5"]
    assert found[-1][0].endswith(" or more") and found[-1][3] == "1"


async def test_people_are_summed_in_the_order_of_bands(site: Site) -> None:
    found = await figures(site, "_chart=bars&_column=age", "answers")
    assert found == [["<30", "1", "12"], ["30–59", "1", "40"], ["60+", "1", "20"]]
    page = (await site.client.get("/ville/answers/-/chart?_chart=bars&_column=age&_lang=en")).text
    assert "People by “age”" in page
    assert "Groups of too few people are not in the table" in page


@pytest.mark.parametrize(
    "query",
    ["_chart=bars&_column=kind", "_chart=line&_column=opened", "_chart=histogram&_column=area",
     "_chart=bars&_column=key&_mean=seats", "_chart=bars&_column=kind&id=999"],
)  # fmt: skip
async def test_every_kind_has_a_page_and_a_file_with_title_licence_and_source(
    site: Site, query: str
) -> None:
    page = await site.client.get(f"/ville/shops/-/chart?{query}")
    assert page.status_code == 200
    assert "style=" not in page.text.replace("style=&#34;border:0&#34;", "")
    answer = await site.client.get(f"/ville/shops/-/chart.svg?{query}")
    assert answer.headers["content-type"] == "image/svg+xml; charset=utf-8"
    assert factory.LO2["path"] in answer.headers["link"]
    root = ElementTree.fromstring(answer.text)
    title, described = (
        root.findtext(f"{{http://www.w3.org/2000/svg}}{n}") for n in ("title", "desc")
    )
    assert title and described
    assert "Licence Ouverte" in described and "http://localhost/ville/shops" in described


async def test_a_page_can_be_embedded(site: Site) -> None:
    page = await site.client.get("/ville/shops/-/chart?_chart=bars&_column=kind&kind=café&_embed=1")
    assert "<header" not in page.text
    whole = await site.client.get("/ville/shops/-/chart?_chart=bars&_column=kind&kind=café")
    address = f"/ville/shops/-/chart?kind={quote('café')}&amp;amp;_chart=bars"
    assert f"http://localhost{address}" in whole.text


@pytest.mark.parametrize(
    ("query", "error"),
    [
        ("", "_chart: '' does not fit; known: bars, line, histogram"),
        ("_chart=pie&_column=kind", "_chart: 'pie' does not fit; known: bars, line, histogram"),
        ("_chart=bars&_column=area",
         "_column: 'area' does not fit; known: id, kind, seats, key, open"),
        ("_chart=line&_column=nothing", "_column: 'nothing' does not fit; known: opened"),
        ("_chart=line&_column=opened&_by=day", "_by: 'day' does not fit; known: month, year"),
        ("_chart=bars&_column=kind&_by=year",
         "_by: 'year' does not fit; known: none for this chart"),
        ("_chart=bars&_column=kind&_sum=key", "_sum: 'key' does not fit; known: id, seats, area"),
        ("_chart=histogram&_column=seats&_sum=area",
         "_sum: 'area' does not fit; known: none for this chart"),
        ("_chart=bars&_column=kind&_sum=seats&_mean=area", "_sum, _mean: name one of them"),
        ("_chart=bars&_column=kind&size=3", "size: no column 'size'; known: id, kind, opened"),
    ],
)  # fmt: skip
async def test_what_does_not_fit_is_refused_by_name(site: Site, query: str, error: str) -> None:
    answer = await site.client.get(f"/ville/shops/-/chart.csv?{query}")
    assert answer.status_code == 400
    assert error in answer.text


async def test_an_unknown_table_has_no_chart(site: Site) -> None:
    answer = await site.client.get("/ville/nothing/-/chart?_chart=bars&_column=kind")
    assert answer.status_code == 404


async def test_charts_of_a_part_of_a_large_table_come_after_its_rows(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("publish.site.rows.selection.LARGE", len(SHOPS))
    whole = (await site.client.get("/ville/shops?_lang=en")).text
    assert whole.count("<svg") == whole.count('<figure class="chart"') == 4
    counted = len(site.kept)
    page = (await site.client.get("/ville/shops?_lang=en&seats__gte=30")).text
    assert page.count("<svg") == 0
    picture = "/ville/shops/-/chart.svg?seats__gte=30&amp;_chart=bars&amp;_column=kind&amp;_bare=1"
    assert f'<img src="{picture}" alt="Rows by “kind” – seats: from 30"' in page
    assert "<strong>seats: from 30</strong>" in page
    assert "Rows over time: opened" in page
    assert page.count('loading="lazy"') == 4
    # How many rows, and its facets: nothing that is drawn.
    asked = [query for _, query in site.kept._known][counted:]
    assert len(asked) == 4 and not [one for one in asked if "as amount" in one]
    bars = await site.client.get(picture.replace("&amp;", "&") + "&_lang=en")
    assert bars.headers["content-type"] == "image/svg+xml; charset=utf-8"
    assert "garden" in bars.text and "licence" not in bars.text
    assert (await site.client.get("/ville/shops?seats__gte=30&_embed=1")).status_code == 200


async def test_a_picture_of_a_page_is_read_at_night_and_says_what_it_lacks(site: Site) -> None:
    path = "/ville/shops/-/chart.svg?_lang=en&_chart=histogram&_column=seats&_bare=1"
    day, night = [(await site.client.get(path + more)).text for more in ("", "&_night=1")]
    assert 'fill="#1b1d21"' in day and 'fill="#1b1d21"' not in night
    empty = await site.client.get(f"{path}&seats=9999")
    assert "There is nothing to draw: no row has a" in empty.text


async def test_a_filtered_chart_says_so_wherever_it_goes(site: Site) -> None:
    asked = "_chart=bars&_column=kind&kind=garden&seats__lt=9&_lang=en"
    said = "Rows by “kind” – kind = garden; seats: less than 9"
    page = html.unescape((await site.client.get(f"/ville/shops/-/chart?{asked}")).text)
    assert f"<h1>{said}</h1>" in page
    assert f"<title>{said} – " in page
    assert f'<meta property="og:title" content="{said}">' in page
    assert f'<meta name="description" content="{said}. ' in page
    assert f'title="{said}" width="100%"' in page
    embed = html.unescape((await site.client.get(f"/ville/shops/-/chart?{asked}&_embed=1")).text)
    assert f"<h1>{said}</h1>" in embed
    svg = ElementTree.fromstring((await site.client.get(f"/ville/shops/-/chart.svg?{asked}")).text)
    texts = [text.text for text in svg.iter("{http://www.w3.org/2000/svg}text")]
    assert said in texts
    bare = (await site.client.get(f"/ville/shops/-/chart.svg?{asked}&_bare=1")).text
    assert f"<title>{said}</title>" in bare


async def test_the_filters_of_a_chart_can_be_taken_off(site: Site) -> None:
    asked = "kind=garden&seats__lt=9&_chart=bars&_column=kind&_lang=en"
    page = html.unescape((await site.client.get(f"/ville/shops/-/chart?{asked}")).text)
    chart = "/ville/shops/-/chart?"
    assert f'href="{chart}seats__lt=9&_chart=bars&_column=kind&_lang=en" rel="nofollow"' in page
    assert f'class="clear" href="{chart}_chart=bars&_column=kind&_lang=en"' in page


async def test_the_figures_of_a_chart_say_of_which_rows_they_are(site: Site) -> None:
    got = await site.client.get("/ville/shops/-/chart.csv?_chart=bars&_column=kind&kind=garden")
    name = "shops-kind-garden-chart-2026-11-21.csv"
    assert got.headers["content-disposition"] == f'attachment; filename="{name}"'
    links = got.headers["link"]
    assert '/ville/shops.json?kind=garden&_size=0>; rel="describedby"' in links
    assert 'rel="license"' in links


async def test_a_whole_tables_charts_are_remembered_for_each_language(site: Site) -> None:
    async def drawn(query: str) -> list[str]:
        page = (await site.client.get(f"/ville/shops?{query}")).text
        return re.findall(r'<figure class="chart".*?</figure>', page, re.DOTALL)

    english, french = await drawn("_lang=en"), await drawn("_lang=fr")
    assert english and english != french
    few = await drawn("_lang=en&seats__lt=9")
    assert few != english
    # Other addresses of the same rows, which no cache of whole pages knows.
    assert await drawn("_lang=en&_size=5") == english
    assert await drawn("_lang=fr&_sort=seats") == french
    assert await drawn("_lang=en&_size=5&seats__lt=9") == few
