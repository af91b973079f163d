"""What a search found, in the words and addresses of its page."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from datasette.utils import tilde_encode
from markupsafe import Markup, escape

from publish.serving.asked import Asked, fold
from publish.serving.datasette_site import Site
from publish.serving.described import Kind, Saying
from publish.serving.everywhere import Answer, Result
from publish.serving.finder import Hits, Row
from publish.serving.languages import gettext as _
from publish.serving.languages import language
from publish.serving.marked import excerpt, marked, marked_words, marks
from publish.serving.releases import Release
from publish.serving.words import text


@dataclass(frozen=True)
class ShownRow:
    """A row: its address (None where it may not be pointed at), its name, where the words are.

    `texts` holds (column, its title, the text).
    """

    url: str | None
    label: Markup
    texts: list[tuple[str, str, Markup]]


@dataclass(frozen=True)
class ShownTable:
    """The rows found in a table, and the addresses of all of them."""

    name: str
    title: str
    count: int
    url: str
    json_url: str
    rows: list[ShownRow]


@dataclass(frozen=True)
class ShownText:
    """A text of the dataset: what it is, the text, where it leads."""

    what: str
    said: Markup
    url: str | None


@dataclass(frozen=True)
class Shown:
    """A dataset in the list of what was found; `count` rows in all."""

    release: Release
    title: Markup
    producers: Markup
    url: str
    count: int
    texts: list[ShownText]
    tables: list[ShownTable]


def shown(site: Site, result: Result, asked: Asked) -> Shown:
    """A dataset that was found."""
    release = site.databases[result.dataset].release
    title = text(release.package, "title") or result.dataset
    producers = [one["title"] for one in release.package.get("contributors", ())]
    return Shown(
        release=release,
        title=marked_words(title, asked.words),
        producers=marked_words(", ".join(producers), asked.words),
        url=site.urls.database(result.dataset),
        count=result.count,
        texts=list(_texts(site, release, result.said.sayings, asked)),
        tables=[_table(site, release, hits, asked) for hits in result.hits],
    )


def spelled(answer: Answer) -> dict[str, str]:
    """The words searched instead, as the rows found write them: with their accents."""
    rows = (row for one in answer.results for hits in one.hits for row in hits.rows)
    texts = (said for row in rows for said in (row.label, *row.texts.values()))
    written: dict[str, str] = {}
    for found in (mark for said in texts for mark in marks(str(said or ""))):
        written.setdefault(fold(found), found.lower())
    return {typed: written.get(fold(used), used) for typed, used in answer.instead.items()}


def _kinds() -> dict[Kind, str]:
    return {
        "keyword": _("Theme"),
        "description": _("Description"),
        "table": _("Table"),
        "column": _("Column"),
    }


def _texts(
    site: Site, release: Release, sayings: Iterable[Saying], asked: Asked
) -> Iterator[ShownText]:
    """Each thing once, in the language of the page where that holds the words.

    Title and producers stand above.
    """
    kinds, seen = _kinds(), set()
    for one in sorted(sayings, key=lambda one: one.language not in (language(), "")):
        what = (one.kind, one.table, one.column) if one.kind != "keyword" else one.text
        if one.kind in ("title", "producer") or what in seen:
            continue
        seen.add(what)
        url = site.urls.table(release.dataset, one.table) if one.table else None
        yield ShownText(kinds[one.kind], _said(one, asked), url)


def _said(one: Saying, asked: Asked) -> Markup:
    found = marked_words(excerpt(one.text, asked.words), asked.words)
    if one.language in (language(), ""):
        return found
    return Markup('<span lang="{}">{}</span>').format(one.language, found)


def _table(site: Site, release: Release, hits: Hits, asked: Asked) -> ShownTable:
    resource = release.tables[hits.table]
    searched = "?" + urlencode({"_search": asked.query})
    return ShownTable(
        name=hits.table,
        title=text(resource, "title") or hits.table,
        count=hits.count,
        url=site.urls.table(release.dataset, hits.table) + searched,
        json_url=site.urls.table(release.dataset, hits.table, format="json") + searched,
        rows=[_row(site, release, resource, row) for row in hits.rows],
    )


def _row(site: Site, release: Release, resource: Any, row: Row) -> ShownRow:
    """Rows about people have no address, even of those who asked to be listed."""
    things = resource.get("about") != "people"
    key = ",".join(tilde_encode(str(value)) for value in row.key)
    fields = {field["name"]: field for field in resource["schema"]["fields"]}
    return ShownRow(
        url=site.urls.row(release.dataset, resource["name"], key) if things else None,
        label=_label(row, things),
        texts=[
            (column, text(fields[column], "title") or column, marked(str(said)))
            for column, said in row.texts.items()
        ],
    )


def _label(row: Row, things: bool) -> Markup:
    if row.label is not None:
        return marked(str(row.label))
    return escape(", ".join(map(str, row.key)) if things else "")
