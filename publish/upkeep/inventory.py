"""Which personal data each dataset holds, why, for how long and who sees it: from declarations.

It is the first step of the *Kit Self Data Territorial*, and says what article 30 of the GDPR asks
of a register. Nothing is read but what people declared: no export, no row.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from publish.declare.column import Column, Text
from publish.declare.declaration import Dataset
from publish.declare.governance import Governance
from publish.declare.site import SiteFolder
from publish.declare.table import Table
from publish.declare.techniques import TECHNIQUES
from publish.upkeep.asked_consents import Asked, asked_consents, covering
from publish.words.bilingual import SEMICOLON, Words, bilingual
from publish.words.governance import called

ROLES: dict[str, Words] = {
    "open": bilingual("ce que dit la ligne", "what the row says"),
    "identifier": bilingual("identité", "identity"),
    "quasi_identifier": bilingual("ce que d'autres peuvent savoir", "what others may know"),
    "sensitive": bilingual("donnée privée", "private matter"),
    "free_text": bilingual("texte libre", "free text"),
}
PUBLISHED = bilingual("publié tel quel", "published as it is")
COUNTED = bilingual("compté, jamais par ligne", "counted, never row by row")
PRIVATE = bilingual("jamais publié", "never published")
EVERYBODY = bilingual("tout le monde", "everybody")
HERE = bilingual("qui publie", "those who publish")
OF = bilingual("personnes de « {} »", "people of “{}”")
BEHIND = bilingual("personnes derrière les lignes de « {} »", "people behind the rows of “{}”")
THRESHOLD = bilingual("{} personnes au moins par groupe", "{} people or more in a group")
UNDECLARED = bilingual("non déclaré", "not declared")


@dataclass(frozen=True)
class Held:
    """A column that holds something of a person; texts are in one language."""

    dataset: str
    table: str
    column: str
    header: str
    title: str
    data: str
    contributor: bool
    fate: str
    seen_by: str
    purpose: str
    basis: str
    kept: str
    consents: str


@dataclass(frozen=True)
class Treatment:
    """A dataset's part of the register: who answers, whose data, why, on what basis."""

    dataset: str
    title: str
    controller: str
    officer: str
    people: str
    purpose: str
    basis: str
    kept: str
    recipients: str
    measures: str
    consents: tuple[Asked, ...]
    columns: tuple[Held, ...]


def inventory(site: SiteFolder, names: Sequence[str], language: str) -> list[Treatment]:
    """What every dataset named, or each of all, holds of people; raises DeclarationError.

    Datasets that declare nothing of a person are left out.
    """
    found = ((name, site.dataset(name)) for name in site.chosen(names))
    return [_treatment(name, one, language) for name, one in found if one.of_someone]


def _treatment(name: str, dataset: Dataset, language: str) -> Treatment:
    card = dataset.governance or Governance()
    controller = card.controller
    columns = [*_columns(name, dataset, language)]
    unsaid = UNDECLARED[language]
    return Treatment(
        dataset=name,
        title=_said(dataset.title, language),
        controller=f"{controller.name}, {controller.contact}" if controller else unsaid,
        officer=(controller and controller.officer) or unsaid,
        people=SEMICOLON[language].join(_people(dataset, language)),
        purpose=_said(card.purpose, language) or unsaid,
        basis=SEMICOLON[language].join(dict.fromkeys(one.basis for one in columns)),
        kept=_said(card.kept, language) or unsaid,
        recipients=_recipients(dataset, language),
        measures=SEMICOLON[language].join(_measures(dataset, language)),
        consents=tuple(asked_consents(dataset, language)),
        columns=tuple(columns),
    )


def _columns(name: str, dataset: Dataset, language: str) -> Iterator[Held]:
    """Every column of a table about people, and of others those that tell of somebody."""
    for table, declared in dataset.tables.items():
        for column, one in declared.columns.items():
            if column not in declared.made and _personal(declared, column, one):
                yield _held(name, dataset, table, column, language)


def _held(name: str, dataset: Dataset, table: str, column: str, language: str) -> Held:
    declared, card = dataset.tables[table], dataset.governance or Governance()
    one, unsaid = declared.columns[column], UNDECLARED[language]
    public = _public(declared, column)
    return Held(
        dataset=name,
        table=table,
        column=column,
        header=one.header or column,
        title=_said(one.title, language) or column,
        data=ROLES[one.role][language],
        contributor=column == declared.contributor,
        fate=_fate(declared, one, language) if public else PRIVATE[language],
        seen_by=EVERYBODY[language] if public else _recipients(dataset, language),
        purpose=_said(card.purpose, language) or unsaid,
        basis=_basis(declared, language),
        kept=_said(card.kept, language) or unsaid,
        consents=covering(declared, column, language),
    )


def _personal(declared: Table, name: str, column: Column) -> bool:
    return declared.about == "people" or column.role != "open" or name == declared.contributor


def _public(declared: Table, name: str) -> bool:
    """Whether anything of a column leaves, however coarse."""
    counted = any(name in one.by for one in declared.aggregates.values())
    return name in declared.published and (counted or not declared.aggregates)


def _fate(declared: Table, column: Column, language: str) -> str:
    """What the public sees of a column that leaves."""
    said = [COUNTED[language]] if declared.aggregates else []
    if column.protect:
        said.append(TECHNIQUES[column.protect.technique].words[language])
    return SEMICOLON[language].join(said) or PUBLISHED[language]


def _recipients(dataset: Dataset, language: str) -> str:
    """Who sees what never leaves."""
    card = dataset.governance
    others = [_said(one, language) for one in (card.recipients if card else None) or ()]
    return SEMICOLON[language].join((HERE[language], *others))


def _basis(declared: Table, language: str) -> str:
    basis = declared.lawful
    return f"{called(basis.kind, language)} ({basis.why})" if basis else UNDECLARED[language]


def _people(dataset: Dataset, language: str) -> Iterator[str]:
    """Whose data it is: those whom a table is about, or who made its rows."""
    for table in dataset.tables.values():
        if table.of_someone:
            words = OF if table.about == "people" else BEHIND
            yield words[language].format(_said(table.title, language))


def _measures(dataset: Dataset, language: str) -> Iterator[str]:
    """What keeps people from being known: techniques and thresholds in force."""
    used = {
        column.protect.technique: None
        for table in dataset.tables.values()
        for column in table.columns.values()
        if column.protect
    }
    yield from (TECHNIQUES[name].words[language] for name in used)
    least = [table.rule.k for table in dataset.tables.values() if table.in_series]
    if least:
        yield THRESHOLD[language].format(min(least))


def _said(text: Text | None, language: str) -> str:
    return text.language(language)[0] if text else ""
