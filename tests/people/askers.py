"""A site whose contributors ask what is held of them."""

import json
from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from publish.bakehouse.corrections.contributors import make_key
from publish.corrections.sealed import public_key
from publish.declare.site import SiteFolder
from publish.people.answering import Served, serve_requests
from publish.people.links import enter, entered, make_link
from publish.people.outbox import take
from publish.people.requests import ask, found
from tests.sites import ABOUT, METADATA, declare

NOW = 1_796_000_000
DAY = date(2026, 11, 30)
ADA, BOB = "ada@example.org", "bob@example.org"
TABLES = """\
  members:
    title: {fr: Membres, en: Members}
    about: people
    sources: [{path: exports/members.csv}]
    contributor: id
    named: {consent: agreed, covers: [name], why: They ticked a box to be listed.}
    columns:
      id: {type: string, role: identifier, protect: {pseudonymise: {length: 16}}}
      name: {type: string, role: identifier, title: {fr: Nom, en: Name}}
      phone: {type: string, role: identifier, protect: drop}
      agreed: {type: date, role: open, protect: drop}
  places:
    title: {fr: Lieux, en: Places}
    about: things
    sources: [{path: exports/places.csv}]
    contributor: author
    primary_key: id
    columns:
      id: {type: string, role: open}
      kind: {type: string, role: open, synonyms: {café: [bistrot]}}
      opened: {type: date, role: open, protect: {truncate_date: {to: month}}}
      seats: {type: integer, role: open}
      author: {type: string, role: identifier, protect: drop}
  badges:
    title: {fr: Insignes, en: Badges}
    about: things
    sources: [{path: exports/badges.csv}]
    foreign_keys: [{columns: holder, references: {table: members, columns: id}}]
    columns:
      holder: {type: string, role: identifier, protect: {pseudonymise: {length: 16}}}
      badge: {type: string, role: open}
"""
EXPORTS = {
    "members": f"id,name,phone,agreed\n{ADA},Ada,0600000601,2026-01-02\n{BOB},Bob,0602,\n",
    "places": (
        "id,kind,opened,seats,author\n"
        f"1,bistrot,2026-03-04,12,{ADA}\n2,fablab,2026-05-06,,{BOB}\n3,café,,many,{ADA}\n"
    ),
    "badges": f"holder,badge\n{ADA},baker\n{BOB},miller\n",
}


def asked_site(root: Path, tables: str = TABLES) -> SiteFolder:
    """The site of members, their places and badges, with an open desk."""
    site = SiteFolder(root)
    (site.data / "lieux" / "exports").mkdir(parents=True)
    (root / "metadata.yaml").write_text(f"{METADATA}desk: {{}}\n", encoding="utf-8")
    declare(site, ABOUT + tables)
    for name, text in EXPORTS.items():
        write(site, name, text)
    make_key(site)
    return site


def write(site: SiteFolder, name: str, text: str) -> None:
    """An export of a table."""
    path = site.data / "lieux" / "exports" / f"{name}.csv"
    path.write_text(text, encoding="utf-8")


def requested(site: SiteFolder, who: str, language: str = "en", now: int = NOW) -> str:
    """The key of a request of somebody who came by a link."""
    link = make_link(site.desk, public_key(site.desk.parent), ["lieux"], who, now)
    session = enter(site.desk, link, now)
    assert session
    asker = entered(site.desk, session, now)
    assert asker
    return ask(site.desk, asker, language, now)


def served(site: SiteFolder, who: str, language: str = "en") -> dict[str, bytes]:
    """The files of the archive that somebody gets."""
    key = requested(site, who, language)
    assert serve_requests(site, NOW) == Served(1, 0)
    return files_of(opened(site, key))


def opened(site: SiteFolder, key: str, now: int = NOW) -> bytes:
    """The archive that a key opens."""
    one = found(site.desk, key, now)
    assert one
    archive = take(site.desk, one.id, key)
    assert archive
    return archive


def files_of(archive: bytes) -> dict[str, bytes]:
    """The files of an archive, by name."""
    with ZipFile(BytesIO(archive)) as files:
        return {name: files.read(name) for name in files.namelist()}


def rows_of(files: dict[str, bytes], table: str) -> list[dict[str, object]]:
    """The rows of a table in an archive."""
    rows: list[dict[str, object]] = json.loads(files[f"data/lieux/{table}.json"])
    return rows
