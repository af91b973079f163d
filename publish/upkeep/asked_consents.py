"""Which consents each table asks for, one purpose at a time: from its declaration."""

from collections.abc import Iterator
from dataclasses import dataclass

from publish.declare.consents import Consent
from publish.declare.declaration import Dataset
from publish.declare.table import Table
from publish.words.bilingual import bilingual
from publish.words.governance import Purpose, called

MONTHS = bilingual("{} mois", "{} months")
MONTH = bilingual("un mois", "a month")
UNTIL_WITHDRAWN = bilingual("jusqu'au retrait", "until it is withdrawn")


@dataclass(frozen=True)
class Asked:
    """A consent that a table asks for: to what, which column tells it, what it covers.

    `covers` names columns; that to be published without a name is of whole rows, and covers none.
    `lasts` says for how long it stands, `versions` those of its words that count, where any do.
    """

    table: str
    purpose: Purpose
    called: str
    column: str
    covers: tuple[str, ...]
    lasts: str
    versions: tuple[str, ...]
    why: str


def asked_consents(dataset: Dataset, language: str) -> Iterator[Asked]:
    """The consents of all tables, in their order."""
    for table, declared in dataset.tables.items():
        for purpose, one in declared.asked_for.items():
            yield Asked(
                table=table,
                purpose=purpose,
                called=called(purpose, language),
                column=one.column,
                covers=tuple(one.covers),
                lasts=_lasts(one, language),
                versions=tuple(one.versions),
                why=one.why,
            )


def covering(declared: Table, column: str, language: str) -> str:
    """The consents that cover a column, each with how long it stands; empty where none does."""
    found = declared.asked_for.items()
    return "; ".join(
        f"{called(purpose, language)} ({_lasts(one, language)})"
        for purpose, one in found
        if column in one.covers
    )


def _lasts(consent: Consent, language: str) -> str:
    if consent.months is None:
        return UNTIL_WITHDRAWN[language]
    return (MONTH if consent.months == 1 else MONTHS)[language].format(consent.months)
