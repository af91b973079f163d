"""The SQL page: labelled, with examples that run, errors in words and the licence of the result."""

import re
from html import unescape

import pytest

from publish.site.app.datasette_site import Site


async def html(site: Site, path: str) -> str:
    """A page of the site."""
    return str((await site.client.get(path)).text)


async def test_the_field_has_a_label_and_limits(site: Site) -> None:
    page = await html(site, "/lieux/-/query")
    assert '<label for="sql">Requête</label>' in page
    assert 'aria-describedby="sql-help"' in page
    assert "Une requête est arrêtée après 1\u00a0s et montre 1\u202f000 lignes au plus." in page
    assert "<script>" not in page and "codemirror" not in page.lower()


async def test_every_example_runs(site: Site) -> None:
    page = await html(site, "/lieux/-/query")
    links = [unescape(one) for one in re.findall(r'href="(/lieux/-/query\?sql=[^"]+)"', page)]
    assert len(links) >= 3
    for link in links:
        shown = await html(site, link)
        assert "Résultat</h2>" in shown and "ne peut pas être exécutée" not in shown


async def test_a_result_is_a_table_to_take_away(site: Site) -> None:
    page = await html(site, "/lieux/-/query?sql=select+name,+seats+from+places+order+by+seats")
    assert '<th scope="col">seats</th>' in page
    assert "<span>6 lignes</span>" in page
    assert 'href="/lieux/-/query.csv?sql=' in page and 'href="/lieux/-/query.json?sql=' in page
    assert "sous licence Open Database License" in page


@pytest.mark.parametrize(
    ("sql", "french", "english"),
    [
        ("select 1200.5 as n", "1\u202f200,5", "1,200.5"),
        ("select 1998 as n", "1\u202f998", "1,998"),
        ("select 1998 as year", "1998", "1998"),
        ("select -12500 as seats", "-12\u202f500", "-12,500"),
        ("select '2026-01-01' as d", "1er janvier 2026", "1 January 2026"),
        ("select '2026-11-15T08:30:00Z' as d", "15 novembre 2026 08:30", "15 November 2026 08:30"),
    ],
)
async def test_numbers_and_days_are_written_as_on_all_pages(
    sql: str, french: str, english: str, site: Site
) -> None:
    for language, words in (("fr", french), ("en", english)):
        page = await html(site, f"/lieux/-/query?_lang={language}&sql={sql.replace(' ', '+')}")
        [cell] = re.findall(r"<tbody>\s*<tr><td>(.*?)</td></tr>", page)
        assert re.sub("<[^>]*>", "", cell) == words


@pytest.mark.parametrize("value", ["'<b>'", "'2026-01-01<b>'", "'1200'", "'2026-13-45'"])
async def test_texts_of_an_answer_stay_as_they_are(value: str, site: Site) -> None:
    page = await html(site, f"/lieux/-/query?sql=select+{value}+as+x")
    assert f"<td>{value[1:-1].replace('<', '&lt;').replace('>', '&gt;')}</td>" in page


async def test_a_value_has_its_field(site: Site) -> None:
    page = await html(site, "/lieux/-/query?sql=select+*+from+places+where+id+=+:id&id=l-1")
    assert '<label for="value-1">id</label><input id="value-1" name="id" value="l-1">' in page
    assert "<span>1 ligne</span>" in page


async def test_an_error_is_told_in_words(site: Site) -> None:
    page = await html(site, "/lieux/-/query?sql=select+nonsense+from+places")
    assert "Cette requête ne peut pas être exécutée." in page
    assert "no such column: nonsense" in page


async def test_the_language_that_was_asked_for_stays(site: Site) -> None:
    page = await html(site, "/lieux/-/query?_lang=en")
    assert '<input type="hidden" name="_lang" value="en">' in page
    assert "Run the query" in page


COUNTING = "with recursive c(x) as (select 1 union all select x + 1 from c where x < 900) select "


async def test_a_wide_result_shows_fewer_rows_and_says_so(site: Site) -> None:
    """What is made of each cell takes the time of all."""
    wide = COUNTING + ", ".join(f"x as c{n}" for n in range(50)) + " from c"
    page = await site.client.get("/lieux/-/query", params={"sql": wide, "_lang": "en"})
    assert page.text.count("<tr>") == 1 + 200
    assert "The first 200 rows: there may be more" in page.text
    json = (await site.client.get("/lieux/-/query.json", params={"sql": wide})).json()
    assert (len(json["rows"]), json["truncated"]) == (900, False)
