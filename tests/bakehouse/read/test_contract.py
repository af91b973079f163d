"""Every reader keeps the same promises."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from publish.bakehouse.engine import Workspace, workspace
from publish.bakehouse.read import READERS, read
from publish.bakehouse.read.exports import ExportRequest
from publish.declare.declaration import Source
from publish.errors import SourceError


@pytest.fixture
def space(tmp_path: Path) -> Iterator[Workspace]:
    with workspace(tmp_path / "private") as opened:
        yield opened


def request(folder: Path, name: str, data: bytes, **declared: object) -> ExportRequest:
    (folder / name).write_bytes(data)
    return ExportRequest(folder / name, name, Source(path=name, **declared), ("a",))


@pytest.mark.parametrize("key", READERS)
def test_garbage_is_an_error_that_names_the_file(tmp_path, space, key):
    asked = request(tmp_path, "export.bin", b"\xff\xfe\xfd\0garbage", format=key)
    with pytest.raises(SourceError, match=r"export\.bin"):
        list(read(asked, space))


@pytest.mark.parametrize("key", READERS)
def test_an_empty_file_is_an_error_or_has_no_records(tmp_path, space, key):
    try:
        exports = list(read(request(tmp_path, "export.bin", b"", format=key), space))
    except SourceError as refused:
        assert "export.bin" in str(refused)
    else:
        assert [export.records for export in exports] == [0]


@pytest.mark.parametrize("key", READERS)
def test_a_file_that_is_not_there_is_an_error_that_names_it(tmp_path, space, key):
    source = Source(path="gone.bin", format=key)
    with pytest.raises(SourceError, match=r"gone\.bin"):
        list(read(ExportRequest(tmp_path / "gone.bin", "gone.bin", source, ("a",)), space))


def test_an_unknown_format_is_told_with_the_known_ones(tmp_path, space):
    with pytest.raises(SourceError, match=r"unknown format 'xml'; declare `format:` as one of csv"):
        list(read(request(tmp_path, "export.xml", b"<a/>", format="xml"), space))


def test_a_name_without_format_is_told(tmp_path, space):
    with pytest.raises(SourceError, match="its name does not tell its format"):
        list(read(request(tmp_path, "export", b"a\n"), space))
