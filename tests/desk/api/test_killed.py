"""Kill -9 in the middle of writing: each change is there whole, or not at all."""

import os
import signal
import sqlite3
import threading
from collections import Counter
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from tests.desk.api.asking_programs import merged, tag_of, with_token
from tests.desk.entering import Desk, open_site
from tests.servers import serving

pytestmark = pytest.mark.slow("kills workers of a server")
KILLS, WRITTEN_BEFORE = 3, 5
_PARTS = """SELECT p.state,
    (SELECT count(*) FROM corrections WHERE proposal = p.id),
    (SELECT count(*) FROM decisions WHERE proposal = p.id),
    (SELECT count(*) FROM changes WHERE proposal = p.id)
    FROM proposals AS p"""


class Writer(threading.Thread):
    """Corrects two cells of one row over and over; `told` are the names that were answered."""

    def __init__(self, client: httpx.Client, key: str, changeset: str) -> None:
        super().__init__(daemon=True)
        self.client, self.key, self.changeset = client, key, changeset
        self.told: list[str] = []
        self.sent = 0
        self.ends = threading.Event()

    def run(self) -> None:
        """Writes until it is told to end; a worker that is killed answers nothing."""
        while not self.ends.is_set():
            try:
                self._write()
            except httpx.TransportError:
                continue

    def _write(self) -> None:
        tag = tag_of(self.client, self.key)
        self.sent += 1
        name = f"{self.key}-{self.sent}"
        more = {"changeset": self.changeset, "idempotency-key": name}
        answer = merged(self.client, self.key, {"name": name, "kind": name}, tag, **more)
        if answer.status_code == 200:
            self.told.append(name)


def test_what_is_killed_is_whole_or_not_at_all(tmp_path: Path) -> None:
    site = open_site(tmp_path / "site")
    with serving(site.root, 2) as server:
        desk = Desk(site, server.address)
        with with_token(desk, "Killed") as client:
            begun = client.post("/desk/changesets", json={"comment": "Kills"}).json()
            writers = [Writer(client, key, str(begun["changeset"])) for key in ("01", "02", "03")]
            for writer in writers:
                writer.start()
            for kill in range(1, KILLS + 1):
                server.until(lambda: _told(writers) >= kill * WRITTEN_BEFORE)  # noqa: B023
                os.kill(server.workers()[0], signal.SIGKILL)
            server.until(lambda: _told(writers) >= (KILLS + 1) * WRITTEN_BEFORE)
            for writer in writers:
                writer.ends.set()
            for writer in writers:
                writer.join()
    with closing(sqlite3.connect(site.desk)) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        parts = Counter(database.execute(_PARTS).fetchall())
        [answers] = database.execute("SELECT count(*) FROM answers").fetchone()
        found = database.execute("SELECT new FROM corrections WHERE \"column\" = 'name'")
        names = {name for (name,) in found}
    # Two corrections, a decision and a place in the changeset each, and the answer that was kept.
    assert parts == {("accepted", 2, 1, 1): answers}
    told = {name for writer in writers for name in writer.told}
    assert len(told) >= (KILLS + 1) * WRITTEN_BEFORE
    assert told <= names


def _told(writers: list[Writer]) -> int:
    return sum(len(writer.told) for writer in writers)
