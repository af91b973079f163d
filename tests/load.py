"""A load on a site: a steady rate of requests over many kinds of address, every answer checked."""

import asyncio
import itertools
from collections import Counter
from dataclasses import dataclass, field

import httpx

from tests.servers import PATIENCE

PATHS = (
    "/", "/lieux", "/lieux/places", "/lieux/places.json", "/lieux/places.csv?_stream=on",
    "/lieux/places/l-1", "/lieux/places/l-1.json", "/lieux/places.json?_search=cafe",
    "/lieux/places?_facet=kind", "/lieux/-/query.json?sql=select+count(*)+as+n+from+places",
    "/lieux/open_places.json",
)  # fmt: skip
CHECK = "/lieux/places.json?_size=0&_extra=count,columns,metadata"


@dataclass
class Load:
    """What came back: statuses, failures in words, and answers that mixed two releases."""

    statuses: Counter[int] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)
    mixed: list[str] = field(default_factory=list)
    checked: int = 0

    @property
    def requests(self) -> int:
        """How many were answered, well or not."""
        return sum(self.statuses.values()) + len(self.failures)


async def put_on(
    address: str, rate: float, stop: asyncio.Event, clients: int = 16, check_every: int = 10
) -> Load:
    """Asks for pages at `rate` a second until `stop`."""
    load, paths, interval = Load(), itertools.cycle(PATHS), clients / rate
    limits = httpx.Limits(max_connections=clients)

    async def ask(http: httpx.AsyncClient, number: int) -> None:
        await asyncio.sleep(number * interval / clients)
        due = asyncio.get_running_loop().time()
        for turn in itertools.count(number):
            if stop.is_set():
                return
            await (_check(http, load) if turn % check_every == 0 else _get(http, load, next(paths)))
            due += interval
            await asyncio.sleep(max(0.0, due - asyncio.get_running_loop().time()))

    async with httpx.AsyncClient(base_url=address, timeout=PATIENCE, limits=limits) as http:
        await asyncio.gather(*(ask(http, number) for number in range(clients)))
    return load


async def _get(http: httpx.AsyncClient, load: Load, path: str) -> httpx.Response | None:
    try:
        response = await http.get(path)
    except httpx.HTTPError as error:
        load.failures.append(f"{path}: {error!r}")
        return None
    load.statuses[response.status_code] += 1
    if response.status_code != 200:
        load.failures.append(f"{path}: {response.status_code} {response.text[:200]}")
    return response


async def _check(http: httpx.AsyncClient, load: Load) -> None:
    """Schema, row count and title of an answer must come from one release."""
    response = await _get(http, load, CHECK)
    if response is None or response.status_code != 200:
        return
    load.checked += 1
    answer = response.json()
    seen = ("extra" in answer["columns"], answer["count"], answer["metadata"].get("title"))
    if seen not in ((False, 6, "Lieux"), (True, 9, "Lieux nouveaux")):
        load.mixed.append(repr(seen))
