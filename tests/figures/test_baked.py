"""What was baked is told; what was not is not counted."""

import json
from pathlib import Path

from publish.figures.asking import WholeTable
from publish.figures.baked import baked
from publish.figures.facets import FEW, values
from publish.release.release import FIRST_VIEWS, Release, read_package
from tests.sites import published_site


def released(root: Path) -> Release:
    folder = published_site(root).releases / "lieux" / "1.0.0"
    return Release("lieux", "1.0.0", folder, read_package(folder))


def test_what_was_asked_at_the_bake_is_told(tmp_path: Path) -> None:
    release = released(tmp_path)
    places = WholeTable(release.tables["places"])
    counts = [("atelier", 1), ("café", 1), ("jardin", 1)]
    assert baked(release, values(places, "kind", FEW)) == (counts, 3)


def test_another_question_is_told_nothing(tmp_path: Path) -> None:
    release = released(tmp_path)
    places = WholeTable(release.tables["places"])
    assert baked(release, values(places, "name", FEW)) is None


def test_a_file_that_is_not_the_one_listed_tells_nothing(tmp_path: Path) -> None:
    release = released(tmp_path)
    path = release.folder / FIRST_VIEWS
    told = json.loads(path.read_text(encoding="utf-8"))
    path.chmod(0o644)
    path.write_text(json.dumps({key: [["forged", 9]] for key in told}), encoding="utf-8")
    places = WholeTable(release.tables["places"])
    assert baked(release, values(places, "kind", FEW)) is None
