"""The site that the benchmarks publish: one table of places, like a real declaration."""

from pathlib import Path

METADATA = """\
title: {fr: Banc d'essai}
publisher: {name: Banc d'essai}
contact: contact@example.org
"""

DATASET = """\
title: {fr: Lieux, en: Places}
description: {fr: Un million de lieux inventés., en: A million invented places.}
producer: {name: Banc d'essai}
contact: contact@example.org
contributed: false
license: etalab-2.0
frequency: weekly
updated: {on: 2026-11-21}
tables:
  places:
    title: {fr: Lieux, en: Places}
    about: things
    primary_key: id
    sources: [{path: exports/places.csv}]
    columns:
      id: {type: string, role: open}
      name: {type: string, role: open}
      kind: {type: string, role: open}
      address: {type: string, role: open}
      insee: {type: string, role: open}
      commune: {type: string, role: open}
      postcode: {type: string, role: open}
      lat: {type: number, role: open}
      lon: {type: number, role: open}
      opened: {type: date, role: open}
      seats: {type: integer, role: open}
      accessible: {type: boolean, role: open}
      website: {type: string, role: open}
      notes: {type: string, role: open}
    browse: {facets: [kind, insee, accessible, opened, seats], search: [name, notes], label: name}
"""


def make_site(root: Path, export: Path) -> None:
    """A site in `root` whose one export is a link to `export`."""
    exports = root / "data" / "places" / "exports"
    exports.mkdir(parents=True, exist_ok=True)
    (root / "metadata.yaml").write_text(METADATA, encoding="utf-8")
    (root / "data" / "places" / "dataset.yaml").write_text(DATASET, encoding="utf-8")
    (exports / "places.csv").unlink(missing_ok=True)
    (exports / "places.csv").hardlink_to(export)
