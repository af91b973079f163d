"""A new site: made whole in an empty folder, refused elsewhere."""

from datetime import date, datetime
from pathlib import Path

import pytest
from datasette.app import SETTINGS
from ruamel.yaml import YAML

from publish.bakehouse.draft.own_use import new_own_use
from publish.bakehouse.standing import lines, standings
from publish.declare.site import SiteFolder
from publish.declare.yaml_file import plain_tree
from publish.errors import FournilError
from publish.upkeep.init import init
from publish.usage.use import Use
from tests.bakehouse.fetch.test_usage import count
from tests.sites import make_site, publish

ROOT = Path(__file__).parents[2]
USE = "data/frequentation/dataset.yaml"
FILES = [".gitignore", "README.md", "data/README.md", USE, "datasette.yaml", "metadata.yaml"]


def test_a_new_site_has_every_file(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "site"
    assert init(folder) == [folder / name for name in FILES]
    assert all((folder / name).read_text("utf-8") for name in FILES)


def test_a_new_site_loads_and_has_its_own_use_for_a_dataset(tmp_path: Path) -> None:
    init(tmp_path)
    site = SiteFolder(tmp_path)
    assert site.datasets() == ["frequentation"]
    use = site.dataset("frequentation")
    assert (use.license, use.producer.name) == ("etalab-2.0", site.metadata().publisher.name)
    assert site.metadata().title.fr == "Nos données ouvertes"
    assert site.metadata().languages == ("fr", "en")


def test_its_own_use_is_declared_as_it_would_be_drafted(tmp_path: Path) -> None:
    init(tmp_path)
    (tmp_path / "draft").mkdir()
    drafted = plain_tree(new_own_use(SiteFolder(tmp_path / "draft"), "use"))
    declared = plain_tree(tmp_path / USE)
    assert {key: declared[key] for key in drafted} == drafted
    assert declared.keys() - drafted.keys() == {"producer", "contact", "license"}


@pytest.mark.slow("publishes a release")
def test_a_new_site_waits_for_its_first_week_and_then_publishes_it(tmp_path: Path) -> None:
    init(tmp_path)
    site, monday = SiteFolder(tmp_path), date(2026, 11, 16)
    [waits] = publish(site, as_of=monday)
    assert (waits.status, waits.exit_code, waits.until) == ("waiting", 0, date(2026, 11, 23))
    assert [str(problem) for problem in waits.problems] == [
        "warning no-whole-period: features_week: nothing was counted yet, so the table is left "
        "out; wait: `fournil serve` counts, unless metadata.yaml says `usage: false`, and a week "
        "is published once it is over (on a replica it counts there: copy desk/usage.db from it)"
    ]
    assert [line for one in standings(site, monday) for line in lines(one)] == [
        "frequentation: declared, not released yet: it waits until 2026-11-23 at least, and needs "
        "nobody"
    ]
    for number in range(16, 24):
        count(tmp_path, datetime(2026, 11, number, 12), Use("catalog", form="html"), *range(12))
        count(tmp_path, datetime(2026, 11, number, 12), Use("page", form="html"), 1, 2)
    [running] = publish(site, as_of=date(2026, 11, 18))
    assert (running.status, running.exit_code) == ("waiting", 0)
    [first] = publish(site, as_of=date(2026, 11, 24))
    assert (first.status, first.version) == ("published", "1.0.0")
    written = site.releases / "frequentation" / "current" / "features_week.csv"
    assert written.read_text("utf-8").splitlines() == [
        "week,monday,tool,feature,dataset,table,form,visitor_days,actions",
        "2026-W47,2026-11-16,fournil,_other,,,,98,98",
    ]


@pytest.mark.slow("publishes a release")
def test_what_waits_stops_nothing_else(tmp_path: Path) -> None:
    init(tmp_path)
    site = SiteFolder(tmp_path)
    make_site(tmp_path / "other")
    (tmp_path / "other" / "data" / "lieux").rename(site.data / "lieux")
    found = publish(site)
    assert [(one.dataset, one.status, one.exit_code) for one in found] == [
        ("frequentation", "waiting", 0),
        ("lieux", "published", 0),
    ]


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
