"""Which licences cover what a request shows, found before it is answered and named in Link."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

from publish.release.package import Package
from publish.release.partner import ListedPartner
from publish.release.release import Release
from publish.site.base.asgi import App, Message, Receive, Scope, Send
from publish.site.base.site import Site
from publish.site.http.arguments import route_path, tilde_decode
from publish.site.text.languages import language
from publish.site.text.words import readable_date, text
from publish.words.notice import Notice, notice
from publish.words.sql import sql_name

Arguments = Mapping[str, list[str]]
# Where a request's licences wait in its ASGI scope for the page, the JSON and the header.
SCOPE_KEY = "fournil.covered"
# A download names its licences itself: those of its own version.
_LICENSE = b'rel="license"'


@dataclass(frozen=True)
class Covered:
    """A licence, and what of the page it covers.

    `tables` is empty where the licence covers the whole dataset; `every` are they all the same.
    `partners` are those whose rows are shown.
    """

    notice: Notice
    dataset: str
    title: str
    tables: tuple[str, ...]
    table_titles: tuple[str, ...]
    contents: str | None = None
    every: tuple[str, ...] = field(default=(), repr=False)
    partners: tuple[ListedPartner, ...] = ()


def covered(release: Release, tables: Iterable[str] | None = None) -> list[Covered]:
    """The licences of some tables of a release, or of all; a table's own overrides the dataset's.

    Names that are no table of the release (SQLite's own, functions) are left out.
    """
    everything = _by_license(release, release.tables)
    shown = everything if tables is None else _by_license(release, tables)
    whole = len(everything) == 1
    return [_covered(release, key, names, whole) for key, names in shown.items()]


def narrowed(
    release: Release,
    found: Iterable[Covered],
    table: str,
    shown: tuple[ListedPartner, ...],
) -> list[Covered]:
    """The licences of a page that shows of a table the rows of some partners only."""
    return [
        _covered(release, (one.notice.id, one.contents), one.every, not one.tables, {table: shown})
        if one.dataset == release.dataset and table in one.every
        else one
        for one in found
    ]


def _by_license(
    release: Release, tables: Iterable[str]
) -> dict[tuple[str, str | None], tuple[str, ...]]:
    groups: dict[tuple[str, str | None], tuple[str, ...]] = {}
    for table in tables:
        if table in release.tables:
            described = release.tables[table]
            key = (described.license.name, described.contents_license)
            groups[key] = (*groups.get(key, ()), table)
    return groups


def _covered(
    release: Release,
    key: tuple[str, str | None],
    every: tuple[str, ...],
    whole: bool,
    shown: Mapping[str, tuple[ListedPartner, ...]] | None = None,
) -> Covered:
    package = release.package
    title = text(package, "title") or release.dataset
    tables = () if whole else every
    given = (
        one for name in every for one in (shown or {}).get(name, release.tables[name].partners)
    )
    partners = tuple({one.name: one for one in given}.values())
    return Covered(
        notice=notice(
            key[0],
            language(),
            name=title,
            producer=", ".join(package.producers),
            date=readable_date(package.updated),
            contents_license=key[1],
            partners=[one.title for one in partners],
        ),
        dataset=release.dataset,
        title=title,
        tables=tables,
        table_titles=tuple(text(release.tables[table], "title") or table for table in tables),
        contents=key[1],
        every=every,
        partners=partners,
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
                **({"partners": _named(item.partners)} if item.partners else {}),
            }
            for item in licenses
        ],
    }


def _named(partners: Iterable[ListedPartner]) -> list[dict[str, str]]:
    """Who gave the rows, and under which licence."""
    return [{"name": one.name, "title": one.title, "license": one.license} for one in partners]


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
        table = table_of(release.package, release.dataset, file)
        return covered(release, [table] if table else None)
    arguments = parse_qs(query.decode("latin-1"), keep_blank_values=True)
    if route.get("table"):
        return covered(release, await _of_table(site, release, route, arguments))
    if "sql" in arguments:
        return covered(release, await _read(site, release, arguments["sql"][0]))
    return [] if route.get("query_page") else covered(release)


def table_of(package: Package, dataset: str, file: str) -> str | None:
    """The table that a file holds or tells of; None for a file about the whole dataset."""
    if file in (f"{dataset}.db", f"{dataset}.zip"):
        return None
    return next((name for name in package.tables if file.startswith(f"{name}.")), None)


def of_scope(scope: Mapping[str, Any]) -> list[Covered]:
    """The licences that were found before a request was answered."""
    found: list[Covered] = scope.get(SCOPE_KEY, [])
    return found


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
    elif stored := await site.stored(release.dataset, table):
        return await _read(site, release, stored.sql)
    else:
        where = " and ".join(f"({clause})" for clause in wheres) or "1"
        sql = f"select * from {sql_name(table)} where {where}"  # noqa: S608
        read = await _read(site, release, sql) or [table]
    return read + _through(arguments) + _labels(release, table, route, arguments)


async def _read(site: Site, release: Release, sql: str) -> list[str]:
    """The tables of the release behind a statement, in the release's order."""
    database = site.databases[release.dataset]
    derived = await database.derived_table_dependencies()
    # `count(*)` reports the table's name as the query spells it: compare in lower case.
    behind = {name.lower(): origin.lower() for name, origin in derived.items()}
    found = {_origin(name.lower(), behind) for name in await database.tables_read(sql)}
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
    return [key.table for key in release.package.table(table).references]


def with_licenses(site: Site, app: App) -> App:
    """`app` with the licences in its scope and, on what it answers with 200, in `Link`."""

    async def licensed(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        found = await _licenses(site, scope)
        scope[SCOPE_KEY] = found
        headers = [(b"link", f'<{url}>; rel="license"'.encode()) for url in urls(found)]

        async def send_licensed(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == 200:
                there = list(message.get("headers", ()))
                if not any(name == b"link" and _LICENSE in value for name, value in there):
                    message = {**message, "headers": [*there, *headers]}
            await send(message)

        await app(scope, receive, send_licensed)

    return licensed


async def _licenses(site: Site, scope: Scope) -> list[Covered]:
    path = route_path(site, scope)
    if path in ("/", "/.json", "/-/", "/-/.json"):
        return of_site(site)
    route = site.route(path)
    if path.partition(".")[0].endswith("/-/query"):
        route["query_page"] = "yes"
    return await of_request(site, route, scope["query_string"])
