"""How many rows have each value of a column, and where numbers and dates begin and end."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

from publish.declare.people_rules import PEOPLE
from publish.figures.asking import Asking, Counted, Lines, Query
from publish.figures.specification import counts_people
from publish.figures.tally import Numbers, by_number, by_value, tally
from publish.release.table import Field, Table, TableReference
from publish.words.sql import sql_name

Counts = list[tuple[Any, int]]


class Valued(NamedTuple):
    """How many have each value, and how many have one at all: what shares are of."""

    counts: Counts
    base: int


Ends = Mapping[str, tuple[Any, Any]]
DAYS = ("date", "datetime")
YEAR, MONTH = 4, 7
# Values of a facet; those of one that shows all that it can, and years and months.
FEW, MANY = 8, 500
# Values of a facet of texts that a search knows.
KNOWN = 2_000
# A list is not cut for a few values more.
SLACK = 4
# Years of a date that nothing indexes are counted by reading every row.
SCANNED = 200_000


def kind_of(field: Field) -> str:
    """`list`, `day` or `value`."""
    return "list" if field.is_list else "day" if field.type in DAYS else "value"


def offered(counted: Counted, rows: int) -> list[str]:
    """The columns with a facet: those declared, and dates where there are not too many rows."""
    days = [name for name, field in counted.fields.items() if field.type in DAYS]
    wanted = [*counted.resource.facets, *(days if rows <= SCANNED else ())]
    return [column for column in dict.fromkeys(wanted) if column in counted.fields]


def named_facets(table: Table) -> list[str]:
    """The facets whose values people type: texts, but for keys of other tables.

    None of a table about people, nor of free text.
    """
    if table.about == "people":
        return []
    keys = {name for key in table.references for name in key.columns}
    known = (table.columns[name] for name in table.facets if name in table.columns)
    return [
        one.name
        for one in known
        if (one.is_list or one.type == "string")
        and one.role != "free_text"
        and one.name not in keys
    ]


def named_keys(tables: Mapping[str, Table], table: Table) -> Iterator[tuple[str, TableReference]]:
    """The facets that are keys of other tables whose rows have names; none to or from people."""
    for key in table.references if table.about != "people" else ():
        to = tables.get(key.table)
        named = to and to.about != "people" and to.label
        if named and len(key.columns) == 1 and key.columns[0] in table.facets:
            yield key.columns[0], key


def query_of_names(counted: Counted, key: TableReference, label: str) -> Query:
    """The query of the most frequent values of a key: (value, rows, the name it stands for)."""
    found = query_of_values(counted, key.columns[0], KNOWN)
    of, to, name = map(sql_name, (key.table, key.to[0], label))
    sql = (
        f"with f(value, n, base) as ({found.sql}) "  # noqa: S608
        f"select f.value, f.n, o.{name} from f join {of} o on o.{to} = f.value"
        f" where o.{name} is not null order by f.n desc, f.value"
    )
    return Query(sql, found.parameters)


def most_values(size: int) -> int:
    """How many values are asked for where `size` are to be shown."""
    return size + SLACK + 2


def query_of_values(counted: Counted, column: str, size: int) -> Query:
    """The query by which `values` asks for so many."""
    return next(values(counted, column, size))


def number(counted: Counted) -> Asking[int]:
    """How many rows there are."""
    source, parameters = counted.from_sql()
    told = tally(counted, None, lambda numbers: [(numbers.total(),)])
    [(rows,)] = yield Query(f"select count(*) {source}", parameters, told)
    return int(rows)


def reaches(counted: Counted, rows: int) -> Asking[bool]:
    """Whether there are so many rows: none behind them is read."""
    source, parameters = counted.from_sql()
    [(found,)] = yield Query(
        f"select count(*) from (select 1 {source} limit {rows})",  # noqa: S608
        parameters,
    )
    return bool(found >= rows)


def values(counted: Counted, column: str, size: int) -> Asking[Valued]:
    """The most frequent values: two more than `size` and its slack, none (None) among them.

    Rows count without the column's own conditions; in a list with them, each row once an item. Of
    a table of counts it is the people that count.
    """
    name, most = sql_name(column), most_values(size)
    if kind_of(counted.fields[column]) == "list":
        source, parameters = _items(counted, name)
        some = _number(counted, f"nullif({name}, '[]')")
        base = f"(select {some} {counted.from_sql()[0]})"
        sql = f"select value, sum(n), {base} {source} group by 1 order by 2 desc, 1"
        return _valued((yield Query(f"{sql} limit {most}", parameters)))
    source, parameters = counted.from_sql(without=column)
    base = f"sum({_number(counted, name)}) over ()"
    counting = f"select {name}, {_number(counted)}, {base} {source}"
    sql = f"{counting} group by 1 order by 2 desc, 1 limit {most}"
    told = tally(counted, column, partial(_frequent, most), without=column)
    return _valued((yield Query(sql, parameters, told)))


def _frequent(most: int, numbers: Numbers) -> Lines:
    base = numbers.total() - numbers[None]
    return [(value, number, base) for value, number in by_number(numbers, most)]


def _valued(found: Lines) -> Valued:
    return Valued([(value, number) for value, number, _ in found], found[0][2] if found else 0)


def _number(counted: Counted, having: str = "*") -> str:
    """The SQL of how many rows, or people, there are, or those `having` a value."""
    if not counts_people(counted):
        return f"count({having})"
    people = sql_name(PEOPLE)
    return f"sum({people if having == '*' else f'iif({having} is null, 0, {people})'})"


def valued(counted: Counted, column: str) -> Asking[Counts]:
    """The rows of each value, of those that a condition on the column leaves."""
    source, parameters = counted.from_sql()
    sql = f"select {sql_name(column)}, {_number(counted)} {source} group by 1 limit {MANY}"
    told = tally(counted, column, lambda numbers: by_value(numbers)[:MANY])
    return (yield Query(sql, parameters, told))


def _items(counted: Counted, name: str) -> tuple[str, Mapping[str, Any]]:
    """Each item of each list once, and how many it counts for."""
    source, parameters = counted.from_sql()
    # The rows of a view have no ids.
    row = "rowid" if counted.resource.fields else name
    number = sql_name(PEOPLE) if counts_people(counted) else "1"
    lists = (
        f"select {row} as r, {number} as n, case when json_valid({name}) then {name} end as v"
        f" {source}"
    )
    each = f"select distinct j.value as value, s.r, s.n from ({lists}) s, json_each(s.v) j"  # noqa: S608
    return f"from ({each})", parameters


def periods(counted: Counted, column: str, length: int) -> Asking[Counts]:
    """The rows of each year or month, the latest first, without the column's own conditions."""
    source, parameters = counted.from_sql(without=column)
    start = f"substr({sql_name(column)}, 1, {length})"
    sql = f"select {start}, {_number(counted)} {source} group by 1 order by 1 desc limit {MANY}"
    told = tally(counted, column, _latest, length, without=column)
    return (yield Query(sql, parameters, told))


def _latest(numbers: Numbers) -> Lines:
    return by_value(numbers)[: -MANY - 1 : -1]


def ranged(counted: Counted) -> Iterator[str]:
    """The columns of numbers and dates, but of what is a key, a place on the map or a count."""
    counts = {PEOPLE} if counts_people(counted) else set()
    for name, field in counted.fields.items():
        number = field.is_number and name not in counted.resource.taken | counts
        if field.type in DAYS or number:
            yield name


def ends(table: str, columns: Sequence[str]) -> Asking[Ends]:
    """The least and the greatest value of columns of a whole table."""
    names = [sql_name(column) for column in columns]
    asked = ", ".join(f"min({name}), max({name})" for name in names)
    [row] = yield Query(f"select {asked} from {sql_name(table)}")  # noqa: S608
    return dict(zip(columns, zip(row[::2], row[1::2], strict=True), strict=True))
