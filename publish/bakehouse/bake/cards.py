"""Bakes the figures of each column: how full it is, its most frequent values, how they spread.

Of people only what k of them or more share is told, as far as the rows that are published show it:
nothing is computed from anything else. Nobody's extremes are told, nor what is free text.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from publish.bakehouse.bake.baked_table import BakedTable
from publish.bakehouse.bake.spread import Spread, spread
from publish.declare.declaration import Table
from publish.declare.people_rules import PEOPLE
from publish.forms.kinds import Kind
from publish.release.cards import Card, ValueCount

MOST_VALUES = 6
# A text as long is no value that rows share by being of one kind.
LONGEST = 80
# Of so many rows one: a value that comes less often is no frequent one.
RARE = 200
# In tables with so many rows, texts of which such a share differs are not counted one by one.
LARGE, DIFFERENT = 100_000, 0.7
UNTOLD = ("identifier", "free_text")
# `most` are those of the one class with most of them.
COUNTED = """
WITH parts AS (SELECT {value} AS value, {amount} AS number FROM {source} GROUP BY 1{classes}),
counted AS (SELECT value, sum(number)::BIGINT AS number, max(number) AS most FROM parts GROUP BY 1)
SELECT value, number, most >= {least}, (SELECT count(value) FROM counted) FROM counted
ORDER BY value IS NULL DESC, most >= {least} DESC, number DESC, value LIMIT {limit}
"""
ITEMS = (
    "(SELECT * REPLACE (unnest(list_distinct(from_json({name}, '[\"VARCHAR\"]'))) AS {name})"
    " FROM {source})"
)
PLAIN = '"{name}"'
VALUES: Mapping[Kind, str] = {
    "string": PLAIN, "list": PLAIN, "date": PLAIN, "datetime": PLAIN, "moment": PLAIN,
    "integer": PLAIN, "number": 'CASE WHEN isfinite("{name}") THEN "{name}" END',
    "boolean": '"{name}"::TINYINT',
}  # fmt: skip
FILLED = 'CASE WHEN "{name}" IS NOT NULL THEN 1 END'
Found = list[tuple[Any, ...]]


@dataclass(frozen=True)
class CardRule:
    """What a row stands for, and how many of one class are k people or more.

    A class is what `quasi_identifiers` tell apart: in it a person has so many rows at most.
    """

    amount: str = "count(*)"
    least: int = 1
    quasi_identifiers: tuple[str, ...] = ()


def cards(table: BakedTable) -> dict[str, Card]:
    """The card of each column of a table."""
    rule = card_rule(table.declared)
    of_rows = CardRule()
    rules = {name: of_rows if _is_number_of_people(table, name) else rule for name in table.kinds}
    numbers = {one: _number(table, one) for one in {rule, of_rows}}
    return {name: _card(table, one, name, numbers[one]) for name, one in rules.items()}


def _number(table: BakedTable, rule: CardRule) -> int:
    [[number]] = table.place.sql(f"SELECT {rule.amount} FROM {table.source}")  # noqa: S608
    return int(number or 0)


def _is_number_of_people(table: BakedTable, name: str) -> bool:
    return counts(table.declared) and name == PEOPLE


def card_rule(declared: Table) -> CardRule:
    """How the columns of a table are counted."""
    if declared.about != "people":
        return CardRule()
    if declared.named:
        return CardRule(least=declared.rule.k)
    if counts(declared):
        # Each of its numbers is of k people or more.
        return CardRule(amount=f'sum("{PEOPLE}")')
    least = (declared.rule.k - 1) * declared.rule.max_rows_per_class + 1
    return CardRule(least=least, quasi_identifiers=declared.quasi_identifiers)


def counts(declared: Table) -> bool:
    """Whether a published table is one of counts of people."""
    return declared.about == "people" and not declared.named and declared.privacy is None


def _card(table: BakedTable, rule: CardRule, name: str, number: int) -> Card:
    if not _tells_values(table, name, number):
        filled = _filled(number, _counted(table, rule, name, FILLED, table.source))
        distinct = filled if _is_key(table.declared, name) else None
        return Card(number, filled, distinct, **_spread(table, name, divided=False).facts)
    kind = table.kinds[name]
    found = _counted(table, rule, name, VALUES[kind], _source(table, name))
    apart = kind == "list" or table.declared.about == "people"
    rows = _counted(table, rule, name, FILLED, table.source) if apart else found
    distinct = found[0][3] if found else 0
    spreads = _spread(table, name, divided=distinct > MOST_VALUES)
    untold = spreads.classes or _is_number_of_people(table, name)
    values = () if untold else _frequent(found, distinct, number)
    return Card(number, _filled(number, rows), distinct, values=values, **spreads.facts)


def _tells_values(table: BakedTable, name: str, number: int) -> bool:
    """Whether the values of a column are counted: not of keys, of places, nor of what is written
    freely."""
    declared, kind = table.declared, table.kinds[name]
    if kind not in VALUES or declared.published[name].role in UNTOLD:
        return False
    if _is_key(declared, name) or name in (declared.browse.map or ()):
        return False
    return kind != "string" or number < LARGE or not _mostly_different(table, name)


def _is_key(declared: Table, name: str) -> bool:
    return declared.published[name].constraints.unique or declared.primary_key == (name,)


def _mostly_different(table: BakedTable, name: str) -> bool:
    """Whether nearly all texts differ, so that counting each would cost much and tell little."""
    asked = f'SELECT approx_count_distinct("{name}"), count("{name}") FROM {table.source}'  # noqa: S608
    [(different, known)] = table.place.sql(asked)
    return bool(different > known * DIFFERENT)


def _spread(table: BakedTable, name: str, *, divided: bool) -> Spread:
    """Nothing of people, but of their numbers in a table of counts."""
    declared = table.declared
    told = declared.about != "people" or _is_number_of_people(table, name)
    hidden = declared.published[name].role in UNTOLD
    return spread(table, name, divided) if told and not hidden else Spread()


def _source(table: BakedTable, name: str) -> str:
    """The rows, or those of each item of a list."""
    if table.kinds[name] != "list":
        return table.source
    return ITEMS.format(name=f'"{name}"', source=table.source)


def _counted(table: BakedTable, rule: CardRule, name: str, value: str, source: str) -> Found:
    """Values with their numbers, none first, then those that may be told, the most frequent first.

    Each has its number, whether it may be told, and how many values there are. Every value of a
    quasi-identifier is that of whole classes, each of k people or more.
    """
    safe = name in rule.quasi_identifiers
    classes = () if safe else rule.quasi_identifiers
    statement = COUNTED.format(
        value=value.format(name=name),
        amount=rule.amount,
        source=source,
        classes="".join(f', "{one}"' for one in classes),
        least=1 if safe else rule.least,
        limit=MOST_VALUES + 1,
    )
    return table.place.sql(statement)


def _filled(number: int, found: Found) -> int | None:
    """How many have a value; None where too few have, or have none."""
    if not all(row[2] for row in found):
        return None
    return number - sum(int(row[1]) for row in found if row[0] is None)


def _frequent(found: Found, distinct: int, number: int) -> tuple[ValueCount, ...]:
    """The most frequent values that may be told; where there are many, no rare ones."""
    least = 1 if distinct <= MOST_VALUES else max(2, number // RARE)
    told = [ValueCount(*row[:2]) for row in found if row[0] is not None and row[2]]
    kept = [one for one in told if one.number >= least and len(str(one.value)) <= LONGEST]
    return tuple(kept[:MOST_VALUES])
