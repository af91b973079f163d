"""`docs/intranet.md` works as it is printed, in English and in French, on a real PostgreSQL."""

import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from publish.declare.source_rules import source_findings
from publish.declare.sources import Sources
from publish.declare.yaml_file import load
from tests.databases import Server, postgresql
from tests.sites import ABOUT, declare, make_site

DOCS = Path(__file__).parents[2] / "docs"
PAGES = {"en": DOCS / "intranet.md", "fr": DOCS / "fr" / "intranet.md"}
COLUMNS = """\
    columns:
      id: {type: integer, role: open, description: {fr: Identifiant}}
      name: {type: string, role: open, description: {fr: Nom}}
      opened_on: {type: date, role: open, description: {fr: Ouvert le}}
"""


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with postgresql() as running:
        yield running


def blocks(page: Path, language: str, word: str) -> list[str]:
    found = re.findall(rf"```{language}\n(.*?)```", page.read_text("utf-8"), re.DOTALL)
    return [block for block in found if word in block]


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_the_lists_and_the_sources_are_read(page: Path, tmp_path: Path) -> None:
    [listed] = blocks(page, "yaml", "connections:")
    (tmp_path / "sources.yaml").write_text(listed, "utf-8")
    assert len(load(tmp_path / "sources.yaml", Sources).connections) == 2
    shown = blocks(page, "yaml", "    sources:")
    assert len(shown) == 3
    for block in shown:
        place = tmp_path / "dataset.yaml"
        place.write_text(f"{ABOUT}  t:\n{block}", "utf-8")
        keys = dict(re.findall(r"(\w+): ([^,}\n]+)", block.partition("sources:")[2]))
        assert list(source_findings(keys)) == []


@pytest.mark.slow("starts a PostgreSQL")
@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_the_commands_publish_a_query(page: Path, tmp_path: Path, server: Server) -> None:
    [listed], [source] = blocks(page, "yaml", "connections:"), blocks(page, "yaml", "query:")
    name = re.findall(r"FROM (\w+)", source)[0]
    server.run(
        f"DROP OWNED BY reader; DROP ROLE reader; DROP TABLE IF EXISTS {name};"
        f"CREATE TABLE {name} (id int, name text, opened_on date, published bool);"
        f"INSERT INTO {name} VALUES (1, 'Café', '2026-11-01', true), (2, 'x', null, false)"
    )
    site = make_site(tmp_path / "un site", name)
    site.private.mkdir()
    address = f"127.0.0.1:{server.port}/postgres"
    text = re.sub(r"db\.intranet/\w+", address, listed)
    (site.private / "sources.yaml").write_text(text, "utf-8")
    table = f"  {name}:\n    title: {{fr: Lieux}}\n    about: things\n    primary_key: id\n"
    declare(site, f"{ABOUT}{table}{source}{COLUMNS}", name)
    [console] = blocks(page, "console", "psql")
    commands = "\n".join(re.findall(r"^\$ (.+)$", console, re.MULTILINE))
    programs = f"{Path(sys.executable).parent}:{Path(server.client[0]).parent}:{os.environ['PATH']}"
    environment = {
        "PATH": programs,
        "PGHOST": str(server.folder),
        "PGPORT": str(server.port),
        "PGUSER": "owner",
        "PGDATABASE": "postgres",
        "HOME": str(tmp_path),
    }
    done = subprocess.run(
        ["bash", "-euc", commands], cwd=site.root, env=environment, capture_output=True, text=True
    )
    assert (done.returncode, f"{name}: 1.0.0 published" in done.stdout) == (0, True), done.stderr
    release = site.releases / name / "current" / f"{name}.db"
    with closing(sqlite3.connect(release)) as connection:
        rows = connection.execute(f"SELECT * FROM {name}").fetchall()
    assert rows == [(1, "Café", "2026-11-01")]
