"""A whole table as CSV against stock Datasette's stream; and a hundred ranged downloads at once.

    python -m bench.downloads

The crowd is measured at the pace of a shared link and at full speed. Each JSON page is one that
nobody asked for before, so that none comes from memory. Stock Datasette is measured for
STOCK_SECONDS of its stream, by bytes and CPU seconds a megabyte.
"""

import asyncio
import csv
import itertools
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

from bench.measure import WORK, cost, module
from tests import factory
from tests.servers import serving

SITE, EXPORT = WORK / "downloads-site", WORK / "places-1.csv"
STOCK_SECONDS = 15.0
LARGE, LARGE_BYTES = "large.bin", 300_000_000
CLIENTS, PART_BYTES, LOAD_SECONDS = 100, 3_000_000, 10.0
# A part of 3 MB every 2.4 s for each client is a full link of 1 Gbit/s; 0 is full speed.
PAUSES = {"a link of 1 Gbit/s": 2.4, "full speed": 0.0}
TICKS = os.sysconf("SC_CLK_TCK")
_pages = itertools.count()


class Sent(NamedTuple):
    """What was sent: bytes, wall seconds, the server's CPU seconds."""

    size: int
    wall: float
    cpu: float

    def __str__(self) -> str:
        rate, cost = self.size / self.wall / 1e6, self.cpu / self.size * 1e9
        return f"{rate:8.1f} MB/s  {cost:8.2f} s CPU per GB  ({self.size / 1e6:.0f} MB)"


def prepared() -> Path:
    """The folder of a release of a million rows, with a file of 300 MB beside its own."""
    folder = SITE / "releases" / "places" / "1.0.0"
    if (folder.parent / "current").exists():
        return folder
    cost(module("bench.generate", EXPORT))
    shutil.rmtree(SITE, ignore_errors=True)
    factory.site(SITE)
    folder.mkdir(parents=True)
    with EXPORT.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        names = next(rows)
        connection = sqlite3.connect(folder / "places.db")
        columns = ", ".join(f"{name} text" for name in names)
        connection.execute(f"create table places ({columns}, primary key (id)) strict")
        marks = ", ".join("?" * len(names))
        connection.executemany(f"insert into places values ({marks})", rows)
        connection.commit()
        connection.close()
    (folder / LARGE).write_bytes(os.urandom(LARGE_BYTES))
    package = factory.places_package("1.0.0", 1_000_000)
    fields = [{"name": name, "type": "string"} for name in names]
    places = package["resources"][0] | {"schema": {"fields": fields, "primaryKey": ["id"]}}
    resources = [places | {"browse": {}}]
    return factory.finish(SITE, "places", "1.0.0", package | {"resources": resources})


def cpu(pid: int) -> float:
    """The CPU seconds of a process so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def peak(pid: int) -> float:
    """The peak memory of a process in MB."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) * 1024 / 1e6


def drain(port: int, path: str, pid: int, seconds: float = 300) -> Sent:
    """Reads an answer to its end, or for so long."""
    since, before, size = time.monotonic(), cpu(pid), 0
    with socket.create_connection(("127.0.0.1", port)) as connection:
        head = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
        connection.sendall(head.encode())
        while time.monotonic() - since < seconds and (chunk := connection.recv(1 << 20)):
            size += len(chunk)
    return Sent(size, time.monotonic() - since, cpu(pid) - before)


def stock(database: Path) -> Sent:
    """Stock Datasette's stream of the table."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "datasette", "serve", "-i", str(database), "-p", str(port)]
    process = subprocess.Popen(
        [*command, "--setting", "max_csv_mb", "0"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(600):
            if socket.socket().connect_ex(("127.0.0.1", port)) == 0:
                break
            time.sleep(0.1)
        return drain(port, "/places/places.csv?_stream=on", process.pid, STOCK_SECONDS)
    finally:
        process.terminate()
        process.wait()


async def answer(port: int, path: str, wanted: str = "") -> int:
    """The size of an answer."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    head = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n{wanted}\r\n"
    writer.write(head.encode())
    size = 0
    while chunk := await reader.read(1 << 18):
        size += len(chunk)
    writer.close()
    return size


async def client(port: int, number: int, until: float, seconds: float) -> int:
    """Parts of the large file, one after the other; the bytes received."""
    size, start = 0, number * PART_BYTES
    while time.monotonic() < until:
        pause = asyncio.create_task(asyncio.sleep(seconds))
        wanted = f"Range: bytes={start}-{start + PART_BYTES - 1}\r\n"
        size += await answer(port, f"/download/places/{LARGE}", wanted)
        await pause
    return size


async def asking(port: int, until: float) -> list[float]:
    """How long each JSON page took, in ms."""
    waits = []
    while time.monotonic() < until:
        since = time.monotonic()
        await answer(port, f"/places/places.json?_size=20&id__gt=P{next(_pages):08}")
        waits.append((time.monotonic() - since) * 1000)
        await asyncio.sleep(0.05)
    return waits


async def crowd(port: int, pause: float) -> int:
    """A hundred clients; runs in a process of its own."""
    until = time.monotonic() + LOAD_SECONDS
    return sum(await asyncio.gather(*(client(port, n, until, pause) for n in range(CLIENTS))))


def waited(port: int) -> float:
    """The wait in ms that 95 of 100 JSON pages do not exceed."""
    waits = sorted(asyncio.run(asking(port, time.monotonic() + LOAD_SECONDS - 2)))
    return waits[int(len(waits) * 0.95)]


def loaded(port: int, pid: int, name: str) -> None:
    """Prints what JSON pages wait while the crowd downloads at a pace."""
    command = [sys.executable, "-m", "bench.downloads", str(port), str(PAUSES[name])]
    others, before = subprocess.Popen(command, stdout=subprocess.PIPE, text=True), cpu(pid)
    time.sleep(1)
    p95 = waited(port)
    size = int(others.communicate()[0])
    print(
        f"{CLIENTS} ranged downloads at {name}: {size / LOAD_SECONDS / 1e6:.0f} MB/s, "
        f"CPU {(cpu(pid) - before) / LOAD_SECONDS:.2f} cores, JSON p95 {p95:.0f} ms (at most 100), "
        f"peak {peak(pid):.0f} MB (200), load {os.getloadavg()[0]:.0f}",
        flush=True,
    )


def main() -> None:
    """Compare, or be the crowd of the comparison."""
    if len(sys.argv) > 1:
        print(asyncio.run(crowd(int(sys.argv[1]), float(sys.argv[2]))))
        return
    folder = prepared()
    theirs = stock(folder / "places.db")
    with serving(SITE) as server:
        port, [pid] = int(server.address.rsplit(":", 1)[1]), server.workers()
        ours = max((drain(port, "/places/places.csv", pid) for _ in range(3)), key=lambda s: s.cpu)
        print(f"stock Datasette  {theirs}\nfournil          {ours}")
        rate = (ours.size / ours.wall) / (theirs.size / theirs.wall)
        spent = (ours.cpu / ours.size) / (theirs.cpu / theirs.size)
        print(f"throughput {rate:.0f} × (at least 50), CPU {spent:.4f} of it (at most 0.1)")
        print(f"JSON p95 {waited(port):.0f} ms with nobody else", flush=True)
        for name in PAUSES:
            loaded(port, pid, name)


if __name__ == "__main__":
    main()
