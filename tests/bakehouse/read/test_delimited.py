"""Delimited text arrives whole, or the maintainer is told where it broke."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from publish.bakehouse.engine import Workspace, workspace
from publish.bakehouse.read.delimited import read
from publish.bakehouse.read.exports import Export, ExportRequest, Reject, Remark
from publish.declare.declaration import Source
from publish.errors import SourceError

LAW = settings(
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@pytest.fixture
def space(tmp_path: Path) -> Iterator[Workspace]:
    with workspace(tmp_path / "private") as opened:
        yield opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def export(space: Workspace, data: bytes, name: str = "export.csv", **declared: object) -> Export:
    path = space.folder.parent / name
    path.write_bytes(data)
    request = ExportRequest(path, name, Source(path=name, **declared), ())
    (found,) = read(request, space)
    return found


def rows(space: Workspace, found: Export) -> list[list[str]]:
    return [list(row) for row in space.sql(f'SELECT * FROM "{found.table.get_name()}"')]


def told(space: Workspace, data: bytes, **declared: object) -> str:
    with pytest.raises(SourceError) as refused:
        export(space, data, **declared)
    return str(refused.value)


@pytest.mark.parametrize(
    ("data", "declared", "expected"),
    [
        (b"a,b\n1,2\n", {}, [["1", "2"]]),
        (b"a,b\n1,2", {}, [["1", "2"]]),
        (b"a;b\r\n1;2\r\n", {"delimiter": ";"}, [["1", "2"]]),
        (b"a\tb\n1\t2\n", {"delimiter": "\t"}, [["1", "2"]]),
        ("a¤b\n1¤2\n".encode(), {"delimiter": "¤"}, [["1", "2"]]),
        (b"a,b\n01004,NA\nNULL,\\N\n", {}, [["01004", "NA"], ["NULL", "\\N"]]),
        (b'a,b\n,\n"",x\n', {}, [["", ""], ["", "x"]]),
        (b'a,b\n"",""\n"","""\n"\n', {}, [["", ""], ["", '"\n']]),
        (b'a,b\n1,"x\ny"\n', {}, [["1", "x\ny"]]),
        (b'a,b\r\n1,"x\ny"\r\n2,"x\r\ny"\r\n', {}, [["1", "x\ny"], ["2", "x\r\ny"]]),
        (b'a,b\n1,"he said ""no"""\n', {}, [["1", 'he said "no"']]),
        (b'a,b\n1,5" pipe\n', {}, [["1", '5" pipe']]),
        (b'a,b\n1,"x\n2,y"\n', {"quote": ""}, [["1", '"x'], ["2", 'y"']]),
        (b"a,b\n1,'x,y'\n", {"quote": "'"}, [["1", "x,y"]]),
        (b"a,b\n1,2\r\n3,4\n", {}, [["1", "2"], ["3", "4"]]),
        (b'a,b\r1,"x\ry"\r3,4\r', {}, [["1", "x\ry"], ["3", "4"]]),
        (b"a,b\n\n1,2\n\n\n3,4\n\n", {}, [["1", "2"], ["3", "4"]]),
        (b"a\n1\n\n2\n", {}, [["1"], ["2"]]),
        (b"a\r\n1\r\n\r\n2\r\n", {}, [["1"], ["2"]]),
        (b"a,b\n1,\0\n", {}, [["1", "\0"]]),
        (b"a,b\n1,2,\n", {}, [["1", "2"]]),
        (b"Made on Monday\n\na,b\n1,2\n", {"skip": 2}, [["1", "2"]]),
        (b'"Made on\na,b\n1,2\n', {"skip": 1}, [["1", "2"]]),
        (b"1,2\n3,4\n", {"header": ("a", "b")}, [["1", "2"], ["3", "4"]]),
        (b"x,y\n1,2\n", {"header": ("a", "b"), "skip": 1}, [["1", "2"]]),
        (b"\xef\xbb\xbfa,b\n1,2\n", {}, [["1", "2"]]),
        (b"\xef\xbb\xbf1,2\n", {"header": ("a", "b")}, [["1", "2"]]),
        (b'\xef\xbb\xbf"a","b"\r\n1,2\r\n', {}, [["1", "2"]]),
        (b"a,b\n", {}, []),
        (b"a,b", {}, []),
        (b"", {"header": ("a", "b")}, []),
    ],
)
def test_cells_arrive_as_they_are(space, data, declared, expected):
    found = export(space, data, **declared)
    assert rows(space, found) == expected
    assert found.refused() == []
    assert found.headers == tuple(found.table.columns)
    assert found.records == len(expected)


def test_headers_lose_the_blanks_around_them_and_nothing_else(space):
    found = export(space, b'id, Nom ,"a\nb",code:insee,"l\'eau"\n1,2,3,4,5\n')
    assert found.headers == ("id", "Nom", "a\nb", "code:insee", "l'eau")
    assert rows(space, found) == [["1", "2", "3", "4", "5"]]


def test_the_extension_tells_the_delimiter(space):
    assert rows(space, export(space, b"a\tb\n1\t2\n", "export.tsv")) == [["1", "2"]]


def test_a_path_with_marks_of_a_glob_is_one_file(space):
    export(space, b"a\n1\n", "part1.csv")
    assert rows(space, export(space, b"a\n2\n", "part[1]*?.csv")) == [["2"]]


def test_a_cell_of_several_megabytes_is_a_cell(space):
    text = "x" * 5_000_000
    found = export(space, f'a,b\n1,"{text}\n{text}"\n2,y\n'.encode())
    assert rows(space, found) == [["1", f"{text}\n{text}"], ["2", "y"]]


def test_ragged_records_are_refused_one_by_one(space):
    found = export(space, b'a,b\n1,"x\ny"\n1\n2,3\n4,5,6,7\n8,9\n')
    assert rows(space, found) == [["1", "x\ny"], ["2", "3"], ["8", "9"]]
    assert found.refused() == [
        Reject("export.csv", 4, "", "1 cell where the header has 2"),
        Reject("export.csv", 6, "", "4 cells where the header has 2"),
    ]
    assert found.records == 5
    assert found.lines([2, 0, 1]) == [7, 2, 5]


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_short_rows_are_filled_where_that_is_declared(space, ending):
    lines = ["a,b,c", "1,2,3", '4,"x', 'y"', "5", "6,7,8,9", "7,8,", '"8"z,1,2', "9,9", ""]
    found = export(space, ending.join(lines).encode(), ragged="pad")
    assert rows(space, found) == [
        ["1", "2", "3"], ["4", f"x{ending}y", None], ["5", None, None], ["7", "8", ""],
        ["9", "9", None],
    ]  # fmt: skip
    assert found.refused() == [
        Reject("export.csv", 6, "", "4 cells where the header has 3"),
        Reject("export.csv", 8, "", "text after the closing quote of a cell"),
    ]
    assert (found.records, found.lines([1, 2, 4])) == (7, [3, 5, 9])
    assert found.remarks == (
        Remark(
            "padded-rows",
            "lines 3, 5, 9: fewer cells than the header; the rest is taken for empty "
            "(`ragged: pad`)",
            "complete them in the export, or refuse them by `ragged: reject`",
            public=True,
        ),
    )


def test_of_many_filled_rows_the_first_are_told(space):
    found = export(space, b"a,b\n" + b"1\n" * 1000, ragged="pad")
    [said] = found.remarks
    assert said.what.startswith("lines 2, 3, 4, 5, 6 and 995 more: fewer cells")


def test_where_no_row_is_short_nothing_is_told(space):
    assert export(space, b"a,b\n1,2\n", ragged="pad").remarks == ()


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_text_after_a_closing_quote_is_refused_and_swallows_nothing(space, ending):
    text = 'a,b\n1,2\n3,"x"y\n"5" "6",7\n8,9\n'.replace("\n", ending)
    found = export(space, text.encode())
    reason = "text after the closing quote of a cell"
    assert rows(space, found) == [["1", "2"], ["8", "9"]]
    assert found.refused() == [
        Reject("export.csv", 3, "", reason),
        Reject("export.csv", 4, "", reason),
    ]
    assert (found.records, found.lines([0, 1])) == (4, [2, 5])


def test_refusals_never_tell_values(space):
    found = export(space, b'a,b\nsecret\nsecret,secret,secret\n"secret"secret,1\n')
    rows(space, found)
    assert "secret" not in repr(found.refused())


def test_refusals_are_known_once_however_often_they_are_asked(space):
    found = export(space, b"a,b\n1\n")
    rows(space, found)
    assert found.refused() == found.refused()


def test_an_unclosed_quote_is_told_with_its_line(space):
    assert told(space, b'a,b\n1,"x\ny"\n2,"open\n3,z\n4,z\n') == (
        "export.csv: line 4: a quote is opened and never closed; it would swallow the 2 lines "
        'after it; close it, or declare `quote: ""` when quotes mean nothing in this file'
    )


def test_zero_bytes_in_the_header_are_told(space):
    assert told(space, b"a,\0\0\n1,2\n") == (
        "export.csv: line 1: a zero character in the header of column 2; name all "
        "columns by `header: […]`, with `skip:` for the lines above the records"
    )


def test_an_unclosed_quote_in_the_header_is_told(space):
    assert told(space, b'a,"b\n1,2\n').startswith("export.csv: line 1: a quote is opened")


def test_a_wrong_encoding_is_told_with_byte_and_line(space):
    assert told(space, b"a,b\n1,\xe9t\xe9\n") == (
        "export.csv: line 2: byte 0xE9 at position 6 is not utf-8; the file is cut there or has "
        "another encoding: declare `encoding:`, such as `cp1252`"
    )


@pytest.mark.slow("a law over hundreds of drawn files")
def test_a_wrong_byte_far_down_is_told_too(space):
    found = export(space, b"a,b\n" + b"1,22222\n" * 200_000 + b"1,\xe9\n")
    rows(space, found)
    with pytest.raises(SourceError, match="line 200002: byte 0xE9 at position 1600006"):
        found.refused()


def test_a_wrong_byte_in_the_header_is_told(space):
    assert "line 1: byte 0xE9 at position 2" in told(space, b"a,\xe9\n1,2\n")


def test_headers_that_are_missing_are_told(space):
    assert told(space, b"a,,c,\n1,2,3,4\n") == (
        "export.csv: line 1: no header in column 2, 4; name all columns by `header: […]`, "
        "with `skip:` for the lines above the records"
    )


def test_headers_that_differ_by_case_alone_are_told(space):
    assert "the same header twice: 'nom' (column 1), 'Nom' (column 3)" in told(
        space, b"nom,x,Nom\n1,2,3\n"
    )


@pytest.mark.parametrize("data", [b"", b"\n\n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_told(space, data):
    assert told(space, data) == "export.csv: empty; an export has a header, even without records"


def test_a_spreadsheet_given_as_text_is_told(space):
    assert told(space, b"PK\x03\x04....") == (
        "export.csv: this is a zip archive or a spreadsheet, not text; "
        "name the file by what it is, or declare `format:`"
    )


def test_a_quote_that_is_not_ascii_is_told(space):
    assert "the quote '«' is not ASCII" in told(space, b"a\n", quote="«")


CELLS = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0\ufeff"), max_size=8
) | st.sampled_from(["", '"', "\n", "\r\n", "\r", ",", ";", " ", ' "', "NULL"])
TABLES = st.integers(1, 4).flatmap(
    lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), max_size=8)
)


@pytest.mark.slow("a law over hundreds of drawn files")
@LAW
@given(
    table=TABLES,
    delimiter=st.sampled_from([",", ";", "\t", "|"]),
    ending=st.sampled_from(["\n", "\r\n"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32-be", "gb18030"]),
)
def test_what_is_written_comes_back(folder, table, delimiter, ending, encoding):
    width = len(table[0]) if table else 2
    text = io.StringIO()
    # A blank before a quote inside an unquoted cell would be read as padding: quote all.
    writer = csv.writer(text, delimiter=delimiter, lineterminator=ending, quoting=csv.QUOTE_ALL)
    writer.writerows([[f"c{number}" for number in range(width)], *table])
    with workspace(folder / "private") as space:
        data = text.getvalue().encode(encoding)
        found = export(space, data, delimiter=delimiter, encoding=encoding)
        assert rows(space, found) == table
        assert (found.records, found.refused()) == (len(table), [])


PIECES = st.sampled_from([b"a", b"1", b" ", b",", b'"', b"\n", b"\r\n", b"\r", b"\xc3\xa9", b"\0"])
GARBAGE = st.lists(PIECES | st.binary(max_size=2), max_size=30).map(b"".join)


@pytest.mark.slow("a law over hundreds of drawn files")
@LAW
@given(
    garbage=GARBAGE,
    columns=st.integers(1, 3),
    ending=st.sampled_from([b"\n", b"\r\n"]),
    skip=st.integers(0, 1),
)
def test_garbage_is_counted_or_refused(folder, garbage, columns, ending, skip):
    header = b",".join([b"x", b"y", b"z"][:columns])
    with workspace(folder / "private") as space:
        try:
            found = export(
                space, b"#" * skip + ending * skip + header + ending + garbage, skip=skip
            )
            arrived = rows(space, found)
            assert found.records == len(arrived) + len(found.refused())
            assert len(found.lines(range(len(arrived)))) == len(arrived)
        except SourceError as refused:
            assert str(refused).startswith("export.csv: ")
