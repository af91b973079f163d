"""Which consents each table asks for, one purpose at a time: from its declaration."""

from collections.abc import Iterator
from dataclasses import dataclass

from publish.declare.declaration import Dataset
from publish.declare.table import Table
from publish.words.bilingual import SEMICOLON
from publish.words.governance import Purpose, called, lasting


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
                lasts=lasting(one.months, language),
                versions=tuple(one.versions),
                why=one.why,
            )


def covering(declared: Table, column: str, language: str) -> str:
    """The consents that cover a column, each with how long it stands; empty where none does."""
    found = declared.asked_for.items()
    return SEMICOLON[language].join(
        f"{called(purpose, language)} ({lasting(one.months, language)})"
        for purpose, one in found
        if column in one.covers
    )
