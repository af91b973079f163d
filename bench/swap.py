"""Twenty swaps between two releases of different schemas under a load, for one worker and two.

Run by hand: `python -m bench.swap [requests a second]`; `python -m bench.swap 1000 30` offers them
for ten minutes to two workers, over 230 addresses of which few are asked often (Zipf), with a swap
every 30 s, and says what the workers took. A request fails when it is refused, cut,
or answered with anything but 200; an answer is mixed when its columns, count and title come from
two releases.
"""

import asyncio
import itertools
import json
import os
import random
import resource
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests import factory, swaps
from tests.load import CHECK, PATHS
from tests.servers import serving

SWAPS = 20
PAUSE_SECONDS = 1.0
CONNECTIONS = 32
LIGHT = (
    "/lieux/places.json", "/lieux/places/l-1.json", "/lieux/notes.json", "/lieux/kinds.csv",
    "/lieux/open_places.json", "/lieux/places.json?_search=cafe",
)  # fmt: skip
MANY = (
    *PATHS,
    *(f"/lieux/places{form}?_size={size}" for size in range(1, 101) for form in ("", ".json")),
    *(f"/lieux/places/l-{n}?_lang={language}" for n in range(6) for language in ("fr", "en")),
    *(f"/{page}?_lang={lang}" for page in ("about", "api", "licenses") for lang in ("fr", "en")),
)
WEIGHTS = [1 / n for n in range(1, len(MANY) + 1)]


@dataclass
class Result:
    """What a run saw; `waits` in seconds."""

    waits: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    mixed: int = 0
    checked: int = 0


@asynccontextmanager
async def connection(port: int) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    """A connection that stays open."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        yield reader, writer
    finally:
        writer.close()


async def get(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, path: str
) -> tuple[int, bytes]:
    """The status and body of one answer (a body of known length or in chunks)."""
    writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    status = int(head.split(b" ", 2)[1])
    if b"content-length:" in head:
        length = int(head.split(b"content-length:")[1].split(b"\r\n")[0])
        return status, await reader.readexactly(length)
    body = b""
    while size := int(await reader.readline(), 16):
        body += await reader.readexactly(size)
        await reader.readexactly(2)
    await reader.readexactly(2)
    return status, body


async def client(
    port: int, number: int, rate: float, paths: tuple[str, ...], stop: asyncio.Event, seen: Result
) -> None:
    """One of the connections: its share of the rate, every tenth answer checked."""
    loop, interval = asyncio.get_running_loop(), CONNECTIONS / rate
    due = loop.time() + number * interval / CONNECTIONS
    async with connection(port) as (reader, writer):
        for turn in itertools.count(number):
            await asyncio.sleep(max(0.0, due - loop.time()))
            if stop.is_set():
                return
            due = max(due + interval, loop.time() - interval)
            path = CHECK if turn % 10 == 0 else chosen(paths, turn)
            start = loop.time()
            try:
                status, body = await get(reader, writer, path)
            except (OSError, EOFError, ValueError) as error:
                seen.failures.append(f"{path}: {error!r}")
                return
            note(seen, path, status, body, loop.time() - start)


def chosen(paths: tuple[str, ...], turn: int) -> str:
    """The next address: each of a few in its turn, of many the nth as often as 1/n (Zipf)."""
    if len(paths) < len(MANY):
        return paths[turn % len(paths)]
    return random.choices(paths, WEIGHTS)[0]


def note(seen: Result, path: str, status: int, body: bytes, wait: float) -> None:
    """Adds one answer to the result."""
    seen.waits.append(wait)
    if status != 200:
        seen.failures.append(f"{path}: {status}")
    elif path == CHECK:
        answer = json.loads(body)
        seen.checked += 1
        whole = ("extra" in answer["columns"], answer["count"], answer["metadata"]["title"])
        seen.mixed += whole not in ((False, 6, "Lieux"), (True, 9, "Lieux nouveaux"))


async def run(
    port: int, root: Path, rate: float, paths: tuple[str, ...], pause: float = PAUSE_SECONDS
) -> Result:
    """The load, with a swap every `pause` seconds and a second dataset that comes and goes."""
    stop, seen = asyncio.Event(), Result()
    clients = [
        asyncio.create_task(client(port, number, rate, paths, stop, seen))
        for number in range(CONNECTIONS)
    ]
    for turn in range(1, SWAPS + 1):
        await asyncio.sleep(pause)
        factory.make_current(root, "lieux", "2.0.0" if turn % 2 else "1.0.0")
        if turn % 4 == 0:
            await asyncio.to_thread(swaps.come_or_go, root)
    await asyncio.sleep(PAUSE_SECONDS)
    stop.set()
    await asyncio.gather(*clients)
    return seen


def main() -> None:
    """One line per number of workers and kind of address."""
    rate = float(sys.argv[1]) if len(sys.argv) > 1 else 500.0
    if len(sys.argv) > 2:
        endure(rate, float(sys.argv[2]))
        return
    for workers, (kind, paths) in itertools.product(
        (1, 2), (("every kind of address", PATHS), ("data only", LIGHT))
    ):
        with tempfile.TemporaryDirectory() as folder:
            root = factory.site(Path(folder) / "site")
            swaps.releases(root)
            with serving(root, workers) as server:
                start = time.monotonic()
                port = int(server.address.rpartition(":")[2])
                seen = asyncio.run(run(port, root, rate, paths))
                seconds = time.monotonic() - start
        report(workers, kind, rate, seconds, seen)


def endure(rate: float, pause: float) -> None:
    """A long load on two workers: a line of what it saw, one of what they took."""
    with tempfile.TemporaryDirectory() as folder:
        root = factory.site(Path(folder) / "site")
        swaps.releases(root)
        with serving(root, 2) as server:
            port = int(server.address.rpartition(":")[2])
            asyncio.run(run(port, root, rate, MANY, 1.0))
            before, start = [taken(one) for one in server.workers()], time.monotonic()
            seen = asyncio.run(run(port, root, rate, MANY, pause))
            seconds = time.monotonic() - start
            after = [taken(one) for one in server.workers()]
    report(2, "many addresses", rate, seconds, seen)
    cpu = sum(one[0] for one in after) - sum(one[0] for one in before)
    memory = [f"{old[1]} to {new[1]} MiB" for old, new in zip(before, after, strict=True)]
    print(
        f"   {cpu:.0f} s of CPU in the workers: {len(seen.waits) / cpu:.0f} requests a second of it"
    )
    print(f"   memory of each: {', '.join(memory)}")


def taken(process: int) -> tuple[float, int]:
    """The seconds of CPU and the MiB of memory of a process."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    ticks = sum(map(int, fields[11:13])) / os.sysconf("SC_CLK_TCK")
    return ticks, int(fields[21]) * os.sysconf("SC_PAGE_SIZE") >> 20


def report(workers: int, kind: str, rate: float, seconds: float, seen: Result) -> None:
    """Prints a run in one line, and its first failures."""
    waits = sorted(seen.waits)
    own = resource.getrusage(resource.RUSAGE_SELF)
    print(
        f"{workers} worker(s), {kind}: {rate:.0f} r/s offered, {len(waits) / seconds:.0f} served, "
        f"{len(waits)} requests, {SWAPS} swaps, {len(seen.failures)} failed, "
        f"{seen.mixed} of {seen.checked} mixed, median {waits[len(waits) // 2] * 1000:.0f} ms, "
        f"p99 {waits[len(waits) * 99 // 100] * 1000:.0f} ms, "
        f"client CPU so far {own.ru_utime + own.ru_stime:.0f} s"
    )
    for failure in seen.failures[:3]:
        print("  ", failure)


if __name__ == "__main__":
    main()
