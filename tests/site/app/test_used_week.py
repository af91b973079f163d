"""A simulated week of 20,000 requests leaves nothing that anybody typed, and nobody, anywhere."""

import asyncio
import gzip
import sqlite3
import tempfile
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from ipaddress import ip_address
from itertools import cycle
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

import pytest
import pytest_asyncio

from publish.declare.site import SiteFolder
from publish.site.app.connections import Registry
from publish.site.app.health import Health
from publish.site.app.observed import Observed
from publish.site.base.asgi import App, Message, Scope
from publish.site.meters.log import Log
from publish.usage import store
from publish.usage.keys import Keys
from publish.usage.usage import Usage
from tests.bakehouse.read.audience.test_own import USED
from tests.contents import contents
from tests.site.conftest import opened
from tests.sites import ABOUT, publish
from tests.usage.clocks import SetClock

MONDAY = datetime(2026, 11, 9, tzinfo=UTC).timestamp()
REQUESTS, DAYS, WRITES = 20_000, 8, 12


class Person(NamedTuple):
    """What somebody types and comes from; each word is planted nowhere else."""

    mail: str
    phone: str
    token: str
    address: str
    agent: str

    def words(self) -> Iterator[bytes]:
        """As bytes, in every form in which they may lie somewhere."""
        for text in (*self[:3], self.address, self.agent):
            yield from {form.encode() for form in (text, quote(text), quote(text, safe=""))}
            yield text.encode("utf-16-le")
        address = ip_address(self.address)
        # Four bytes would be found by chance.
        if address.version == 6:
            yield address.packed[:6]


def person(number: int) -> Person:
    """Somebody, by IPv4 or by IPv6."""
    address = f"2001:db8:{number:x}:ca7::1" if number % 2 else f"198.51.100.{number + 100}"
    return Person(
        f"ada.lovelace.{number}@example.org",
        f"+3361234{number:04}",
        f"s3cr3t-t0k3n-{number}",
        address,
        f"Zqbrowser/{number}.7 (Ada Lovelace's telephone)",
    )


PEOPLE = [person(number) for number in range(24)]
WORDS = sorted({word for one in PEOPLE for word in one.words()})
OFTEN = (*("/", "/lieux", "/lieux/places", "/lieux/places/l-1") * 5, "/download/lieux/places.csv")
TYPED = (
    "/search?q={mail}", "/search.json?q={phone}", "/lieux/places?name={mail}", "/{mail}",
    "/lieux/places?_search={phone}", "/lieux/places.json?name={token}", "/lieux/{mail}",
    "/lieux/places/{mail}", "/download/lieux/{token}.csv", "/lieux/places.csv?name={mail}",
    "/lieux/-/query.json?sql=select+%27{mail}%27", "/lieux/places/-/chart?_title={token}",
)  # fmt: skip


def asked() -> Iterator[tuple[Person, str]]:
    """Who asks for what: mostly pages that many ask for, and all that people type."""
    people, often = cycle(PEOPLE), cycle(OFTEN)
    typed = cycle((one, path) for path in TYPED for one in PEOPLE)
    for number in range(REQUESTS):
        if number % 40:
            yield next(people), next(often)
        else:
            one, path = next(typed)
            told = {name: quote(word, safe="") for name, word in one._asdict().items()}
            yield one, path.format(**told)


def scope_of(one: Person, address: str) -> Scope:
    path, _, query = address.partition("?")
    said = {
        "host": "site", "user-agent": one.agent, "referer": f"https://x.example/?q={one.mail}",
        "x-forwarded-for": one.address, "from": one.mail,
    }  # fmt: skip
    if address not in OFTEN:
        # With it nothing is answered from memory.
        said["cookie"] = f"id={one.token}"
    return {
        "type": "http",
        "method": "GET",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "headers": [(name.encode(), value.encode()) for name, value in said.items()],
        "client": (one.address, 50_000),
        "scheme": "http",
        "http_version": "1.1",
        "root_path": "",
    }


async def ask(app: App, scope: Scope) -> int:
    """The status of the answer."""
    statuses: list[int] = []

    async def receive() -> Message:
        # The asker stays.
        await asyncio.Event().wait()
        raise AssertionError

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            statuses.append(message["status"])

    await app(scope, receive, send)
    return statuses[0]


def traces(folder: Path) -> dict[str, list[bytes]]:
    """The files that hold something of somebody, and what."""
    found: dict[str, list[bytes]] = {}
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        held = [part for _, part in contents(path.name, path.read_bytes())]
        if words := [word for word in WORDS if any(word in part for part in held)]:
            found[str(path.relative_to(folder))] = words
    return found


@pytest_asyncio.fixture
async def served(root: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Observed]:
    """A worker's whole application, with its log; what it writes aside lies below `root` too."""
    (root / "tmp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(root / "tmp"))
    async with opened(root) as site:
        site.usage = Usage(root, Keys(), SetClock(MONDAY))
        log = Log(str(root / "access.log"))
        yield Observed(site, Health(site, lambda: False), Registry(), None, (log,))


@pytest.mark.slow("asks a site for a week, and publishes it")
async def test_a_week_leaves_nothing_of_anybody(served: Observed, root: Path) -> None:
    usage: Usage = served._site.usage
    clock, statuses = usage._clock, Counter[int]()
    assert isinstance(clock, SetClock)
    slice_of = REQUESTS // (DAYS * WRITES)
    for number, (one, address) in enumerate(asked()):
        statuses[await ask(served, scope_of(one, address))] += 1
        if number % slice_of == 0:
            usage.write()
            clock.go_on(hours=24 / WRITES)
        if number % (REQUESTS // 4) == REQUESTS // 8:
            assert traces(root) == {}
    usage.write()
    assert (root / "access.log").read_text().count("\n") == REQUESTS
    counted = store.rows(store.place(root), clock())
    # Of all that was answered, but for the last day, which is not over.
    assert len({day for day, *_ in counted}) >= 7
    assert statuses[200] > 0.9 * REQUESTS
    publish_week(root)
    written = root / "releases" / "usages" / "current" / "use_week.csv"
    assert "table,lieux,places,html" in written.read_text("utf-8")
    assert traces(root) == {}


def publish_week(root: Path) -> None:
    """The site's own use, as any data."""
    folder = root / "data" / "usages"
    folder.mkdir(parents=True)
    (folder / "dataset.yaml").write_text(ABOUT + USED, encoding="utf-8")
    [outcome] = publish(SiteFolder(root), "usages", as_of=date(2026, 11, 18))
    assert outcome.status == "published", outcome


def test_what_would_be_there_is_found(tmp_path: Path) -> None:
    """The control: a page that SQLite let go of, a log ahead, a packed file, a name in UTF-16."""
    with closing(sqlite3.connect(tmp_path / "freed.db", isolation_level=None)) as database:
        database.execute("PRAGMA secure_delete = OFF")
        database.execute("CREATE TABLE t (x)")
        database.execute("INSERT INTO t VALUES (?)", [PEOPLE[0].mail])
        database.execute("DELETE FROM t")
    (tmp_path / "packed.csv.gz").write_bytes(gzip.compress(PEOPLE[1].agent.encode()))
    (tmp_path / "wide.bin").write_bytes(PEOPLE[2].phone.encode("utf-16-le"))
    (tmp_path / "bits.bin").write_bytes(ip_address(PEOPLE[3].address).packed)
    (tmp_path / "nothing").write_bytes(b"zqbrowser")
    with closing(sqlite3.connect(tmp_path / "ahead.db", isolation_level=None)) as database:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("CREATE TABLE t (x)")
        database.execute("INSERT INTO t VALUES (?)", [PEOPLE[4].token])
        found = traces(tmp_path)
    assert set(found) == {"freed.db", "packed.csv.gz", "wide.bin", "bits.bin", "ahead.db-wal"}
    assert found["freed.db"] == [PEOPLE[0].mail.encode()]
