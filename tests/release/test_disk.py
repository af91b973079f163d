"""Files that a crash cannot halve, and that nobody else may read."""

from pathlib import Path

import pytest

from publish.release.disk import write_private


def test_a_private_file_takes_the_place_of_what_a_killed_run_left(tmp_path: Path) -> None:
    path, left = tmp_path / "key", tmp_path / ".key.new"
    for one in (path, left):
        one.write_text("old and longer")
        one.chmod(0o644)
    write_private(path, "new\n")
    assert (path.read_text(), path.stat().st_mode & 0o777) == ("new\n", 0o600)
    assert not left.exists()


def test_a_private_file_is_never_open_to_others_not_even_half_written(tmp_path: Path) -> None:
    path = tmp_path / "key"
    # What stands in its place ends it just before the last step.
    path.mkdir()
    with pytest.raises(OSError, match="key"):
        write_private(path, "new\n")
    assert (tmp_path / ".key.new").stat().st_mode & 0o777 == 0o600
