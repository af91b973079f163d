"""What the SQL page shows beside Datasette's answer: tables, columns, examples, limits."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from publish.serving.crumbs import to_dataset
from publish.serving.datasette_site import Site
from publish.serving.languages import gettext as _
from publish.serving.releases import Release
from publish.serving.words import text

ROWS = 20
Json = Mapping[str, Any]


@dataclass(frozen=True)
class Example:
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
        "demo": bool(release.package.get("demo")),
        "seconds": site.setting("sql_time_limit_ms") / 1000,
        "most_rows": site.setting("max_returned_rows"),
    }


def _example(site: Site, path: str, question: str, sql: str) -> Example:
    return Example(question, sql, site.urls.path(f"{path}?{urlencode({'sql': sql})}"))


def questions(release: Release) -> Iterator[tuple[str, str]]:
    """Questions that the columns of a dataset answer, each with its SQL."""
    for resource in release.package["resources"][:3]:
        name, title = resource["name"], text(resource, "title") or resource["name"]
        yield (
            _("The first rows: %(table)s") % {"table": title},
            f"select *\nfrom {name}\nlimit {ROWS}",
        )
        yield from _counted(resource, title)


def _counted(resource: Json, title: str) -> Iterator[tuple[str, str]]:
    """How many rows each value of the first facet has; a sum, where people were counted."""
    fields = {field["name"]: field for field in resource["schema"]["fields"]}
    facets = [name for name in (resource.get("browse") or {}).get("facets", ()) if name in fields]
    if not facets or fields[facets[0]]["type"] in ("array", "list"):
        return
    facet, name = facets[0], resource["name"]
    label = text(fields[facet], "title") or facet
    measure = "sum(people)" if "people" in fields else "count(*)"
    question = _("%(table)s by %(column)s") % {"table": title, "column": label}
    yield (
        question,
        f"select {facet}, {measure} as n\nfrom {name}\ngroup by {facet}\norder by n desc",
    )
    yield from _searched(resource, title)


def _searched(resource: Json, title: str) -> Iterator[tuple[str, str]]:
    columns = (resource.get("browse") or {}).get("search", ())
    if columns:
        label = (resource.get("browse") or {}).get("label") or columns[0]
        where = f"where {columns[0]} like '%' || :word || '%'"
        sql = f"select {label}\nfrom {resource['name']}\n{where}\nlimit {ROWS}"
        yield _("%(table)s: search a word") % {"table": title}, sql
