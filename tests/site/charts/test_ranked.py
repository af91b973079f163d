"""A median of more rows than a chart may put in order is refused before anything is counted."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from publish.figures.specification import Specification
from publish.site.app.datasette_site import Site
from publish.site.app.snapshot import pin
from publish.site.base.refusals import BadRequest
from publish.site.charts.ranked import check_ranked
from tests import factory
from tests.site.conftest import opened
from tests.site.rows.test_selection import of

pytestmark = pytest.mark.slow("half a million rows")

ROWS = 500_001
SQL = f"""
create table places (kind text, size text, seats integer) strict;
insert into places with recursive n(i) as (select 1 union all select i + 1 from n where i < {ROWS})
  select iif(i % 2, 'café', 'four'), iif(i % 3, 'large', 'small'), i from n;
"""
TYPES = {"kind": "string", "size": "string", "seats": "integer"}
MEDIAN = "_chart=bars&_column=kind&_median=seats"


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def site(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Site]:
    root = factory.site(tmp_path_factory.mktemp("ranked") / "site")
    fields = [{"name": name, "type": type} for name, type in TYPES.items()]
    resource = {"name": "places", "path": "places.csv", "rows": ROWS, "licenses": [factory.LO2],
                "about": "things", "schema": {"fields": fields}}  # fmt: skip
    factory.tables(root, "lieux", SQL, {}, [resource])
    async with opened(root) as started:
        yield started


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize(
    ("function", "split", "filters", "most"),
    [
        ("median", None, "", 500_000),
        ("median", None, "seats__lte=500000", None),
        ("median", "size", "seats__lte=250001", 250_000),
        ("median", "size", "seats__lte=250000", None),
        ("mean", "size", "", None),
    ],
)
async def test_rows_are_put_in_order_once_a_column(
    function: str, split: str | None, filters: str, most: int | None, site: Site
) -> None:
    selection = await of(site, filters)
    wanted = Specification("bars", "kind", function, "seats", split=split)
    with pin(site.live):
        if most is None:
            await check_ranked(site, selection, wanted)
            return
        with pytest.raises(BadRequest) as refused:
            await check_ranked(site, selection, wanted)
    assert str(refused.value) == f"_median: more than {most} rows; filter them, or take the mean"


@pytest.mark.asyncio(loop_scope="module")
async def test_every_form_refuses(site: Site) -> None:
    for form in ("csv", "svg", "png"):
        answer = await site.client.get(f"/lieux/places/-/chart.{form}?{MEDIAN}")
        assert answer.status_code == 400, form


@pytest.mark.asyncio(loop_scope="module")
async def test_the_page_says_it_with_the_form(site: Site) -> None:
    page = await site.client.get(f"/lieux/places/-/chart?{MEDIAN}&_split=size&_lang=en")
    assert page.status_code == 400
    assert "_median: more than 250000 rows; filter them, or take the mean" in page.text
    assert 'name="_column"' in page.text
