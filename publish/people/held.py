"""What exports hold of people: every row of theirs, also those that no release can have.

A person is named exactly as an export names them: two who differ in a letter are two.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from publish.bakehouse.engine import Workspace
from publish.bakehouse.projected import place_on_earth
from publish.bakehouse.read import read_all
from publish.bakehouse.read.exports import Export, ExportRequest
from publish.bakehouse.typed_rows import REASON, typed
from publish.declare.column import Column, Constraints
from publish.declare.source import Source
from publish.declare.table import Table
from publish.errors import SourceError
from publish.words.sql import quoted

WHO, NUMBER = "_who", "_number"
# Of each column its text as it was read.
TEXT = "_text "
MINE = f"""
SELECT {{columns}}, typed.{{who}}::VARCHAR AS {WHO}, typed.{REASON} AS {REASON},
  (row_number() OVER ())::BIGINT AS {NUMBER}
FROM {{typed}} AS typed POSITIONAL JOIN {{texts}} AS texts
WHERE typed.{{who}}::VARCHAR IN (SELECT unnest(?::VARCHAR[]))
"""  # noqa: S608
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Found:
    """The rows of people in an export (Ibis): typed values, texts, WHO, REASON and NUMBER."""

    rows: Any
    names: Sequence[str]

    def values(self) -> dict[int, tuple[str, str, dict[str, Any]]]:
        """By number: whose it is, why it is a reject, its values, as text where there is none."""
        return {
            row[NUMBER]: (row[WHO], row[REASON] or "", _values(row, self.names))
            for row in self.rows.to_pyarrow().to_pylist()
        }


def found_in(
    declared: Table,
    column: str,
    files: Iterable[ExportRequest],
    people: Collection[str],
    place: Workspace,
) -> Iterator[Found]:
    """The rows in which `column` names one of the people, export by export.

    Raises SourceError for one that cannot be read whole.
    """
    for source, export in read_all(files, place):
        yield _found(declared, column, source, export, people, place)


def _found(
    declared: Table,
    column: str,
    source: Source,
    export: Export,
    people: Collection[str],
    place: Workspace,
) -> Found:
    names = [name for name in declared.columns if name not in declared.made]
    try:
        whole = typed(_read_whole(declared, names, _open), source, export.table, place)
        texts = typed(_read_whole(declared, names, _as_text), source, export.table, place)
    except duckdb.BinderException:
        raise SourceError(
            f"{export.file}: a column that is declared is not there; mend the export, or the "
            "declaration: `fournil check` says which"
        ) from None
    place_on_earth(declared, whole, REASON, place)
    columns = [
        f"typed.{quoted(name)}, texts.{quoted(name)} AS {quoted(TEXT + name)}" for name in names
    ]
    words = {"columns": ", ".join(columns), "who": quoted(column), "typed": whole, "texts": texts}
    rows = place.table("mine", MINE, [sorted(people)], **words)
    for one in (whole, texts):
        place.sql(f"DROP TABLE {one.get_name()}")
    return Found(rows, names)


def _read_whole(declared: Table, names: Sequence[str], kind: Any) -> Table:
    """The table with those of its columns that exports have, none of them dropped."""
    columns = {name: kind(declared.columns[name]) for name in names}
    return declared.model_copy(update={"columns": columns, "accept": {}})


def _open(column: Column) -> Column:
    return column.model_copy(update={"protect": None})


def _as_text(column: Column) -> Column:
    free = {"type": "string", "protect": None, "constraints": Constraints(), "part": None}
    return column.model_copy(update=free)


def _values(row: Row, names: Sequence[str]) -> dict[str, Any]:
    return {name: row[TEXT + name] if row[name] is None else row[name] for name in names}
