"""A small service, for the attack: what it counted on each day by feature, country and search."""

from collections import defaultdict
from collections.abc import Iterator
from random import Random
from typing import NamedTuple

from publish.declare.site import SiteFolder
from tests.counted import FEATURES, day, export

SOURCE = '{path: exports/%s.csv, delimiter: ";"}'
OTHERS = f"""\
  countries:
    title: {{fr: Pays, en: Countries}}
    about: things
    sources: [{SOURCE % "countries"}]
    counts: {{behind: visitors, every: month, by: country, sum: actions}}
    columns:
      day: {{type: date, role: open, constraints: {{required: true}}}}
      country: {{type: string, role: open, description: {{fr: Pays}}}}
      visitors: {{type: integer, role: open}}
      actions: {{type: integer, role: open, description: {{fr: Actions}}}}
  searches:
    title: {{fr: Recherches, en: Searches}}
    about: things
    sources: [{SOURCE % "searches"}]
    counts: {{behind: visitors, every: week, sum: searches}}
    columns:
      day: {{type: date, role: open, constraints: {{required: true}}}}
      visitors: {{type: integer, role: open}}
      searches: {{type: integer, role: open, description: {{fr: Recherches}}}}
"""
TABLES = FEATURES.replace("[week]", "[week, day]") + OTHERS
"""What is published of it: features by week and day, countries by month, searches by week."""
FEATURE_SIZES = {"map": 60, "place": 34, "data": 16, "chart": 12, "help": 6, "sql": 3, "feed": 1}
COUNTRY_SHARES = {"FR": 0.75, "BE": 0.12, "CH": 0.08, "CA": 0.04, "NA": 0.01}
# A quiet week, in which no row of any report has eleven people.
QUIET = range(35, 42)


class Counted(NamedTuple):
    """A row of a report: how many people were behind it, and what they did."""

    visitors: int
    actions: int


Days = dict[tuple[int, str], Counted]


def features(until: int, seed: int = 7) -> Days:
    """What each feature was used for on each day; nobody came on some days."""
    draw, found = Random(seed), Days()
    for number in range(until):
        scale = (0.1 if number in QUIET else 1.0) * (0.4 if number % 7 > 4 else 1.0)
        for name, usual in FEATURE_SIZES.items():
            people = int(usual * scale * (0.5 + draw.random()))
            if people:
                found[number, name] = Counted(people, people + draw.randrange(3 * people))
    return found


def countries(of: Days) -> Days:
    """The same actions by country."""
    actions, found = defaultdict[int, int](int), Days()
    for (number, _), row in of.items():
        actions[number] += row.actions
    for number, total in actions.items():
        left, biggest = total, max(one.visitors for (n, _), one in of.items() if n == number)
        for name, share in reversed(COUNTRY_SHARES.items()):
            part = left if name == "FR" else int(total * share)
            left -= part
            # As many people come from one country as use one feature: days are few in both or none.
            people = biggest if name == "FR" else max(1, int(biggest * share))
            if part:
                found[number, name] = Counted(people, part)
    return found


def corrected(of: Days, week: int) -> Days:
    """The same, counted otherwise by few people since: what a tool does to its past."""
    draw = Random(week)
    return {
        cell: Counted(row.visitors, row.actions + draw.choice((0, 0, 0, 1, 2)))
        for cell, row in of.items()
    }


def deliver(site: SiteFolder, of: Days) -> None:
    """Write the three exports."""
    export(site, _features(of))
    rows = (
        f"{day(n)};{name};{one.visitors};{one.actions}" for (n, name), one in _sorted(countries(of))
    )
    export(site, rows, "countries", "day;country;visitors;actions")
    seen = ((n, one) for (n, name), one in _sorted(of) if name == "chart")
    export(site, (f"{day(n)};{one.visitors};{one.actions}" for n, one in seen), "searches",
           "day;visitors;searches")  # fmt: skip


def _features(of: Days) -> Iterator[str]:
    for (number, name), one in _sorted(of):
        yield f"{day(number)};site;{name};;{one.visitors};{one.visitors};{one.actions}"


def _sorted(of: Days) -> list[tuple[tuple[int, str], Counted]]:
    return sorted(of.items())
