"""Who left after a backup does not come back on a new machine, where nothing else tells of it."""

import io
import os
import shutil
import tarfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from publish.cli import main
from publish.declare.site import SiteFolder
from publish.upkeep.backup import backup
from publish.upkeep.encrypted import Reader, Writer
from publish.upkeep.restore import restore
from tests.bakehouse.test_forget import directory, forget, held, older
from tests.sites import make_site, publish_one

pytestmark = [
    pytest.mark.usefixtures("cheap"),
    pytest.mark.slow("publishes a directory on two machines"),
]
PASSPHRASE = "le pain est dans le four"
LEAVER = "p1@example.org\n"


def aged(file: Path, moment: float) -> None:
    """Seals a backup again, as made at another moment; 0: by a version that wrote none."""
    with file.open("rb") as source:
        plain = io.BytesIO(Reader(source, PASSPHRASE, "b").read(1 << 30))
    out = io.BytesIO()
    with tarfile.open(fileobj=plain) as old, tarfile.open(fileobj=out, mode="w") as new:
        for member in old:
            member.mtime = moment
            new.addfile(member, old.extractfile(member))
    with file.open("wb") as target, Writer(target, PASSPHRASE) as sealed:
        sealed.write(out.getvalue())


def ago(**time: int) -> float:
    return (datetime.now(UTC) - timedelta(**time)).timestamp()


def moved(site: SiteFolder, file: Path) -> tuple[SiteFolder, str | None]:
    """The site on a new machine, from a backup and its exports, and what the restore says."""
    other = SiteFolder(site.root.with_name("new"))
    since = restore(file, other.root, PASSPHRASE)
    shutil.copytree(site.data, other.data, dirs_exist_ok=True)
    return other, since


@pytest.fixture
def lost(tmp_path: Path) -> SiteFolder:
    """A directory that somebody left after its backup was made; its export has them still."""
    site = directory(tmp_path / "site")
    publish_one(site)
    backup(site, tmp_path / "b", PASSPHRASE)
    assert forget(site.root, LEAVER).exit_code == 0
    return site


def test_a_new_machine_asks_who_left_since(lost: SiteFolder, tmp_path: Path) -> None:
    aged(tmp_path / "b", datetime(2025, 3, 1, 12, tzinfo=UTC).timestamp())
    site, since = moved(lost, tmp_path / "b")
    assert since == "2025-03-01"
    for _ in range(2):
        [said] = older(site)
        assert "blocker older-backup" in said
        assert "an older backup, which knew nothing after 2025-03-01: people" in said
    assert held(site) == []
    assert forget(site.root, LEAVER, "lieux").exit_code == 0
    assert older(site) == []
    assert (site.releases / "lieux" / "current").is_dir()
    assert held(site) == []


def test_where_nobody_left_it_says_so_once(lost: SiteFolder, tmp_path: Path) -> None:
    aged(tmp_path / "b", ago(hours=2))
    site, since = moved(lost, tmp_path / "b")
    assert since == f"{datetime.now(UTC) - timedelta(hours=2):%Y-%m-%d}"
    assert forget(site.root, "", "lieux").exit_code == 0
    assert older(site) == []
    # Nobody said who it was: the control that it can come back.
    assert held(site)


def test_a_backup_without_a_time_is_old(lost: SiteFolder, tmp_path: Path) -> None:
    aged(tmp_path / "b", 0)
    site, since = moved(lost, tmp_path / "b")
    assert since == "an unknown day"
    assert "which knew nothing after an unknown day" in older(site)[0]


def test_a_fresh_backup_asks_nobody(tmp_path: Path) -> None:
    site = directory(tmp_path / "site")
    publish_one(site)
    backup(site, tmp_path / "b", PASSPHRASE)
    other, since = moved(site, tmp_path / "b")
    assert (since, older(other)) == (None, [])


def test_beside_its_releases_an_old_backup_asks_nobody(tmp_path: Path) -> None:
    """They tell by themselves whether anything was done since."""
    site = directory(tmp_path / "site")
    publish_one(site)
    backup(site, tmp_path / "b", PASSPHRASE)
    aged(tmp_path / "b", ago(days=9))
    shutil.rmtree(site.private)
    assert restore(tmp_path / "b", site.root, PASSPHRASE) is None
    assert older(site) == []


def test_what_another_restore_asked_stays(tmp_path: Path) -> None:
    site = make_site(tmp_path / "site")
    publish_one(site)
    (site.private / "lieux" / "restored.json").write_text('{"since": "2026-03-01"}\n')
    backup(site, tmp_path / "b", PASSPHRASE)
    aged(tmp_path / "b", ago(days=2))
    other, _ = moved(site, tmp_path / "b")
    note = other.private / "lieux" / "restored.json"
    assert note.read_text("utf-8") == '{"since": "2026-03-01"}\n'


def test_the_command_says_what_comes_next(lost: SiteFolder, tmp_path: Path) -> None:
    aged(tmp_path / "b", datetime(2025, 3, 1, 12, tzinfo=UTC).timestamp())
    new = tmp_path / "new"
    assert run("--site", str(new), "restore", str(tmp_path / "b")).output == (
        f"{new}: restored from {tmp_path / 'b'}\n"
        "no release is here that tells who left since 2025-03-01: "
        f"`fournil --site {new} publish` asks for it\n"
    )


def run(*arguments: str) -> Result:
    environment = os.environ | {"FOURNIL_PASSPHRASE": PASSPHRASE}
    done = CliRunner().invoke(main, [*arguments], env=environment)
    assert done.exit_code == 0, done.output
    return done
