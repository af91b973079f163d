"""What is said of people that are known already, and the way out that is right there."""

from enum import Enum

from publish.bakehouse.check.inspection import Inspection
from publish.bakehouse.series.people_file import PublicPart
from publish.bakehouse.series.population import Overlap, TablePeople, column_words
from publish.declare.policy import Privacy
from publish.errors import Problem

SAID = "`other_people: {reviewed: …, why: …}`"
MODES = {"records": "`privacy:`", "aggregates": "`aggregates:`"}
ACCEPT = "; or accept it: `fournil new-series {} --why …`"
OTHERS = {"records": "add `protect: drop` there", "aggregates": "count over other columns"}


class Finding(Enum):
    """What is wrong between a new part and one that was public."""

    UNKNOWN = "nobody said whether they are the same people"
    COLUMNS = "both publish the same columns of the same people"
    CONTRADICTED = "they are said to be others, and are not"


def shared_with(table: TablePeople, other: PublicPart) -> Overlap | None:
    """The contributors that a table shares with another part; None where nobody can tell."""
    if other.population is None:
        return None
    return table.overlaps.get(other.population, Overlap())


def own_numbers(other: PublicPart, table: TablePeople) -> bool:
    """Whether two services may have numbered their people: one service, one dataset, does not."""
    return other.dataset != table.dataset


def few(shared: int, rule: Privacy) -> bool:
    """Whether so few people are shared that no class of k can be subtracted from another.

    What is left of one of k people would be `delta_k` people or more.
    """
    return shared <= max(0, rule.k - rule.delta_k)


def in_both(part: PublicPart, other: PublicPart, table: TablePeople) -> list[str]:
    """The columns of a part that another had too, by their names or the headers they come from."""
    words = column_words(table.declared).items()
    return [name for name, known in words if known & part.columns & other.columns]


def people_problem(
    finding: Finding,
    part: PublicPart,
    other: PublicPart,
    table: TablePeople,
    inspection: Inspection,
) -> Problem:
    """The refusal of a part because of another."""
    place = part_place(part, table)
    name = other.name if other.dataset == part.dataset else f"{other.dataset}.{other.name}"
    if finding is Finding.COLUMNS:
        columns = ", ".join(f"`{column}`" for column in in_both(part, other, table))
        what = f"{_told(table, other)} {name}, which published {columns} of them too"
        return Problem("shared-columns", place, what, f"{OTHERS[part.mode]}{_accept(other, table)}")
    if finding is Finding.CONTRADICTED:
        what = f"`other_people` says that these are others, but {_told(table, other)} {name}"
        fix = f"remove `other_people`; {_way_out(part, other, table, inspection)}"
        return Problem("same-people", place, what, fix)
    what = (
        f"{_told(table, other)} {name}, which was public: what differs would tell of single people"
    )
    return Problem("known-people", place, what, _way_out(part, other, table, inspection))


def part_place(part: PublicPart, table: TablePeople) -> str:
    """The part by the name that it is published under."""
    if part.mode == "records":
        return table.published
    return f"{table.published}.aggregates.{part.name.removeprefix(f'{table.name}_')}"


def _told(table: TablePeople, other: PublicPart) -> str:
    found = shared_with(table, other)
    if found is None:
        return "its people may be those of"
    return f"{found.people} of its {table.count} contributors stand in"


def _way_out(
    part: PublicPart, other: PublicPart, table: TablePeople, inspection: Inspection
) -> str:
    if other.dataset != part.dataset:
        way = (
            f"if this is that dataset, call its folder {other.dataset} again; if not, publish none "
            f"of its columns and write `same_people_as: {other.dataset}.{other.table}`"
        )
        return f"{way}{_others(other, table)}"
    return f"{_within(part, other, table, inspection)}{_accept(other, table)}"


def _within(part: PublicPart, other: PublicPart, table: TablePeople, inspection: Inspection) -> str:
    """What would do where both are parts of one dataset."""
    if other.table == part.table and other.mode == part.mode:
        before = other.name.removeprefix(f"{other.table}_")
        return (
            f"declare `{before}` too, or, if this is that one under another name, write "
            f"`same_people_as: {before}` in it"
        )
    if other.table == part.table:
        return f"let the table leave as it did, by {MODES[other.mode]}"
    if other.mode in (part.mode, "") and other.table not in inspection.declared.tables:
        return (
            "if this is that table under another name, write "
            f"`same_people_as: {other.table}`{_others(other, table)}"
        )
    return (
        f"publish none of its columns and write `same_people_as: {other.table}`"
        f"{_others(other, table)}"
    )


def _others(other: PublicPart, table: TablePeople) -> str:
    """The words for people who are others, where that may be said."""
    found = shared_with(table, other)
    if found is None:
        return f"; if they are other people, write {SAID}"
    if few(found.telling, table.declared.rule) and own_numbers(other, table):
        return (
            "; if they are other people, whom the service numbers by itself, write "
            "`other_people: {reviewed: …, why: …, ids: own}`"
        )
    return ""


def _accept(other: PublicPart, table: TablePeople) -> str:
    if other.dataset != table.dataset:
        return ""
    return ACCEPT.format(table.dataset)


def other_ids(table: TablePeople, overlap: Overlap) -> Problem:
    """The refusal of a table whose people are the same under another contributor."""
    moved = overlap.people - overlap.contributors
    return Problem(
        "other-contributors",
        table.published,
        f"{moved} of its {table.count} contributors are known by another column, and "
        f"{overlap.contributors} by `{table.declared.contributor}`: the same people have other "
        "ids, so that nobody is known again",
        "let the contributor be read from the column that named people before, or accept it: "
        f"`fournil new-series {table.dataset} --why …` and `turnover: {{max: 1}}` for this once",
    )
