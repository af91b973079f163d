"""What figures, log and counts of use say of the desk: how much is asked of what, and no more."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from publish.desk.app.routes import kind_of
from tests.desk.entering import FORM, open_site
from tests.servers import free_port, serving

SECRET = "s3cret-of-a-link"


def test_a_kind_tells_neither_row_nor_member() -> None:
    asked = ("/desk/", "/desk/inbox", FORM, "/desk/lieux/outgoing", "/desk/lieux/places/x", "/no")
    assert [kind_of(path) for path in asked] == [
        "desk-home", "desk-inbox", "desk-propose", "desk-outgoing", "desk-rows", "desk-other",
    ]  # fmt: skip


@pytest.mark.slow("starts a server")
def test_the_desk_is_counted_and_stands_in_no_log_and_no_counts_of_use(tmp_path: Path) -> None:
    site, port = open_site(tmp_path), free_port()
    log = tmp_path / "access.log"
    with serving(tmp_path, 1, "--metrics-port", str(port), "--access-log", str(log)) as server:
        for path in (f"/desk/sign-in?link={SECRET}", f"/desk/lieux/places/{SECRET}", "/about"):
            httpx.get(f"{server.address}{path}")
        figures = httpx.get(f"http://127.0.0.1:{port}/metrics").text
    counted = re.findall(r'fournil_requests_total\{kind="([\w-]+)",status="(\d+)"\} 1\.0', figures)
    assert sorted(counted) == [("desk-rows", "401"), ("desk-signing", "403"), ("text", "200")]
    lines = log.read_text().splitlines()
    assert ([line.count('"kind":"text"') for line in lines], SECRET in figures) == ([1], False)
    with closing(sqlite3.connect(site.desk.with_name("usage.db"))) as usage:
        assert usage.execute("SELECT feature, form FROM requests").fetchall() == [("page", "html")]
