"""What pages count is counted once, within limits, and kept."""

import asyncio
from pathlib import Path

import pytest

from publish.figures.asking import Query
from publish.site.app.datasette_site import Site
from publish.site.base.refusals import Interrupted
from publish.site.base.timing import Budget
from publish.site.sql.asker import Asker, asked_by
from tests.site.conftest import opened
from tests.site.rows.test_facets import ENDLESS

# Another number each time that it is run.
ONCE = Query("select random(), :n", {"n": 1})


async def test_a_query_is_counted_once_for_all_who_ask(site: Site) -> None:
    database = site.databases["lieux"]
    one, other = await asyncio.gather(
        database.counted(ONCE, Budget(1000)), database.counted(ONCE, Budget(1000))
    )
    assert one == other == await database.counted(ONCE, Budget(0))
    assert await database.counted(Query(ONCE.sql, {"n": 2}), Budget(1000)) != one


async def test_sql_of_strangers_is_answered_in_a_relative_folder(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process that runs it is in another folder."""
    monkeypatch.chdir(root.parent)
    async with opened(Path(root.name)) as site:
        answer = await site.client.get("/lieux/-/query.json?sql=select+1+as+one")
    assert answer.json()["rows"] == [{"one": 1}]


async def test_what_is_counted_is_kept_though_who_asked_is_gone(site: Site) -> None:
    database = site.databases["lieux"]
    asking = asyncio.create_task(database.counted(ONCE, Budget(1000)))
    await asyncio.sleep(0)
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    waited = await database.counted(ONCE, Budget(1000))
    assert waited == await database.counted(ONCE, Budget(0))


async def test_what_takes_too_long_is_not_begun_again_at_once(site: Site) -> None:
    database, query = site.databases["lieux"], Query(ENDLESS)
    budget = Budget(30)
    with pytest.raises(Interrupted):
        await database.counted(query, budget)
    assert budget.seconds == 0
    again = Budget(30)
    with pytest.raises(Interrupted):
        await database.counted(query, again)
    assert again.seconds == 0.03
    larger = Budget(60)
    with pytest.raises(Interrupted):
        await database.counted(query, larger)
    assert larger.seconds == 0


async def test_who_has_nothing_left_asks_nothing(site: Site) -> None:
    with pytest.raises(Interrupted):
        await site.databases["lieux"].counted(ONCE, Budget(0))
    assert len(site.kept) == 0


async def test_what_a_stranger_says_is_not_kept(site: Site) -> None:
    database = site.databases["lieux"]
    with asked_by(Asker("192.0.2.1", sql=True)):
        one = await database.counted(ONCE, Budget(1000))
        assert await database.counted(ONCE, Budget(1000)) != one
    assert len(site.kept) == 0


# Some tenths of a second, and another number each time that it is run.
LONG = Query(
    "with recursive n(i) as (select 1 union all select i + 1 from n where i < 1000000)"
    " select count(*), random() from n"
)


async def test_what_is_begun_of_a_whole_table_is_finished_once(site: Site) -> None:
    database, budget = site.databases["lieux"], Budget(1)
    with pytest.raises(Interrupted):
        await database.counted(LONG, budget, whole=True)
    assert (budget.seconds, len(site.kept)) == (0, 0)
    # Who comes meanwhile begins nothing and does not wait; what they may ask is left to them.
    other = Budget(1000)
    with pytest.raises(Interrupted):
        await database.counted(LONG, other, whole=True)
    assert other.seconds == 1
    while not len(site.kept):
        await asyncio.sleep(0.01)
    one = await database.counted(LONG, Budget(0))
    assert one[0][0] == 1_000_000 and one == await database.counted(LONG, Budget(1000))


async def test_one_count_at_a_time_goes_on_and_not_for_ever(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("publish.site.app.counting.LONGEST", 0.5)
    database = site.databases["lieux"]
    with pytest.raises(Interrupted):
        await database.counted(Query(ENDLESS), Budget(1), whole=True)
    assert list(database._counts._running) == [ENDLESS]
    with pytest.raises(Interrupted):
        await database.counted(LONG, Budget(1), whole=True)
    assert list(database._counts._running) == [ENDLESS]
    while database._counts._running:
        await asyncio.sleep(0.01)
    assert len(site.kept) == 0
