"""What a file must say of its licence, read from the descriptor."""

from collections.abc import Iterable
from datetime import date

from publish.release.described import Texts
from publish.release.package import Package
from publish.release.partner import ListedPartner
from publish.release.table import Table
from publish.words.dates import dated
from publish.words.notice import Notice, notice


def notices(
    package: Package, table: Table, shown: Iterable[ListedPartner] | None = None
) -> dict[str, Notice]:
    """The notice of a table in French ("fr") and English ("en").

    `shown` are the partners whose rows there are, where those are not all of the table.
    """
    partners = table.partners if shown is None else shown
    names = [one.title for one in partners]
    return {language: _notice(package, table, language, names) for language in ("fr", "en")}


def _notice(package: Package, table: Table, language: str, partners: list[str]) -> Notice:
    return notice(
        table.license.name,
        language,
        name=words(package.titles, language),
        producer=package.contributors[0].title,
        date=dated(date.fromisoformat(package.updated), package.basis, language),
        contents_license=table.contents_license,
        partners=partners,
    )


def words(texts: Texts, language: str) -> str:
    """A text in a language; French where there is no other, or nothing."""
    return texts.get(language) or texts.get("fr", "")
