"""ZIP files that other programs read."""

import io
import json
import subprocess
from pathlib import Path
from zipfile import ZipFile

import pytest

from publish.forms.archive import Member, write_archive
from publish.forms.compressed import write_gzip
from tests.bakehouse.bake.tables import baked, dataset


def test_members_are_read_back(tmp_path: Path) -> None:
    write_gzip(tmp_path / "a.csv.gz", [b"id\n", b"1\n" * 1000])
    members = [
        Member.of_bytes("été/b.txt", [b"hello ", b"world"]),
        Member.of_gzip("a.csv", 2003, tmp_path / "a.csv.gz"),
    ]
    write_archive(tmp_path / "x.zip", members)
    with ZipFile(tmp_path / "x.zip") as file:
        assert file.testzip() is None
        assert file.namelist() == ["été/b.txt", "a.csv"]
        assert file.read("a.csv") == b"id\n" + b"1\n" * 1000
        assert file.read("été/b.txt") == b"hello world"
        assert {one.date_time for one in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_an_empty_archive(tmp_path: Path) -> None:
    write_archive(tmp_path / "x.zip", [])
    with ZipFile(tmp_path / "x.zip") as file:
        assert file.namelist() == []


@pytest.mark.slow("writes over 4 GiB")
def test_files_over_4_gib_are_told_in_64_bits(
    tmp_path: Path,
) -> None:
    size = (1 << 32) + 7
    block = bytes(1 << 24)
    write_gzip(tmp_path / "big.gz", [block] * (size >> 24) + [bytes(size & 0xFFFFFF)])
    big = Member.of_gzip("big", size, tmp_path / "big.gz")
    write_archive(tmp_path / "x.zip", [big, Member.of_bytes("small", [b"x"])])
    with ZipFile(tmp_path / "x.zip") as file:
        assert [one.file_size for one in file.infolist()] == [size, 1]
        assert file.read("small") == b"x"


def test_the_dataset_whole(tmp_path: Path) -> None:
    with baked(tmp_path) as folder, ZipFile(folder / "lieux.zip") as file:
        assert file.testzip() is None
        names = file.namelist()
        assert {"LICENSE.txt", "README.md", "datapackage.json", "dictionary.csv"} <= set(names)
        assert names[-1] == "places.csv"
        assert file.read("places.csv") == (folder / "places.csv").read_bytes()
        assert json.load(io.BytesIO(file.read("datapackage.json")))["version"] == "1.0.0"


def test_without_a_compressed_csv_the_zip_is_the_same(tmp_path: Path) -> None:
    with (
        baked(tmp_path / "a") as one,
        baked(tmp_path / "b", declared=dataset(formats=())) as other,
        ZipFile(one / "lieux.zip") as whole,
        ZipFile(other / "lieux.zip") as bare,
    ):
        assert whole.read("places.csv") == bare.read("places.csv")
        assert not (other / "places.csv.gz").exists()


def test_unzip_reads_it(tmp_path: Path) -> None:
    with baked(tmp_path) as folder:
        try:
            done = subprocess.run(
                ["unzip", "-tq", folder / "lieux.zip"], capture_output=True, text=True, check=False
            )
        except FileNotFoundError:
            pytest.skip("unzip is not installed")
        assert (done.returncode, "No errors" in done.stdout) == (0, True)
