"""The drill of the docs, word for word: backup, empty folder, restore, publish, compare."""

import os
import re
import shutil
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from publish.declare.site import SiteFolder
from publish.release.store import Store
from tests.sites import ABOUT, copied, declare, deliver, make_site, publish

pytestmark = pytest.mark.slow("publishes a table of every mode, and makes it again")
ROOT = Path(__file__).parents[2]
PAPERS = {"production.md": "### The drill", "fr/exploiter.md": "### Restaurer pour de bon"}
PEOPLE = """\
  answers:
    title: {fr: Réponses}
    about: people
    contributor: who
    sources: [{path: exports/lieux.csv}]
"""
COLUMNS = """\
    columns:
      who: {type: string, role: identifier, protect: drop}
      age: {type: string, role: quasi_identifier, description: {fr: Âge}}
      answer: {type: string, role: sensitive, description: {fr: Réponse}}
"""
RECORDS = "    privacy: {k: 5, dominance: 1.0, min_age: 0d, max_suppressed: 1}\n"
COUNTS = RECORDS + "    aggregates: {by_age: {by: age, title: {fr: Par âge}}}\n"
DIRECTORY = """\
    named: {consent: agreed, covers: [name], why: asked at registration}
    columns:
      who: {type: string, role: identifier, protect: drop}
      name: {type: string, role: identifier, description: {fr: Nom}}
      agreed: {type: date, role: quasi_identifier, protect: drop}
"""
AGES, ANSWERS = ("trente", "quarante"), ("oui", "non", "bof")
AGREED = [f"m{n},Zorglub{n} Kirkmoe,2026-01-0{n + 1}" for n in range(5)]


def answered(people: str) -> list[str]:
    """An export of forty people whose ids begin so."""
    return [f"{people}{n},{AGES[n % 2]},{ANSWERS[n % 3]}" for n in range(40)]


MODES = {
    "records": (RECORDS + COLUMNS, "who,age,answer", answered("r")),
    "counts": (COUNTS + COLUMNS.replace("sensitive", "open"), "who,age,answer", answered("c")),
    "directory": (DIRECTORY, "who,name,agreed", AGREED),
}
"""Beside `lieux`, whose table is about things."""


def today() -> date:
    """The day on which the commands of the docs run."""
    return datetime.now(UTC).date()


@pytest.fixture
def site(tmp_path: Path) -> SiteFolder:
    """A site in the folder of the docs, with a release of a table of every mode."""
    return copied(tmp_path / "srv" / "fournil" / "site", make)


def make(root: Path) -> SiteFolder:
    made = make_site(root, "lieux", *MODES)
    for name, (declared, header, rows) in MODES.items():
        declare(made, ABOUT + PEOPLE + declared, name)
        deliver(made, *rows, name=name, header=header)
    outcomes = publish(made, as_of=today())
    assert [(one.version, one.message) for one in outcomes] == [("1.0.0", "")] * 4
    return made


def drill(paper: str) -> str:
    """The commands that stand below a heading of a page, as one script."""
    text = (ROOT / "docs" / paper).read_text(encoding="utf-8").split(f"{PAPERS[paper]}\n")[1]
    found = re.search(r"```console\n(.*?)```", text, re.DOTALL)
    assert found is not None
    return "\n".join(re.findall(r"^\$ (.*)$", found[1], re.MULTILINE))


def run(script: str, root: Path) -> str:
    """What a script says, once /srv, /mnt and /tmp are folders of the test."""
    script = re.sub(r"(?<![\w.])/(srv|mnt|tmp)/", rf"{root}/\1/", script)
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    command = ["bash", "-euo", "pipefail", "-c", script]
    environment = os.environ | {"PATH": path}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def states(site: SiteFolder, name: str) -> list[tuple[str, str]]:
    store = Store(site.releases / name, site.private / name)
    return [(one.version, one.state) for one in store.entries()]


@pytest.mark.parametrize("paper", PAPERS)
def test_the_drill_gives_every_table_again(paper: str, site: SiteFolder, tmp_path: Path) -> None:
    for folder in ("mnt/backup", "tmp"):
        (tmp_path / folder).mkdir(parents=True)
    told = run(drill(paper), tmp_path)
    again = SiteFolder(tmp_path / "srv" / "fournil" / "new-site")
    names = ["lieux", *MODES]
    for name in names:
        assert f"{name}: 1.0.1 published (made again: the files of the last release" in told
        assert states(again, name) == [("1.0.0", "pruned"), ("1.0.1", "kept")]
    tables = {line.removesuffix(": OK") for line in told.splitlines() if line.endswith(": OK")}
    assert {one for one in tables if "dictionary" not in one} == {
        "counts/current/answers_by_age.csv",
        "directory/current/answers.csv",
        "lieux/current/places.csv",
        "records/current/answers.csv",
    }


def test_releases_lost_whole_are_made_again_and_withdrawn_ones_stay_so(site: SiteFolder) -> None:
    Store(site.releases / "lieux", site.private / "lieux").withdraw(None, "a name", today())
    shutil.rmtree(site.releases)
    outcomes = {one.dataset: one for one in publish(site, as_of=today())}
    assert [one.code for one in outcomes["lieux"].problems] == ["held-content"]
    assert states(site, "lieux") == [("1.0.0", "withdrawn")]
    assert (site.releases / "lieux" / "releases.json").is_file()
    for name in MODES:
        assert outcomes[name].version == "1.0.1"
        assert states(site, name) == [("1.0.0", "pruned"), ("1.0.1", "kept")]
