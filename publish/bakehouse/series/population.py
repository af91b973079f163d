"""Who is behind the tables of a run, held against everyone whom the site ever published about."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from publish.bakehouse.engine import Workspace
from publish.bakehouse.protect.identity import canonical
from publish.bakehouse.protect.recoded import RecodedTable
from publish.bakehouse.protect.risk import people_of
from publish.bakehouse.series.identities import canonical_headers, identities
from publish.bakehouse.series.ledger import NAME as LEDGER
from publish.bakehouse.series.ledger import Ledger
from publish.bakehouse.series.people_file import PeopleFile, PublicPart, site_key
from publish.bakehouse.series.settled import Settled
from publish.declare.table import Table

MEASURED = """
SELECT population, count(DISTINCT _person), count(DISTINCT _person) FILTER (NOT _own),
  count(DISTINCT _person) FILTER (kind = _kind AND kind = 'contributor')
FROM {known} JOIN {people} ON value = _value
WHERE (kind = _kind AND kind = 'contributor')
  OR (NOT _own AND kind != 'other' AND _kind != 'other')
  OR (dataset = ? AND header = _header AND 'contributor' IN (kind, _kind))
GROUP BY population
"""
"""A contributor is known from any other; a number, or a column that is no identifier, from the same
column of the same dataset, where one of the two tables has it as its contributor."""

AS_KNOWN = """
SELECT 0 AS population, '{dataset}' AS dataset, _header AS header, _kind AS kind, _value AS value
FROM {people}
"""


@dataclass(frozen=True)
class Overlap:
    """How many people of a table are known from another: by any column, by what is no number that
    two services may both have given, and as the contributors that they are here."""

    people: int = 0
    telling: int = 0
    contributors: int = 0


@dataclass(frozen=True)
class TablePeople:
    """A table of a run about people: its parts, its contributors, and who of them is known.

    `name` is the name by which the ledger knows it, `declared` what is written of it, `people`
    (Ibis) the digests of what names them, `overlaps` by number of population.
    """

    dataset: str
    name: str
    published: str
    declared: Table
    parts: tuple[PublicPart, ...]
    people: Any
    count: int
    overlaps: Mapping[int, Overlap]
    place: Workspace


def known_parts(private: Path, file: PeopleFile) -> list[PublicPart]:
    """Every part ever public on the site, also those of ledgers that knew no population."""
    parts = file.parts()
    known = {(part.dataset, part.name) for part in parts}
    for path in sorted(private.glob(f"*/{LEDGER}")):
        dataset, ledger = path.parent.name, Ledger(path.parent)
        for name in ledger.parts():
            if (dataset, name) not in known:
                parts.append(PublicPart(dataset, name, name, "", _columns(ledger, name)))
    return parts


def _columns(ledger: Ledger, part: str) -> frozenset[str]:
    """The columns that a part ever had, and their headers, as its ledger tells."""
    scopes = {record.scope for record in ledger.history(part)}
    forms = [json.loads(ledger.recoding(scope))["columns"] for scope in sorted(scopes)]
    columns = [item for form in forms for item in form.items()]
    return frozenset(
        word for name, one in columns for word in (name, canonical(one.get("from", name)))
    )


def column_words(declared: Table) -> dict[str, frozenset[str]]:
    """By published column, what it is known by: its name, and the headers that it is read from."""
    return {name: canonical_headers(declared, name) | {name} for name in declared.published}


def common_columns(one: Table, other: Table) -> list[tuple[str, str]]:
    """The columns that two tables publish, by their names here and there."""
    there = column_words(other).items()
    return [
        (name, also)
        for name, words in column_words(one).items()
        for also, others in there
        if words & others
    ]


def table_people(
    recoded: RecodedTable, settled: Iterable[Settled], declared: Table, private: Path
) -> TablePeople:
    """The contributors of a table about people; raises PrivateStateError without the site's key."""
    place = recoded.place
    people = identities(recoded, declared, site_key(private))
    known = PeopleFile(private).identities(place)
    statement = MEASURED.format(known=known.get_name(), people=people.get_name())
    overlaps = {
        number: Overlap(*shared) for number, *shared in place.sql(statement, [recoded.dataset])
    }
    return TablePeople(
        dataset=recoded.dataset,
        name=recoded.known,
        published=recoded.name,
        declared=declared,
        parts=tuple(_part(one, recoded, declared) for one in settled),
        people=people,
        count=people_of(people),
        overlaps=overlaps,
        place=place,
    )


def shared(one: TablePeople, other: TablePeople) -> Overlap:
    """How many people of a table are those of another of the same run, as `MEASURED` knows them."""
    known = one.place.table("known", AS_KNOWN, people=other.people, dataset=other.dataset)
    statement = MEASURED.format(known=known.get_name(), people=one.people.get_name())
    found = one.place.sql(statement, [one.dataset])
    return Overlap(*found[0][1:]) if found else Overlap()


def _part(settled: Settled, recoded: RecodedTable, declared: Table) -> PublicPart:
    part, mode = settled.ledger_part, declared.mode or ""
    words = column_words(declared)
    columns = frozenset(word for name in part.recoding.columns for word in words[name])
    return PublicPart(recoded.dataset, recoded.known, part.name, mode, columns)
