"""Which licences cover what a request shows."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

from datasette.utils import escape_sqlite, tilde_decode

from publish.describe.forms import updated
from publish.notice import Notice, notice
from publish.serving.datasette_site import Site
from publish.serving.downloads_links import table_in
from publish.serving.languages import language
from publish.serving.releases import Release
from publish.serving.tables_read import tables_read
from publish.serving.words import readable_date, text

Arguments = Mapping[str, list[str]]
# Where a request's licences wait in its ASGI scope for the page, the JSON and the header.
SCOPE_KEY = "fournil.covered"
# The list of the words of all search tables, and its index.
WORDS = "_words"


@dataclass(frozen=True)
class Covered:
    """A licence, and what of the page it covers.

    `tables` is empty where the licence covers the whole dataset.
    """

    notice: Notice
    dataset: str
    title: str
    tables: tuple[str, ...]
    table_titles: tuple[str, ...]
    demo: bool


def covered(release: Release, tables: Iterable[str] | None = None) -> list[Covered]:
    """The licences of some tables of a release, or of all; a table's own overrides the dataset's.

    Names that are no table of the release (SQLite's own, functions) are left out.
    """
    everything = _by_license(release, release.tables)
    shown = everything if tables is None else _by_license(release, tables)
    whole = len(everything) == 1
    return [_covered(release, key, () if whole else names) for key, names in shown.items()]


def _by_license(
    release: Release, tables: Iterable[str]
) -> dict[tuple[str, str | None], tuple[str, ...]]:
    groups: dict[tuple[str, str | None], tuple[str, ...]] = {}
    for table in tables:
        if table in release.tables:
            key = (release.license_of(table)["name"], release.contents_license_of(table))
            groups[key] = (*groups.get(key, ()), table)
    return groups


def _covered(release: Release, key: tuple[str, str | None], tables: tuple[str, ...]) -> Covered:
    package = release.package
    producers = [contributor["title"] for contributor in package.get("contributors", ())]
    title = text(package, "title") or release.dataset
    return Covered(
        notice=notice(
            key[0],
            language(),
            name=title,
            producer=", ".join(producers),
            date=readable_date(updated(package)),
            contents_license=key[1],
        ),
        dataset=release.dataset,
        title=title,
        tables=tables,
        table_titles=tuple(text(release.tables[table], "title") or table for table in tables),
        demo=bool(package.get("demo")),
    )


def as_json(licenses: list[Covered]) -> dict[str, Any]:
    """The `license` object of a JSON answer.

    Its id is an SPDX expression; `url` is there when there is one licence, and `licenses` names
    each with the tables it covers.
    """
    single = {"url": licenses[0].notice.url} if len(licenses) == 1 else {}
    return {
        "id": " AND ".join(_unique(item.notice.id for item in licenses)),
        "title": " ; ".join(_unique(item.notice.title for item in licenses)),
        **single,
        "attribution": " ; ".join(item.notice.attribution for item in licenses),
        "licenses": [
            {
                "id": item.notice.id,
                "title": item.notice.title,
                "url": item.notice.url,
                "attribution": item.notice.attribution,
                "share_alike": item.notice.share_alike,
                "dataset": item.dataset,
                **({"tables": list(item.tables)} if item.tables else {}),
            }
            for item in licenses
        ],
    }


def urls(licenses: Iterable[Covered]) -> list[str]:
    """The addresses of the licences, each once."""
    return _unique(item.notice.url for item in licenses)


def _unique(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(values))


async def of_request(site: Site, route: Mapping[str, str | None], query: bytes) -> list[Covered]:
    """The licences of what an address shows: `route` as Datasette's regular expressions name it."""
    dataset = tilde_decode(route.get("database") or route.get("dataset") or "")
    release = site.release(dataset)
    if release is None:
        return []
    if file := route.get("file"):
        table = table_in(release, file)
        return covered(release, [table] if table else None)
    arguments = parse_qs(query.decode("latin-1"), keep_blank_values=True)
    if route.get("table"):
        return covered(release, await _of_table(site, release, route, arguments))
    if "sql" in arguments:
        return covered(release, await _read(site, release, arguments["sql"][0]))
    return [] if route.get("query_page") else covered(release)


def of_site(site: Site) -> list[Covered]:
    """The licences of every dataset."""
    return [item for database in site.databases.values() for item in covered(database.release)]


async def _of_table(
    site: Site, release: Release, route: Mapping[str, str | None], arguments: Arguments
) -> list[str]:
    table = tilde_decode(route["table"] or "")
    wheres = arguments.get("_where", [])
    if table in release.tables and not wheres:
        read = [table]
    elif stored := await site.get_query(release.dataset, table):
        return await _read(site, release, stored.sql)
    else:
        where = " and ".join(f"({clause})" for clause in wheres) or "1"
        sql = f"select * from {escape_sqlite(table)} where {where}"  # noqa: S608
        read = await _read(site, release, sql) or [table]
    return read + _through(arguments) + _labels(release, table, route, arguments)


async def _read(site: Site, release: Release, sql: str) -> list[str]:
    """The tables of the release behind a statement, in the release's order."""
    database = site.databases[release.dataset]
    derived = await database.derived_table_dependencies()
    # `count(*)` reports the table's name as the query spells it: compare in lower case.
    behind = {name.lower(): origin.lower() for name, origin in derived.items()}
    names = await database.execute_fn(lambda connection: tables_read(connection, sql))
    found = {_origin(name.lower(), behind) for name in names}
    if any(name.startswith(WORDS) for name in found):
        found |= {table.lower() for table in release.tables if f"{table}_fts" in release.counts}
    return [table for table in release.tables if table.lower() in found]


def _origin(name: str, behind: Mapping[str, str]) -> str:
    """The table whose words an index table holds: `t_fts_data` -> `t_fts` -> `t`."""
    seen = {name}
    while name in behind and behind[name] not in seen:
        name = behind[name]
        seen.add(name)
    return name


def _through(arguments: Arguments) -> list[str]:
    """The tables that `_through` filters by."""
    found = []
    for value in arguments.get("_through", ()):
        try:
            found.append(str(json.loads(value)["table"]))
        except (ValueError, LookupError, TypeError):
            continue
    return found


def _labels(
    release: Release, table: str, route: Mapping[str, str | None], arguments: Arguments
) -> list[str]:
    """The tables whose labels stand in the place of keys: always in HTML, elsewhere on request."""
    if route.get("format") and not {"_labels", "_label"} & arguments.keys():
        return []
    keys = release.tables.get(table, {}).get("schema", {}).get("foreignKeys", ())
    return [key["reference"].get("resource") or table for key in keys]
