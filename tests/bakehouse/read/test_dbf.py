"""dBASE: texts and numbers as the file holds them, deleted records left out and uncounted."""

import csv
import struct
from pathlib import Path

import pytest

from publish.errors import SourceError

FIELDS = [(b"CODE", b"C", 5, 0), (b"N", b"N", 8, 3), (b"D", b"D", 8, 0), (b"L", b"L", 1, 0)]


@pytest.fixture
def made(tmp_path):
    def make(*records: bytes, language: int = 0) -> Path:
        start, length = 32 + 32 * len(FIELDS) + 1, 1 + sum(size for _, _, size, _ in FIELDS)
        head = struct.pack("<4BLHH17xB2x", 3, 126, 11, 21, len(records), start, length, language)
        fields = b"".join(
            struct.pack("<11sc4xBB14x", name, kind, size, decimals)
            for name, kind, size, decimals in FIELDS
        )
        path = tmp_path / "t.dbf"
        path.write_bytes(head + fields + b"\r" + b"".join(records) + b"\x1a")
        return path

    return make


def test_values_as_the_file_holds_them(take, made):
    taken = take(
        made(b" 01004  33.65020200102T", b"*00000   1.00020200102F", b" NA   ********        ?")
    )
    assert taken.columns == {
        "CODE": ["01004", "NA"],
        "N": ["33.650", "********"],
        "D": ["2020-01-02", None],
        "L": ["true", None],
    }
    assert taken.export.records == 2
    assert taken.export.lines([0, 1]) == [1, 3]


def test_the_encoding_is_the_files_or_the_declared_one(take, made):
    record = b" \xe9t\xe9     1.000        T"
    assert take(made(record, language=0x57)).columns["CODE"] == ["été"]
    assert take(made(record), encoding="cp1252").columns["CODE"] == ["été"]
    with pytest.raises(SourceError, match=r"t.dbf: a text is not utf-8; declare `encoding:`"):
        take(made(record))


def test_what_is_cut_short_is_refused(take, made):
    path = made(b" 01004   1.00020200102T")
    path.write_bytes(path.read_bytes()[:-8])
    with pytest.raises(SourceError, match=r"t.dbf: not a whole dBASE table"):
        take(path)
    path.write_bytes(b"")
    with pytest.raises(SourceError, match=r"t.dbf: not a whole dBASE table"):
        take(path)


def test_a_real_file_keeps_the_codes_that_csvkit_turns_into_numbers(take, shared):
    folder = shared / "data" / "csvkit-examples"
    with (folder / "testdbf_converted.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    taken = take(folder / "testdbf.dbf")
    assert taken.export.records == len(rows) == 8
    assert taken.export.headers == tuple(rows[0])
    for header in ("GEOID10", "NAMELSAD10", "LSAD10", "ALAND10", "AWATER10"):
        assert taken.columns[header] == [row[header] for row in rows]
    assert set(taken.columns["FUNCSTAT10"]) == {"N"}
    assert taken.columns["CD111FP"] == ["08", "05", "04", "02", "01", "06", "07", "03"]
    assert taken.columns["INTPTLON10"][0] == "-092.9323194"
