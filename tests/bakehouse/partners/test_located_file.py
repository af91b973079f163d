"""Files that were located: checked, and taken out of their archive."""

import io
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest

from publish.bakehouse.partners import located_file
from publish.bakehouse.partners.located import Located
from publish.bakehouse.partners.located_file import copy_located, ending_of
from publish.errors import SourceError

ADDRESS = "https://asso.example/lieux.jsonl.gz"
MEMBER = "-open-data-proposals.csv"


def copied(found: Located, came: Path) -> bytes:
    target = io.BytesIO()
    copy_located(found, came, "lieux", target)
    return target.getvalue()


def archive(tmp_path: Path, **members: str) -> Path:
    path = tmp_path / "archive"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in members.items():
            file.writestr(f"asso.example-open-data-{name}.csv", text)
    return path


@pytest.mark.parametrize(
    ("found", "ending"),
    [
        (Located(ADDRESS, {"format": "jsonl"}), ".jsonl.gz"),
        (Located("https://asso.example/export?format=csv", {"format": "csv"}), ".csv"),
        (Located("https://asso.example/lieux.ods"), ".ods"),
        (Located("https://asso.example/open-data/download", member=MEMBER), ".csv"),
    ],
)
def test_a_copy_is_called_by_its_format(found: Located, ending: str) -> None:
    assert ending_of(found) == ending


def test_a_file_is_the_one_that_was_told_of(tmp_path: Path) -> None:
    came = tmp_path / "came"
    came.write_bytes(b'{"id": 1}\n')
    digest = sha256(b'{"id": 1}\n').hexdigest()
    assert copied(Located(ADDRESS, sha256=digest), came) == b'{"id": 1}\n'
    assert copied(Located(ADDRESS), came) == b'{"id": 1}\n'
    with pytest.raises(SourceError, match="lieux: is not the file that its descriptor tells of"):
        copied(Located(ADDRESS, sha256="0" * 64), came)


def test_a_member_of_an_archive(tmp_path: Path) -> None:
    found = Located(ADDRESS, member=MEMBER)
    came = archive(tmp_path, proposals="id;title/fr\n1;Un jardin\n", meetings="id\n")
    assert copied(found, came) == b"id;title/fr\n1;Un jardin\n"
    with pytest.raises(
        SourceError, match=r"0 files there end in '-x.csv'; there: asso\.example-open-data-meet"
    ):
        copied(Located(ADDRESS, member="-x.csv"), came)


@pytest.mark.parametrize("cut", [0, 30, 60])
def test_an_archive_that_is_cut_is_refused(cut: int, tmp_path: Path) -> None:
    came = archive(tmp_path, proposals="id\n" * 100)
    came.write_bytes(came.read_bytes()[:cut])
    with pytest.raises(SourceError, match="no archive that can be read whole"):
        copied(Located(ADDRESS, member=MEMBER), came)


def test_a_damaged_member_is_refused(tmp_path: Path) -> None:
    came = archive(tmp_path, proposals="".join(map(str, range(1000))))
    damaged = bytearray(came.read_bytes())
    damaged[100:140] = bytes(40)
    came.write_bytes(damaged)
    with pytest.raises(SourceError, match="no archive that can be read whole"):
        copied(Located(ADDRESS, member=MEMBER), came)


def test_a_bomb_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(located_file, "UNPACKED_BYTES", 1 << 20)
    came = archive(tmp_path, proposals="0" * (3 << 20))
    with pytest.raises(SourceError, match="more than 0 GiB unpacked"):
        copied(Located(ADDRESS, member=MEMBER), came)
