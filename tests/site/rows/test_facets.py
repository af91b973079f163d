"""Facets count the rows that ticking a value would show."""

from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from publish.site.app.datasette_site import Site
from publish.site.base.timing import Budget
from publish.site.rows.facets import Facet, facet
from tests.site.rows.test_selection import count, of

ENDLESS = "with recursive n(i) as (select 1 union all select i + 1 from n) select max(i) from n"


async def facet_of(site: Site, query: str, column: str, size: int = 8) -> Facet:
    return await facet(site, await of(site, query), column, size, {}, Budget(1000))


def counts(found: Facet) -> dict[str, int | None]:
    return {choice.value: choice.count for choice in found.choices}


async def test_a_facet_is_counted_without_its_own_filter(site: Site) -> None:
    found = await facet_of(site, 'kind__in=["a"]&seats__gte=1', "kind")
    assert counts(found) == {"a": 3, "b": 2}
    assert [choice.value for choice in found.choices if choice.chosen] == ["a"]


async def test_shares_are_of_the_rows_with_a_value(site: Site) -> None:
    for query, column, base in [
        ("", "kind", 6), ('kind__in=["a"]&seats__gte=1', "kind", 5), ("kind=a", "tags", 3),
        ("tags__arraycontains=hiver", "tags", 3), ("", "id", 6), ("", "opened", 6),
        ("kind=none", "seats", 0),
    ]:  # fmt: skip
        assert (await facet_of(site, query, column, size=2)).base == base, (query, column)


async def test_pages_do_not_change_the_counts(site: Site) -> None:
    assert counts(await facet_of(site, "_page=3&_size=2&_sort=name", "kind")) == {"a": 3, "b": 3}


async def test_a_list_counts_the_rows_with_an_item_too(site: Site) -> None:
    found = await facet_of(site, "tags__arraycontains=hiver", "tags")
    assert (found.kind, counts(found)) == ("list", {"hiver": 3, "été": 3})
    assert [choice.value for choice in found.choices if choice.chosen] == ["hiver"]


async def test_a_ticked_value_stays_in_sight(site: Site) -> None:
    found = await facet_of(site, "id__in=%5B%22l-5%22,%22l-9%22%5D", "id", size=1)
    assert counts(found) == {"l-0": 1, "l-5": 1, "l-9": 0}


async def test_a_facet_for_which_no_time_is_left_stays_in_sight(site: Site) -> None:
    selection = await of(site, 'kind__in=["a"]&seats__gte=1')
    found = await facet(site, selection, "kind", 8, {}, Budget(0))
    assert (found.late, counts(found)) == (True, {"a": None})
    await facet(site, selection, "kind", 8, {}, Budget(1000))
    kept = await facet(site, selection, "kind", 8, {}, Budget(0))
    assert (kept.late, counts(kept)) == (False, {"a": 3, "b": 2})


async def test_dates_are_counted_by_year_and_month(site: Site) -> None:
    assert counts(await facet_of(site, "", "opened")) == {"2026": 6}
    within = await facet_of(site, "opened__gte=2026-03-01&opened__lte=2026-03-31", "opened")
    assert counts(within)["2026-03"] == 1
    assert [choice.value for choice in within.choices if choice.chosen] == ["2026", "2026-03"]


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    filters=st.lists(
        st.sampled_from(
            [("kind__in", '["a","b"]'), ("kind", "a"), ("seats__gt", "2"), ("_search", "café"),
             ("tags__arraycontains", "été"), ("name__endswith", "3"), ("opened__lt", "2026-04-01")]
        ),
        max_size=3,
    ),
    column=st.sampled_from(["kind", "seats", "tags", "name"]),
)  # fmt: skip
async def test_a_count_is_what_one_gets(
    filters: list[tuple[str, str]], column: str, site: Site
) -> None:
    found = await facet_of(site, urlencode(filters), column)
    kept = [(k, v) for k, v in filters if k.partition("__")[0] != column or column == "tags"]
    lookup = f"{column}__arraycontains" if found.kind == "list" else column
    for choice in found.choices:
        alone = await of(site, urlencode([*kept, (lookup, choice.value)]))
        assert await count(site, alone) == choice.count


async def test_a_facet_that_takes_too_long_keeps_what_was_ticked(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(site._settings, "facet_time_limit_ms", 1)
    query = urlencode([("kind", "a"), ("_where", f"({ENDLESS}) > 0")])
    found = await facet_of(site, query, "kind")
    assert (found.late, [choice.count for choice in found.choices]) == (True, [None])
