"""The private workplace of one run: an Ibis connection on DuckDB and a folder, always deleted."""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from itertools import count
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import ibis
from ibis.backends.sql.datatypes import DuckDBType
from ibis.expr.operations import DatabaseTable, Namespace

from publish.bakehouse.distinct import APART, fewest_items
from publish.release.disk import STAGING, in_use, locked
from publish.words.limits import ENGINE_MEMORY, RECORD_BYTES

# DuckDB's own limit of 2 MB is less than a polygon takes; quotes make a record longer.
LINE_BYTES = 2 * RECORD_BYTES


@dataclass
class Workspace:
    """The connection, the folder for staging files, and names nobody else has."""

    con: Any
    folder: Path
    read: dict[object, Any] = field(default_factory=dict)
    """The private tables that were read into it, by what was asked for."""
    _views: dict[object, str] = field(default_factory=dict)
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def name(self, stem: str) -> str:
        """A fresh name for a table, view or file."""
        return f"{stem}_{next(self._numbers)}"

    def sql(self, statement: str, parameters: object = None) -> list[tuple[Any, ...]]:
        """The rows of a statement that Ibis has no words for."""
        rows: list[tuple[Any, ...]] = self.con.con.execute(statement, parameters).fetchall()
        return rows

    def table(self, stem: str, statement: str, parameters: object = None, **words: Any) -> Any:
        """A temporary table (Ibis) of a statement's rows.

        `{name}` in it stands for one of `words`: a table or expression (Ibis), or text. Where many
        small tables are compared, plain SQL costs a tenth of what compiling an expression does.
        """
        return self.made(stem, self.filled(statement, **words), parameters)

    def made(self, stem: str, statement: str, parameters: object = None) -> Any:
        """A temporary table (Ibis) of the rows of a statement, taken as it is."""
        name = self.name(stem)
        self.sql(f"CREATE TEMP TABLE {name} AS {statement}", parameters)
        found = self.con.con.table(name)
        return self.typed(name, dict(zip(found.columns, map(str, found.types), strict=True)))

    def brought(self, stem: str, rows: Any) -> Any:
        """A temporary table (Ibis) of the rows of an Arrow table or reader."""
        arriving = self.name("arriving")
        self.con.con.register(arriving, rows)
        try:
            return self.made(stem, f"FROM {arriving}")
        finally:
            self.con.con.unregister(arriving)

    def kept(self, stem: str, rows: Any) -> Any:
        """A temporary table (Ibis) of the rows of an expression, which are computed once.

        As Ibis makes one (12), without asking four times where it is and what its columns are.
        """
        name, schema = self.name(stem), rows.schema()
        self.con._run_pre_execute_hooks(rows)
        columns = ", ".join(one.sql("duckdb") for one in schema.to_sqlglot_column_defs("duckdb"))
        self.sql(f"CREATE TEMP TABLE {name} ({columns})")
        self.sql(f"INSERT INTO {name} {self.con.compile(rows)}")
        return self._table(name, schema)

    def typed(self, name: str, types: Mapping[str, str]) -> Any:
        """A temporary table (Ibis) that is there, with columns of these types (DuckDB)."""
        return self._table(name, {column: _type(type) for column, type in types.items()})

    def _table(self, name: str, schema: Any) -> Any:
        place = Namespace(catalog="temp", database="main")
        return DatabaseTable(name, ibis.schema(schema), self.con, place).to_expr()

    def filled(self, statement: str, **words: Any) -> str:
        """A statement in which each word is the name of its table, or a text as it is."""
        return statement.format(**{stem: self._named(stem, of) for stem, of in words.items()})

    def texts(self, path: Path, names: Sequence[str]) -> Any:
        """A release's CSV as it is written (Ibis): every cell text, an empty one null."""
        return self.con.read_csv(
            str(path),
            table_name=self.name("texts"),
            columns=dict.fromkeys(names, "VARCHAR"),
            auto_detect=False,
            header=True,
            delim=",",
            quote='"',
            escape='"',
            nullstr="",
            allow_quoted_nulls=False,
            max_line_size=LINE_BYTES,
            buffer_size=2 * LINE_BYTES,
            parallel=False,
        )

    def count(self, rows: Any) -> int:
        """How many rows a table or expression (Ibis) has."""
        [[number]] = self.sql(self.filled("SELECT count(*) FROM {rows}", rows=rows))
        return int(number)

    def _named(self, stem: str, of: Any) -> Any:
        if not isinstance(of, ibis.Table):
            return of
        asked = of.op()
        if isinstance(asked, DatabaseTable):
            return of.get_name()
        if asked not in self._views:
            # As Ibis makes one (12), without asking what its columns are.
            self.con._run_pre_execute_hooks(of)
            name = self._views[asked] = self.name(stem)
            self.sql(f"CREATE VIEW {name} AS {self.con.compile(of)}")
        return self._views[asked]


@cache
def _type(name: str) -> Any:
    """A type of DuckDB as Ibis has it; reading its name takes longer than any small statement."""
    return DuckDBType.from_string(name)


@contextmanager
def workspace(private: Path, *, alone: bool = False) -> Iterator[Workspace]:
    """A workspace under `private` (mode 0700), gone when the block ends, however it ends.

    One thread works on it `alone`, or all that the machine has.
    """
    private.mkdir(parents=True, exist_ok=True, mode=0o700)
    for leftover in private.glob(f"{STAGING}*"):
        # A killed run could not delete its own, and it may hold what must not stay.
        if not in_use(leftover):
            shutil.rmtree(leftover, ignore_errors=True)
    folder = Path(mkdtemp(prefix=STAGING, dir=private))
    with locked(folder):
        yield from _connected(folder, {"threads": 1} if alone else {})


def _connected(folder: Path, options: Mapping[str, int]) -> Iterator[Workspace]:
    con = ibis.duckdb.connect(
        ":memory:",
        memory_limit=f"{ENGINE_MEMORY >> 20}MiB",
        temp_directory=str(folder / "spill"),
        autoinstall_known_extensions=False,
        autoload_known_extensions=False,
        **options,
    )
    try:
        con.raw_sql("SET TimeZone = 'UTC'")
        con.con.create_function("fewest_items", fewest_items, ["VARCHAR[][]"], "BIGINT")
        con.raw_sql(APART)
        yield Workspace(con, folder)
    finally:
        con.disconnect()
        shutil.rmtree(folder, ignore_errors=True)
