"""Tables with days and places are calendars: read by a reader of iCalendar, and by its letters."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from icalendar import Calendar

from publish.site.app.datasette_site import Site
from tests import factory
from tests.site.conftest import opened

FAIRS = "/fetes/fairs.ics"
COLUMNS = {
    "id": "string", "name": "string", "updated": "date", "start": "date", "end": "date",
    "town": "string", "kind": "string", "lat": "number", "lon": "number",
}  # fmt: skip
LONG = "Fête, foire\net « œuvres » ; " + "é" * 80
ROWS = [
    ("f/1", LONG, "2026-01-01", "2026-05-30", "2026-05-31", "Guéret", "a,b", 46.17, 1.87),
    ("f2", "Bal\x0bde\x00 mai", "2026-01-02", "2026-05-01", None, None, None, None, None),
    ("f3", "Un jour", "2026-01-03", None, "2026-06-01", "Pau", "bal", 43.3, -0.37),
    ("f4", "À rebours", "2026-01-03", "2026-07-02", "2026-07-01", "Pau", "bal", 43.3, -0.37),
]
TALKS = [
    ("t1", "2026-05-30T18:00:00", 46.17, 1.87),
    ("t2", "2026-05-30T18:00:00+02:00", 46.17, 1.87),
    ("t3", "2026-05-30T16:00:00Z", 46.17, 1.87),
]


def table(name: str, columns: dict[str, str], **more: Any) -> dict[str, Any]:
    """What a release says of a table with a map."""
    fields = [{"name": column, "type": kind} for column, kind in columns.items()]
    browse = {"map": ["lat", "lon"], "label": "name" if "name" in columns else "id"}
    return {
        "name": name, "path": f"{name}.csv", "rows": 0, "licenses": [factory.ODBL],
        "about": "things", "titles": {"fr": "Fêtes"}, "browse": browse | {"facets": ["kind"]},
        "schema": {"fields": fields, "primaryKey": ["id"]},
    } | more  # fmt: skip


def fairs(root: Path) -> Path:
    """A release of `fetes`: fairs by day, talks by hour, people, and towns without days."""
    places = {"id": "string", "lat": "number", "lon": "number"}
    talks = {"id": "string", "at": "datetime", "lat": "number", "lon": "number"}
    folder = root / "releases" / "fetes" / "1.0.0"
    folder.mkdir(parents=True)
    with closing(sqlite3.connect(folder / "fetes.db")) as connection:
        connection.executescript(
            "create table fairs (id text primary key, name text, updated text, start text,"
            " end text, town text, kind text, lat real, lon real) strict;"
            "create table talks (id text primary key, at text, lat real, lon real) strict;"
            "create table people (id text primary key, at text, lat real, lon real) strict;"
            "create table towns (id text primary key, lat real, lon real) strict;"
        )
        connection.executemany(f"insert into fairs values ({','.join('?' * 9)})", ROWS)
        connection.executemany("insert into talks values (?, ?, ?, ?)", TALKS)
        connection.commit()
    resources = [
        table("fairs", COLUMNS, rows=4),
        table("talks", talks, rows=3),
        table("people", talks, about="people"),
        table("towns", places),
    ]
    package = factory.places_package("1.0.0", 0) | {"resources": resources}
    return factory.finish(root, "fetes", "1.0.0", package)


@pytest_asyncio.fixture(scope="module")
async def site(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Site]:
    root = factory.site(tmp_path_factory.mktemp("calendars") / "site")
    fairs(root)
    async with opened(root) as started:
        yield started


async def told(site: Site, address: str) -> bytes:
    answer = await site.client.get(address)
    assert answer.status_code == 200, answer.text
    return bytes(answer.content)


async def events(site: Site, address: str) -> dict[str, Any]:
    """The events by the end of their pages' addresses."""
    found = Calendar.from_ical(await told(site, address)).walk("VEVENT")
    return {str(one["url"]).rpartition("/")[2]: one for one in found}


async def test_rows_with_a_day_are_events(site: Site) -> None:
    found = await events(site, FAIRS)
    assert list(found) == ["f~2F1", "f2", "f4"]
    fair = found["f~2F1"]
    assert fair["summary"] == LONG
    assert fair["location"] == "Guéret"
    assert (fair["geo"].latitude, fair["geo"].longitude) == (46.17, 1.87)
    assert [str(one) for one in fair["categories"].cats] == ["a,b"]
    assert fair["url"] == "http://localhost/fetes/fairs/f~2F1"
    assert fair["dtstamp"].dt == datetime(2026, 11, 21, tzinfo=UTC)


async def test_a_last_day_is_part_of_the_event(site: Site) -> None:
    found = await events(site, FAIRS)
    assert found["f~2F1"]["dtstart"].dt == date(2026, 5, 30)
    assert found["f~2F1"]["dtend"].dt == date(2026, 6, 1)
    assert "dtend" not in found["f2"]
    assert "dtend" not in found["f4"]


async def test_what_is_not_there_is_not_said_and_control_signs_are_blanks(site: Site) -> None:
    ball = (await events(site, FAIRS))["f2"]
    assert ball["summary"] == "Bal de  mai"
    assert not {"location", "geo", "categories"} & {name.lower() for name in ball}


async def test_lines_have_75_octets_at_most_and_break_between_letters(site: Site) -> None:
    lines = (await told(site, FAIRS)).split(b"\r\n")
    assert lines[-2:] == [b"END:VCALENDAR", b""]
    assert max(map(len, lines)) <= 75
    assert all(b"\n" not in line and line.decode() for line in lines[:-1])
    assert "SUMMARY:Fête\\, foire\\net « œuvres » \\; éé".encode() in b"\r\n".join(lines)


async def test_an_event_keeps_its_name(site: Site, tmp_path: Path) -> None:
    names = {end: str(one["uid"]) for end, one in (await events(site, FAIRS)).items()}
    assert names["f2"] == "2f8c3b9b-9cc2-5ade-b07b-0ff452e92a39"
    assert len({*names.values()}) == 3
    fairs(factory.site(tmp_path / "site"))
    async with opened(tmp_path / "site") as again:
        some = await events(again, f"{FAIRS}?town=Gu%C3%A9ret")
    assert {end: str(one["uid"]) for end, one in some.items()} == {"f~2F1": names["f~2F1"]}


async def test_moments_are_told_in_utc_or_as_the_place_has_them(site: Site) -> None:
    text = (await told(site, "/fetes/talks.ics")).decode()
    assert text.count("DTSTART:20260530T180000\r\n") == 1
    assert text.count("DTSTART:20260530T160000Z\r\n") == 2


async def test_the_calendar_says_its_name_and_licence(site: Site) -> None:
    calendar: Any = Calendar.from_ical(await told(site, f"{FAIRS}?kind=bal"))
    assert calendar["x-wr-calname"] == calendar["name"]
    assert "bal" in calendar["name"]
    assert "Collectif des lieux" in calendar["description"]
    assert calendar["link"].params["linkrel"] == "license"
    assert str(calendar["link"]) == factory.ODBL["path"]


async def test_the_answer_is_a_calendar_that_is_kept_and_open_to_all(site: Site) -> None:
    answer = await site.client.get(FAIRS)
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert f'<{factory.ODBL["path"]}>; rel="license"' in answer.headers["link"]
    same = await site.client.get(FAIRS, headers={"if-none-match": answer.headers["etag"]})
    assert same.status_code == 304
    page = await site.client.get("/fetes/fairs")
    assert 'href="/fetes/fairs.ics"' in page.text


@pytest.mark.parametrize("name", ["people", "towns"])
async def test_people_and_things_without_days_are_no_events(site: Site, name: str) -> None:
    answer = await site.client.get(f"/fetes/{name}.ics")
    assert answer.status_code == 404
    assert "Nothing ends in .ics here" in answer.text
    assert ".ics" not in (await site.client.get(f"/fetes/{name}")).text
