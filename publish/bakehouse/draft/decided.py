"""What a person decided of a draft, and how a declaration says it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from publish.bakehouse.draft.browse import DraftColumn
from publish.bakehouse.draft.links import Link
from publish.bakehouse.draft.rows import Drafted, Sample
from publish.bakehouse.draft.yaml_text import Line

EACH_ROW = "each row is another person"
YEAR = 365


@dataclass(frozen=True)
class TableDecisions:
    """A table to publish: its rows as they are read, its columns with the roles decided.

    `contributor` is a column; `each_row` says that each row is another person. `counted` are the
    columns of each table of counts, where the table is about people; `basis` is a kind and what it
    rests on, where somebody said.
    """

    drafted: Drafted
    columns: list[DraftColumn]
    about: str
    contributor: str | None = None
    each_row: bool = False
    counted: Sequence[Sequence[str]] = ()
    links: Sequence[Link] = ()
    basis: Mapping[str, str] | None = None

    @property
    def sample(self) -> Sample:
        """What was read of it."""
        return self.drafted.sample


@dataclass(frozen=True)
class Decisions:
    """All that a draft leaves to a person."""

    title: str
    description: str
    producer: str
    contact: str
    contributed: bool
    license: str
    frequency: str
    tables: Sequence[TableDecisions]
    reviewer: str = ""
    on: date | None = None
    copied: bool = False


def dataset_lines(decided: Decisions) -> Iterator[Line]:
    """What stands above the tables."""
    yield "title", {"fr": decided.title}
    yield "description", {"fr": decided.description}
    yield "producer", {"name": decided.producer}
    yield "contact", decided.contact
    yield "contributed", decided.contributed
    yield "license", decided.license
    yield "frequency", decided.frequency
    if decided.reviewer and decided.on:
        yield "Who read every role below and answers for it, and until when that holds."
        until = date.fromordinal(decided.on.toordinal() + YEAR)
        yield "reviewed", {"by": decided.reviewer, "on": decided.on, "until": until}


def table_lines(decided: TableDecisions) -> Iterator[Line]:
    """Who and what a table is about."""
    yield "about", decided.about
    if decided.contributor:
        yield "The column that names who is behind a row."
        yield "contributor", decided.contributor


def counts_of(decided: TableDecisions, on: date | None) -> Iterator[Line]:
    """How people leave: counted, by the columns that were chosen."""
    if decided.each_row and on:
        yield "one_row_per_person", {"reviewed": on, "why": f"As answered to `new`: {EACH_ROW}."}
    if decided.basis:
        yield "On what basis these rows about people are used and published."
        yield "basis", decided.basis
    if decided.counted:
        yield "Counts of people; those of fewer than 11 are hidden."
        yield "aggregates", aggregates(decided.counted, decided.columns)


def aggregates(
    counted: Sequence[Sequence[str]], columns: Sequence[DraftColumn]
) -> Mapping[str, object]:
    """Tables of counts, by name."""
    headers = {column.name: column.header for column in columns}
    return {
        f"by_{'_'.join(by)}"[:60]: {
            "by": list(by),
            "title": {"fr": ", ".join(headers[name] for name in by)},
        }
        for by in counted
    }
