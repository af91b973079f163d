"""The inventory of personal data in words, as a table (CSV) and for a program (JSON)."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import asdict, fields
from io import StringIO
from typing import Any

from publish.upkeep.asked_consents import Asked
from publish.upkeep.inventory import Held, Treatment
from publish.words.bilingual import SEMICOLON, Words, bilingual

FACTS: dict[str, Words] = {
    "controller": bilingual("Responsable du traitement", "Controller"),
    "officer": bilingual("Délégué à la protection des données", "Data protection officer"),
    "people": bilingual("Personnes concernées", "People concerned"),
    "purpose": bilingual("Finalité", "Purpose"),
    "basis": bilingual("Base légale", "Legal basis"),
    "kept": bilingual("Durée de conservation", "Time limit"),
    "recipients": bilingual("Destinataires", "Recipients"),
    "measures": bilingual("Mesures de protection", "Protective measures"),
}
"""What article 30 asks of a register, in the order in which it is told."""
CONSENTS = bilingual("Consentements demandés", "Consents asked for")
ROWS = bilingual("lignes entières", "whole rows")
NOTED = bilingual("noté, rien n'en dépend ici", "noted, nothing here depends on it")
VERSIONS = bilingual("versions des mots : {}", "versions of the words: {}")
COLUMNS = bilingual("Données", "Data")
CONTRIBUTOR = bilingual("désigne la personne", "names the person")
NOTHING = bilingual(
    "aucun jeu ne déclare de données personnelles", "no dataset declares personal data"
)


def told(treatments: list[Treatment], language: str) -> Iterator[str]:
    """Each dataset's part of the register: facts, consents asked for, then its columns."""
    colon = "\u00a0: " if language == "fr" else ": "
    if not treatments:
        yield NOTHING[language]
    for one in treatments:
        yield f"{one.dataset}{colon}{one.title}"
        for key, words in FACTS.items():
            yield f"  {words[language]}{colon}{getattr(one, key)}"
        if one.consents:
            yield f"  {CONSENTS[language]}{colon.strip(' ')}"
        yield from (f"    {_consent(asked, language)}" for asked in one.consents)
        yield f"  {COLUMNS[language]}{colon.strip(' ')}"
        yield from (f"    {_column(held, language)}" for held in one.columns)


def _consent(asked: Asked, language: str) -> str:
    """To what it is, what it covers, how long it stands, to which words: `members.agreed_on  …`."""
    versions = [VERSIONS[language].format(", ".join(asked.versions))] if asked.versions else []
    facts = (asked.called, _covered(asked, language), asked.lasts, *versions, f"({asked.why})")
    return "  ".join((f"{asked.table}.{asked.column}", *facts))


def _covered(asked: Asked, language: str) -> str:
    if asked.covers:
        return ", ".join(asked.covers)
    return (ROWS if asked.purpose == "publish" else NOTED)[language]


def _column(held: Held, language: str) -> str:
    who = f" ({CONTRIBUTOR[language]})" if held.contributor else ""
    shown = SEMICOLON[language].join((held.fate, held.seen_by))
    return f"{held.table}.{held.column}  {held.title}{who}  {held.data}  {shown}"


def as_csv(treatments: Iterable[Treatment]) -> str:
    """A line for each column that holds something of a person."""
    out = StringIO()
    writer = csv.DictWriter(out, [field.name for field in fields(Held)], lineterminator="\n")
    writer.writeheader()
    for one in treatments:
        writer.writerows(asdict(held) for held in one.columns)
    return out.getvalue()


def as_dicts(treatments: Iterable[Treatment]) -> list[dict[str, Any]]:
    """The register as JSON values."""
    return [asdict(one) for one in treatments]
