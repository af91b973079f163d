"""The days about which clocks of a zone are set: only there is an hour skipped or shown twice."""

from functools import cache

import duckdb

# The days from 1900 to 2099, counted from 1970; others are not looked through.
KNOWN = (-25567, 47481)
# Days whose offset is not that of the next one; in them the hours; the days around these, as far
# as a clock that is read may be off.
DAYS = """
    WITH days AS (SELECT unnest(range($first, $last + 1))::INT AS day),
    instants AS (SELECT (DATE '1970-01-01' + day)::TIMESTAMP AS clock FROM days),
    changing AS (SELECT clock FROM instants WHERE {now} <> {tomorrow}),
    hours AS (SELECT clock + to_hours(unnest(range(24))) AS clock FROM changing),
    found AS (SELECT clock, {now} AS before, {next} AS after FROM hours WHERE {now} <> {next}),
    steps AS (SELECT clock, greatest(before, after) - least(before, after) AS step FROM found),
    around AS (SELECT unnest([clock - step, clock, clock + to_hours(1),
      clock + to_hours(1) + step])::DATE AS day FROM steps)
    SELECT DISTINCT (day - DATE '1970-01-01')::INT AS number FROM around ORDER BY number
"""
OFFSET = "(timezone($zone, timezone('UTC', {clock})) - {clock})"


@cache
def days_of_change(zone: str) -> str:
    """A digit for each day of KNOWN (in UTC): 1 where clocks of a zone are set about then.

    Asked of the calendar that reads the times.
    """
    clocks = {"now": "clock", "tomorrow": "clock + to_days(1)", "next": "clock + to_hours(1)"}
    offsets = {name: OFFSET.format(clock=f"({clock})") for name, clock in clocks.items()}
    statement = DAYS.format(**offsets)
    values = {"first": KNOWN[0], "last": KNOWN[1], "zone": zone}
    with duckdb.connect() as place:
        found = {day for (day,) in place.execute(statement, values).fetchall()}
    first, last = KNOWN
    return "".join("1" if day in found else "0" for day in range(first, last + 1))
