"""What a search found, in the words and addresses of its page."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from markupsafe import Markup, escape

from publish.release.release import Release
from publish.release.table import Table
from publish.site.base.site import Database, Site
from publish.site.http.arguments import tilde_encode
from publish.site.search.asked import Asked
from publish.site.search.described import Kind, Saying, sayings
from publish.site.search.everywhere import Result, SearchAnswer
from publish.site.search.facet_values import FacetValue
from publish.site.search.finder import FoundRow, Hits
from publish.site.search.marked import excerpt, marked, marked_words, marks
from publish.site.text.conditions import equal
from publish.site.text.languages import gettext as _
from publish.site.text.languages import language
from publish.site.text.values import said
from publish.site.text.words import tell, text
from publish.words.letters import fold


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
    """The rows found in a table, and the addresses of all of them; there may be `more`."""

    name: str
    title: str
    count: int
    url: str
    json_url: str
    rows: list[ShownRow]
    more: bool


@dataclass(frozen=True)
class ShownFilter:
    """A value of a facet as a result: `Kind = Café`, its rows and where they are."""

    release: Release
    value: FacetValue
    words: Markup
    where: Markup
    url: str
    json_url: str


@dataclass(frozen=True)
class ShownText:
    """A text of the dataset: what it is, the text, where it leads."""

    what: str
    said: Markup
    url: str | None


@dataclass(frozen=True)
class ShownDataset:
    """A dataset in the list of what was found; `count` rows in all."""

    release: Release
    title: Markup
    producers: Markup
    url: str
    count: int
    texts: list[ShownText]
    tables: list[ShownTable]


def shown(site: Site, result: Result, asked: Asked) -> ShownDataset:
    """A dataset that was found."""
    release = site.databases[result.dataset].release
    title = text(release.package, "title") or result.dataset
    producers = release.package.producers
    return ShownDataset(
        release=release,
        title=marked_words(title, asked.words),
        producers=marked_words(", ".join(producers), asked.words),
        url=site.urls.database(result.dataset),
        count=result.count,
        texts=list(_texts(site, site.databases[result.dataset], result.said.sayings, asked)),
        tables=[_table(site, release, hits, asked) for hits in result.hits],
    )


def filters(site: Site, answer: SearchAnswer) -> list[ShownFilter]:
    """The values of facets that were found."""
    return [_filter(site, dataset, value, answer.asked) for dataset, value in answer.filters]


def _filter(site: Site, dataset: str, value: FacetValue, asked: Asked) -> ShownFilter:
    release = site.databases[dataset].release
    table = release.tables[value.table]
    selected = "?" + urlencode([value.argument])
    return ShownFilter(
        release=release,
        value=value,
        words=equal(
            tell(table.columns[value.column], "title") or value.column,
            marked_words(value_said(table, value), asked.words),
        ),
        where=tell(table, "title") or escape(value.table),
        url=site.urls.table(dataset, value.table) + selected,
        json_url=site.urls.table(dataset, value.table, format="json") + selected,
    )


def value_said(table: Table, value: FacetValue) -> str:
    """What people read of a value: the name that a key stands for, or its label."""
    return value.name or said(table.columns[value.column], value.value)


def spelled(answer: SearchAnswer) -> dict[str, str]:
    """The words searched instead, as the rows found write them: with their accents."""
    rows = (row for one in answer.results for hits in one.hits for row in hits.rows)
    texts = (one for row in rows for one in (row.label, *row.texts.values()))
    written: dict[str, str] = {}
    for found in (mark for one in texts for mark in marks(str(one or ""))):
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
    site: Site, database: Database, found: Iterable[Saying], asked: Asked
) -> Iterator[ShownText]:
    """Each thing once, in the language of the page where that says it.

    Title and producers stand above.
    """
    kinds, seen, release = _kinds(), set(), database.release
    # The title of a table stands before its description, and is what leads there.
    mine = [one for one in sayings(database) if one.language == language()]
    own = {_thing(one): one for one in reversed(mine)}
    for one in sorted(found, key=lambda one: one.language not in (language(), "")):
        what = (one.kind, one.table, one.column) if one.kind != "keyword" else one.text
        if one.kind in ("title", "producer") or what in seen:
            continue
        seen.add(what)
        url = site.urls.table(release.dataset, one.table) if one.table else None
        read = own.get(_thing(one), one) if one.language else one
        yield ShownText(kinds[one.kind], _said(read, asked), url)


def _thing(one: Saying) -> tuple[str, str, str]:
    return one.kind, one.table, one.column


def _said(one: Saying, asked: Asked) -> Markup:
    found = marked_words(excerpt(one.text, asked.words), asked.words)
    if one.language in (language(), ""):
        return found
    return Markup('<span lang="{}">{}</span>').format(one.language, found)


def _table(site: Site, release: Release, hits: Hits, asked: Asked) -> ShownTable:
    table = release.tables[hits.table]
    searched = "?" + urlencode([_selecting(table, hits, asked)])
    return ShownTable(
        name=hits.table,
        title=text(table, "title") or hits.table,
        count=hits.count,
        url=site.urls.table(release.dataset, hits.table) + searched,
        json_url=site.urls.table(release.dataset, hits.table, format="json") + searched,
        rows=[_row(site, release, table, row) for row in hits.rows],
        more=hits.more,
    )


def _selecting(table: Table, hits: Hits, asked: Asked) -> tuple[str, str]:
    """What selects the rows found in the address of their table."""
    if not hits.by_key:
        return "_search", asked.query
    [key], [row] = table.primary_key, hits.rows
    return (f"{key}__exact" if "__" in key else key), str(row.key[0])


def _row(site: Site, release: Release, table: Table, row: FoundRow) -> ShownRow:
    key = ",".join(tilde_encode(str(value)) for value in row.key)
    pointed = table.rows_have_pages
    return ShownRow(
        url=site.urls.row(release.dataset, table.name, key) if pointed else None,
        label=_label(row, pointed),
        texts=[
            (column, text(table.columns[column], "title") or column, marked(str(found)))
            for column, found in row.texts.items()
        ],
    )


def _label(row: FoundRow, pointed: bool) -> Markup:
    if row.label is not None:
        return marked(str(row.label))
    return escape(", ".join(map(str, row.key)) if pointed else "")
