"""What the catalog shows of a dataset at a glance: a figure, and a small map, line or list.

All of it was counted when the release was baked: the first page asks no database anything.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from markupsafe import Markup

from publish.figures.asking import WholeTable
from publish.figures.baked import baked
from publish.figures.chart import BARS, Figures, figures
from publish.figures.places import groups
from publish.figures.specification import Specification, counts_people, specifications
from publish.release.release import Release
from publish.release.table import Table
from publish.site.base.memory import once_per_release
from publish.site.base.site import Database, Site
from publish.site.charts.spark import spark
from publish.site.frame.links import with_argument
from publish.site.text.languages import gettext as _
from publish.site.text.languages import language, ngettext
from publish.site.text.words import readable_number, readable_period, text

# Titles of tables that are listed where there is nothing to draw.
TITLES = 3
# A line through fewer points shows no course.
POINTS = 4
# More months than these are drawn as years.
MONTHS = 60


@dataclass(frozen=True)
class Course:
    """How something went: its chart, the periods that are over with their amounts, and all."""

    table: Table
    wanted: Specification
    periods: tuple[tuple[str, float], ...]
    total: float
    line: Markup


@dataclass(frozen=True)
class Baked:
    """What was baked of a dataset, in no language yet."""

    release: Release
    mapped: Table | None
    course: Course | None


@dataclass(frozen=True)
class Glimpse:
    """A figure and what it counts; a picture's address, a line, or titles; words for either."""

    figure: str
    unit: str
    map: str | None = None
    line: Markup | None = None
    caption: str = ""
    titles: tuple[str, ...] = ()


@once_per_release
def _baked(database: Database) -> Baked:
    release = database.release
    things = [one for one in release.tables.values() if one.about != "people"]
    mapped = next((one for one in things if one.point and _has_map(release, one)), None)
    course = next(_courses(release, things), None)
    return Baked(release, mapped, course)


def _has_map(release: Release, table: Table) -> bool:
    return bool(baked(release, groups(WholeTable(table))))


def _courses(release: Release, tables: Sequence[Table]) -> Iterator[Course]:
    for table in tables:
        for wanted in specifications(WholeTable(table)):
            if wanted.kind != "line" or wanted.function == "mean":
                continue
            found = baked(release, figures(WholeTable(table), wanted, BARS))
            if found and len(over := _over(found, release.package.updated)) >= POINTS:
                total = sum(mark.amount or 0 for mark in found.marks)
                line = spark([amount for _period, amount in over])
                yield Course(table, wanted, tuple(over), total, line)


def _over(found: Figures, until: str) -> list[tuple[str, float]]:
    """The months that were over by a day, or the years where there are many months."""
    months = [(str(mark.value), float(mark.amount or 0)) for mark in found.marks]
    if len(months) > MONTHS:
        years: dict[str, float] = {}
        for month, amount in months:
            years[month[:4]] = years.get(month[:4], 0) + amount
        months = list(years.items())
    following = (date.fromisoformat(until[:10]) + timedelta(days=1)).isoformat()
    return [one for one in months if one[0] < following[: len(one[0])]]


def glimpse(site: Site, database: Database) -> Glimpse:
    """What is shown of a dataset, in the language of the page."""
    known = _baked(database)
    figure, unit = _figure(known)
    if known.mapped:
        path = str(site.urls.table(known.release.dataset, known.mapped.name)) + "/-/map.svg"
        picture = with_argument(with_argument(path, "_bare", "1"), "_small", "1")
        return Glimpse(figure, unit, map=picture, caption=_title(known.mapped))
    if known.course:
        return Glimpse(figure, unit, line=known.course.line, caption=_caption(known.course))
    tables = sorted(known.release.tables.values(), key=is_question, reverse=True)
    return Glimpse(figure, unit, titles=tuple(map(_title, tables[:TITLES])))


def is_question(table: Table) -> bool:
    """Whether the title of a table asks what its rows answer."""
    return text(table, "title").endswith("?")


def _figure(known: Baked) -> tuple[str, str]:
    """What there is most reason to name: what was added up, things, counts of people, or rows."""
    tables = list(known.release.tables.values())
    course, first = known.course, tables[0]
    if course and course.wanted.measured and course.table is first:
        column = first.columns[course.wanted.measured]
        return readable_number(course.total), text(column, "title") or column.name
    counts = sum(counts_people(WholeTable(one)) for one in tables)
    if counts and first.about == "people":
        return readable_number(counts), ngettext("count of people", "counts of people", counts)
    if len(first.primary_key) == 1:
        return readable_number(first.rows), _title(first)
    return readable_number(first.rows), ngettext("row", "rows", first.rows)


def _title(table: Table) -> str:
    return text(table, "title") or table.name


def _caption(course: Course) -> str:
    """What the line shows, and from when to when."""
    titles = dict(course.wanted.titles)
    column = course.table.columns[course.wanted.column]
    said = titles.get(language()) or titles.get("fr") or text(column, "title") or column.name
    ends = [readable_period(course.periods[at][0]) for at in (0, -1)]
    return _("%(what)s: %(start)s to %(end)s") % {"what": said, "start": ends[0], "end": ends[1]}
