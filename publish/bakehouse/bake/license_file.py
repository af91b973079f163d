"""`LICENSE.txt`: what covers each table, the notices to keep, where the full texts are."""

from collections.abc import Mapping, Sequence
from datetime import date

from publish.declare.declaration import Dataset
from publish.release.package import Package
from publish.release.partner import ListedPartner
from publish.words.bilingual import bilingual
from publish.words.dates import dated
from publish.words.licenses import LICENSES
from publish.words.notice import Notice, notice

RULE = "-" * 72
_GIVEN = bilingual("{name} : {title}, {url}", "{name}: {title}, {url}")


def license_text(dataset: Dataset, package: Package) -> str:
    """The licence file of a release in French and English; `package` describes it."""
    updated = package.tree["updated"]
    by_license: dict[tuple[str, str | None], list[str]] = {}
    for table in dataset.tables:
        covering = (dataset.license_of(table), dataset.contents_license_of(table))
        by_license.setdefault(covering, []).append(table)
    parts = [
        _part(dataset, license, contents, tables, language, updated, _partners(package, tables))
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
    partners: Sequence[ListedPartner],
) -> str:
    words = notice(
        license,
        language,
        name=dataset.title.language(language)[0],
        producer=dataset.producer.name,
        date=dated(date.fromisoformat(updated["date"]), updated["basis"], language),
        contents_license=contents,
        partners=[one.title for one in partners],
    )
    given = "\n".join(_given(one, language) for one in partners)
    parts = (", ".join(tables), *_lines(words), *((given,) if given else ()))
    return "\n\n".join(parts) + "\n"


def _partners(package: Package, tables: Sequence[str]) -> list[ListedPartner]:
    """Those whose rows some tables hold, each once."""
    given = [one for name in tables for one in package.table(name).partners]
    return list({one.name: one for one in given}.values())


def _given(one: ListedPartner, language: str) -> str:
    """Under which licence a partner gave its rows."""
    license = LICENSES[one.license]
    return _GIVEN[language].format(name=one.title, title=license.title[language], url=license.url)


def _lines(words: Notice) -> tuple[str, ...]:
    lines = (f"{words.title}\n{words.url}", words.summary, words.database, words.attribution)
    return tuple(dict.fromkeys((*lines, words.produced_work)))
