"""French places by the words that people call them by: names, postcodes, INSEE codes."""

import re
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path

import publish
from publish.words.places import place_key
from publish.words.sqlite import read_only

FILE = Path(publish.__file__).parent / "built" / "places" / "places.db"
# A name alone, or with the name or the code of its département: `Saint-Denis (974)`, `Vic, Cher`.
_WITHIN = re.compile(r"(?P<name>[^(),]+)[(,](?P<department>[^(),]+)\)?\s*")
_CODE = re.compile(r"[0-9][0-9AB][0-9]{3}")
# More that have one name are not told apart one by one.
MOST, LIKE = 12, 3
_COLUMNS = (
    "place.name, place.department, place.department_name, place.population, place.lat, place.lon,"
    " larger.name from places as place left join places as larger on larger.id = place.instead"
)
_ORDER = f"place.lat is null, place.commune desc, place.population desc limit {MOST}"


@dataclass(frozen=True)
class Place:
    """A place, its département, and where it is: None where that is not known.

    `instead` is then a larger one near it.
    """

    name: str
    department: str
    department_name: str
    population: int
    lat: float | None
    lon: float | None
    instead: str | None = None

    @property
    def title(self) -> str:
        """The name with that of its département, unless they are the same."""
        own = place_key(self.name) == place_key(self.department_name)
        return self.name if own else f"{self.name} ({self.department_name})"

    @property
    def address(self) -> str:
        """The place and no other, as an address writes it."""
        return f"{self.name} ({self.department})"


# Each page of a selection asks again, and files never change.
@lru_cache(maxsize=1024)
def places(words: str) -> tuple[Place, ...]:
    """The places that words may mean, what they mean most likely first."""
    said = _WITHIN.fullmatch(words)
    name = said["name"] if said else words
    code = name.strip().upper()
    found = _coded(code) if _CODE.fullmatch(code) else _named(place_key(name))
    within = place_key(said["department"]) if said else ""
    return tuple(
        one
        for one in found
        if within in ("", one.department.casefold(), place_key(one.department_name))
    )


def _named(key: str) -> list[Place]:
    return _found(f"select {_COLUMNS} where place.key = ? order by {_ORDER}", key)


def _coded(code: str) -> list[Place]:
    """Those of a postcode first: people know theirs."""
    sql = f"select {_COLUMNS} join codes on codes.place = place.id where codes.code = ?"
    return _found(f"{sql} order by codes.postal desc, {_ORDER}", code)


def _found(sql: str, value: str) -> list[Place]:
    with closing(sqlite3.connect(read_only(FILE), uri=True)) as database:
        return [Place(*row) for row in database.execute(sql, [value])]


def alike(words: str) -> list[str]:
    """Names that are written almost like these words; those with a known position."""
    key = place_key(words)
    sql = "select distinct key, name from places where lat is not null and key glob ?"
    with closing(sqlite3.connect(read_only(FILE), uri=True)) as database:
        names = dict(database.execute(sql, [f"{key[:2]}*"]).fetchall())
    return [names[one] for one in get_close_matches(key, names, LIKE, 0.8)]
