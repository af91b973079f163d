"""The search over all datasets and inside their rows, as a page and as JSON."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from publish.site.base.answers import Response
from publish.site.base.site import Request, Site
from publish.site.catalog.cards import card, label
from publish.site.frame.frame import page
from publish.site.frame.links import link
from publish.site.http import coverage
from publish.site.http.viewable import viewable
from publish.site.search.asked import asked
from publish.site.search.everywhere import DATASETS, SearchAnswer, search
from publish.site.search.results import (
    ShownDataset,
    ShownFilter,
    ShownRow,
    ShownTable,
    filters,
    shown,
    spelled,
)
from publish.site.search.suggestions import suggestions
from publish.site.text.words import text


@dataclass(frozen=True)
class SearchPage:
    """What was answered, what is shown of it, the licences of that, and the headers."""

    answer: SearchAnswer
    shown: list[ShownDataset]
    covered: list[coverage.Covered]
    headers: dict[str, str]


async def search_page(datasette: Site, request: Request) -> Response:
    """What was found, or words that help."""
    found = await _answered(datasette, request)
    answer = found.answer
    context = {
        "alone": _alone(datasette, answer),
        "answer": answer,
        "filters": filters(datasette, answer),
        "cards": [(card(datasette.databases[one.release.dataset]), one) for one in found.shown],
        "instead": spelled(answer),
        "label": label,
        "more": [_more(datasette, one.dataset, one.count) for one in answer.results[DATASETS:]],
        "searched": answer.asked.text,
        "stopped": [_more(datasette, name, 0) for name in answer.stopped],
    }
    response = await page(datasette, request, "search.html", context)
    return replace(response, headers=found.headers)


async def search_json(datasette: Site, request: Request) -> Response:
    """The same for programs."""
    found = await _answered(datasette, request)
    answer = found.answer
    body = {
        "ok": True,
        "query": answer.asked.text,
        "words": list(answer.asked.words),
        "instead": dict(answer.instead),
        "count": answer.count,
        "at_least": answer.more,
        "filters": [_filter(one) for one in filters(datasette, answer)],
        "datasets": [_dataset(one) for one in found.shown],
        "more": [{"dataset": one.dataset, "count": one.count} for one in answer.results[DATASETS:]],
        "stopped": list(answer.stopped),
    }
    licensed = {"license": coverage.as_json(found.covered)} if found.covered else {}
    return Response.json(body | licensed, headers=found.headers)


async def suggestions_json(datasette: Site, request: Request) -> Response:
    """What search boxes propose, in the language of the page."""
    await datasette.must(request.actor, "view-instance")
    found = suggestions(datasette, await viewable(datasette, request.actor))
    said = [{"text": one.text, "what": one.what, "url": link(one.url)} for one in found]
    return Response.json({"ok": True, "suggestions": said})


async def _answered(site: Site, request: Request) -> SearchPage:
    """An answer cut short by its time is not to be kept; licences stand where pages look."""
    await site.must(request.actor, "view-instance")
    answer = await search(site, request, asked(request.args.get("q") or ""))
    found = [shown(site, one, answer.asked) for one in answer.results[:DATASETS]]
    covered = [item for one in found for item in _covered(one)]
    request.scope[coverage.SCOPE_KEY] = covered
    links = ", ".join(f'<{url}>; rel="license"' for url in coverage.urls(covered))
    headers = {"link": links} if links else {}
    if answer.stopped:
        headers["cache-control"] = "no-store"
    return SearchPage(answer, found, covered, headers)


def _covered(shown: ShownDataset) -> list[coverage.Covered]:
    """The licences of the tables whose rows are shown."""
    return coverage.covered(shown.release, [table.name for table in shown.tables if table.rows])


def _alone(site: Site, answer: SearchAnswer) -> list[tuple[str, str]]:
    """Where no row holds all words: those that are somewhere, each with its own search."""
    if answer.results or len(answer.asked.words) < 2:
        return []
    there = [word for word, count in answer.words.items() if count]
    path = site.urls.path("/search")
    return [(word, f"{path}?{urlencode({'q': word})}") for word in there]


def _more(site: Site, dataset: str, count: int) -> dict[str, Any]:
    release = site.databases[dataset].release
    title = text(release.package, "title") or dataset
    return {"title": title, "url": site.urls.database(dataset), "count": count}


def _filter(one: ShownFilter) -> Mapping[str, Any]:
    return {
        "dataset": one.release.dataset,
        "table": one.value.table,
        "column": one.value.column,
        "value": one.value.value,
        "title": one.words.striptags(),
        "count": one.value.rows,
        "url": one.url,
        "json_url": one.json_url,
    }


def _dataset(one: ShownDataset) -> Mapping[str, Any]:
    return {
        "dataset": one.release.dataset,
        "version": one.release.version,
        "title": one.title.striptags(),
        "url": one.url,
        "count": one.count,
        "tables": [_table(table) for table in one.tables],
    }


def _table(table: ShownTable) -> Mapping[str, Any]:
    return {
        "table": table.name,
        "title": table.title,
        "count": table.count,
        "at_least": table.more,
        "url": table.url,
        "json_url": table.json_url,
        "rows": [_row(row) for row in table.rows],
    }


def _row(row: ShownRow) -> Mapping[str, Any]:
    """`html` is safe to show: escaped, but for <mark> around what was found."""
    texts = [{"column": column, "html": str(said)} for column, _title, said in row.texts]
    return {"url": row.url, "html": str(row.label), "texts": texts}
