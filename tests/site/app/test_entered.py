"""Through how many modules of the site a request passes: as few as a person can hold in mind."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests import factory

ROOT = Path(__file__).parents[3]
# In 2026 it was 72, then 45, and 61 with areas, figures of columns, pivots and labels.
MOST = 64


@pytest.mark.slow("starts a server, and every call is looked at")
def test_a_table_page_passes_through_few_modules(tmp_path: Path) -> None:
    root = factory.site(tmp_path / "site")
    factory.places(root)
    command = [sys.executable, "-m", "tests.site.app.entering", root, "/lieux/places"]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    found = json.loads(told.stdout)
    assert found["status"] == 200
    assert {"publish.site.http.guard", "publish.site.pages.table"} <= set(found["modules"])
    assert len(found["modules"]) <= MOST, found["modules"]
