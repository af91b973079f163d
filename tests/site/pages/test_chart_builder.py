"""The chart builder: what it counts, what it refuses, and what it never says of few people."""

import csv
import json
import re
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
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
create table shops (kind text, town text, seats integer, opened text, open integer) strict;
create table answers (age text, town text, people integer) strict;
create table trips (mode text, distance integer, day text) strict;
"""
# Kinds with 12, 6 and 2 shops in three towns, seats 0 to 19.
SHOPS = [
    (
        "café" if n < 12 else "garden" if n < 18 else "école",
        "abc"[n % 3],
        n,
        f"2026-0{n % 3 + 1}-05",
        n % 2 if n else None,
    )
    for n in range(20)
]
# Nobody of 60 or more lives in the south, or too few do.
ANSWERS = [("<30", "north", 20), ("<30", "south", 12), ("60+", "north", 40)]
# Trips of people: 30 on foot, 20 by bus, 3 by horse, which are somebody's.
TRIPS = [("foot" if n < 30 else "bus" if n < 50 else "horse", n, "2026-01-01") for n in range(53)]


def resource(name: str, rows: int, types: dict[str, str], **said: Any) -> dict[str, Any]:
    fields = [{"name": column, "type": type} for column, type in types.items()]
    words = {"name": name, "path": f"{name}.csv", "rows": rows, "licenses": [factory.LO2]}
    return words | {"about": "people", "schema": {"fields": fields, "primaryKey": []}} | said


def trips_site(root: Path) -> Path:
    """A site with shops, with people counted by age and town, and with trips of people."""
    factory.site(root)
    folder = root / "releases" / "ville" / "1.0.0"
    folder.mkdir(parents=True)
    with closing(sqlite3.connect(folder / "ville.db")) as connection:
        connection.executescript(SQL)
        connection.executemany("insert into shops values (?, ?, ?, ?, ?)", SHOPS)
        connection.executemany("insert into answers values (?, ?, ?)", ANSWERS)
        connection.executemany("insert into trips values (?, ?, ?)", TRIPS)
        connection.commit()
    shops = resource("shops", len(SHOPS), {
        "kind": "string", "town": "string", "seats": "integer", "opened": "date", "open": "boolean",
    }, about="things")  # fmt: skip
    answers = resource("answers", 3, {"age": "string", "town": "string", "people": "integer"})
    counted = {"role": "open", "constraints": {"required": True, "minimum": 11}}
    answers["schema"]["fields"][2] |= counted
    trips = resource("trips", len(TRIPS), {"mode": "string", "distance": "integer", "day": "date"})
    package = factory.places_package("1.0.0", 0) | {"licenses": [factory.LO2]}
    return factory.finish(root, "ville", "1.0.0", package | {"resources": [shops, answers, trips]})


@pytest_asyncio.fixture
async def site(tmp_path: Path) -> AsyncIterator[Site]:
    """The same, started."""
    trips_site(tmp_path / "site")
    async with opened(tmp_path / "site") as started:
        yield started


async def figures(site: Site, query: str, table: str = "shops") -> list[list[str]]:
    """The lines of a chart's CSV."""
    response = await site.client.get(f"/ville/{table}/-/chart.csv?_lang=en&{query}")
    assert response.status_code == 200, response.text
    return list(csv.reader(StringIO(response.text)))


async def page(site: Site, query: str, table: str = "shops") -> str:
    response = await site.client.get(f"/ville/{table}/-/chart?_lang=en&{query}")
    assert response.status_code == 200, response.text
    return response.text


async def drawing(site: Site, query: str, table: str = "shops") -> str:
    response = await site.client.get(f"/ville/{table}/-/chart.svg?_lang=en&{query}")
    assert response.status_code == 200, response.text
    return response.text


async def test_two_columns_part_each_bar(site: Site) -> None:
    assert await figures(site, "_column=kind&_split=open&_top=2") == [
        ["kind", "open", "rows"],
        ["café", "yes", "6"], ["café", "no", "5"], ["café", "(no value)", "1"],
        ["garden", "yes", "3"], ["garden", "no", "3"], ["garden", "(no value)", "0"],
    ]  # fmt: skip


async def test_a_median_is_the_middle_of_each_group(site: Site) -> None:
    found = await figures(site, "_column=kind&_median=seats")
    assert found[1:] == [["école", "2", "18.5"], ["garden", "6", "14.5"], ["café", "12", "5.5"]]
    parted = await figures(site, "_column=kind&_split=town&_median=seats&_top=1&_order=smallest")
    assert parted[1:] == [
        ["café", "a", "4", "4.5"],
        ["café", "b", "4", "5.5"],
        ["café", "c", "4", "6.5"],
    ]


@pytest.mark.parametrize(
    ("order", "kinds"),
    [("", "café garden école"), ("largest", "café garden école"), ("smallest", "école garden café"),
     ("name", "café école garden")],
)  # fmt: skip
async def test_bars_have_the_order_that_is_asked_for(site: Site, order: str, kinds: str) -> None:
    found = await figures(site, f"_column=kind&_order={order}")
    assert " ".join(line[0] for line in found[1:]) == kinds


async def test_shares_are_of_all_that_have_a_value_or_of_their_bar(site: Site) -> None:
    alone = await figures(site, "_column=open&_share=1")
    assert alone[0] == ["open", "rows", "percent"]
    assert [round(float(line[2])) for line in alone[1:3]] == [53, 47]
    parted = await figures(site, "_column=kind&_split=town&_share=1&_top=1")
    assert [line[-1][:5] for line in parted[1:]] == ["33.33"] * 3
    shown = await page(site, "_column=open&_share=1")
    assert "100 per cent stands for 19." in shown and "Rows (in %) by “open”" in shown


async def test_a_second_column_of_many_values_says_others(site: Site) -> None:
    found = await figures(site, "_column=kind&_split=seats&_top=1")
    assert found[-1] == ["café", "(other values)", "5"] and len(found) == 9
    shown = await page(site, "_column=seats&_chart=bars&_top=3")
    assert "17 other values are not drawn, with 17 together." in shown


async def test_the_form_leads_to_the_address_of_its_chart(site: Site) -> None:
    sent = "_measure=mean.seats&_column=opened&_split=kind&_by=year"
    sent += "&_chart=&_order=&_bars=&_top=&_title="
    answer = await site.client.get(f"/ville/shops/-/chart?town=a&{sent}&_lang=en")
    assert answer.status_code == 302
    assert answer.headers["location"] == (
        "/ville/shops/-/chart?town=a&_chart=line&_column=opened&_mean=seats&_by=year&_split=kind&_lang=en"
    )
    shown = await page(site, answer.headers["location"].partition("?")[2])
    assert "seats (mean) by year: opened, by “kind” – town = a" in shown
    for chosen in ("mean.seats", "opened", "kind", "year"):
        assert f'<option value="{chosen}" selected>' in shown
    assert '<input type="hidden" name="town" value="a">' in shown


async def test_without_arguments_there_is_a_first_chart_and_the_open_form(site: Site) -> None:
    answer = await site.client.get("/ville/shops/-/chart?_lang=en")
    assert '<details class="panel builder" open>' in answer.text
    assert "<svg" in answer.text


async def test_the_kind_follows_the_column(site: Site) -> None:
    for column, title in (("kind", "Rows by “kind”"), ("opened", "Rows by month: opened"),
                          ("seats", "Distribution: seats")):  # fmt: skip
        assert f"<h1>{title}</h1>" in await page(site, f"_column={column}")


async def test_the_code_for_another_site_keeps_the_language_of_the_page(site: Site) -> None:
    for language in ("fr", "en"):
        answer = await site.client.get(f"/ville/shops/-/chart?_column=kind&_lang={language}")
        assert f"_lang={language}&amp;amp;_embed=1" in answer.text
        embedded = await site.client.get(
            f"/ville/shops/-/chart?_column=kind&_lang={language}&_embed=1"
        )
        assert f'<html lang="{language}"' in embedded.text
        assert 'class="panel builder"' not in embedded.text


HOSTILE = '<script>alert(1)</script><a href="https://evil.example">win</a>'


async def test_a_visitors_title_is_marked_and_only_words(site: Site) -> None:
    asked = f"_column=kind&_title={quote(HOSTILE)}"
    svg, shown = await drawing(site, asked), await page(site, asked)
    root = ElementTree.fromstring(svg)
    names = {one.tag.rpartition("}")[2] for one in root.iter()}
    assert not names & {"a", "script", "image", "use", "foreignObject"}
    assert "href" not in svg.replace("&lt;a href=", "")
    texts = [one.text for one in root.iter() if one.tag.endswith("}text")]
    assert texts[texts.index("(title by a visitor)") - 1] in HOSTILE
    assert "<script>alert" not in shown and "(title by a visitor)" in shown


async def test_a_visitors_title_is_in_nothing_that_others_share(site: Site) -> None:
    shown = await page(site, "_column=kind&_title=Buy+now")
    head = shown.partition("</head>")[0]
    urls = re.sub(r'(href|content)="[^"]*/-/chart[^"]*"', "", head)
    assert "Buy" not in urls
    assert "<h1>Rows by “kind”</h1>" in shown
    assert re.search(r"<title>\s*Rows by “kind”", shown)


@pytest.mark.parametrize("direction", ["\u202e", "\u2066", "\u200f", "\n", "\u0000"])
async def test_a_title_cannot_turn_what_follows_it(site: Site, direction: str) -> None:
    svg = await drawing(site, f"_column=kind&_title={quote('Rows' + direction + 'mine')}")
    assert ">Rows mine<" in svg and f"Rows{direction}" not in svg


async def test_a_title_of_many_marks_covers_no_other_line(site: Site) -> None:
    svg = await drawing(site, f"_column=kind&_title={quote('e' + chr(0x0335) * 80)}")
    assert svg.count(chr(0x0335)) == 2


@pytest.mark.parametrize(
    ("query", "error"),
    [
        (f"_column=kind&_title={'W' * 101}", f"_title: '{'W' * 20}…' has 101 letters; write 100"),
        ("_column=kind&_title=" + "x" * 1500, "has 1500 letters; write 100 at most"),
        ("_column=kind&_split=nothing",
         "_split: 'nothing' does not fit; known: town, seats, open"),
        ("_column=seats&_split=kind", "_split: 'kind' does not fit; known: none for this chart"),
        ("_column=kind&_top=51", "_top: '51' does not fit; known: a whole number from 1 to 50"),
        ("_column=kind&_top=-1", "_top: '-1' does not fit; known: a whole number from 1 to 50"),
        ("_column=opened&_top=5", "_top: '5' does not fit; known: none for this chart"),
        ("_column=kind&_order=random",
         "_order: 'random' does not fit; known: largest, smallest, name"),
        ("_column=kind&_bars=pie", "_bars: 'pie' does not fit; known: stacked, grouped"),
        ("_column=kind&_share=2", "_share: '2' does not fit; known: 1"),
        ("_column=kind&_mean=seats&_share=1",
         "_share: '1' does not fit; known: none for this chart"),
        ("_column=kind&_measure=max.seats", "_measure: 'max.seats' does not fit; known: rows, "),
        ("_column=kind&_mean=seats&_median=seats", "_mean, _median: name one of them"),
        ("_column=secret", "_chart: '' does not fit; known: bars, line, histogram"),
    ],
)  # fmt: skip
async def test_what_does_not_fit_is_named_with_a_way_out(
    site: Site, query: str, error: str
) -> None:
    for ending in (".csv", ".svg", ".png"):
        answer = await site.client.get(f"/ville/shops/-/chart{ending}?{query}&_lang=en")
        assert answer.status_code == 400
        assert (
            error in json.loads(answer.text)["error"]
            if answer.text.startswith("{")
            else answer.text
        )
    shown = await site.client.get(f"/ville/shops/-/chart?{query}&_lang=en")
    assert shown.status_code == 400
    assert error.replace("'", "&#39;") in shown.text
    assert '<details class="panel builder" open>' in shown.text


async def test_a_picture_of_a_filtered_chart_says_its_filter(site: Site) -> None:
    svg = await drawing(site, "_column=kind&_split=open&town=a")
    assert "Rows by “kind” and “open” – town = a" in svg
    assert "Licence Ouverte" in svg and "http://localhost/ville/shops?town=a" in svg


async def test_a_table_of_counts_counts_people_only(site: Site) -> None:
    assert (await figures(site, "_column=town", "answers"))[1:] == [
        ["north", "2", "60"], ["south", "1", "12"],
    ]  # fmt: skip
    for function in ("mean", "median"):
        query = f"_column=town&_{function}=people"
        answer = await site.client.get(f"/ville/answers/-/chart.csv?{query}")
        assert answer.status_code == 400
        assert "'people' does not fit; known: none for this chart" in answer.text
    histogram = await site.client.get("/ville/answers/-/chart.csv?_column=people&_chart=histogram")
    assert histogram.status_code == 400
    shown = await page(site, "_column=town", "answers")
    assert '<option value="mean' not in shown and "number of people" in shown


async def test_what_is_hidden_in_a_table_of_counts_stays_hidden(site: Site) -> None:
    asked = "_column=age&_split=town"
    found = await figures(site, asked, "answers")
    assert ["60+", "south", "", ""] in found
    shown = await page(site, asked, "answers")
    assert '<td class="number">hidden</td>' in shown
    assert "“Hidden” stands for nobody, fewer than 11 people, or what would tell them." in shown
    assert '<td class="number">40 or more</td>' in shown
    assert ">40 or more<" in await drawing(site, asked, "answers")
    shares = await figures(site, f"{asked}&_share=1", "answers")
    assert ["60+", "south", "", "", ""] in shares
    # Of how many the other 40 are a share, nobody knows.
    assert ["60+", "north", "1", "40", ""] in shares


@pytest.mark.parametrize("left_out", ["people__not=20", "people__in=12,40", "_where=people<>20"])
async def test_what_was_not_asked_for_is_not_called_hidden(site: Site, left_out: str) -> None:
    asked = f"_column=age&_split=town&{left_out}"
    found = await figures(site, asked, "answers")
    assert ["<30", "north", "0", ""] in found
    assert ["<30", "south", "1", "12"] in found
    shown = await page(site, asked, "answers")
    assert ">hidden<" not in shown and "“Hidden”" not in shown and "or more<" not in shown
    # Chosen by what people are, the numbers beside theirs are as hidden as before.
    kept = await page(site, "_column=age&_split=town&age__in=<30,60%2B", "answers")
    assert ">hidden<" in kept and "“Hidden” stands for nobody" in kept


@pytest.mark.parametrize("function", ["sum", "mean", "median"])
async def test_no_value_of_a_few_people_is_told(site: Site, function: str) -> None:
    asked = f"_column=mode&_{function}=distance"
    found = await figures(site, asked, "trips")
    assert {line[0] for line in found[1:]} == {"foot", "bus", "(other values)"}
    assert found[-1] == ["(other values)", "", ""]
    for text in (await page(site, asked, "trips"), await drawing(site, asked, "trips")):
        assert "horse" not in text
        assert "“Hidden” stands for fewer than 11 rows about people." in text


async def test_nor_by_a_filter_that_leaves_a_few(site: Site) -> None:
    for query in ("distance__gte=50", "distance=7", "mode=horse"):
        asked = f"_column=day&_mean=distance&{query}"
        found = await figures(site, asked, "trips")
        assert found[1:] in ([], [["2026-01", "", ""]])
        text = await drawing(site, f"_column=distance&{query}", "trips")
        marks = ElementTree.fromstring(text).iter("{http://www.w3.org/2000/svg}rect")
        assert len(list(marks)) == 1


async def test_the_ends_of_a_histogram_are_nobodys(site: Site) -> None:
    found = await figures(site, "_column=distance", "trips")
    assert all(line[3] == "" or int(line[3]) >= 11 for line in found[1:])


async def test_the_least_is_what_the_policy_of_the_table_says(tmp_path: Path) -> None:
    async def shown(k: int | None) -> set[str]:
        root = tmp_path / f"site-{k}"
        release = trips_site(root)
        if k:
            policy = {"protection": {"mode": "records", "policy": {"k": k}}}
            told = {"tables": [{"name": "diary", "rows_out": {"trips": 53}} | policy]}
            (release / "report.json").write_text(json.dumps(told))
        async with opened(root) as site:
            return {line[0] for line in (await figures(site, "_column=mode", "trips"))[1:]}

    assert await shown(None) == {"foot", "bus", "(other values)"}
    assert await shown(25) == {"foot", "(other values)"}
    assert await shown(3) == {"foot", "bus", "horse"}


async def test_what_takes_too_long_is_said_and_not_kept(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("publish.site.charts.chart.QUERIES", 0)
    asked = "_column=kind&_split=town&_median=seats&_lang=en"
    for ending, status in (("", 200), (".svg", 200), (".png", 503), (".csv", 503)):
        answer = await site.client.get(f"/ville/shops/-/chart{ending}?{asked}")
        assert (answer.status_code, answer.headers["cache-control"]) == (status, "no-store")
        assert "This chart takes long to draw" in answer.text
    monkeypatch.undo()
    assert "This chart takes long to draw" not in await page(site, asked.removesuffix("&_lang=en"))
