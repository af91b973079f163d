"""Fixed width text: cut by a schema, codes kept, lines counted."""

import csv

import pytest

from publish.errors import SourceError

SCHEMA = "column,start,length\ncode,0,6\nname,6,6\nn,12,3\n"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "widths.csv").write_text(SCHEMA)
    return tmp_path


@pytest.mark.slow("a law over hundreds of drawn files")
def test_values_lines_and_encodings(take, folder):
    path = folder / "t.txt"
    path.write_bytes('01004 été   1,5\r\n\r\nNA    a,"b  7\r\n'.encode("cp1252"))
    taken = take(path, format="fixed", widths="widths.csv", encoding="cp1252")
    assert taken.rows == [("01004", "été", "1,5"), ("NA", 'a,"b', "7")]
    assert taken.export.records == 2
    assert taken.export.lines([0, 1]) == [1, 3]


def test_a_schema_is_needed(take, folder):
    path = folder / "t.txt"
    path.write_text("01004 x     1\n")
    with pytest.raises(SourceError, match=r"t.txt: fixed width text without `widths:`"):
        take(path, format="fixed")
    for widths in ("none.csv", "../widths.csv"):
        with pytest.raises(SourceError, match="no such file in the folder"):
            take(path, format="fixed", widths=widths)
    (folder / "bad.csv").write_text("name,from\ncode,0\n")
    with pytest.raises(SourceError, match=r"`bad.csv` must have the columns column, start, length"):
        take(path, format="fixed", widths="bad.csv")


@pytest.mark.slow("a law over hundreds of drawn files")
def test_the_schema_of_a_census(take, shared, tmp_path):
    """The excerpt's own text is not at hand: it is laid out again from its CSV, cut to width."""
    real = shared / "data" / "csvkit-examples" / "realdata" / "census_2010"
    widths = (real / "census2010_geo_schema.csv").read_text()
    (tmp_path / "widths.csv").write_text(widths)
    columns = list(csv.DictReader(widths.splitlines()))
    with (real / "ilgeo2010_excerpt.csv").open(encoding="utf-8", newline="") as file:
        rows = [
            tuple(row[each["column"]][: int(each["length"])] for each in columns)
            for row in csv.DictReader(file)
        ]
    lengths = [int(each["length"]) for each in columns]
    lines = ["".join(map(str.ljust, row, lengths)) for row in rows]
    path = tmp_path / "t.txt"
    path.write_text("\n".join(lines), encoding="iso-8859-1")
    taken = take(path, format="fixed", widths="widths.csv", encoding="iso-8859-1")
    assert taken.export.records == len(rows)
    assert taken.rows == rows
