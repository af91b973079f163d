"""What is written is read back identical, and stays on its line, whatever it is."""

import json
import sqlite3
from contextlib import closing
from io import StringIO
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from publish.bakehouse.draft import draft
from publish.bakehouse.draft.yaml_text import block, document, inline, sequence
from publish.declare.declaration import Dataset
from publish.declare.yaml_file import load
from tests.bakehouse.draft.test_draft import decided

HOSTILE = (
    *("a\nb", "a\r\nb", "\n      - {path: other.csv}", "x: y", "- x", "# x", "a #b", "{a: b}"),
    *("[", "'", '"', "\\", "&a", "*a", "!!str x", "%", "@", "`", "|", ">", "?", "~", "", " ", "\t"),
    *("<<", "---", "true", "True", "no", "on", "y", "null", "NULL", "2024", "2024-01-01", "1e3"),
    *("0o7", "0x1F", ".inf", "1:30", "=", "é", "😀", "\x00", "\x7f", "\x85", "\u2028", "\u2029"),
    *("\ufeff", "\ufffe", "\x1b[31m"),
)
TEXTS = st.text() | st.sampled_from(HOSTILE)


def written(value: str, comment: str) -> str:
    table = block([comment, ("sources", sequence({"path": value, value: [value]}))], indent=2)
    return document([comment], block([("tables", table)]))


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_texts_are_read_back(hostile: str) -> None:
    read = YAML(typ="safe").load(StringIO(written(hostile, hostile)))
    assert read == {"tables": {"sources": [{"path": hostile, hostile: [hostile]}]}}


@given(TEXTS, TEXTS)
def test_any_text_is_read_back_and_any_comment_is_one(value: str, comment: str) -> None:
    read = YAML(typ="rt").load(StringIO(written(value, comment)))
    assert read == {"tables": {"sources": [{"path": value, value: [value]}]}}


@pytest.mark.parametrize("word", ["true", "no", "on", "y", "null", "yes", "off"])
def test_readers_of_yaml_1_1_read_the_same_words(word: str) -> None:
    assert yaml.safe_load(document([], block([(word, {word: [word]})]))) == {word: {word: [word]}}


def test_plain_words_stay_plain() -> None:
    tree = block([("title", {"fr": "Lieux partagés", "path": "exports/a.csv", "delimiter": ";"})])
    assert document(["head"], tree) == (
        '# head\n\ntitle: {fr: Lieux partagés, path: exports/a.csv, delimiter: ";"}\n'
    )


def test_a_list_to_copy_is_in_quotes() -> None:
    assert inline(["", "NA", "\n--"]) == '["", "NA", "\\n--"]'


def loaded(export: Path, text: str) -> Dataset:
    path = export.with_name("dataset.yaml")
    path.write_text(decided(text), encoding="utf-8")
    return load(path, Dataset)


@pytest.mark.slow("drafts a file for each of fifty texts")
@pytest.mark.parametrize("hostile", [one for one in HOSTILE if one != "\x00"])
def test_hostile_cells_and_headers_are_drafted(tmp_path: Path, hostile: str) -> None:
    export = tmp_path / "a.json"
    cell = {"n": 1, f"h{hostile}": hostile, "jour": "NR\n--"}
    export.write_text(json.dumps([cell, {**cell, "n": 2}]), encoding="utf-8")
    table = loaded(export, draft(export)).tables["a"]
    assert len(table.sources) == 1
    headers = {column.header or name for name, column in table.columns.items()}
    assert headers == {"n", "jour", f"h{hostile}".strip()}


@pytest.mark.slow("drafts a database for each of fifty names")
@pytest.mark.parametrize("hostile", [one for one in HOSTILE if one and one != "\x00"])
def test_hostile_names_of_tables_add_no_source(tmp_path: Path, hostile: str) -> None:
    export = tmp_path / "a.sqlite"
    with closing(sqlite3.connect(export)) as database:
        for name in (hostile, f"{hostile} bis"):
            database.execute('CREATE TABLE "{}" (id, nom)'.format(name.replace('"', '""')))
    tables = loaded(export, draft(export)).tables.values()
    sources = [source for table in tables for source in table.sources]
    assert {source.table for source in sources} <= {hostile, f"{hostile} bis"}
    assert len(sources) == len(tables)


def test_words_of_yaml_are_columns(tmp_path: Path) -> None:
    export = tmp_path / "a.csv"
    export.write_text("on,no,y,null,true,~\n1,2,3,4,5,6\n2,3,4,5,6,7\n", encoding="utf-8")
    table = loaded(export, draft(export)).tables["a"]
    assert list(table.columns) == ["on", "no", "y", "null", "true", "column"]
    assert [column.header for column in table.columns.values()] == [None] * 5 + ["~"]
