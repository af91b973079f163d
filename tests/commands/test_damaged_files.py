"""Whatever file is damaged, however: a sentence that names it, and the other datasets go on."""

import shutil
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from publish.bakehouse.series.new_series import NewSeries
from publish.cli import main
from publish.declare.site import SiteFolder
from tests.sites import ABOUT, DAY, copied, make_site, publish

pytestmark = pytest.mark.slow("runs commands on a site with each of its files damaged")
SURVEY = f"""{ABOUT}\
  answers:
    title: {{fr: Réponses}}
    about: people
    contributor: who
    sources: [{{path: exports/lieux.csv}}]
    privacy: {{k: 5, dominance: 1.0, min_age: 0d, max_suppressed: 1}}
    columns:
      who: {{type: string, role: identifier, protect: drop}}
      age: {{type: string, role: quasi_identifier, description: {{fr: Tranche}}}}
"""


def unread(path: Path) -> None:
    """What no reader takes: JSON and YAML nested beyond measure, other texts not in UTF-8."""
    path.write_bytes(b"[" * 100_000 if path.suffix in (".json", ".yaml") else b"\xff\xfe{")


def a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def survey(root: Path) -> SiteFolder:
    """A survey and a dataset of places, both published, with every private file that there is."""
    site = make_site(root, "gens", "lieux")
    data, private = site.data / "gens", site.private / "gens"
    (data / "dataset.yaml").write_text(SURVEY, encoding="utf-8")
    (data / "README.md").write_text("Une enquête.\n", encoding="utf-8")
    rows = "".join(f"p{number},{number % 3}\n" for number in range(40))
    (data / "exports" / "lieux.csv").write_text(f"who,age\n{rows}", encoding="utf-8")
    private.mkdir(parents=True)
    (private / "withdrawals.csv").write_text("contributor,date\np3,2026-11-01\n")
    publish(site)
    NewSeries("lost", DAY, 2).write(private)
    (private / "listed.json").write_text("{}")
    return site


def fournil(site: SiteFolder, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["--site", str(site.root), *arguments])


def ended_in_words(done: Result) -> bool:
    sentence = done.exception is None or isinstance(done.exception, SystemExit | click.Abort)
    return sentence and "fault of Fournil" not in done.output


def files(site: SiteFolder) -> list[Path]:
    """The private files of the survey and those beside its releases: new ones are tried too."""
    found = [*(site.private / "gens").glob("*"), *(site.releases / "gens").glob("*.json")]
    found += [*(site.data / "gens").glob("*.*"), site.releases / "gens" / "1.0.0" / "report.json"]
    return [path.relative_to(site.root) for path in sorted(found) if path.is_file()]


@pytest.mark.parametrize("damage", [unread, a_folder])
def test_a_damaged_file_of_a_dataset_stops_no_other(
    damage: Callable[[Path], None], tmp_path: Path
) -> None:
    sound = copied(tmp_path / "sound", survey)
    assert len(files(sound)) > 12
    for path in files(sound):
        site = SiteFolder(tmp_path / "site")
        shutil.copytree(sound.root, site.root, symlinks=True)
        damage(site.root / path)
        done = fournil(site, "publish", f"--as-of={DAY}")
        assert ended_in_words(done), path
        assert "lieux: nothing changed" in done.output, path
        assert done.exit_code == 0 or path.name in done.output, path
        assert ended_in_words(fournil(site, "status")), path
        shutil.rmtree(site.root)


@pytest.mark.parametrize(
    ("command", "file", "words"),
    [
        (["publish"], "private/gens/series.json", "fournil --site NEW restore FILE"),
        (["releases", "gens"], "private/gens/series.json", "fournil --site NEW restore FILE"),
        (
            ["publish"],
            "private/gens/new-series.json",
            "fournil --site {site} new-series gens --why",
        ),
        (["rebake", "gens"], "releases/gens/1.0.0/report.json", "publish again, or roll back"),
        (["risk", "gens"], "data/gens/dataset.yaml", "close them"),
        (["publish"], "metadata.yaml", "close them"),
        (["token", "list"], "private/tokens.json", "put it back from a backup"),
    ],
)
def test_the_file_and_a_way_out_are_named(
    command: list[str], file: str, words: str, tmp_path: Path
) -> None:
    site = copied(tmp_path / "site", survey)
    (site.root / file).write_bytes(b"[" * 100_000)
    done = fournil(site, *command, *(["--as-of", f"{DAY}"] if command[0] == "publish" else []))
    assert ended_in_words(done)
    assert done.exit_code
    assert f"{site.root / file}" in done.output
    assert words.format(site=site.root) in done.output


def test_a_damaged_request_for_a_series_is_asked_for_again(tmp_path: Path) -> None:
    site = copied(tmp_path / "site", survey)
    (site.private / "gens" / "new-series.json").write_bytes(b"\xff")
    assert fournil(site, "new-series", "gens", "--why", "lost").exit_code == 0
    assert fournil(site, "publish", "gens", f"--as-of={DAY}").exit_code == 0


def test_a_damaged_note_of_an_older_backup_is_one(tmp_path: Path) -> None:
    site = copied(tmp_path / "site", survey)
    unread(site.private / "gens" / "restored.json")
    done = fournil(site, "publish", f"--as-of={DAY}")
    assert "which knew nothing after an unknown day" in done.output
    assert "lieux: nothing changed" in done.output
    assert fournil(site, "forget", "gens").exit_code == 0
    assert fournil(site, "publish", "gens", f"--as-of={DAY}").exit_code == 0
