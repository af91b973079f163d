"""What the SQL page shows beside Datasette's answer: tables, columns, examples, limits."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from markupsafe import Markup

from publish.release.release import Release
from publish.release.table import Field, Table
from publish.site.base.site import Site
from publish.site.frame.links import to_dataset
from publish.site.sql.job import PAGE_CELLS
from publish.site.text.cells import writer
from publish.site.text.languages import gettext as _
from publish.site.text.values import may_be_years, number
from publish.site.text.words import lowered, text

ROWS = 20
DAY = re.compile(r"\d{4}-\d{2}-\d{2}(T[\d:.]+Z?)?")
YEARS = ("year", "annee", "année", "an")
Json = Mapping[str, Any]


@dataclass(frozen=True)
class SqlExample:
    """A question in words, its SQL, and its address."""

    question: str
    sql: str
    href: str


def facts(site: Site, database: str) -> dict[str, Any]:
    """The variables of query.html beside Datasette's."""
    release = site.release(database)
    if release is None:
        return {}
    path = f"/{database}/-/query"
    return {
        "package": release.package,
        "sql_path": site.urls.path(path),
        "examples": [_example(site, path, *one) for one in questions(release)],
        "trail": to_dataset(site, release),
        "demo": release.package.demo,
        "seconds": site.setting("sql_time_limit_ms") / 1000,
        "most_rows": site.setting("max_returned_rows"),
        "most_cells": PAGE_CELLS,
    }


def _example(site: Site, path: str, question: str, sql: str) -> SqlExample:
    return SqlExample(question, sql, site.urls.path(f"{path}?{urlencode({'sql': sql})}"))


def cell(site: Site, database: str, column: str, value: Any) -> Markup | None:
    """A number or a day in an answer, with the value itself beside it; None of any other.

    No label: a column of an answer may be called like one of a table and hold something else.
    """
    if isinstance(value, int | float):
        return Markup('<data class="number" value="{}">{}</data>').format(
            value, number(_field(site, database, column), value)
        )
    if isinstance(value, str) and DAY.fullmatch(value):
        return writer(Field({"name": column, "type": "date"}))(value)
    return None


def _field(site: Site, database: str, column: str) -> Field:
    """What numbers under a name are: years only where a table says so, or the name does."""
    release = site.release(database)
    tables = release.tables.values() if release else ()
    known = [one.columns[column] for one in tables if column in one.columns]
    years = all(may_be_years(one) for one in known) if known else column.casefold() in YEARS
    return Field({"name": column, "type": "integer" if years else "number"})


def questions(release: Release) -> Iterator[tuple[str, str]]:
    """Questions that the columns of a dataset answer, each with its SQL."""
    for name, table in list(release.tables.items())[:3]:
        title = text(table, "title") or name
        yield (
            _("The first rows: %(table)s") % {"table": title},
            f"select *\nfrom {name}\nlimit {ROWS}",
        )
        yield from _counted(table, title)


def _counted(table: Table, title: str) -> Iterator[tuple[str, str]]:
    """How many rows each value of the first facet has; a sum, where people were counted."""
    fields, name = table.columns, table.name
    facets = [facet for facet in table.facets if facet in fields]
    if not facets or fields[facets[0]].is_list:
        return
    facet = facets[0]
    label = text(fields[facet], "title") or facet
    measure = "sum(people)" if "people" in fields else "count(*)"
    question = _("%(table)s by %(column)s") % {"table": title, "column": lowered(label)}
    yield (
        question,
        f"select {facet}, {measure} as n\nfrom {name}\ngroup by {facet}\norder by n desc",
    )
    yield from _searched(table, title)


def _searched(table: Table, title: str) -> Iterator[tuple[str, str]]:
    if table.search:
        label = table.label or table.search[0]
        where = f"where {table.search[0]} like '%' || :word || '%'"
        sql = f"select {label}\nfrom {table.name}\n{where}\nlimit {ROWS}"
        yield _("%(table)s: search a word") % {"table": title}, sql
