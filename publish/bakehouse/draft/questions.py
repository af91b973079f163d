"""What `fournil new` asks on a terminal, in order: the dataset, each table, each column's role."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from publish.bakehouse.draft.browse import DraftColumn, key_of
from publish.bakehouse.draft.decided import Decisions, TableDecisions
from publish.bakehouse.draft.dialogue import Choice, Dialogue, Question
from publish.bakehouse.draft.links import Keyed, Link, linked
from publish.bakehouse.draft.people import about_people, contributor_of, proposed_counts
from publish.bakehouse.draft.roles import RoleGuess
from publish.bakehouse.draft.rows import Drafted, Sample
from publish.bakehouse.draft.vocabulary import AUTHORS
from publish.bakehouse.draft.yaml_text import printable
from publish.words.frequencies import FREQUENCIES
from publish.words.licenses import LICENSES

SHOWN, WIDE = 3, 40
ALL, NOBODY, EACH = "*", "-", "="
YES_NO = (Choice("y", "yes"), Choice("n", "no"))
SHARE_ALIKE = "ODbL-1.0"
OPEN = "etalab-2.0"


@dataclass(frozen=True)
class Known:
    """What is known before anything is asked: from the site, the file and the day."""

    title: str
    producer: str
    contact: str
    license: str | None
    files: str
    today: date


Guess = Callable[[Drafted], list[DraftColumn]]


def dialogue(drafted: Sequence[Drafted], known: Known, guess: Guess) -> Dialogue[Decisions]:
    """Everything that a draft leaves to a person; Enter takes what is proposed."""
    title = yield Question("Title, as readers will see it", default=known.title)
    description = yield Question(
        "What is the data, and what is it good for? A sentence or two", default=title
    )
    producer = yield Question("Who made it? Reusers will have to name them", default=known.producer)
    contact = yield Question(
        "Where do questions and corrections go? An e-mail or web address", default=known.contact
    )
    contributed = yield Question(
        "Did users of the service make it?",
        choices=(
            Choice("y", "yes", "it stays a commons: a licence with a share-alike clause"),
            Choice("n", "no", "any licence"),
        ),
        default="n",
    )
    license = yield _license(contributed == "y", known.license)
    frequency = yield Question(
        "How often will there be a new export?",
        choices=tuple(Choice(name, name) for name in FREQUENCIES),
        default="unknown",
    )
    tables: list[TableDecisions] = []
    for one in drafted:
        if drafted[1:] and (yield _kept(one)) == "n":
            continue
        tables.append((yield from _table(one, guess)))
    tables = yield from _linked(tables)
    reviewer = yield _reviewer(tables)
    copied = yield Question(
        f"Copy {known.files} to where the declaration reads it?", choices=YES_NO, default="y"
    )
    return Decisions(
        title=title,
        description=description,
        producer=producer,
        contact=contact,
        contributed=contributed == "y",
        license=license,
        frequency=frequency,
        tables=tables,
        reviewer=reviewer,
        on=known.today,
        copied=copied == "y",
    )


def _license(contributed: bool, usual: str | None) -> Question:
    fit = {spdx: one for spdx, one in LICENSES.items() if one.share_alike or not contributed}
    wanted = usual if usual in fit else SHARE_ALIKE if contributed else OPEN
    choices = tuple(Choice(spdx, one.title["en"]) for spdx, one in fit.items())
    return Question("Under which licence?", choices=choices, default=wanted)


def _kept(drafted: Drafted) -> Question:
    headers = ", ".join(drafted.sample.headers[:6])
    return Question(
        f"Publish the table {drafted.name}?", (f"columns: {headers}",), choices=YES_NO, default="y"
    )


def _reviewer(tables: Sequence[TableDecisions]) -> Question:
    """Who answers for the roles, where anything but open columns is there."""
    closed = [column.name for table in tables for column in table.columns if not column.open]
    return Question(
        "Your name, as who read these roles and answers for them for a year",
        ("needed before anything but open columns about things is published; Enter leaves it out",)
        if closed or any(table.about == "people" for table in tables)
        else ("not needed here: Enter leaves it out",),
        needed=False,
    )


def _linked(tables: Sequence[TableDecisions]) -> Dialogue[list[TableDecisions]]:
    """The tables with what points from one to another, where a person says that it does."""
    shown = [one for one in tables if one.about == "things"]
    keyed = [
        Keyed(one.drafted.name, one.columns, key_of(one.columns, len(one.sample.rows)))
        for one in shown
    ]
    found = []
    for one, of in zip(shown, linked(keyed), strict=True):
        links = []
        for link in of.links:
            if link.lack or (yield _points(one, link)) == "y":
                links.append(link)
        found.append(replace(one, columns=of.columns, links=links))
    waiting = iter(found)
    return [next(waiting) if one.about == "things" else one for one in tables]


def _points(table: TableDecisions, link: Link) -> Question:
    return Question(
        f"Does {table.drafted.name}.{link.column} name a row of {link.table}?",
        (f"all of its {link.values} values are values of {link.table}.{link.key}",),
        choices=YES_NO,
        default="y",
    )


def _table(drafted: Drafted, guess: Guess) -> Dialogue[TableDecisions]:
    drafted = replace(drafted, sample=(yield from _read(drafted.sample)))
    columns = guess(drafted)
    about = yield Question(
        f"Table {drafted.name}: is a row about a thing, or about a person?",
        choices=(
            Choice("things", "thing", "rows are published: places, products, repairs, …"),
            Choice("people", "person", "answers, profiles: people are counted, no row is shown"),
        ),
        default="people" if about_people(columns) else "things",
    )
    decided = yield from _roles(columns, about)
    table = TableDecisions(drafted, decided, about)
    if about == "people":
        return (yield from _of_people(table))
    return (yield from _of_things(table))


def _read(sample: Sample) -> Dialogue[Sample]:
    """The sample as it is to be read, where nothing tells whether a header begins it."""
    if sample.otherwise is None:
        return sample
    first = ", ".join(sample.rows[0][:6]) if sample.rows else ""
    named = yield Question(
        "Does the first line name the columns?", (first,), choices=YES_NO, default="y"
    )
    if named == "y":
        return replace(sample, otherwise=None, rows=sample.rows[1:])
    return replace(sample, otherwise=None, source=sample.otherwise)


def _roles(columns: Sequence[DraftColumn], about: str) -> Dialogue[list[DraftColumn]]:
    decided: list[DraftColumn] = []
    for number, column in enumerate(columns):
        answer = yield _role(column, f"{number + 1} of {len(columns)}", about)
        if answer == ALL:
            return [*decided, *columns[number:]]
        decided.append(_as_answered(column, answer))
    return decided


def _role(column: DraftColumn, place: str, about: str) -> Question:
    samples = [_short(value) for value in column.counts if value.strip()][:SHOWN]
    return Question(
        f"Column {place}, {column.header!r}: what could it reveal of someone?",
        (
            f"for example: {' | '.join(samples) or 'always empty'}",
            f"proposed, since {'; '.join(column.role.why)}",
        ),
        choices=_choices(about),
        default=_proposed(column.role),
    )


ROLES = {
    "o": RoleGuess("open"),
    "i": RoleGuess("identifier", True),
    "q": RoleGuess("quasi_identifier"),
    "s": RoleGuess("sensitive"),
    "t": RoleGuess("free_text", True),
    "x": RoleGuess("open", True),
}


def _choices(about: str) -> tuple[Choice, ...]:
    leaves = "counted over, if you choose so" if about == "people" else "published as it is"
    return (
        Choice("o", "open", f"reveals nothing; {leaves}"),
        Choice("i", "identifier", "who it is (name, e-mail, telephone); never published"),
        Choice("q", "quasi-identifier", f"who it may be, with others (age, town); {leaves}"),
        Choice("s", "sensitive", f"what must not be known of someone (health, income); {leaves}"),
        Choice("t", "text", "whatever somebody wrote; not published"),
        Choice("x", "leave out", "not published, though it reveals nothing"),
        Choice(ALL, "all", "take what is proposed, for this column and all that follow"),
    )


def _proposed(guess: RoleGuess) -> str:
    for key, role in ROLES.items():
        if (role.role, role.drop) == (guess.role, guess.drop):
            return key
    return next(key for key, role in ROLES.items() if role.role == guess.role)


def _as_answered(column: DraftColumn, answer: str) -> DraftColumn:
    """The column with its role decided; the reasons stay where the proposal was taken."""
    if answer == _proposed(column.role):
        return column
    return replace(column, role=replace(ROLES[answer], why=("decided by a person",)))


def _short(value: str) -> str:
    line = printable(" ".join(value.split()))
    return line if len(line) <= WIDE else f"{line[: WIDE - 1]}…"


def _of_things(table: TableDecisions) -> Dialogue[TableDecisions]:
    authors = [column for column in table.columns if column.speaks_of(AUTHORS)]
    if not authors:
        return table
    answer = yield Question(
        "Which column names who made a row? That person stays private",
        choices=(
            *(Choice(column.name, column.header) for column in authors),
            Choice(NOBODY, "none"),
        ),
        default=authors[0].name,
    )
    return replace(table, contributor=None if answer == NOBODY else answer)


def _of_people(table: TableDecisions) -> Dialogue[TableDecisions]:
    rows, columns = len(table.sample.rows), table.columns
    likely = [contributor_of(columns), key_of(columns, rows)]
    likely += [one.name for one in columns if one.role.role == "identifier"]
    names = list(dict.fromkeys(name for name in likely if name))
    answer = yield Question(
        "Who is behind a row? People are counted, never rows",
        choices=(
            *(Choice(name, name, "equal values are one person") for name in names),
            Choice(
                EACH, "each row", "nobody answered twice: you say so, and it stands in the file"
            ),
            Choice(NOBODY, "nobody knows", "nothing can be published before someone does"),
        ),
        default=names[0] if names else NOBODY,
    )
    table = replace(table, contributor=answer if answer in names else None, each_row=answer == EACH)
    counted: list[tuple[str, ...]] = []
    for by, reached, few in proposed_counts(table):
        given = yield Question(
            f"Publish how many people there are by {', '.join(by)}?",
            (f"fewest people behind a value: {reached}; values hidden for fewer than 11: {few}",),
            choices=YES_NO,
            default="y",
        )
        if given == "y":
            counted.append(by)
    return replace(table, counted=counted)
