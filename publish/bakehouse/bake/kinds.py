"""What the stored texts of each column really are, so that forms with types can say so.

Dates, datetimes, lists and JSON are published as text; a technique may have left another text in
their place, and datetimes come with a time zone or without.
"""

from publish.bakehouse.engine import Workspace
from publish.declare.declaration import Column, Table
from publish.forms.kinds import Kind

PLAIN: dict[str, Kind] = {"integer": "integer", "number": "number", "boolean": "boolean"}
ODD = {
    "date": "try_cast({c} AS DATE)::VARCHAR IS DISTINCT FROM {c}",
    "datetime": "try_cast(rtrim({c}, 'Z') AS TIMESTAMP) IS NULL",
    "list": "json_type(try_cast({c} AS JSON)) IS DISTINCT FROM 'ARRAY'",
    "json": "NOT json_valid({c})",
}


def kinds(table: Table, source: str, place: Workspace) -> dict[str, Kind]:
    """The kind of each published column; `moment` is a datetime in UTC.

    A column with a value that is not what it was declared to be is a `string`.
    """
    odd_types = {name: column for name, column in table.published.items() if column.type in ODD}
    kinds_by_column: dict[str, Kind] = {
        n: PLAIN.get(c.type, "string") for n, c in table.published.items()
    }
    if not odd_types:
        return kinds_by_column
    questions = ", ".join(_question(name, column) for name, column in odd_types.items())
    [answers] = place.sql(f'SELECT {questions} FROM "{source}"')  # noqa: S608
    for (name, column), (odd, first, last) in zip(odd_types.items(), _threes(answers), strict=True):
        kinds_by_column[name] = _kind(column, odd, first, last)
    return kinds_by_column


def _question(name: str, column: Column) -> str:
    """Whether a value is odd; whether any ends with Z; whether all do."""
    cell = f'"{name}"'
    odd = ODD[column.type].format(c=cell)
    return (
        f"bool_or({cell} IS NOT NULL AND ({odd})), "
        f"bool_or(suffix({cell}, 'Z')), bool_and(suffix({cell}, 'Z'))"
    )


def _threes(answers: tuple[bool | None, ...]) -> list[tuple[bool | None, ...]]:
    return [answers[start : start + 3] for start in range(0, len(answers), 3)]


def _kind(column: Column, odd: bool | None, any_zone: bool | None, all_zone: bool | None) -> Kind:
    if odd:
        return "string"
    if column.type != "datetime":
        return column.type
    if any_zone is None:
        return "moment" if _zoned(column) else "datetime"
    if any_zone != all_zone:
        return "string"
    return "moment" if any_zone else "datetime"


def _zoned(column: Column) -> bool:
    return bool(column.timezone or (column.format and all("%z" in one for one in column.format)))
