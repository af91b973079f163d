"""The secret of the desk: one for all, and for nobody else."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from publish.desk.secret import secret
from publish.errors import PrivateStateError


def test_it_stays_the_same_and_is_its_owner_s_alone(tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    first = secret(folder)
    assert (len(first), secret(folder)) == (32, first)
    assert (folder / "secret").stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700
    assert [file.name for file in folder.iterdir()] == ["secret"]


def test_all_who_begin_at_once_have_one(tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    with ThreadPoolExecutor(16) as pool:
        assert len(set(pool.map(lambda _: secret(folder), range(16)))) == 1


def test_one_that_others_may_read_is_refused(tmp_path: Path) -> None:
    secret(tmp_path)
    (tmp_path / "secret").chmod(0o640)
    with pytest.raises(PrivateStateError, match="others than its owner may read it; `chmod 600"):
        secret(tmp_path)


def test_one_that_is_cut_short_is_refused(tmp_path: Path) -> None:
    secret(tmp_path)
    (tmp_path / "secret").write_bytes(b"short")
    with pytest.raises(PrivateStateError, match="not a secret of 32 bytes; delete it"):
        secret(tmp_path)
