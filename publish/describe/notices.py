"""What a file must say of its licence, read from the descriptor."""

from datetime import date

from publish.release.described import Texts
from publish.release.package import Package
from publish.release.table import Table
from publish.words.dates import dated
from publish.words.notice import Notice, notice


def notices(package: Package, table: Table) -> dict[str, Notice]:
    """The notice of a table in French ("fr") and English ("en")."""
    return {language: _notice(package, table, language) for language in ("fr", "en")}


def _notice(package: Package, table: Table, language: str) -> Notice:
    return notice(
        table.license.name,
        language,
        name=words(package.titles, language),
        producer=package.contributors[0].title,
        date=dated(date.fromisoformat(package.updated), package.basis, language),
        contents_license=table.contents_license,
    )


def words(texts: Texts, language: str) -> str:
    """A text in a language; French where there is no other, or nothing."""
    return texts.get(language) or texts.get("fr", "")
