"""The demo's datasets, each published alone."""

import shutil
from datetime import date
from pathlib import Path

from publish.progress import Silent
from publish.publication import publish_all
from publish.site import SiteFolder
from tests.conftest import ROOT

DATASETS = ("enquete-habitants", "frequentation", "lieux-partages", "reseau-transition")


def publish_demo(root: Path, *names: str) -> SiteFolder:
    """A site with copies of some of the demo's datasets (default: all), published."""
    root.mkdir(parents=True, exist_ok=True)
    for name in ("metadata.yaml", "datasette.yaml"):
        shutil.copy(ROOT / name, root / name)
    for name in names or DATASETS:
        shutil.copytree(ROOT / "data" / name, root / "data" / name)
    site = SiteFolder(root)
    for outcome in publish_all(site, (), date(2026, 11, 21), Silent()):
        assert outcome.status == "published", outcome
    return site
