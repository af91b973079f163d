"""What is remembered is forgotten when what it comes from is another."""

from pathlib import Path

import pytest

from publish.site.base.memory import Kept, once_per_file


def test_a_file_is_read_again_only_when_it_was_replaced(tmp_path: Path) -> None:
    path, reads = tmp_path / "file", []

    @once_per_file
    def read(one: Path) -> str:
        reads.append(one)
        return one.read_text("utf-8")

    path.write_text("first", "utf-8")
    assert (read(path), read(path), len(reads)) == ("first", "first", 1)
    (tmp_path / "next").write_text("other", "utf-8")
    (tmp_path / "next").replace(path)
    assert (read(path), len(reads)) == ("other", 2)


def test_a_file_that_is_gone_is_not_remembered(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("here", "utf-8")
    read = once_per_file(Path.read_text)
    assert read(path) == "here"
    path.unlink()
    with pytest.raises(FileNotFoundError):
        read(path)


def test_what_nobody_asked_for_longest_goes_first() -> None:
    kept = Kept(most=60)
    for number in range(5):
        kept.keep(("file", str(number)), [(number,), (number,)])
    assert kept.get(("file", "0")) == [(0,), (0,)]
    kept.keep(("file", "5"), [(5,)])
    assert [kept.get(("file", str(number))) for number in (0, 1, 2)] == [
        [(0,), (0,)],
        None,
        [(2,), (2,)],
    ]


def test_what_would_fill_the_memory_is_not_kept() -> None:
    kept = Kept(most=60)
    kept.keep(("file", "large"), [(0,)] * 4)
    kept.keep(("file", "small"), [(0,)] * 3)
    assert (kept.get(("file", "large")), len(kept)) == (None, 1)
