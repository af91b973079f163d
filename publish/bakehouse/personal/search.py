"""How rules are searched for in the database: hints in every value, patterns where one fits."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from publish.bakehouse.header_words import words as header_words
from publish.bakehouse.personal import KINDS
from publish.bakehouse.personal.kind import DIGITS, Kind, Rule
from publish.words.sql import literal

TOGETHER = 5
"""Patterns searched as one: RE2 is fast while the states of its automaton are few."""

FLAGGED = 'SELECT "column", value, rows, {forms} AS forms FROM {values} WHERE {where}'


class Values(NamedTuple):
    """The distinct values of columns: a connection (DuckDB) and the table there."""

    con: Any
    table: str


@dataclass(frozen=True)
class Scanned:
    """A column to look into: its name, declared type, and what is known around it."""

    name: str
    type: str = "string"
    header: str = ""
    people: bool = False
    """Whether rows tell of people, or the column's role is not `open`."""

    @cached_property
    def words(self) -> set[str]:
        """The words of its name and header, apart and together."""
        apart = {*header_words(self.name), *header_words(self.header)}
        return apart | {"".join(header_words(text)) for text in (self.name, self.header)}


def any_of(rules: Sequence[Rule], columns: Sequence[Scanned]) -> str:
    """A condition that every value has which fits one rule.

    A search costs the same whatever its pattern, so that two hints are searched in every value:
    that of long numbers, and all others as one. Patterns follow where a hint fits.
    """
    numbers = [rule for rule in rules if rule.hint == DIGITS]
    headed = [rule for rule in rules if rule.headers and rule not in numbers]
    others = [rule for rule in rules if rule not in numbers and rule not in headed]
    asked = [
        (_matches("|".join(dict.fromkeys(f"(?:{rule.hint or rule.pattern})" for rule in of))), of)
        for of in (numbers, others)
        if of
    ]
    for rule in headed:
        fitting = [number for number, column in enumerate(columns) if fits(rule, column)]
        asked.append((among(fitting), [rule]))
    return " OR ".join(f"({hint} AND ({_joined(of)}))" for hint, of in asked) or "false"


def among(numbers: Sequence[int]) -> str:
    """A condition: the value is of one of the columns with these numbers."""
    return f'"column" IN ({", ".join(map(str, numbers))})' if numbers else "false"


def _joined(rules: Sequence[Rule]) -> str:
    patterns = [f"(?:{rule.pattern})" for rule in rules]
    groups = ["|".join(patterns[at : at + TOGETHER]) for at in range(0, len(patterns), TOGETHER)]
    return " OR ".join(map(_matches, groups))


def flagged(values: Values, rules: Sequence[tuple[Kind, Rule]], where: str) -> Any:
    """The values, each with the forms of the rules that it has: a bit for each."""
    bits = [
        f"CASE WHEN {_matches(rule.pattern)} THEN {1 << place} ELSE 0 END"
        for place, (_, rule) in enumerate(rules)
    ]
    forms = f"({' + '.join(bits) or '0'})::BIGINT"
    return asked(values, FLAGGED, forms=forms, where=where)


def _matches(pattern: str) -> str:
    return f"regexp_matches(value, {literal(pattern)})"


def fits(rule: Rule, column: Scanned) -> bool:
    """Whether a rule is for a column, by its header and by whom its rows tell of."""
    if rule.people and not column.people:
        return False
    if rule.headers and not rule.headers & column.words:
        return False
    return not rule.unless & column.words


def asked(values: Values, statement: str, **words: str) -> Any:
    """The answer of a statement; plain SQL, for Ibis takes longer to write it than to run it."""
    return values.con.execute(statement.format(values=values.table, **words))


def rules_for(columns: Sequence[Scanned], shared: bool) -> list[tuple[Kind, Rule]]:
    """The rules, about a share of the values or not, that are for one of the columns."""
    return [
        (kind, rule)
        for kind in KINDS.values()
        for rule in kind.rules
        if bool(rule.share) == shared and any(fits(rule, column) for column in columns)
    ]
