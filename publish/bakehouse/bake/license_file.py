"""`LICENSE.txt`: what covers each table, the notices to keep, where the full texts are."""

from collections.abc import Mapping
from datetime import date

from publish.declare.declaration import Dataset
from publish.words.dates import dated
from publish.words.notice import Notice, notice

RULE = "-" * 72


def license_text(dataset: Dataset, updated: Mapping[str, str]) -> str:
    """The licence file of a release in French and English.

    `updated` holds the ISO `date` of the last update and its `basis`.
    """
    by_license: dict[tuple[str, str | None], list[str]] = {}
    for table in dataset.tables:
        covering = (dataset.license_of(table), dataset.contents_license_of(table))
        by_license.setdefault(covering, []).append(table)
    parts = [
        _part(dataset, license, contents, tables, language, updated)
        for language in ("fr", "en")
        for (license, contents), tables in by_license.items()
    ]
    return f"\n{RULE}\n\n".join(parts)


def _part(
    dataset: Dataset,
    license: str,
    contents: str | None,
    tables: list[str],
    language: str,
    updated: Mapping[str, str],
) -> str:
    words = notice(
        license,
        language,
        name=dataset.title.language(language)[0],
        producer=dataset.producer.name,
        date=dated(date.fromisoformat(updated["date"]), updated["basis"], language),
        contents_license=contents,
    )
    return "\n\n".join((", ".join(tables), *_lines(words))) + "\n"


def _lines(words: Notice) -> tuple[str, ...]:
    lines = (f"{words.title}\n{words.url}", words.summary, words.database, words.attribution)
    return tuple(dict.fromkeys((*lines, words.produced_work)))
