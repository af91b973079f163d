"""A new site: made whole in an empty folder, refused elsewhere."""

from pathlib import Path

import pytest
from datasette.app import SETTINGS
from ruamel.yaml import YAML

from publish.declare.site import SiteFolder
from publish.errors import FournilError
from publish.upkeep.init import init

ROOT = Path(__file__).parents[2]
FILES = [".gitignore", "README.md", "data/README.md", "datasette.yaml", "metadata.yaml"]


def test_a_new_site_has_every_file(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "site"
    assert init(folder) == [folder / name for name in FILES]
    assert all((folder / name).read_text("utf-8") for name in FILES)


def test_a_new_site_loads_and_has_no_dataset(tmp_path: Path) -> None:
    init(tmp_path)
    site = SiteFolder(tmp_path)
    assert site.datasets() == []
    assert site.metadata().title.fr == "Nos données ouvertes"
    assert site.metadata().languages == ("fr", "en")


def test_nothing_private_would_be_committed(tmp_path: Path) -> None:
    init(tmp_path)
    ignored = (tmp_path / ".gitignore").read_text("utf-8").splitlines()
    assert {"data/*/exports/", "private/", "releases/"} <= set(ignored)


@pytest.mark.parametrize("name", ["README.md", ".env"])
def test_a_folder_that_is_not_empty_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("mine")
    with pytest.raises(FournilError) as refused:
        init(tmp_path)
    assert str(refused.value) == f"{tmp_path}: not empty ({name}); name a new or an empty folder"
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert (tmp_path / name).read_text() == "mine"


def test_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "site").write_text("mine")
    with pytest.raises(FournilError, match="a file, not a folder; name a new folder"):
        init(tmp_path / "site")


def test_a_fresh_git_repository_counts_as_empty(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    assert len(init(tmp_path)) == len(FILES)


@pytest.mark.parametrize("folder", [ROOT, ROOT / "publish" / "skeleton"], ids=["demo", "new site"])
def test_the_server_knows_every_setting(folder: Path) -> None:
    config = YAML(typ="safe").load(folder / "datasette.yaml")
    kinds = {setting.name: type(setting.default) for setting in SETTINGS}
    assert {name: type(value) for name, value in config["settings"].items()} == {
        name: kinds[name] for name in config["settings"]
    }
    # Datasette ignores other keys in silence.
    assert set(config) <= {"settings", "permissions", "allow", "allow_sql", "plugins", "databases"}


def test_the_demo_site_has_its_own_words() -> None:
    site = SiteFolder(ROOT).metadata()
    assert site.title.fr == "Fournil"
    assert site.languages == ("fr", "en")
