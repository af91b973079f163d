"""Dates and times read so that, written again in their format, they are what was read.

Leading zeros, capitals, runs of spaces and zeros at the end of a fraction aside; what would come
out as another day or hour becomes NULL.
"""

import re
from typing import Any

import ibis

from publish.bakehouse import functions
from publish.bakehouse.clocks import KNOWN, days_of_change
from publish.declare.declaration import Column

Value = Any

DAY_0 = ibis.date("1970-01-01")
ISO_DATE = ("%Y-%m-%d",)
CLOCK = r"(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?"
OFFSET = r" ?(?:Z|[+-](?:0\d|1[0-4])(?::?[0-5]\d)?)"
ISO_TIME = rf"\d{{4}}-\d\d-\d\d[T ]{CLOCK}"
MIDNIGHT = r"[T ]00:00(?::00(?:\.0+)?)?$"
# What the database takes for the first day of its calendar, whatever the format.
NO_DAYS = ("epoch", "infinity", "-infinity")
# Directives that repeat what others say, and that the database does not compare with them.
REPEATING = re.compile(r"%-?[aAcGjuUVwWxX]")
ZONED = re.compile(r"%[zZ]")
OF_CLOCK = re.compile(r"%-?[HIMSfgnpcX]")


def day(text: Value, column: Column) -> Value:
    """The ISO text of a day; a clock beside it must show midnight, so that nothing is lost."""
    times = [_day(text, format) for format in column.format or ISO_DATE]
    time = ibis.coalesce(*times)
    return (time == time.truncate("D")).ifelse(time.date().cast("string"), ibis.null("string"))


def moment(text: Value, column: Column) -> Value:
    """The ISO text of a moment: in UTC with a `Z` where its zone is written or declared."""
    local = _iso_text(local_time(text, column), column.timezone)
    return ibis.coalesce(local, _written(_zoned(text, column), "Z"))


def local_time(text: Value, column: Column) -> Value:
    """What a clock showed, where a text holds no zone."""
    plain = [format for format in column.format if not ZONED.search(format)]
    times = [_time(text, format) for format in plain]
    return ibis.coalesce(ibis.null("timestamp"), *(times if column.format else [_iso(text)]))


def never_shown(text: Value, value: Value, column: Column) -> Value:
    """Whether clocks of the declared zone skipped this hour; `value` is what was made of it."""
    local, zone = local_time(text, column), column.timezone
    return _near_change(value, zone, _shown(_utc(local, zone), zone) != local)


def shown_twice(text: Value, value: Value, column: Column) -> Value:
    """Whether clocks of the declared zone showed this hour twice, of which one is published."""
    zone = column.timezone
    moment = value.replace("Z", "").try_cast("timestamp")
    local = _shown(moment, zone)
    nearby = [moment - ibis.interval(days=1), moment + ibis.interval(days=1)]
    others = [local - (_shown(near, zone) - near) for near in nearby]
    first, last = [(other != moment) & (_shown(other, zone) == local) for other in others]
    without_zone = local_time(text, column).notnull()
    return _near_change(value, zone, (first | last) & without_zone)


def _near_change(value: Value, zone: str | None, asked: Value) -> Value:
    """What is asked of a moment, false where clocks were not set on its day: asking costs much."""
    first, last = KNOWN
    day = value.left(10).try_cast("date").delta(DAY_0, unit="day")
    known = day.between(first, last)
    place = known.ifelse(day - first, 0).cast("int32")
    near = functions.bit(days_of_change(zone or "UTC"), place) == 1
    return (near | ~known).ifelse(asked, ibis.literal(False))


def cut_short(text: Value) -> Value:
    """Whether a text has more than microseconds."""
    return text.re_search(r"\.\d{6}\d*[1-9]")


def _day(text: Value, format: str) -> Value:
    clock = OF_CLOCK.search(format)
    return _time(text if clock else text.re_replace(MIDNIGHT, ""), format)


def _time(text: Value, format: str) -> Value:
    """The time that a text shows by a format, which has no zone."""
    short = text.re_replace(r"(\.\d{6})\d+", r"\1") if "%f" in format else text
    time = functions.parse_time(short, format)
    if REPEATING.search(format):
        same = _spelt(functions.write_time(time, format)) == _spelt(short)
        time = same.ifelse(time, ibis.null("timestamp"))
    known = text.lower().notin(NO_DAYS)
    return known.ifelse(_plausible(time), ibis.null("timestamp"))


def _spelt(text: Value) -> Value:
    """The text in one of the spellings that say the same."""
    for pattern, other in ((r"(\.\d*?)0+\b", r"\1"), (r"\b0+(\d)", r"\1"), (r"\s+", " ")):
        text = text.re_replace(pattern, other)
    return text.lower()


def _plausible(time: Value) -> Value:
    """Without years of two digits, which `%Y` takes for the first century, and of five."""
    return time.year().between(1000, 9999).ifelse(time, ibis.null("timestamp"))


def _iso(text: Value) -> Value:
    return _when(text, ISO_TIME, text.try_cast("timestamp"))


def _when(text: Value, pattern: str, time: Value) -> Value:
    """A time whose text is of the right form; the database's own cast takes too much."""
    fits = functions.full_match(text, pattern)
    return _plausible(fits.ifelse(time, ibis.null("timestamp")))


def _zoned(text: Value, column: Column) -> Value:
    """What a clock in UTC showed, where a text holds a zone."""
    formats = [format for format in column.format if ZONED.search(format)]
    times = [_zoned_time(text, format) for format in formats]
    return ibis.coalesce(ibis.null("timestamp"), *(times if column.format else [_zoned_iso(text)]))


def _zoned_iso(text: Value) -> Value:
    seconds = text.re_replace(r"([T ]\d\d:\d\d)( ?(?:Z|[+-].*))$", r"\1:00\2")
    time = seconds.re_replace(r" ([Z+-])", r"\1").try_cast("timestamp('UTC')")
    return _when(text, ISO_TIME + OFFSET, functions.without_zone("UTC", time))


def _zoned_time(text: Value, format: str) -> Value:
    """The time by a format with a zone; `%z` reads Z too, and no offset that no zone has."""
    fits = text.re_search(OFFSET + "$") if format.endswith("%z") else ibis.literal(True)
    offset = text.re_replace("Z$", "+00:00").re_replace(r"(\.\d{6})\d+", r"\1")
    time = functions.without_zone("UTC", functions.parse_zoned_time(offset, format))
    known = fits & text.lower().notin(NO_DAYS)
    return known.ifelse(_plausible(time), ibis.null("timestamp"))


def _iso_text(local: Value, zone: str | None) -> Value:
    return _written(_plausible(_utc(local, zone)), "Z") if zone else _written(local, "")


def _written(time: Value, zone: str) -> Value:
    return time.cast("string").replace(" ", "T") + zone


def _utc(local: Value, zone: str | None) -> Value:
    """What a clock in UTC shows when clocks of a zone show a time."""
    return functions.without_zone("UTC", functions.at_zone(zone, local))


def _shown(utc: Value, zone: str | None) -> Value:
    """What clocks of a zone show when one in UTC shows a time."""
    return functions.without_zone(zone, functions.at_zone("UTC", utc))
