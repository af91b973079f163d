"""Sites whose numbers a tool counted already, for tests: the table `features`."""

import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from publish.declare.site import SiteFolder
from tests.sites import ABOUT, METADATA

MONDAY = date(2026, 8, 31)
"""The first day of what tests count; its month of whole weeks begins with it."""
HEADER = "day;tool;feature;form;visitors;visits;actions"
FEATURES = """\
  features:
    title: {fr: Fonctions, en: Features}
    about: things
    sources: [{path: exports/features.csv, delimiter: ";"}]
    counts:
      behind: visitors
      every: [week]
      by: [feature, form]
      within: tool
      sum: [visits, actions]
    columns:
      day: {type: date, role: open, description: {fr: Jour}, constraints: {required: true}}
      tool: {type: string, role: open, description: {fr: Outil}}
      feature: {type: string, role: open, description: {fr: Fonction}}
      form: {type: string, role: open, description: {fr: Forme}}
      visitors: {type: integer, role: open, description: {fr: Visiteurs}}
      visits: {type: integer, role: open, description: {fr: Visites}}
      actions: {type: integer, role: open, description: {fr: Actions}}
"""


def counted_site(root: Path, tables: str = FEATURES) -> SiteFolder:
    """A site with the dataset `visits`, before its first export."""
    site = SiteFolder(root)
    (site.data / "visits" / "exports").mkdir(parents=True)
    (root / "metadata.yaml").write_text(METADATA, encoding="utf-8")
    (site.data / "visits" / "dataset.yaml").write_text(ABOUT + tables, encoding="utf-8")
    return site


def export(
    site: SiteFolder, rows: Iterable[str], name: str = "features", header: str = HEADER
) -> None:
    """Write an export of the dataset."""
    text = "\n".join((header, *rows)) + "\n"
    (site.data / "visits" / "exports" / f"{name}.csv").write_text(text, encoding="utf-8")


def day(number: int) -> date:
    """A day by its number from the first Monday on."""
    return MONDAY + timedelta(days=number)


def row(number: int, feature: str, visitors: int, form: str = "", tool: str = "site") -> str:
    """A row of a day: two visits for three visitors, and three actions each."""
    return f"{day(number)};{tool};{feature};{form};{visitors};{2 * visitors // 3};{3 * visitors}"


def published(site: SiteFolder, table: str, columns: str = "*") -> list[tuple[Any, ...]]:
    """The rows of a table of the current release, by all their columns."""
    with closing(sqlite3.connect(site.releases / "visits" / "current" / "visits.db")) as released:
        rows = released.execute(f"SELECT {columns} FROM {table}").fetchall()
    return sorted(rows, key=str)


def shown(site: SiteFolder, table: str = "features_week") -> Mapping[tuple[str, str], int]:
    """The visitor-days of each week and feature."""
    rows = published(site, table, "week, feature, visitor_days")
    return {(week, name): number for week, name, number in rows}
