"""A row page while eight strangers run heavy SQL, against stock Datasette on the same file.

    python -m bench.strangers

Eight clients ask a million rows in SQL, each again as soon as it is answered: scans, sorts, joins,
and calls of functions that nothing stops. One reader asks for rows that nobody asked for before.
Then each statement alone: how soon it ends, and the memory of the server and of its SQL processes.
"""

import asyncio
import itertools
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from statistics import median
from urllib.parse import quote_plus

import httpx

from bench.downloads import SITE, prepared
from tests.servers import serving
from tests.site.sql.hostile import LARGE, STATEMENTS

CLIENTS, LOAD_SECONDS = 8, 20.0
PLAIN = (
    "select kind, count(*), avg(seats) from places where notes like '%mot0001%' group by kind",
    "select id, name from places order by notes desc limit 20",
    "select insee, count(distinct kind) as n from places group by insee order by n desc",
    "select count(*) from places a join places b on a.commune = b.commune",
    "select id, rank() over (partition by kind order by seats) as r from places limit 50",
    "select name from places where name glob '*9*7*mot*'",
)
HEAVY = (*PLAIN, STATEMENTS[0], STATEMENTS[3])
_turns = itertools.count()


def processes(parent: int) -> list[int]:
    """A process and those that it has started."""
    found = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    return [parent, *(child for one in found for child in processes(int(one)))]


def memory(process: int) -> int:
    """The most that a process has taken, in MiB; 0 when it is gone."""
    try:
        status = Path(f"/proc/{process}/status").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) // 1024 for line in status.splitlines() if "HWM" in line), 0)


async def load(address: str, query: str, row: Callable[[int], str]) -> None:
    """Reads rows while the clients ask; prints the waits of the reader."""
    waits: list[float] = []
    statuses: Counter[str] = Counter()
    end = time.monotonic() + LOAD_SECONDS

    async def stranger(http: httpx.AsyncClient, number: int) -> None:
        mine = {"x-forwarded-for": f"192.0.2.{number}"}
        while time.monotonic() < end:
            sql = f"{HEAVY[next(_turns) % len(HEAVY)]} -- {next(_turns)}"
            try:
                answer = await http.get(f"{address}{query}?sql={quote_plus(sql)}", headers=mine)
                statuses[str(answer.status_code)] += 1
            except httpx.TimeoutException:
                statuses["none in 60 s"] += 1

    async def reader(http: httpx.AsyncClient) -> None:
        for number in itertools.count():
            if time.monotonic() > end:
                return
            begun = time.monotonic()
            try:
                await http.get(address + row(number))
                waits.append(time.monotonic() - begun)
            except httpx.TimeoutException:
                waits.append(60.0)
            await asyncio.sleep(0.02)

    async with httpx.AsyncClient(timeout=60) as one, httpx.AsyncClient(timeout=60) as other:
        await asyncio.gather(reader(other), *(stranger(one, n) for n in range(CLIENTS)))
    ordered = sorted(waits)
    p95 = ordered[int(len(ordered) * 0.95)]
    told = ", ".join(f"{count} × {status}" for status, count in sorted(statuses.items()))
    print(
        f"  row page: {len(waits)} read, median {median(waits) * 1000:.0f} ms, p95 "
        f"{p95 * 1000:.0f} ms, longest {ordered[-1] * 1000:.0f} ms; SQL: {told}",
        flush=True,
    )


def row(number: int) -> str:
    """The page of a row that nobody has asked for."""
    return f"/places/places/P{number * 37 % 1_000_000:08d}"


def ours() -> None:
    """The load, then each statement alone, then all that is large at once."""
    with serving(SITE) as server:
        [worker] = server.workers()
        httpx.get(server.address + row(1), timeout=60)
        asyncio.run(load(server.address, "/places/-/query.json", row))
        ends = []
        for sql in STATEMENTS:
            begun = time.monotonic()
            url = f"{server.address}/places/-/query.json?sql={quote_plus(sql)}"
            httpx.get(url, timeout=60)
            ends.append(time.monotonic() - begun)
        print(f"  {len(ends)} hostile statements: longest {max(ends):.2f} s", flush=True)
        print(f"  memory: {asyncio.run(crowd(server.address, worker))}", flush=True)


async def crowd(address: str, worker: int) -> str:
    """The most memory while all that is large is asked for, four at a time."""
    most: Counter[int] = Counter()
    limit = asyncio.Semaphore(4)

    async def ask(http: httpx.AsyncClient, path: str, sql: str) -> None:
        async with limit:
            await http.get(f"{address}{path}?sql={quote_plus(sql)}")

    async def watch() -> None:
        while True:
            for process in processes(worker):
                most[process] = max(most[process], memory(process))
            await asyncio.sleep(0.02)

    watching = asyncio.create_task(watch())
    paths = ("/places/-/query.json", "/places/-/query", "/places/-/query.csv")
    async with httpx.AsyncClient(timeout=60) as http:
        await asyncio.gather(*(ask(http, path, sql) for sql in (*LARGE, *PLAIN) for path in paths))
    watching.cancel()
    own = most.pop(worker)
    return f"server {own} MiB, SQL process at most {max(most.values())} MiB"


def stock(database: Path) -> None:
    """Datasette as it comes."""
    command = [str(Path(sys.executable).with_name("datasette")), "serve", "-i", str(database)]
    address = "http://127.0.0.1:8765"
    settings = ["--setting", "sql_time_limit_ms", "1000", "--setting", "default_allow_sql", "1"]
    process = subprocess.Popen(
        [*command, "-p", "8765", *settings], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        while True:
            try:
                httpx.get(address, timeout=60)
                break
            except httpx.ConnectError:
                time.sleep(0.2)
        asyncio.run(load(address, "/places/-/query.json", row))
    finally:
        process.kill()
        process.wait()


def main() -> None:
    """Prints both."""
    folder = prepared()
    print("fournil", flush=True)
    ours()
    print("stock datasette", flush=True)
    stock(folder / "places.db")


if __name__ == "__main__":
    main()
