"""A real server that answers as an OpenFairDB does: areas, whole entries, what changed."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from publish.bakehouse.partners.harvested import Asked, Record
from publish.bakehouse.partners.harvesters import openfairdb
from publish.bakehouse.partners.polite import PoliteWeb
from publish.declare.partner import PartnerSource
from publish.errors import SourceError
from tests.bakehouse.partners.services import Answer, serving
from tests.servers import listening

DAY = date(2026, 11, 21)
FRANCE = "42.2,-5.2,51.1,9.6"
Entry = dict[str, str | float | int | list[str]]


def entry(number: int, lat: float = 45.0, lng: float = 4.0) -> Entry:
    """An entry as the service has it."""
    title = f"Lieu {number}"
    place = {"id": f"e{number:04}", "title": title, "lat": lat, "lng": lng}
    return {**place, "version": 1, "license": "ODbL-1.0", "tags": ["transition"]}


@dataclass
class Database:
    """An OpenFairDB: its entries, those that changed lately, how many it finds at most."""

    entries: dict[str, Entry]
    changed: list[str] = field(default_factory=list)
    most: int = 2000
    asked: list[str] = field(default_factory=list)
    url: str = ""

    def answer(self, path: str, query: dict[str, str]) -> object:
        """What it answers, None where there is nothing."""
        if path == "/v0/search":
            south, west, north, east = map(float, query["bbox"].split(","))
            inside = [
                {"id": one["id"], "title": one["title"], "lat": one["lat"], "lng": one["lng"]}
                for one in self.entries.values()
                if south <= float(str(one["lat"])) <= north
                and west <= float(str(one["lng"])) <= east
            ]
            return {"visible": inside[: min(int(query["limit"]), self.most)], "invisible": []}
        if path == "/v0/entries/recently-changed":
            return [self.entries[one] for one in self.changed][: int(query["limit"])]
        wanted = path.removeprefix("/v0/entries/").split(",")
        return [self.entries[one] for one in wanted if one in self.entries]

    def harvest(
        self, private: Path, last: Path | None = None, since: date | None = None, bbox: str = FRANCE
    ) -> list[Record]:
        """Its records, as a run of DAY gets them."""
        address = f"{self.url}/v0/search?bbox={bbox}&tags=transition"
        web = PoliteWeb(address, {urlsplit(self.url).netloc: {}}, private, pauses=())
        source = PartnerSource(path=address, harvest="openfairdb")
        found = list(openfairdb.harvest(Asked(address, source, web, last, since, DAY)))
        web.unfinished.done()
        return found


@pytest.fixture
def database() -> Iterator[Database]:
    state = Database({f"e{number:04}": entry(number) for number in range(250)})

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            there = parts.path != "/robots.txt"
            if there:
                state.asked.append(self.path)
            query = {key: value for key, [value] in parse_qs(parts.query).items()}
            body = json.dumps(state.answer(parts.path, query)).encode() if there else b""
            self.send_response(200 if there else 404)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with listening(Handler) as address:
        state.url = address
        yield state


def saved(records: list[Record], tmp_path: Path) -> Path:
    """The last copy."""
    path = tmp_path / "records.jsonl"
    path.write_text("".join(f"{json.dumps(record)}\n" for record in records))
    return path


def test_the_entries_of_an_area_come_whole_and_in_order(database: Database, tmp_path: Path) -> None:
    database.entries["far"] = entry(9999, lat=12.0) | {"id": "far"}
    records = database.harvest(tmp_path)
    assert records == [entry(number) for number in range(250)]
    search, *entries = database.asked
    assert search == f"/v0/search?bbox={FRANCE}&tags=transition&limit=2000"
    assert [len(path.split(",")) for path in entries] == [100, 100, 50]


def test_an_area_with_too_many_is_cut_in_four(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(openfairdb, "FOUND", 100)
    places = {n: (43 + n % 8, -5 + n % 14) for n in range(250)}
    database.entries = {f"e{n:04}": entry(n, *map(float, at)) for n, at in places.items()}
    assert len(database.harvest(tmp_path)) == 250
    searches = [path for path in database.asked if "/search" in path]
    assert len(searches) >= 5
    assert "bbox=42.2,-5.2,46.65,2.2&" in searches[1]


def test_more_in_one_place_than_it_tells_is_said(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(openfairdb, "FOUND", 100)
    with pytest.raises(SourceError, match="100 entries or more in one place there"):
        database.harvest(tmp_path)
    assert len(database.asked) < 100


def test_only_what_changed_is_asked_for_again(database: Database, tmp_path: Path) -> None:
    last = saved(database.harvest(tmp_path), tmp_path)
    database.entries["e0007"]["title"] = "Le Fournil"
    database.entries["e0250"] = entry(250)
    del database.entries["e0003"]
    database.changed = ["e0007", "e0250"]
    database.asked.clear()
    records = database.harvest(tmp_path, last, DAY - timedelta(7))
    assert records == [database.entries[one] for one in sorted(database.entries)]
    [_, changed] = database.asked
    since = int(datetime(2026, 11, 13, tzinfo=UTC).timestamp())
    asked = f"/v0/entries/recently-changed?since={since}&with_ratings=true&limit=1000"
    assert changed == asked


def test_a_last_copy_that_was_damaged_is_asked_for_anew(database: Database, tmp_path: Path) -> None:
    last = saved(database.harvest(tmp_path), tmp_path)
    last.write_bytes(last.read_bytes()[:-20])
    assert len(database.harvest(tmp_path, last, DAY - timedelta(7))) == 250


def test_after_a_clock_was_set_back_all_is_asked_anew(database: Database, tmp_path: Path) -> None:
    last = saved(database.harvest(tmp_path), tmp_path)
    database.entries["e0007"]["title"] = "Le Fournil"
    assert database.harvest(tmp_path, last, DAY + timedelta(1))[7]["title"] == "Le Fournil"


def test_one_that_was_archived_goes_though_it_is_told_as_changed(
    database: Database, tmp_path: Path
) -> None:
    last = saved(database.harvest(tmp_path), tmp_path)
    archived = database.entries.pop("e0007")
    database.entries["e0007"] = archived | {"lat": 0.0}
    database.changed = ["e0007"]
    records = database.harvest(tmp_path, last, DAY - timedelta(7))
    assert "e0007" not in {record["id"] for record in records}
    assert len(records) == 249


@pytest.mark.parametrize("days", [99, 100, 400])
def test_beyond_its_memory_all_is_asked_anew(database: Database, tmp_path: Path, days: int) -> None:
    last = saved([entry(number) | {"title": "Avant"} for number in range(250)], tmp_path)
    records = database.harvest(tmp_path, last, DAY - timedelta(days))
    assert records == [entry(number) for number in range(250)]
    assert [path for path in database.asked if "changed" in path] == []


def test_more_changes_than_it_tells_are_not_trusted(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(openfairdb, "CHANGED", 2)
    last = saved([entry(number) | {"title": "Avant"} for number in range(250)], tmp_path)
    database.changed = ["e0001", "e0002", "e0003"]
    records = database.harvest(tmp_path, last, DAY - timedelta(7))
    assert {record["title"] for record in records} == {f"Lieu {number}" for number in range(250)}


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/v0/entries/recently-changed", "no search there; give the address of a search"),
        ("/v0/search", "no area"),
        ("/v0/search?bbox=1,2,3", "no area"),
        ("/v0/search?bbox=nan,2,3,4", "an area whose corners are not south, west, north, east"),
        ("/v0/search?bbox=51.1,-5.2,42.2,9.6", "an area whose corners are not"),
    ],
)
def test_an_address_that_is_no_search_of_an_area_is_said(
    tmp_path: Path, path: str, words: str
) -> None:
    with serving({}) as service, pytest.raises(SourceError, match=words):
        list(openfairdb.harvest(service.ask(path, "openfairdb", tmp_path)))
    assert service.asked == []


@pytest.mark.parametrize("id", ["../../private", "a,b", "a/b", "", 7, None, "x" * 65])
def test_an_id_that_would_lead_elsewhere_is_refused(tmp_path: Path, id: object) -> None:
    answer = Answer(json.dumps({"visible": [{"id": id}]}).encode())
    with serving({"/v0/search": answer}) as service:
        asked = service.ask(f"/v0/search?bbox={FRANCE}", "openfairdb", tmp_path)
        with pytest.raises(SourceError, match="an entry without an id there"):
            list(openfairdb.harvest(asked))
        assert len(service.asked) == 1
