"""Timers as systemd, cron, GitHub and GitLab read them."""

import re
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from ruamel.yaml import YAML

from publish.cli import main
from publish.declare.site import SiteFolder
from publish.upkeep.schedule import SCHEDULERS, Schedule, schedule_of
from tests.sites import DATASET, declare, make_site

PUSH = "push: {data_gouv: {organization: communs, key: PORTAL_KEY}}\nreviewed:"


@pytest.fixture
def site(tmp_path: Path) -> SiteFolder:
    """A weekly dataset that is pushed, in a folder whose name is hard to quote."""
    found = make_site(tmp_path / "le site d'essai 100 %")
    declare(found, DATASET.replace("reviewed:", PUSH))
    return found


def run(site: SiteFolder, *words: str) -> Any:
    return CliRunner().invoke(main, ["--site", str(site.root), "schedule", *words])


def yaml(text: str) -> Any:
    return YAML(typ="safe").load(text)


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not here")
def test_systemd_takes_the_units(site: SiteFolder, tmp_path: Path) -> None:
    units = tmp_path / "units"
    assert run(site, "systemd", "--to", str(units)).exit_code == 0
    names = ["fournil-update.service", "fournil-update.timer"]
    assert sorted(path.name for path in units.iterdir()) == names
    done = subprocess.run(
        ["systemd-analyze", "verify", *(units / name for name in names)],
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not here")
@pytest.mark.parametrize("frequency", ["daily", "semiweekly", "weekly", "monthly"])
def test_systemd_understands_when(frequency: str, site: SiteFolder) -> None:
    declare(site, DATASET.replace("weekly", frequency))
    timer = SCHEDULERS["systemd"](schedule_of(site))["fournil-update.timer"]
    when = re.search("OnCalendar=(.*)", timer)
    assert when
    done = subprocess.run(["systemd-analyze", "calendar", when.group(1)], capture_output=True)
    assert done.returncode == 0


def test_the_service_runs_once_with_a_random_delay(site: SiteFolder) -> None:
    units = SCHEDULERS["systemd"](schedule_of(site))
    assert "Type=oneshot" in units["fournil-update.service"]
    assert "update --quiet" in units["fournil-update.service"]
    assert "#   PORTAL_KEY=…\n#   FOURNIL_WEBHOOK=…" in units["fournil-update.service"]
    assert "RandomizedDelaySec=3600" in units["fournil-update.timer"]
    assert re.search(r"OnCalendar=Mon 04:\d\d\n", units["fournil-update.timer"])


@pytest.mark.parametrize(
    ("frequency", "days"),
    [("daily", "*"), ("semiweekly", "1,4"), ("weekly", "1"), ("annual", "1"), ("never", "1")],
)
def test_as_often_as_the_frequencies_ask(frequency: str, days: str, site: SiteFolder) -> None:
    declare(site, DATASET.replace("weekly", frequency))
    text = SCHEDULERS["cron"](schedule_of(site))["crontab"]
    assert re.search(rf"^\d+ 4 \* \* {re.escape(days)} flock -n ", text, re.MULTILINE)


def test_the_crontab_line_is_one_command_under_a_lock(site: SiteFolder) -> None:
    line = SCHEDULERS["cron"](schedule_of(site))["crontab"].splitlines()[-1]
    words = shlex.split(line.replace(r"\%", "%"))[5:]
    assert words[:3] == ["flock", "-n", f"{site.root}/private/.update"]
    assert words[4:] == [f"--site={site.root}", "update", "--quiet", "--delay=3600"]
    assert words[3].endswith("/fournil")


def test_the_github_workflow(site: SiteFolder, tmp_path: Path) -> None:
    assert run(site, "github", "--to", str(tmp_path)).exit_code == 0
    found = yaml((tmp_path / ".github/workflows/fournil.yml").read_text(encoding="utf-8"))
    assert re.fullmatch(r"\d+ 4 \* \* 1", found["on"]["schedule"][0]["cron"])
    assert found["concurrency"]["group"] == "fournil"
    job = found["jobs"]["update"]
    assert job["env"]["PORTAL_KEY"] == "${{ secrets.PORTAL_KEY }}"
    assert shlex.split(job["steps"][0]["run"])[1:3] == [f"--site={site.root}", "update"]


def test_the_gitlab_job(site: SiteFolder) -> None:
    text = SCHEDULERS["gitlab"](schedule_of(site))[".gitlab-ci.yml"]
    job = yaml(text)["update"]
    assert job["resource_group"] == "fournil"
    assert shlex.split(job["script"][0])[1:3] == [f"--site={site.root}", "update"]
    assert re.search(r"Pipeline schedules: \d+ 4 \* \* 1\n", text)
    assert "masked: PORTAL_KEY, FOURNIL_WEBHOOK" in text


def test_it_is_printed_where_no_folder_is_named(site: SiteFolder) -> None:
    done = run(site, "cron")
    assert done.exit_code == 0
    assert done.output.startswith("# crontab\n# To be filled in:\n# PORTAL_KEY=…\n")


def test_another_file_is_not_replaced(site: SiteFolder, tmp_path: Path) -> None:
    path = tmp_path / ".gitlab-ci.yml"
    path.write_text("mine: true\n")
    done = run(site, "gitlab", "--to", str(tmp_path))
    assert done.exit_code == 1
    assert f"{path} is there already and says something else; move it away" in done.output
    assert path.read_text() == "mine: true\n"


def test_asking_again_changes_nothing(site: SiteFolder, tmp_path: Path) -> None:
    for _ in range(3):
        assert run(site, "github", "--to", str(tmp_path)).exit_code == 0


def test_no_key_is_written_anywhere(site: SiteFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTAL_KEY", "s3cret-key")
    monkeypatch.setenv("FOURNIL_WEBHOOK", "https://hooks.example.org/s3cret")
    schedule: Schedule = schedule_of(site)
    assert not any(
        "s3cret" in text for form in SCHEDULERS.values() for text in form(schedule).values()
    )
