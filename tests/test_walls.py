"""The walls of the house: `make check` fails when an import crosses one."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
# A module, the import that it must not have, and the wall that says so.
CROSSED = [
    ("release/index.py", "publish.commands.baking", "A room imports from the rooms below it only"),
    (
        "site/text/terms.py",
        "publish.bakehouse.values",
        "The public site sees neither the bakehouse",
    ),
    ("bakehouse/values.py", "publish.site.text.terms", "The bakehouse sees nothing of the site"),
    ("desk/rates.py", "publish.bakehouse.values", "The desk sees neither the bakehouse nor"),
    ("people/outbox.py", "publish.bakehouse.values", "The desk sees neither the bakehouse nor"),
    ("people/answering.py", "publish.desk.seals", "A room imports from the rooms below it only"),
    ("desk/seals.py", "datasette.app", "Only the room of the server knows Datasette"),
    ("describe/csvw.py", "publish.site.text.terms", "What describes a release knows neither"),
    ("site/pages/texts.py", "datasette.app", "Only the room of the server knows Datasette"),
    (
        "site/rows/spans.py",
        "publish.site.pages.home",
        "What is asked goes one way through the site",
    ),
    ("bakehouse/read/dbf.py", "publish.bakehouse.pipeline", "The way of the data goes one way"),
]


@pytest.mark.slow("runs the checker of walls on a copy")
def test_nothing_crosses_a_wall(tmp_path):
    walked = _lint(_copy(tmp_path))
    assert walked.returncode == 0, walked.stdout
    assert "0 broken" in walked.stdout


@pytest.mark.slow("runs the checker of walls on a copy")
def test_an_import_across_a_wall_is_refused(tmp_path):
    house = _copy(tmp_path)
    for place, imported, _ in CROSSED:
        with (house / "publish" / place).open("a", encoding="utf-8") as module:
            module.write(f"\nimport {imported}\n")
    walked = _lint(house)
    assert walked.returncode == 1
    for _, _, wall in CROSSED:
        (said,) = [line for line in walked.stdout.splitlines() if line.startswith(wall)][:1]
        assert "BROKEN" in said


def test_make_check_walks_along_the_walls():
    check = (ROOT / "Makefile").read_text(encoding="utf-8").partition("\ncheck:")[2]
    assert ".venv/bin/lint-imports" in check.partition("\n\n")[0]


def _copy(folder: Path) -> Path:
    code = shutil.ignore_patterns("__pycache__", "built", "locale")
    shutil.copytree(ROOT / "publish", folder / "publish", ignore=code)
    shutil.copy(ROOT / ".importlinter", folder)
    return folder


def _lint(house: Path) -> subprocess.CompletedProcess[str]:
    command = [Path(sys.executable).parent / "lint-imports", "--no-cache", "--no-logo"]
    return subprocess.run(command, cwd=house, capture_output=True, text=True)
