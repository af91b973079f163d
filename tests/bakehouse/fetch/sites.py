"""A site whose datasets read what lies beyond their folders."""

import sqlite3
import sys
from contextlib import closing
from pathlib import Path

from publish.bakehouse.fetch import fetching
from publish.declare.declaration import Source
from publish.declare.site import SiteFolder
from tests.sites import ABOUT, declare, make_site

TABLE = """\
  {name}:
    title: {{fr: {name}}}
    about: things
    primary_key: id
    sources: [{source}]
    columns:
      id: {{type: integer, role: open, description: {{fr: Identifiant}}}}
      name: {{type: string, role: open, description: {{fr: Nom}}}}
"""


def site_of(root: Path, sources: str, **tables: str) -> SiteFolder:
    """A site with the dataset `lieux`, whose tables have one source each, and its sources.yaml."""
    site = make_site(root)
    site.private.mkdir()
    (site.private / "sources.yaml").write_text(sources, encoding="utf-8")
    texts = [TABLE.format(name=name, source=source) for name, source in tables.items()]
    declare(site, ABOUT + "".join(texts))
    return site


def application(path: Path) -> str:
    """A SQLite file with two tables, and its address."""
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(
            "CREATE TABLE lieux (id INTEGER, nom TEXT, secret TEXT);"
            "INSERT INTO lieux VALUES (1, 'Café', 'x'), (2, 'Jardin', 'y'), (3, NULL, 'z');"
            "CREATE TABLE genres (id INTEGER, nom TEXT);"
            "INSERT INTO genres VALUES (7, 'été');"
        )
    return path.as_uri().replace("file:", "sqlite:")


def program(*lines: str) -> str:
    """The `run:` of a command that is these lines of Python."""
    return f'[{sys.executable}, -c, "{"; ".join(lines)}"]'


def files(site: SiteFolder, *, publishing: bool = False, **source: object) -> list[str]:
    """The texts of the files that a source of `lieux` leads to."""
    declared = Source.model_validate(source)
    with fetching(site, "lieux", publishing=publishing) as fetcher:
        return [path.read_text("utf-8") for path, _ in fetcher.files(declared, "places")]
