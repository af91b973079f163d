"""Tables about people: whether one is, and what may be counted of them."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from publish.bakehouse.draft.browse import FACET_LENGTH, DraftColumn
from publish.bakehouse.draft.roles import of_organisations
from publish.bakehouse.draft.rows import Sample
from publish.bakehouse.draft.surveys import surveyed
from publish.bakehouse.draft.vocabulary import AUTHORS, PERSON, SENSITIVE, THINGS
from publish.bakehouse.draft.yaml_text import Line
from publish.declare.policy import Privacy
from publish.words.governance import BASES

K = Privacy().k
VALUES = range(2, 31)
COUNTABLE = ("open", "quasi_identifier", "sensitive")
MOST = 6
"""Tables of counts that are proposed: each one more hides more in the others."""


def contributor_of(columns: Sequence[DraftColumn]) -> str | None:
    """The column that may name who is behind a row: as a survey's form says, or by its word."""
    survey = surveyed(columns)
    if survey:
        return survey.contributor
    return next((column.name for column in columns if column.speaks_of(AUTHORS)), None)


class OfPeople(Protocol):
    """A table, who is behind its rows."""

    @property
    def sample(self) -> Sample: ...
    @property
    def columns(self) -> list[DraftColumn]: ...
    @property
    def contributor(self) -> str | None: ...


def about_people(columns: Sequence[DraftColumn]) -> bool:
    """Whether a survey's, or such that say what a person is, and none what only a thing has."""
    if surveyed(columns):
        return True
    if of_organisations({column.header: column.counts for column in columns}):
        return False
    things = any(column.speaks_of(THINGS) for column in columns)
    persons = any(column.speaks_of(PERSON) for column in columns)
    sensitive = any(column.speaks_of(SENSITIVE) and not column.open for column in columns)
    return persons or (sensitive and not things)


def proposed_counts(table: OfPeople) -> Iterator[tuple[tuple[str, ...], int, int]]:
    """Columns to count people over, one at a time: the fewest people of a value, values under k."""
    found = 0
    for number, column in enumerate(table.columns):
        if column.name != table.contributor and _countable(column) and found < MOST:
            people = _people(table, [number])
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


def _people(table: OfPeople, by: Sequence[int]) -> list[int]:
    """How many people share each combination of values; each row is one where nobody tells."""
    names = [column.name for column in table.columns]
    who = names.index(table.contributor) if table.contributor else None
    behind: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
    for number, row in enumerate(table.sample.rows):
        shared = tuple(row[column] for column in by)
        behind[shared].add(str(number) if who is None else row[who])
    return [len(people) for people in behind.values()] or [0]


@dataclass(frozen=True)
class Guessed:
    """A table of which nobody decided anything yet."""

    sample: Sample
    columns: list[DraftColumn]
    contributor: str | None


def proposed(sample: Sample, columns: list[DraftColumn]) -> Iterator[Line]:
    """How people could leave, as comments: who is behind a row, counts, records; the k reached."""
    who = contributor_of(columns)
    table = Guessed(sample, columns, who)
    yield "If a row tells of a person: who is behind it (the column may be dropped);"
    yield f"contributor: {who}" if who else "contributor: "
    if who is None:
        yield "or, where no column tells and nobody has two rows:"
        yield "one_row_per_person: {reviewed: …, why: …}"
    yield from _basis()
    counts = list(proposed_counts(table))
    if counts:
        yield "and counts of people, those under 11 hidden (here the fewest people of a value):"
        yield "aggregates:"
        for (by,), fewest, _few in counts:
            yield f"  by_{by}: {{by: [{by}], title: {{fr: …}}}}  # {fewest}"
    yield "or records, where at least 11 people share what may tell who they are"
    yield f"(here {_reached(table)}):"
    yield "privacy: {k: 11}"


def _basis() -> Iterator[Line]:
    """That somebody has to say why people's rows may be used at all."""
    yield "DECIDE, where a row tells of a person: on what basis it is used and published, one of"
    yield ", ".join(BASES)
    yield "(of a consent, `column:` names the one that tells who agreed)."
    yield "basis: {kind: …, why: …}"


def _reached(table: Guessed) -> str:
    """The fewest people who share all quasi-identifiers that would leave."""
    quasi = [
        number
        for number, column in enumerate(table.columns)
        if column.role.role == "quasi_identifier" and not column.role.drop
    ]
    if not quasi:
        return "no column does"
    names = ", ".join(table.columns[number].name for number in quasi)
    return f"{min(_people(table, quasi))} share {names}"
