"""Small sites on disk for tests: one dataset of places, as a maintainer would write it."""

import os
import shutil
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from publish.bakehouse.publication import publish_all
from publish.bakehouse.steps import Outcome
from publish.declare.site import SiteFolder
from publish.progress import Silent
from tests.once import made

DAY = date(2026, 11, 21)

METADATA = """\
title: {fr: Essai}
publisher: {name: Le Collectif}
contact: contact@example.org
"""

DATASET = """\
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
    primary_key: id
    sources: [{path: exports/lieux.csv, delimiter: ";"}]
    columns:
      id: {type: string, role: open, description: {fr: Identifiant}}
      name: {type: string, role: open, from: Nom, description: {fr: Nom}}
      kind: {type: string, role: open, from: Type, description: {fr: Type}}
      open: {type: boolean, role: open, true_values: oui, false_values: non, description: {fr: O}}
      author: {type: string, role: identifier, protect: drop}
    browse: {facets: [kind], search: [name], label: name}
"""

ABOUT = """\
title: {fr: Essai}
description: {fr: Un essai.}
producer: {name: Le Collectif, url: "https://example.org"}
contact: contact@example.org
contributed: false
license: etalab-2.0
frequency: weekly
updated: {on: 2026-11-15}
reviewed: {by: Ada, on: 2020-01-01, until: 2999-12-31}
tables:
"""
"""How a declaration begins, whatever its tables are."""

PLACES_BEGIN = """\
  places:
    title: {fr: Lieux, en: Places}
    about: things
    primary_key: id
    sources: [{path: exports/lieux.csv, delimiter: ";"}]
    columns:
      id: {type: string, role: open, description: {fr: Identifiant}}
"""

HEADER = "id;Nom;Type;open;author"
ROWS = (
    "01;Café des Œuvres;café;oui;ada@example.org",
    "02;Jardin d’Éole;jardin;non;bob@example.org",
    "03;Fablab;atelier;;ada@example.org",
)


def make_site(root: Path, *names: str) -> SiteFolder:
    """A site with the dataset of places under each name (default: lieux)."""
    site = SiteFolder(root)
    site.root.mkdir(parents=True, exist_ok=True)
    (root / "metadata.yaml").write_text(METADATA, encoding="utf-8")
    for name in names or ("lieux",):
        (site.data / name / "exports").mkdir(parents=True)
        declare(site, DATASET, name)
        deliver(site, *ROWS, name=name)
    return site


def declare(site: SiteFolder, text: str, name: str = "lieux") -> None:
    """Write a dataset's declaration."""
    (site.data / name / "dataset.yaml").write_text(text, encoding="utf-8")


def deliver(site: SiteFolder, *rows: str, name: str = "lieux", header: str = HEADER) -> None:
    """Write a dataset's export."""
    text = "\n".join((header, *rows)) + "\n"
    (site.data / name / "exports" / "lieux.csv").write_text(text, encoding="utf-8")


def mapped(facets: Sequence[str] = (), charts: Sequence[str] = ()) -> str:
    """The declaration of a table of places on a map, with facets of texts and charts."""
    texts = [
        f"      {name}: {{type: string, role: open, description: {{fr: T}}}}\n" for name in facets
    ]
    drawn = [f"      - {chart}\n" for chart in charts]
    return "".join(
        [
            PLACES_BEGIN,
            *texts,
            "      lat: {type: number, role: open, description: {fr: Latitude}}\n",
            "      lon: {type: number, role: open, description: {fr: Longitude}}\n",
            f"    browse: {{facets: [{', '.join(facets)}], map: [lat, lon]}}\n",
            *(["    charts:\n", *drawn] if drawn else []),
        ]
    )


def fill(site: SiteFolder, tables: str, export: str, name: str = "lieux") -> None:
    """Write a dataset's declaration from that of its tables, and its export."""
    declare(site, ABOUT + tables, name)
    (site.data / name / "exports" / "lieux.csv").write_text(export, encoding="utf-8")


def date_export(site: SiteFolder, day: date, name: str = "lieux") -> None:
    """Give a dataset's export the day on which it came."""
    at = datetime(day.year, day.month, day.day, 12, tzinfo=UTC).timestamp()
    os.utime(site.data / name / "exports" / "lieux.csv", (at, at))


def publish(site: SiteFolder, *names: str, as_of: date = DAY) -> list[Outcome]:
    """Run the pipeline."""
    return publish_all(site, names, as_of, Silent())


def publish_one(site: SiteFolder, as_of: date = DAY) -> Outcome:
    """Run the pipeline on a site of one dataset."""
    [outcome] = publish(site, as_of=as_of)
    return outcome


def copied(root: Path, make: Callable[[Path], SiteFolder]) -> SiteFolder:
    """The site that `make` makes, at `root`: made once in this run of tests, then copied."""
    shutil.copytree(made(make), root, symlinks=True, dirs_exist_ok=True)
    return SiteFolder(root)


def published_site(root: Path) -> SiteFolder:
    """The site of places, with its first release."""
    return copied(root, _published)


def _published(root: Path) -> SiteFolder:
    site = make_site(root)
    publish_one(site)
    return site
