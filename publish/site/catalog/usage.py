"""What the services' features are used for, from the tables in which a tool counted it.

All of it was counted when the releases were baked: no database is asked anything.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from markupsafe import Markup, escape

from publish.figures.baked import baked
from publish.figures.usage import Usage, UseLine, usage, year_before
from publish.release.release import Release
from publish.release.table import CountedBy, Field, Table
from publish.site.base.memory import once_per_release
from publish.site.base.site import Database, Site
from publish.site.charts.spark import spark
from publish.site.frame.links import address, link
from publish.site.rows.selection import Filter
from publish.site.text.languages import gettext as _
from publish.site.text.languages import language, ngettext
from publish.site.text.values import told
from publish.site.text.words import readable_date, readable_number, readable_period
from publish.words.licenses import LICENSES
from publish.words.numbers import percent

# Lines of a table that are shown; its page has all.
FIRST = 20
# Lines that grow or fall most, and from which change on that is said.
FEW, CHANGE = 3, 0.1
# A line through fewer points shows no course.
POINTS = 4
# The column of the dataset that was used, in the counts of a site like this one.
OF_DATASETS = "dataset"


class Counted(NamedTuple):
    """A table in which a tool counted, how it did, and what it says."""

    table: Table
    how: CountedBy
    usage: Usage


@dataclass(frozen=True)
class ShownUse:
    """What was used: its words and address, the amounts of the last period, and its course."""

    words: Markup
    href: str
    people: str
    change: str
    others: tuple[str, ...]
    line: Markup | None
    course: str


@dataclass(frozen=True)
class ShownUsage:
    """A table of what is used, in words: its last period, its lines, what grows and falls."""

    table: Table
    dataset: str
    href: str
    csv: str
    json: str
    license: str
    license_title: str
    period: str
    heads: tuple[Field, ...]
    lines: tuple[ShownUse, ...]
    more: int
    grows: tuple[tuple[Markup, str], ...]
    falls: tuple[tuple[Markup, str], ...]
    begun: tuple[Markup, ...]
    gone: tuple[Markup, ...]

    @property
    def compared(self) -> bool:
        """Whether a year before is known of any line."""
        return any(one.change for one in self.lines)

    @property
    def drawn(self) -> bool:
        """Whether any line has a course."""
        return any(one.line for one in self.lines)


@once_per_release
def _counted(database: Database) -> Sequence[Counted]:
    release = database.release
    asked = [(table, table.counted) for table in release.tables.values()]
    found = [(table, how, baked(release, usage(table, how))) for table, how in asked if how]
    return [Counted(table, how, told) for table, how, told in found if told and told.lines]


def usage_of(site: Site, database: Database, tables: Iterable[str]) -> list[ShownUsage]:
    """What those tables of a release say of use."""
    seen = set(tables)
    return [
        _shown(site, database.release, one, one.usage.lines)
        for one in _counted(database)
        if one.table.name in seen
    ]


def use_of_dataset(
    site: Site, databases: Mapping[str, Sequence[str]], dataset: str
) -> list[ShownUsage]:
    """What all tables that may be seen, by the name of their dataset, say of the use of one."""
    return [
        _shown(site, site.databases[name].release, one, lines)
        for name, tables in databases.items()
        for one in _counted(site.databases[name])
        if one.table.name in tables and (lines := list(_of(one, dataset)))
    ]


def _of(one: Counted, dataset: str) -> Iterator[UseLine]:
    if OF_DATASETS in one.how.by:
        at = one.how.by.index(OF_DATASETS)
        yield from (line for line in one.usage.lines if line.by[at] == dataset)


def _shown(site: Site, release: Release, one: Counted, lines: Sequence[UseLine]) -> ShownUsage:
    table, usage = one.table, one.usage
    path, day = str(site.urls.table(release.dataset, table.name)), usage.days[-1]
    last = [line for line in lines if line.people(day) is not None]
    return ShownUsage(
        table=table,
        dataset=release.dataset,
        href=link(path),
        csv=site.urls.path(f"/download/{release.dataset}/{table.path}"),
        json=f"{path}.json",
        license=table.license.name,
        license_title=LICENSES[table.license.name].title[language()],
        period=_period(one.how.every, day),
        heads=tuple(table.columns[name] for name in one.how.measures),
        lines=tuple(_use(one, line, path) for line in last[:FIRST]),
        more=max(0, len(last) - FIRST),
        grows=tuple(_most(one, lines, lambda trend: trend - 1)),
        falls=tuple(_most(one, lines, lambda trend: 1 - trend)),
        begun=tuple(_words(one, line) for line in lines if usage.begun(line))[:FIRST],
        gone=tuple(_words(one, line) for line in lines if usage.gone(line))[:FIRST],
    )


def _use(one: Counted, line: UseLine, path: str) -> ShownUse:
    day, course = one.usage.days[-1], one.usage.course(line)
    drawn = len(course) >= POINTS
    return ShownUse(
        words=_words(one, line),
        href=link(address(path, _filters(one.how, line))),
        people=_amount(line.people(day)),
        change=_change(line.people(day), line.people(year_before(one.how.every, day))),
        others=tuple(map(_amount, line.amounts[day][1:])),
        line=spark(course) if drawn else None,
        course=_course(one, course) if drawn else "",
    )


def _course(one: Counted, course: Sequence[int | None]) -> str:
    """A course in words, for who does not see it."""
    known = [amount for amount in course if amount is not None]
    values = {
        "since": _period(one.how.every, one.usage.days[-len(course)]),
        "first": readable_number(known[0]),
        "least": readable_number(min(known)),
        "most": readable_number(max(known)),
    }
    if min(known) == max(known):
        said = _("%(first)s (%(since)s), and as many since") % values
    else:
        said = _("%(first)s (%(since)s), then from %(least)s to %(most)s") % values
    unknown = len(course) - len(known)
    more = ngettext("%(count)s period unknown", "%(count)s periods unknown", unknown)
    return f"{said}, {more % {'count': readable_number(unknown)}}" if unknown else said


def _words(one: Counted, line: UseLine) -> Markup:
    """The values of a line; also which tool counted it, where there are several."""
    names, values = one.how.by, line.by
    if len({other.within for other in one.usage.lines}) > 1:
        names, values = (*one.how.within, *names), (*line.within, *values)
    named = zip(names, values, strict=True)
    said = [told(one.table.columns[name], value) for name, value in named if value]
    return Markup(" · ").join(said) or escape(_("All"))


def _filters(how: CountedBy, line: UseLine) -> list[tuple[str, str]]:
    named = zip((*how.within, *how.by), (*line.within, *line.by), strict=True)
    return [Filter(name, "exact", value).argument for name, value in named if value]


def _amount(amount: int | None) -> str:
    return "" if amount is None else readable_number(amount)


def _change(now: int | None, before: int | None) -> str:
    """How much more than a year before, in per cent; "" where one of both was not shown."""
    return _percent(now / before - 1) if now is not None and before else ""


def _percent(change: float) -> str:
    sign = "+" if change > 0 else "−" if change < 0 else ""
    return f"{sign}{percent(abs(change), language())}"


def _most(
    one: Counted, lines: Sequence[UseLine], by: Callable[[float], float]
) -> Iterator[tuple[Markup, str]]:
    """The lines that changed most, and how much."""
    trends = [(line, one.usage.trend(line)) for line in lines if one.how.folded not in line.by]
    known = [(line, trend) for line, trend in trends if trend is not None]
    for line, trend in sorted(known, key=lambda pair: -by(pair[1]))[:FEW]:
        if by(trend) >= CHANGE:
            yield _words(one, line), _percent(trend - 1)


def _period(every: str, day: str) -> str:
    if every == "month":
        return readable_period(day[:7])
    return _("week of %(day)s") % {"day": readable_date(day)}
