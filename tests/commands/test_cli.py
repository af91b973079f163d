"""The commands as a maintainer types them: words, exit codes, nothing secret on the screen."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from publish.declare.site import SiteFolder
from publish.release.lock import site_lock
from tests.sites import DATASET, ROWS, declare, deliver, make_site

pytestmark = pytest.mark.slow("runs the commands as processes")
FOURNIL = Path(sys.executable).with_name("fournil")


def fournil(
    site: SiteFolder, *arguments: str, **environment: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(FOURNIL), "--site", str(site.root), *arguments],
        capture_output=True,
        text=True,
        env=os.environ | environment,
        timeout=120,
        check=False,
        stdin=subprocess.DEVNULL,
    )


@pytest.fixture
def site(tmp_path: Path) -> SiteFolder:
    return make_site(tmp_path / "site")


def test_publish_says_what_it_did_and_then_that_nothing_changed(site: SiteFolder) -> None:
    first, second = fournil(site, "publish"), fournil(site, "publish")
    assert (first.stdout, first.returncode) == ("lieux: 1.0.0 published (first release)\n", 0)
    assert first.stderr.splitlines()[0] == "lieux: read"
    assert (second.stdout, second.returncode) == ("lieux: nothing changed, 1.0.0 stays\n", 0)


def test_check_says_what_publish_would_refuse_and_ends_with_1(site: SiteFolder) -> None:
    fit = fournil(site, "check")
    assert (fit.stdout, fit.stderr, fit.returncode) == ("lieux: nothing refuses it\n", "", 0)
    deliver(site, *ROWS, ROWS[0])
    unfit = fournil(site, "check", "lieux")
    assert unfit.stdout.startswith("lieux: would be refused, 1 to mend\n  gate:\n    blocker dup")
    assert (unfit.stderr, unfit.returncode) == ("", 1)
    assert not site.releases.exists()


def test_policy_advises_on_people_alone_and_publishes_nothing(site: SiteFolder) -> None:
    told = fournil(site, "policy", "lieux")
    assert (told.stdout, told.returncode) == (
        "lieux: no table is about people, there is no policy to search\n",
        0,
    )
    assert not site.releases.exists()


def test_publish_as_json(site: SiteFolder) -> None:
    done = fournil(site, "publish", "--json")
    [outcome] = json.loads(done.stdout)
    assert (outcome["status"], outcome["version"], done.stderr) == ("published", "1.0.0", "")


def test_quiet_prints_only_refusals(site: SiteFolder) -> None:
    assert fournil(site, "publish", "--quiet").stdout == ""
    deliver(site, *ROWS, ROWS[0])
    refused = fournil(site, "publish", "--quiet")
    assert refused.returncode == 5
    assert refused.stderr == (
        "lieux: refused, nothing is published; what was served stays served\n"
        "  blocker duplicate-key: places.id: 1 values of this primary key occur more than once "
        "(exports/lieux.csv:2, exports/lieux.csv:5); ask the producer which row is right, or "
        "declare another key\n"
    )


def test_a_wrong_key_is_named_with_its_line(site: SiteFolder) -> None:
    declare(site, DATASET.replace("frequency:", "frequence:"))
    done = fournil(site, "publish")
    assert done.returncode == 3
    assert "dataset.yaml:7: frequence: unknown key; did you mean `frequency`?" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_unknown_dataset_names_the_known_ones(site: SiteFolder) -> None:
    done = fournil(site, "publish", "lieus")
    assert done.returncode == 3
    assert done.stderr.endswith("there: lieux\n")


def test_a_missing_export_names_its_place(site: SiteFolder) -> None:
    (site.data / "lieux" / "exports" / "lieux.csv").unlink()
    done = fournil(site, "publish")
    assert done.returncode == 4
    assert "exports/lieux.csv: no such file in" in done.stderr


def test_a_truncated_export_is_refused(site: SiteFolder) -> None:
    path = site.data / "lieux" / "exports" / "lieux.csv"
    path.write_text('id;Nom;Type;open;author\n01;"Café;café;oui;ada@example.org\n')
    done = fournil(site, "publish")
    assert done.returncode == 4
    assert "line 2" in done.stderr
    assert "ada@example.org" not in done.stderr


@pytest.mark.parametrize("arguments", [("publish",), ("--debug", "publish")])
def test_values_of_private_columns_never_reach_the_screen(
    site: SiteFolder, arguments: tuple[str, ...]
) -> None:
    declare(
        site,
        DATASET.replace(
            "role: identifier, protect: drop",
            "role: identifier, protect: pseudonymise, description: {fr: A}, "
            "constraints: {max_length: 5}",
        ),
    )
    done = fournil(site, *arguments)
    assert done.returncode == 5
    assert "is over 5 characters" in done.stdout + done.stderr
    assert "ada@" not in done.stdout + done.stderr


def test_a_second_run_is_refused_while_one_is_at_work(site: SiteFolder) -> None:
    with site_lock(site.private):
        done = fournil(site, "publish")
    assert done.returncode == 7
    assert str(os.getpid()) in done.stderr


def test_a_withdrawal_asks_first_and_says_why(site: SiteFolder) -> None:
    fournil(site, "publish")
    asked = fournil(site, "withdraw", "lieux", "--why", "a name slipped in")
    assert asked.returncode == 1
    done = fournil(site, "withdraw", "lieux", "--why", "a name slipped in", "--yes")
    assert done.stdout == "lieux: withdrawn 1.0.0\n"
    listed = fournil(site, "releases", "lieux").stdout
    assert "withdrawn, held back" in listed


def test_releases_verify_rollback_and_prune(site: SiteFolder) -> None:
    fournil(site, "publish")
    deliver(site, *ROWS[:2], "03;Fablab 2;atelier;;ada@example.org")
    fournil(site, "publish")
    assert fournil(site, "verify").stdout.startswith("1 datasets verified")
    assert "1.0.0 is served" in fournil(site, "rollback", "lieux").stdout
    entries = json.loads(fournil(site, "releases", "lieux", "--json").stdout)
    assert [(entry["version"], entry["held"]) for entry in entries] == [
        ("1.0.0", False),
        ("1.0.1", True),
    ]
    assert fournil(site, "unhold", "lieux", "1.0.1").returncode == 0
    assert fournil(site, "prune", "lieux").stdout == "lieux: pruned nothing\n"


def test_a_damaged_release_is_found(site: SiteFolder) -> None:
    fournil(site, "publish")
    (site.releases / "lieux" / "1.0.0" / "places.csv").write_text("id\n")
    done = fournil(site, "verify", "lieux")
    assert done.returncode == 6
    assert "places.csv" in done.stderr


def test_backup_and_restore(site: SiteFolder, tmp_path: Path) -> None:
    fournil(site, "publish")
    secret = {"FOURNIL_PASSPHRASE": "correct horse battery staple"}
    assert fournil(site, "backup", str(tmp_path / "b.fournil"), **secret).returncode == 0
    other = SiteFolder(tmp_path / "other")
    assert fournil(other, "restore", str(tmp_path / "b.fournil"), **secret).returncode == 0
    assert (other.data / "lieux" / "dataset.yaml").read_text() == DATASET


def test_every_command_has_help(site: SiteFolder) -> None:
    from publish.cli import main

    for name, command in main.commands.items():
        assert command.help, name
        assert fournil(site, name, "--help").returncode == 0


@pytest.mark.parametrize(
    "typed",
    [
        "serve --port 65536",
        "serve --port -1",
        "serve --metrics-port 65536",
        "serve --workers 0",
        "desk ungrant 9223372036854775808",
    ],
)
def test_a_number_that_cannot_be_is_named_with_its_option(site: SiteFolder, typed: str) -> None:
    told = fournil(site, *typed.split())
    assert (told.returncode, "Traceback" in told.stderr) == (2, False)
    assert "Invalid value for" in told.stderr
    assert f"{typed.split()[-1]} is not in the range" in told.stderr


@pytest.mark.parametrize(
    ("typed", "code"),
    [("forget lieux", 0), ("withdraw lieux --why x", 1), ("releases lieux", 0)],
)
def test_who_has_no_standard_input_gets_no_traceback(
    site: SiteFolder, typed: str, code: int
) -> None:
    assert fournil(site, "publish").returncode == 0
    command = f'exec "$0" --site "$1" {typed} <&-'
    told = subprocess.run(
        ["sh", "-c", command, str(FOURNIL), str(site.root)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert "Traceback" not in told.stderr
    assert told.returncode == code


def test_what_has_releases_is_told_by_their_folders_alone(site: SiteFolder) -> None:
    fournil(site, "publish")
    fournil(site, "token", "create", "Ada")
    told = fournil(site, "releases", "nope")
    assert told.stderr.endswith("; there: lieux\n")
