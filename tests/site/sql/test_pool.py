"""The processes that run strangers' SQL: killed when they must be, shared fairly, never many."""

import asyncio
import signal
import sqlite3
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from publish.site.sql import pool as pools
from publish.site.sql.frames import LONGEST, BadFrame, decoded, encoded, length_of
from publish.site.sql.job import Job
from publish.site.sql.pool import Full, Pool
from publish.site.sql.process import Failed

# One call of a function: SQLite cannot stop it, and it takes many seconds.
ENDLESS = "select instr(printf('%.*c', 999000, 'a'), printf('%.*c', 499000, 'a') || 'b')"
COUNTING = "with recursive c(x) as (select 1 union all select x + 1 from c) select "
slow = pytest.mark.slow("waits for time limits")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A database of one table."""
    made = sqlite3.connect(tmp_path / "a.db")
    made.executescript("create table a (x); insert into a values (1), ('é'), (null), (x'00ff');")
    made.close()
    return tmp_path / "a.db"


@pytest_asyncio.fixture
async def pool() -> AsyncIterator[Pool]:
    """Two processes, started when they are needed."""
    opened = Pool()
    yield opened
    opened.close()


def job(path: Path, sql: str, seconds: float = 30.0, **more: object) -> Job:
    """A job with time enough for a machine that does much else."""
    return Job(str(path), ("a",), sql, seconds=seconds, **more)  # type: ignore[arg-type]


async def kind(pool: Pool, one: Job) -> str:
    """Why a job fails."""
    with pytest.raises(Failed) as failed:
        await pool.answer("a", one)
    return failed.value.kind


async def test_values_of_every_type_come_back(pool: Pool, path: Path) -> None:
    answer = await pool.answer("a", job(path, "select x, :y as y from a", parameters={"y": 1.5}))
    assert answer.columns == ["x", "y"]
    assert answer.rows == [[1, 1.5], ["é", 1.5], [None, 1.5], [b"\x00\xff", 1.5]]
    assert not answer.more


async def test_only_so_many_rows_come(pool: Pool, path: Path) -> None:
    answer = await pool.answer("a", job(path, "select x from a", rows=2))
    assert (len(answer.rows), answer.more) == (2, True)
    few = await pool.answer("a", job(path, "select x, x from a", rows=100, cells=4))
    assert (len(few.rows), few.more) == (2, True)


async def test_an_answer_is_counted_while_it_is_read(pool: Pool, path: Path) -> None:
    endless = f"{COUNTING} hex(zeroblob(1000)) from c"
    assert await kind(pool, job(path, endless, bytes=100_000)) == "large"
    named = f'{COUNTING} x as "{"n" * 1000}" from c'
    assert await kind(pool, job(path, named, bytes=100_000)) == "large"


async def test_what_takes_memory_is_refused(pool: Pool, path: Path) -> None:
    big = f"{COUNTING} group_concat(hex(zeroblob(400000)) || x) over (order by x desc) from c"
    assert await kind(pool, job(path, big)) in ("memory", "sql")
    sorted_ = f"{COUNTING} hex(zeroblob(1000)) || x from c order by 1"
    assert await kind(pool, job(path, sorted_)) == "memory"


async def test_sql_that_cannot_be_run_is_told(pool: Pool, path: Path) -> None:
    assert await kind(pool, job(path, "select nothing")) == "sql"
    assert await kind(pool, job(path, "select :x", parameters={"x": 10**30})) == "overflow"
    assert (await pool.answer("a", job(path, "select 1"))).rows == [[1]]


async def test_a_process_can_do_little(pool: Pool, path: Path) -> None:
    await pool.answer("a", job(path, "select 1"))
    [process] = pool._idle
    limits = Path(f"/proc/{process.popen.pid}/limits").read_text()
    told = {line[:26].strip(): line[26:47].strip() for line in limits.splitlines()}
    assert told["Max address space"] == str(280 * 2**20)
    assert told["Max file size"] == told["Max processes"] == told["Max core file size"] == "0"
    assert told["Max open files"] == "32"
    environment = Path(f"/proc/{process.popen.pid}/environ").read_bytes()
    assert {one.partition(b"=")[0] for one in environment.split(b"\0")} <= {
        b"", b"PATH", b"LD_LIBRARY_PATH", b"LC_CTYPE",
    }  # fmt: skip


async def test_a_stop_of_all_processes_lets_it_answer(pool: Pool, path: Path) -> None:
    await pool.answer("a", job(path, "select 1"))
    [process] = pool._idle
    for number in (signal.SIGTERM, signal.SIGINT):
        process.popen.send_signal(number)
    assert (await pool.answer("a", job(path, "select 2"))).rows == [[2]]
    assert pool._idle == [process]


async def test_a_machine_without_room_is_told_apart(
    pool: Pool, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("publish.site.sql.process.sys.executable", "/none")
    assert await kind(pool, job(path, "select 1")) == "dead"
    assert pool.busy == 0
    monkeypatch.undo()
    assert (await pool.answer("a", job(path, "select 1"))).rows == [[1]]


@slow
async def test_what_nothing_stops_is_killed_and_replaced(pool: Pool, path: Path) -> None:
    await pool.answer("a", job(path, "select 1"))
    victim = pool._idle[0].popen
    begun = time.monotonic()
    assert await kind(pool, job(path, ENDLESS, seconds=0.2)) == "late"
    assert time.monotonic() - begun < 30
    assert victim.wait(30) < 0
    assert (await pool.answer("a", job(path, "select 1"))).rows == [[1]]


@slow
async def test_a_process_ends_itself_where_nobody_ends_it(pool: Pool, path: Path) -> None:
    """The kernel's timer: the site may be stopped, or dead."""
    await pool.answer("a", job(path, "select 1"))
    process = pool._idle[0]
    await asyncio.get_running_loop().sock_sendall(
        process._line, encoded(job(path, ENDLESS, seconds=0.2).message())
    )
    assert await asyncio.to_thread(process.popen.wait, 30) == -14


@slow
async def test_the_query_of_who_left_is_killed(pool: Pool, path: Path) -> None:
    await pool.answer("a", job(path, "select 1"))
    victim = pool._idle[0].popen
    asked = asyncio.create_task(pool.answer("a", job(path, ENDLESS)))
    await asyncio.sleep(0.1)
    assert pool.busy == 1
    asked.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asked
    assert (pool.busy, pool.waiting) == (0, 0)
    assert await asyncio.to_thread(victim.wait, 30) == -9


async def test_a_process_that_is_gone_is_replaced(pool: Pool, path: Path) -> None:
    await pool.answer("a", job(path, "select 1"))
    pool._idle[0].popen.kill()
    assert await kind(pool, job(path, "select 1")) == "late"
    assert (await pool.answer("a", job(path, "select 1"))).rows == [[1]]


async def test_who_asks_much_waits_behind_who_asks_little(path: Path) -> None:
    pool, served = Pool(processes=1), []

    async def ask(client: str) -> None:
        async with pool._place(client):
            served.append(client)
            await asyncio.sleep(0)

    await asyncio.gather(*(ask(client) for client in "aaaabac"))
    assert "".join(served) == "aabcaaa"


async def test_the_line_is_short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pools, "WAIT_SECONDS", 0.05)
    pool = Pool(processes=1)
    async with pool._place("a"):
        waiting = [asyncio.create_task(pool._wait(name)) for name in ("b", "b", "b", "b", "b")]
        done = await asyncio.gather(*waiting, return_exceptions=True)
        assert [type(one) for one in done] == [Full] * 5
        assert (pool.busy, pool.waiting) == (1, 0)
    assert pool.busy == 0


async def test_long_jobs_leave_a_process_to_the_others(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pools, "WAIT_SECONDS", 0.05)
    pool, long = Pool(), job(path, "", long=True)
    async with pool._long_ones(long):
        with pytest.raises(Full):
            async with pool._long_ones(long):
                pass
        async with pool._long_ones(job(path, "")):
            pass
    async with pool._long_ones(long):
        pass


def test_a_frame_is_data_and_of_a_size() -> None:
    assert decoded(encoded({"rows": [[1, "é", None, b"\x00"]]})[4:]) == {
        "rows": [[1, "é", None, b"\x00"]]
    }
    with pytest.raises(BadFrame):
        length_of((LONGEST + 1).to_bytes(4, "big"))
    for text in (b"nonsense", b"[1]", b"\xff"):
        with pytest.raises(BadFrame):
            decoded(text)
