"""Datasette over the releases: databases pinned per request, words taken from the release."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from datasette.app import Datasette

from publish.serving import metadata
from publish.serving.languages import LANGUAGES, in_its_language
from publish.serving.parameters import check_table
from publish.serving.people import refuse_row, without_addresses
from publish.serving.releases import Release
from publish.serving.snapshot import App, Receive, Scope, Send, Snapshot, pin, pinned
from publish.serving.words import text


class Site(Datasette):  # type: ignore[misc]
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

    def own(self, folder: str) -> Path | None:
        """A folder that the site may have of its own: `templates`, `static`, `pages`."""
        return None if self.root is None else self.root / folder

    def release(self, database: str) -> Release | None:
        """The release that the running request sees under a name."""
        found = self.databases.get(database)
        return None if found is None else found.release

    async def resolve_table(self, request: Any) -> Any:
        """The table of an address, once the parameters of its page are known to fit."""
        resolved = without_addresses(await super().resolve_table(request))
        if "pks" in request.url_vars:
            refuse_row(resolved)
        tool = request.path.rpartition("/-/")[2] if "/-/" in request.path else ""
        if "pks" not in request.url_vars and tool in ("", "count", "fragment"):
            await check_table(resolved, request)
        return resolved

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

        async def pinned_app(scope: Scope, receive: Receive, send: Send) -> None:
            # Before the start-up there is nothing to pin, and the watcher must not inherit a pin.
            if scope["type"] != "http" or not self._startup_invoked:
                await inner(scope, receive, send)
                return
            with pin(self.live):
                await inner(scope, receive, send)

        return in_its_language(pinned_app, self.declared.get("languages") or tuple(LANGUAGES))
