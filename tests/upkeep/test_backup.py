"""A backup brings a site's private state back as it was, or says why it cannot."""

import io
import os
import shutil
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from publish.declare.site import SiteFolder
from publish.errors import Busy, PrivateStateError
from publish.release.lock import site_lock
from publish.upkeep import encrypted
from publish.upkeep.backup import backup
from publish.upkeep.encrypted import CHUNK, Reader, Writer
from publish.upkeep.restore import restore

pytestmark = pytest.mark.usefixtures("cheap")
PASSPHRASE = "le pain est dans le four"
Tree = dict[str, tuple[int, bytes]]


DEAR = (encrypted.SCRYPT_N, encrypted.SCRYPT_R, encrypted.SCRYPT_P)


@pytest.fixture
def dear(cheap: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The key as people pay for it."""
    monkeypatch.setattr(encrypted, "SCRYPT_N", DEAR[0])


@pytest.fixture
def site(tmp_path: Path) -> SiteFolder:
    """A site with two datasets, one of which has private state, and leftovers of runs."""
    root = tmp_path / "site"
    private = root / "private"
    for folder in (private, private / "lieux", private / "lieux" / "staging", private / "staging"):
        folder.mkdir(parents=True, mode=0o700)
    put(private / "lieux" / "key", b"\x00" * 32, 0o600)
    put(private / "lieux" / "ledger.db", os.urandom(3 * CHUNK + 17), 0o600)
    put(private / "staging" / "key", b"of a dataset called staging", 0o400)
    put(private / "lieux" / "staging" / "rows", b"passing", 0o600)
    put(private / "staging-x1" / "spill", b"passing", 0o600)
    put(private / "downloads" / "export.csv", b"passing", 0o600)
    for name in ("lieux", "staging"):
        put(root / "data" / name / "dataset.yaml", f"title: {name}\n".encode(), 0o644)
        put(root / "data" / name / "exports" / "a.csv", b"someone@example.org", 0o644)
    put(root / "data" / "lieux" / "README.md", b"# Lieux\n", 0o644)
    put(root / "metadata.yaml", b"title: {fr: Site}\n", 0o644)
    put(root / "datasette.yaml", b"settings: {}\n", 0o644)
    put(root / "releases" / "lieux" / "1.0.0" / "lieux.db", b"public", 0o644)
    return SiteFolder(root)


def put(path: Path, content: bytes, mode: int) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    path.chmod(mode)


def tree(folder: Path) -> Tree:
    return {
        str(path.relative_to(folder)): (
            path.stat().st_mode & 0o777,
            path.read_bytes() if path.is_file() else b"folder",
        )
        for path in sorted(folder.rglob("*"))
    }


@pytest.mark.slow("a backup, a fire and a restore")
@pytest.mark.usefixtures("dear")
def test_the_drill(site: SiteFolder, tmp_path: Path) -> None:
    to = tmp_path / "site.backup"
    backup(site, to, PASSPHRASE)
    assert to.stat().st_mode & 0o777 == 0o600
    passing = ("staging-x1", "downloads", "lieux/staging", ".lock", ".backup")
    before = {k: v for k, v in tree(site.private).items() if not k.startswith(passing)}
    shutil.rmtree(site.private)
    restore(to, site.root, PASSPHRASE)
    assert tree(site.private) == before
    assert set(before) == {"lieux", "lieux/key", "lieux/ledger.db", "staging", "staging/key"}
    assert site.private.stat().st_mode & 0o777 == 0o700
    assert not list(site.root.glob(".restoring-*"))


def test_a_lost_machine(site: SiteFolder, tmp_path: Path) -> None:
    backup(site, tmp_path / "b", PASSPHRASE)
    root = tmp_path / "new" / "site"
    restore(tmp_path / "b", root, PASSPHRASE)
    assert tree(root / "private")["lieux/ledger.db"] == tree(site.private)["lieux/ledger.db"]
    files = {str(p.relative_to(root)) for p in root.rglob("*") if p.is_file()}
    assert files == {
        "data/lieux/README.md",
        "data/lieux/dataset.yaml",
        "data/staging/dataset.yaml",
        "datasette.yaml",
        "metadata.yaml",
        "private/lieux/key",
        "private/lieux/ledger.db",
        "private/staging/key",
    }


def test_nothing_of_it_can_be_read_without_the_passphrase(site: SiteFolder, tmp_path: Path) -> None:
    backup(site, tmp_path / "b", PASSPHRASE)
    content = (tmp_path / "b").read_bytes()
    assert b"ledger" not in content
    assert b"a dataset called" not in content


def test_accents_typed_otherwise_are_the_same_passphrase(site: SiteFolder, tmp_path: Path) -> None:
    backup(site, tmp_path / "b", "fournée du matin")
    restore(tmp_path / "b", tmp_path / "new", "fourne\u0301e du matin")
    key = "lieux/key"
    assert tree(tmp_path / "new" / "private")[key] == tree(site.private)[key]


def test_a_wrong_passphrase_is_told(site: SiteFolder, tmp_path: Path) -> None:
    backup(site, tmp_path / "b", PASSPHRASE)
    message = "b: wrong passphrase, or the file is damaged or cut"
    with pytest.raises(PrivateStateError, match=message):
        restore(tmp_path / "b", tmp_path / "new", "le pain est au four")
    assert list((tmp_path / "new").iterdir()) == []


def test_a_short_passphrase_is_refused(site: SiteFolder, tmp_path: Path) -> None:
    with pytest.raises(PrivateStateError, match="passphrase too short; use at least 12 characters"):
        backup(site, tmp_path / "b", "fournil")
    assert not (tmp_path / "b").exists()


DAMAGES: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "cut inside a chunk": (lambda b: b[:-100], "damaged or cut after 3 MiB; use another copy"),
    "cut between chunks": (lambda b: b[: 33 + 2 * (CHUNK + 16)], "damaged or cut after 1 MiB"),
    "lengthened": (lambda b: b + b"x", "damaged or cut after 3 MiB"),
    "a bit flipped": (lambda b: b[:-9] + bytes([b[-9] ^ 1]) + b[-8:], "damaged or cut after 3"),
    "chunks swapped": (
        lambda b: (
            b[:33]
            + b[33 + CHUNK + 16 : 33 + 2 * (CHUNK + 16)]
            + b[33 : 33 + CHUNK + 16]
            + b[33 + 2 * (CHUNK + 16) :]
        ),
        "wrong passphrase, or the file is damaged or cut",
    ),
    "another file": (lambda b: b"PK" + b, "no backup of Fournil, or its beginning is damaged"),
    "empty": (lambda b: b"", "no backup of Fournil, or its beginning is damaged"),
    "only a head": (lambda b: b[:33], "wrong passphrase, or the file is damaged or cut"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_backup_restores_nothing(damage: str, site: SiteFolder, tmp_path: Path) -> None:
    backup(site, tmp_path / "b", PASSPHRASE)
    change, message = DAMAGES[damage]
    (tmp_path / "b").write_bytes(change((tmp_path / "b").read_bytes()))
    with pytest.raises(PrivateStateError, match=message):
        restore(tmp_path / "b", tmp_path / "new", PASSPHRASE)
    assert list((tmp_path / "new").iterdir()) == []


def test_decisions_that_are_damaged_restore_nothing(site: SiteFolder, tmp_path: Path) -> None:
    put(site.private / "lieux" / "series.json", b"{", 0o600)
    backup(site, tmp_path / "b", PASSPHRASE)
    with pytest.raises(PrivateStateError, match=r"private/lieux/series\.json: damaged"):
        restore(tmp_path / "b", tmp_path / "new", PASSPHRASE)
    assert list((tmp_path / "new").iterdir()) == []


def test_a_private_folder_is_never_overwritten(site: SiteFolder, tmp_path: Path) -> None:
    backup(site, tmp_path / "b", PASSPHRASE)
    before = tree(site.root)
    with pytest.raises(PrivateStateError, match="private is not empty; move it away first"):
        restore(tmp_path / "b", site.root, PASSPHRASE)
    assert tree(site.root) == before


def test_an_empty_private_folder_is_filled(site: SiteFolder, tmp_path: Path) -> None:
    backup(site, tmp_path / "b", PASSPHRASE)
    shutil.rmtree(site.private)
    with site_lock(site.private):
        pass
    restore(tmp_path / "b", site.root, PASSPHRASE)
    assert (site.private / "lieux" / "key").read_bytes() == b"\x00" * 32


def test_a_declaration_that_differs_is_not_overwritten(site: SiteFolder, tmp_path: Path) -> None:
    backup(site, tmp_path / "b", PASSPHRASE)
    shutil.rmtree(site.private)
    (site.root / "metadata.yaml").write_text("title: {fr: Autre}\n")
    with pytest.raises(PrivateStateError, match=r"metadata\.yaml differs from the backup"):
        restore(tmp_path / "b", site.root, PASSPHRASE)
    assert not site.private.exists()
    assert (site.root / "metadata.yaml").read_text() == "title: {fr: Autre}\n"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("../evil", tarfile.REGTYPE),
        ("/tmp/evil", tarfile.REGTYPE),
        ("private/../../evil", tarfile.REGTYPE),
        ("private", tarfile.REGTYPE),
        ("private/link", tarfile.SYMTYPE),
        ("private/hard", tarfile.LNKTYPE),
        ("private/device", tarfile.CHRTYPE),
        ("private/pipe", tarfile.FIFOTYPE),
        ("releases/lieux/current", tarfile.REGTYPE),
        ("data/lieux/exports/a.csv", tarfile.REGTYPE),
        ("data/../dataset.yaml", tarfile.REGTYPE),
        ("Makefile", tarfile.REGTYPE),
        (".", tarfile.DIRTYPE),
    ],
)
def test_a_path_trick_is_refused(name: str, kind: bytes, tmp_path: Path) -> None:
    member = tarfile.TarInfo(name)
    member.type, member.linkname = kind, "/etc/passwd"
    forge(tmp_path / "b", member)
    with pytest.raises(PrivateStateError, match="does not belong in a backup; nothing restored"):
        restore(tmp_path / "b", tmp_path / "new", PASSPHRASE)
    assert list((tmp_path / "new").iterdir()) == []
    assert not (tmp_path / "evil").exists()


def forge(path: Path, member: tarfile.TarInfo) -> None:
    with path.open("wb") as out, Writer(out, PASSPHRASE) as sealed:
        archive = io.BytesIO()
        with tarfile.open(fileobj=archive, mode="w") as tar:
            tar.addfile(member)
        sealed.write(archive.getvalue())


def test_a_member_named_twice_is_refused(tmp_path: Path) -> None:
    with (tmp_path / "b").open("wb") as out, Writer(out, PASSPHRASE) as sealed:
        archive = io.BytesIO()
        with tarfile.open(fileobj=archive, mode="w") as tar:
            tar.addfile(tarfile.TarInfo("private/key"))
            tar.addfile(tarfile.TarInfo("private/key"))
        sealed.write(archive.getvalue())
    with pytest.raises(PrivateStateError, match="cannot be restored: File exists"):
        restore(tmp_path / "b", tmp_path / "new", PASSPHRASE)


@pytest.mark.parametrize("folder", ["releases", "private", "data/lieux"])
def test_a_backup_is_never_written_where_it_would_leak(folder: str, site: SiteFolder) -> None:
    with pytest.raises(PrivateStateError, match="keep backups outside, elsewhere"):
        backup(site, site.root / folder / "b", PASSPHRASE)


def test_a_link_in_private_is_refused(site: SiteFolder, tmp_path: Path) -> None:
    (site.private / "lieux" / "other").symlink_to(tmp_path)
    with pytest.raises(PrivateStateError, match="other: a link or special file; put the file"):
        backup(site, tmp_path / "b", PASSPHRASE)
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_a_folder_that_is_not_there_is_told(site: SiteFolder, tmp_path: Path) -> None:
    with pytest.raises(PrivateStateError, match="cannot be written: No such file or directory"):
        backup(site, tmp_path / "nowhere" / "b", PASSPHRASE)


def test_a_failed_backup_leaves_the_last_one(site: SiteFolder, tmp_path: Path) -> None:
    (tmp_path / "b").write_bytes(b"last week's")
    (site.private / "other").symlink_to(tmp_path)
    with pytest.raises(PrivateStateError):
        backup(site, tmp_path / "b", PASSPHRASE)
    assert (tmp_path / "b").read_bytes() == b"last week's"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b", "site"]


def test_copies_of_partners_come_back_without_their_pages(site: SiteFolder, tmp_path: Path) -> None:
    partners = site.private / "lieux" / "partners"
    for name in ("carte", "downloads"):
        put(partners / name / "records.jsonl", b"{}\n", 0o600)
        put(partners / name / "downloads" / "page", b"passing", 0o600)
    backup(site, tmp_path / "b", PASSPHRASE)
    restore(tmp_path / "b", tmp_path / "new", PASSPHRASE)
    found = tree(tmp_path / "new" / "private" / "lieux" / "partners")
    assert set(found) == {
        *("carte", "carte/records.jsonl"),
        *("downloads", "downloads/records.jsonl"),
    }


def test_a_backup_is_refused_while_another_run_works(site: SiteFolder, tmp_path: Path) -> None:
    with site_lock(site.private), pytest.raises(Busy):
        backup(site, tmp_path / "b", PASSPHRASE)


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK])
def test_any_length_comes_back(size: int) -> None:
    out, content = io.BytesIO(), os.urandom(size)
    with Writer(out, PASSPHRASE) as sealed:
        sealed.write(content[: size // 2])
        sealed.write(content[size // 2 :])
    out.seek(0)
    reader = Reader(out, PASSPHRASE, "b")
    assert reader.read(size + 1) == content
    assert reader.read(1) == b""


def test_a_key_is_dear_to_guess() -> None:
    assert DEAR == (1 << 17, 8, 1)


SEALED = (
    "466f75726e696c206261636b757020310a1f271f01f83630e11c9f972e22576c683e6fe25d195383"
    "2bd07720e8b3690a9183857a78ddc26869e1c72eb0d993"
)


@pytest.mark.usefixtures("dear")
def test_a_file_sealed_before_still_opens() -> None:
    """The format and its parameters stay: backups are kept for years."""
    reader = Reader(io.BytesIO(bytes.fromhex(SEALED)), PASSPHRASE, "b")
    assert reader.read(100) == "la pâte mère".encode()
