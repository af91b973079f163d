"""Exports are found inside the dataset's folder, and nowhere else."""

import os
from pathlib import Path

import pytest

from publish.bakehouse.read import READERS
from publish.bakehouse.read.files import FORMATS, extension_of, format_of, matches, packing_of
from publish.errors import SourceError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    dataset = tmp_path / "places"
    (dataset / "exports").mkdir(parents=True)
    for name in ("b.csv", "a.csv", "c.json", "[1].csv"):
        (dataset / "exports" / name).write_text("x\n")
    return dataset


def told(pattern: str, folder: Path) -> str:
    with pytest.raises(SourceError) as refused:
        matches(pattern, folder)
    return str(refused.value)


def test_a_path_is_one_file(folder):
    assert matches("exports/a.csv", folder) == [(folder / "exports/a.csv", "exports/a.csv")]


def test_a_name_with_brackets_is_a_name(folder):
    assert [name for _, name in matches("exports/[1].csv", folder)] == ["exports/[1].csv"]


def test_a_glob_is_sorted(folder):
    assert [name for _, name in matches("exports/?.csv", folder)] == [
        "exports/a.csv",
        "exports/b.csv",
    ]


def test_what_is_there_is_told(folder):
    assert told("exports/z.csv", folder) == (
        f"exports/z.csv: no such file in {folder}; "
        f"in {folder / 'exports'}: [1].csv, a.csv, b.csv, c.json"
    )


def test_a_folder_that_is_missing_is_told(folder):
    assert told("export/a.csv", folder).endswith(f"there is no folder {folder / 'export'}")


@pytest.mark.parametrize("pattern", ["../other/a.csv", "/etc/passwd", "exports/../../a.csv"])
def test_paths_outside_are_refused(folder, pattern):
    assert told(pattern, folder) == (
        f"{pattern}: outside the dataset's folder; copy the export into {folder / 'exports'}"
    )


def test_links_that_lead_outside_are_refused(folder, tmp_path):
    (tmp_path / "secret.csv").write_text("x\n")
    (folder / "exports/link.csv").symlink_to(tmp_path / "secret.csv")
    assert "outside the dataset's folder" in told("exports/link.csv", folder)


def test_a_folder_is_no_file(folder):
    assert told("exports", folder) == (
        "exports: a folder, not a file; name its files, as in `exports/*.csv`"
    )


@pytest.mark.parametrize(
    ("file", "extension", "packing"),
    [
        ("exports/a.CSV", ".csv", None),
        ("exports/a.csv.gz", ".csv", ".gz"),
        ("https://example.org/a.tsv.zst?day=1.json", ".tsv", ".zst"),
        ("exports/a", "", None),
    ],
)
def test_extensions_are_seen_behind_packing(file, extension, packing):
    assert (extension_of(file), packing_of(file)) == (extension, packing)


def test_every_format_of_an_extension_has_its_reader():
    assert set(FORMATS.values()) <= set(READERS)
    assert format_of("a.xyz") is None


def test_what_is_no_file_is_told_as_what_it_is(folder):
    os.mkfifo(folder / "exports" / "pipe.csv")
    (folder / "exports" / "link.csv").symlink_to("nowhere.csv")
    assert told("exports/pipe.csv", folder).endswith(
        ": neither a file nor a folder; put a file there"
    )
    assert told("exports/link.csv", folder) == (
        "exports/link.csv: a link to nothing; put the file itself there"
    )
