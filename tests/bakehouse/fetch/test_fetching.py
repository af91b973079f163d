"""Datasets made of queries, commands and files elsewhere: only what the site's list names."""

import sqlite3
from contextlib import closing
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from publish.bakehouse.fetch import databases, stores
from publish.bakehouse.forget import forget_people
from publish.declare import sources
from publish.declare.site import SiteFolder
from publish.errors import SourceError
from publish.release.store import Store
from tests.bakehouse.fetch.sites import application, files, program, site_of
from tests.servers import listening
from tests.sites import DAY, declare, publish_one

PLACES = '{connection: app, query: "SELECT id, nom AS name FROM lieux"}'
KINDS = '{connection: app, query: "SELECT id, nom AS name FROM genres"}'


@pytest.fixture
def site(tmp_path: Path) -> SiteFolder:
    address = application(tmp_path / "app.db")
    sources = f'connections: {{app: {{datasets: [lieux], address: "{address}"}}}}\n'
    return site_of(tmp_path / "site", sources, places=PLACES, kinds=KINDS)


def released(site: SiteFolder, table: str) -> list[tuple[object, ...]]:
    release = Store(site.releases / "lieux", site.private / "lieux").current()
    assert release
    with closing(sqlite3.connect(release.folder / "lieux.db")) as connection:
        return connection.execute(f"SELECT id, name FROM {table}").fetchall()


def application_runs(site: SiteFolder, statement: str) -> None:
    with closing(sqlite3.connect(site.root.parent / "app.db")) as connection, connection:
        connection.execute(statement)


def test_queries_of_one_connection_make_tables(site):
    assert publish_one(site).version == "1.0.0"
    assert released(site, "places") == [(1, "Café"), (2, "Jardin"), (3, None)]
    assert released(site, "kinds") == [(7, "été")]
    assert publish_one(site).status == "unchanged"


@pytest.mark.parametrize("table", ["lieux", "genres"])
def test_a_change_behind_either_query_is_seen(site, table):
    publish_one(site)
    application_runs(site, f"UPDATE {table} SET nom = 'Autre' WHERE id IN (1, 7)")
    assert publish_one(site).version == "1.0.1"


def test_what_a_query_brought_is_private_and_goes_with_it(site):
    publish_one(site)
    folder = site.private / "lieux" / "downloads"
    before = {path.name for path in folder.iterdir()}
    assert (len(before), folder.stat().st_mode & 0o777) == (2, 0o700)
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}
    declared = site.declaration("lieux").read_text("utf-8")
    declare(site, declared.replace("nom AS name FROM genres", "'x' AS name FROM genres"))
    publish_one(site)
    after = {path.name for path in folder.iterdir()}
    assert (len(after), len(after & before)) == (2, 1)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("app:", "other:", "no 'app' under `connections:`; there: other"),
        ("[lieux]", "[autre]", "connections.app is not for 'lieux'; add it to its `datasets:` if"),
        ("sqlite:", "s3:", "connections.app: s3: has files; name one by `path:`"),
    ],
)
def test_only_what_the_site_lists_for_a_dataset_is_read(site, old, new, words):
    file = site.private / "sources.yaml"
    file.write_text(file.read_text("utf-8").replace(old, new), encoding="utf-8")
    outcome = publish_one(site)
    assert (outcome.exit_code, words in outcome.message) == (4, True), outcome.message
    assert outcome.message.startswith(str(file))


def test_a_site_without_a_list_has_none(site):
    (site.private / "sources.yaml").unlink()
    assert "no 'app' under `connections:`; there: none" in publish_one(site).message


def test_a_list_that_is_wrong_says_where(site):
    (site.private / "sources.yaml").write_text("connections: {app: {datasets: [lieux]}}\n")
    outcome = publish_one(site)
    assert outcome.exit_code == 3
    assert "sources.yaml:1: connections.app.address: missing; add this key" in outcome.message


def test_a_command_makes_a_table(tmp_path):
    run = program("print('id,name')", "print('1,Café')")
    listed = f"commands: {{export: {{datasets: lieux, run: {run}}}}}\n"
    site = site_of(tmp_path, listed, places="{command: export, format: csv}")
    assert publish_one(site).version == "1.0.0"
    assert released(site, "places") == [(1, "Café")]


def test_only_a_publication_runs_a_command(tmp_path):
    mark = tmp_path / "it ran"
    run = program(f"open('{mark}', 'a').write('x')", "print('id,name')", "print('1,a')")
    listed = f"commands: {{export: {{datasets: lieux, run: {run}}}}}\n"
    site = site_of(tmp_path / "site", listed, places="{command: export, format: csv}")
    words = "commands.export: only `fournil publish` runs commands, and it has kept nothing yet"
    with pytest.raises(SourceError, match=words):
        files(site, command="export", format="csv")
    assert not mark.exists()
    publish_one(site)
    forget_people(site, (), ["ada@example.org"], DAY)
    assert files(site, command="export", format="csv") == ["id,name\n1,a\n"]
    assert mark.read_text() == "x"


def test_a_header_is_sent_and_told_nowhere(tmp_path, monkeypatch):
    asked = []

    class Export(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.headers["X-Key"])
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"id,name\n1,a\n")

        def log_message(self, *_: object) -> None:
            pass

    with listening(Export) as address:
        host = address.removeprefix("http://")
        listed = f'hosts: {{"{host}": {{datasets: [lieux], headers: {{X-Key: KEY_OF_FILES}}}}}}\n'
        source = f'{{path: "{address}/a.csv?token=s3cret"}}'
        site = site_of(tmp_path, listed, places=source)
        assert "the environment variable KEY_OF_FILES is not set" in publish_one(site).message
        monkeypatch.setenv("KEY_OF_FILES", "s3cret")
        assert publish_one(site).version == "1.0.0"
    assert asked == ["s3cret"]
    told = [
        path for path in site.root.rglob("*") if path.is_file() and b"s3cret" in path.read_bytes()
    ]
    assert told == [site.declaration("lieux")]


def test_every_kind_of_address_has_its_reader():
    assert (set(databases.DATABASES), set(stores.STORES)) == (
        set(sources.DATABASES),
        set(sources.SCHEMES) - set(sources.DATABASES),
    )


@pytest.mark.parametrize("named", [*databases.DATABASES.values(), *stores.STORES.values()], ids=str)
def test_every_reader_is_there(named):
    opener = named if isinstance(named, str) else named.opener
    assert callable(databases.loaded(opener, None, "here"))


def test_a_driver_that_is_not_installed_is_told_with_its_extra():
    words = r"here: no_such_package is not installed; run `pip install 'fournil\[mysql\]'`"
    with pytest.raises(SourceError, match=words):
        databases.loaded("no_such_package:open", "mysql", "here")
