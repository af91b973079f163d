"""What a spreadsheet says before its data: title, licence, source, columns, in two languages."""

from collections.abc import Iterable, Iterator

from publish.describe.dictionary import column_rows
from publish.describe.notices import notices, words
from publish.release.package import Package
from publish.release.partner import ListedPartner
from publish.release.table import Table

COLUMNS = ("name", "type", "unit", "title_fr", "description_fr", "title_en", "description_en")


def cover(
    package: Package,
    table: Table,
    filter: str = "",
    more: Iterable[tuple[str, ...]] = (),
    shown: Iterable[ListedPartner] | None = None,
) -> list[tuple[str, ...]]:
    """The rows of the cover sheet; `filter` says which rows of the table there are.

    `more` are lines of columns that stand behind those of the table; `shown` the partners whose
    rows there are, where those are not all.
    """
    selected = [(f"# filter: {filter}",), ()] if filter else []
    legal = _legal_lines(package, table, shown)
    return [*selected, *legal, (), COLUMNS, *_columns(table), *more]


def _legal_lines(
    package: Package, table: Table, shown: Iterable[ListedPartner] | None
) -> Iterator[tuple[str, ...]]:
    for language, said in notices(package, table, shown).items():
        titles = (words(one.titles, language) for one in (package, table))
        yield (" – ".join(titles),)
        yield from ((text,) for text in (words(table.descriptions, language),) if text)
        texts = (said.title, said.url, said.summary, said.database, said.attribution)
        yield from ((text,) for text in dict.fromkeys(texts))
        yield ()


def _columns(table: Table) -> Iterator[tuple[str, ...]]:
    for row in column_rows(table):
        yield tuple(row[key] for key in COLUMNS)
