"""PATCH with commit at the desk: `python -m bench.desk_writes [WRITERS] [SECONDS]`.

So many writers (50) each send one a second for so many seconds (20) to one process, each to a row
of its own with the ETag of its last answer; milliseconds from sending to the whole answer. Beside
that, what the disk takes alone: as many commits of one row, one after another, by SQLite itself.
"""

import asyncio
import json
import sqlite3
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

from bench.repeated import cpu
from publish.declare.site import SiteFolder
from publish.desk.app.serve import open_desk
from publish.desk.members import invite, members
from publish.desk.tokens import make
from tests.servers import serving
from tests.sites import METADATA, deliver, make_site, publish_one

TOKEN_DAYS = 1


def site_of(root: Path, writers: int) -> SiteFolder:
    """A site with a row for each writer, and an open desk."""
    site = make_site(root)
    rows = (f"w{number};Lieu {number};café;oui;ada@example.org" for number in range(writers))
    deliver(site, *rows)
    publish_one(site)
    (root / "metadata.yaml").write_text(f"{METADATA}desk: {{}}\n", encoding="utf-8")
    return site


def token_of(site: SiteFolder) -> str:
    """The token of a new corrector."""
    now = int(time.time())
    invite(site.desk, "Bench", "corrector", now)
    [member] = members(site.desk)
    with closing(open_desk(site)) as desk:
        return desk.token_of(make(site.desk, member.id, TOKEN_DAYS, None, by="shell", now=now))


class Writer:
    """One connection that stays open, one row, one tag; `waits` in milliseconds."""

    def __init__(self, port: int, token: str, number: int) -> None:
        self.port, self.number, self.waits = port, number, list[float]()
        self._begin = f"/desk/lieux/places/w{number} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
        self._begin += f"Authorization: Bearer {token}\r\n"

    async def run(self, seconds: int, offset: float) -> None:
        """Writes once a second, not all writers at once."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        tag = await self._ask(reader, writer, "GET", "", b"")
        await asyncio.sleep(offset)
        end = time.perf_counter() + seconds
        while (begun := time.perf_counter()) < end:
            body = json.dumps({"name": f"Lieu {self.number} {len(self.waits)}"}).encode()
            more = f"If-Match: {tag}\r\nContent-Type: application/merge-patch+json\r\n"
            tag = await self._ask(reader, writer, "PATCH", more, body)
            self.waits.append((time.perf_counter() - begun) * 1_000)
            await asyncio.sleep(max(0.0, 1 - (time.perf_counter() - begun)))
        writer.close()

    async def _ask(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        method: str,
        more: str,
        body: bytes,
    ) -> str:
        """The ETag of an answer; fails for one that is not 200."""
        head = f"{method} {self._begin}{more}Content-Length: {len(body)}\r\n\r\n"
        writer.write(head.encode() + body)
        said = (await reader.readuntil(b"\r\n\r\n")).decode()
        status, *lines = said.split("\r\n")
        headers = dict(line.lower().split(": ", 1) for line in lines if ": " in line)
        chunked = headers.get("transfer-encoding") == "chunked"
        if chunked:
            await reader.readuntil(b"0\r\n\r\n")
        else:
            await reader.readexactly(int(headers["content-length"]))
        if " 200 " not in status:
            raise RuntimeError(said)
        return headers["etag"]


async def measured(port: int, token: str, writers: int, seconds: int) -> list[float]:
    """The wait of each PATCH."""
    all_writers = [Writer(port, token, number) for number in range(writers)]
    await asyncio.gather(*(one.run(seconds, one.number / writers) for one in all_writers))
    return [wait for one in all_writers for wait in one.waits]


def floor(path: Path, commits: int) -> list[float]:
    """What each bare commit took."""
    waits = []
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("CREATE TABLE t (x)")
        for number in range(commits):
            begun = time.perf_counter()
            database.execute("INSERT INTO t VALUES (?)", (number,))
            waits.append((time.perf_counter() - begun) * 1_000)
    return waits


def tell(what: str, waits: list[float]) -> None:
    """A line with the median, the 95th and 99th percentile, and the longest."""
    waits = sorted(waits)
    named = {"p50": 0.5, "p95": 0.95, "p99": 0.99}
    told = [f"{name} {waits[int(len(waits) * share)]:.1f}" for name, share in named.items()]
    print(f"{len(waits)} {what}, ms: {', '.join(told)}, most {waits[-1]:.1f}", flush=True)


def main() -> None:
    """Prints a line for each."""
    writers, seconds = (int(one) for one in [*sys.argv[1:3], *("50", "20")[len(sys.argv) - 1 :]])
    with tempfile.TemporaryDirectory() as folder:
        tell("bare commits", floor(Path(folder) / "floor.db", 500))
        site = site_of(Path(folder) / "site", writers)
        token = token_of(site)
        with serving(site.root) as server:
            port, [worker] = int(server.address.rpartition(":")[2]), server.workers()
            before = cpu(worker)
            waits = asyncio.run(measured(port, token, writers, seconds))
            spent = (cpu(worker) - before) / len(waits) * 1_000
        tell("PATCHes", waits)
        tell("bare commits", floor(Path(folder) / "after.db", 500))
    print(f"CPU of the process for each PATCH: {spent:.1f} ms")


if __name__ == "__main__":
    main()
