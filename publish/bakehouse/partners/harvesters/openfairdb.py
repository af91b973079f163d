"""An OpenFairDB, as behind Karte von morgen: the entries that a search of an area finds."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit, urlunsplit

from pydantic import JsonValue

from publish.bakehouse.fetch.request import shown
from publish.bakehouse.partners.harvested import Asked, Record
from publish.errors import SourceError
from publish.words.json import json_of

FOUND = 2000
"""Of a search, as many as the service finds at most: an area that has more is cut in four."""
CUTS = 10
TOGETHER = 100
"""Entries that are asked for together."""
WINDOW = timedelta(days=100)
"""For how long the service remembers what changed."""
CHANGED = 1000
"""Of what changed, as many as it tells at most."""
ID = re.compile(r"[0-9A-Za-z_-]{1,64}")
WAY_OUT = "give the address of a search with its area, as `…/v0/search?bbox=42.2,-5.2,51.1,9.6`"

Box = tuple[float, float, float, float]


def harvest(asked: Asked) -> Iterator[Record]:
    """The whole entries that a search finds, by id; those that did not change since are not sent.

    What changed is asked of the service where it remembers long enough, else all is asked anew.
    Ratings of an entry are those of when it last changed.
    """
    service = _Service(asked)
    found = sorted(service.found(service.box(), CUTS))
    known = service.known()
    for begin in range(0, len(found), TOGETHER):
        ids = found[begin : begin + TOGETHER]
        missing = [one for one in ids if one not in known]
        came = service.entries(missing) if missing else {}
        # One that was archived meanwhile does not come.
        yield from filter(None, (known.get(one) or came.get(one) for one in ids))


Entries = Mapping[str, dict[str, JsonValue]]


@dataclass(frozen=True)
class _Service:
    asked: Asked

    def box(self) -> Box:
        """The area of the search; raises SourceError where there is none."""
        search = dict(parse_qsl(self._parts.query))
        try:
            south, west, north, east = map(float, search.get("bbox", "").split(","))
        except ValueError:
            raise self._wrong("no area (`bbox=`) to search") from None
        if not (-90 <= south < north <= 90 and -180 <= west < east <= 180):
            raise self._wrong("an area whose corners are not south, west, north, east")
        return south, west, north, east

    def found(self, box: Box, cuts: int) -> set[str]:
        """The ids of the entries of an area."""
        wanted = dict(parse_qsl(self._parts.query)) | {
            "bbox": ",".join(map(str, box)),
            "limit": str(FOUND),
        }
        said = self.asked.web.json(self._at("search", urlencode(wanted, safe=",")))
        visible = said.get("visible") if isinstance(said, dict) else None
        ids = set(self._by_id(visible))
        if len(ids) < FOUND:
            return ids
        if not cuts:
            raise self._wrong(f"{FOUND} entries or more in one place")
        return set[str]().union(*(self.found(part, cuts - 1) for part in _quarters(box)))

    def entries(self, ids: list[str]) -> Entries:
        """Entries, whole, by id."""
        return self._by_id(self.asked.web.json(self._at(f"entries/{','.join(ids)}")))

    def known(self) -> Entries:
        """What is known already of entries that did not change, or is told with the change."""
        last, since, day = self.asked.last, self.asked.since, self.asked.day
        if not last or not since or not day:
            return {}
        # A clock that was set back has a last day that is still to come: nothing is known of it.
        if not timedelta(0) <= day - since < WINDOW - timedelta(days=1):
            return {}
        begin = datetime(since.year, since.month, since.day, tzinfo=UTC) - timedelta(days=1)
        query = {"since": int(begin.timestamp()), "with_ratings": "true", "limit": CHANGED}
        told = self.asked.web.json(self._at("entries/recently-changed", urlencode(query)))
        changed = self._by_id(told)
        if len(changed) >= CHANGED:
            return {}
        return self._by_id(_copied(last)) | changed

    @property
    def _parts(self) -> SplitResult:
        parts = urlsplit(self.asked.address)
        if not parts.path.endswith("/search"):
            raise self._wrong("no search")
        return parts

    def _at(self, path: str, query: str = "") -> str:
        parts = self._parts
        base = parts.path.removesuffix("search")
        return urlunsplit((parts.scheme, parts.netloc, base + path, query, ""))

    def _by_id(self, said: JsonValue) -> dict[str, dict[str, JsonValue]]:
        """Objects by their id; raises SourceError where there is anything else."""
        if not isinstance(said, list):
            raise self._wrong("no list of entries")
        found: dict[str, dict[str, JsonValue]] = {}
        for one in said:
            name = one.get("id") if isinstance(one, dict) else None
            if not isinstance(one, dict) or not isinstance(name, str) or not ID.fullmatch(name):
                raise self._wrong("an entry without an id")
            found[name] = one
        return found

    def _wrong(self, what: str) -> SourceError:
        return SourceError(f"{shown(self.asked.address)}: {what} there; {WAY_OUT}")


def _copied(last: Path) -> list[JsonValue]:
    """The records of the last copy; none where it was damaged since, so that all is asked anew."""
    try:
        with last.open(encoding="utf-8") as lines:
            return [json_of(line) for line in lines]
    except ValueError:
        return []


def _quarters(box: Box) -> Iterator[Box]:
    south, west, north, east = box
    middle, centre = round((south + north) / 2, 6), round((west + east) / 2, 6)
    for low, high in ((south, middle), (middle, north)):
        for left, right in ((west, centre), (centre, east)):
            yield low, left, high, right
