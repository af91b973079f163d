"""Datasette over the releases: databases pinned per request, words taken from the release."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from datasette.app import ResolvedTable
from datasette.utils.asgi import RowNotFound, TableNotFound

from publish.forms.picture import fonts, library_folder
from publish.release.release import Release
from publish.site.app import metadata
from publish.site.app.elsewhere import picture as drawn
from publish.site.app.face import Face
from publish.site.app.json_areas import by_distance
from publish.site.app.refused import Moved, elsewhere, told
from publish.site.app.snapshot import Snapshot, pin, pinned
from publish.site.base.asgi import App, Receive, Scope, Send
from publish.site.base.memory import Kept
from publish.site.base.refusals import NoRow, NoTable, NotFound, PayloadTooLarge
from publish.site.http.arguments import (
    OF_QUERIES,
    OF_ROWS,
    OF_TABLES,
    check_table,
    strange,
    tilde_encode,
    unread,
)
from publish.site.sql.job import DRAWING_BYTES, PictureJob
from publish.site.sql.pool import Pool
from publish.site.text.languages import in_its_language, languages_of
from publish.site.text.words import text
from publish.usage.usage import Usage


class Site(Face):
    """Datasette whose databases are the current releases of a folder."""

    def __init__(
        self,
        releases: Path,
        declared: Mapping[str, Any] | None = None,
        root: Path | None = None,
        **options: Any,
    ) -> None:
        self.releases_folder = releases
        self.root = root
        self.declared = declared or {}
        self.watch: Any = None
        # Where what the site is used for is counted; set before the application is made.
        self.usage: Usage | None = None
        self.pool = Pool()
        self.kept = Kept()
        self.live = Snapshot(live=lambda: self.live)
        super().__init__(**options)
        self.databases.pop("_memory", None)

    @property
    def databases(self) -> Snapshot:
        """The view of the running request, or the live one."""
        view = pinned()
        return self.live if view is None else view

    @databases.setter
    def databases(self, view: Mapping[str, Any]) -> None:
        self.live = Snapshot(view, live=lambda: self.live)

    @property
    def inspect_data(self) -> dict[str, Any]:
        """What `datasette inspect` would say: exact counts, without a file to go stale."""
        return {
            name: {
                "hash": database.release.hash,
                "size": database.size,
                "tables": {t: {"count": n} for t, n in database.release.counts.items()},
            }
            for name, database in self.databases.items()
        }

    @inspect_data.setter
    def inspect_data(self, value: Any) -> None:
        """Datasette's constructor sets it; the releases know better."""

    @property
    def requests(self) -> int:
        """How many requests look at the live view."""
        return self.live.uses

    @property
    def steps(self) -> int:
        """How often releases and their catalog changed: odd while they are of two moments."""
        return self.watch.steps if self.watch else 0

    def is_sound(self, dataset: str) -> bool:
        """False where the file of a dataset is not what was published, or cannot be opened."""
        found = self.databases.get(dataset)
        unread = self.watch.complaints if self.watch else ()
        return dataset not in unread if found is None else found.sound

    async def picture(self, client: str, svg: str, width: int) -> bytes:
        """The PNG of a drawing, made in a process that may be killed; raises Refusal."""
        try:
            files = fonts()
        except FileNotFoundError as error:
            names = str(error).partition(":")[0]
            raise NotFound(f"{names}: the font of pictures is not built; run make") from None
        if len(svg.encode()) > DRAWING_BYTES:
            raise PayloadTooLarge("This drawing is too large for a picture; filter more")
        job = PictureJob(svg, width, tuple(files), library_folder())
        return await drawn(self.pool, client, job)

    def own(self, folder: str) -> Path | None:
        """A folder that the site may have of its own: `templates`, `static`, `pages`."""
        return None if self.root is None else self.root / folder

    def release(self, database: str) -> Release | None:
        """The release that the running request sees under a name."""
        found = self.databases.get(database)
        return None if found is None else found.release

    async def table(self, request: Any) -> Any:
        """The table of an address, a view where its rows have none; raises NoTable, NotFound."""
        try:
            resolved = await super().resolve_table(request)
        except TableNotFound as error:
            raise NoTable(error.database_name, error.table) from None
        if not resolved.is_view and resolved.table not in resolved.db.release.tables:
            # What serves the search is no data.
            raise NoTable(resolved.db.name, resolved.table)
        found = without_addresses(resolved)
        if "pks" in request.url_vars:
            refuse_row(found)
        return found

    async def row(self, request: Any) -> Any:
        """The row of an address; raises NoRow, NotFound."""
        try:
            return await self.resolve_row(request)
        except RowNotFound:
            raise NoRow("Record not found") from None

    async def resolve_row(self, request: Any) -> Any:
        """The same for Datasette's own views; raises Moved to the row that a row is one with."""
        try:
            return await super().resolve_row(request)
        except RowNotFound as error:
            release = self.release(error.database_name)
            table = release.tables.get(error.table_name) if release else None
            if table and (now := table.retired.get(error.pk_values[0])):
                raise Moved(_in_place_of(request, now)) from None
            raise

    async def resolve_database(self, request: Any) -> Any:
        """The database of an address; where it names no table, once its parameters are known."""
        found = await super().resolve_database(request)
        tool = request.path.rpartition("/-/")[2] if "/-/" in request.path else ""
        if "table" not in request.url_vars and tool.partition(".")[0] in ("", "query"):
            with told():
                if names := await strange(self, request, OF_QUERIES):
                    raise elsewhere(request, names)
        return found

    async def resolve_table(self, request: Any) -> Any:
        """The same for Datasette's own views, once their arguments are known to fit."""
        with told():
            try:
                found = await self.table(request)
            except NoTable as error:
                raise TableNotFound(error.dataset, error.name) from None
            # Its pages then begin at a row's number, for no column says where they are.
            found = found._replace(is_view=found.is_view or by_distance(request))
            tool = request.path.rpartition("/-/")[2] if "/-/" in request.path else ""
            if "pks" not in request.url_vars and tool in ("", "count", "fragment"):
                await check_table(self, found, request)
            if request.path.endswith(".json") and not tool:
                known = OF_ROWS if "pks" in request.url_vars else OF_TABLES
                if names := await strange(self, request, known):
                    raise unread(names)
        return found

    async def refresh_schemas(self, *, force: bool = False) -> None:
        """Nothing to do: the catalog is filled when a release is attached."""

    async def get_instance_metadata(self) -> dict[str, Any]:
        """The site's own title and description."""
        found = {key: text(self.declared, key) for key in ("title", "description")}
        return {key: value for key, value in found.items() if value}

    async def get_database_metadata(self, database_name: str) -> dict[str, Any]:
        """What the release says of a dataset."""
        release = self.release(database_name)
        return metadata.database_metadata(release) if release else {}

    async def get_resource_metadata(self, database_name: str, resource_name: str) -> dict[str, Any]:
        """What the release says of a table."""
        release = self.release(database_name)
        return metadata.table_metadata(release, resource_name) if release else {}

    async def get_column_metadata(
        self, database_name: str, resource_name: str, column_name: str
    ) -> dict[str, Any]:
        """What the release says of a column."""
        release = self.release(database_name)
        columns = metadata.column_metadata(release, resource_name) if release else {}
        return columns.get(column_name, {})

    async def table_config(self, database: str, table: str) -> dict[str, Any]:
        """Facets, label and sort from the release, under what datasette.yaml says."""
        release = self.release(database)
        said: dict[str, Any] = await super().table_config(database, table)
        return (metadata.table_config(release, table) if release else {}) | said

    def app(self) -> App:
        """The ASGI application, each request pinned to the databases it started with."""
        inner: App = super().app()
        address = urlsplit(str(self.declared.get("address") or ""))
        name = (address.scheme, address.netloc.encode("idna"))

        async def pinned_app(scope: Scope, receive: Receive, send: Send) -> None:
            scope = _under(scope, *name)
            # Before the start-up there is nothing to pin, and the watcher must not inherit a pin.
            if scope["type"] != "http" or not self._startup_invoked:
                await inner(scope, receive, send)
                return
            with pin(self.live):
                await inner(scope, receive, send)

        return in_its_language(pinned_app, languages_of(self.declared))


def _under(scope: Scope, scheme: str, host: bytes) -> Scope:
    """A request as if it came to the site's own address, where one is declared.

    So no answer, and no place in memory, follows what a stranger's Host header says.
    """
    if not host or scope["type"] != "http":
        return scope
    others = [pair for pair in scope["headers"] if pair[0] != b"host"]
    return {**scope, "scheme": scheme, "headers": [*others, (b"host", host)]}


def _in_place_of(request: Any, key: str) -> str:
    """The address of the request, of the row with another key."""
    path, last = request.scope["path"], request.url_vars["pks"]
    folder, _slash, name = path.rpartition("/")
    asked = f"?{request.query_string}" if request.query_string else ""
    return f"{folder}/{tilde_encode(key)}{name.removeprefix(last)}{asked}"


def without_addresses(resolved: ResolvedTable) -> ResolvedTable:
    """The table as a view, to which Datasette gives neither row ids nor links to rows."""
    return resolved._replace(is_view=True) if _is_refused(resolved) else resolved


def refuse_row(resolved: ResolvedTable) -> None:
    """Raises NotFound for the page of a row that must not be pointed at."""
    if _is_refused(resolved):
        raise NotFound("This table is about people: its rows have no pages.")


def _is_refused(resolved: ResolvedTable) -> bool:
    """Views and SQLite's own tables are left to Datasette."""
    release: Release = resolved.db.release
    return not release.package.table(resolved.table).rows_have_pages
