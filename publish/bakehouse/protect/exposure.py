"""How exposed the people of a table are, before anything is published: measures alone."""

from dataclasses import dataclass
from typing import Any

from publish.bakehouse.engine import Workspace
from publish.bakehouse.protect.classes import Suppressed, bounded, suppress, with_class
from publish.bakehouse.protect.risk import inference, people_of, reached, reidentification
from publish.bakehouse.protect.singling import Singling, shares_without, singling, unique_people
from publish.declare.declaration import Table
from publish.declare.policy import Privacy


@dataclass(frozen=True)
class Exposure:
    """A table's rows, recoded and not yet suppressed; exact figures, for the private side.

    `unique` is the share of people whom all quasi-identifiers together single out; `suppressed`
    the share of rows that records under `rule` would lose, `without` the same with each column
    left out; `reached`, `risk` and `inference` are of the rows before suppression.
    """

    table: str
    rows: int
    people: int
    quasi_identifiers: tuple[str, ...]
    rule: Privacy
    unique: float
    suppressed: float
    reached: dict[str, Any]
    risk: dict[str, Any]
    inference: dict[str, Any]
    singling: tuple[Singling, ...]
    without: dict[str, float]


def exposure(name: str, declared: Table, rows: Any, place: Workspace) -> Exposure:
    """The figures of one table about people; `rows` are recoded, with PERSON."""
    columns, rule = declared.quasi_identifiers, declared.rule
    roles = {column: of.role for column, of in declared.published.items()}
    people = people_of(rows)
    classed = place.kept("exposed", with_class(rows, columns))
    suppression = _under(rule, classed, place)
    measures = suppress(classed, rule, place).measures
    sensitive = [column for column, role in roles.items() if role == "sensitive"]
    return Exposure(
        table=name,
        rows=int(rows.count().to_pyarrow().as_py()),
        people=people,
        quasi_identifiers=columns,
        rule=rule,
        unique=unique_people(rows, columns) / (people or 1),
        suppressed=suppression.share,
        reached=reached(measures, rule.l),
        risk=reidentification(measures, people),
        inference=inference(classed, measures, sensitive, place),
        singling=tuple(singling(rows, roles, columns)),
        without=shares_without(rows, columns, rule),
    )


def _under(rule: Privacy, classed: Any, place: Workspace) -> Suppressed:
    few = bounded(classed, rule.max_rows_per_class, place)
    return suppress(few, rule, place)
