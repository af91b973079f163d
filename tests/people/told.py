"""A site that published: places, a directory, records of trips and counts of answers."""

from collections.abc import Iterable
from pathlib import Path

from publish.bakehouse.corrections.contributors import make_key
from publish.declare.site import SiteFolder
from tests.people.askers import DAY
from tests.sites import ABOUT, METADATA, declare, publish_one

TABLES = """\
  places:
    title: {fr: Lieux, en: Places}
    about: things
    license: ODbL-1.0
    sources: [{path: exports/places.csv}]
    contributor: author
    primary_key: id
    shrink: {max: 1}
    columns:
      id: {type: string, role: open}
      kind: {type: string, role: open, synonyms: {café: [bistrot]}}
      author: {type: string, role: identifier, protect: drop}
  listed:
    title: {fr: Annuaire, en: Directory}
    about: people
    sources: [{path: exports/listed.csv}]
    contributor: mail
    named: {consent: agreed, covers: [name], why: They ticked a box to be listed.}
    shrink: {max: 1}
    columns:
      mail: {type: string, role: identifier, protect: drop}
      name: {type: string, role: identifier}
      agreed: {type: date, role: open, protect: drop}
  trips:
    title: {fr: Trajets, en: Trips}
    about: people
    sources: [{path: exports/trips.csv}]
    contributor: who
    privacy: {k: 5, l: {mode: 2}, dominance: 1.0, min_age: 0d, max_suppressed: 1}
    shrink: {max: 1}
    columns:
      who: {type: string, role: identifier, protect: drop}
      age: {type: integer, role: quasi_identifier, protect: {band: {cuts: [30, 40]}}}
      mode: {type: string, role: sensitive}
  answers:
    title: {fr: Réponses, en: Answers}
    about: people
    sources: [{path: exports/answers.csv}]
    contributor: mail
    privacy: {k: 5, min_age: 0d, max_suppressed: 1}
    aggregates:
      by_town: {by: town, title: {fr: Par ville, en: By town}}
    columns:
      mail: {type: string, role: identifier, protect: drop}
      town: {type: string, role: quasi_identifier}
"""
HEADERS = {
    "places": "id,kind,author",
    "listed": "mail,name,agreed",
    "trips": "who,age,mode",
    "answers": "mail,town",
}

MODES = ("car", "bike", "foot", "tram", "car", "bus")
OTHERS = {
    "places": ["0,fablab,zoe@example.org"],
    "listed": ["zoe@example.org,Zoé,2026-01-01"],
    "trips": [f"p{n},{30 + n},{mode}" for n, mode in enumerate(MODES)],
    "answers": [f"p{n},Gap" for n in range(8)],
}
"""Rows of nobody whom tests ask for."""


def told_site(root: Path) -> SiteFolder:
    """The site before its first export, with a desk."""
    site = SiteFolder(root)
    (site.data / "lieux" / "exports").mkdir(parents=True)
    (root / "metadata.yaml").write_text(f"{METADATA}desk: {{}}\n", encoding="utf-8")
    declare(site, ABOUT + TABLES)
    make_key(site)
    return site


def export(site: SiteFolder, **tables: Iterable[str]) -> None:
    """The exports of all tables; those that are not given have no row."""
    for name, header in HEADERS.items():
        path = site.data / "lieux" / "exports" / f"{name}.csv"
        path.write_text("\n".join([header, *tables.get(name, ()), ""]), encoding="utf-8")


def release(site: SiteFolder, **tables: Iterable[str]) -> str:
    """The version that comes of some exports; tables that are not given are those of others."""
    export(site, **OTHERS | tables)
    outcome = publish_one(site, DAY)
    assert outcome.version, outcome.message
    return outcome.version
