"""The face that the server shows to all rooms: what they may ask of it, and of a request.

`publish.site.app` answers with Datasette; nothing else of it is seen outside.
"""

import sqlite3
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, TypeVar

from publish.figures.asking import Lines, Query
from publish.release.release import Release
from publish.site.base.answers import Response
from publish.site.base.asgi import Receive, Scope
from publish.site.base.timing import Budget

T = TypeVar("T")
Pairs = Sequence[tuple[str, str]]
# Conditions in SQL, and the values of their parameters.
Conditions = tuple[list[str], dict[str, Any]]


class Arguments(Protocol):
    """The arguments of an address; one may stand there more than once."""

    def get(self, name: str, default: str | None = None) -> str | None:
        """The first value."""

    def getlist(self, name: str) -> list[str]:
        """Every value."""

    def __getitem__(self, name: str) -> str: ...

    def __contains__(self, name: object) -> bool: ...

    def __iter__(self) -> Iterator[str]: ...


class Request(Protocol):
    """What is asked, and by whom: `actor` is None for everybody without an account."""

    method: str
    path: str
    query_string: str
    args: Arguments
    url_vars: Mapping[str, str]
    headers: Mapping[str, str]
    actor: Any
    scope: Scope
    receive: Receive


class Rows(Protocol):
    """The rows that a statement gave; each has its values by place and by name."""

    rows: list[Any]

    def first(self) -> Any:
        """The first row, None without any."""

    def single_value(self) -> Any:
        """The one value of the one row."""


class Database(Protocol):
    """The database of a release, which never changes."""

    name: str
    path: str
    release: Release

    async def execute(
        self, sql: str, params: Mapping[str, Any] | None = None, **options: Any
    ) -> Rows:
        """The rows of a statement; raises Interrupted, sqlite3.Error."""

    async def execute_fn(self, function: Callable[[sqlite3.Connection], T]) -> T:
        """What a function finds in a connection, in a thread of its own."""

    async def stream(
        self,
        sql: str,
        parameters: Mapping[str, Any],
        seconds: float,
        take: Callable[[list[str], list[list[Any]]], Awaitable[None]],
    ) -> None:
        """Hands on the rows of a stranger's query; raises Interrupted, Refusal, sqlite3.Error."""

    async def tables_read(self, sql: str) -> set[str]:
        """The public tables that a statement reads."""

    async def counted(self, query: Query, budget: Budget, whole: bool = False) -> Lines:
        """The rows of a query of ours that counts, asked once; raises Interrupted.

        One over a `whole` table is finished, though its page may not wait for it.
        """

    async def table_columns(self, table: str) -> list[str]:
        """The columns of a table."""

    async def primary_keys(self, table: str) -> list[str]:
        """The columns that identify a row."""

    async def foreign_keys_for_table(self, table: str) -> list[Any]:
        """The keys that lead to other tables."""

    async def label_column_for_table(self, table: str) -> str | None:
        """The column that names a row."""

    async def derived_table_dependencies(self) -> dict[str, str]:
        """The tables behind search tables and their shadows."""


class Table(Protocol):
    """The table that an address names."""

    db: Database
    table: str
    is_view: bool


@dataclass(frozen=True)
class Statement:
    """SQL that an address asks for."""

    database: Database
    sql: str
    parameters: Mapping[str, Any]


class Urls(Protocol):
    """Paths of the site."""

    def path(self, path: str) -> str:
        """A path behind the base address."""

    def instance(self) -> str:
        """The first page."""

    def database(self, name: str) -> str:
        """A dataset."""

    def table(self, database: str, name: str, format: str | None = None) -> str:
        """A table."""

    def row(self, database: str, table: str, row_path: str) -> str:
        """A row."""


class Site(Protocol):
    """The running site."""

    releases_folder: Path
    declared: Mapping[str, Any]
    config: Mapping[str, Any] | None
    urls: Urls
    is_desk: bool

    @property
    def databases(self) -> Mapping[str, Any]:
        """Dataset -> Database, as the running request sees them."""

    @property
    def server(self) -> str:
        """The program that answers, with its version."""

    @property
    def requests(self) -> int:
        """How many requests are being answered."""

    @property
    def steps(self) -> int:
        """How often releases and their catalog changed: odd while they are of two moments."""

    def is_sound(self, dataset: str) -> bool:
        """False where the file of a dataset is not what was published, or cannot be opened."""

    @property
    def lookups(self) -> frozenset[str]:
        """The filters that a column may be given."""

    def own(self, folder: str) -> Path | None:
        """A folder that the site may have of its own."""

    def release(self, database: str) -> Release | None:
        """The release that the running request sees."""

    def setting(self, name: str) -> Any:
        """A setting of datasette.yaml."""

    def settings_dict(self) -> dict[str, Any]:
        """All of them."""

    def plugin_config(self, name: str) -> Mapping[str, Any] | None:
        """A part of `plugins:` of datasette.yaml."""

    def absolute_url(self, request: Request, path: str) -> str:
        """A path with the address that the request names."""

    def route(self, path: str) -> dict[str, str | None]:
        """What the address of a path names: `database`, `table`, `format`…"""

    def prepare(self, connection: sqlite3.Connection, dataset: str) -> None:
        """Makes a connection as those that visitors' queries run on."""

    def asking(self, request: Request, query: bytes) -> Request:
        """The same request with another query string."""

    def conditions(self, pairs: Pairs, table: str) -> Conditions:
        """Filters of columns as SQL."""

    def facets_asked(self, request: Request) -> dict[str, Any]:
        """The facets that an address asks for, by kind; raises ValueError."""

    async def other_conditions(self, request: Request, dataset: str, table: str) -> Conditions:
        """What an address asks beside filters of columns: searches, `_where`, `_through`."""

    async def table(self, request: Request) -> Table:
        """The table of an address; raises NoTable, NotFound, Forbidden."""

    async def row(self, request: Request) -> Any:
        """The row of an address; raises NoRow, BadRequest."""

    async def table_config(self, database: str, table: str) -> Mapping[str, Any]:
        """How a table is sorted, labelled and searched."""

    async def query_statement(self, request: Request) -> Statement | Response:
        """The statement of a query that may be asked, or why there is none."""

    async def stored(self, dataset: str, name: str) -> Any:
        """A query under a name, with its `sql`; None without one."""

    async def stored_page(self, request: Request) -> Any:
        """Datasette's page of a stored query, whose address is like a table's."""

    async def may(
        self, actor: Any, action: str, dataset: str | None = None, table: str | None = None
    ) -> bool:
        """Whether something may be done or seen."""

    async def must(
        self, actor: Any, action: str, dataset: str | None = None, table: str | None = None
    ) -> None:
        """The same; raises Forbidden."""

    async def rendered(
        self, templates: Sequence[str], context: Mapping[str, Any], request: Request
    ) -> str:
        """The first template that there is, without what plugins add."""

    async def render_template(
        self, templates: str, context: dict[str, Any], request: Request
    ) -> str:
        """A template with what every page shows."""

    async def picture(self, client: str, svg: str, width: int) -> bytes:
        """The PNG of a drawing, made in a process that may be killed; raises Refusal."""

    async def refuse(self, scope: Scope, receive: Receive, send: Any, error: Exception) -> None:
        """Answers with why something is not answered."""
