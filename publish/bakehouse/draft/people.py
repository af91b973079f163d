"""Tables about people: whether one is, and what may be counted of them."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Protocol

from publish.bakehouse.draft.browse import FACET_LENGTH, DraftColumn
from publish.bakehouse.draft.rows import Sample
from publish.bakehouse.draft.vocabulary import PERSON, SENSITIVE, THINGS
from publish.declare.policy import Privacy

K = Privacy().k
VALUES = range(2, 31)
COUNTABLE = ("open", "quasi_identifier", "sensitive")
MOST = 6
"""Tables of counts that are proposed: each one more hides more in the others."""


class OfPeople(Protocol):
    """A table, who is behind its rows."""

    @property
    def sample(self) -> Sample: ...
    @property
    def columns(self) -> list[DraftColumn]: ...
    @property
    def contributor(self) -> str | None: ...


def about_people(columns: Sequence[DraftColumn]) -> bool:
    """Whether columns say who or what a person is, and none what only a thing has."""
    things = any(column.speaks_of(THINGS) for column in columns)
    persons = any(column.speaks_of(PERSON) for column in columns)
    sensitive = any(column.speaks_of(SENSITIVE) and not column.open for column in columns)
    return persons or (sensitive and not things)


def proposed_counts(table: OfPeople) -> Iterator[tuple[tuple[str, ...], int, int]]:
    """Columns to count people over, one at a time: the fewest people of a value, values under k."""
    names = [column.name for column in table.columns]
    who = names.index(table.contributor) if table.contributor else None
    found = 0
    for number, column in enumerate(table.columns):
        if column.name != table.contributor and _countable(column) and found < MOST:
            people = _people(table.sample, number, who)
            if sum(count >= K for count in people) > 1:
                found += 1
                yield (column.name,), min(people), sum(count < K for count in people)


def _countable(column: DraftColumn) -> bool:
    values = [value for value in column.counts if value.strip()]
    return (
        column.role.role in COUNTABLE
        and not column.role.drop
        and column.type.type in ("string", "boolean", "integer")
        and len(values) in VALUES
        and max(map(len, values)) <= FACET_LENGTH
    )


def _people(sample: Sample, column: int, who: int | None) -> list[int]:
    """How many people are behind each value; each row is one where nobody tells."""
    behind: defaultdict[str, set[str]] = defaultdict(set)
    for number, row in enumerate(sample.rows):
        behind[row[column]].add(str(number) if who is None else row[who])
    return [len(people) for people in behind.values()]
