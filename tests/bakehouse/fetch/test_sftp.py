"""A real sshd: files of a server whose key is known, fetched again only when they changed."""

import getpass
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from publish.declare.site import SiteFolder
from publish.errors import SourceError
from tests.bakehouse.fetch.sites import files, site_of
from tests.servers import free_port

pytestmark = pytest.mark.slow("starts an sshd")

SETTINGS = """\
Port {port}
ListenAddress 127.0.0.1
HostKey {folder}/host
AuthorizedKeysFile {folder}/.ssh/id_ed25519.pub
PidFile none
StrictModes no
UsePAM no
PermitRootLogin yes
PasswordAuthentication {passwords}
Subsystem sftp internal-sftp
"""


def made_key(path: Path) -> str:
    """A new key at `path`; its public half."""
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", path], check=True)
    return path.with_suffix(".pub").read_text().rsplit(" ", 1)[0]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The home of who publishes, with a key of their own."""
    if not shutil.which("sshd", path=f"{os.environ['PATH']}:/usr/sbin"):
        pytest.skip("no sshd here: apt-get install openssh-server")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)
    (tmp_path / ".ssh").mkdir()
    made_key(tmp_path / ".ssh" / "id_ed25519")
    return tmp_path


@contextmanager
def sshd(home: Path, *before: str, passwords: str = "no") -> Iterator[int]:
    """The port of an sshd that this home knows and that knows its key, or its password."""
    found = free_port()
    key = made_key(home / "host")
    (home / ".ssh" / "known_hosts").write_text(f"[127.0.0.1]:{found} {key}\n")
    (home / "sshd").write_text(SETTINGS.format(port=found, folder=home, passwords=passwords))
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)
    program = shutil.which("sshd", path="/usr/sbin")
    process = subprocess.Popen(
        [*before, str(program), "-D", "-e", "-f", home / "sshd"], stderr=subprocess.PIPE, text=True
    )
    try:
        assert process.stderr is not None
        lines = iter(process.stderr.readline, "")
        assert any("Server listening" in line for line in lines)
        yield found
    finally:
        process.kill()
        process.wait()


@pytest.fixture
def port(home: Path) -> Iterator[int]:
    with sshd(home) as found:
        yield found


def knowing(home: Path, password: str) -> tuple[str, ...]:
    """What runs a program for which this user has a password, and nobody else is there."""
    made = subprocess.run(
        ["openssl", "passwd", "-6", "-stdin"], input=password, capture_output=True, text=True
    )
    shadow = home / "shadow"
    shadow.write_text(f"{getpass.getuser()}:{made.stdout.strip()}:19000:0:99999:7:::\n")
    return ("unshare", "-m", "sh", "-ec", f'mount --bind "{shadow}" /etc/shadow; exec "$@"', "sh")


@pytest.fixture
def site(home: Path, port: int) -> SiteFolder:
    exports = home / "dépôt d'essai"
    exports.mkdir()
    for name in ("a-1.csv", "a-2.csv", "b.csv"):
        (exports / name).write_text(name)
    (exports / "a-folder.csv").mkdir()
    address = f"sftp://{getpass.getuser()}@127.0.0.1:{port}/{exports}"
    return site_of(
        home / "site", f'connections: {{box: {{datasets: lieux, address: "{address}"}}}}\n'
    )


def test_a_pattern_names_files(site):
    assert files(site, connection="box", path="a-*.csv") == ["a-1.csv", "a-2.csv"]
    assert files(site, connection="box", path="b.csv") == ["b.csv"]
    with pytest.raises(SourceError, match=r"connections.box: no file c\.csv there; check its name"):
        files(site, connection="box", path="c.csv")
    with pytest.raises(SourceError, match=r"connections.box: no such folder there; mend the path"):
        files(site, connection="box", path="nowhere/c.csv")


def test_a_changed_file_takes_the_place_of_the_old_one(site, home):
    files(site, connection="box", path="b.csv")
    [kept] = (site.private / "lieux" / "downloads").iterdir()
    inode, remote = kept.stat().st_ino, home / "dépôt d'essai" / "b.csv"
    assert kept.stat().st_mtime == int(remote.stat().st_mtime)
    files(site, connection="box", path="b.csv")
    assert kept.stat().st_ino == inode
    remote.write_text("a new text")
    assert files(site, connection="box", path="b.csv") == ["a new text"]


def test_a_server_that_nobody_vouches_for_is_refused(site, home):
    known = home / ".ssh" / "known_hosts"
    other = made_key(home / "other")
    known.write_text(f"{known.read_text().split()[0]} {other}\n")
    with pytest.raises(SourceError, match=r"connections.box: the server shows another key than"):
        files(site, connection="box", path="b.csv")
    known.unlink()
    with pytest.raises(SourceError, match="nothing tells whether this is the right server; run"):
        files(site, connection="box", path="b.csv")


def test_who_may_not_enter_is_told(site, home):
    for name in ("id_ed25519", "id_ed25519.pub"):
        (home / ".ssh" / name).rename(home / name)
    made_key(home / ".ssh" / "id_ed25519")
    (home / ".ssh" / "id_ed25519.pub").write_text((home / "id_ed25519.pub").read_text())
    with pytest.raises(SourceError, match=r"connections\.box: the server refuses the user, key or"):
        files(site, connection="box", path="b.csv")


def test_a_server_that_is_not_there_is_told(home):
    address = f"sftp://me@127.0.0.1:{free_port()}/exports"
    site = site_of(
        home / "site", f'connections: {{box: {{datasets: lieux, address: "{address}"}}}}\n'
    )
    with pytest.raises(SourceError, match=r"connections.box: the server does not answer: .*; try"):
        files(site, connection="box", path="b.csv")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives a program another list of passwords")
def test_a_password_opens_what_its_variable_holds(home, monkeypatch):
    password = "café « 100 % » $HOME"
    (home / "dépôt").mkdir()
    (home / "dépôt" / "b.csv").write_text("b")
    with sshd(home, *knowing(home, password), passwords="yes") as port:
        address = f"sftp://{getpass.getuser()}@127.0.0.1:{port}/{home}/dépôt"
        listed = f'{{datasets: lieux, address: "{address}", password: BOX_PASSWORD}}'
        site = site_of(home / "site", f"connections: {{box: {listed}}}\n")
        with pytest.raises(SourceError, match="the environment variable BOX_PASSWORD is not set"):
            files(site, connection="box", path="b.csv")
        monkeypatch.setenv("BOX_PASSWORD", "another")
        with pytest.raises(SourceError, match="the server refuses the user, key or password"):
            files(site, connection="box", path="b.csv")
        monkeypatch.setenv("BOX_PASSWORD", password)
        assert files(site, connection="box", path="b.csv") == ["b"]
        written = [path.read_text("utf-8") for path in site.root.rglob("*") if path.is_file()]
        assert not any(password in text for text in written)
