"""CPU of counting, beside a page from memory: `python -m bench.usage FOLDER [REQUESTS]`.

`FOLDER` is a site with the demo's releases. The same requests of a site that does not count and of
one that does, by turns, without a server around; every tenth is of another address and browser.
"""

import asyncio
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

from publish.declare.site import SiteFolder
from publish.site.app.serve import open_site
from publish.site.base.asgi import App, Message, Scope
from publish.usage.keys import Keys
from publish.usage.usage import Usage

ADDRESSES = {
    "page": ("/lieux-partages/places", b""),
    "filtered": ("/lieux-partages/places", b"kind=cafe&_sort=name"),
}
ROUNDS = 5
BROWSER = b"Mozilla/5.0 (X11; Linux x86_64; rv:%d.0) Gecko/20100101 Firefox/%d.0"


async def receive() -> Message:
    """A request without a body, whose asker stays."""
    await asyncio.Event().wait()
    raise AssertionError


def scope_of(number: int, path: str, query: bytes) -> Scope:
    """The request of somebody; every tenth is somebody else."""
    version = 100 + number // 10 % 40
    return {
        "type": "http",
        "method": "GET",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query,
        "headers": [(b"host", b"x"), (b"user-agent", BROWSER % (version, version))],
        "client": (f"198.51.100.{number // 10 % 250}", 50_000),
        "scheme": "http",
        "http_version": "1.1",
        "root_path": "",
    }


async def asked(app: App, path: str, query: bytes, requests: int) -> float:
    """Microseconds of CPU for each of so many requests."""
    answered: list[int] = []

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            answered.append(message["status"])

    began = process_time()
    for number in range(requests):
        await app(scope_of(number, path, query), receive, send)
    took = (process_time() - began) / requests * 1e6
    assert set(answered) == {200}, set(answered)
    return took


async def measure(folder: Path, requests: int) -> dict[str, tuple[float, float]]:
    """Address -> microseconds for a request, without counting and with it: the best of ROUNDS."""
    with TemporaryDirectory() as desk:
        plain = open_site(SiteFolder(folder))
        counted = open_site(SiteFolder(folder))
        counted.usage = Usage(Path(desk), Keys())
        apps = []
        for site in (plain, counted):
            await site.invoke_startup()
            apps.append(site.app())
        found = {}
        for name, address in ADDRESSES.items():
            turns = [[await asked(app, *address, requests) for app in apps] for _ in range(ROUNDS)]
            found[name] = (min(one for one, _ in turns), min(other for _, other in turns))
        began = process_time()
        counted.usage.write()
        found["the write of a minute, all"] = (0.0, (process_time() - began) * 1e6)
        for site in (plain, counted):
            await site.invoke_shutdown()
    return found


def main() -> None:
    """Prints a line for each address."""
    requests = int(sys.argv[2]) if len(sys.argv) > 2 else 5_000
    for name, (plain, counted) in asyncio.run(measure(Path(sys.argv[1]), requests)).items():
        print(f"{name:<27} {plain:8.1f} {counted:8.1f} {counted - plain:8.1f} µs")


if __name__ == "__main__":
    main()
