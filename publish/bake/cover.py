"""What a spreadsheet says before its data: title, licence, source, columns, in two languages."""

from collections.abc import Iterator, Mapping
from typing import Any

from publish.bake.dictionary import column_rows
from publish.bake.notices import notices, words

Json = Mapping[str, Any]
COLUMNS = ("name", "type", "unit", "title_fr", "description_fr", "title_en", "description_en")


def cover(package: Json, resource: Json) -> list[tuple[str, ...]]:
    """The rows of the cover sheet."""
    return [*_said(package, resource), (), COLUMNS, *_columns(resource)]


def _said(package: Json, resource: Json) -> Iterator[tuple[str, ...]]:
    for language, said in notices(package, resource).items():
        titles = (words(item, "title", language) for item in (package, resource))
        yield (" – ".join(titles),)
        yield from ((text,) for text in (words(resource, "description", language),) if text)
        texts = (said.title, said.url, said.summary, said.database, said.attribution)
        yield from ((text,) for text in dict.fromkeys(texts))
        yield ()


def _columns(resource: Json) -> Iterator[tuple[str, ...]]:
    for row in column_rows(resource):
        yield tuple(row[key] for key in COLUMNS)
