"""What `fournil new` asks on a terminal, in order: the dataset, each table, each column's role."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from publish.bakehouse.draft.browse import DraftColumn, key_of
from publish.bakehouse.draft.decided import Decisions, TableDecisions
from publish.bakehouse.draft.dialogue import YES_NO, Choice, Dialogue, Question
from publish.bakehouse.draft.links import Keyed, Link, linked
from publish.bakehouse.draft.people import about_people
from publish.bakehouse.draft.people_questions import of_people, of_things, with_basis
from publish.bakehouse.draft.role_questions import roles
from publish.bakehouse.draft.rows import Drafted, Sample
from publish.words.frequencies import FREQUENCIES
from publish.words.licenses import LICENSES
from publish.words.told import told

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
    language: str = "en"
    basis: bool = False
    """Whether the site asks tables about people for a basis."""


Guess = Callable[[Drafted], list[DraftColumn]]


def dialogue(drafted: Sequence[Drafted], known: Known, guess: Guess) -> Dialogue[Decisions]:
    """Everything that a draft leaves to a person; Enter takes what is proposed."""
    title = yield Question(told("Title, as readers will see it"), default=known.title)
    description = yield Question(
        told("What is the data, and what is it good for? A sentence or two"), default=title
    )
    producer = yield Question(
        told("Who made it? Reusers will have to name them"), default=known.producer
    )
    contact = yield Question(
        told("Where do questions and corrections go? An e-mail or web address"),
        default=known.contact,
    )
    contributed = yield Question(
        told("Did users of the service make it?"),
        choices=(
            replace(
                YES_NO[0], leads_to=told("it stays a commons: a licence with a share-alike clause")
            ),
            replace(YES_NO[1], leads_to=told("any licence")),
        ),
        default="n",
    )
    license = yield _license(contributed == "y", known)
    frequency = yield Question(
        told("How often will there be a new export?"),
        choices=tuple(Choice(name, one.often) for name, one in FREQUENCIES.items()),
        default="unknown",
    )
    tables: list[TableDecisions] = []
    for one in drafted:
        if drafted[1:] and (yield _kept(one)) == "n":
            continue
        tables.append((yield from _table(one, guess, known)))
    tables = yield from _linked(tables)
    reviewer = yield _reviewer(tables)
    copied = yield Question(
        told("Copy %(files)s to where the declaration reads it?", files=known.files),
        choices=YES_NO,
        default="y",
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


def _license(contributed: bool, known: Known) -> Question:
    fit = {spdx: one for spdx, one in LICENSES.items() if one.share_alike or not contributed}
    wanted = known.license if known.license in fit else SHARE_ALIKE if contributed else OPEN
    choices = tuple(Choice(spdx, one.title[known.language]) for spdx, one in fit.items())
    return Question(told("Under which licence?"), choices=choices, default=wanted or "")


def _kept(drafted: Drafted) -> Question:
    headers = ", ".join(drafted.sample.headers[:6])
    return Question(
        told("Publish the table %(table)s?", table=drafted.name),
        (told("columns: %(columns)s", columns=headers),),
        choices=YES_NO,
        default="y",
    )


def _reviewer(tables: Sequence[TableDecisions]) -> Question:
    """Who answers for the roles, where anything but open columns is there."""
    closed = [column.name for table in tables for column in table.columns if not column.open]
    return Question(
        told("Your name, as who read these roles and answers for them for a year"),
        (told("needed before anything but open columns about things leaves; Enter leaves it out"),)
        if closed or any(table.about == "people" for table in tables)
        else (told("not needed here: Enter leaves it out"),),
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
        told(
            "Does %(column)s name a row of %(table)s?",
            column=f"{table.drafted.name}.{link.column}",
            table=link.table,
        ),
        (
            told(
                "all of its %(number)s values are values of %(key)s",
                number=link.values,
                key=f"{link.table}.{link.key}",
            ),
        ),
        choices=YES_NO,
        default="y",
    )


def _table(drafted: Drafted, guess: Guess, known: Known) -> Dialogue[TableDecisions]:
    drafted = replace(drafted, sample=(yield from _read(drafted.sample)))
    columns = guess(drafted)
    about = yield Question(
        told("Table %(table)s: is a row about a thing, or about a person?", table=drafted.name),
        choices=(
            Choice(
                "things",
                told("thing"),
                told("rows are published: places, products, repairs, …"),
                told("thing"),
            ),
            Choice(
                "people",
                told("person"),
                told("answers, profiles: people are counted, no row is shown"),
                told("person"),
            ),
        ),
        default="people" if about_people(columns) else "things",
    )
    decided = yield from roles(columns, about)
    table = TableDecisions(drafted, decided, about)
    if about == "people":
        counted = yield from of_people(table)
        return (yield from with_basis(counted, known.language)) if known.basis else counted
    return (yield from of_things(table))


def _read(sample: Sample) -> Dialogue[Sample]:
    """The sample as it is to be read, where nothing tells whether a header begins it."""
    if sample.otherwise is None:
        return sample
    first = ", ".join(sample.rows[0][:6]) if sample.rows else ""
    named = yield Question(
        told("Does the first line name the columns?"), (first,), choices=YES_NO, default="y"
    )
    if named == "y":
        return replace(sample, otherwise=None, rows=sample.rows[1:])
    return replace(sample, otherwise=None, source=sample.otherwise)
