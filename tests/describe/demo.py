"""The demo's datasets, each published alone."""

import os
import shutil
from datetime import UTC, date, datetime
from pathlib import Path

from publish.bakehouse.publication import publish_all
from publish.declare.site import SiteFolder
from publish.progress import Silent
from tests.conftest import ROOT

DATASETS = ("enquete-habitants", "frequentation", "lieux-partages", "reseau-transition")


def publish_demo(root: Path, *names: str, as_of: date = date(2026, 11, 21)) -> SiteFolder:
    """A site with copies of some of the demo's datasets (default: all), published.

    Their exports are of the day `as_of`, whenever this checkout was made.
    """
    root.mkdir(parents=True, exist_ok=True)
    for name in ("metadata.yaml", "datasette.yaml"):
        shutil.copy(ROOT / name, root / name)
    for name in names or DATASETS:
        shutil.copytree(ROOT / "data" / name, root / "data" / name)
    at = datetime(as_of.year, as_of.month, as_of.day, tzinfo=UTC).timestamp()
    for export in root.glob("data/*/exports/*"):
        os.utime(export, (at, at))
    site = SiteFolder(root)
    for outcome in publish_all(site, (), as_of, Silent()):
        assert outcome.status == "published", outcome
    return site
