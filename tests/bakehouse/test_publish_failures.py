"""What a publication does when the machine fails it: words, no traceback, a whole last release."""

import os
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from publish.declare.site import SiteFolder
from publish.release.store import Store
from publish.words.limits import COLUMNS, RECORD_BYTES
from tests.servers import COMMAND
from tests.sites import DATASET, copied, declare, deliver, make_site, publish, publish_one

pytestmark = pytest.mark.slow("publishes in processes that fail")
KILLS = 14


def fournil(site: SiteFolder, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [*COMMAND, "--site", str(site.root), *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


def many(rows: int, word: str) -> list[str]:
    return [f"{n:06d};{word} {n};café;oui;ada{n}@example.org" for n in range(rows)]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 3 MB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(disk)]
    if os.geteuid() or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("mounting a small disk needs root")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def test_a_full_disk_is_said_in_a_line(small_disk: Path) -> None:
    site = make_site(small_disk / "site")
    publish_one(site)
    deliver(site, *many(30_000, "Lieu"))
    done = fournil(site, "publish", "--quiet")
    assert done.returncode == 6
    assert "make room and run again" in done.stderr
    assert "Traceback" not in done.stderr
    assert "ada1@" not in done.stderr
    assert fournil(site, "verify").returncode == 0
    assert not list((site.private / "lieux").glob("staging-*"))


def test_a_disk_without_a_byte_left_keeps_nobody_from_making_room(small_disk: Path) -> None:
    site = make_site(small_disk / "site", "autres", "lieux")
    publish(site)
    with suppress(OSError), (small_disk / "fill").open("wb", buffering=0) as file:
        while file.write(bytes(4096)):
            pass
    deliver(site, *many(1, "Lieu"))
    check, published, withdrawn = (
        fournil(site, *words.split())
        for words in ("check autres", "publish --quiet", "withdraw autres --why Erreur --yes")
    )
    assert f"{site.private}/autres/" in check.stdout
    assert "cannot be copied ([Errno 28] No space left on device); free some" in check.stdout
    assert (check.returncode, published.returncode) == (1, 6)
    assert "the disk is full; " in published.stderr
    assert "Traceback" not in check.stderr + published.stderr
    assert (withdrawn.returncode, withdrawn.stdout) == (0, "autres: withdrawn 1.0.0\n")


def test_a_killed_run_leaves_the_last_release_whole(tmp_path: Path) -> None:
    site, rng = make_site(tmp_path / "site"), random.Random(7)
    publish_one(site)
    store = Store(site.releases / "lieux")
    killed = 0
    for kill in range(KILLS):
        deliver(site, *many(2_000 + kill, f"Lieu {kill}"))
        process = subprocess.Popen(
            [*COMMAND, "--site", str(site.root), "publish", "--quiet"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            process.wait(rng.uniform(0.6, 3.0))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            killed += 1
        current = store.current()
        assert current is not None
        assert [str(p) for p in store.verify(current.version)] == []
    assert killed, "no run was caught at work"
    deliver(site, *many(2_500, "Enfin"))
    assert publish_one(site).status == "published"
    assert store.verify() == []
    assert not list((site.private / "lieux").glob("staging-*"))


def test_two_runs_at_once_never_mix(tmp_path: Path) -> None:
    site = make_site(tmp_path / "site")
    command = [sys.executable, *COMMAND[1:], "--site", str(site.root), "publish", "--quiet"]
    runs = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    for run in runs:
        run.communicate()
    codes = sorted(run.returncode for run in runs)
    assert codes in ([0, 0], [0, 7])
    assert [entry.version for entry in Store(site.releases / "lieux").entries()] == ["1.0.0"]


def unable(site: SiteFolder, *arguments: str) -> subprocess.CompletedProcess[str]:
    """`fournil` without root's right to read and write everything."""
    drop = ["setpriv", "--bounding-set=-dac_override,-dac_read_search,-fowner"]
    if os.geteuid() == 0 and not shutil.which("setpriv"):
        pytest.skip("taking root's rights away needs setpriv")
    command = [*(drop if os.geteuid() == 0 else ()), *COMMAND, "--site", str(site.root)]
    return subprocess.run([*command, *arguments], capture_output=True, text=True, check=False)


PLACES = {
    "private/autres": (0o555, 6, "no right to use {root}/private/autres/staging-"),
    "private/autres/series.json": (0o000, 8, "no right to use {root}/private/autres/series.json; "),
    "releases/autres": (0o555, 6, "no right to use {root}/releases/autres/.baking-1; give it to"),
    "data/autres": (0o000, 3, "{root}/data/autres/dataset.yaml: no right to read it; "),
    "data/autres/dataset.yaml": (0o000, 3, "{root}/data/autres/dataset.yaml: no right to read it"),
    "data/autres/exports/lieux.csv": (0o000, 6, "no right to use {root}/data/autres/exports/lie"),
}


@pytest.mark.parametrize("place", PLACES)
def test_a_right_that_lacks_is_said_in_a_line_and_stops_no_other(
    place: str, tmp_path: Path
) -> None:
    site = copied(tmp_path / "site", two)
    mode, code, words = PLACES[place]
    for name in ("autres", "lieux"):
        deliver(site, *many(5, "Lieu"), name=name)
    (site.root / place).chmod(mode)
    done = unable(site, "publish")
    (site.root / place).chmod(0o755)
    assert done.returncode == code, done.stderr
    assert words.format(root=site.root) in done.stderr
    assert "Traceback" not in done.stderr
    assert "lieux: 1.0.1 published" in done.stdout


@pytest.mark.parametrize("place", ["data/autres", "private/autres", "data/autres/dataset.yaml"])
def test_what_may_not_be_read_ends_no_look_at_the_others(place: str, tmp_path: Path) -> None:
    site = copied(tmp_path / "site", two)
    (site.root / place).chmod(0o000)
    words = ("update --quiet", "check", "status", "status --mail")
    updated, checked, status, mail = (unable(site, *one.split()) for one in words)
    (site.root / place).chmod(0o755)
    assert updated.stderr.splitlines()[0].startswith("autres: refused, nothing is published; ")
    assert checked.stdout.splitlines()[0] == "autres: would be refused, 1 to mend"
    assert checked.stdout.splitlines()[-1] == "lieux: nothing refuses it"
    assert (checked.returncode, status.returncode, mail.returncode) == (1, 0, 0)
    assert "1 of 2 datasets needs a person\n- autres: refused" in mail.stdout
    assert mail.stdout.endswith("Nothing to do: lieux\n")


def two(root: Path) -> SiteFolder:
    site = make_site(root, "autres", "lieux")
    assert [one.status for one in publish(site)] == ["published"] * 2
    return site


def test_a_private_folder_that_is_closed_is_said_in_a_line(tmp_path: Path) -> None:
    site = copied(tmp_path / "site", two)
    site.private.chmod(0o000)
    done = unable(site, "publish")
    site.private.chmod(0o755)
    assert (done.returncode, done.stderr.count("\n")) == (6, 1)
    assert done.stderr == (
        f"fournil: no right to use {site.private}/.lock; give it to the user who runs this, and "
        "run again\n"
    )


def test_bounds_end_one_dataset_and_no_other(tmp_path: Path) -> None:
    site = make_site(tmp_path / "site", "autres", "lieux", "profonds")
    wide = "".join(f"      c{n}: {{type: string, role: open}}\n" for n in range(COLUMNS + 1))
    declare(site, DATASET.replace("    browse:", f"{wide}    browse:"), "autres")
    deliver(site, header=";".join(f"c{n}" for n in range(1_001)), name="profonds")
    autres, lieux, profonds = publish(site)
    assert (autres.exit_code, lieux.status, profonds.exit_code) == (3, "published", 4)
    assert autres.message.endswith(
        "tables.places.columns: 1006 columns; at most 1000: split the table in two with the same "
        "key"
    )
    assert profonds.message == (
        "exports/lieux.csv: line 1: 1001 headers; at most 1000: export fewer columns, or two "
        "tables with the same key"
    )
    deliver(site, f'01;"{"a" * RECORD_BYTES}";café;oui;', name="profonds")
    [found] = publish(site, "profonds")
    assert found.message == (
        "exports/lieux.csv: a record of 16 MiB; at most 16 MiB: close a quote that was left open, "
        "or split the cell"
    )
