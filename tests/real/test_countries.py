"""world-countries: its CSV and its nested JSON are the same table."""

import json
from typing import Any

import pytest

from tests.real.real_site import RealSite, found

pytestmark = pytest.mark.slow("publishes a real file twice")

CSV, JSON = "world-countries/countries.csv", "world-countries/countries.json"


def test_csv_and_json_give_the_same_table(real: RealSite, facts: dict[str, Any]) -> None:
    first = real.publish("world-countries/csv", {"countries.csv": CSV})
    of_csv = real.rows("world-countries", "countries")
    second = real.publish("world-countries/json", {"countries.json": JSON})
    of_json = real.rows("world-countries", "countries")
    # A number in a list is a text there: the same value to a reader, not to the eye.
    retyped = (
        "changed-column",
        "countries.latlng",
        "100% of the rows have another value than in the last release under the same key",
    )
    assert (found(first), found(second)) == ([], [retyped])
    assert (second.version, second.reasons) == ("1.0.1", ("rows changed",))
    assert len(of_csv) == len(of_json) == facts[CSV]["rows"] == 250
    assert [apart(row) for row in of_csv] == [apart(row) for row in of_json]


def apart(row: dict[str, str]) -> dict[str, Any]:
    """A row without what the two files write differently.

    The CSV cannot tell the comma between two names from the one in "Bolivia, Plurinational State
    of", nor a number in a list from a text.
    """
    names = ",".join(json.loads(row["alt_spellings"])).replace(", ", ",")
    point = [float(degrees) for degrees in json.loads(row["latlng"])]
    return {**row, "alt_spellings": names, "latlng": point}


def test_only_names_with_a_comma_differ(real: RealSite) -> None:
    real.publish("world-countries/csv", {"countries.csv": CSV})
    of_csv = {row["cca3"]: row for row in real.rows("world-countries", "countries")}
    real.publish("world-countries/json", {"countries.json": JSON})
    of_json = {row["cca3"]: row for row in real.rows("world-countries", "countries")}
    differ = [
        (column, id)
        for id, row in of_csv.items()
        for column, cell in row.items()
        if of_json[id][column] != cell and column != "latlng"
    ]
    assert {column for column, _ in differ} == {"alt_spellings"}
    assert len(differ) == 14


def test_codes_stay_what_they_are(real: RealSite) -> None:
    real.publish("world-countries/csv", {"countries.csv": CSV})
    columns = "cca2, ccn3, calling_codes, idd_suffixes, latlng, area, landlocked"
    ask = f"SELECT {columns} FROM countries WHERE cca3 IN ('AFG', 'NAM', 'REU') ORDER BY cca3"
    assert real.ask("world-countries", ask) == [
        ("AF", "004", '["+93"]', '["3"]', '["33","65"]', 652230.0, 1),
        ("NA", "516", '["+264"]', '["64"]', '["-22","17"]', 825615.0, 0),
        ("RE", "638", '["+262"]', '["62"]', '["-21.15","55.5"]', 2511.0, 0),
    ]
