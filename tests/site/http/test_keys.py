"""A key lets its holder ask for more, and nothing else."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from publish.release.token import create, revoke
from publish.site.app.datasette_site import Site
from publish.site.http.guard import FILTERED
from tests import factory
from tests.servers import serving

TODAY = datetime.now(UTC).date()
COUNTING = (
    "with recursive c(x) as (select 1 union all select x+1 from c where x < {}) "
    "select count(*) from c"
)


def key(root: Path, days: int = 9) -> dict[str, str]:
    """The header of a new key."""
    token = create(root / "private", root / "releases", "Ada", TODAY + timedelta(days))
    return {"authorization": f"Bearer {token}"}


def client(site: Site, app: object = None) -> httpx.AsyncClient:
    """Who asks from elsewhere."""
    transport = httpx.ASGITransport(app=app or site.app(), client=("203.0.113.9", 1))  # type: ignore[arg-type]
    return httpx.AsyncClient(transport=transport, base_url="http://site.example")


async def test_a_holder_may_ask_more_often(
    root: Path, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("publish.site.http.guard.BURST", 2 * FILTERED)
    monkeypatch.setattr("publish.site.http.guard.RATE", 0.001)
    headers = key(root)
    async with client(site) as http:
        paths = [f"/lieux/places.json?_size={number + 1}" for number in range(12)]
        keyed = [(await http.get(path, headers=headers)).status_code for path in paths]
        others = [(await http.get(f"{path}&_nl=on")).status_code for path in paths]
    assert keyed == [200] * 12
    assert others == [200, 200] + [429] * 10


async def test_a_false_key_is_refused(root: Path, site: Site) -> None:
    over, revoked, good = key(root, -1), key(root), key(root)
    id = revoked["authorization"].split(".")[1]
    revoke(root / "private", root / "releases", id)
    forged = {"authorization": good["authorization"][:-4] + "AAAA"}
    async with client(site) as http:
        for headers in (over, revoked, forged):
            answer = await http.get("/lieux/places.json?_size=1", headers=headers)
            assert answer.status_code == 401
            assert answer.headers["www-authenticate"] == "Bearer"
            assert answer.json()["error"].startswith("This key is not one of this site")
        assert (await http.get("/lieux/places.json?_size=1", headers=good)).status_code == 200


async def test_a_holder_sees_what_all_see(root: Path, site: Site) -> None:
    headers = key(root)
    async with client(site) as http:
        assert (await http.get("/-/config", headers=headers)).status_code == 404
        assert (await http.post("/lieux/places/-/insert", headers=headers)).status_code == 405
        told = [await http.get("/lieux/places.json", headers=one) for one in (headers, {})]
    assert told[0].headers["etag"] == told[1].headers["etag"]
    assert told[0].content == told[1].content


@pytest.mark.slow("a query of some seconds on a server")
def test_a_holder_s_sql_has_more_time_and_its_key_is_not_written(tmp_path: Path) -> None:
    root = factory.site(tmp_path / "site")
    factory.places(root)
    (root / "datasette.yaml").write_text("settings: {sql_time_limit_ms: 300}")
    headers = key(root)
    before = [path for path in root.rglob("*") if path.is_file()]
    with serving(root) as server:
        url = f"{server.address}/lieux/-/query.json"
        # Half as much was not too long: with five times as much time there is room for all.
        rows = 100_000
        while httpx.get(url, params={"sql": COUNTING.format(rows)}, timeout=60).status_code == 200:
            rows *= 2
        sql = {"sql": COUNTING.format(rows) + " "}
        keyed = httpx.get(url, params=sql, headers=headers, timeout=60)
        code, errors = server.stop()
    assert keyed.status_code == 200, keyed.text
    assert (code, errors) == (0, "")
    written = {path for path in root.rglob("*") if path.is_file()} - set(before)
    assert written == {root / "desk" / "usage.db"}
    secret = headers["authorization"].removeprefix("Bearer ").encode()
    assert secret not in (root / "desk" / "usage.db").read_bytes()
