"""Trainline's stations at two dates: the second file is a new release of the first."""

from typing import Any

import pytest

from tests.real.real_site import RealSite, found

pytestmark = pytest.mark.slow("publishes a real file of two dates")

JULY = "trainline-stations/stations-2015-07-22-0696935.csv"
NOVEMBER = "trainline-stations/stations-2015-11-18-36ca7f9.csv"


def publish(real: RealSite, day: str, file: str) -> Any:
    return real.publish(f"stations/{day}", {"stations.csv": file}, as_of=day)


def by_id(real: RealSite) -> dict[str, dict[str, str]]:
    return {row["id"]: row for row in real.rows("stations", "stations")}


def test_the_second_date_is_a_new_release(real: RealSite, facts: dict[str, Any]) -> None:
    outcome = publish(real, "2015-07-22", JULY)
    assert (outcome.version, outcome.reasons) == ("1.0.0", ("first release",))
    assert found(outcome) == []
    before = by_id(real)
    assert len(before) == facts[JULY]["rows"] == 21_481

    outcome = publish(real, "2015-11-18", NOVEMBER)
    assert (outcome.version, outcome.reasons) == (
        "1.1.0",
        (
            "column stations.sncf_tvs_id added",
            "column stations.hkx_id added",
            "column stations.hkx_is_enabled added",
            "date of last update changed",
            "stations has 21489 rows, had 21481",
        ),
    )
    after = by_id(real)
    assert len(after) == facts[NOVEMBER]["rows"] == 21_489
    changed = [
        id
        for id in before.keys() & after.keys()
        if any(after[id][column] != cell for column, cell in before[id].items())
    ]
    removed, added = before.keys() - after.keys(), after.keys() - before.keys()
    assert (len(added), len(removed), len(changed)) == (8, 0, 982)

    again = publish(real, "2015-11-18", NOVEMBER)
    assert (again.status, again.version) == ("unchanged", "1.1.0")


@pytest.fixture
def november(real: RealSite) -> RealSite:
    publish(real, "2015-11-18", NOVEMBER)
    return real


def test_what_was_text_comes_out_typed(november: RealSite, facts: dict[str, Any]) -> None:
    noted = facts[NOVEMBER]["tokens"]
    ask = "SELECT sum({0} = 1), sum({0} = 0), sum({0} IS NULL) FROM stations"
    assert november.ask("stations", ask.format("is_city")) == [
        (noted["is_city"]["t"], noted["is_city"]["f"], 3441)
    ]
    names = "SELECT name, uic, latitude, is_city FROM stations WHERE slug IN ('faux', 'none')"
    assert november.ask("stations", f"{names} ORDER BY name") == [
        ("Faux", "8872611", 50.621997, 0),
        ("None", "8300513", 44.938064, None),
    ]
    span = "SELECT min(longitude), max(longitude), min(latitude), max(latitude) FROM stations"
    columns = facts[NOVEMBER]["typed_cols"]
    assert november.ask("stations", span) == [
        (*columns["longitude"]["range"], *columns["latitude"]["range"])
    ]


def test_the_release_can_be_searched_mapped_and_cited(november: RealSite) -> None:
    search = "SELECT count(*) FROM stations_fts WHERE stations_fts MATCH 'zurich'"
    assert november.ask("stations", search) == [(11,)]
    described = november.described("stations")
    assert [one["name"] for one in described["licenses"]] == ["ODbL-1.0"]
    assert described["contents_license"] == "DbCL-1.0"
    assert described["updated"] == {"date": "2015-11-18", "basis": "declared"}
    [stations] = described["resources"]
    assert stations["browse"]["map"] == ["latitude", "longitude"]
    assert "info_fr" in [field["name"] for field in stations["schema"]["fields"]]
    assert len(stations["schema"]["foreignKeys"]) == 2
    assert november.ask("stations", "PRAGMA foreign_key_check") == []
