"""A site whose table of places many partners feed, each with a small file."""

import csv
import io
import json
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from publish.declare.site import SiteFolder
from tests.sites import METADATA

PLACES = """\
title: {fr: Lieux partagés, en: Shared places}
description: {fr: Des lieux., en: Places.}
producer: {name: Le Collectif, url: "https://example.org"}
contact: contact@example.org
contributed: true
license: ODbL-1.0
frequency: weekly
updated: {on: 2026-11-15}
reviewed: {by: Ada, on: 2020-01-01, until: 2999-12-31}
tables:
  places:
    title: {fr: Lieux, en: Places}
    about: things
    partners: %(partners)s
    shrink: {max: 1}
    drift: {max: 1, range: 1, distinct: 1, facets: 1, changed: 1, keys: 1}
    columns:
      name: {type: string, role: open, title: {fr: Nom}, description: {fr: Nom}}
      town: {type: string, role: open, description: {fr: Commune}}
      kinds: {type: list, role: open, description: {fr: Genres}}
      seats: {type: integer, role: open, description: {fr: Places}}
    browse: {facets: [source, town], search: [name], label: name}
"""
NORD = """\
name: Le Nord
license: ODbL-1.0
agreed: {by: Ada, on: 2026-01-01, until: 2999-12-31}
source: {path: exports/nord.csv, delimiter: ";"}
id: code
updated: modif
map: {name: Nom, town: Ville, kinds: Genres, seats: Places}
"""
SUD = """\
name: Le Sud
license: etalab-2.0
agreed: {by: Bob, on: 2026-01-01, until: 2999-12-31}
source: {path: exports/sud.csv}
id: id
map: {name: [title, titre], town: city}
unused: [note]
"""
NORD_ROWS = (
    "code;modif;Nom;Ville;Genres;Places",
    "1;2026-10-01;Café des Œuvres;Lille;café,atelier;12",
    "2;2020-01-01;Jardin d’Éole;Roubaix;jardin;",
)
SUD_ROWS = ("id,titre,city,note", "a/1,Fablab,Nice,x", "b,La Rotonde,Pau,")


def make_partners(root: Path, partners: str = "{}") -> SiteFolder:
    """A site with a table that two partners feed: `nord` and `sud`."""
    site = SiteFolder(root)
    (site.data / "lieux" / "exports").mkdir(parents=True)
    (site.data / "lieux" / "partners").mkdir()
    (root / "metadata.yaml").write_text(METADATA, encoding="utf-8")
    declared = PLACES % {"partners": partners}
    (site.data / "lieux" / "dataset.yaml").write_text(declared, encoding="utf-8")
    partner(site, "nord", NORD, *NORD_ROWS)
    partner(site, "sud", SUD, *SUD_ROWS)
    return site


def partner(site: SiteFolder, name: str, declared: str, *rows: str) -> None:
    """Write a partner's file, and its export."""
    (site.data / "lieux" / "partners" / f"{name}.yaml").write_text(declared, encoding="utf-8")
    if rows:
        gives(site, name, *rows)


def gives(site: SiteFolder, name: str, *rows: str) -> None:
    """Write a partner's export."""
    text = "".join(f"{row}\n" for row in rows)
    (site.data / "lieux" / "exports" / f"{name}.csv").write_text(text, encoding="utf-8")


def lines(header: str, rows: Sequence[Mapping[str, object]]) -> list[str]:
    """Rows as lines of CSV, their header first."""
    out = io.StringIO()
    writer = csv.DictWriter(out, header.split(","), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().splitlines()


def rows_of(site: SiteFolder, table: str = "places") -> list[dict[str, Any]]:
    """The published rows of a table; lists as lists."""
    with closing(sqlite3.connect(site.releases / "lieux" / "current" / "lieux.db")) as database:
        database.row_factory = sqlite3.Row
        found = database.execute(f"SELECT * FROM [{table}] ORDER BY 1, 2, 3").fetchall()
    return [{name: _cell(row[name]) for name in row.keys()} for row in found]  # noqa: SIM118


def by_name(site: SiteFolder) -> dict[str, dict[str, Any]]:
    """The published places by their name."""
    return {row["name"]: row for row in rows_of(site)}


def _cell(value: Any) -> Any:
    listed = isinstance(value, str) and value.startswith("[")
    return json.loads(value) if listed else value
