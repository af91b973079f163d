"""Records are counted right whatever the quotes, the line breaks and the size of a stretch."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.bakehouse.read import quotes
from publish.bakehouse.read.quotes import CellDialect
from publish.bakehouse.read.scan import blocks, scan

COMMA = CellDialect(",", '"')
PIECES = st.sampled_from(["a", " ", ",", '"', '""', "\n", "\r\n", "\r", "é", "§"])
TEXTS = st.lists(PIECES, max_size=40).map("".join)


def written(folder: Path, text: str) -> Path:
    path = folder / "export.csv"
    path.write_bytes(text.encode())
    return path


def records_one_by_one(text: str, dialect: CellDialect) -> list[str]:
    """The filled records, by a machine that looks at one character after another."""
    records, record, inside, at = [], "", False, 0
    while at < len(text):
        char = text[at]
        if inside and char == dialect.quote:
            if text[at + 1 : at + 2] == dialect.quote:
                record, at = record + char, at + 1
            else:
                inside = False
        elif not inside and char == dialect.quote and opens(record, dialect):
            inside = True
        elif not inside and char in "\r\n":
            records.append(record)
            record, char = "", ""
        record, at = record + char, at + 1
    return [line for line in (*records, record) if line]


def opens(record: str, dialect: CellDialect) -> bool:
    ends = ("", " ") if not record.strip(" ") and len(record) < 2 else ()
    return record in ends or record.endswith((dialect.delimiter, dialect.delimiter + " "))


@pytest.mark.parametrize(
    ("text", "records", "empty"),
    [
        ("", 0, 0),
        ("a,b\n1,2\n", 2, 0),
        ("a,b\n1,2", 2, 0),
        ("a,b\r\n1,2\r\n", 2, 0),
        ("a,b\n\n1,2\n\n\n", 2, 3),
        ("a,b\r\n\r\n1,2\r\n", 2, 1),
        ('a,b\n1,"x\ny"\n', 2, 0),
        ('a,b\n1,"x\n\n""y""\n"\n2,""\n', 3, 0),
        ('a,b\n1,5" pipe\n2,6" pipe\n', 3, 0),
        ('a,b\n1, "x\ny"\n', 2, 0),
        ("a,b\n1,\0\n", 2, 0),
        ("a,b\r1,2\r3,4\r", 3, 0),
    ],
)
def test_records_and_empty_lines_are_counted(tmp_path, text, records, empty):
    found = scan(written(tmp_path, text), COMMA)
    assert (found.records, found.empty) == (records, empty)


@pytest.mark.parametrize(
    ("text", "newlines"),
    [
        ("a\nb", "lf"),
        ("a\r\nb\r\n", "crlf"),
        ('a\r\n"b\nc"\r\n', "crlf"),
        ('a\n"b\r\nc"\n', "lf"),
        ("a\r\nb\n", "mixed"),
        ("a\rb\r", "mixed"),
        ("a\nb\r", "mixed"),
    ],
)
def test_line_breaks_are_told_apart_outside_quotes(tmp_path, text, newlines):
    assert scan(written(tmp_path, text), COMMA).newlines == newlines


def test_an_unclosed_quote_is_placed_on_its_line(tmp_path):
    path = written(tmp_path, 'a,b\n1,"x\ny"\n2,"open\n3,z\n4,z\n')
    found = scan(path, COMMA)
    assert (found.opened, found.last) == (4, 6)


def test_text_after_a_closing_quote_breaks_its_record_only(tmp_path):
    path = written(tmp_path, 'a,b\n1,"x"y\n2,"z" \n""3,4\n"5",6\n')
    (block,) = [block for block in blocks(path, COMMA) if len(block.starts)]
    assert block.broken.tolist() == [False, True, False, True, False]


def test_records_know_their_lines(tmp_path):
    path = written(tmp_path, 'a,b\n1,"x\n\ny"\n2,z\n')
    lines = [line for block in blocks(path, COMMA) for line in block.starting_lines().tolist()]
    assert lines == [1, 2, 5]


def test_without_quoting_a_quote_is_a_character(tmp_path):
    assert scan(written(tmp_path, 'a,b\n1,"x\n2,y\n'), CellDialect(",", "")).records == 3


@given(text=TEXTS, delimiter=st.sampled_from([",", "§", ";"]))
def test_stretches_agree_with_one_character_after_another(tmp_path_factory, text, delimiter):
    dialect = CellDialect(delimiter, '"')
    path = written(tmp_path_factory.mktemp("scan"), text)
    expected = records_one_by_one(text.replace("\r\n", "\n"), dialect)
    assert scan(path, dialect).records == len(expected)


@given(text=TEXTS, chunk=st.integers(1, 7))
def test_the_size_of_a_stretch_changes_nothing(tmp_path_factory, text, chunk):
    path = written(tmp_path_factory.mktemp("scan"), text)
    with pytest.MonkeyPatch.context() as patch:
        whole = scan(path, COMMA), all_records(path)
        patch.setattr(quotes, "CHUNK", chunk)
        assert (scan(path, COMMA), all_records(path)) == whole


def all_records(path: Path) -> list[tuple[int, ...]]:
    return [
        record
        for block in blocks(path, COMMA)
        for record in zip(
            block.starts.tolist(),
            block.ends.tolist(),
            block.starting_lines().tolist(),
            block.broken.tolist(),
            strict=True,
        )
    ]
