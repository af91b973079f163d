"""What is asked of the people behind rows: who made them, or whom they tell of."""

from dataclasses import replace

from publish.bakehouse.draft.browse import key_of
from publish.bakehouse.draft.decided import TableDecisions
from publish.bakehouse.draft.dialogue import YES_NO, Choice, Dialogue, Question
from publish.bakehouse.draft.people import contributor_of, proposed_counts
from publish.bakehouse.draft.vocabulary import AUTHORS
from publish.declare.consents import AGREED_TYPES
from publish.words.governance import BASES
from publish.words.told import told

NOBODY, EACH = "-", "="
CONSENT = "consent"


def of_things(table: TableDecisions) -> Dialogue[TableDecisions]:
    """The table with the column of who made a row, where one may be that."""
    authors = [column for column in table.columns if column.speaks_of(AUTHORS)]
    if not authors:
        return table
    answer = yield Question(
        told("Which column names who made a row? That person stays private"),
        choices=(
            *(Choice(column.name, column.header) for column in authors),
            Choice(NOBODY, told("none")),
        ),
        default=authors[0].name,
    )
    return replace(table, contributor=None if answer == NOBODY else answer)


def of_people(table: TableDecisions) -> Dialogue[TableDecisions]:
    """The table with who is behind a row, and what is counted of them."""
    rows, columns = len(table.sample.rows), table.columns
    likely = [contributor_of(columns), key_of(columns, rows)]
    likely += [one.name for one in columns if one.role.role == "identifier"]
    names = list(dict.fromkeys(name for name in likely if name))
    answer = yield Question(
        told("Who is behind a row? People are counted, never rows"),
        choices=(
            *(Choice(name, name, told("equal values are one person")) for name in names),
            Choice(
                EACH,
                told("each row"),
                told("nobody answered twice: you say so, and it stands in the file"),
            ),
            Choice(
                NOBODY, told("nobody knows"), told("nothing can be published before someone does")
            ),
        ),
        default=names[0] if names else NOBODY,
    )
    table = replace(table, contributor=answer if answer in names else None, each_row=answer == EACH)
    counted: list[tuple[str, ...]] = []
    for by, reached, few in proposed_counts(table):
        given = yield Question(
            told("Publish how many people there are by %(columns)s?", columns=", ".join(by)),
            (
                told(
                    "fewest people of a value: %(fewest)s; values under 11, hidden: %(hidden)s",
                    fewest=reached,
                    hidden=few,
                ),
            ),
            choices=YES_NO,
            default="y",
        )
        if given == "y":
            counted.append(by)
    return replace(table, counted=counted)


def with_basis(table: TableDecisions, language: str) -> Dialogue[TableDecisions]:
    """The table with the basis on which people's rows are used; `-` leaves that to the file."""
    columns = [one.name for one in table.columns if one.type.type in AGREED_TYPES]
    kinds = [
        Choice(kind, one.called[language])
        for kind, one in BASES.items()
        if columns or kind != CONSENT
    ]
    kind = yield Question(
        told("On what basis are these rows about people used and published?"),
        choices=(*kinds, Choice(NOBODY, told("not yet: nothing is published before someone says"))),
        default=NOBODY,
    )
    if kind == NOBODY:
        return table
    basis = {"kind": kind}
    if kind == CONSENT:
        basis["column"] = yield Question(
            told("Which column tells who agreed?"),
            choices=tuple(Choice(name, name) for name in columns),
            default=columns[0],
        )
    basis["why"] = yield Question(
        told("What does that rest on? The words agreed to, the contract, the text of law")
    )
    return replace(table, basis=basis)
