"""A selection holds the rows that Datasette's JSON of the same address holds."""

import json
from typing import Any
from urllib.parse import urlencode

import pytest
from datasette.utils.asgi import Request
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from publish.site.app.datasette_site import Site
from publish.site.app.snapshot import pin
from publish.site.base.refusals import BadRequest
from publish.site.rows.selection import Selection, selected


async def of(site: Site, query: str, table: str = "places") -> Selection:
    request = Request.fake(
        f"/lieux/{table}?{query}", url_vars={"database": "lieux", "table": table}
    )
    request.scope["actor"] = None
    with pin(site.live):
        return await selected(site, request)


async def count(site: Site, selection: Selection, without: str | None = None) -> int:
    source, parameters = selection.from_sql(without)
    found = await site.databases["lieux"].execute(f"select count(*) {source}", parameters)
    return int(found.single_value())


NAMES = (
    "kind kind__exact kind__not kind__contains name__startswith name__endswith kind__in "
    "kind__notin seats seats__gt seats__gte seats__lt seats__lte seats__in opened__gte "
    "opened__lt opened__date kind__isblank kind__notblank tags__arraycontains id__like "
    "tags__arraynotcontains name__glob name__notcontains _search _search_name _where "
    "_searchmode"
)
FILTERS = st.tuples(
    st.sampled_from(NAMES.split()),
    st.one_of(
        st.sampled_from(
            ["a", "b", "a,b", '["a","b"]', "[]", "[1, null]", "3", "-1", "2.5", "été", "hiver",
             "l-%", "l-[0-3]", "2026-03-01", "Café", "cafe 1", "seats > 2", "1 or 0", "raw", ""]
        ),
        st.text(max_size=6),
    ),
)  # fmt: skip


@pytest.mark.slow("a law over hundreds of drawn selections")
@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(arguments=st.lists(FILTERS, max_size=4))
async def test_it_counts_what_the_json_counts(arguments: list[tuple[str, str]], site: Site) -> None:
    # An empty search is none: the site takes it away before anybody sees it.
    kept = [pair for pair in arguments if pair[1].strip() or not pair[0].startswith("_search")]
    query = urlencode(kept)
    response = await site.client.get(f"/lieux/places.json?_size=0&_extra=count&{query}")
    answer: dict[str, Any] = response.json()
    if response.status_code != 200:
        return
    wheres = [value for name, value in arguments if name == "_where"]
    if any("or" in value for value in wheres) and len(kept) > 1:
        return  # Datasette puts no brackets around it.
    assert await count(site, await of(site, query)) == answer["count"], json.dumps(kept)


async def test_without_a_column_its_filters_are_left_out(site: Site) -> None:
    selection = await of(site, 'kind__in=["a"]&seats__gte=1&seats__lt=4')
    assert await count(site, selection) == 2
    assert await count(site, selection, without="kind") == 3
    assert await count(site, selection, without="seats") == 3


async def test_no_filter_is_no_condition(site: Site) -> None:
    selection = await of(site, "_size=10&_sort=name&_lang=en")
    assert selection.where() == ("1", {})
    assert selection.from_sql() == ("from places", {})
    assert (selection.whole, selection.arguments) == (True, [])


async def test_arguments_lead_to_the_same_rows(site: Site) -> None:
    selection = await of(site, "_search=caf%C3%A9&kind__exact=a&seats__gt=1&_page=3&_col=name")
    assert selection.arguments == [("_search", "café"), ("kind", "a"), ("seats__gt", "1")]
    assert selection.search == "café"


async def test_the_release_says_how_to_sort(site: Site) -> None:
    selection = await of(site, "")
    assert (selection.sort, selection.descending) == ("seats", True)
    selection = await of(site, "_sort=name")
    assert (selection.sort, selection.descending) == ("name", False)


async def test_columns_are_chosen(site: Site) -> None:
    assert (await of(site, "")).columns == (
        "id", "name", "kind", "insee", "opened", "seats", "tags"
    )  # fmt: skip
    assert (await of(site, "_col=seats&_col=name")).columns == ("id", "seats", "name")
    assert (await of(site, "_nocol=seats&_nocol=tags")).columns == (
        "id", "name", "kind", "insee", "opened"
    )  # fmt: skip


async def test_fields_say_what_columns_are(site: Site) -> None:
    fields = (await of(site, "")).fields
    assert (fields["seats"].type, fields["seats"].unit) == ("integer", "sièges")
    selection = await of(site, "")
    assert selection.fields is selection.fields
    view = await of(site, "label=Caf%C3%A9", "open_places")
    label = view.fields["label"]
    assert (label.name, label.type) == ("label", "string")
    assert await count(site, view) == 3


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("colour=red", "colour: no column 'colour'; known: id, name, kind, insee"),
        ("kind__like2=x", "kind__like2: no filter 'like2'; known: arraycontains"),
        ("_sort=colour", "Cannot sort table by colour; known: id, name"),
        ("_sort=id&_sort_desc=id", "Cannot use _sort and _sort_desc at the same time"),
        ("_col=colour", "_col: no column 'colour'; known: id, name"),
        ("_nocol=id", "_nocol: no column 'id'; known: name, kind"),
        ('_through={"table":"a","column":"b","value":"c"}&kind=a', "_through: not together"),
    ],
)
async def test_what_does_not_fit_is_named(query: str, message: str, still: Site) -> None:
    with pytest.raises(BadRequest) as error:
        await of(still, query)
    assert str(error.value).startswith(message)
