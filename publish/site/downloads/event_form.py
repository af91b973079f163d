"""Rows as events of a calendar (iCalendar, RFC 5545), the licence with it (RFC 7986, RFC 9253)."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import IO, TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

from publish.forms.kinds import Cell, Row
from publish.site.downloads.writers import TextWriter, Writer
from publish.site.http.arguments import tilde_encode
from publish.site.text.cells import listed

if TYPE_CHECKING:
    from icalendar import Event

MAKER = "-//Fournil//Fournil//EN"
END = b"END:VCALENDAR\r\n"
# What a text of a calendar may not hold.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_DIGITS = 6
"""Of degrees: a tenth of a metre."""


@dataclass(frozen=True)
class Events:
    """What stands where in a row, by its columns, and what the calendar says of itself.

    `keys` are those of the row's page, which is below `page`; `made` the moment of the release,
    `names` what categories are called.
    """

    columns: Sequence[str]
    keys: Sequence[str]
    label: str
    days: tuple[str, str | None]
    point: tuple[str, str]
    address: Sequence[str]
    category: str | None
    names: Mapping[str, str]
    page: str
    made: datetime
    title: str
    attribution: str
    license: str


@dataclass(frozen=True)
class CalendarForm:
    """A calendar of rows that all have a day."""

    events: Events

    def __call__(self, file: IO[bytes]) -> Writer:
        """Begins a file."""
        head = _head(self.events).removesuffix(END)
        return TextWriter(file, head, self._written, END, 0)

    def _written(self, rows: Iterable[Row]) -> Iterator[bytes]:
        for row in rows:
            yield _event(self.events, dict(zip(self.events.columns, row, strict=True)))


def _head(events: Events) -> bytes:
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", MAKER)
    calendar.add("version", "2.0")
    for name in ("name", "x-wr-calname"):
        calendar.add(name, _text(events.title))
    calendar.add("description", _text(events.attribution))
    calendar.add("url", events.page)
    linked = {"linkrel": "license", "value": "URI"}
    calendar.add("link", events.license, parameters=linked)
    return bytes(calendar.to_ical())


def _event(events: Events, cells: Mapping[str, Cell]) -> bytes:
    from icalendar import Event

    event = Event()
    keys = ",".join(tilde_encode(str(cells[name])) for name in events.keys)
    page = f"{events.page}/{keys}"
    event.add("uid", str(uuid5(NAMESPACE_URL, page)))
    event.add("dtstamp", events.made)
    event.add("summary", _text(cells[events.label]))
    event.add("url", page)
    _days(events, cells, event)
    _place(events, cells, event)
    if events.category and (found := listed(cells[events.category])):
        event.add("categories", [_text(events.names.get(one, one)) for one in found])
    return bytes(event.to_ical())


def _days(events: Events, cells: Mapping[str, Cell], event: "Event") -> None:
    """When it begins and ends; a last day is named by the one behind it (RFC 5545, 3.6.1)."""
    first = _moment(cells[events.days[0]])
    event.add("dtstart", first)
    last = _moment(cells[events.days[1]]) if events.days[1] and cells[events.days[1]] else None
    if last is None or type(last) is not type(first):
        return
    whole = not isinstance(last, datetime)
    end = last + timedelta(days=1) if whole else last
    if _zoned(end) == _zoned(first) and end > first:
        event.add("dtend", end)


def _moment(cell: Cell) -> date | datetime:
    """A day, a moment in UTC, or one of no zone, as the place has it."""
    said = str(cell)
    if len(said) == len("2026-11-21"):
        return date.fromisoformat(said)
    found = datetime.fromisoformat(said)
    return found.astimezone(UTC) if found.tzinfo else found


def _zoned(moment: date | datetime) -> bool:
    return isinstance(moment, datetime) and moment.tzinfo is not None


def _place(events: Events, cells: Mapping[str, Cell], event: "Event") -> None:
    said = [_text(cells[name]) for name in events.address if cells[name] not in (None, "")]
    if said:
        event.add("location", ", ".join(said))
    lat, lon = (cells[name] for name in events.point)
    if not (isinstance(lat, int | float) and isinstance(lon, int | float)):
        return
    if abs(lat) <= 90 and abs(lon) <= 180:
        event.add("geo", (round(lat, _DIGITS), round(lon, _DIGITS)))


def _text(cell: Cell) -> str:
    text = "" if cell is None else str(cell).replace("\r\n", "\n")
    return _CONTROL.sub(" ", text)
